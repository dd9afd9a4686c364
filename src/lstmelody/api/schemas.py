"""Songs and their notes as they go over the wire; the web client is generated from these shapes.

Knows JSON. Does not know how a song is asked for: see `recipes`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from lstmelody.api.recipes import RecipeOut
from lstmelody.instruments import Mix
from lstmelody.library import Status, StoredSong
from lstmelody.music import STEPS_PER_BEAT, Role, Song

Steps = Annotated[int | float, WithJsonSchema({"type": "number"})]
"""A time in grid steps, which is told as a whole number where it is one."""


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
    steps, whole ones as they were composed. Where its role strikes the pitch again a note ends."""

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
