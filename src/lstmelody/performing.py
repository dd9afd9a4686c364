"""How a song is played: MIDI bytes → MIDI bytes with swing, and with the unevenness of hands.

What is composed stays on its grid: this is for the moment before it sounds. Every event of a file
is kept, in its order. Knows beats, bars and hands. Does not know recipes, nor how sound is made.
"""

from __future__ import annotations

from collections import deque
from itertools import chain
from typing import Any, NamedTuple

import mido
import numpy as np
from numpy.typing import NDArray

from lstmelody import midi, smf
from lstmelody.errors import BadMidi, TooLarge
from lstmelody.music import (
    METERS,
    STEPS_PER_BEAT,
    Ints,
    Meter,
    Role,
    Song,
    beat_steps,
    unoverlapped,
)

TEMPO_US = 500_000
"""Of a beat, where a file tells none."""
TRIPLETS, HALF_TRIPLETS = (4, 8), (2, 10)
"""Steps of a beat that only triplets of eighths and of sixteenths have."""
NEAR_STEPS = 0.25
"""What is so near to such a step is on it; 32nds lie half a step beside."""
LEAN_MS = {Role.DRUMS: 5.0, Role.BASS: 6.0, Role.CHORDS: 8.0, Role.LEAD: 12.0}
"""Standard deviation of how far off the grid each role leans, if played all by hand."""
LEAN_BY_NAME = {role.word: lean_ms for role, lean_ms in LEAN_MS.items()}
HAND_MS = 2.5
"""Of each note by itself, by which the notes of a chord are spread."""
FARTHEST = 2.5
"""Standard deviations beyond which no note is moved."""
ROOM = 0.45
"""Share of the way to the next onset of its channel that a note is moved at most: less than half,
so that none overtakes another."""
DOWNBEAT, BEAT, EIGHTH, BETWEEN = 5.0, 2.0, -1.0, -4.0
"""Accents, in steps of velocity, by where in the bar a note stands."""
SWELL, PHRASE_BARS = 3.0, 4
"""Velocity rises to the middle of a phrase and falls."""
TOUCH, MOST_TOUCH = 2.0, 4.0
"""Standard deviation of a hand's velocity, and the most it is off."""

Ints64 = NDArray[np.int64]
Floats = NDArray[np.float64]


class Events(NamedTuple):
    """The events of a file, track after track."""

    messages: list[Any]
    """At least the first so many."""
    track: Ints64
    tick: Ints64
    ticks_per_beat: int


class Notes(NamedTuple):
    """The notes of a file, in the order in which their tracks have them."""

    start: Ints64
    """Which event begins it; the others below are numbers of events, too."""
    stop: Ints64
    """Which ends it; where none does, the one that begins it."""
    sound: Ints64
    """Which changed its track's instrument last before it, or its track's first event."""
    channel: Ints64
    pitch: Ints64
    velocity: Ints64
    lean_ms: Floats


class Bars(NamedTuple):
    """Where in its bar each of some ticks stands, in grid steps."""

    meter_unit: Ints64
    step: Ints64
    """Since its meter began."""
    bar_steps: Ints64
    beat_steps: Ints64


def performed(data: bytes, *, swing: float = 0.0, humanise: float = 0.0, seed: int = 0) -> bytes:
    """The MIDI file as a band would play it, or `BadMidi`; the very same bytes for nothing asked.

    With `swing` the eighth off the beat comes later, at 1 where the last of a triplet would be, and
    what is between follows; see `_swung` for which beats are left alone. With `humanise` notes are
    a little early or late, and louder or softer. The same seed gives the same bytes.
    """
    assert 0 <= swing <= 1, f"swing {swing} is outside 0..1"
    assert 0 <= humanise <= 1, f"humanise {humanise} is outside 0..1"
    if not swing and not humanise:
        return data
    file = _parsed(data)
    events = _events(file)
    tick = events.tick
    if len(tick):
        notes = _notes(events)
        tick, velocity = _played(events, notes, swing, humanise, seed)
        for at, each in zip(notes.start.tolist(), velocity.tolist(), strict=True):
            events.messages[at].velocity = each
    return smf.written(file, _moved(file, events, tick))


