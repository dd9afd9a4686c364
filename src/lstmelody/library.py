"""The songs that were composed and are being composed: a database row each, and their files.

Knows SQLAlchemy, migrations, and where files lie. Does not know how a song is composed, rendered or
asked for.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from lstmelody import files
from lstmelody.errors import BadRecipe, Conflict, NotFound, StorageFull
from lstmelody.music import Song
from lstmelody.recipe import Recipe

MIGRATIONS = Path(__file__).with_name("migrations")
UPLOADED = re.compile(r"midi:([0-9a-f]{64})")
"""How a recipe names an uploaded MIDI file as its start."""
LOCKS = 4
"""Songs share so many locks, which is also how many are rendered at a time."""


class Status(StrEnum):
    """How far a song is."""

    COMPOSING = "composing"
    READY = "ready"
    FAILED = "failed"


class Utc(sa.TypeDecorator[datetime]):
    """A moment in UTC, which SQLite keeps without its zone."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


SONGS = sa.Table(
    "songs",
    sa.MetaData(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("recipe", sa.JSON, nullable=False),
    sa.Column("created", Utc, nullable=False),
    sa.Column("bars_done", sa.Integer, nullable=False),
    sa.Column("bars_total", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Float),
    sa.Column("bpm", sa.Float),
    sa.Column("meter", sa.String),
    sa.Column("notes", sa.Integer),
    sa.Column("model", sa.String),
    sa.Column("error", sa.String),
)


@dataclass(frozen=True, slots=True)
class StoredSong:
    """A song as the library knows it: its recipe, and what came of it."""

    id: UUID
    title: str
    status: Status
    recipe: Recipe
    created: datetime
    bars_done: int
    bars_total: int
    seconds: float | None = None
    """Known when the song is ready, like `bpm`, `meter`, `notes` and `model`."""
    bpm: float | None = None
    meter: str | None = None
    notes: int | None = None
    model: str | None = None
    """The version of the model that composed it."""
    error: str | None = None
    """Why the song failed, as a sentence."""


class Library:
    """Every song under one folder. Safe to use from many threads."""

    def __init__(self, root: Path) -> None:
        self._songs, self._uploads = root / "songs", root / "uploads"
        for folder in (self._songs, self._uploads):
            folder.mkdir(parents=True, exist_ok=True)
        self._locks = [Lock() for _ in range(LOCKS)]
        self._database = _opened(root / "library.db")
        self._sweep()

    def close(self) -> None:
        self._database.dispose()

    def begin(self, recipe: Recipe, *, title: str, bars: int) -> StoredSong:
        """A new song, which is now being composed."""
        song = StoredSong(
            uuid4(),
            title,
            Status.COMPOSING,
            recipe,
            datetime.now(UTC),
            bars_done=0,
            bars_total=bars,
        )
        values = {column.name: getattr(song, column.name) for column in SONGS.columns}
        with self._transaction() as transaction:
            transaction.execute(sa.insert(SONGS).values(values | {"recipe": recipe.to_json()}))
        return song

    def find(self, song_id: UUID) -> StoredSong:
        with self._transaction() as transaction:
            row = transaction.execute(sa.select(SONGS).where(SONGS.c.id == song_id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no song {song_id}.")
        return _stored(row)

    def newest_first(self) -> list[StoredSong]:
        with self._transaction() as transaction:
            rows = transaction.execute(sa.select(SONGS).order_by(SONGS.c.created.desc()))
            return [_stored(row) for row in rows]

    def unfinished(self) -> list[StoredSong]:
        """The songs to compose again after a stop, in the order they were asked for."""
        composing = sa.select(SONGS).where(SONGS.c.status == Status.COMPOSING)
        with self._transaction() as transaction:
            return [
                _stored(row) for row in transaction.execute(composing.order_by(SONGS.c.created))
            ]

    def advance(self, song_id: UUID, bars_done: int, bars_total: int) -> None:
        """Notes how far a song is. `NotFound` tells its composer that it was deleted meanwhile."""
        self._update(song_id, bars_done=bars_done, bars_total=bars_total)

    def finish(self, song_id: UUID, song: Song, data: bytes, *, model: str) -> None:
        """Keeps a composed song and its MIDI file."""
        with self._lock(song_id):
            self.find(song_id)
            with files.whole(self._file(song_id, "song.mid")) as unfinished:
                unfinished.write_bytes(data)
            self._update(
                song_id,
                status=Status.READY,
                bars_done=song.bars,
                bars_total=song.bars,
                seconds=song.seconds,
                bpm=song.bpm,
                meter=str(song.meter),
                notes=len(song),
                model=model,
            )

    def fail(self, song_id: UUID, sentence: str) -> None:
        self._update(song_id, status=Status.FAILED, error=sentence)

    def delete(self, song_id: UUID) -> None:
        """Forgets a song and its files, also while it is being composed."""
        with self._lock(song_id):
            with self._transaction() as transaction:
                gone = transaction.execute(sa.delete(SONGS).where(SONGS.c.id == song_id)).rowcount
            if not gone:
                raise NotFound(f"There is no song {song_id}.")
            if (folder := self._songs / str(song_id)).exists():
                shutil.rmtree(folder)

    def midi(self, song_id: UUID) -> Path:
        """The MIDI file of a song that is ready."""
        song = self.find(song_id)
        if song.status == Status.COMPOSING:
            raise Conflict(f"{song.title} is still being composed: wait until it is ready.")
        if song.status == Status.FAILED:
            raise Conflict(f"{song.title} could not be composed: {song.error}")
        return self._file(song_id, "song.mid")

    def wav(self, song_id: UUID, render: Callable[[bytes, Path], None]) -> Path:
        """The WAV file of a song that is ready, rendered when it is first asked for, and once."""
        target = self._file(song_id, "song.wav")
        with self._lock(song_id):
            source = self.midi(song_id)
            if not target.exists():
                render(source.read_bytes(), target)
        return target

    def keep_upload(self, data: bytes) -> str:
        """Keeps somebody's MIDI file, and names it as a recipe's `start` does."""
        digest = hashlib.sha256(data).hexdigest()
        with files.whole(self._uploads / f"{digest}.mid") as unfinished:
            unfinished.write_bytes(data)
        return f"midi:{digest}"

    def upload(self, name: str) -> bytes:
        """The MIDI file that `keep_upload` named."""
        digest = UPLOADED.fullmatch(name)
        path = self._uploads / f"{digest[1]}.mid" if digest else None
        if path is None or not path.exists():
            raise BadRecipe(f"There is no uploaded MIDI file {name}: upload it first.")
        return path.read_bytes()

    def _update(self, song_id: UUID, **values: Any) -> None:
        with self._transaction() as transaction:
            update = sa.update(SONGS).where(SONGS.c.id == song_id).values(values)
            if not transaction.execute(update).rowcount:
                raise NotFound(f"There is no song {song_id}.")

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        try:
            with self._database.begin() as connection:
                yield connection
        except sa.exc.OperationalError as problem:
            if getattr(problem.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_FULL:
                raise
            raise StorageFull("There is no room left on the disk for another song.") from problem

    def _lock(self, song_id: UUID) -> Lock:
        return self._locks[song_id.int % LOCKS]

    def _file(self, song_id: UUID, name: str) -> Path:
        return self._songs / str(song_id) / name

    def _sweep(self) -> None:
        """Removes the half-written files that a kill left behind."""
        for leftover in self._songs.glob(f"*/{files.UNFINISHED}*"):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()


def _stored(row: sa.Row[Any]) -> StoredSong:
    values = dict(row._mapping)  # public, in spite of its name
    return StoredSong(
        **values
        | {"status": Status(values["status"]), "recipe": Recipe.from_json(values["recipe"])}
    )


def _opened(path: Path) -> sa.Engine:
    """The database, brought to its newest shape."""
    database = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    sa.event.listen(database, "connect", _prepare)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with database.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return database


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL, a kill still loses nothing
    connection.execute("PRAGMA foreign_keys = ON")
