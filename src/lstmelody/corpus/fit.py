"""One MIDI file → a song as shards hold it, or the reason why it can't be learned from.

A pure function of a file's name and bytes, so that it may run in any process on any machine.
Knows what makes a song fit to learn from. Does not know other files, nor where this one came from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstmelody import labels, midi, roles, sources
from lstmelody.conditions import class_of_key
from lstmelody.encoded import Encoded
from lstmelody.errors import BadMidi
from lstmelody.events import encode
from lstmelody.music import Mended, Role, Score, Song
from lstmelody.outlines import by_bar_of

DAMAGED = "could not be read: the archive or the disk is damaged"
HELD_OUT = {"valid": 2, "test": 3}
"""Percent of works held out for each split; the rest is for training."""

MarkOf = Callable[[Song], NDArray[np.uint32]]
"""What makes the fingerprint of a song."""


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
    max_drift: float = 0.25
    """Share of a song's stretches that don't keep to the grid. Of songs whose beat was lost
    halfway on purpose 0.9 % pass, of others 99.8 %: see docs/log.md."""
    min_bpm: float = 30
    max_bpm: float = 300


def unmarked(_: Song) -> NDArray[np.uint32]:
    """No fingerprint, for songs that nobody compares."""
    return np.empty(0, np.uint32)


def read(member: sources.File | sources.Damage, mark_of: MarkOf = unmarked) -> Encoded | str:
    """The song in a file of a source, or a few words on why there is none."""
    if isinstance(member, sources.Damage):
        return DAMAGED
    try:
        return song_in(member.name, member.data, mark_of)
    except BadMidi as problem:
        return problem.reason


def song_in(name: str, data: bytes, mark_of: MarkOf = unmarked) -> Encoded:
    """The song in a MIDI file, or `BadMidi` with the reason why it can't be learned from."""
    score = midi.read(data)
    song = roles.arranged(score)
    reason = reason_to_leave_out(score, song, Limits())
    if reason:
        raise BadMidi(f"This song can't be learned from: {reason}.", reason)
    return encoded(name, song, score)._replace(mark=mark_of(song))


def reason_to_leave_out(score: Score, song: Song, limits: Limits) -> str | None:
    """Why a song is not fit to learn from, in a few words, or None."""
    playing = np.count_nonzero(np.bincount(song.notes[:, 1], minlength=len(Role)))
    free = score.grid_error > limits.max_grid_error or score.drift > limits.max_drift
    checks = {
        "played freely, off the beat": free,
        "too few notes": len(song) < limits.min_notes,
        "too many notes": len(song) > limits.max_notes,
        "too few bars": song.bars < limits.min_bars,
        "too many bars": song.bars > limits.max_bars,
        "too few roles": playing < limits.min_roles,
        "a tempo no one plays": not limits.min_bpm <= song.bpm <= limits.max_bpm,
    }
    return next((reason for reason, holds in checks.items() if holds), None)


def encoded(name: str, song: Song, score: Score | None = None) -> Encoded:
    """A song as shards hold it; the score tells how it was written, where it was."""
    events = encode(song)
    digest = hashlib.blake2b(events.tobytes(), digest_size=8).digest()
    work = sources.work_of(name)
    key = labels.key_of(song)
    return Encoded(
        name=name,
        work=work,
        style="",
        events=events,
        by_bar=by_bar_of(song),
        meter=song.meter,
        meter_inferred=bool(score and score.meter_inferred),
        played=bool(score and score.played),
        bpm=song.bpm,
        key=class_of_key(key),
        key_confidence=key.confidence if key else 0.0,
        polyphony=labels.polyphony_of(song),
        grid_error=score.grid_error if score else 0.0,
        mended=score.mended if score else Mended(),
        programs=tuple(song.programs[role] for role in Role),
        split=split_of(work),
        digest=int.from_bytes(digest, "little"),
        mark=unmarked(song),
    )


def as_named(song: Encoded) -> Encoded:
    """The song in the work that its name tells, whatever it was found to be since."""
    return song._replace(work=sources.work_of(song.name))


def split_of(work: str) -> str:
    """The split of a work, by its hash alone: the same on every machine and in every corpus."""
    place = int.from_bytes(hashlib.sha256(work.encode()).digest()[:4], "little") % 100
    for split, percent in HELD_OUT.items():
        if place < percent:
            return split
        place -= percent
    return "train"