def heard(
    song: Song, *, swing: float = 0.0, humanise: float = 0.0, seed: int = 0
) -> list[tuple[float, int, int, float, int]]:
    """The notes that `performed` makes of a song's file, `midi.write(song)`, without the file.

    In the order and the columns of `music.Note`, but for times, which lie between grid steps.
    """
    rows = unoverlapped(song.notes)
    if not len(rows):
        return []
    rows = rows[np.lexsort((rows[:, 2], rows[:, 0], rows[:, 1]))]  # as tracks of a file have them
    events, notes = _as_written(song, rows)
    tick, velocity = _played(events, notes, swing, humanise, seed)
    start, stop = tick[notes.start], tick[notes.stop]
    columns = (
        start / midi.TICKS_PER_STEP,
        rows[:, 1],
        rows[:, 2],
        (stop - start) / midi.TICKS_PER_STEP,
        velocity,
    )
    order = np.lexsort((rows[:, 2], rows[:, 1], start))
    return list(zip(*(column[order].tolist() for column in columns), strict=True))


def _played(
    events: Events, notes: Notes, swing: float, humanise: float, seed: int
) -> tuple[Ints64, Ints64]:
    """At which tick each event comes, and the velocity of each note."""
    tick = _swung(events, notes, swing)
    if not humanise:
        return tick, notes.velocity
    return (
        _leaning(events, notes, tick, humanise, seed),
        _touched(events, notes, humanise, seed),
    )


def _as_written(song: Song, rows: Ints) -> tuple[Events, Notes]:
    """The events of a song's file that matter to who plays it, and its notes, role by role."""
    tempos = [
        (at, mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(bpm)))
        for at, bpm in song.all_tempos
    ]
    beats, unit = song.meter
    told = [(0, mido.MetaMessage("time_signature", numerator=beats, denominator=unit)), *tempos]
    told_tick = [step * midi.TICKS_PER_STEP for step, _ in told]
    role, track = np.unique(rows[:, 1], return_inverse=True)
    start = rows[:, 0].astype(np.int64) * midi.TICKS_PER_STEP
    stop = start + rows[:, 3] * midi.TICKS_PER_STEP
    ends = [int(stop[track == number].max()) + 1 for number in range(len(role))]
    ends[0] = max(ends[0], told_tick[-1] + 1)
    events = Events(
        messages=[message for _, message in told],
        track=np.concatenate([[0] * len(told), track, track, np.arange(len(role))]),
        tick=np.concatenate([told_tick, start, stop, ends]),
        ticks_per_beat=midi.TICKS_PER_BEAT,
    )
    number = np.arange(len(told), len(told) + len(rows))
    notes = Notes(
        start=number,
        stop=number + len(rows),
        sound=np.zeros_like(number),
        channel=np.where(rows[:, 1] == Role.DRUMS, smf.DRUM_CHANNEL, track),
        pitch=rows[:, 2].astype(np.int64),
        velocity=rows[:, 4].astype(np.int64),
        lean_ms=np.array([LEAN_MS[each] for each in Role])[rows[:, 1]],
    )
    return events, notes


def _parsed(data: bytes) -> Any:
    if len(data) > midi.MAX_BYTES:
        most = midi.MAX_BYTES / 1e6
        raise TooLarge(f"A MIDI file of at most {most:.0f} MB can be played.", "file too large")
    if not (data.startswith(b"MThd") or (data.startswith(b"RIFF") and b"MThd" in data[:64])):
        raise BadMidi("This is not a MIDI file: it does not begin like one.", "not MIDI")
    file, _ = smf.opened(data)
    if file.ticks_per_beat <= 0:
        raise BadMidi("This MIDI file counts time in film frames, not in beats.", "no beats")
    return file


def _events(file: Any) -> Events:
    sizes = [len(track) for track in file.tracks]
    ticks = [np.cumsum([message.time for message in track]) for track in file.tracks]
    return Events(
        messages=list(chain.from_iterable(file.tracks)),
        track=np.repeat(np.arange(len(sizes)), sizes),
        tick=np.concatenate([np.empty(0), *ticks]).astype(np.int64),
        ticks_per_beat=file.ticks_per_beat,
    )


