"""Encoded songs on disk: flat arrays opened by memory map, and an index that says what is there.

    DATA/index.json          how many songs and events, and what was left out
    DATA/00000.events.npy    (events, 5) uint8: the songs of a shard end to end
    DATA/00000.songs.npy     one row a song: where its events are and what is known of it
    DATA/00000.json          the songs' names, and what the shard's files were left out for

A shard is there whole or not at all, and its JSON comes last.
Knows the format. Does not know where songs come from or who reads them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.conditions import Frame
from lstmelody.errors import BadData
from lstmelody.events import Events
from lstmelody.files import whole
from lstmelody.music import METERS, Meter

VERSION = 1
SPLITS = ("train", "valid", "test")

_ROW = np.dtype(
    [
        ("start", "<i8"),
        ("stop", "<i8"),
        ("bars", "<i4"),
        ("bpm", "<f4"),
        ("frame", "u1", (len(Frame._fields),)),
        ("split", "u1"),
        ("digest", "<u8"),
    ]
)


class Encoded(NamedTuple):
    """A song as it is stored."""

    name: str
    events: Events
    bars: int
    bpm: float
    frame: Frame
    split: str
    digest: int
    """A hash of the events, the same for the same song."""

    @property
    def meter(self) -> Meter:
        return METERS[self.frame.meter - 1]


@dataclass(frozen=True)
class Shard:
    """One opened shard."""

    folder: Path
    name: str

    @cached_property
    def events(self) -> Events:
        return _array(self.folder / f"{self.name}.events.npy")

    @cached_property
    def rows(self) -> NDArray[Any]:
        return _array(self.folder / f"{self.name}.songs.npy")

    @cached_property
    def notes(self) -> dict[str, Any]:
        """What the shard's own JSON says."""
        return _json(self.folder / f"{self.name}.json")

    def song(self, row: int) -> Encoded:
        at = self.rows[row]
        return Encoded(
            self.notes["names"][row],
            self.events[at["start"] : at["stop"]],
            int(at["bars"]),
            float(at["bpm"]),
            Frame(*at["frame"].tolist()),
            SPLITS[at["split"]],
            int(at["digest"]),
        )


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
    """The shards of a folder, or `BadData` where there are none."""
    if not (folder / "index.json").exists():
        raise BadData(f"There is no prepared data in {folder}: make it with `lstmelody prepare`.")
    index = _json(folder / "index.json")
    if index.get("version") != VERSION:
        raise BadData(f"{folder} was prepared by another version: run `lstmelody prepare` again.")
    return Shards(folder, tuple(Shard(folder, name) for name in index["shards"]), index["report"])


def write_shard(folder: Path, name: str, songs: Sequence[Encoded], notes: dict[str, Any]) -> None:
    """Write one shard; its JSON comes last and says that the shard is whole."""
    rows = np.zeros(len(songs), dtype=_ROW)
    start = 0
    for row, song in enumerate(songs):
        stop = start + len(song.events)
        split = SPLITS.index(song.split)
        rows[row] = (start, stop, song.bars, song.bpm, song.frame, split, song.digest)
        start = stop
    events = np.concatenate([np.empty((0, 5), np.uint8), *(song.events for song in songs)])
    _save(folder / f"{name}.events.npy", events)
    _save(folder / f"{name}.songs.npy", rows)
    with whole(folder / f"{name}.json") as path:
        path.write_text(json.dumps({"names": [song.name for song in songs], **notes}))


def write_index(folder: Path, names: Sequence[str], report: dict[str, Any]) -> None:
    """Write the index, which makes a folder of shards complete."""
    index = {"version": VERSION, "shards": list(names), "report": report}
    with whole(folder / "index.json") as path:
        path.write_text(json.dumps(index, indent=1))


def _save(target: Path, array: NDArray[Any]) -> None:
    """Write an array; by way of memory, for NumPy does not say when it is the disk that is full."""
    content = BytesIO()
    np.save(content, array)
    with whole(target) as path:
        path.write_bytes(content.getbuffer())


def _array(path: Path) -> NDArray[Any]:
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
