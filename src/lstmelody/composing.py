"""Recipe → a stream of notes that ends in its last bar, the same for the same recipe.

Knows recipes, prompts and how each field of a note is drawn. Does not know files, tensors or the
web.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import fmean

import numpy as np

from lstmelody import midi, roles, sampling
from lstmelody.conditions import OPEN, Frame, density_class, density_of, frame_of
from lstmelody.engine import Array, Engine
from lstmelody.errors import BadMidi, BadRecipe
from lstmelody.events import END_CELL, NOTE_CELLS, REST_CELL, steps_of, velocity_of
from lstmelody.inputs import pitch_index
from lstmelody.music import Note, Role, Song, bar_range, bars_for, notes_of, without
from lstmelody.outlines import DENSITIES, Brief, by_bar_of, open_outline, outline_of
from lstmelody.recipe import DEFAULT_BARS, RANGES, Recipe
from lstmelody.rules import Rules
from lstmelody.steering import Steering, steered
from lstmelody.take import Take

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
    opening = _opening(recipe, prompt)
    yield from notes_of(opening)
    bars = _length(recipe, opening)
    brief = _brief(recipe, opening, bars, engine)
    take = Take(engine, opening.meter, steered(brief, opening.bars, recipe.multipliers))
    take.hear(opening)
    rules = Rules(opening, bars, Steering(brief, opening, recipe.multipliers))
    while True:
        uniforms = sampling.uniforms(recipe.seed, take.count)
        cell = _cell(take, rules, recipe, uniforms[0])
        if cell == END_CELL:
            return
        if cell == REST_CELL:
            take.rest()
        else:
            yield _note(take, rules, recipe, cell, uniforms)


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
    bpm = recipe.tempo or (prompt.bpm if prompt.bars else DEFAULT_BPM)
    bars = _length(recipe, replace(prompt, bpm=bpm))
    kept = min(prompt.bars, bars // 2)
    silent = [role for role, multiplier in recipe.multipliers.items() if multiplier == 0]
    opening = without(bar_range(prompt, prompt.bars - kept, prompt.bars), silent)
    return replace(opening, bpm=bpm)


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
    outline = engine.conductor.outline(opens, wanted, recipe.seed)
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
    return frame_of(opening)._replace(**densities)


def _cell(take: Take, rules: Rules, recipe: Recipe, uniform: float) -> int:
    """When the next event comes and who plays it, or a rest, or the end."""
    cells = sampling.softmax(take.cells, recipe.temperature)
    if not rules.may_end(take):
        cells[END_CELL] = 0
    factors = rules.factors(take)
    weights = sampling.top_p(sampling.hazards_scaled(cells, factors), recipe.top_p)
    close = weights[NOTE_CELLS:].sum()
    weights[NOTE_CELLS:] = 0
    if rules.may_rest(take):
        weights[REST_CELL] = close
    elif rules.may_end(take):
        weights[END_CELL] = close
    elif not weights.any():  # the last bar must have a note, however unlikely the model finds it
        weights[:NOTE_CELLS] = factors
    return sampling.draw(weights, uniform)


def _note(take: Take, rules: Rules, recipe: Recipe, cell: int, uniforms: sampling.Floats) -> Note:
    """The rest of the event whose cell is chosen: drawn, taken in, and as a note."""
    shift, role = cell // len(Role), Role(cell % len(Role))
    choices = take.choices(shift, role)
    pitch = _pitch(take, recipe, shift, role, choices.pitches(), uniforms[1])
    durations = choices.durations(pitch_index(role, pitch))
    duration = 0 if role == Role.DRUMS else _drawn(durations, recipe, uniforms[2])
    velocity = _drawn(choices.velocities(duration), recipe, uniforms[3])
    take.play(shift, role, pitch, duration, velocity)
    return Note(
        take.time,
        role,
        pitch,
        min(steps_of(role, duration), rules.steps - take.time),
        velocity_of(velocity),
    )


def _pitch(
    take: Take, recipe: Recipe, shift: int, role: Role, logits: Array, uniform: float
) -> int:
    """The pitch among the keys of the role's kind; above the last one where a chord goes on."""
    drums = role == Role.DRUMS
    kind = logits.reshape(2, -1)[int(drums)]
    weights = sampling.softmax(kind, recipe.temperature * PITCH_WARMTH[role])
    if shift == 0 and take.last is not None and take.last[0] == role:
        weights[: take.last[1] + 1] = 0
        if not weights.any():  # so unlikely that it is lost in rounding
            weights[take.last[1] + 1 :] = 1
    return sampling.draw(sampling.top_p(weights, recipe.top_p), uniform)


def _drawn(logits: Array, recipe: Recipe, uniform: float) -> int:
    weights = sampling.softmax(logits, recipe.temperature)
    return sampling.draw(sampling.top_p(weights, recipe.top_p), uniform)
