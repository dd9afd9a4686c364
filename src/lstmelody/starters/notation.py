"""Reads the shorthand the starters are written in: step lines, phrases, chord symbols.

Knows bars, onsets, lengths and pitches. Does not know roles, instruments, loudness or songs.

Every line is bars divided by `|`, where `%` repeats the bar before; spaces are free.

* A step line, `X..x ..x.`, divides its bar evenly: 16 characters in 4/4 are 16ths, 12 triplets.
  `X` is an accent, `x` plain, `o` soft, `,` a ghost; `-` holds what sounds, `.` is silence. In
  comping, `^` anticipates the next chord and a digit plays one voice of it, counted from below.
* A phrase, `E5:8 D5 r:4 C5~ | C5:2.`, is pitches with note values: 4 a quarter, 8 an eighth, 12 a
  triplet eighth, 6 a triplet quarter, a dot half as long again; without one, the value before
  holds. `r` rests, `~` ties to the next note; `!` accents, `?` softens, `'` is staccato.
* Harmony, `Am7 | Dm9 G13`, shares each bar evenly among its chords.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

NATURALS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
ACCIDENTALS = {"#": 1, "b": -1, "": 0}
QUALITIES = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7, 12),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "dim7": (0, 3, 6, 9),
    "add9": (0, 2, 4, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
    # From here the root is left to the bass.
    "9": (4, 7, 10, 2),
    "m9": (3, 7, 10, 2),
    "maj9": (4, 7, 11, 2),
    "13": (10, 2, 4, 9),
    "7b9": (4, 7, 10, 1),
    "7#9": (4, 10, 3),
}
"""Semitones above the root that the chord instrument plays."""

CHORD = re.compile(r"([A-G])([#b]?)(.*)")
TONE = re.compile(r"(?:(r)|([A-G])([#b]?)(\d))(?::(\d+)(\.?))?([!?'~]*)")
LOWEST_CHORD_PITCH = 48
WHOLE_NOTE_STEPS = 48


class Hit(NamedTuple):
    """One stroke of a step line."""

    onset: int
    duration: int
    mark: str


class Tone(NamedTuple):
    """One note of a phrase."""

    onset: int
    duration: int
    pitch: int
    mark: str
    """`!`, `?` or nothing."""


class Chord(NamedTuple):
    """A chord symbol and the step at which it begins."""

    onset: int
    symbol: str


def bars(line: str) -> list[str]:
    """The bars of a line, repeats written out."""
    written: list[str] = []
    for bar in line.split("|"):
        written.append(written[-1] if bar.strip() == "%" else bar.strip())
    return written


def hits(line: str, bar_steps: int) -> list[Hit]:
    """The strokes of a step line, each as long as the dashes after it say."""
    found: list[Hit] = []
    for start, cell_steps, mark in _cells(line, bar_steps):
        if mark == "-":
            assert found, f"nothing sounds yet that could be held in {line!r}"
            onset, duration, struck = found.pop()
            assert onset + duration == start, f"nothing sounds that could be held in {line!r}"
            found.append(Hit(onset, duration + cell_steps, struck))
        elif mark != ".":
            found.append(Hit(start, cell_steps, mark))
    return found


def _cells(line: str, bar_steps: int) -> Iterator[tuple[int, int, str]]:
    """Onset, length and character of every cell of a step line."""
    for number, bar in enumerate(bars(line)):
        cells = bar.replace(" ", "")
        assert bar_steps % len(cells) == 0, f"{bar!r} does not divide {bar_steps} steps evenly"
        cell_steps = bar_steps // len(cells)
        for place, mark in enumerate(cells):
            yield number * bar_steps + place * cell_steps, cell_steps, mark


def phrase(line: str, bar_steps: int) -> list[Tone]:
    """The notes of a phrase, tied ones joined and staccato ones half as long."""
    found: list[Tone] = []
    now, steps, tied = 0, WHOLE_NOTE_STEPS // 4, False
    for number, bar in enumerate(bars(line)):
        for word in bar.split():
            parsed = TONE.fullmatch(word)
            assert parsed, f"{word!r} is no note"
            rest, letter, accidental, octave, value, dot, marks = parsed.groups()
            if value:
                steps = note_value_steps(int(value), dotted=bool(dot))
            if not rest:
                tone = pitch(letter, accidental, int(octave))
                _add(found, Tone(now, steps, tone, marks), tied=tied)
            now, tied = now + steps, "~" in marks
        assert now == (number + 1) * bar_steps, f"{bar!r} does not fill its bar"
    assert not tied, f"the tie at the end of {line!r} leads nowhere"
    return found


def _add(found: list[Tone], tone: Tone, *, tied: bool) -> None:
    if tied:
        before = found.pop()
        assert before.pitch == tone.pitch, "a tie joins notes of one pitch"
        tone = Tone(before.onset, before.duration + tone.duration, tone.pitch, before.mark)
    duration = -(-tone.duration // 2) if "'" in tone.mark else tone.duration
    found.append(tone._replace(duration=duration, mark=tone.mark.strip("~'")))


def note_value_steps(value: int, *, dotted: bool) -> int:
    """Grid steps of a note value: 4 is a quarter note, 12 an eighth of a triplet."""
    eighths_of_a_step = WHOLE_NOTE_STEPS * (12 if dotted else 8) // value
    assert eighths_of_a_step % 8 == 0, f"a note value of {value} is not on the grid"
    return eighths_of_a_step // 8


def pitch(letter: str, accidental: str, octave: int) -> int:
    """The MIDI pitch of a named note; C4 is 60."""
    return 12 * (octave + 1) + NATURALS[letter] + ACCIDENTALS[accidental]


def harmony(line: str, bar_steps: int) -> list[Chord]:
    """The chords of a harmony line, each with the step at which it begins."""
    return [
        Chord(number * bar_steps + place * bar_steps // len(bar.split()), symbol)
        for number, bar in enumerate(bars(line))
        for place, symbol in enumerate(bar.split())
    ]


def pitch_classes(symbol: str) -> set[int]:
    """Every pitch class of a chord, its root included."""
    root, tones = _parsed(symbol)
    return {root} | {(root + tone) % 12 for tone in tones}


def voiced(chords: list[Chord], around: int) -> list[tuple[int, ...]]:
    """The chords in close position, each the inversion that moves least, staying around a pitch."""
    voicings: list[tuple[int, ...]] = []
    for chord in chords:
        before = voicings[-1] if voicings else (around,)

        def cost(voicing: tuple[int, ...], before: tuple[int, ...] = before) -> float:
            moved = sum(min(abs(tone - other) for other in before) for tone in voicing)
            strayed = abs(sum(voicing) / len(voicing) - around)
            rubs = sum(high - low == 1 for low, high in zip(voicing, voicing[1:], strict=False))
            return moved + strayed + 10 * rubs

        voicings.append(min(_positions(chord.symbol), key=cost))
    return voicings


def _positions(symbol: str) -> Iterator[tuple[int, ...]]:
    """Every close position of a chord in the two octaves from the lowest chord pitch."""
    root, tones = _parsed(symbol)
    if symbol.endswith("5"):  # a power chord stands on its root
        bottom = LOWEST_CHORD_PITCH + (root - LOWEST_CHORD_PITCH) % 12
        yield tuple(bottom + tone for tone in tones)
        return
    classes = sorted((root + tone) % 12 for tone in tones)
    for turn in range(len(classes)):
        close = [*classes[turn:], *(tone + 12 for tone in classes[:turn])]
        for octave in (LOWEST_CHORD_PITCH, LOWEST_CHORD_PITCH + 12):
            yield tuple(octave + tone for tone in close)


def _parsed(symbol: str) -> tuple[int, tuple[int, ...]]:
    parsed = CHORD.fullmatch(symbol)
    assert parsed, f"{symbol!r} is no chord"
    letter, accidental, quality = parsed.groups()
    return (NATURALS[letter] + ACCIDENTALS[accidental]) % 12, QUALITIES[quality]
