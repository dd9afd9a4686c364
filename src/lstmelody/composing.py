"""Recipe → a stream of notes that ends in its last bar, the same for the same recipe.

Knows recipes, prompts and how each field of a note is drawn. Does not know files, tensors or the
web.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from lstmelody import locks, midi, roles, starters
from lstmelody.conditions import OPEN, Frame, class_of_key, density_class, density_of, frame_of
from lstmelody.conductor import Harmony
from lstmelody.desk import Desk, Part, all_pitches
from lstmelody.engine import Engine
from lstmelody.errors import BadMidi, BadRecipe
from lstmelody.labels import Key
from lstmelody.locks import Scale
from lstmelody.music import METERS, Note, Role, Song, bar_range, bars_for, without
from lstmelody.native.compiling import compiled_before
from lstmelody.outlines import DENSITIES, Brief, by_bar_of, open_outline, outline_of
from lstmelody.recipe import DEFAULT_BARS, RANGES, Recipe
from lstmelody.steering import steered

PROMPT_BARS = 8
"""Of a user's MIDI, this many of its last bars are gone on from."""
DEFAULT_BPM = 120.0
"""Where nothing says how fast: no starting seed and no tempo."""
PITCH_WARMTH = {Role.DRUMS: 0.75, Role.BASS: 1.0, Role.CHORDS: 1.0, Role.LEAD: 1.0}
"""Temperatures of pitches, where the recipe says 1: at 1 drums stray over the whole kit, and below
it basses repeat and leads leap (docs/log.md)."""

DEFAULT_DENSITY = {Role.DRUMS: 16.0, Role.BASS: 7.0, Role.CHORDS: 14.0, Role.LEAD: 5.0}
"""Notes a bar of a role that the opening does not have; about the mean of the songs the model
learned from."""

Told = Callable[[int, int], None]
"""Told how many bars are composed, and how many there will be."""


def prompt_from(data: bytes) -> Song:
    """The last bars of a user's MIDI file as a starting seed, or `BadMidi`."""
    song = roles.arranged(midi.read(data))
    if not len(song):
        raise BadMidi("There is nothing to go on from in this MIDI file.", "no notes")
    return bar_range(song, max(0, song.bars - PROMPT_BARS), song.bars)


def check(recipe: Recipe, prompt: Song) -> None:
    """Raise `BadRecipe` where the recipe can't be composed from this prompt."""
    begun(recipe, prompt)


def begun(recipe: Recipe, prompt: Song) -> Song:
    """The song as it begins: its prompt as the recipe has it, its whole length and its tempo.

    Silenced roles are gone from the prompt, and of a prompt longer than half the song only the
    last bars stay. Raises `BadRecipe` where a length in seconds comes to too many or few bars.
    """
    song = _opening(recipe, prompt)
    return replace(song, bars=_length(recipe, song))


def compose(recipe: Recipe, prompt: Song, engine: Engine) -> Iterator[Note]:
    """The notes of the song in canonical order, the prompt's first, then one by one as composed.

    The same recipe, prompt and engine give the same notes. Every note lies within the song.
    """
    desk = Desk(engine)
    song = desk.sit(part_of(recipe, prompt, engine))
    while not song.ended:
        desk.play()
        yield from desk.notes(song)


def is_ready() -> bool:
    """Whether composing can begin at once, or must be compiled first: see `make_ready`."""
    return compiled_before("play")


def make_ready(engine: Engine) -> None:
    """Have all compiled that composing needs: half a minute, the first time on a machine."""
    composed(Recipe(bars=4, start=starters.NONE), starters.find(starters.NONE), engine)


def part_of(recipe: Recipe, prompt: Song, engine: Engine) -> Part:
    """What a song is composed by: the recipe, planned out."""
    opening = _opening(recipe, prompt)
    bars = _length(recipe, opening)
    brief = _brief(recipe, opening, bars, engine)
    return Part(
        meter=opening.meter,
        brief=steered(brief, opening.bars, recipe.multipliers),
        asked=brief.outline,
        given=opening,
        multipliers=recipe.multipliers,
        warmth=PITCH_WARMTH,
        temperature=recipe.temperature,
        top_p=recipe.top_p,
        seed=recipe.seed,
        pitches=_pitches(recipe),
        chords=recipe.chords_asked,
        voices=recipe.most_voices,
    )


def _pitches(recipe: Recipe) -> NDArray[np.bool_]:
    """(4, 128): the pitches that each role may play, by key and range."""
    open_ = all_pitches()
    if recipe.scale:
        tones = recipe.scale.tones
        open_[Role.BASS :] = [tones >> pitch % 12 & 1 for pitch in range(open_.shape[1])]
    for role, span in recipe.reach.items():
        open_[role, : span.start] = open_[role, span.stop :] = False
    return open_


def composed(
    recipe: Recipe, prompt: Song, engine: Engine, progress: Told = lambda *_: None
) -> Song:
    """The whole song that `compose` yields."""
    song, notes, bar = begun(recipe, prompt), [], -1
    for note in compose(recipe, prompt, engine):
        notes.append(note)
        if note.onset // song.meter.bar_steps > bar:
            bar = note.onset // song.meter.bar_steps
            progress(bar, song.bars)
    progress(song.bars, song.bars)
    return replace(song, notes=np.array(notes, np.int32).reshape(-1, 5))


def _opening(recipe: Recipe, prompt: Song) -> Song:
    """The prompt as the recipe has it: as much of it as there is room for, and as it is bound."""
    if recipe.meter and str(prompt.meter) != recipe.meter:
        if prompt.bars:
            raise BadRecipe(
                f"The starting seed is in {prompt.meter}: leave meter to it, or start from none."
            )
        prompt = replace(prompt, meter=next(each for each in METERS if str(each) == recipe.meter))
    bpm = recipe.tempo or (prompt.bpm if prompt.bars else DEFAULT_BPM)
    bars = _length(recipe, replace(prompt, bpm=bpm))
    kept = min(prompt.bars, bars // 2)
    silent = [role for role, multiplier in recipe.multipliers.items() if multiplier == 0]
    opening = without(bar_range(prompt, prompt.bars - kept, prompt.bars), silent)
    if key := _key_of(recipe):
        opening = locks.moved(opening, key)
    if recipe.scale:
        opening = locks.inside(opening, recipe.scale)
    return replace(locks.within(opening, recipe.reach), bpm=bpm)


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


def _brief(recipe: Recipe, opening: Song, bars: int, engine: Engine) -> Brief:
    """What the model is told: of each bar what the conductor plans, and of the song what it shows
    and what the plan comes to."""
    wanted = Brief(bars, _wanted(recipe, opening), open_outline())
    opens = outline_of(by_bar_of(opening))
    harmony = Harmony(recipe.chords_asked, recipe.scale.tones if recipe.scale else locks.ALL_TONES)
    outline = engine.conductor.outline(opens, wanted, recipe.seed, recipe.asked_form, harmony)
    planned = [fmean(map(density_of, each)) for each in outline[:, DENSITIES].T.tolist()]
    densities = {role.word: density_class(planned[role]) for role in Role}
    return Brief(bars, wanted.frame._replace(**densities), outline)


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
