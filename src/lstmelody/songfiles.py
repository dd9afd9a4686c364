"""The files of a song: its MIDI file, and its notes as they were composed.

Knows their names and shapes. Does not know what else is known of a song.
"""

from __future__ import annotations

import zlib
from uuid import UUID

import numpy as np

from lstmelody import midi, roles
from lstmelody.blobs import Blobs
from lstmelody.errors import NotFound
from lstmelody.music import Ints, Note, Song


class SongFiles:
    """The files of all songs in a place for files."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def put(self, song_id: UUID, song: Song, data: bytes) -> None:
        """Keeps a song's notes and its MIDI file, in place of what was there."""
        rows = np.ascontiguousarray(song.notes, dtype="<i4").tobytes()
        self._blobs.put(f"{folder_of(song_id)}notes", zlib.compress(rows))
        self._blobs.put(f"{folder_of(song_id)}song.mid", data)

    def midi(self, song_id: UUID) -> bytes:
        """Its MIDI file, or `NotFound`."""
        return self._blobs.get(f"{folder_of(song_id)}song.mid")

    def notes(self, song_id: UUID) -> Ints:
        """Its notes; those of galleries from before notes were kept are read from the MIDI file."""
        try:
            kept = self._blobs.get(f"{folder_of(song_id)}notes")
        except NotFound:
            return roles.arranged(midi.read(self.midi(song_id), rebar=False)).notes
        rows = np.frombuffer(zlib.decompress(kept), dtype="<i4").astype(np.int32)
        return rows.reshape(-1, len(Note._fields))

    def delete(self, song_id: UUID) -> None:
        self._blobs.delete(folder_of(song_id))


def folder_of(song_id: UUID) -> str:
    """The prefix that all files of a song have, and no others."""
    return f"songs/{song_id}/"
