"""What the service composes with: the shipped model, which is loaded when it is first needed.

Knows where a recipe's start is found. Does not know threads, requests or statuses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from lstmelody import starters
from lstmelody.library import UPLOADED, Library
from lstmelody.music import Song, bars_for
from lstmelody.recipe import DEFAULT_BARS, Recipe

Progress = Callable[[int, int], None]
"""Told how many bars are composed, and of how many."""
Compose = Callable[[Recipe, Song, Progress], Song]


@dataclass(frozen=True, slots=True)
class Composer:
    """How a recipe and the bars it starts from become a song."""

    version: Callable[[], str]
    """The version of the model; `BadData` if there is none."""
    check: Callable[[Recipe, Song], None]
    """Raises `BadRecipe` where a recipe and its start don't fit."""
    compose: Compose


def released() -> Composer:
    """Composing with the model that came with the package."""
    from lstmelody import composing  # loads ONNX Runtime: the page should not wait for it
    from lstmelody.engine import Engine

    engine = cache(Engine.release)

    def compose(recipe: Recipe, prompt: Song, progress: Progress) -> Song:
        return composing.composed(recipe, prompt, engine(), progress)

    return Composer(lambda: engine().version, composing.check, compose)


def prompt_of(recipe: Recipe, library: Library) -> Song:
    """The bars a song starts from: a starter's, or those of an upload."""
    if UPLOADED.fullmatch(recipe.start):
        return upload_as_prompt(library.upload(recipe.start))
    return starters.find(recipe.start)


def upload_as_prompt(data: bytes) -> Song:
    from lstmelody import composing  # as above

    return composing.prompt_from(data)


def bars_of(recipe: Recipe, prompt: Song) -> int:
    """How long the song is going to be."""
    if recipe.seconds is None:
        return recipe.bars or DEFAULT_BARS
    return bars_for(recipe.seconds, prompt.meter, recipe.tempo or prompt.bpm)


def style_of(recipe: Recipe) -> str:
    """The style a song starts in, in a word or two."""
    if recipe.start in starters.STARTERS:
        return starters.STARTERS[recipe.start].style.lower()
    return "from silence" if recipe.start == starters.NONE else "from your MIDI"
