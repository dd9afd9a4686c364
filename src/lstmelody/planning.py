"""A recipe and what is begun by it → the part that a song is composed by.

What is planned of each bar, which notes may be played, and how both change on the way. Knows
recipes and the conductor. Does not know how a note is chosen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from statistics import fmean
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody import locks
from lstmelody.beginning import Begun, key_asked, last_of, silent_of
from lstmelody.conditions import (
    OPEN,
    Frame,
    class_of_key,
    density_class,
    density_of,
    frame_of,
    tempo_class,
)
from lstmelody.conductor import Conductor, Harmony, Wanted
from lstmelody.labels import Key
from lstmelody.music import Role, Song, tempo_at
from lstmelody.outlines import (
    DENSITIES,
    REGISTERS,
    Bar,
    Brief,
    Outline,
    by_bar_of,
    open_outline,
    outline_of,
)
from lstmelody.parts import Part, Turn, Unfolding, all_pitches
from lstmelody.recipe import Recipe

PITCH_WARMTH = {Role.DRUMS: 0.75, Role.BASS: 1.0, Role.CHORDS: 1.0, Role.LEAD: 1.0}
"""Temperatures of pitches, where the recipe says 1: at 1 drums stray over the whole kit, and below
it basses repeat and leads leap (docs/log.md)."""
DEFAULT_DENSITY = {Role.DRUMS: 16.0, Role.BASS: 7.0, Role.CHORDS: 14.0, Role.LEAD: 5.0}
"""Notes a bar of a role that the opening does not have; about the mean of the songs the model
learned from."""


def part_of(recipe: Recipe, begun: Begun, conductor: Conductor, take: int = 0) -> Part:
    """What a song is composed by: the recipe, planned out; another `take` has other dice."""
    free = recipe.redone or frozenset(Role)
    if recipe.redo:
        brief = _brief_of(recipe, begun, free)
        plan = Unfolding(brief.outline)
    else:
        opens = outline_of(by_bar_of(begun.opening))
        brief, plan = _planned(recipe, begun, conductor, Written(opens, take))
    return Part(
        brief=brief,
        plan=plan,
        given=begun.given,
        first=begun.first,
        last=begun.last,
        free=free,
        multipliers=recipe.multipliers,
        warmth=PITCH_WARMTH,
        temperature=recipe.temperature,
        top_p=recipe.top_p,
        seed=_seed(recipe, take),
        pitches=_pitches(recipe),
        chords=recipe.chords_asked,
        voices=recipe.most_voices,
        home=locks.ALL_TONES if recipe.redo else _home(recipe, begun, brief),
        turns=turns_of(recipe, begun, conductor, take),
    )


def turns_of(recipe: Recipe, begun: Begun, conductor: Conductor, take: int = 0) -> tuple[Turn, ...]:
    """The changes of a recipe as a song takes them, which `begin` began by it; or where roles are
    redone, those of the song's tempo."""
    turns, before, bar_steps = [], recipe, begun.given.meter.bar_steps
    first, last = begun.first * bar_steps, begun.last * bar_steps
    if recipe.redo:
        tempos = (each for each in begun.given.tempos if first < each[0] < last)
        return tuple(Turn(step, partial(_paced, bpm)) for step, bpm in tempos)
    for (change, after), bars in zip(recipe.turns, begun.lengths, strict=True):
        step = (begun.skipped + change.bar - 1) * bar_steps + change.step
        step = max(step, first)
        now = begun._replace(given=replace(begun.given, bars=bars), last=last_of(after, bars))
        again = partial(_planned_again, after, now, conductor, take, -(-step // bar_steps))
        same = _planned_by(before) == _planned_by(after)
        turns.append(Turn(step, partial(_turned, after) if same else again))
        before = after
    return tuple(turns)


def _planned_by(recipe: Recipe) -> tuple[object, ...]:
    """What the plan of a song depends on that may change."""
    length = recipe.bars, recipe.seconds, recipe.seconds and recipe.tempo, recipe.ending
    return (*length, recipe.seed, recipe.key, recipe.repetition, tuple(silent_of(recipe)))


def _turned(recipe: Recipe, part: Part) -> Part:
    """The part by other settings, its plan the same."""
    return replace(
        part if recipe.tempo is None else _paced(recipe.tempo, part),
        multipliers=recipe.multipliers,
        temperature=recipe.temperature,
        top_p=recipe.top_p,
    )


def _paced(bpm: float, part: Part) -> Part:
    """The part at another tempo."""
    brief = part.brief
    return replace(part, brief=brief._replace(frame=_at(bpm, brief.frame)))


def _planned_again(
    recipe: Recipe, now: Begun, conductor: Conductor, take: int, bar: int, part: Part
) -> Part:
    """The part by other settings, planned anew from a bar on."""
    first, known = part.plan.up_to(bar)
    brief, plan = _planned(recipe, now, conductor, Written(known, take, first))
    return replace(
        _turned(recipe, part),
        brief=brief,
        plan=plan,
        last=now.last,
        seed=_seed(recipe, take),
        pitches=_pitches(recipe),
        home=_home(recipe, now, brief),
    )


def _seed(recipe: Recipe, take: int) -> int:
    return recipe.seed + (take << 32)


def _home(recipe: Recipe, begun: Begun, brief: Brief) -> int:
    """What the bass ends on: the tonic, or the root of the chord that is asked for there, or where
    the key lacks it another of its tones."""
    if bars := recipe.chords_asked:
        chord = bars[(begun.given.bars - 1 - begun.first) % len(bars)].second
        inside = recipe.scale.tones if recipe.scale else locks.ALL_TONES
        return inside & 1 << locks.root_of(chord) or inside & locks.tones_of(chord)
    key = brief.frame.key
    return locks.ALL_TONES if key == OPEN else 1 << (key - 1) % 12


def _pitches(recipe: Recipe) -> NDArray[np.bool_]:
    """(4, 128): the pitches that each role may play, by key and range."""
    open_ = all_pitches()
    if recipe.scale:
        tones = recipe.scale.tones
        open_[Role.BASS :] = [tones >> pitch % 12 & 1 for pitch in range(open_.shape[1])]
    for role, span in recipe.reach.items():
        open_[role, : span.start] = open_[role, span.stop :] = False
    return open_


class Written(NamedTuple):
    """How much of a song's plan is written."""

    known: Outline
    """The last of its bars."""
    take: int
    first: int = 0
    """The number of the first of them."""


def _planned(
    recipe: Recipe, begun: Begun, conductor: Conductor, written: Written
) -> tuple[Brief, Unfolding]:
    """What the model is told: of each bar what the conductor plans, and of the song what it shows
    and what the plan comes to.

    The bars of a song without an ending are planned as they are asked for; there each role is asked
    for as much as the opening has of it, or in time the song would lose it.
    """
    opening = begun.opening
    tempo = recipe.tempo or tempo_at(opening, opening.steps)
    frame = _at(tempo, _wanted(recipe, opening))
    if not recipe.ending:
        shown = frame_of(opening)
        open_ = {role.word for role in Role if getattr(frame, role.word) == OPEN}
        frame = frame._replace(**{word: getattr(shown, word) for word in open_})
    brief = Brief(begun.given.bars if recipe.ending else None, frame, open_outline())
    known, take, first = written
    seed, harmony = _seed(recipe, take), _harmony(recipe, first + len(known) - begun.first)
    wanted = Wanted(known, brief, seed, recipe.asked_form, harmony, first)
    if not recipe.ending:
        return brief, Unfolding(known, conductor.outlines(wanted), first)
    outline = conductor.outline(wanted)
    return brief._replace(frame=_with_densities(frame, outline)), Unfolding(outline)


def _harmony(recipe: Recipe, bar: int) -> Harmony:
    """What is asked of the chords from a bar on, counted from the first that is composed."""
    tones = recipe.scale.tones if recipe.scale else locks.ALL_TONES
    chords = recipe.chords_asked
    past = bar % len(chords) if chords else 0
    return Harmony(chords[past:] + chords[:past], tones)


def _brief_of(recipe: Recipe, begun: Begun, free: Collection[Role]) -> Brief:
    """What the model is told of a song of which some roles are redone: all that the song shows.

    A role that it does not have there is asked for as much as songs have of it.
    """
    song = begun.start
    outline = outline_of(by_bar_of(song))
    inside = outline[begun.first : begun.last]
    for role in free:
        if not (inside[:, DENSITIES][:, role] > density_class(0)).any():
            inside[:, DENSITIES][:, role] = density_class(DEFAULT_DENSITY[role])
            if role != Role.DRUMS:
                inside[:, REGISTERS][:, role - Role.BASS] = OPEN
    if recipe.progression:
        bars = recipe.chords_asked
        for at, bar in enumerate(inside):
            bar[: Bar._fields.index("lag")] = 1 + np.array(bars[at % len(bars)])
    tempo = tempo_at(song, begun.first * song.meter.bar_steps)
    frame = _at(tempo, _with_densities(frame_of(song), outline))
    given = tuple(role for role in Role if role not in free and (song.notes[:, 1] == role).any())
    return Brief(song.bars, frame, outline, given)


def _with_densities(frame: Frame, outline: Outline) -> Frame:
    """The frame, with how densely each role plays in the mean of all bars."""
    planned = [fmean(map(density_of, each)) for each in outline[:, DENSITIES].T.tolist()]
    return frame._replace(**{role.word: density_class(planned[role]) for role in Role})


def _at(bpm: float, frame: Frame) -> Frame:
    """The frame at another tempo."""
    return frame._replace(tempo=tempo_class(bpm))


def _wanted(recipe: Recipe, opening: Song) -> Frame:
    """What is wanted of the song: how densely a role plays that opens it is for the conductor to
    say, for hardly any plays all the time; who does not open it is asked for."""
    opens = {Role(role) for role in np.unique(opening.notes[:, 1]).tolist()}
    densities = {}
    for role, multiplier in recipe.multipliers.items():
        asked = density_class(DEFAULT_DENSITY[role] if multiplier else 0)
        densities[role.word] = OPEN if multiplier and role in opens else asked
    frame = frame_of(opening)._replace(**densities)
    if key := key_asked(recipe):
        frame = frame._replace(key=class_of_key(Key(key.tonic, key.minor, 1.0)))
    return frame
