"""What a song is bound to, as people write it: a key, chords, ranges, and how many notes at once.

`A minor`, `Am F C G`, `lead C4-C6`, `chords 3`: each read here and nowhere else, or refused with an
example. Knows names, scales and chords. Does not know how a song is kept to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.errors import BadRecipe
from lstmelody.labels import CHORDS, QUALITIES, ROOTS, Key, key_of_tones
from lstmelody.music import Role, Song

SCALES = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "locrian": (0, 1, 3, 5, 6, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "melodic minor": (0, 2, 3, 5, 7, 9, 11),
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
}
"""Semitones above the tonic."""
MOST_BARS = 64
"""Bars of the longest progression."""
NARROWEST = 12
"""Semitones that a range spans at least: less might not hold a tone of every chord."""
MOST_VOICES = 32
ALL_TONES = 0xFFF
"""Every pitch class, each as the bit of its number."""

_SAME = {"ionian": "major", "aeolian": "minor", "natural minor": "minor"}
_FLATS = {"Db": "C#", "D#": "Eb", "Gb": "F#", "G#": "Ab", "A#": "Bb", "Cb": "B", "E#": "F"}
_FLATS |= {"Fb": "E", "B#": "C"}
_QUALITIES = {
    **{quality: quality for quality in QUALITIES},
    **dict.fromkeys(("maj", "M", "6", "add9"), ""),
    **dict.fromkeys(("min", "-", "m6"), "m"),
    **dict.fromkeys(("9", "13"), "7"),
    **dict.fromkeys(("min7", "-7", "m9"), "m7"),
    **dict.fromkeys(("M7", "maj9"), "maj7"),
    **dict.fromkeys(("sus", "7sus4"), "sus4"),
    **dict.fromkeys(("o", "dim7", "o7"), "dim"),
    **dict.fromkeys(("+",), "aug"),
}
"""As people write them, and what the model knows of them."""
_HOME = 0.1
"""A tonic on the tonic is worth so much of what would lie outside the scale."""
_NOTE = r"([A-G](?:#|b)?)"
_PITCH = re.compile(_NOTE + r"(-?\d+)")


@dataclass(frozen=True)
class Scale:
    """A tonic and the pitch classes above it."""

    tonic: int
    kind: str

    @property
    def tones(self) -> int:
        """The pitch classes, each as the bit of its number."""
        return _bits(self.tonic + step for step in SCALES[self.kind])

    @property
    def minor(self) -> bool:
        """Whether its third is."""
        return 3 in SCALES[self.kind]

    def __str__(self) -> str:
        return f"{ROOTS[self.tonic]} {self.kind}"


class HalfBars(NamedTuple):
    """The chord of each half of a bar, as a class of `labels.CHORDS`."""

    first: int
    second: int


def scale(text: str) -> Scale:
    """The scale that is written `Am`, `C major` or `F# dorian`, or `BadRecipe`."""
    match = re.fullmatch(_NOTE + r"\s*(m(?![a-z]))?\s*(.*)", text.strip())
    if match:
        kind = match[3].lower() or ("minor" if match[2] else "major")
        kind = _SAME.get(kind, kind)
        if kind in SCALES and not (match[2] and match[3]):
            return Scale(_root(match[1]), kind)
    raise BadRecipe(
        f"key must be a note and a scale, such as Am, C major or F# dorian: {text!r} is not. "
        f"Scales are {', '.join(SCALES)}."
    )


def progression(text: str) -> tuple[HalfBars, ...]:
    """The chords that are written `Am F C,G`: a bar a word, two in a bar with a comma between."""
    bars = text.replace("|", " ").split()
    if not 1 <= len(bars) <= MOST_BARS:
        raise BadRecipe(
            f"A progression has from 1 to {MOST_BARS} bars, such as Am F C G: this has {len(bars)}."
        )
    read = []
    for bar in bars:
        chords = [_chord(each) for each in bar.split(",")]
        if len(chords) > 2:
            raise BadRecipe(f"A bar has one chord, or two with a comma between: {bar!r} has more.")
        read.append(HalfBars(chords[0], chords[-1]))
    return tuple(read)


def root_of(chord: int) -> int:
    """The pitch class of a chord's root; there must be a chord."""
    return (chord - 1) % len(ROOTS)


def tones_of(chord: int) -> int:
    """The pitch classes of a chord, each as the bit of its number; all of them for none."""
    if chord == 0:
        return ALL_TONES
    quality, root = divmod(chord - 1, len(ROOTS))
    return _bits(root + step for step in [*QUALITIES.values()][quality])


def key_of_chords(bars: tuple[HalfBars, ...]) -> Key | None:
    """The key that the tones of a progression speak for."""
    heard = np.zeros(12)
    for bar in bars:
        for chord in bar:
            heard += [tones_of(chord) >> pitch_class & 1 for pitch_class in range(12)]
    return key_of_tones(heard)


