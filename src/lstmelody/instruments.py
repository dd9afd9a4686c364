"""Which General MIDI instruments a band plays with: by number, by name, or a palette for all.

Programs count from 0, as in files and in all of this project, not from 1 as printed tables do.
Knows names, drum kits, and how loud instruments are. Does not know how they are played.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from lstmelody.errors import BadRecipe
from lstmelody.music import PROGRAMS, Role

NAMES: tuple[str, ...] = tuple(
    re.findall(
        r"[^\s,][^,\n]*",
        """
    grand piano, bright piano, electric grand, honky-tonk piano,
    electric piano, FM electric piano, harpsichord, clavinet,
    celesta, glockenspiel, music box, vibraphone, marimba, xylophone, tubular bells, dulcimer,
    drawbar organ, percussive organ, rock organ, church organ,
    reed organ, accordion, harmonica, bandoneon,
    nylon guitar, steel guitar, jazz guitar, clean guitar,
    muted guitar, overdriven guitar, distortion guitar, guitar harmonics,
    acoustic bass, finger bass, pick bass, fretless bass,
    slap bass 1, slap bass 2, synth bass 1, synth bass 2,
    violin, viola, cello, double bass, tremolo strings, pizzicato strings, harp, timpani,
    strings, slow strings, synth strings 1, synth strings 2,
    choir aahs, voice oohs, synth voice, orchestra hit,
    trumpet, trombone, tuba, muted trumpet, French horn, brass, synth brass 1, synth brass 2,
    soprano sax, alto sax, tenor sax, baritone sax, oboe, English horn, bassoon, clarinet,
    piccolo, flute, recorder, pan flute, blown bottle, shakuhachi, whistle, ocarina,
    square lead, saw lead, calliope lead, chiff lead,
    charang lead, voice lead, fifths lead, bass and lead,
    new age pad, warm pad, polysynth pad, choir pad, bowed pad, metallic pad, halo pad, sweep pad,
    rain, soundtrack, crystal, atmosphere, brightness, goblins, echoes, sci-fi,
    sitar, banjo, shamisen, koto, kalimba, bagpipe, fiddle, shanai,
    tinkle bell, agogo, steel drums, woodblock, taiko, melodic tom, synth drum, reverse cymbal,
    fret noise, breath noise, seashore, bird tweet, telephone, helicopter, applause, gunshot
    """,
    )
)
"""The General MIDI programs, from 0."""

FAMILIES = (
    *("piano", "chromatic percussion", "organ", "guitar", "bass", "strings", "ensemble", "brass"),
    *("reed", "pipe", "synth lead", "synth pad", "synth effects", "ethnic", "percussive"),
    "sound effects",
)
"""What General MIDI calls each eight programs that follow each other."""

KITS = {
    0: "standard kit",
    8: "room kit",
    16: "power kit",
    24: "electronic kit",
    25: "TR-808 kit",
    32: "jazz kit",
    40: "brush kit",
    48: "orchestra kit",
}
"""The programs of the drum channel, which General MIDI 2 and Roland's GS agree on."""

PANS = {Role.DRUMS: 64, Role.BASS: 64, Role.CHORDS: 44, Role.LEAD: 80}
"""MIDI controller 10: a band as one stands before it; 64 is the middle."""
VOLUMES = {Role.DRUMS: 104, Role.BASS: 100, Role.CHORDS: 84, Role.LEAD: 100}
"""MIDI controller 7 of the instruments that a role has where nothing is asked for: chords are
several notes at once, so each is quieter."""
LOUDER_DB = {
    Role.DRUMS: {8: 4.1, 16: 3.4, 24: 2.9, 25: 1.5, 32: 2.1, 40: 1.8},
    Role.BASS: {32: -0.3, 34: -0.7, 35: -0.8, 36: -0.8, 38: -1.5, 39: -0.7, 43: -2.3},
    Role.CHORDS: {4: 5.2, 5: 1.7, 16: 2.6, 24: 2.8, 25: -0.1, 26: 4.2, 27: 2.6, 30: 6.0}
    | {48: 3.3, 49: 2.9, 50: 1.4, 80: 6.8, 81: 6.0, 88: 4.8, 89: -0.3, 90: 4.6},
    Role.LEAD: {11: -2.8, 22: -2.1, 26: -0.5, 29: -1.9, 30: -0.7, 40: -1.0, 56: 0.1, 65: 0.8}
    | {66: -0.3, 68: 1.0, 71: -0.8, 73: 0.0, 81: -0.6, 82: -1.9},
}
"""How much louder than that instrument others play the same notes: the starters pop, funk, ballad
and rock through FluidSynth, K-weighted, the mean of MuseScore_General_Lite and TimGM6mb, which are
within 3.4 dB of it each."""
UNTOLD_VOLUME, MIDDLE = 100, 64
"""Controllers 7 and 10 of a channel that is told neither, as General MIDI has it."""
MOST_NAMED = 10
"""Instruments that a refusal lists."""


@dataclass(frozen=True, slots=True)
class Palette:
    """What each role plays on, and where it stands."""

    programs: Mapping[Role, int]
    pans: Mapping[Role, int]
    """MIDI controller 10, from 0 (left) to 127."""


