"""A recipe and what it starts from → the part that a song is composed by.

What is kept of the start, how long the song is, what is planned of each bar, and which notes may be
played. Knows recipes, songs and the conductor. Does not know how a note is chosen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from statistics import fmean
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody import locks
from lstmelody.conditions import OPEN, Frame, class_of_key, density_class, density_of, frame_of
from lstmelody.conductor import Conductor, Harmony
from lstmelody.desk import Part, all_pitches
from lstmelody.errors import BadRecipe
from lstmelody.labels import Key
from lstmelody.locks import Scale
from lstmelody.music import METERS, Role, Song, bar_range, bars_for, without
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
    """The bar after the last one that is."""
    skipped: int
    """Bars at the beginning that are not handed out."""

    @property
    def song(self) -> Song:
        """The song as it is handed out, with what is kept."""
        return bar_range(self.given, self.skipped, self.given.bars) if self.skipped else self.given


def begin(recipe: Recipe, start: Song) -> Begun:
    """What is kept of a start, and where composing begins and ends.

    Silenced roles are gone from it, and of a start longer than half the song only the last bars
    stay, unless more is asked for. Raises `BadRecipe` where the recipe can't be composed from it.
    """
    start = _in_meter(recipe, start)
    start = replace(start, bpm=recipe.tempo or (start.bpm if start.bars else DEFAULT_BPM))
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
    last = bars if recipe.ending else FOREVER
    return Begun(replace(opening, bars=bars), opening.bars, last, skipped)


def part_of(recipe: Recipe, start: Song, conductor: Conductor, take: int = 0) -> Part:
    """What a song is composed by: the recipe, planned out; another `take` has other dice."""
    begun = begin(recipe, start)
    seed = recipe.seed + (take << 32)
    free = recipe.redone or frozenset(Role)
    bars: Iterator[Outline] = iter(())
    if recipe.redo:
        brief = _brief_of(recipe, start, begun, free)
    elif recipe.ending:
        brief = _brief(recipe, begun, conductor, seed)
    else:
        brief, bars = _endless(recipe, begun, conductor, seed)
    return Part(
        brief=brief,
        bars=bars,
        given=begun.given,
        first=begun.first,
        last=begun.last,
        free=free,
        multipliers=recipe.multipliers,
        warmth=PITCH_WARMTH,
        temperature=recipe.temperature,
        top_p=recipe.top_p,
        seed=seed,
        pitches=_pitches(recipe),
        chords=recipe.chords_asked,
        voices=recipe.most_voices,
        home=locks.ALL_TONES if recipe.redo else _home(recipe, begun, brief),
    )


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
    return replace(start, meter=next(each for each in METERS if str(each) == recipe.meter))


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
    return Begun(replace(start, notes=start.notes[~redone]), first - 1, last, 0)


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


def _brief(recipe: Recipe, begun: Begun, conductor: Conductor, seed: int) -> Brief:
    """What the model is told: of each bar what the conductor plans, and of the song what it shows
    and what the plan comes to."""
    opening, bars = _opening(begun), begun.given.bars
    wanted = Brief(bars, _wanted(recipe, opening), open_outline())
    opens = outline_of(by_bar_of(opening))
    outline = conductor.outline(opens, wanted, seed, recipe.asked_form, _harmony(recipe))
    return Brief(bars, _with_densities(wanted.frame, outline), outline)


def _endless(
    recipe: Recipe, begun: Begun, conductor: Conductor, seed: int
) -> tuple[Brief, Iterator[Outline]]:
    """The same for a song without an end; its bars are planned as they are asked for.

    Each role is asked for as much as the opening has of it, or in time the song would lose it.
    """
    opening = _opening(begun)
    frame = _wanted(recipe, opening)
    shown = frame_of(opening)
    open_ = {role.word for role in Role if getattr(frame, role.word) == OPEN}
    frame = frame._replace(**{word: getattr(shown, word) for word in open_})
    wanted = Brief(None, frame, open_outline())
    opens = outline_of(by_bar_of(opening))
    harmony = _harmony(recipe)
    return wanted, conductor.outlines(opens, wanted, seed, recipe.asked_form, harmony)


def _opening(begun: Begun) -> Song:
    return replace(begun.given, bars=begun.first)


def _harmony(recipe: Recipe) -> Harmony:
    tones = recipe.scale.tones if recipe.scale else locks.ALL_TONES
    return Harmony(recipe.chords_asked, tones)


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