def ranges(text: str) -> dict[Role, range]:
    """The pitches that roles may play, written `lead C4-C6, bass 28-48`; C4 is middle C."""
    read = {}
    for role, words in _by_role(text, "range", "lead C4-C6").items():
        pitches = [_pitch(each) for each in re.split(r"(?<=\d)\s*-\s*", words)]
        if len(pitches) != 2 or pitches[1] - pitches[0] < NARROWEST:
            raise BadRecipe(
                f"A range goes from a low to a high pitch, an octave or more, such as lead C4-C6: "
                f"{words!r} does not."
            )
        read[role] = range(pitches[0], pitches[1] + 1)
    return read


def voices(text: str) -> dict[Role, int]:
    """How many notes of a role may sound at once, written `chords 3, lead 1`."""
    read = {}
    for role, words in _by_role(text, "voices", "chords 3").items():
        if not words.isdigit() or not 1 <= int(words) <= MOST_VOICES:
            raise BadRecipe(f"voices must be from 1 to {MOST_VOICES}, such as chords 3.")
        read[role] = int(words)
    return read


def moved(song: Song, to: Scale) -> Song:
    """A song moved by whole semitones, at most six, to where it fits a scale best."""
    inside = _inside(to)
    heard = _heard(song)
    key = key_of_tones(heard)
    fits = [
        (inside * np.roll(heard, by)).sum() / max(1, heard.sum())
        + _HOME * (key is not None and (key.tonic + by) % 12 == to.tonic)
        - abs(by) / 1000
        for by in range(-6, 6)
    ]
    return _with_pitches(song, song.notes[:, 2] + int(np.argmax(fits)) - 6)


def inside(song: Song, to: Scale) -> Song:
    """A song of which every note that is outside a scale is moved down into it."""
    tones = _inside(to)
    down = [next(by for by in range(12) if tones[(each - by) % 12]) for each in range(12)]
    return _with_pitches(song, song.notes[:, 2] - np.array(down)[song.notes[:, 2] % 12])


def within(song: Song, reach: Mapping[Role, range]) -> Song:
    """A song of which every note that is out of its role's range is moved into it by octaves."""
    pitch = song.notes[:, 2].copy()
    for role, span in reach.items():
        own = song.notes[:, 1] == role
        below, above = span.start - pitch, pitch - (span.stop - 1)
        pitch += own * 12 * (-(-np.maximum(below, 0) // 12) - -(-np.maximum(above, 0) // 12))
    return _with_pitches(song, pitch)


def _with_pitches(song: Song, pitch: NDArray[np.int32]) -> Song:
    """The song with other pitches for all but the drums; of notes that meet the first stays."""
    notes = song.notes.copy()
    notes[:, 2] = np.where(notes[:, 1] == Role.DRUMS, notes[:, 2], pitch)
    notes = notes[(notes[:, 2] >= 0) & (notes[:, 2] <= 127)]
    _, first = np.unique(notes[:, :3], axis=0, return_index=True)
    return replace(song, notes=notes[first])


def _heard(song: Song) -> NDArray[np.float64]:
    """How long each pitch class sounds."""
    _, _, pitch, length, _ = song.notes[song.notes[:, 1] != Role.DRUMS].T
    return np.bincount(pitch % 12, weights=length, minlength=12).astype(np.float64)


def _inside(to: Scale) -> NDArray[np.int64]:
    return np.array([to.tones >> pitch_class & 1 for pitch_class in range(12)])


def _bits(pitches: Iterable[int]) -> int:
    return sum(1 << pitch_class for pitch_class in {pitch % 12 for pitch in pitches})


def _root(name: str) -> int:
    return ROOTS.index(_FLATS.get(name, name))


def _chord(text: str) -> int:
    match = re.fullmatch(_NOTE + r"(\S*)", text)
    if match and match[2] in _QUALITIES:
        return CHORDS.index(ROOTS[_root(match[1])] + _QUALITIES[match[2]])
    raise BadRecipe(
        f"{text!r} is no chord that is known here: write a root and one of major (C), "
        f"{', '.join(f'C{quality}' for quality in QUALITIES if quality)}."
    )


def _pitch(text: str) -> int:
    match = _PITCH.fullmatch(text.strip())
    pitch = 12 * (int(match[2]) + 1) + _root(match[1]) if match else -1
    if text.strip().isdigit():
        pitch = int(text)
    if not 0 <= pitch <= 127:
        raise BadRecipe(f"{text.strip()!r} is no pitch: write C4 for middle C, or 60.")
    return pitch


def _by_role(text: str, what: str, example: str) -> dict[Role, str]:
    """What is said of each role, in words with commas between."""
    said: dict[Role, str] = {}
    for part in text.split(","):
        word, _, rest = part.strip().partition(" ")
        roles = {role.word: role for role in Role if role != Role.DRUMS}
        if word not in roles or roles[word] in said:
            raise BadRecipe(
                f"{what} must name bass, chords or lead, each once, such as {example}: "
                f"{part.strip()!r} does not."
            )
        said[roles[word]] = rest.strip()
    return said
