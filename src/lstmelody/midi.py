"""MIDI bytes ⇄ scores on the grid.

Knows Standard MIDI Files (through symusic), meters, tempo and quantisation. Does not know which
track plays which role, nor where the bytes come from or go to.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import symusic

from lstmelody.errors import BadMidi, TooLarge
from lstmelody.music import (
    METERS,
    STEPS_PER_BEAT,
    Meter,
    Role,
    Score,
    Song,
    Track,
    unoverlapped,
)

MAX_BYTES = 10_000_000
MAX_NOTES = 200_000
MAX_BARS = 2_000
TICKS_PER_BEAT = 480
TICKS_PER_STEP = TICKS_PER_BEAT // STEPS_PER_BEAT
PAN = {Role.DRUMS: 64, Role.BASS: 64, Role.CHORDS: 44, Role.LEAD: 80}
"""MIDI controller 10, 64 is the middle: a band as one stands before it."""
VOLUME = {Role.DRUMS: 104, Role.BASS: 100, Role.CHORDS: 84, Role.LEAD: 100}
"""MIDI controller 7: chords are several notes at once, so each is quieter."""
SAME_BAR = {Meter(2, 2): Meter(4, 4), Meter(4, 8): Meter(2, 4)}
"""Other ways to write a meter we know."""


class Section(NamedTuple):
    """A stretch of a file under one meter."""

    start_tick: int
    stop_tick: int
    meter: Meter


def read(data: bytes) -> Score:
    """The tracks of a MIDI file on the grid of 12 steps a beat, under the meter it keeps longest.

    Raises `TooLarge` or `BadMidi`, each with a sentence and a reason to count by.
    """
    file = _parsed(data)
    tracks = [track for track in file.tracks if len(track.notes)]
    if not tracks:
        raise BadMidi("There are no notes in this MIDI file.", "no notes")
    if sum(len(track.notes) for track in tracks) > MAX_NOTES:
        raise TooLarge(f"This MIDI file has more than {MAX_NOTES:,} notes.", "too many notes")
    section = _longest_section(file, end_tick=max(track.end() for track in tracks))
    ticks_per_bar = section.meter.bar_steps * file.tpq / STEPS_PER_BEAT
    bars = int(np.ceil((section.stop_tick - section.start_tick) / ticks_per_bar))
    if bars > MAX_BARS:
        raise TooLarge(
            f"This MIDI file is {bars:,} bars long; at most {MAX_BARS:,} can be read.", "too long"
        )
    quantised = [_quantised(track, section, file.tpq) for track in tracks]
    inside = [(track, error) for track, error in quantised if len(track.notes)]
    if not inside:
        raise BadMidi("There are no notes in this MIDI file.", "no notes")
    weights = [len(track.notes) for track, _ in inside]
    return Score(
        tracks=tuple(track for track, _ in inside),
        bars=bars,
        meter=section.meter,
        bpm=_tempo(file, section),
        grid_error=float(np.average([error for _, error in inside], weights=weights)),
    )


def write(song: Song, *, title: str = "") -> bytes:
    """The song as a Standard MIDI File of format 1: a track per role that plays, 480 ticks a beat.

    The same song and title always give the same bytes. A pitch struck again ends the note before:
    a MIDI channel can't tell which of the two would go on.
    """
    played = unoverlapped(song.notes)
    file: Any = symusic.Score(TICKS_PER_BEAT)
    file.tempos.append(symusic.Tempo(0, song.bpm))
    file.time_signatures.append(symusic.TimeSignature(0, song.meter.beats, song.meter.unit))
    if title:
        file.markers.append(symusic.TextMeta(0, title))
    for role in Role:
        notes = played[played[:, 1] == role]
        if len(notes):
            file.tracks.append(_written(role, song.programs[role], notes))
    return bytes(file.dumps_midi())


def _parsed(data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        raise TooLarge(
            f"This file is {len(data) / 1e6:.0f} MB; a MIDI file of at most "
            f"{MAX_BYTES / 1e6:.0f} MB can be read.",
            "file too large",
        )
    if not data:
        raise BadMidi("This file is empty: choose a MIDI file with notes in it.", "empty file")
    if not (data.startswith(b"MThd") or (data.startswith(b"RIFF") and b"MThd" in data[:64])):
        raise BadMidi("This is not a MIDI file: it does not begin like one.", "not MIDI")
    data = data[data.index(b"MThd") :]
    if data[12:13] >= b"\x80" or data[12:14] == b"\0\0":  # the header's division
        raise BadMidi("This MIDI file counts time in film frames, not in beats.", "no beats")
    try:
        file: Any = symusic.Score.from_midi(data, sanitize_data=True)
    except (RuntimeError, ValueError) as problem:  # all that symusic raises for damaged files
        raise BadMidi(
            "This MIDI file is damaged or cut short: export it again.", "damaged"
        ) from problem
    return file


def _longest_section(file: Any, *, end_tick: int) -> Section:
    changes = [(0, METERS[0])]
    for signature in sorted(file.time_signatures, key=lambda each: each.time):
        meter = Meter(signature.numerator, signature.denominator)
        meter = SAME_BAR.get(meter, meter)
        if signature.time == changes[-1][0]:
            changes[-1] = (signature.time, meter)
        elif meter != changes[-1][1]:
            changes.append((signature.time, meter))
    stops = [start for start, _ in changes[1:]] + [end_tick]
    sections = [
        Section(start, min(stop, end_tick), meter)
        for (start, meter), stop in zip(changes, stops, strict=True)
    ]
    known = [section for section in sections if section.meter in METERS]
    longest = max(known, key=lambda each: each.stop_tick - each.start_tick, default=None)
    if longest is None or longest.stop_tick <= longest.start_tick:
        names = ", ".join(dict.fromkeys(str(meter) for _, meter in changes))
        raise BadMidi(
            f"This song is in {names}; only {', '.join(map(str, METERS))} can be read.",
            "another meter",
        )
    return longest


def _quantised(track: Any, section: Section, ticks_per_beat: int) -> tuple[Track, float]:
    """The track's notes of a section on the grid, and how far from it they were, in steps."""
    columns = track.notes.numpy()
    ticks = columns["time"].astype(np.int64)
    inside = (ticks >= section.start_tick) & (ticks < section.stop_tick) & (columns["velocity"] > 0)
    ticks = ticks[inside] - section.start_tick
    steps = ticks * (STEPS_PER_BEAT / ticks_per_beat)
    last = np.ceil((section.stop_tick - section.start_tick) * STEPS_PER_BEAT / ticks_per_beat) - 1
    onset = np.minimum(np.floor(steps + 0.5), last)
    length = columns["duration"][inside] * (STEPS_PER_BEAT / ticks_per_beat)
    duration = np.maximum(1, np.floor(length + 0.5))
    pitch, velocity = columns["pitch"][inside], columns["velocity"][inside]
    notes = np.stack([onset, duration, pitch, velocity], axis=1).astype(np.int32)
    notes = notes[np.lexsort((pitch, onset))]
    error = float(np.abs(steps - onset).mean()) if len(steps) else 0.0
    return Track(notes, int(track.program), bool(track.is_drum), str(track.name)), error


def _tempo(file: Any, section: Section) -> float:
    """The tempo that holds for most of the section, in beats a minute."""
    changes = sorted((tempo.time, tempo.qpm) for tempo in file.tempos if tempo.mspq > 0)
    if not changes or changes[0][0] > section.start_tick:
        changes.insert(0, (section.start_tick, 120.0))
    starts = np.clip([time for time, _ in changes], section.start_tick, section.stop_tick)
    ticks: dict[float, float] = {}
    for (_, bpm), length in zip(changes, np.diff(starts, append=section.stop_tick), strict=True):
        ticks[round(bpm)] = ticks.get(round(bpm), 0.0) + float(length)
    return float(max(ticks, key=lambda bpm: ticks[bpm]))


def _written(role: Role, program: int, notes: Any) -> Any:
    track: Any = symusic.Track(role.word.capitalize(), program, role == Role.DRUMS)
    track.controls.append(symusic.ControlChange(0, 7, VOLUME[role]))
    track.controls.append(symusic.ControlChange(0, 10, PAN[role]))
    for onset, _, pitch, duration, velocity in notes.tolist():
        track.notes.append(
            symusic.Note(onset * TICKS_PER_STEP, duration * TICKS_PER_STEP, pitch, velocity)
        )
    return track
