"""Archives of MIDI → shards: in parallel, filtered, without doubles, split by work, and reported.

Work goes portion by portion: the files of a portion become one shard. A run that was stopped goes
on with the first portion that is not there yet, and the data that stood before is replaced only
by a complete one. Knows what makes a song fit to learn from. Does not know the model.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from lstmelody import midi, roles, sources
from lstmelody.conditions import frame_of
from lstmelody.errors import BadMidi
from lstmelody.events import encode
from lstmelody.files import whole
from lstmelody.music import Role, Score, Song
from lstmelody.shards import Encoded, Shard, write_index, write_shard

Progress = Callable[[int, int | None], None]
Member = sources.File | sources.Damage

PORTION = 1_000
"""Files a shard is made of."""
BATCH = 50
"""Files a worker is handed at once."""
PLAN = "sources.json"
"""The file that says of which sources the shards in work are."""
DAMAGED = "could not be read: the archive or the disk is damaged"
HELD_OUT = {"valid": 2, "test": 3}
"""Percent of works held out for each split; the rest is for training."""


@dataclass(frozen=True)
class Limits:
    """What a song must be to be learned from."""

    min_bars: int = 8
    max_bars: int = 512
    min_notes: int = 100
    max_notes: int = 24_000
    min_roles: int = 2
    max_grid_error: float = 0.15
    """Mean distance of onsets from the grid in steps; 0.25 is what playing at random gives."""
    min_bpm: float = 30
    max_bpm: float = 300


@dataclass
class Report:
    """What became of the files of a corpus."""

    files: int = 0
    songs: int = 0
    notes: int = 0
    by_split: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    """How many files were left out for each reason."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """The first few files left out for each reason."""

    def leave_out(self, name: str, reason: str) -> None:
        self.left_out[reason] += 1
        named = self.examples.setdefault(reason, [])
        if len(named) < 5:
            named.append(name)

    def add(self, other: dict[str, Any]) -> None:
        """Add what the report of a portion says."""
        for name in ("files", "songs", "notes"):
            setattr(self, name, getattr(self, name) + other[name])
        self.by_split.update(other["by_split"])
        self.left_out.update(other["left_out"])
        for reason, names in other["examples"].items():
            self.examples[reason] = [*self.examples.get(reason, []), *names][:5]

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    def __str__(self) -> str:
        lines = [f"{self.songs:,} songs with {self.notes:,} notes from {self.files:,} files"]
        lines += [f"  {count:>9,}  for {split}" for split, count in self.by_split.items()]
        lines += [f"  {n:>9,}  left out: {reason}" for reason, n in self.left_out.most_common()]
        return "\n".join(lines)


def prepare(paths: Sequence[Path], out: Path, progress: Progress = lambda *_: None) -> Report:
    """Turn sources of MIDI into shards in `out`, and say what became of every file.

    What stood in `out` stays until the new data is whole. Killed or out of room (`StorageFull`),
    call it again with the same sources and it goes on. Raises `BadSource` for a wrong source.
    """
    for path in paths:
        sources.check(path)
    partial = out.with_name(f"{out.name}.partial")
    if _old(out).exists() and not out.exists():  # killed between the two renames
        _old(out).replace(out)
    _begin(partial, paths)
    report, names, seen = Report(), [], set[int]()
    with _pool() as pool:
        for number, portion in enumerate(_portions(paths)):
            name = f"{number:05d}"
            if not (partial / f"{name}.json").exists():
                songs, part = _read(portion, pool, seen)
                write_shard(partial, name, songs, {"report": part.to_json()})
            shard = Shard(partial, name)
            seen.update(shard.rows["digest"].tolist())
            report.add(shard.notes["report"])
            names.append(name)
            progress(report.files, None)
    write_index(partial, names, report.to_json())
    _swap(partial, out)
    (out / PLAN).unlink()
    return report


def song_of(data: bytes, limits: Limits = Limits()) -> Song:
    """The song in a MIDI file, or `BadMidi` with the reason why it can't be learned from."""
    score = midi.read(data)
    song = roles.arranged(score)
    reason = reason_to_leave_out(score, song, limits)
    if reason:
        raise BadMidi(f"This song can't be learned from: {reason}.", reason)
    return song


