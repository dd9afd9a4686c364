"""A MIDI file with some of its roles composed anew, and all else as it was, tick for tick.

The file is edited event by event: notes of the redone roles go, and a track for each of them comes.
Knows notes, channels, and how songs lie on the ticks of the file they were read from. Does not know
recipes, nor how anything is composed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any, NamedTuple

import mido
import numpy as np

from lstmelody import barlines, instruments, midi, role_events, roles, smf
from lstmelody.errors import BadMidi
from lstmelody.midi import Traced
from lstmelody.music import STEPS_PER_BEAT, Ints, Role, Song
from lstmelody.role_events import Struck

PROGRAM = -1
"""A channel's program, where its controllers are told by number."""
MIX = {7, 10, 11, 91, 93}
"""Controllers that a role takes over from who played it: volume, pan, expression, effects."""
OURS = {"track_name", "program_change", "control_change", "end_of_track"}
"""What is left of a track that we wrote when its notes are gone."""
WORDS = {"text", "marker"}


class New(NamedTuple):
    """A note that is put into a file."""

    tick: int
    stop_tick: int
    pitch: int
    velocity: int


def retouched(
    data: bytes,
    song: Song,
    redone: Collection[Role],
    first: int,
    last: int,
    *,
    title: str = "",
    text: str = "",
    replaced: str = "",
) -> bytes:
    """The file `data` with the roles `redone` in bars `first` up to, not including, `last` as
    `song` has them, and the rest as it was; or `BadMidi` where not all of it can be read.

    The bars are those of `roles.arranged(midi.read(data))`. Copies and octaves of what is redone go
    with it, and so does a track of the role's name that then only says how it would sound. What
    `song` has before the file's first tick, in the bar of a pick-up, is left out. `title` and
    `text` are as `midi.write` has them; texts of the file that begin like `replaced` are taken out,
    and a title that it has beside one makes way for the new one.
    """
    traced, (file, behind) = midi.traced(data), smf.opened(data)
    if not file.tracks:
        raise BadMidi("This MIDI file tells of no tracks: export it again.", "damaged events")
    assert song.meter == traced.score.meter, "the song lies on the bars of the file"
    heard = roles.by_note(traced.score)
    notes = role_events.struck(file.tracks)
    bars = range(heard.first_bar + first, heard.first_bar + last)
    taken = role_events.of_roles(redone, bars, notes, traced, heard)
    tracks = _without(file.tracks, taken)
    kept = Counter(note.stream.channel for note in notes if note not in taken)
    for role in sorted(redone):
        if new := _laid(_rows(song, role, first, last), traced, heard.first_bar):
            lost = [note for note, its in taken.items() if its == role]
            channel = _channel(role, tracks, kept, lost)
            start, setup = 0, _setup(song, role, lost, file.tracks)
            if kept[channel]:
                start = new[0].tick
                setup = {PROGRAM: _in_force(file.tracks, channel, start).get(PROGRAM, 0)}
            tracks.append(_track(role, new, channel, (start, setup)))
            kept[channel] += len(new)
    tracks = [_silenced(track, replaced, with_title=bool(title)) for track in tracks]
    tracks[0] = [*_words(title, text), *tracks[0]]
    return smf.written(file, tracks) + behind


# What goes


def _without(tracks: Sequence[Any], taken: dict[Struck, Role]) -> list[Any]:
    """The tracks without these notes, and without those that we wrote for them alone."""
    events: dict[int, set[int | None]] = defaultdict(set)
    names: dict[int, set[str]] = defaultdict(set)
    for note, role in taken.items():
        events[note.stream.track] |= {note.on, note.off}
        names[note.stream.track].add(role.word.capitalize())
    left = []
    for number, track in enumerate(tracks):
        rest = smf.without(track, events[number]) if events[number] else track
        if number == 0 or not _is_ours(rest, names[number]):
            left.append(rest)
    return left


def _is_ours(track: Any, names: Collection[str]) -> bool:
    """Whether a track has one of these names and nothing more than how its notes would sound."""
    named = [event.name for event in track if event.type == "track_name"]
    later = any(tick and event.type != "end_of_track" for tick, event in smf.timed(track))
    return named in [[name] for name in names] and not later and {e.type for e in track} <= OURS


# What comes


def _rows(song: Song, role: Role, first: int, last: int) -> Ints:
    """The notes of a role in these bars."""
    bar = song.notes[:, 0] // song.meter.bar_steps
    rows: Ints = song.notes[(song.notes[:, 1] == role) & (bar >= first) & (bar < last)]
    return rows


