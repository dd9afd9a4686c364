"""Which track is drums, bass, chords or lead: a score becomes a song for a band of four.

Knows names, General MIDI programs and how a part moves. Does not know MIDI bytes or events.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from lstmelody.music import PROGRAMS, Note, Role, Score, Song, Track, canonical, trimmed

BASS_NAME = re.compile(r"\bbass?\b|\bbass(?!oon| ?drum)|baixo|basse\b|bajo", re.I)
LEAD_NAME = re.compile(
    r"melod|vocal|\bvoice|\bvox\b|\blead|\bsolo|sing(?!le)|chant|gesang|\bvoz\b|\bvoix\b", re.I
)
BACKING_NAME = re.compile(r"back|harmon(?!ica)|choir|\bbg\b|\bbkg|rhythm|rythm|\bpad|chord", re.I)
DRUM_NAME = re.compile(r"drum|perc|\bkick|snare|hi-?hat|cymbal|\btom", re.I)

BASS_PROGRAMS = range(32, 40)
EFFECT_PROGRAMS = {47, 112, 113, 115, 116, 117, 118, 119, *range(120, 128)}
"""Timpani, woodblocks, toms, reverse cymbals, seashores: pitched tracks that carry no melody."""
LEAD_PROGRAMS = {22, 40, 52, 53, 54, 56, 59, *range(64, 88)}
"""Harmonica, violin, voices, trumpets, reeds, pipes and synthesiser leads."""
HIGHEST_BASS = 55.0
"""Mean MIDI pitch: above G3 a part does not carry the harmony, whatever it is called."""
LEAD_SCORE = 2.6
"""Least score of an unnamed lead; the terms of the score add up to 4.0 at most."""


@dataclass(frozen=True, slots=True)
class Traits:
    """How a part moves."""

    mean_pitch: float
    one_at_a_time: float
    """Share of its onsets that are one note which ends before the next begins: 1 is monophonic."""
    coverage: float
    """Share of the song's bars in which it plays."""


def arranged(score: Score) -> Song:
    """The score as a song: tracks given roles and merged by role, silent bars trimmed."""
    roles = roles_of(score)
    parts = [
        _with_role(track, role)
        for track, role in zip(score.tracks, roles, strict=True)
        if role is not None
    ]
    notes = canonical(np.concatenate([np.empty((0, 5), np.int32), *parts]))
    programs = {role: _program(score, roles, role) for role in Role}
    return trimmed(Song(notes, score.bars, score.meter, score.bpm, programs))


def roles_of(score: Score) -> list[Role | None]:
    """The role of each track, or None where it should be left out."""
    traits = [_traits(track, score) for track in score.tracks]
    roles: list[Role | None] = [_obvious_role(track) for track in score.tracks]
    open_tracks = [
        index
        for index, (track, role) in enumerate(zip(score.tracks, roles, strict=True))
        if role is None and not _is_effect(track)
    ]
    for index in _basses(score, traits, open_tracks):
        roles[index] = Role.BASS
    open_tracks = [index for index in open_tracks if roles[index] is None]
    leads = _leads(score, traits, open_tracks)
    for index in open_tracks:
        roles[index] = Role.LEAD if index in leads else Role.CHORDS
    return roles


def _obvious_role(track: Track) -> Role | None:
    return Role.DRUMS if track.is_drums else None


def _is_effect(track: Track) -> bool:
    return track.program in EFFECT_PROGRAMS or DRUM_NAME.search(track.name) is not None


def _basses(score: Score, traits: list[Traits], candidates: list[int]) -> list[int]:
    """The tracks that are bass by program or name; else the lowest that plays a line."""
    low = [index for index in candidates if traits[index].mean_pitch < HIGHEST_BASS]
    said = [
        index
        for index in low
        if score.tracks[index].program in BASS_PROGRAMS
        or BASS_NAME.search(score.tracks[index].name)
    ]
    if said:
        return said
    lines = [i for i in low if traits[i].one_at_a_time > 0.7 and traits[i].mean_pitch < 50]
    return sorted(lines, key=lambda index: traits[index].mean_pitch)[:1]


def _leads(score: Score, traits: list[Traits], candidates: list[int]) -> list[int]:
    """Every track whose name says lead; else the one that most moves like a lead, if any does."""
    named = [index for index in candidates if _named_lead(score.tracks[index])]
    if named:
        return named
    scores = {index: _lead_score(score.tracks[index], traits[index]) for index in candidates}
    best = max(scores, key=lambda index: scores[index], default=None)
    return [best] if best is not None and scores[best] >= LEAD_SCORE else []


def _named_lead(track: Track) -> bool:
    return bool(LEAD_NAME.search(track.name)) and not BACKING_NAME.search(track.name)


def _lead_score(track: Track, traits: Traits) -> float:
    """Monophony, a singing register (best around C5), presence and a solo instrument, summed."""
    register = max(0.0, 1 - abs(traits.mean_pitch - 71) / 18)
    solo = 0.5 * (track.program in LEAD_PROGRAMS) - 0.5 * bool(BACKING_NAME.search(track.name))
    return 1.5 * traits.one_at_a_time + register + min(1.0, 1.25 * traits.coverage) + solo


def _traits(track: Track, score: Score) -> Traits:
    onset, duration, pitch, _ = track.notes.T
    onsets, first, count = np.unique(onset, return_index=True, return_counts=True)
    ends = np.maximum.reduceat(onset + duration, first)
    gap_kept = np.append(ends[:-1] <= onsets[1:] + 1, True)
    bars_played = len(np.unique(onset // score.meter.bar_steps))
    return Traits(
        mean_pitch=float(pitch.mean()),
        one_at_a_time=float(((count == 1) & gap_kept).mean()),
        coverage=bars_played / max(1, score.bars),
    )


def _with_role(track: Track, role: Role) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    onset, duration, pitch, velocity = track.notes.T
    columns = Note(onset, np.full_like(onset, role), pitch, duration, velocity)
    return np.stack(columns, axis=1)


def _program(score: Score, roles: list[Role | None], role: Role) -> int:
    """The program that plays most of the role's notes."""
    notes: dict[int, int] = {}
    for track, each in zip(score.tracks, roles, strict=True):
        if each == role:
            notes[track.program] = notes.get(track.program, 0) + len(track.notes)
    return max(notes, key=lambda program: notes[program], default=PROGRAMS[role])
