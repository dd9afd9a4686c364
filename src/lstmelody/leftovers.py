"""Files that nothing needs any more, noted in the database until they are gone.

A song's row and its files can't go in one step. So the row goes together with a note of the files,
and the note goes when they are gone: a kill in between loses nothing, and leaves nothing behind.
Knows the note and the files. Does not know why they are not needed.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from lstmelody.blobs import Blobs
from lstmelody.databases import transaction, upsert
from lstmelody.tables import LEFTOVERS


def leave(connection: sa.Connection, prefixes: Iterable[str]) -> None:
    """Notes files to be removed once this transaction is kept."""
    if rows := [{"prefix": prefix} for prefix in prefixes]:
        connection.execute(upsert(connection, LEFTOVERS), rows)


def reclaim(connection: sa.Connection, prefix: str) -> None:
    """Takes files back that may have been left; waits where they are being removed right now."""
    connection.execute(sa.delete(LEFTOVERS).where(LEFTOVERS.c.prefix == prefix))


def clear(database: sa.Engine, blobs: Blobs) -> None:
    """Removes all files that are noted."""
    with transaction(database) as connection:
        prefixes = connection.execute(sa.select(LEFTOVERS.c.prefix)).scalars().all()
    for prefix in prefixes:
        with transaction(database) as connection:
            noted = sa.delete(LEFTOVERS).where(LEFTOVERS.c.prefix == prefix)
            if connection.execute(noted).rowcount:
                blobs.delete(prefix)
