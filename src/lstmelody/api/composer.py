"""What the service composes with: the shipped model, which is loaded when it is first needed.

Knows where a recipe's start is found. Does not know threads, requests or statuses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from lstmelody import composing, starters
from lstmelody.engine import Engine
from lstmelody.library import UPLOADED, Library
from lstmelody.music import Song
from lstmelody.recipe import Recipe

Progress = Callable[[int, int], None]
"""Told how many bars are composed, and of how many."""


@dataclass(frozen=True, slots=True)
class Composer:
    """How a recipe and the bars it starts from become a song."""

    version: Callable[[], str]
    """The version of the model; `BadData` if there is none."""
    compose: Callable[[Recipe, Song, Progress], Song]


def released() -> Composer:
    """Composing with the model that came with the package."""
    engine = cache(Engine.release)

    def compose(recipe: Recipe, prompt: Song, progress: Progress) -> Song:
        return composing.composed(recipe, prompt, engine(), progress)

    return Composer(lambda: engine().version, compose)


def prompt_of(recipe: Recipe, library: Library) -> Song:
    """The bars a song starts from: a starter's, or those of an upload."""
    own = upload_of(recipe, library)
    return starters.find(recipe.start) if own is None else composing.start_from(own)


def upload_of(recipe: Recipe, library: Library) -> bytes | None:
    """The MIDI file of somebody's own that a song starts from, if it does."""
    return library.upload(recipe.start) if UPLOADED.fullmatch(recipe.start) else None


def style_of(recipe: Recipe) -> str:
    """The style a song starts in, in a word or two."""
    if recipe.start in starters.STARTERS:
        return starters.STARTERS[recipe.start].style.lower()
    return "from silence" if recipe.start == starters.NONE else "from your MIDI"
