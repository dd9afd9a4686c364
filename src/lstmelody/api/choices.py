"""The route that tells what a song can be asked to be: what there is to choose from, and how far.

All of it is read from what checks a recipe, so that nothing is offered that would be refused. Knows
shapes and steps of sliders. Does not know pages.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from lstmelody import beginning, forms, instruments, locks
from lstmelody.api import tags
from lstmelody.api.answers import REFUSED
from lstmelody.api.recipes import DEFAULTS
from lstmelody.instruments import FAMILIES, PALETTES
from lstmelody.labels import QUALITIES, ROOTS
from lstmelody.music import METERS, Role
from lstmelody.recipe import DEFAULT_BARS, RANGES, WHOLE, WORDS
from lstmelody.starters import STARTERS

TITLES = {"lofi": "Lo-fi"}
"""Of palettes that are not called as they are written."""
KITS = "drum kits"
LEFT_OUT = {"bars": DEFAULT_BARS, "start_bars": beginning.START_BARS}
"""What holds where a setting is left out, for those that have no default of their own."""
STEPS = {
    **{"seconds": 1.0, "tempo": 1.0, "temperature": 0.05, "top_p": 0.01},
    **{"swing": 0.05, "humanise": 0.05},
}
STEP = 0.1
"""For all other numbers that need not be whole."""
UNITS = {
    **dict.fromkeys(("bars", "start_at", "start_bars"), "bars"),
    **{role.word: "times" for role in Role},
    "repetition": "times",
    "seconds": "seconds",
    "tempo": "bpm",
}

router = APIRouter(prefix="/api/choices", responses=REFUSED)


class Told(BaseModel):
    """What is told here is described by docstrings."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class InstrumentOut(Told):
    """An instrument that a role can be asked to play."""

    name: str
    """As a recipe has it, after the role: `lead flute`."""
    program: int
    """General MIDI, from 0; of drums the kit."""
    family: str
    """What it is listed among, such as `strings`."""


class PaletteOut(Told):
    """A band."""

    name: str
    """What a recipe calls it in `palette`."""
    title: str
    roles: dict[str, InstrumentOut]
    """What each of drums, bass, chords and lead plays."""


class NumberOut(Told):
    """A setting that is a number."""

    min: float
    max: float
    default: float | None
    """What holds where it is left out; nothing where that depends on the starting seed."""
    step: float
    """A step that can be heard, for a slider; 1 for whole numbers."""
    unit: str | None


class FormOut(Told):
    """How a form is written."""

    example: str
    section_bars: int
    """Bars that a letter stands for."""
    most_sections: int


class ChordsOut(Told):
    """How a progression is written: a root and a quality make a chord."""

    example: str
    roots: list[str]
    qualities: list[str]
    """The first, which is empty, is major."""
    most_bars: int


class ChoicesOut(Told):
    """What a song can be asked to be."""

    roles: list[str]
    styles: list[str]
    """Those of the starting seeds, in the order in which to offer them."""
    palettes: list[PaletteOut]
    instruments: dict[str, list[InstrumentOut]]
    """By role, what it can be asked to play."""
    tonics: list[str]
    """A tonic, a space and a scale make a key."""
    scales: list[str]
    meters: list[str]
    """Time signatures of songs that start from silence."""
    form: FormOut
    chords: ChordsOut
    narrowest_range: int
    """Semitones that a range of pitches spans at least."""
    most_voices: int
    """Notes that a role can be limited to at once, from 1 on."""
    numbers: dict[str, NumberOut]
    """The settings that are numbers."""
    examples: dict[str, str]
    """Of each setting that is written in words."""


@router.get("", response_model=ChoicesOut, responses=tags.UNCHANGED)
def get_choices(request: Request) -> Response:
    """What there is to choose from when a song is asked for; the same until the next version."""
    data, headers = _answer()
    if tags.has(request, headers["ETag"]):
        return tags.unchanged(headers)
    return tags.json_answer(data, headers)


@cache
def _answer() -> tuple[bytes, dict[str, str]]:
    data = _choices().model_dump_json().encode()
    tag = f'"{sha256(data).hexdigest()[:16]}"'
    return data, {"ETag": tag, "Cache-Control": tags.ASK_AGAIN}


def _choices() -> ChoicesOut:
    return ChoicesOut(
        roles=[role.word for role in Role],
        styles=list(dict.fromkeys(starter.style for starter in STARTERS.values())),
        palettes=[_palette(name) for name in PALETTES],
        instruments={
            role.word: [_instrument(role, program) for program in instruments.choices(role)]
            for role in Role
        },
        tonics=[*ROOTS],
        scales=[*locks.SCALES],
        meters=[str(meter) for meter in METERS],
        form=FormOut(
            example=WORDS["form"],
            section_bars=forms.SECTION_BARS,
            most_sections=forms.LONGEST_FORM,
        ),
        chords=ChordsOut(
            example=WORDS["progression"],
            roots=[*ROOTS],
            qualities=[*QUALITIES],
            most_bars=locks.MOST_BARS,
        ),
        narrowest_range=locks.NARROWEST,
        most_voices=locks.MOST_VOICES,
        numbers={name: _number(name) for name in RANGES},
        examples=WORDS,
    )


def _palette(name: str) -> PaletteOut:
    return PaletteOut(
        name=name,
        title=TITLES.get(name, name.capitalize()),
        roles={
            role.word: _instrument(role, program)
            for role, program in PALETTES[name].programs.items()
        },
    )


def _instrument(role: Role, program: int) -> InstrumentOut:
    family = KITS if role == Role.DRUMS else FAMILIES[program // 8]
    return InstrumentOut(name=instruments.choices(role)[program], program=program, family=family)


def _number(name: str) -> NumberOut:
    low, high = RANGES[name]
    default = DEFAULTS[name]
    return NumberOut(
        min=low,
        max=high,
        default=LEFT_OUT.get(name) if default is None else default,
        step=1.0 if name in WHOLE else STEPS.get(name, STEP),
        unit=UNITS.get(name),
    )