def _notes(events: Events) -> Notes:
    """The notes that sound; of those that are held at once the first begun is the first ended."""
    rows: list[list[int]] = []
    lean: list[float] = []
    held: dict[tuple[int, int, int], deque[int]] = {}
    track, sound, track_lean = -1, 0, 0.0
    for at, message in enumerate(events.messages):
        if events.track[at] != track:
            track, sound, track_lean = int(events.track[at]), at, LEAN_MS[Role.CHORDS]
        if message.type == "track_name":
            track_lean = LEAN_BY_NAME.get(message.name.strip().lower(), track_lean)
        elif message.type == "program_change":
            sound = at
        elif message.type in ("note_on", "note_off"):
            key = (track, message.channel, message.note)
            if message.type == "note_on" and message.velocity:
                held.setdefault(key, deque()).append(len(rows))
                rows.append([at, at, sound, message.channel, message.note, message.velocity])
                lean.append(
                    LEAN_MS[Role.DRUMS] if message.channel == smf.DRUM_CHANNEL else track_lean
                )
            elif held.get(key):
                rows[held[key].popleft()][1] = at
    start, stop, sounding, channel, pitch, velocity = np.array(rows, np.int64).reshape(-1, 6).T
    return Notes(start, stop, sounding, channel, pitch, velocity, np.array(lean, np.float64))


def _told(events: Events, kind: str) -> list[tuple[int, Any]]:
    """The messages of a kind and their ticks, in the order of time."""
    told = ((int(events.tick[at]), each) for at, each in enumerate(events.messages))
    return sorted((pair for pair in told if pair[1].type == kind), key=lambda pair: pair[0])


def _bars(events: Events, tick: Ints64) -> Bars:
    changes = [(0, METERS[0])]
    for start_tick, told in _told(events, "time_signature"):
        changes.append((start_tick, Meter(told.numerator, min(told.denominator, 64))))
    table = np.array(
        [(at, meter.unit, max(1, meter.bar_steps), beat_steps(meter)) for at, meter in changes]
    ).T
    start, unit, bar, beat = table[:, np.searchsorted(table[0], tick, side="right") - 1]
    steps = np.rint((tick - start) * (STEPS_PER_BEAT / events.ticks_per_beat)).astype(np.int64)
    return Bars(unit, steps, bar, beat)


def _swung(events: Events, notes: Notes, swing: float) -> Ints64:
    """Where each event is when beats are bent; what is on a beat stays.

    Left alone are meters that are counted in eighths, such as 6/8; beats in which anyone divides
    an eighth by three, since there the sixteenths swing already; and for a track the beats in
    which it plays triplets itself.
    """
    beat, into = np.divmod(events.tick, events.ticks_per_beat)
    alone = _bars(events, beat * events.ticks_per_beat).meter_unit >= 8
    struck = _on(into[notes.start], HALF_TRIPLETS, events.ticks_per_beat)
    alone |= np.isin(beat, beat[notes.start][struck])
    struck = _on(into[notes.start], TRIPLETS, events.ticks_per_beat)
    place = events.track + beat * (int(events.track.max()) + 1)
    alone |= np.isin(place, place[notes.start][struck])
    half = events.ticks_per_beat / 2
    late = 1 + np.where(alone, 0.0, swing) / 3
    bent = np.where(into < half, into * late, half * late + (into - half) * (2 - late))
    return np.asarray(beat * events.ticks_per_beat + np.rint(bent), dtype=np.int64)


def _on(into: Ints64, steps: tuple[int, ...], ticks_per_beat: int) -> NDArray[np.bool_]:
    """Which places in a beat are on one of these steps."""
    place = into * (STEPS_PER_BEAT / ticks_per_beat)
    return np.asarray(np.abs(place[:, None] - np.array(steps)).min(axis=1) < NEAR_STEPS)