class Mix(NamedTuple):
    """How a role sounds in a file."""

    program: int
    volume: int
    """MIDI controller 7."""
    pan: int
    """MIDI controller 10, from 0 (left) to 127."""


def mix(programs: Mapping[Role, int], pans: Mapping[Role, int] = PANS) -> dict[Role, Mix]:
    """Each role on its program, as loud as it should be, and where it stands."""
    return {role: Mix(programs[role], volume(role, programs[role]), pans[role]) for role in Role}


def volume(role: Role, program: int) -> int:
    """The MIDI controller 7 at which a program is as loud as the one that its role has by default.

    The default's own volume where the program was not measured.
    """
    louder_db = LOUDER_DB[role].get(program, 0.0)
    # General MIDI: a volume of half as much is 12 dB less
    return min(127, round(VOLUMES[role] * 10 ** (-louder_db / 40)))


def _band(*programs: int, pans: tuple[int, int, int, int] | None = None) -> Palette:
    """Drums, bass, chords and lead."""
    places = PANS if pans is None else dict(zip(Role, pans, strict=True))
    return Palette(dict(zip(Role, programs, strict=True)), places)


PALETTES = {
    "band": _band(*PROGRAMS.values()),
    "acoustic": _band(8, 32, 25, 73),
    "electric": _band(16, 33, 27, 29, pans=(64, 64, 42, 84)),
    "jazz": _band(32, 32, 26, 66, pans=(68, 58, 42, 78)),
    # not the orchestra kit: where others have hats and toms, it has timpani
    "orchestra": _band(40, 43, 48, 40, pans=(64, 70, 46, 82)),
    "synth": _band(24, 38, 90, 81),
    "chiptune": _band(24, 39, 80, 80, pans=(64, 64, 40, 88)),
    "lofi": _band(8, 33, 4, 11, pans=(64, 64, 50, 76)),
    "metal": _band(16, 34, 30, 29, pans=(64, 64, 42, 84)),
}
"""Bands by name; what the drums play must be where General MIDI has it."""
_ALIASES = {
    "piano": "grand piano",
    "organ": "drawbar organ",
    "guitar": "steel guitar",
    "bass": "finger bass",
    "sax": "alto sax",
    "saxophone": "alto sax",
    "synth": "saw lead",
    "choir": "choir aahs",
    "pad": "warm pad",
}
"""What people say, and what they most likely mean."""


def choices(role: Role) -> Mapping[int, str]:
    """The instruments that a role can be asked to play, each with its name."""
    return KITS if role == Role.DRUMS else dict(enumerate(NAMES))


def programs(text: str) -> dict[Role, int]:
    """The programs that are written `lead flute, bass 38, drums jazz`, or `BadRecipe`.

    A number from 0 to 127, a name, or so much of it that no other instrument is meant; for drums
    the number or name of a kit.
    """
    read: dict[Role, int] = {}
    for part in text.split(","):
        word, _, said = part.strip().partition(" ")
        role = next((role for role in Role if role.word == word.lower()), None)
        if role is None or role in read or not said.strip():
            raise BadRecipe(
                "instruments must name drums, bass, chords or lead, each once and with what plays "
                f"it, such as lead flute, bass 38, drums jazz: {part.strip()!r} does not."
            )
        kind = "kit" if role == Role.DRUMS else "instrument"
        read[role] = _program(" ".join(said.split()), choices(role), kind)
    return read


def palette(name: str) -> Palette:
    """The palette of this name, or `BadRecipe`."""
    if name not in PALETTES:
        raise BadRecipe(f"There is no palette called {name!r}: choose {_either([*PALETTES])}.")
    return PALETTES[name]


def _program(said: str, choices: Mapping[int, str], what: str) -> int:
    if said.isascii() and said.isdigit() and int(said) in choices:
        return int(said)
    names = {name.lower(): program for program, name in choices.items()}
    found = _meant(_ALIASES.get(said.lower(), said.lower()), [*names])
    if len(found) == 1:
        return names[found[0]]
    spelled = [choices[names[each]] for each in found]
    if found:
        raise BadRecipe(f"{said!r} may be {_either(spelled)}: write which.")
    close = [choices[names[each]] for each in get_close_matches(said.lower(), names, 3, cutoff=0.7)]
    numbers = _either([*map(str, KITS)]) if choices is KITS else "a number from 0 to 127"
    names_of = _either(close or ([*KITS.values()] if choices is KITS else ["flute"]))
    raise BadRecipe(f"There is no {what} {said!r}: write {numbers}, or a name such as {names_of}.")


def _meant(said: str, names: list[str]) -> list[str]:
    """The names that are the same; else those that have it as words; else those with it inside."""
    words = re.compile(rf"(?<!\w){re.escape(said)}(?!\w)")
    same: tuple[Callable[[str], object], ...] = (
        lambda name: name == said,
        words.search,
        lambda name: not said.isdigit() and said in name,
    )
    return next((found for one in same if (found := [*filter(one, names)])), [])


def _either(names: list[str]) -> str:
    """Names as a sentence lists them, the last after `or`; of many the first."""
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} or another"
    return " or ".join(each for each in (", ".join(names[:-1]), names[-1]) if each)
