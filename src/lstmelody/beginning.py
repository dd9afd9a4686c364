"""A recipe and what it starts from → what is kept of the start, and which bars are composed.

Knows recipes and songs. Does not know what is planned of a bar, nor how a note is chosen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from lstmelody import locks
from lstmelody.changes import Change
from lstmelody.errors import BadRecipe
from lstmelody.locks import Scale
from lstmelody.music import METERS_BY_NAME, Role, Song, bar_range, bars_for, paced, without
from lstmelody.recipe import DEFAULT_BARS, RANGES, Recipe

START_BARS = 8
"""Of a start, this many of its last bars are gone on from, where nothing else is asked."""
DEFAULT_BPM = 120.0
"""Where nothing says how fast: no starting seed and no tempo."""
TEMPO_DIGITS = 2
"""Of a tempo on the way. What a MIDI file makes of them is told apart up to 240 beats a minute, so
that they are read from it exactly: it has whole microseconds a beat."""
FOREVER = 10**9
"""More bars, and more steps, than anyone waits for."""


class Begun(NamedTuple):
    """A song of which nothing is composed yet."""

    start: Song
    """All of the start, in the song's meter and tempo."""
    given: Song
    """What is kept of it, in a song of the whole length before any changes on the way, with the
    tempos of all of them."""
    first: int
    """The first bar that is composed."""
    last: int
    """The bar after the last one that is, before any changes on the way."""
    skipped: int
    """Bars at the beginning that are not handed out."""
    lengths: tuple[int, ...] = ()
    """How many bars there are to be, with those, after each change on the way."""

    @property
    def bars(self) -> int:
        """How many there are in the end."""
        return self.lengths[-1] if self.lengths else self.given.bars

    @property
    def composed(self) -> range:
        """The bars that are composed in the end."""
        return range(self.first, self.bars if self.last >= self.given.bars else self.last)

    @property
    def opening(self) -> Song:
        """What is kept of the start, by itself."""
        return bar_range(self.given, 0, self.first)

    @property
    def song(self) -> Song:
        """The song as it is handed out, with what is kept."""
        return bar_range(self.given, self.skipped, self.bars)

    @property
    def endless(self) -> Song:
        """The same while no end is in sight, with every change of tempo."""
        steps = max((step for step, _ in self.given.tempos), default=0)
        bars = max(self.bars, steps // self.given.meter.bar_steps + 1)
        return bar_range(self.given, self.skipped, bars)


def begin(recipe: Recipe, start: Song) -> Begun:
    """What is kept of a start, and where composing begins and ends.

    Silenced roles are gone from it, and of a start longer than half the song only the last bars
    stay, unless more is asked for. Raises `BadRecipe` where the recipe can't be composed from it.
    """
    start = _at_its_tempo(recipe, _in_meter(recipe, start))
    start = replace(start, programs={**start.programs, **recipe.programs})
    if recipe.redo:
        return _redone(recipe, start)
    opening = _taken(recipe, start)
    out = opening if recipe.keep_start else bar_range(opening, opening.bars, opening.bars)
    bars = length_of(recipe, out)
    if recipe.keep_start:
        most = bars // 2 if recipe.start_bars is None else bars - 1
        kept = min(opening.bars, most)
        opening = out = bar_range(opening, opening.bars - kept, opening.bars)
    else:
        bars += opening.bars
    opening = _bound(recipe, without(opening, silent_of(recipe)))
    skipped = 0 if recipe.keep_start else opening.bars
    ways = _on_the_way(recipe, replace(out, bars=bars - skipped))
    given = _at_tempos_of(ways[-1], replace(opening, bars=bars), skipped)
    lengths = tuple(each.bars + skipped for each in ways[1:])
    return Begun(start, given, opening.bars, last_of(recipe, bars), skipped, lengths)


def last_of(recipe: Recipe, bars: int) -> int:
    """The bar after the last one that is composed."""
    return bars if recipe.ending else FOREVER


def _on_the_way(recipe: Recipe, song: Song) -> list[Song]:
    """The song as it is handed out, by its length and tempos: before any changes, and after each.

    Raises `BadRecipe` where it can't change as it is asked to.
    """
    ways, before = [song], recipe
    for change, after in recipe.turns:
        if change.step >= song.meter.bar_steps:
            raise BadRecipe(
                f"A bar has {song.meter.bar_steps} steps in {song.meter}, from 0 on: in the change "
                f"{change} there is no step {change.step}."
            )
        if before.ending and change.bar > song.bars:
            raise BadRecipe(
                f"The song has {song.bars} bars: there is no bar {change.bar} to change."
            )
        song, before = _changed(song, change, after), after
        if change.bar > song.bars and after.ending:
            raise BadRecipe(
                f"A song can't end in bar {song.bars} when it changes in bar {change.bar}."
            )
        ways.append(song)
    return ways


def _changed(song: Song, change: Change, after: Recipe) -> Song:
    """The song at another tempo or of another length, if it is to be; one of so many seconds does
    not end before."""
    if "tempo" in change.settings:
        assert after.tempo is not None
        step = (change.bar - 1) * song.meter.bar_steps + change.step
        song = paced(song, step, round(after.tempo, TEMPO_DIGITS))
    bars = length_of(after, song)
    return replace(song, bars=bars if after.seconds is None else max(bars, change.bar))


def _at_tempos_of(out: Song, given: Song, skipped: int) -> Song:
    """What is given, at the tempos of the song as it is handed out after so many bars."""
    first = skipped * given.meter.bar_steps
    given = paced(given, first, out.bpm)
    later = ((first + step, bpm) for step, bpm in out.tempos)
    return replace(given, tempos=(*given.tempos, *later))


def _at_its_tempo(recipe: Recipe, start: Song) -> Song:
    """The start at the tempo that is asked for, if one is."""
    if recipe.tempo is not None:
        return replace(start, bpm=recipe.tempo, tempos=())
    return start if start.bars else replace(start, bpm=DEFAULT_BPM)


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
    return Begun(start, given, first - 1, last, 0)


def _bound(recipe: Recipe, opening: Song) -> Song:
    """The opening, moved to where the recipe binds the song."""
    if key := key_asked(recipe):
        opening = locks.moved(opening, key)
    if recipe.scale:
        opening = locks.inside(opening, recipe.scale)
    return locks.within(opening, recipe.reach)


def length_of(recipe: Recipe, song: Song) -> int:
    if recipe.seconds is None:
        return recipe.bars or DEFAULT_BARS
    bars = bars_for(recipe.seconds, song)
    fewest, most = RANGES["bars"]
    if not fewest <= bars <= most:
        raise BadRecipe(
            f"{recipe.seconds:g} seconds are {bars} bars at this tempo; "
            f"a song has from {fewest:g} to {most:g}."
        )
    return bars


def silent_of(recipe: Recipe) -> list[Role]:
    return [role for role, multiplier in recipe.multipliers.items() if multiplier == 0]


def key_asked(recipe: Recipe) -> Scale | None:
    """The key that is asked for, or that the chords speak for."""
    if recipe.scale:
        return recipe.scale
    key = locks.key_of_chords(recipe.chords_asked) if recipe.progression else None
    return key and Scale(key.tonic, "minor" if key.minor else "major")