def reason_to_leave_out(score: Score, song: Song, limits: Limits) -> str | None:
    """Why a song is not fit to learn from, in a few words, or None."""
    playing = sum(bool((song.notes[:, 1] == role).any()) for role in Role)
    checks = {
        "played freely, off the beat": score.grid_error > limits.max_grid_error,
        "too few notes": len(song) < limits.min_notes,
        "too many notes": len(song) > limits.max_notes,
        "too few bars": song.bars < limits.min_bars,
        "too many bars": song.bars > limits.max_bars,
        "too few roles": playing < limits.min_roles,
        "a tempo no one plays": not limits.min_bpm <= song.bpm <= limits.max_bpm,
    }
    return next((reason for reason, holds in checks.items() if holds), None)


def encoded(name: str, song: Song) -> Encoded:
    """A song as shards hold it."""
    events = encode(song)
    digest = int.from_bytes(hashlib.blake2b(events.tobytes(), digest_size=8).digest(), "little")
    split = split_of(sources.work_of(name))
    return Encoded(name, events, song.bars, song.bpm, frame_of(song), split, digest)


def split_of(work: str) -> str:
    """The split of a work, by its hash alone: the same on every machine and in every corpus."""
    place = int.from_bytes(hashlib.sha256(work.encode()).digest()[:4], "little") % 100
    for split, percent in HELD_OUT.items():
        if place < percent:
            return split
        place -= percent
    return "train"


def _begin(partial: Path, paths: Sequence[Path]) -> None:
    """Make the folder for work in progress; what is there of other sources is thrown away."""
    wanted = json.dumps([[str(path.resolve()), path.stat().st_mtime_ns] for path in paths])
    plan = partial / PLAN
    if not plan.exists() or plan.read_text() != wanted:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        with whole(plan) as path:
            path.write_text(wanted)


def _swap(partial: Path, out: Path) -> None:
    old = _old(out)
    if out.exists():
        shutil.rmtree(old, ignore_errors=True)
        out.replace(old)
    partial.replace(out)
    shutil.rmtree(old, ignore_errors=True)


def _old(out: Path) -> Path:
    """Where the data that stood before is, for the moment in which the new one takes its place."""
    return out.with_name(f"{out.name}.old")


def _pool() -> ProcessPoolExecutor:
    context = multiprocessing.get_context("forkserver")
    return ProcessPoolExecutor(os.cpu_count(), context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "a worker has a parent"

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _portions(paths: Sequence[Path]) -> Iterator[list[Member]]:
    members = (member for path in paths for member in sources.files_in(path))
    return _chunks(members, PORTION)


def _read(
    portion: list[Member], pool: ProcessPoolExecutor, seen: set[int]
) -> tuple[list[Encoded], Report]:
    """The songs of a portion that are fit and new, and what became of its files."""
    report, songs = Report(files=len(portion)), []
    seen = set(seen)
    for name, result in _worked(portion, pool):
        if isinstance(result, str):
            report.leave_out(name, result)
        elif result.digest in seen:
            report.leave_out(name, "the same notes as another file")
        else:
            seen.add(result.digest)
            songs.append(result)
            report.by_split[result.split] += 1
    report.songs = len(songs)
    report.notes = sum(int((song.events[:, 1] < len(Role)).sum()) for song in songs)
    return songs, report


def _worked(
    members: list[Member], pool: ProcessPoolExecutor
) -> Iterator[tuple[str, Encoded | str]]:
    """Each file's name and its encoded song, or the reason why there is none, in order."""
    for batch in pool.map(_encode_all, _chunks(members, BATCH)):
        yield from batch


def _encode_all(members: list[Member]) -> list[tuple[str, Encoded | str]]:
    return [(member.name, _encode_one(member)) for member in members]


def _encode_one(member: Member) -> Encoded | str:
    if isinstance(member, sources.Damage):
        return DAMAGED
    try:
        return encoded(member.name, song_of(member.data))
    except BadMidi as problem:
        return problem.reason


def _chunks(members: Iterable[Member], size: int) -> Iterator[list[Member]]:
    members = iter(members)
    while chunk := list(islice(members, size)):
        yield chunk
