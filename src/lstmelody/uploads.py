"""MIDI files of people's own, kept by their content while any recipe names them.

Knows how a recipe names an upload. Does not know what is in it, nor how songs start from it.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from pathlib import PurePosixPath

import sqlalchemy as sa

from lstmelody import leftovers
from lstmelody.blobs import Blobs
from lstmelody.databases import transaction, upsert
from lstmelody.errors import BadRecipe, NotFound
from lstmelody.tables import SONGS, UPLOADS

UPLOADED = re.compile(r"midi:([0-9a-f]{64})")
"""How a recipe names an uploaded MIDI file as its start."""
FOLDER = "uploads/"


def name_of(data: bytes) -> str:
    """How a recipe names a MIDI file as its `start`."""
    return f"midi:{hashlib.sha256(data).hexdigest()}"


class Uploads:
    """The uploads of a library. Safe to use from many threads."""

    def __init__(self, database: sa.Engine, blobs: Blobs) -> None:
        self._database, self._blobs = database, blobs

    def keep(self, data: bytes) -> str:
        """Keeps a MIDI file, and returns the name by which a recipe starts from it."""
        name = name_of(data)
        with transaction(self._database) as connection:
            _ask(connection, _digest(name))
        self._blobs.put(_blob(_digest(name)), data)
        return name

    def get(self, name: str) -> bytes:
        """The MIDI file that `keep` named, or `BadRecipe`."""
        try:
            return self._blobs.get(_blob(_digest(name)))
        except NotFound as problem:
            raise _missing(name) from problem

    def ask(self, connection: sa.Connection, start: str) -> None:
        """Holds on to what a recipe starts from; `BadRecipe` when that was not uploaded."""
        if UPLOADED.fullmatch(start):
            _ask(connection, _digest(start))
            self.get(start)

    def let_go(self, before: datetime) -> None:
        """Leaves the uploads that nobody asked for since, and that no song starts from."""
        named = sa.select(SONGS.c.id).where(SONGS.c.start == sa.literal("midi:") + UPLOADS.c.digest)
        unused = sa.delete(UPLOADS).where(UPLOADS.c.asked < before, ~named.exists())
        with transaction(self._database) as connection:
            gone = connection.execute(unused.returning(UPLOADS.c.digest)).scalars().all()
            leftovers.leave(connection, map(_blob, gone))

    def adopt_strays(self) -> None:
        """Notes the uploads of a gallery that is older than the table of them."""
        there = {PurePosixPath(name).stem for name in self._blobs.names(FOLDER)}
        with transaction(self._database) as connection:
            known = set(connection.execute(sa.select(UPLOADS.c.digest)).scalars())
            for digest in there - known:
                _ask(connection, digest)


def _ask(connection: sa.Connection, digest: str) -> None:
    now = {"asked": datetime.now(UTC)}
    connection.execute(upsert(connection, UPLOADS, now), {"digest": digest, **now})
    leftovers.reclaim(connection, _blob(digest))


def _digest(name: str) -> str:
    found = UPLOADED.fullmatch(name)
    if found is None:
        raise _missing(name)
    return found[1]


def _blob(digest: str) -> str:
    return f"{FOLDER}{digest}.mid"


def _missing(name: str) -> BadRecipe:
    return BadRecipe(f"There is no uploaded MIDI file {name}: upload it first.")
