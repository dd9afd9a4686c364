"""What can be heard in a song and told in a word: its key, its chords, how densely it is played.

A chord is told for every half bar, in any meter: 2 beats of 4/4, 1.5 of 3/4 and 6/8, 1 of 2/4,
3 of 12/8. Its two halves listen to each other, so that a chord that fills a bar is told twice.

Knows pitch classes, keys and chords. Does not know the model, nor what labels are for.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import Ints, Role, Song

Reals = NDArray[np.float64]

ROOTS = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")

QUALITIES = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "sus4": (0, 5, 7),
    "dim": (0, 3, 6),
    "aug": (0, 4, 8),
    "m7b5": (0, 3, 6, 10),
}
"""The tones of a chord, in semitones above its root. A root alone counts as a `5`, too.

Of 6, m6, sus2, 7sus4, dim7, add9 and the ninths each was tried, and each agreed less with what
people write over a song.
"""

NO_REGISTER = 255
"""In place of a mean pitch where there is no note."""

NO_CHORD = 0
CHORDS = ("N", *(root + quality for quality in QUALITIES for root in ROOTS))
"""The name of every class of chord: none, then 12 roots of each quality."""

# How well each pitch class fits a key whose tonic is the first: C. Krumhansl, Cognitive
# Foundations of Musical Pitch, 1990, table 2.1.
_MAJOR = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88]
_MINOR = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]


class Key(NamedTuple):
    """A key, and how sure it is."""

    tonic: int
    """Pitch class, 0 for C."""
    minor: bool
    confidence: float
    """0..1: how much better it fits than any key but its relative, which has the same scale."""

    @property
    def name(self) -> str:
        return f"{ROOTS[self.tonic]} {'minor' if self.minor else 'major'}"


def _standardised(rows: Reals) -> Reals:
    """Rows with mean 0 and length 1, so that their products are correlations."""
    centred: Reals = rows - rows.mean(axis=-1, keepdims=True)
    length: Reals = np.linalg.norm(centred, axis=-1, keepdims=True)
    return centred / length


_KEYS = _standardised(
    np.array([np.roll(mode, tonic) for mode in (_MAJOR, _MINOR) for tonic in range(12)], float)
)


def key_of(song: Song) -> Key | None:
    """The key that fits best how long each pitch class of a song sounds: see `key_of_tones`."""
    _, _, pitch, lengths, _ = _pitched(song).T
    return key_of_tones(np.bincount(pitch % 12, weights=lengths, minlength=12).astype(np.float64))


def key_of_tones(sounding: Reals) -> Key | None:
    """The key whose profile correlates best with how much each of the 12 pitch classes sounds.

    None where no pitch class sounds longer than another. After Krumhansl 1990.
    """
    if np.ptp(sounding) == 0:
        return None
    fit = np.matmul(_KEYS, _standardised(sounding))
    best = int(fit.argmax())
    minor, tonic = divmod(best, 12)
    relative = (tonic + 3) % 12 if minor else 12 + (tonic + 9) % 12
    others = np.delete(fit, [best, relative])
    return Key(tonic, bool(minor), min(1.0, float(fit[best] - others.max())))


def densities_of(song: Song) -> NDArray[np.uint8]:
    """Notes a bar and role, as (bars, 4), up to 255."""
    place = song.notes[:, 0] // song.meter.bar_steps * len(Role) + song.notes[:, 1]
    count = np.bincount(place, minlength=song.bars * len(Role)).reshape(song.bars, len(Role))
    return np.minimum(count, 255).astype(np.uint8)


def registers_of(song: Song) -> NDArray[np.uint8]:
    """Where bass, chords and lead play: (bars, 3) mean pitches of the notes that begin in a bar, to
    the nearest semitone; `NO_REGISTER` where none does."""
    notes = _pitched(song)
    place = notes[:, 0] // song.meter.bar_steps * len(Role) + notes[:, 1]
    size = song.bars * len(Role)
    count = np.bincount(place, minlength=size)
    total = np.bincount(place, weights=notes[:, 2], minlength=size)
    mean = np.floor(total / np.maximum(count, 1) + 0.5)
    registers = np.where(count > 0, mean, NO_REGISTER).astype(np.uint8)
    return registers.reshape(song.bars, len(Role))[:, Role.BASS :]


def polyphony_of(song: Song) -> float:
    """How many pitched notes sound together, on average over the steps where one begins."""
    notes = _pitched(song)
    begun = np.bincount(notes[:, 0], minlength=song.steps + 1)
    ended = np.bincount(np.minimum(notes[:, 0] + notes[:, 3], song.steps), minlength=len(begun))
    sounding = np.cumsum(begun - ended)[begun > 0]
    return float(sounding.mean()) if len(sounding) else 0.0


def chord_name(chord: int) -> str:
    """`Am7`, `F`; `N` for no chord."""
    return CHORDS[chord]


def transposed_chord(chord: int, semitones: int) -> int:
    """The class of a chord moved by semitones."""
    if chord == NO_CHORD:
        return NO_CHORD
    quality, root = divmod(chord - 1, 12)
    return 1 + 12 * quality + (root + semitones) % 12


# What follows was set by 4,672 half bars of 34 songs in which people had written the chords (Yamaha
# XF): it names the same root in 89 % of them, and the same root and third in 85 %; in 784 half bars
# of 6 songs that had no part in it, 90 and 89 %. Without the other half of the bar the 34 give 87
# and 82 %, without what the bass tells of the root 85 and 82 %; see docs/log.md.
_VOICES = {
    "bass": (1.0, 1.0),
    "bass struck on the half bar": (1.0, 3.0),
    "chords": (1.0, 0.0),
    "lead": (0.5, 0.0),
}
"""How much each voice tells of the tones of a chord, and how much of which of them is the root."""
_EVIDENCE = np.kron(np.array(list(_VOICES.values())), np.eye(12))
_OTHER_HALF = np.array([0.15, 0.35]).reshape(1, 2, 1, 1)
"""What sounds in the other half counts for so much: less to the first half, where roots are."""
_LEAST = 0.125
"""Tones sounding on average, below which there is no chord: a 16th of one note."""
_STRAY = 0.2
"""Share of what sounds that is expected to be any pitch class."""
_ROOT_TONE = 1.2
"""How much more often the root of a chord sounds than each of its other tones."""
_BASS_TONES = {"root": 0.5, "fifth": 0.1, "tone": 0.05, "other": 0.02}
"""How likely the bass plays each of them; only their ratios matter."""
_BASS_COUNTS = 0.25
"""What the bass tells counts for so much beside what the tones tell."""
_RARE = 0.25
"""How much better than a major or minor triad any other class has to fit."""


def _log_likelihoods() -> NDArray[np.float32]:
    """(24, chords): log-likelihood of each pitch class among tones, then in the bass."""
    table = np.full((24, len(CHORDS)), np.log(1 / 12))
    table[:12, NO_CHORD] -= _RARE
    table[12:, NO_CHORD] *= _BASS_COUNTS
    for number, tones in enumerate(QUALITIES.values()):
        heard, low = np.zeros(12), np.full(12, _BASS_TONES["other"])
        heard[list(tones)] = 1.0
        low[list(tones)] = _BASS_TONES["tone"]
        low[[tone for tone in tones if tone in (6, 7, 8)]] = _BASS_TONES["fifth"]
        heard[0], low[0] = _ROOT_TONE, _BASS_TONES["root"]
        heard = (1 - _STRAY) * heard / heard.sum() + _STRAY / 12
        for root in range(12):
            column = 1 + 12 * number + root
            table[:12, column] = np.roll(np.log(heard), root) - _RARE * (number > 1)
            table[12:, column] = np.roll(np.log(low / low.sum()), root) * _BASS_COUNTS
    return table.astype(np.float32)


_FIT = _log_likelihoods()


def chords_of(song: Song) -> NDArray[np.uint8]:
    """The chord of each half bar as (bars, 2) classes of `CHORDS`.

    The one under which what sounds is most likely, each tone weighed by how long it sounds.
    """
    heard = _sounding(song).T @ _EVIDENCE
    halves = heard.reshape(song.bars, 2, 2, 12)
    halves = halves + _OTHER_HALF * halves[:, ::-1]
    mass = halves.sum(axis=3, keepdims=True)
    share = (halves / np.maximum(mass, 1e-9)).astype(np.float32)
    fit = np.matmul(share.reshape(song.bars * 2, 24), _FIT)
    chords: NDArray[np.uint8] = fit.argmax(axis=1).astype(np.uint8).reshape(song.bars, 2)
    chords[mass[:, :, 0, 0] < _LEAST] = NO_CHORD
    return chords


def _sounding(song: Song) -> Reals:
    """How many notes of each voice and pitch class sound on average, as (4 * 12, half bars).

    Each beginning adds what is left of its half bar there and a whole to all later ones; each end
    takes as much away.
    """
    half, cells = song.meter.bar_steps // 2, song.bars * 2 + 1
    onset, role, pitch, duration, _ = _pitched(song).T
    voice = np.where(role == Role.BASS, onset % half == 0, role)
    row = voice * 12 + pitch % 12
    steps = np.concatenate([onset, np.minimum(onset + duration, song.steps)])
    cell = steps // half
    place = np.concatenate([row, row]) * cells + cell
    sign = np.repeat([1.0, -1.0], len(onset))
    left = sign * ((cell + 1) * half - steps)
    partly = np.bincount(place, weights=left, minlength=48 * cells).reshape(48, cells)
    wholly = np.bincount(place, weights=sign, minlength=48 * cells).reshape(48, cells)
    partly[:, 1:] += half * np.cumsum(wholly, axis=1)[:, :-1]
    return partly[:, :-1] / half


def _pitched(song: Song) -> Ints:
    """The notes but the drums; `compress` takes half the time of a mask."""
    return song.notes.compress(song.notes[:, 1] != Role.DRUMS, axis=0)
