"""How much of a song was heard before: the longest run of notes that it shares with others.

A line is what one pitched role plays, note after note in canonical order, told as steps: how long
after the note before, and how much higher. So it is free of key, tempo, loudness and of what the
others play, which a run through the whole texture would not be: one note more in the drums would
end it. Drums are left out, for their loops are everyone's. A run's length counts what it repeats
once, or a bass that keeps to one bar for a minute would have been learned by heart.

Runs are found by hashes of a ladder of lengths (`rungs`), past which the others are streamed once,
and then followed to where they end: so the longest may be missed where two are nearly as
long, by less than a third. Knows songs. Does not know which are real.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from lstmelody.encoded import Encoded
from lstmelody.events import times
from lstmelody.judging.rungs import (
    RUNGS,
    SHORTEST,
    Rung,
    Steps,
    Where,
    look,
    packed,
    tables,
    tops,
    unpacked,
)
from lstmelody.music import Role, Song

PITCHED = (Role.BASS, Role.CHORDS, Role.LEAD)
_LONGEST_GAP = 192
"""Grid steps; a longer gap counts as this: four bars of 4/4, and no step passes 16 bits."""


class Run(NamedTuple):
    """The longest run that a song shares with the others."""

    notes: int
    """What it repeats is counted once."""
    name: str
    """The other song."""
    role: str
    bar: int
    """Where it begins in the song that was asked about, from 1."""


NOTHING = Run(0, "", "", 0)


class Line(NamedTuple):
    """A role of one song as steps."""

    steps: Steps
    """Gap and interval from each note to the next, as one number."""
    onset: Steps
    """Where each step begins."""


Others = Callable[[], Iterable[tuple[str, list[Line]]]]
"""Begins a stream of songs: their names, and what their pitched roles play."""


def line_of(song: Song, role: Role) -> Line:
    """What a role plays, as steps."""
    notes = song.notes[song.notes[:, 1] == role].astype(np.int64)
    return _line(notes[:, 0], notes[:, 2])


def _line(onset: Steps, pitch: Steps) -> Line:
    gap = np.minimum(np.diff(onset), _LONGEST_GAP)
    return Line(gap * 256 + np.diff(pitch) + 128, onset[:-1])


def lines_of(song: Song) -> list[Line]:
    """Those of the pitched roles."""
    return [line_of(song, role) for role in PITCHED]


def lines_of_events(song: Encoded) -> list[Line]:
    """The same of a song as it is stored, in half the time."""
    events = np.array(song.events)  # read from disk once, not once for each column
    onset = times(events, song.meter)
    _, role, pitch, _, _ = events.T
    return [_line(onset[role == each], pitch[role == each].astype(np.int64)) for each in PITCHED]


def longest_runs(asked: Sequence[Song], others: Others) -> list[Run]:
    """For each song the longest run that it shares with any of the others.

    The others are streamed twice at most: all of them once, and again up to the last that is
    the source of a run.
    """
    lines = [lines_of(song) for song in asked]
    rungs = tables([line.steps for each in lines for line in each])
    for number, (_, theirs) in enumerate(others()):
        for at, line in enumerate(theirs):
            look(rungs, line.steps, packed(Where(number, at, 0)))
    wanted = [_candidates(rungs, start, each) for start, each in _starts(lines)]
    sources = {each.where.song for several in wanted for each in several}
    found = dict(_picked(others(), sources))
    return [
        _followed(song, each, several, found)
        for song, each, several in zip(asked, lines, wanted, strict=True)
    ]


class _Candidate(NamedTuple):
    line: int
    place: int
    steps: int
    where: Where


def _candidates(
    rungs: Sequence[Rung], start: int, lines: Sequence[Line], most: int = 3
) -> list[_Candidate]:
    """The runs of a song that may be its longest, what they repeat counted once."""
    found: list[tuple[int, _Candidate]] = []
    for number, line in enumerate(lines):
        top = tops(rungs, start, len(line.steps))
        words = rungs[0].places[start : start + len(line.steps)]
        for place in sorted(np.flatnonzero(top >= 0).tolist(), key=lambda at: -top[at]):
            length = RUNGS[top[place]]
            least = found[-1][0] if len(found) == most else 0
            if length <= least:
                break
            size = len(np.unique(words[place : place + length - SHORTEST + 1]))
            if size + SHORTEST > least + 1 and not _inside(found, number, place):
                rung = rungs[top[place]]
                where = unpacked(int(rung.where[rung.places[start + place]]))
                found.append((size + SHORTEST, _Candidate(number, place, length, where)))
                found = sorted(found, key=lambda each: -each[0])[:most]
        start += len(line.steps)
    return [each for _, each in found]


def _inside(found: Sequence[tuple[int, _Candidate]], line: int, place: int) -> bool:
    """Whether a run lies mostly in one that is a candidate already, and is followed with it."""
    return any(each.line == line and abs(each.place - place) < each.steps / 2 for _, each in found)


def _followed(
    song: Song, lines: Sequence[Line], candidates: Sequence[_Candidate],
    found: dict[int, tuple[str, list[Line]]],
) -> Run:  # fmt: skip
    """The longest of a song's candidates, each followed to where it ends on either side."""
    best = NOTHING
    for each in candidates:
        name, other = found[each.where.song]
        mine, theirs = lines[each.line], other[each.where.line]
        first, last = shared_run(mine.steps, each.place, theirs.steps, each.where.place)
        notes = notes_in(mine.steps[first:last])
        if notes > best.notes:
            bar = int(mine.onset[first]) // song.meter.bar_steps + 1
            best = Run(notes, name, PITCHED[each.line].word, bar)
    return best


def shared_run(mine: Steps, place: int, theirs: Steps, there: int) -> tuple[int, int]:
    """Where the run around two places of two lines begins and ends in the first."""
    ahead = min(len(mine) - place, len(theirs) - there)
    differ = np.flatnonzero(mine[place : place + ahead] != theirs[there : there + ahead])
    last = place + (int(differ[0]) if len(differ) else ahead)
    back = min(place, there)
    differ = np.flatnonzero(mine[place - back : place] != theirs[there - back : there])
    first = place - back + (int(differ[-1]) + 1 if len(differ) else 0)
    return first, last


def notes_in(steps: Steps) -> int:
    """Notes of a run, of which what it repeats counts once; 0 for one too short to look for."""
    if len(steps) < SHORTEST:
        return 0
    words = np.lib.stride_tricks.sliding_window_view(steps, SHORTEST)
    return len(np.unique(words, axis=0)) + SHORTEST


def _starts(lines: Sequence[Sequence[Line]]) -> Iterator[tuple[int, Sequence[Line]]]:
    start = 0
    for each in lines:
        yield start, each
        start += sum(len(line.steps) for line in each)


def _picked(
    others: Iterable[tuple[str, list[Line]]], numbers: set[int]
) -> Iterator[tuple[int, tuple[str, list[Line]]]]:
    last = max(numbers, default=-1)
    for number, other in enumerate(others):
        if number in numbers:
            yield number, other
        if number >= last:
            return