def _laid(rows: Ints, traced: Traced, first_bar: int) -> list[New]:
    """Notes of one role at the ticks of their steps, none before 0. A pitch struck again ends the
    note before; where a step is less than a tick, one may take the place of another."""
    placed = traced.placed
    per_step = placed.ticks_per_beat / STEPS_PER_BEAT
    onset = rows[:, 0] + np.float64(first_bar * traced.score.meter.bar_steps)
    run, pickup = traced.run, placed.pickup_steps > 0
    tick = barlines.ticks_of(onset, run, placed.ticks_per_beat, pickup=pickup)
    tick += placed.moved_steps * per_step
    early = tick < -per_step / 2
    starts = np.maximum(0, np.floor(tick + 0.5)).astype(np.int64)
    stops = np.maximum(starts + 1, np.floor(tick + rows[:, 3] * per_step + 0.5).astype(np.int64))
    columns = [each[~early].tolist() for each in (starts, stops, rows[:, 2], rows[:, 4])]
    following: dict[int, int] = {}
    laid = []
    for note in sorted(map(New, *columns), reverse=True):
        stop_tick = min(note.stop_tick, following.get(note.pitch, note.stop_tick))
        if stop_tick > note.tick:
            laid.append(note._replace(stop_tick=stop_tick))
            following[note.pitch] = note.tick
    return laid[::-1]


def _channel(role: Role, tracks: Sequence[Any], kept: Counter[int], lost: Sequence[Struck]) -> int:
    """The channel of a new track: one that nothing uses, else one without notes any more, best
    the role's own; else the role's own, and for a role that had none the one of fewest notes."""
    if role == Role.DRUMS:
        return smf.DRUM_CHANNEL
    events = chain(*tracks)
    used = {event.channel for event in events if not event.is_meta and hasattr(event, "channel")}
    own = Counter(note.stream.channel for note in lost)
    others = (channel for channel in range(16) if channel != smf.DRUM_CHANNEL)
    return min(others, key=lambda each: (each in used, kept[each] > 0, -own[each], kept[each]))


def _setup(song: Song, role: Role, lost: Sequence[Struck], tracks: Sequence[Any]) -> dict[int, int]:
    """How a role sounds: as the song and `midi.write` have it, but as loud as it was in the file,
    and where it stood there, if it was in it."""
    program = song.programs[role]
    volume, pan = instruments.volume(role, program), instruments.PANS[role]
    setup = {PROGRAM: program, 7: volume, 10: pan}
    if lost:
        channel = Counter(note.stream.channel for note in lost).most_common(1)[0][0]
        first_tick = min(note.sound[0] for note in lost if note.stream.channel == channel)
        was = _in_force(tracks, channel, first_tick)
        setup |= {7: instruments.UNTOLD_VOLUME, 10: instruments.MIDDLE}
        setup |= {number: was[number] for number in sorted(MIX & was.keys())}
    return setup


def _in_force(tracks: Sequence[Any], channel: int, until_tick: int) -> dict[int, int]:
    """What the controllers of a channel, and its program, are at a tick."""
    told = [
        (tick, PROGRAM if event.type == "program_change" else event.control, event)
        for tick, event in chain(*map(smf.timed, tracks))
        if event.type in ("program_change", "control_change")
        and event.channel == channel
        and tick <= until_tick
    ]
    told.sort(key=lambda each: each[0])
    return {what: event.program if what == PROGRAM else event.value for _, what, event in told}


def _track(
    role: Role, notes: Sequence[New], channel: int, setup: tuple[int, dict[int, int]]
) -> Any:
    """A track of a role, whose program and controllers are told at some tick."""
    start, values = setup
    events = [(start, 1, _told(channel, what, value)) for what, value in values.items()]
    for note in notes:
        on, off = (
            mido.Message(kind, channel=channel, note=note.pitch, velocity=velocity)
            for kind, velocity in (("note_on", note.velocity), ("note_off", 0))
        )
        events += [(note.tick, 2, on), (note.stop_tick, 0, off)]
    track = mido.MidiTrack([mido.MetaMessage("track_name", name=role.word.capitalize())])
    now = 0
    for tick, _, event in sorted(events, key=lambda each: each[:2]):
        track.append(event.copy(time=tick - now))
        now = tick
    return track


def _told(channel: int, what: int, value: int) -> Any:
    if what == PROGRAM:
        return mido.Message("program_change", channel=channel, program=value)
    return mido.Message("control_change", channel=channel, control=what, value=value)


def _silenced(track: Any, beginning: str, *, with_title: bool) -> Any:
    """A track without texts that begin like this, and without the title that it has beside one."""
    words = [(at, *each) for at, each in enumerate(smf.timed(track)) if each[1].type in WORDS]
    ours = [n for n, _, event in words if event.type == "text" and event.text.startswith(beginning)]
    if not (beginning and ours):
        return track
    titles = [n for n, tick, event in words if event.type == "marker" and tick == 0]
    return smf.without(track, {*ours, *titles[:with_title]})


def _words(title: str, text: str) -> list[Any]:
    """The events of a title and a text; mido writes Latin 1, which takes any bytes."""
    words = {"text": text, "marker": title.encode().decode("latin1")}
    return [mido.MetaMessage(kind, text=said) for kind, said in words.items() if said]
