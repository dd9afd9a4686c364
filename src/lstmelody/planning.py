"""A recipe and what it starts from → the part that a song is composed by.

What is kept of the start, how long the song is, what is planned of each bar, and which notes may be
played. Knows recipes, songs and the conductor. Does not know how a note is chosen.
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
from lstmelody.conditions import OPEN, Frame, class_of_key, density_class, density_of, frame_of
from lstmelody.conductor import Conductor, Harmony, Wanted
from lstmelody.errors import BadRecipe
from lstmelody.labels import Key
from lstmelody.locks import Scale
from lstmelody.music import METERS_BY_NAME, Role, Song, bar_range, bars_for, without
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
from lstmelody.recipe import DEFAULT_BARS, RANGES, Recipe

START_BARS = 8
"""Of a start, this many of its last bars are gone on from, where nothing else is asked."""
DEFAULT_BPM = 120.0
"""Where nothing says how fast: no starting seed and no tempo."""
PITCH_WARMTH = {Role.DRUMS: 0.75, Role.BASS: 1.0, Role.CHORDS: 1.0, Role.LEAD: 1.0}
"""Temperatures of pitches, where the recipe says 1: at 1 drums stray over the whole kit, and below
it basses repeat and leads leap (docs/log.md)."""
DEFAULT_DENSITY = {Role.DRUMS: 16.0, Role.BASS: 7.0, Role.CHORDS: 14.0, Role.LEAD: 5.0}
"""Notes a bar of a role that the opening does not have; about the mean of the songs the model
learned from."""
FOREVER = 10**9
"""More bars, and more steps, than anyone waits for."""


class Begun(NamedTuple):
    """A song of which nothing is composed yet."""

    given: Song
    """What is kept of the start, in a song of the whole length."""
    first: int
    """The first bar that is composed."""
    last: int
    """The bar after the last one that is, before any changes on the way."""
    skipped: int
    """Bars at the beginning that are not handed out."""
    bars: int
    """How many there are in the end, with those, after all changes on the way."""

    @property
    def composed(self) -> range:
        """The bars that are composed in the end."""
        return range(self.first, self.bars if self.last >= self.given.bars else self.last)

    @property
    def song(self) -> Song:
        """The song as it is handed out, with what is kept."""
        return bar_range(self.given, self.skipped, self.bars)


def begin(recipe: Recipe, start: Song) -> Begun:
    """What is kept of a start, and where composing begins and ends.

    Silenced roles are gone from it, and of a start longer than half the song only the last bars
    stay, unless more is asked for. Raises `BadRecipe` where the recipe can't be composed from it.
    """
    start = _in_meter(recipe, start)
    bpm = recipe.tempo or (start.bpm if start.bars else DEFAULT_BPM)
    start = replace(start, bpm=bpm, programs={**start.programs, **recipe.programs})
    if recipe.redo:
        return _redone(recipe, start)
    opening = _taken(recipe, start)
    bars = _length(recipe, start)
    if recipe.keep_start:
        most = bars // 2 if recipe.start_bars is None else bars - 1
        kept = min(opening.bars, most)
        opening = bar_range(opening, opening.bars - kept, opening.bars)
    else:
        bars += opening.bars
    opening = _bound(recipe, without(opening, _silent(recipe)))
    skipped = 0 if recipe.keep_start else opening.bars
    given = replace(opening, bars=bars)
    _check_changes(recipe, bars - skipped, given)
    in_the_end = _length(recipe.last, start) + skipped if recipe.changes else bars
    return Begun(given, opening.bars, _last(recipe, bars), skipped, in_the_end)


def _last(recipe: Recipe, bars: int) -> int:
    """The bar after the last one that is composed."""
    return bars if recipe.ending else FOREVER


def _check_changes(recipe: Recipe, bars: int, song: Song) -> None:
    """Raise `BadRecipe` where a song can't change as it is asked to."""
    before = recipe
    for change, after in recipe.turns:
        if change.step >= song.meter.bar_steps:
            raise BadRecipe(
                f"A bar has {song.meter.bar_steps} steps in {song.meter}, from 0 on: in the change "
                f"{change} there is no step {change.step}."
            )
        if before.ending and change.bar > bars:
            raise BadRecipe(f"The song has {bars} bars: there is no bar {change.bar} to change.")
        bars, before = _length(after, song), after
        if change.bar > bars and after.ending:
            raise BadRecipe(f"A song can't end in bar {bars} when it changes in bar {change.bar}.")


