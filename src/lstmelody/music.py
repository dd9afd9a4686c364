"""Notes, songs and tracks as frozen values, and what can be said of them.

Knows bars, beats, roles and the grid of 12 steps a beat. Does not know MIDI bytes, files, events
or models.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

STEPS_PER_BEAT = 12
"""A beat is a quarter note; 12 steps hold 16ths and triplets both."""

Ints = NDArray[np.int32]
Tempo = tuple[int, float]
"""A grid step of a song, and how many beats a minute there are from there on."""


class Role(IntEnum):
    """What a track does in the band. The order is the canonical order within an onset."""

    DRUMS = 0
    BASS = 1
    CHORDS = 2
    LEAD = 3

    @property
    def word(self) -> str:
        """The role as recipes and people write it: `drums`, `bass`, `chords` or `lead`."""
        return self.name.lower()


class Meter(NamedTuple):
    """A time signature, such as 4/4."""

    beats: int
    unit: int

    @property
    def bar_steps(self) -> int:
        """Length of a bar in grid steps: 48 for 4/4, 36 for 3/4 and 6/8, 72 for 12/8."""
        return self.beats * STEPS_PER_BEAT * 4 // self.unit

    def __str__(self) -> str:
        return f"{self.beats}/{self.unit}"


def beat_steps(meter: Meter) -> int:
    """Length of the beat that one taps to: a quarter note, or three eighths in 6/8 and 12/8."""
    return STEPS_PER_BEAT * 3 // 2 if meter.unit == 8 else STEPS_PER_BEAT


METERS = (Meter(4, 4), Meter(3, 4), Meter(2, 4), Meter(6, 8), Meter(12, 8))

METERS_BY_NAME = {str(meter): meter for meter in METERS}

PROGRAMS = {Role.DRUMS: 0, Role.BASS: 33, Role.CHORDS: 0, Role.LEAD: 80}
"""General MIDI programs (from 0) where a song names none: standard kit, finger bass, grand piano,
square lead."""


class Note(NamedTuple):
    """One note on the grid. Sorts in canonical order: onset, role, pitch."""

    onset: int
    """Grid steps from the start of the song."""
    role: int
    pitch: int
    """MIDI pitch 0..127; for drums, the key of the General MIDI drum map."""
    duration: int
    """Grid steps, at least 1."""
    velocity: int
    """1..127."""


@dataclass(frozen=True, slots=True)
class Song:
    """A band's song: its notes in canonical order, and what holds for all of it."""

    notes: Ints
    """(n, 5) array whose columns are those of `Note`; no two rows share onset, role and pitch."""
    bars: int
    meter: Meter = METERS[0]
    bpm: float = 120.0
    """The tempo it begins with."""
    programs: dict[Role, int] = field(default_factory=lambda: dict(PROGRAMS))
    tempos: tuple[Tempo, ...] = ()
    """Those it changes to, each later than the one before."""

    @property
    def steps(self) -> int:
        """Length of the song in grid steps: whole bars."""
        return self.bars * self.meter.bar_steps

    @property
    def seconds(self) -> float:
        return seconds_at(self, self.steps)

    @property
    def all_tempos(self) -> tuple[Tempo, ...]:
        """Its tempos, the one it begins with among them."""
        return ((0, self.bpm), *self.tempos)

    def __len__(self) -> int:
        return len(self.notes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Song):
            return NotImplemented
        same_frame = (self.bars, self.meter, self.all_tempos, self.programs) == (
            other.bars,
            other.meter,
            other.all_tempos,
            other.programs,
        )
        return same_frame and np.array_equal(self.notes, other.notes)


@dataclass(frozen=True, slots=True)
class Track:
    """One track of a MIDI file, quantised: its notes without a role yet."""

    notes: Ints
    """(n, 4) array: onset and duration in grid steps, pitch, velocity; by onset, then pitch."""
    program: int
    is_drums: bool
    name: str


class Mended(NamedTuple):
    """How many notes of a MIDI file had to be put right."""

    stuck: int = 0
    """Held on while their track went on, for lack of an end: cut where it plays next."""
    zero_length: int = 0
    """Without any length: a step long now."""
    overlapping: int = 0
    """Still sounding when their track struck the same pitch again: cut there, or made one."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a MIDI file says: tracks on the grid under one meter, roles not yet told."""

    tracks: tuple[Track, ...]
    bars: int
    meter: Meter
    bpm: float
    grid_error: float
    """Mean distance of onsets from the grid line they were put on, as a share of the way between
    two: 0 as written on it, 0.25 as if at random. Lines are steps, or 16ths and triplets for what
    was played by hand to a beat."""
    meter_inferred: bool = False
    """Whether the file tells no meter, and its onsets told it."""
    rebarred: bool = False
    """Whether its bars begin elsewhere than the file tells, as the music has it."""
    mended: Mended = Mended()
    pickup_steps: int = 0
    """How long before its first whole bar the song began, where that was in the file's first."""
    moved_steps: float = 0.0
    """How many steps late the whole file lay beside its own grid."""
    played: bool = False
    """Whether some of it was played by hand to a beat, and put on 16ths and triplets."""
    drift: float = 0.0
    """Share of its stretches of 16 beats that don't keep to the grid: a song that loses it."""
    mean_bpm: float = 0.0
    """The tempo of all of it, where it changes; of which `bpm` is the one that holds longest."""

    @property
    def seconds(self) -> float:
        """How long it lasts, by all its tempos."""
        beats = self.bars * self.meter.bar_steps / STEPS_PER_BEAT
        return beats * 60 / (self.mean_bpm or self.bpm)


