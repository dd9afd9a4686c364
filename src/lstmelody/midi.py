"""MIDI bytes ⇄ scores on the grid.

Knows Standard MIDI Files (through symusic), meters, tempo and quantisation. Does not know which
track plays which role, nor where the bytes come from or go to.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import symusic
from numpy.typing import NDArray

from lstmelody import barlines, beats, instruments, midi_texts, placing
from lstmelody.barlines import Piece
from lstmelody.errors import BadMidi, TooLarge
from lstmelody.instruments import MIDDLE, UNTOLD_VOLUME, Mix
from lstmelody.mending import LONGEST_BEATS, Struck, put_right
from lstmelody.music import (
    METERS,
    STEPS_PER_BEAT,
    Mended,
    Role,
    Score,
    Song,
    Tempo,
    Track,
    unoverlapped,
)
from lstmelody.placing import Notes, Placed

MAX_BYTES = 10_000_000
MAX_NOTES = 200_000
MAX_TEMPOS = 10_000
UNTOLD_BPM = 120.0
"""The tempo of a file that tells none (Standard MIDI Files 1.0)."""
TICKS_PER_BEAT = 480
TICKS_PER_STEP = TICKS_PER_BEAT // STEPS_PER_BEAT
VOLUME, PAN = 7, 10
"""MIDI controllers."""


class Traced(NamedTuple):
    """A score, and what it was made of."""

    score: Score
    kinds: list[tuple[int, bool]]
    """Of each track of the file that has notes, its program and whether it is drums."""
    notes: Notes
    """All notes of those tracks."""
    placed: Placed
    run: list[Piece]


def read(data: bytes, *, rebar: bool = True) -> Score:
    """The tracks of a MIDI file on the grid of 12 steps a beat, under the meter it keeps longest.

    Without `rebar` its bars stay where the file has them, whatever the music says.
    Raises `TooLarge` or `BadMidi`, each with a sentence and a reason to count by.
    """
    return traced(data, rebar=rebar).score


def traced(data: bytes, *, rebar: bool = True) -> Traced:
    """What `read` reads, and the notes of the file that it was read from."""
    file = _parsed(data)
    sources = [track for track in file.tracks if len(track.notes)]
    notes = _notes(sources)
    run = _run(file, notes)
    bpm, mean_bpm = _tempo(file, run)
    placed, faster = placing.as_felt(notes, run, file.tpq, bpm)
    inside = placing.inside(notes, placed)
    meter = run[0].meter if len(file.time_signatures) else placing.meter_heard(inside, placed)
    heard = rebar and meter == METERS[0]
    rebarred = placing.rebarred(inside, placed, run) if heard else run
    if rebarred != run:
        placed = placing.placed(notes, rebarred, placed.ticks_per_beat)
        inside = placing.inside(notes, placed)
    tracks, mended = _tracks(inside, placed, sources)
    score = Score(
        tracks,
        bars=int(placed.grid.onset.max()) // meter.bar_steps + 1,
        meter=meter,
        bpm=bpm * faster,
        mean_bpm=mean_bpm * faster,
        grid_error=placed.error,
        meter_inferred=not len(file.time_signatures),
        rebarred=rebarred != run,
        mended=mended,
        pickup_steps=placed.pickup_steps,
        moved_steps=placed.moved_steps,
        played=placed.grid.played,
        drift=beats.drift_of(placed.grid.onset, placed.grid.error),
    )
    kinds = [(int(each.program), bool(each.is_drum)) for each in sources]
    return Traced(score, kinds, notes, placed, rebarred)


def write(
    song: Song, *, title: str = "", text: str = "", pans: Mapping[Role, int] = instruments.PANS
) -> bytes:
    """The song as a Standard MIDI File of format 1: a track per role that plays, 480 ticks a beat.

    `text`, in ASCII, is put into it as a text event, which players pass over. Each instrument is
    as loud as its role, and where `pans` say, as MIDI controller 10. The same arguments always give
    the same bytes. A pitch struck again ends the note before: a MIDI channel can't tell which of
    the two would go on.
    """
    played, mix = unoverlapped(song.notes), instruments.mix(song.programs, pans)
    file: Any = symusic.Score(TICKS_PER_BEAT)
    file.tempos.extend(symusic.Tempo(step * TICKS_PER_STEP, bpm) for step, bpm in song.all_tempos)
    file.time_signatures.append(symusic.TimeSignature(0, song.meter.beats, song.meter.unit))
    if title:
        file.markers.append(symusic.TextMeta(0, title))
    for role in Role:
        notes = played[played[:, 1] == role]
        if len(notes):
            file.tracks.append(_written(role, mix[role], notes))
    return midi_texts.with_text(bytes(file.dumps_midi()), text)


def parts(data: bytes) -> dict[str, bytes]:
    """Each track of a file that has notes, by its name, as a file of its own; or `BadMidi`."""
    file, found = _parsed(data), {}
    for number, track in enumerate(file.tracks):
        if len(track.notes):
            name = track.name.strip().lower() or f"track {number + 1}"
            alone: Any = file.copy()
            alone.tracks = [track]
            found[name if name not in found else f"{name} {number + 1}"] = bytes(alone.dumps_midi())
    return found


def sounds_of(data: bytes) -> list[tuple[str, Mix]]:
    """The name of each track of a file that has notes, and how it sounds where they begin."""
    tracks = (track for track in _parsed(data).tracks if len(track.notes))
    return [(track.name, _sound_of(track)) for track in tracks]


def _sound_of(track: Any) -> Mix:
    begins = min(note.time for note in track.notes)
    controls = sorted(track.controls, key=lambda each: each.time)
    told = {each.number: each.value for each in controls if each.time <= begins}
    return Mix(track.program, told.get(VOLUME, UNTOLD_VOLUME), told.get(PAN, MIDDLE))


def tempos_of(data: bytes) -> tuple[Tempo, ...]:
    """The tempos of a file on the grid of its beats, where `write` puts them: the first at 0.

    Each is the plainest number that makes the file's whole microseconds a beat. Of very many the
    first.
    """
    file = _parsed(data)
    tempos: dict[int, float] = {0: UNTOLD_BPM}
    for each in sorted(file.tempos, key=lambda each: each.time)[:MAX_TEMPOS]:
        if each.mspq > 0:
            tempos[round(each.time * STEPS_PER_BEAT / file.tpq)] = _plain_bpm(each.mspq)
    return tuple(tempos.items())


def _plain_bpm(microseconds: int) -> float:
    """The tempo of so many microseconds a beat, with as few digits as tell it."""
    exact = 60e6 / microseconds
    plain = (round(exact, digits) for digits in range(10))
    return next((bpm for bpm in plain if bpm and round(60e6 / bpm) == microseconds), exact)


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


def _notes(tracks: list[Any]) -> Notes:
    if not tracks:
        raise BadMidi("There are no notes in this MIDI file.", "no notes")
    if sum(len(track.notes) for track in tracks) > MAX_NOTES:
        raise TooLarge(f"This MIDI file has more than {MAX_NOTES:,} notes.", "too many notes")
    columns = [track.notes.numpy() for track in tracks]
    which = np.repeat(np.arange(len(tracks)), [len(each["time"]) for each in columns])
    time, duration, pitch, velocity = (
        np.concatenate([each[name] for each in columns], dtype=np.int64)
        for name in ("time", "duration", "pitch", "velocity")
    )
    drums = np.array([track.is_drum for track in tracks])[which]
    notes = Notes(which, time, duration, pitch, velocity, drums)
    return placing.only(notes, notes.velocity > 0)


def _run(file: Any, notes: Notes) -> list[Piece]:
    """The pieces of the file to read: those of the meter it keeps longest."""
    held = np.minimum(notes.length_ticks, LONGEST_BEATS * file.tpq)
    end_tick = int((notes.tick + held).max(initial=0))
    told = [(each.time, each.numerator, each.denominator) for each in file.time_signatures]
    pieces = barlines.pieces(told, end_tick)
    run = barlines.longest_run(pieces, file.tpq)
    if not run:
        names = ", ".join(dict.fromkeys(str(piece.meter) for piece in pieces))
        raise BadMidi(
            f"This song is in {names}; only {', '.join(map(str, METERS))} can be read.",
            "another meter",
        )
    return run


def _tracks(notes: Notes, placed: Placed, sources: list[Any]) -> tuple[tuple[Track, ...], Mended]:
    per_tick = np.float64(STEPS_PER_BEAT / placed.ticks_per_beat)
    length_steps: NDArray[np.float64] = notes.length_ticks * per_tick
    struck = Struck(notes.track, placed.grid.onset, length_steps, notes.pitch, notes.velocity)
    parts, mended = put_right(struck, len(sources))
    tracks = tuple(
        Track(part, int(source.program), bool(source.is_drum), str(source.name))
        for part, source in zip(parts, sources, strict=True)
        if len(part)
    )
    return tracks, mended


def _tempo(file: Any, run: list[Piece]) -> tuple[float, float]:
    """The tempo that holds for most of the run, and that of all of it, in beats a minute."""
    start_tick, stop_tick = run[0].start_tick, run[-1].stop_tick
    changes = sorted((tempo.time, tempo.qpm) for tempo in file.tempos if tempo.mspq > 0)
    if not changes or changes[0][0] > start_tick:
        changes.insert(0, (start_tick, UNTOLD_BPM))
    starts = [min(max(tick, start_tick), stop_tick) for tick, _ in changes] + [stop_tick]
    ticks: dict[int, int] = {}
    for (_, bpm), (start, stop) in zip(changes, pairwise(starts), strict=True):
        ticks[round(bpm)] = ticks.get(round(bpm), 0) + stop - start
    bpm = max(ticks, key=lambda bpm: ticks[bpm])
    held = sum(its / each for each, its in ticks.items())
    return float(bpm), sum(ticks.values()) / held if held else float(bpm)


def _written(role: Role, mix: Mix, notes: Any) -> Any:
    track: Any = symusic.Track(role.word.capitalize(), mix.program, role == Role.DRUMS)
    track.controls.append(symusic.ControlChange(0, VOLUME, mix.volume))
    track.controls.append(symusic.ControlChange(0, PAN, mix.pan))
    for onset, _, pitch, duration, velocity in notes.tolist():
        track.notes.append(
            symusic.Note(onset * TICKS_PER_STEP, duration * TICKS_PER_STEP, pitch, velocity)
        )
    return track
