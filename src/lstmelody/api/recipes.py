"""What a song is asked to be as it goes over the wire, setting by setting.

Knows JSON shapes. Takes defaults and ranges from `recipe`, and so lists none.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from lstmelody.recipe import LONGEST, RANGES, WORDS, Recipe

DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Recipe)}


def _setting(name: str) -> Any:
    low, high = RANGES[name]
    return Field(DEFAULTS[name], ge=low, le=high)


def _changed(name: str) -> Any:
    low, high = RANGES[name]
    return Field(None, ge=low, le=high)


def _words(name: str, longest: int = 80) -> Any:
    return Field(DEFAULTS[name], max_length=longest, examples=[WORDS[name]])


class RecipeIn(BaseModel):
    """What a song is asked to be. Every setting may be left out."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    bars: int | None = _setting("bars")
    """Length of the whole song in bars; 64 where neither length is given."""
    seconds: float | None = _setting("seconds")
    """Length in seconds instead, rounded to the nearest bar."""
    ending: bool = DEFAULTS["ending"]
    """Whether the song comes to an end; else it breaks off there as if it went on."""
    start: str = _words("start")
    """The starting seed: the name of a starter, `none`, or the name that an upload was given."""
    start_at: int | None = _setting("start_at")
    """The bar of the starting seed after which the song goes on; its end where not given."""
    start_bars: int | None = _setting("start_bars")
    """How many of its bars, up to there, are gone on from; 8 where not given."""
    keep_start: bool = DEFAULTS["keep_start"]
    """Whether they are a part of the song; else it begins with what is composed."""
    redo: str | None = _words("redo")
    """Instruments to compose anew in the whole of the starting seed, whose rest is kept."""
    redo_bars: str | None = _words("redo_bars")
    """The bars in which they are, counted from 1; all of them where not given."""
    seed: int = _setting("seed")
    """The random seed: the same recipe always makes the same song."""
    drums: float = _setting("drums")
    """How much the drums play, as a multiple of what they would: 0 silences them."""
    bass: float = _setting("bass")
    """How much the bass plays."""
    chords: float = _setting("chords")
    """How much the chords play."""
    lead: float = _setting("lead")
    """How much the lead plays."""
    tempo: float | None = _setting("tempo")
    """Beats a minute; the starter's own where not given."""
    meter: str | None = _words("meter")
    """Time signature, such as 3/4, for a song that starts from silence."""
    key: str | None = _words("key")
    """Key and scale that every note keeps to; the starting seed is moved to it."""
    progression: str | None = _words("progression", longest=500)
    """Chords, a bar a word, two in a bar with a comma between, over and over."""
    ranges: str | None = _words("ranges")
    """Lowest and highest pitch of bass, chords or lead; C4 is middle C."""
    voices: str | None = _words("voices")
    """Most notes of bass, chords or lead at once."""
    form: str = _words("form")
    """A letter for every 8 bars, over and over: the same letter is the same music."""
    repetition: float = _setting("repetition")
    """How readily bars are repeated: 0 never, 1 as songs do."""
    changes: str | None = _words("changes", longest=100_000)
    """Settings that are others from a bar on, or within a bar from a grid step on, `17+24`; what
    may change is drums, bass, chords, lead, tempo, bars, ending, seed, key, repetition, temperature
    and top_p."""
    best_of: int = _setting("best_of")
    """How many songs to compose side by side, of which the best is kept."""
    temperature: float = _setting("temperature")
    """How daring the song is: below 1 plays safe, above 1 takes risks."""
    top_p: float = _setting("top_p")
    """Plays only the likeliest notes that together hold this much probability."""
    palette: str | None = _words("palette")
    """The instruments of the whole band, by name; the starting seed's own where not given."""
    instruments: str | None = _words("instruments")
    """Instruments of single roles, by name or General MIDI program counted from 0."""
    swing: float = _setting("swing")
    """How much the song swings when it is heard: 0 plays eighths straight, 1 as triplets. The MIDI
    file stays on the grid."""
    humanise: float = _setting("humanise")
    """How loosely it is played when it is heard: 0 is on the grid. The MIDI file stays there."""

    def to_recipe(self) -> Recipe:
        return Recipe(**self.model_dump())


class RecipeOut(RecipeIn):
    """The recipe a song was made by, complete."""

    bars: int | None = Field(None, ge=RANGES["bars"][0], le=LONGEST)
    """Length of the whole song in bars; 64 where neither length is given."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_serialization_defaults_required=True
    )


class ChangeIn(BaseModel):
    """What is to change in a song that is being composed, from its next note on."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    drums: float | None = _changed("drums")
    """How much the drums play; what is left out stays as it is, here and below."""
    bass: float | None = _changed("bass")
    chords: float | None = _changed("chords")
    lead: float | None = _changed("lead")
    tempo: float | None = _changed("tempo")
    """Beats a minute."""
    bars: int | None = _changed("bars")
    """Length of the whole song in bars."""
    ending: bool | None = None
    seed: int | None = _changed("seed")
    """Other dice from here on: another song."""
    key: str | None = Field(None, max_length=80, examples=["E minor"])
    """Key and scale; nothing to leave it free."""
    repetition: float | None = _changed("repetition")
    temperature: float | None = _changed("temperature")
    top_p: float | None = _changed("top_p")


class ContinueIn(BaseModel):
    """Where a song is to go on, and by which settings."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    bar: int | None = Field(default=None, ge=1)
    """The bar after which it goes on; its end where not given."""
    settings: RecipeIn = RecipeIn()
    """What is to be other than in the song; `bars` is the length of both together."""
