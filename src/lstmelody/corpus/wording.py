"""What people call things: instruments, drums, chords; and file names made fit to be read.

Knows General MIDI. Does not know songs.
"""

from __future__ import annotations

import re

from lstmelody.music import Role

INSTRUMENTS: list[str] = re.findall(
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
"""The General MIDI programs, from 0."""

KITS = {
    0: "standard kit",
    8: "room kit",
    16: "power kit",
    24: "electronic kit",
    25: "TR-808 kit",
    32: "jazz kit",
    40: "brush kit",
    48: "orchestra kit",
    56: "sound effects",
}
"""The programs of the drum channel, which General MIDI 2 and Roland's GS agree on."""

QUALITY_WORDS = {
    "": "major",
    "m": "minor",
    "5": "root and fifth",
    "7": "seventh",
    "m7": "minor seventh",
    "maj7": "major seventh",
    "sus4": "suspended fourth",
    "dim": "diminished",
    "aug": "augmented",
    "m7b5": "half-diminished",
}


def instrument(role: Role, program: int) -> str:
    """The name of a program as a role plays it."""
    if role == Role.DRUMS:
        return KITS.get(program, f"kit {program}")
    return INSTRUMENTS[program]


def printable(name: str) -> str:
    """A file's name as it may be shown: archives hold names that move cursors and turn text."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name
    )
