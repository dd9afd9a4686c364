"""Encoded songs on disk: flat arrays opened by memory map, and an index that says what is there.

    DATA/index.json          the version, the vocabulary, and the shards with their checksums
    DATA/00000.events.npy    (events, 5) uint8: the songs of a shard end to end
    DATA/00000.bars.npy      (bars, 11) uint8: what is known of each bar, songs end to end
    DATA/00000.songs.npy     one row a song: where its events and bars are, what is known of it
    DATA/00000.marks.npy     one row a song: its fingerprint
    DATA/00000.json          the songs' names, works, styles, and what became of the shard's files

All numbers are little-endian. A shard is there whole or not at all, and its JSON comes last.
Knows the format. Does not know where songs come from or who reads them.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstmelody import events, labels, lookback, music
from lstmelody.encoded import Encoded
from lstmelody.errors import BadData
from lstmelody.events import Events
from lstmelody.files import whole
from lstmelody.music import METERS, Mended, Role
from lstmelody.outlines import Bar

VERSION = 3
SPLITS = ("train", "valid", "test")

_ROW = np.dtype(
    [
        ("start", "<i8"),
        ("stop", "<i8"),
        ("first_bar", "<i8"),
        ("bars", "<i4"),
        ("bpm", "<f4"),
        ("grid_error", "<f4"),
        ("polyphony", "<f4"),
        ("key_confidence", "<f4"),
        ("key", "u1"),
        ("meter", "u1"),
        ("meter_inferred", "?"),
        ("played", "?"),
        ("mended", "<u4", (len(Mended._fields),)),
        ("programs", "u1", (len(Role),)),
        ("split", "u1"),
        ("digest", "<u8"),
    ]
)


_TABLES = {
    "steps per beat": music.STEPS_PER_BEAT,
    "meters": METERS,
    "fields": events.FIELDS,
    "durations": events.DURATIONS.tolist(),
    "lags": lookback.LAGS,
    "chords": labels.QUALITIES,
    "facts": _ROW.descr,
}
VOCABULARY = hashlib.sha256(json.dumps(_TABLES).encode()).hexdigest()[:16]
"""A hash of all that gives the numbers in a shard their meaning."""


@dataclass(frozen=True)
class Shard:
    """One opened shard. An array is checked against its checksum when it is first used."""

    folder: Path
    name: str

    @cached_property
    def events(self) -> Events:
        return self._array("events")

    @cached_property
    def bars(self) -> NDArray[np.uint8]:
        return self._array("bars")

    @cached_property
    def rows(self) -> NDArray[Any]:
        return self._array("songs")

    @cached_property
    def marks(self) -> NDArray[np.uint32]:
        return self._array("marks")

    @cached_property
    def notes(self) -> dict[str, Any]:
        """What the shard's own JSON says."""
        return _json(self.folder / f"{self.name}.json")

    def song(self, row: int) -> Encoded:
        at = self.rows[row]
        first_bar = at["first_bar"]
        return Encoded(
            name=self.notes["names"][row],
            work=self.notes["works"][row],
            style=self.notes["styles"][row],
            events=self.events[at["start"] : at["stop"]],
            by_bar=self.bars[first_bar : first_bar + at["bars"]],
            meter=METERS[at["meter"]],
            meter_inferred=bool(at["meter_inferred"]),
            played=bool(at["played"]),
            bpm=float(at["bpm"]),
            key=int(at["key"]),
            key_confidence=float(at["key_confidence"]),
            polyphony=float(at["polyphony"]),
            grid_error=float(at["grid_error"]),
            mended=Mended(*at["mended"].tolist()),
            programs=tuple(at["programs"].tolist()),
            split=SPLITS[at["split"]],
            digest=int(at["digest"]),
            mark=self.marks[row],
        )

    def _array(self, kind: str) -> NDArray[Any]:
        path = self.folder / f"{self.name}.{kind}.npy"
        array = _opened(path)
        if _checksum(array) != self.notes.get("checksums", {}).get(kind):
            raise _damaged(path)
        return array


