"""The songs that were composed and are being composed: a row each in a database, and their files.

What is asked for is kept before it is promised, and files are there before a row speaks of them: a
kill at any moment leaves songs that are ready, and songs that will be composed again. Knows what
may become of a song, and when. Does not know how songs are composed, rendered or asked for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Self
from uuid import UUID, uuid4

import sqlalchemy as sa

from lstmelody import databases, leftovers, paging
from lstmelody.archives import label
from lstmelody.blobs import Blobs, FolderBlobs, blobs_at
from lstmelody.databases import transaction
from lstmelody.errors import Conflict, NotFound
from lstmelody.music import Ints, Song
from lstmelody.paging import Listing
from lstmelody.recipe import Recipe
from lstmelody.songfiles import SongFiles, folder_of
from lstmelody.stored import (
    MOST_LETTERS,
    Page,
    Sort,
    Status,
    StoredSong,
    finished,
    titled,
    values_of,
)
from lstmelody.tables import HERE, SONGS, WHOLE, insert, stored, update
from lstmelody.uploads import UPLOADED, Uploads

__all__ = ["UPLOADED", "Library", "Page", "Sort", "Status", "StoredSong"]

COMPOSING = SONGS.c.status == Status.COMPOSING


class Library:
    """Every song of a gallery. Safe to use from many threads, and from several programs.

    Each call raises `Unreachable` when the database or the files don't answer, and `NotFound` for a
    song that isn't there or was deleted; what is kept may raise `StorageFull`.
    """

    def __init__(self, database: str | sa.URL, blobs: Blobs) -> None:
        """Opens a database, an SQLAlchemy URL, and brings it to its newest shape.

        Raises `BadSetting` or `MissingPart` for a database of another kind or without its driver.
        """
        self._blobs, self._files = blobs, SongFiles(blobs)
        self._database = databases.opened(database)
        self._uploads = Uploads(self._database, blobs)
        self._adopting = Lock()
        self.revision = 0
        """Another number whenever something was written here."""
        databases.when_written(self._database, self._revised)

    @classmethod
    def local(cls, folder: Path) -> Self:
        """The library of one computer: SQLite and the songs' files in one folder."""
        return cls.at(folder)

    @classmethod
    def at(cls, folder: Path, *, database: str | None = None, files: str | None = None) -> Self:
        """The same with its database or its files elsewhere, each where a URL says."""
        here = sa.URL.create("sqlite", database=str(folder / "library.db"))
        return cls(database or here, blobs_at(files) if files else FolderBlobs(folder))

    def _revised(self) -> None:
        self.revision += 1

    def close(self) -> None:
        self._database.dispose()
        self._blobs.close()

    def begin(
        self,
        recipe: Recipe,
        *,
        title: str,
        bars: int,
        style: str = "",
        parent: UUID | None = None,
        verb: str | None = None,
    ) -> StoredSong:
        """A new song, which is now being composed. `BadRecipe` if its start was not uploaded."""
        song = StoredSong(
            uuid4(),
            titled(title[:MOST_LETTERS]),
            Status.COMPOSING,
            recipe,
            datetime.now(UTC),
            bars_done=0,
            bars_total=bars,
            style=style,
            parent=parent,
            verb=verb,
        )
        with transaction(self._database) as connection:
            self._uploads.ask(connection, recipe.start)
            insert(connection, song)
        return song

    def find(self, song_id: UUID) -> StoredSong:
        """A song that is not deleted."""
        song = self._any(song_id)
        if song is None or song.deleted:
            raise _unknown(song_id)
        return song

    def page(
        self,
        *,
        limit: int = 50,
        cursor: str | None = None,
        search: str = "",
        sort: Sort = Sort.NEWEST,
        favourites: bool = False,
        deleted: bool = False,
    ) -> Page:
        """Some of the songs whose titles hold the words, from a cursor of the page before on.

        Raises `BadRequest` for a damaged cursor, or one of a list in another order.
        """
        listing = Listing(sort, search, favourites, deleted)
        with transaction(self._database) as connection:
            return paging.page_of(connection, listing, limit, cursor)

    def unfinished(self) -> list[StoredSong]:
        """The songs to compose again after a stop, in the order they were asked for."""
        composing = WHOLE.where(COMPOSING, HERE)
        with transaction(self._database) as connection:
            rows = connection.execute(composing.order_by(SONGS.c.created, SONGS.c.id)).all()
        return [stored(row) for row in rows]

    def advance(self, song_id: UUID, bars_done: int, bars_total: int) -> None:
        """Notes how far a song is. `NotFound` tells its composer that it was deleted meanwhile."""
        self._set(song_id, {"bars_done": bars_done, "bars_total": bars_total})

    def revise(self, song_id: UUID, recipe: Recipe, bars_total: int) -> None:
        """Another recipe for a song that is being composed; `Conflict` if it no longer is."""
        with transaction(self._database) as connection:
            self._uploads.ask(connection, recipe.start)
            values = {"bars_total": bars_total, "recipe": recipe}
            if update(connection, song_id, values, COMPOSING, HERE):
                return
        title = self.find(song_id).title
        raise Conflict(f"{title} is no longer being composed: make a variation of it instead.")

    def finish(
        self,
        song_id: UUID,
        song: Song,
        data: bytes,
        *,
        model: str,
        delivered: dict[str, Any] | None = None,
    ) -> StoredSong:
        """Keeps a composed song and its MIDI file."""
        self.find(song_id)
        self._files.put(song_id, song, data)
        values = finished(song) | {"model": model, "delivered": delivered}
        with transaction(self._database) as connection:
            here = update(connection, song_id, values, HERE)
        if not here and self._any(song_id) is None:  # purged meanwhile
            self._files.delete(song_id)
        return self.find(song_id)

    def adopt(self, song: StoredSong, composed: Song, data: bytes) -> bool:
        """Takes in a song of another gallery that is ready, or says that it is here already.

        One that was deleted here is restored. Raises `Conflict` where another song has its id.
        """
        with self._adopting:
            known = self._any(song.id)
            ready = known is not None and known.status == Status.READY
            held = self._held(song.id) if ready else None
            if known and held == data:
                self.restore(song.id)
                return known.deleted is not None
            cut_off = known and known.deleted and known.status == Status.COMPOSING
            if held or not (known is None or ready or cut_off):
                raise Conflict(f"{song.title} is another song here: it is left as it is.")
            self._adopt(song, composed, data, new=known is None)
        return True

    def fail(self, song_id: UUID, sentence: str) -> None:
        """Notes why a song could not be composed; one that is ready stays so."""
        failed = {"status": Status.FAILED, "error": label(sentence)}
        with transaction(self._database) as connection:
            if update(connection, song_id, failed, COMPOSING, HERE):
                return
        self.find(song_id)

    def edit(
        self, song_id: UUID, *, title: str | None = None, favourite: bool | None = None
    ) -> StoredSong:
        """Gives a song another title, or marks it; `BadRequest` for a title we can't show."""
        values: dict[str, Any] = {}
        if title is not None:
            values["title"] = titled(title)
        if favourite is not None:
            values["favourite"] = favourite
        if values:
            self._set(song_id, values)
        return self.find(song_id)

    def delete(self, song_id: UUID) -> None:
        """Hides a song, also while it is being composed; `restore` brings it back until a purge."""
        self._set(song_id, {"deleted": datetime.now(UTC)})

    def restore(self, song_id: UUID) -> StoredSong:
        """Brings a deleted song back; one that was not ready is then among the unfinished ones."""
        with transaction(self._database) as connection:
            update(connection, song_id, {"deleted": None})
        return self.find(song_id)

    def purge(self, before: datetime) -> int:
        """Removes for good the songs that were deleted before a moment, and returns how many.

        Their files go too, and the uploads that since then nobody asked for and no song needs.
        """
        old = sa.delete(SONGS).where(SONGS.c.deleted < before).returning(SONGS.c.id)
        with transaction(self._database) as connection:
            gone = connection.execute(old).scalars().all()
            leftovers.leave(connection, map(folder_of, gone))
        self._uploads.let_go(before)
        leftovers.clear(self._database, self._blobs)
        self._uploads.adopt_strays()
        return len(gone)

    def midi(self, song_id: UUID) -> bytes:
        """The MIDI file of a song; `Conflict` for one that is not ready."""
        self._ready(song_id)
        return self._files.midi(song_id)

    def notes(self, song_id: UUID) -> Ints:
        """The notes of a song as they were composed, in the columns of `music.Note`.

        Songs of galleries older than this are read from their MIDI files. Raises what `midi` does.
        """
        self._ready(song_id)
        return self._files.notes(song_id)

    def keep_upload(self, data: bytes) -> str:
        """Keeps somebody's MIDI file, and names it as a recipe's `start` does."""
        return self._uploads.keep(data)

    def upload(self, name: str) -> bytes:
        """The MIDI file that `keep_upload` named, or `BadRecipe`."""
        return self._uploads.get(name)

    def _adopt(self, song: StoredSong, composed: Song, data: bytes, *, new: bool) -> None:
        with transaction(self._database) as connection:
            leftovers.reclaim(connection, folder_of(song.id))
            if new:  # until its files are here, as if deleted while being composed
                hidden = replace(song, status=Status.COMPOSING, deleted=datetime.now(UTC))
                insert(connection, hidden)
        self._files.put(song.id, composed, data)
        with transaction(self._database) as connection:
            update(connection, song.id, values_of(song) | finished(composed) | {"deleted": None})

    def _any(self, song_id: UUID) -> StoredSong | None:
        """A song, also a deleted one."""
        with transaction(self._database) as connection:
            row = connection.execute(WHOLE.where(SONGS.c.id == song_id)).one_or_none()
        return None if row is None else stored(row)

    def _held(self, song_id: UUID) -> bytes | None:
        """The MIDI file of a song, unless it was lost."""
        try:
            return self._files.midi(song_id)
        except NotFound:
            return None

    def _set(self, song_id: UUID, values: dict[str, Any]) -> None:
        with transaction(self._database) as connection:
            if not update(connection, song_id, values, HERE):
                raise _unknown(song_id)

    def _ready(self, song_id: UUID) -> None:
        song = self.find(song_id)
        if song.status == Status.COMPOSING:
            raise Conflict(f"{song.title} is still being composed: wait until it is ready.")
        if song.status == Status.FAILED:
            raise Conflict(f"{song.title} could not be composed: {song.error}")


def _unknown(song_id: UUID) -> NotFound:
    return NotFound(f"There is no song {song_id}.")
