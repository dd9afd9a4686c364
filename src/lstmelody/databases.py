"""Opens a database by its URL in its newest shape, and says in sentences what it refuses.

SQLite writes ahead and keeps its foreign keys; PostgreSQL is reached through psycopg. Knows these
two, migrations, and what goes wrong with them. Does not know any table.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.dialects import postgresql, sqlite

from lstmelody.errors import BadSetting, LSTMelodyError, MissingPart, StorageFull, Unreachable

MIGRATIONS = Path(__file__).with_name("migrations")
PATIENCE_SECONDS = 30
"""How long to wait for a database that another program writes to."""
CONNECTIONS = 10
MIGRATING = 6_006_006_006
"""A number of our own for the lock that PostgreSQL gives to one program at a time."""

_FULL = {"53100"}  # disk_full; see PostgreSQL's appendix A
_LOCKED = {"55P03", "57014"}  # lock_not_available, query_canceled
_AWAY = ("08", "57P", "53300")  # connection, shutdown or start, too many connections


def opened(url: str | sa.URL) -> sa.Engine:
    """The database, brought to its newest shape.

    Raises `BadSetting` for a URL of no kind we know, `MissingPart` where PostgreSQL's driver is not
    installed, and `Unreachable` where no database answers.
    """
    database = _engine(_parsed(url))
    try:
        with sentences():
            _migrate(database)
    except BaseException:
        database.dispose()
        raise
    return database


@contextmanager
def transaction(database: sa.Engine) -> Iterator[sa.Connection]:
    """A connection whose changes are all kept at the end, or none of them.

    Raises `StorageFull` when the disk is full, and `Unreachable` when another program keeps the
    database busy, or it does not answer.
    """
    with sentences(), database.begin() as connection:
        yield connection


def when_written(database: sa.Engine, tell: Callable[[], None]) -> None:
    """Have it told when something was written, right after it was."""

    def wrote(
        connection: sa.Connection, _cursor: Any, _text: str, _values: Any, *more: Any
    ) -> None:
        context, _many = more
        if context is not None and (context.isinsert or context.isupdate or context.isdelete):
            connection.info["wrote"] = True

    def came_back(_connection: Any, record: Any) -> None:
        if record.info.pop("wrote", False):
            tell()

    sa.event.listen(database, "after_cursor_execute", wrote)
    sa.event.listen(database.pool, "checkin", came_back)


@contextmanager
def sentences() -> Iterator[None]:
    """Says in a sentence what a database says in a code."""
    try:
        yield
    except sa.exc.TimeoutError as problem:
        raise Unreachable("The library has too much to do: try again in a moment.") from problem
    except sa.exc.OperationalError as problem:
        if (refusal := _refusal(problem.orig)) is None:
            raise
        raise refusal from problem


def _refusal(problem: BaseException | None) -> LSTMelodyError | None:
    kind = _kind(problem)
    if kind == "full":
        return StorageFull("There is no room left on the disk for another song.")
    if kind == "locked":
        return Unreachable("Another program keeps the library busy: try again in a moment.")
    if kind == "away":
        return Unreachable("The library's database does not answer: see that it runs.")
    return None


def _kind(problem: BaseException | None) -> str | None:
    """What went wrong, by the codes of either database."""
    if isinstance(problem, sqlite3.Error):
        codes = {
            sqlite3.SQLITE_FULL: "full",
            sqlite3.SQLITE_BUSY: "locked",
            sqlite3.SQLITE_LOCKED: "locked",
            sqlite3.SQLITE_CANTOPEN: "away",
        }
        return codes.get(getattr(problem, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(problem, "sqlstate", None)
    if state in _FULL:
        return "full"
    if state in _LOCKED:
        return "locked"
    return "away" if state is None or state.startswith(_AWAY) else None


def _parsed(url: str | sa.URL) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError) as problem:
        raise BadSetting("A database is named as postgresql://user@host/name.") from problem
    kind = parsed.drivername.partition("+")[0]
    if kind in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if kind == "sqlite":
        return parsed
    raise BadSetting(f"A library is kept in sqlite or postgresql, and not in {kind}.")


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() == "sqlite":
        patient = {"timeout": PATIENCE_SECONDS}
        database = sa.create_engine(
            url, pool_size=CONNECTIONS, connect_args=patient, json_serializer=_json
        )
        sa.event.listen(database, "connect", _prepare)
        return database
    waiting = {"options": f"-c lock_timeout={PATIENCE_SECONDS}s"}
    try:
        return sa.create_engine(
            url,
            pool_size=CONNECTIONS,
            pool_pre_ping=True,  # a server that was started anew is found again
            connect_args=waiting,
            json_serializer=_json,
        )
    except ImportError as problem:
        raise MissingPart(
            "PostgreSQL needs its driver: pip install 'lstmelody[postgresql]'."
        ) from problem


def _json(value: object) -> str:
    """JSON with null for the numbers it has no word for, which PostgreSQL would not take."""
    return json.dumps(json.loads(json.dumps(value), parse_constant=lambda _: None))


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL, a kill still loses nothing
    connection.execute("PRAGMA foreign_keys = ON")


def _migrate(database: sa.Engine) -> None:
    with alone(database) as connection:
        command.upgrade(revisions(connection), "head")


@contextmanager
def alone(database: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction to change tables in: all at once or not at all, and by one program at a time.

    SQLite's foreign keys are off meanwhile, or a table that is dropped would take along the rows
    that point to it; and Python has to be told to begin, which it would not before a CREATE.
    """
    lite = database.dialect.name == "sqlite"
    with database.connect() as connection:
        if lite:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATING)))
        try:
            yield connection
            connection.commit()
        finally:
            connection.invalidate()  # its foreign keys are still off


def revisions(connection: sa.Connection) -> Config:
    """What Alembic needs to know to run the revisions over a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upsert(
    connection: sa.Connection, table: sa.Table, instead: Mapping[str, Any] | None = None
) -> sa.Insert:
    """Inserts a row; where its key is there already, sets some values instead, or nothing."""
    inserts = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    row: Any = inserts[connection.dialect.name](table)  # two classes with the same methods
    key = list(table.primary_key)
    there: sa.Insert = (
        row.on_conflict_do_update(index_elements=key, set_=instead)
        if instead
        else row.on_conflict_do_nothing(index_elements=key)
    )
    return there