@dataclass(frozen=True)
class Shards:
    """An opened folder of shards."""

    folder: Path
    shards: tuple[Shard, ...]
    report: dict[str, Any]

    def rows(self, split: str) -> list[tuple[Shard, int]]:
        """Where the songs of a split are, in the order they were read."""
        wanted = SPLITS.index(split)
        return [
            (shard, int(row))
            for shard in self.shards
            for row in np.flatnonzero(shard.rows["split"] == wanted)
        ]

    def songs(self, split: str) -> Iterator[Encoded]:
        return (shard.song(row) for shard, row in self.rows(split))


def open_shards(folder: Path) -> Shards:
    """The shards of a folder, or `BadData` where there are none that this version can read."""
    if not (folder / "index.json").exists():
        raise BadData(f"There is no prepared data in {folder}: make it with `lstmelody prepare`.")
    index = _json(folder / "index.json")
    if (index.get("version"), index.get("vocabulary")) != (VERSION, VOCABULARY):
        raise BadData(f"{folder} was prepared by another version: run `lstmelody prepare` again.")
    return Shards(folder, tuple(Shard(folder, name) for name in index["shards"]), index["report"])


def write_shard(folder: Path, name: str, songs: Sequence[Encoded], notes: dict[str, Any]) -> None:
    """Write one shard; its JSON comes last and says that the shard is whole."""
    arrays = {
        "events": np.concatenate([np.empty((0, 5), np.uint8), *(song.events for song in songs)]),
        "bars": np.concatenate(
            [np.empty((0, len(Bar._fields)), np.uint8), *(song.by_bar for song in songs)]
        ),
        "songs": _rows(songs),
        "marks": _marks(songs),
    }
    for kind, array in arrays.items():
        _save(folder / f"{name}.{kind}.npy", array)
    about = {
        "names": [song.name for song in songs],
        "works": [song.work for song in songs],
        "styles": [song.style for song in songs],
        "checksums": {kind: _checksum(array) for kind, array in arrays.items()},
    }
    with whole(folder / f"{name}.json") as path:
        path.write_text(json.dumps(about | notes))


def write_index(folder: Path, names: Sequence[str], report: dict[str, Any]) -> None:
    """Write the index, which makes a folder of shards complete."""
    index = {
        "version": VERSION,
        "vocabulary": VOCABULARY,
        "shards": list(names),
        "report": report,
    }
    with whole(folder / "index.json") as path:
        path.write_text(json.dumps(index, indent=1))


def _rows(songs: Sequence[Encoded]) -> NDArray[Any]:
    rows = np.zeros(len(songs), dtype=_ROW)
    stops = np.cumsum([len(song.events) for song in songs])
    bars = np.array([song.bars for song in songs], dtype=np.int64)
    rows["start"][1:] = stops[:-1]
    rows["stop"] = stops
    rows["bars"] = bars
    rows["first_bar"] = np.cumsum(bars) - bars
    rows["meter"] = [METERS.index(song.meter) for song in songs]
    rows["split"] = [SPLITS.index(song.split) for song in songs]
    for fact in _AS_THEY_ARE:
        rows[fact] = [getattr(song, fact) for song in songs] or 0
    return rows


def _marks(songs: Sequence[Encoded]) -> NDArray[np.uint32]:
    return np.stack([song.mark for song in songs]) if songs else np.empty((0, 0), np.uint32)


_AS_THEY_ARE = tuple(set(_ROW.names or ()) & set(Encoded._fields) - {"meter", "split"})


def _checksum(array: NDArray[Any]) -> int:
    """CRC-32 of the array's bytes."""
    return zlib.crc32(np.ascontiguousarray(array).data.cast("B") if array.size else b"")


def _save(target: Path, array: NDArray[Any]) -> None:
    """Write an array; by way of memory, for NumPy does not say when it is the disk that is full."""
    content = BytesIO()
    np.save(content, array)
    with whole(target) as path:
        path.write_bytes(content.getbuffer())


def _opened(path: Path) -> NDArray[Any]:
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r")
    except (OSError, ValueError, EOFError) as problem:
        raise _damaged(path) from problem
    return array


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError) as problem:
        raise _damaged(path) from problem
    if not isinstance(content, dict):
        raise _damaged(path)
    return content


def _damaged(path: Path) -> BadData:
    return BadData(f"{path.name} is missing or damaged: run `lstmelody prepare` again.")
