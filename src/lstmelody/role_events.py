"""Which events of a MIDI file are the notes of a role.

A score tells roles note by note; here each of its notes is found again among the events of its
file. Knows channels, programs and the ticks of notes. Does not know what becomes of the events.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from lstmelody import roles, smf
from lstmelody.midi import Traced
from lstmelody.music import Role

Sound = tuple[int, int]
"""A tick and a pitch."""


class Stream(NamedTuple):
    """What a score has as one track: the notes of a file's track, channel and program."""

    track: int
    channel: int
    program: int


class Struck(NamedTuple):
    """A note of a file, with the numbers of the events in its track that begin and end it."""

    stream: Stream
    sound: Sound
    on: int
    off: int | None
    """None where it never ends."""


def struck(tracks: Sequence[Any]) -> list[Struck]:
    """The notes of the tracks of a file, one track after another."""
    return [note for number, track in enumerate(tracks) for note in _struck(number, track)]


def of_roles(
    wanted: Collection[Role],
    bars: range,
    notes: Sequence[Struck],
    traced: Traced,
    heard: roles.ByNote,
) -> dict[Struck, Role]:
    """Those of the notes that have one of these roles in these bars of the score, and which.

    One without an end goes with the one before. Streams that are no track of the score have none.
    """
    told, matched = _told(wanted, bars, traced, heard), _matched(notes, traced)
    found: dict[Struck, Role] = {}
    before: dict[Stream, Role | None] = {}
    for note in notes:
        if note.stream not in matched:
            continue
        if note.off is not None:
            before[note.stream] = told[matched[note.stream]].get(note.sound)
        if (role := before.get(note.stream)) is not None:
            found[note] = role
    return found


def _struck(number: int, track: Any) -> list[Struck]:
    """The notes of a track as they begin; of one pitch the first that began ends first."""
    notes: list[Struck] = []
    program = [0] * 16
    open_notes: dict[tuple[int, int], deque[int]] = defaultdict(deque)
    for index, (tick, event) in enumerate(smf.timed(track)):
        if event.type == "program_change":
            program[event.channel] = event.program
        elif event.type == "note_on" and event.velocity:
            open_notes[event.channel, event.note].append(len(notes))
            stream = Stream(number, event.channel, program[event.channel])
            notes.append(Struck(stream, (tick, event.note), index, None))
        elif event.type in ("note_on", "note_off") and open_notes[event.channel, event.note]:
            ended = open_notes[event.channel, event.note].popleft()
            notes[ended] = notes[ended]._replace(off=index)
    return notes


def _told(
    wanted: Collection[Role], bars: range, traced: Traced, heard: roles.ByNote
) -> list[dict[Sound, Role]]:
    """The same of the score, for each track of its file that has notes."""
    inside, onset = traced.placed.inside, traced.placed.grid.onset
    source, tick, pitch = (
        column[inside] for column in (traced.notes.track, traced.notes.tick, traced.notes.pitch)
    )
    bar = onset // traced.score.meter.bar_steps
    numbers = np.array(sorted(wanted), np.int8)
    told: list[dict[Sound, Role]] = [{} for _ in traced.kinds]
    tracks = zip(np.unique(source).tolist(), traced.score.tracks, heard.role, strict=True)
    for which, track, roles_of in tracks:
        its = np.flatnonzero((source == which) & (bar >= bars.start) & (bar < bars.stop))
        place = track.notes[:, 0] * 128 + track.notes[:, 2]
        role = roles_of[np.searchsorted(place, onset[its] * 128 + pitch[its])]
        fits = np.isin(role, numbers)
        at = its[fits]
        sounds = zip(tick[at].tolist(), pitch[at].tolist(), strict=True)
        told[which] = dict(zip(sounds, map(Role, role[fits].tolist()), strict=True))
    return told


def _matched(notes: Sequence[Struck], traced: Traced) -> dict[Stream, int]:
    """Which of the tracks that have notes each stream of a file is: the one that has its notes.

    Their order is the same only among those that have the same notes.
    """
    tick, pitch = traced.notes.tick, traced.notes.pitch
    bounds = np.searchsorted(traced.notes.track, np.arange(len(traced.kinds) + 1)).tolist()
    known: dict[Any, deque[int]] = defaultdict(deque)
    for which, (kind, (start, stop)) in enumerate(zip(traced.kinds, pairwise(bounds), strict=True)):
        sounds = zip(tick[start:stop].tolist(), pitch[start:stop].tolist(), strict=True)
        known[kind, tuple(sorted(sounds))].append(which)
    by_stream: dict[Stream, list[Sound]] = defaultdict(list)
    for note in notes:
        if note.off is not None:
            by_stream[note.stream].append(note.sound)
    matched = {}
    for stream, ended in sorted(by_stream.items()):
        kind = stream.program, stream.channel == smf.DRUM_CHANNEL
        if same := known.get((kind, tuple(sorted(ended)))):
            matched[stream] = same.popleft()
    return matched