def _touched(events: Events, notes: Notes, humanise: float, seed: int) -> Ints64:
    """The velocity that hands give each note."""
    bars = _bars(events, events.tick[notes.start])
    place = bars.step % bars.bar_steps
    accent = np.select(
        [place == 0, place % bars.beat_steps == 0, place % (STEPS_PER_BEAT // 2) == 0],
        [DOWNBEAT, BEAT, EIGHTH],
        BETWEEN,
    )
    swell = -SWELL * np.cos(2 * np.pi * bars.step / (bars.bar_steps * PHRASE_BARS))
    hand = np.random.default_rng([seed, 1]).normal(0, TOUCH, len(place))
    louder = accent + swell + np.clip(hand, -MOST_TOUCH, MOST_TOUCH)
    return np.clip(np.rint(notes.velocity + humanise * louder), 1, 127).astype(np.int64)


def _leaning(events: Events, notes: Notes, tick: Ints64, humanise: float, seed: int) -> Ints64:
    """Where each event is when notes are a little early or late, and as long as before.

    A note never begins before its instrument is chosen; where it would end after the same is
    struck again, or after the file, it is cut.
    """
    start, stop, last = tick[notes.start], tick[notes.stop], int(tick.max())
    late = _late_ticks(events, notes, start, humanise, seed)
    begun = np.maximum(np.minimum(start + late, last - 1), tick[notes.sound])
    ended = np.minimum(begun + stop - start, last)
    order = np.lexsort((start, notes.pitch, notes.channel))
    now, then = order[:-1], order[1:]
    again = (notes.channel[now] == notes.channel[then]) & (notes.pitch[now] == notes.pitch[then])
    again &= stop[now] <= start[then]
    ended[now[again]] = np.minimum(ended[now], begun[then])[again]
    moved = tick.copy()
    moved[notes.stop] = np.maximum(ended, begun)
    moved[notes.start] = begun
    return moved


def _late_ticks(events: Events, notes: Notes, start: Ints64, humanise: float, seed: int) -> Ints64:
    """How much later each note begins: what its player leans at the time, and what a hand adds."""
    late_ms, room = np.zeros(len(start)), np.zeros((2, len(start)))
    for channel in np.unique(notes.channel).tolist():
        own = notes.channel == channel
        onsets, which = np.unique(start[own], return_inverse=True)
        dice = np.random.default_rng([seed, 2, channel])
        lean = notes.lean_ms[own] * _drift(len(onsets), dice)[which]
        spread = np.hypot(notes.lean_ms[own], HAND_MS) * FARTHEST
        late_ms[own] = np.clip(lean + dice.normal(0, HAND_MS, len(which)), -spread, spread)
        gaps = np.diff(onsets, prepend=-np.inf, append=np.inf)
        room[:, own] = np.floor(ROOM * gaps[which]), np.floor(ROOM * gaps[which + 1])
    late = np.rint(humanise * late_ms * _ticks_per_ms(events, events.tick[notes.start]))
    return np.clip(late, -room[0], room[1]).astype(np.int64)


def _drift(count: int, dice: np.random.Generator) -> Floats:
    """As many numbers of spread 1 whose power falls as 1/f, so that neighbours are alike.

    Musicians' deviations from the beat are such, and listeners prefer them to independent ones
    (Hennig et al., "The Nature and Perception of Fluctuations in Human Musical Rhythms", 2011).
    """
    size = 1 << max(6, (count - 1).bit_length())
    wave = dice.normal(size=size // 2) + 1j * dice.normal(size=size // 2)
    wave /= np.sqrt(np.arange(1, size // 2 + 1))
    series = np.fft.irfft(np.concatenate([[0], wave]), size)
    return np.asarray(series[:count] / series.std())


def _ticks_per_ms(events: Events, tick: Ints64) -> Floats:
    """By the tempo that holds at each of some ticks."""
    told = [(start, each.tempo) for start, each in _told(events, "set_tempo") if each.tempo]
    table = np.array([(0, TEMPO_US), *told])
    beat_us = table[np.searchsorted(table[:, 0], tick, side="right") - 1, 1]
    return np.asarray(events.ticks_per_beat * 1000 / beat_us)


def _moved(file: Any, events: Events, tick: Ints64) -> list[Any]:
    """The tracks with their events at these ticks, those of one tick in the order they had."""
    for number, track in enumerate(file.tracks):
        own = np.flatnonzero(events.track == number)
        order = own[np.argsort(tick[own], kind="stable")]
        waits = np.diff(tick[order], prepend=0).tolist()
        track[:] = [events.messages[at] for at in order.tolist()]
        for message, wait in zip(track, waits, strict=True):
            message.time = wait
    return list(file.tracks)
