"""What goes over the wire, field by field; the web client is generated from it.

Knows JSON shapes. Takes defaults and ranges from `recipe`, and so lists none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from lstmelody.instruments import Mix
from lstmelody.library import Status, StoredSong
from lstmelody.music import STEPS_PER_BEAT, Role, Song
from lstmelody.recipe import LONGEST, RANGES, WORDS, Recipe

Steps = Annotated[int | float, WithJsonSchema({"type": "number"})]
"""A time in grid steps, which is told as a whole number where it is one."""
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


class SongEdit(BaseModel):
    """What a person says of a song."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    title: str | None = Field(None, min_length=1, max_length=120, pattern=r"\S")
    favourite: bool | None = None


class DeliveredOut(BaseModel):
    """How much a role plays where a song was composed."""

    model_config = ConfigDict(from_attributes=True, use_attribute_docstrings=True)

    notes: int
    share: float
    """Of all notes there, from 0 to 1."""
    asked: float | None
    """Notes asked for to notes planned: the multiplier, or the mean of several."""
    delivered: float | None
    """Notes played to notes planned."""


class SongOut(BaseModel):
    """A song: how far it is, and what is known of it."""

    model_config = ConfigDict(from_attributes=True, use_attribute_docstrings=True)

    id: UUID
    title: str
    status: Status
    recipe: RecipeOut
    created: datetime
    """When it was asked for, in UTC."""
    style: str
    """The style it starts in, in a word or two."""
    key: str | None
    """Such as A minor, when the song is ready and has one."""
    favourite: bool
    parent: UUID | None
    """The song that it was made of, if it was."""
    verb: str | None
    """How: `variation`, `continue` or `redo`."""
    bars_done: int
    """Bars composed so far."""
    bars_total: int | None
    """Nothing for a song without end."""
    seconds: float | None
    """Length, when the song is ready."""
    bpm: float | None
    """The tempo it begins with in beats a minute, when the song is ready."""
    meter: str | None
    """Time signature, such as 4/4, when the song is ready."""
    notes: int | None
    """How many notes it has, when it is ready."""
    delivered: dict[str, DeliveredOut] | None
    """What each role plays of what was asked of it, when the song is ready."""
    preview: str | None
    """A small picture of its notes, as `previews` packs it, when the song is ready."""
    model: str | None
    """The version of the model that composed it."""
    error: str | None
    """Why it failed, as a sentence."""

    @classmethod
    def of(cls, song: StoredSong) -> SongOut:
        told = cls.model_validate(song)
        return told if told.bars_total else told.model_copy(update={"bars_total": None})


class SongsOut(BaseModel):
    """Some songs of the gallery."""

    model_config = ConfigDict(from_attributes=True, use_attribute_docstrings=True)

    songs: list[SongOut]
    next: str | None
    """Ask with this `cursor` for those that follow; nothing where there are none."""
    total: int
    """How many there are in all."""


class MixOut(BaseModel):
    """How a role sounds in the song's MIDI file, and so in its WAV."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    program: int = Field(ge=0, le=127)
    """General MIDI, from 0; of drums the kit."""
    volume: int = Field(ge=0, le=127)
    """MIDI controller 7."""
    pan: int = Field(ge=0, le=127)
    """MIDI controller 10, from 0 (left) to 127."""


class NotesOut(BaseModel):
    """The notes of a song: as they were composed, on the grid, or as they are heard."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    bpm: float
    """The tempo it begins with."""
    tempos: list[tuple[int, float]]
    """Grid steps and the beats a minute from there on; the first is at 0."""
    meter: str
    steps_per_beat: int
    bars: int
    programs: dict[str, int]
    """General MIDI programs by role, from 0."""
    mix: dict[str, MixOut]
    """How each role sounds."""
    notes: list[tuple[Steps, int, int, Steps, int]]
    """Onset and role (0 drums, 1 bass, 2 chords, 3 lead), pitch, duration, velocity; times in grid
    steps, whole ones as they were composed."""

    @classmethod
    def of(
        cls, song: Song, mix: Mapping[Role, Mix], notes: Sequence[Sequence[float]] | None = None
    ) -> NotesOut:
        """A song with the notes it has, or others."""
        return cls.model_validate(
            {
                "bpm": song.bpm,
                "tempos": song.all_tempos,
                "meter": str(song.meter),
                "steps_per_beat": STEPS_PER_BEAT,
                "bars": song.bars,
                "programs": {role.word: program for role, program in song.programs.items()},
                "mix": {role.word: each._asdict() for role, each in mix.items()},
                "notes": song.notes.tolist() if notes is None else notes,
            }
        )


class Health(BaseModel):
    """Whether the service is well, and what it works with."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    status: str
    version: str
    model: str | None
    """The version of the model; nothing if none is installed."""
    renderer: str | None
    """What turns songs into sound; nothing if none is installed."""
    soundfont: str | None
    """Where the instruments for playing songs in the browser are: another address for another
    soundfont, so that it can be kept; nothing if none is installed."""
    soundfont_bytes: int | None
    """How large it is."""