def part_of(recipe: Recipe, start: Song, conductor: Conductor, take: int = 0) -> Part:
    """What a song is composed by: the recipe, planned out; another `take` has other dice."""
    begun = begin(recipe, start)
    free = recipe.redone or frozenset(Role)
    if recipe.redo:
        brief = _brief_of(recipe, start, begun, free)
        plan = Unfolding(brief.outline)
    else:
        opens = outline_of(by_bar_of(_opening(begun)))
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
    """The changes of a recipe as a song takes them, which `begin` began by it."""
    turns, before, bar_steps = [], recipe, begun.given.meter.bar_steps
    for change, after in recipe.turns:
        step = (begun.skipped + change.bar - 1) * bar_steps + change.step
        step = max(step, begun.first * bar_steps)
        again = partial(_planned_again, after, begun, conductor, take, -(-step // bar_steps))
        same = _planned_by(before) == _planned_by(after)
        turns.append(Turn(step, partial(_turned, after) if same else again))
        before = after
    return tuple(turns)


def _planned_by(recipe: Recipe) -> tuple[object, ...]:
    """What the plan of a song depends on that may change."""
    length = recipe.bars, recipe.seconds, recipe.ending
    return (*length, recipe.seed, recipe.key, recipe.repetition, tuple(_silent(recipe)))


def _turned(recipe: Recipe, part: Part) -> Part:
    """The part by other settings, its plan the same."""
    return replace(
        part,
        multipliers=recipe.multipliers,
        temperature=recipe.temperature,
        top_p=recipe.top_p,
    )


def _planned_again(
    recipe: Recipe, begun: Begun, conductor: Conductor, take: int, bar: int, part: Part
) -> Part:
    """The part by other settings, planned anew from a bar on."""
    bars = _length(recipe, begun.given) + begun.skipped
    now = begun._replace(given=replace(begun.given, bars=bars), last=_last(recipe, bars))
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


def _in_meter(recipe: Recipe, start: Song) -> Song:
    if recipe.meter is None or str(start.meter) == recipe.meter:
        return start
    if start.bars:
        raise BadRecipe(
            f"The starting seed is in {start.meter}: leave meter to it, or start from none."
        )
    return replace(start, meter=METERS_BY_NAME[recipe.meter])


def _taken(recipe: Recipe, start: Song) -> Song:
    """The last bars of a start, up to where it is gone on from."""
    stop = start.bars if recipe.start_at is None else recipe.start_at
    if stop > start.bars:
        raise BadRecipe(f"The start has {start.bars} bars: start_at can't be {stop}.")
    return bar_range(start, max(0, stop - (recipe.start_bars or START_BARS)), stop)


def _redone(recipe: Recipe, start: Song) -> Begun:
    """The whole of a song but for the roles that are redone, in the bars in which they are."""
    if recipe.bars is not None or recipe.seconds is not None:
        raise BadRecipe("Redoing keeps the length of the song: leave bars and seconds out.")
    if recipe.tempo is not None:
        raise BadRecipe("Redoing keeps the tempo of the song: leave tempo out.")
    if not 1 <= start.bars <= RANGES["bars"][1]:
        raise BadRecipe(
            f"Roles can be redone in songs of 1 to {RANGES['bars'][1]:g} bars; "
            f"this has {start.bars}."
        )
    first, last = recipe.bars_redone or (1, start.bars)
    if last > start.bars:
        raise BadRecipe(f"The song has {start.bars} bars: bars {first}-{last} are not in it.")
    bar = start.notes[:, 0] // start.meter.bar_steps
    redone = np.isin(start.notes[:, 1], list(recipe.redone)) & (bar >= first - 1) & (bar < last)
    given = replace(start, notes=start.notes[~redone])
    return Begun(given, first - 1, last, 0, given.bars)


def _silent(recipe: Recipe) -> list[Role]:
    return [role for role, multiplier in recipe.multipliers.items() if multiplier == 0]


def _bound(recipe: Recipe, opening: Song) -> Song:
    """The opening, moved to where the recipe binds the song."""
    if key := _key_of(recipe):
        opening = locks.moved(opening, key)
    if recipe.scale:
        opening = locks.inside(opening, recipe.scale)
    return locks.within(opening, recipe.reach)


def _key_of(recipe: Recipe) -> Scale | None:
    """The key that is asked for, or that the chords speak for."""
    if recipe.scale:
        return recipe.scale
    key = locks.key_of_chords(recipe.chords_asked) if recipe.progression else None
    return key and Scale(key.tonic, "minor" if key.minor else "major")


def _length(recipe: Recipe, song: Song) -> int:
    if recipe.seconds is None:
        return recipe.bars or DEFAULT_BARS
    bars = bars_for(recipe.seconds, song.meter, song.bpm)
    fewest, most = RANGES["bars"]
    if not fewest <= bars <= most:
        raise BadRecipe(
            f"{recipe.seconds:g} seconds are {bars} bars at this tempo; "
            f"a song has from {fewest:g} to {most:g}."
        )
    return bars


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
    opening = _opening(begun)
    frame = _wanted(recipe, opening)
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


def _opening(begun: Begun) -> Song:
    return replace(begun.given, bars=begun.first)


def _harmony(recipe: Recipe, bar: int) -> Harmony:
    """What is asked of the chords from a bar on, counted from the first that is composed."""
    tones = recipe.scale.tones if recipe.scale else locks.ALL_TONES
    chords = recipe.chords_asked
    past = bar % len(chords) if chords else 0
    return Harmony(chords[past:] + chords[:past], tones)


def _brief_of(recipe: Recipe, song: Song, begun: Begun, free: Collection[Role]) -> Brief:
    """What the model is told of a song of which some roles are redone: all that the song shows.

    A role that it does not have there is asked for as much as songs have of it.
    """
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
    frame = _with_densities(frame_of(song), outline)
    given = tuple(role for role in Role if role not in free and (song.notes[:, 1] == role).any())
    return Brief(song.bars, frame, outline, given)


def _with_densities(frame: Frame, outline: Outline) -> Frame:
    """The frame, with how densely each role plays in the mean of all bars."""
    planned = [fmean(map(density_of, each)) for each in outline[:, DENSITIES].T.tolist()]
    return frame._replace(**{role.word: density_class(planned[role]) for role in Role})


def _wanted(recipe: Recipe, opening: Song) -> Frame:
    """What is wanted of the song: how densely a role plays that opens it is for the conductor to
    say, for hardly any plays all the time; who does not open it is asked for."""
    opens = {Role(role) for role in np.unique(opening.notes[:, 1]).tolist()}
    densities = {}
    for role, multiplier in recipe.multipliers.items():
        asked = density_class(DEFAULT_DENSITY[role] if multiplier else 0)
        densities[role.word] = OPEN if multiplier and role in opens else asked
    frame = frame_of(opening)._replace(**densities)
    if key := _key_of(recipe):
        frame = frame._replace(key=class_of_key(Key(key.tonic, key.minor, 1.0)))
    return frame