def canonical(notes: Iterable[Note] | Ints) -> Ints:
    """The notes as an (n, 5) array in canonical order; of doubled notes the longest remains."""
    rows = np.asarray(notes if isinstance(notes, np.ndarray) else list(notes), dtype=np.int32)
    rows = rows.reshape(-1, 5)
    onset, role, pitch, duration, velocity = rows.T
    rows = rows[np.lexsort((-velocity, -duration, pitch, role, onset))]
    first: NDArray[np.bool_] = np.ones(len(rows), dtype=bool)
    first[1:] = np.any(rows[1:, :3] != rows[:-1, :3], axis=1)
    return rows[first]


def notes_of(song: Song) -> list[Note]:
    """The notes of a song as values, in canonical order."""
    return [Note(*row) for row in song.notes.tolist()]


def transposed(song: Song, semitones: int) -> Song:
    """The song moved by semitones, drums untouched; what would leave 0..127 moves by an octave."""
    notes = song.notes.copy()
    pitched = notes[:, 1] != Role.DRUMS
    pitch = notes[pitched, 2] + semitones
    pitch += 12 * (pitch < 0) - 12 * (pitch > 127)
    notes[pitched, 2] = pitch
    return replace(song, notes=canonical(notes))


def without(song: Song, roles: Iterable[Role]) -> Song:
    """The song with some roles silent."""
    return replace(song, notes=song.notes[~np.isin(song.notes[:, 1], list(roles))])


def seconds_at(song: Song, step: float) -> float:
    """How long after its beginning a song comes to a grid step."""
    seconds, since, bpm = 0.0, 0, song.bpm
    for at, following in song.tempos:
        if at >= step:
            break
        seconds += (at - since) / STEPS_PER_BEAT * 60 / bpm
        since, bpm = at, following
    return seconds + (step - since) / STEPS_PER_BEAT * 60 / bpm


def step_at(song: Song, seconds: float) -> float:
    """The grid step, with its fraction, that a song comes to so long after its beginning."""
    since, bpm = 0, song.bpm
    for at, following in song.tempos:
        held = (at - since) / STEPS_PER_BEAT * 60 / bpm
        if held >= seconds:
            break
        seconds -= held
        since, bpm = at, following
    return since + seconds * bpm / 60 * STEPS_PER_BEAT


def tempo_at(song: Song, step: int) -> float:
    """The tempo that holds at a grid step."""
    place = bisect_right(song.tempos, (step, math.inf))
    return song.tempos[place - 1][1] if place else song.bpm


def paced(song: Song, step: int, bpm: float) -> Song:
    """The song at another tempo from a grid step on."""
    if step <= 0:
        return replace(song, bpm=bpm, tempos=())
    before = song.tempos[: bisect_left(song.tempos, (step, 0.0))]
    held = before[-1][1] if before else song.bpm
    return replace(song, tempos=before if held == bpm else (*before, (step, bpm)))


def bar_range(song: Song, first: int, last: int) -> Song:
    """Bars `first` up to, not including, `last`, moved to the start; what rings on is cut."""
    start, stop = first * song.meter.bar_steps, last * song.meter.bar_steps
    inside = (song.notes[:, 0] >= start) & (song.notes[:, 0] < stop)
    notes = song.notes[inside].copy()
    notes[:, 0] -= start
    notes[:, 3] = np.minimum(notes[:, 3], stop - start - notes[:, 0])
    tempos = tuple((at - start, bpm) for at, bpm in song.tempos if start < at < stop)
    bpm = tempo_at(song, start)
    return replace(song, notes=notes, bars=last - first, bpm=bpm, tempos=tempos)


def bars_for(seconds: float, song: Song) -> int:
    """The whole number of bars nearest to a length in seconds, by a song's tempos; at least 1."""
    return max(1, round(step_at(song, seconds) / song.meter.bar_steps))


def unoverlapped(notes: Ints) -> Ints:
    """The notes with each cut short where its role strikes the same pitch again."""
    order = np.lexsort((notes[:, 0], notes[:, 2], notes[:, 1]))
    cut = notes[order]
    again = np.all(cut[1:, 1:3] == cut[:-1, 1:3], axis=1)
    gap = np.where(again, np.diff(cut[:, 0]), cut[:-1, 3])
    cut[:-1, 3] = np.minimum(cut[:-1, 3], gap)
    return canonical(cut)


def trimmed(song: Song) -> Song:
    """The song without the empty bars before its first and after its last onset."""
    if not len(song):
        return replace(song, bars=0)
    first, last = song.notes[[0, -1], 0] // song.meter.bar_steps
    return bar_range(song, int(first), int(last) + 1)
