"""The tables of the library, and how a row of them becomes a song.

What lists are sorted and searched by is kept in a table of short rows, what is only shown in
another: 50,000 songs are then searched in a few megabytes. Knows SQLAlchemy. Does not know which
database it is, nor what is asked of it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lstmelody.archives import label
from lstmelody.recipe import Recipe
from lstmelody.stored import Status, StoredSong, folded, values_of


class Utc(sa.TypeDecorator[datetime]):
    """A moment in UTC, which is kept without its zone."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


FOLDED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
"""Compared letter by letter, as SQLite does it, and not in the way of a country."""

METADATA = sa.MetaData()

SONGS = sa.Table(
    "songs",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("folded", FOLDED, nullable=False),  # the title as it is searched and sorted by
    sa.Column("status", sa.String, nullable=False),
    sa.Column("start", sa.String, nullable=False),  # the recipe's: what keeps an upload
    sa.Column("style", sa.String, nullable=False),
    sa.Column("created", Utc, nullable=False),
    sa.Column("deleted", Utc),
    sa.Column("favourite", sa.Boolean, nullable=False),
    sa.Column("parent", sa.Uuid),  # no foreign key: a parent may be purged, or imported later
    sa.Column("verb", sa.String),
    sa.Column("bars_done", sa.Integer, nullable=False),
    sa.Column("bars_total", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),  # 0 until it is ready
    sa.Column("bpm", sa.Float),
    sa.Column("meter", sa.String),
    sa.Column("notes", sa.Integer),
    sa.Column("key", sa.String),
    sa.Column("model", sa.String),
    sa.Column("error", sa.String),
    # Each holds all that a list is chosen by, so that only the rows of one page are looked up. None
    # begins with `deleted`: SQLite would look there, and sort all that is not deleted anew.
    sa.Index("songs_by_created", "created", "id", "deleted", "favourite", "folded"),
    sa.Index("songs_by_folded", "folded", "id", "deleted", "favourite"),
    sa.Index("songs_by_seconds", "seconds", "id", "deleted", "favourite", "folded"),
    sa.Index("songs_by_status", "status"),
    sa.Index("songs_by_start", "start"),
)

DETAILS = sa.Table(
    "details",
    METADATA,
    sa.Column("song_id", sa.Uuid, sa.ForeignKey("songs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("recipe", sa.JSON, nullable=False),
    sa.Column("preview", sa.String),
    sa.Column("delivered", sa.JSON(none_as_null=True)),
)

UPLOADS = sa.Table(
    "uploads",
    METADATA,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("asked", Utc, nullable=False),  # when it last came, or a recipe last named it
)

LEFTOVERS = sa.Table(
    "leftovers",
    METADATA,
    sa.Column("prefix", sa.String, primary_key=True),  # of files that nothing needs any more
)

_DETAILED = ("recipe", "preview", "delivered")
WHOLE = sa.select(*SONGS.c, *(DETAILS.c[name] for name in _DETAILED)).join_from(SONGS, DETAILS)
"""All that is known of songs."""


HERE = SONGS.c.deleted.is_(None)


def insert(connection: sa.Connection, song: StoredSong) -> None:
    """A new song."""
    row, details = parted(values_of(song))
    connection.execute(sa.insert(SONGS).values(row))
    connection.execute(sa.insert(DETAILS).values(details | {"song_id": song.id}))


def update(
    connection: sa.Connection,
    song_id: UUID,
    values: dict[str, Any],
    *only: sa.ColumnElement[bool],
) -> bool:
    """Sets what is known of a song, by the names of `StoredSong`; says if there is such a song."""
    row, details = parted(values)
    which = sa.update(SONGS).where(SONGS.c.id == song_id, *only)
    there = connection.execute(which.values(row)).rowcount > 0
    if there and details:
        connection.execute(sa.update(DETAILS).where(DETAILS.c.song_id == song_id).values(details))
    return there


def parted(values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What goes into a row of `SONGS`, and what of `DETAILS`."""
    row = {name: value for name, value in values.items() if name not in _DETAILED}
    details = {name: value for name, value in values.items() if name in _DETAILED}
    if "title" in row:
        row["folded"] = folded(row["title"])
    if "seconds" in row:
        row["seconds"] = row["seconds"] or 0.0
    if "recipe" in details:
        row["start"] = label(details["recipe"].start)  # PostgreSQL takes no letter 0
        details["recipe"] = details["recipe"].to_json()
    return row, details


def stored(row: sa.Row[Any]) -> StoredSong:
    """The song of a row of `WHOLE`."""
    values = dict(row._mapping)  # public, in spite of its name
    del values["folded"], values["start"]
    values["status"] = Status(values["status"])
    values["recipe"] = Recipe.from_json(values["recipe"])
    if values["status"] != Status.READY:
        values["seconds"] = None
    return StoredSong(**values)
