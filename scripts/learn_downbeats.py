"""Learns the weights that tell which beat of four is the first, and measures them on other songs.

python scripts/learn_downbeats.py [--songs N] ARCHIVES...

Nothing is labelled by hand: the bars of files that tell 4/4 are the truth, a few of them wrong. A
conditional logit over the four rotations of a window learns them. Works are held out by their
hash, in three folds. Prints tables in Markdown and the weights as `lstmelody.downbeats.WEIGHTS`
has them, and changes no file. Needs SciPy, which comes with scikit-learn.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from lstmelody import downbeats, midi, sources
from lstmelody.corpus.fit import Limits
from lstmelody.downbeats import BEATS, KINDS, SCARCE, WINDOW, Floats
from lstmelody.errors import LSTMelodyError
from lstmelody.music import METERS, Score

SONGS = 5_735
"""Files read unless told otherwise: a fifth of the corpus, of which 3 in 4 can be learned from.
The weights in the code come from as many others (every second of Lakh, every sixth of the rest).
Two such samples differ by 0.2 on average and 0.8 at most, and find the same within 2 points."""
BARS = range(12, 401)
LIMITS = Limits()
"""A song farther from its grid does not keep the bars it tells."""
FOLDS = 3
MISLABELLED = 0.06
"""The share of windows taken to begin bars elsewhere than their file says, so that the plainly
wrong ones, which one looks for, do not pull the weights their way: with none, 54 % instead of 78 %
of shifted songs would be found at p > 0.98."""
DECAY = 1e-4
"""L2: a fifth of it finds 2 % more, and fires on 0.1 % more of the songs as told."""
LEVELS = (0.9, 0.98, 0.995)


class Example(NamedTuple):
    """A song whose file tells where bars begin."""

    windows: Floats
    """(windows, 4, 4 · kinds): the shares of each as if each of four beats began the bars."""
    whole: Floats
    """(1, 4, 4 · kinds): of the whole song."""
    fold: int


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("archives", nargs="+", type=Path)
    reader.add_argument("--songs", type=int, default=SONGS, help="how many files to read")
    asked = reader.parse_args()
    found = list(examples(sampled(asked.archives, asked.songs)))
    count = sum(len(example.windows) for example in found)
    print(f"{len(found):,} songs that tell 4/4, {count:,} windows of {2 * WINDOW} bars.\n")
    measure(found)
    show(learned([example.windows for example in found]))


def sampled(archives: Sequence[Path], count: int) -> list[sources.File]:
    """The files whose names have the lowest hashes: the same ones at every run, from anywhere."""
    files = chain.from_iterable(sources.files_in(archive) for archive in archives)
    whole = (file for file in files if isinstance(file, sources.File))
    return nsmallest(count, whole, key=lambda file: _hash(file.name))


def examples(files: Iterable[sources.File]) -> Iterator[Example]:
    for file in files:
        try:
            score = midi.read(file.data, rebar=False)
        except LSTMelodyError:
            continue
        if tells_bars(score):
            found = downbeats.evidence(_struck(score))
            groups = np.add.reduceat(found, np.arange(0, len(found), WINDOW))
            windows = groups[:-1] + groups[1:] if len(groups) > 1 else groups
            whole = found.sum(axis=0, keepdims=True)
            fold = _hash(sources.work_of(file.name)) % FOLDS
            yield Example(_rotated(windows), _rotated(whole), fold)


def tells_bars(score: Score) -> bool:
    """Whether the file itself says 4/4, is of a usual length, and keeps to its grid."""
    return (
        score.meter == METERS[0]
        and not score.meter_inferred
        and score.bars in BARS
        and score.grid_error <= LIMITS.max_grid_error
        and score.drift <= LIMITS.max_drift
    )


def learned(windows: Sequence[Floats]) -> Floats:
    """The weights, (4, kinds), under which the beats that files call the first are likeliest."""
    design = np.concatenate(windows)

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = likelihoods(design, weights)
        noisy = (1 - MISLABELLED) * odds[:, 0] + MISLABELLED / BEATS
        pull = odds * ((1 - MISLABELLED) * odds[:, 0] / noisy / len(odds))[:, None]
        pull[:, 0] -= pull.sum(axis=1)
        slope = np.tensordot(pull, design, axes=2) + 2 * DECAY * weights
        return float(-np.log(noisy).mean() + DECAY * weights @ weights), slope

    fitted = minimize(loss, np.zeros(BEATS * KINDS), jac=True, method="L-BFGS-B")
    assert fitted.success, fitted.message
    weights: Floats = fitted.x.reshape(BEATS, KINDS)
    weights -= weights.mean(axis=0)  # what all beats share tells none from another
    return weights


def likelihoods(design: Floats, weights: Floats) -> Floats:
    """How likely each of four beats is the first of the bar: (windows, 4)."""
    odds = design @ weights.ravel()
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    likely: Floats = odds / odds.sum(axis=1, keepdims=True)
    return likely


def measure(found: Sequence[Example]) -> None:
    """Print what the weights learned from the other folds find, on windows and on whole songs."""
    windows, songs = [], []
    for fold in range(FOLDS):
        weights = learned([example.windows for example in found if example.fold != fold])
        held_out = [example for example in found if example.fold == fold]
        windows += [likelihoods(example.windows, weights) for example in held_out]
        songs += [likelihoods(example.whole, weights) for example in held_out]
    print(f"| found / fires, held out | {' | '.join(f'p > {level:g}' for level in LEVELS)} |")
    print("|---|" + "---|" * len(LEVELS))
    for title, likely in (("windows", windows), ("whole songs", songs)):
        print(f"| {title} | {' | '.join(rates(np.concatenate(likely)))} |")
    print()


def rates(likely: Floats) -> Iterator[str]:
    """How many would be found if shifted, and how many fire on another beat than their file's.

    The logit is the same whichever beat comes first, so shifting songs would give the same.
    """
    for level in LEVELS:
        found, fires = (likely[:, 0] > level).mean(), (likely[:, 1:].max(axis=1) > level).mean()
        yield f"{found:.1%} / {fires:.2%}"


def show(weights: Floats) -> None:
    """Print the weights to be pasted, and how far those in the code are from them."""
    rounded = weights.round(1) + 0.0  # without -0.0
    print("\n".join(["[", *(f"    {row}," for row in rounded.tolist()), "]"]))
    beside = np.abs(rounded - downbeats.WEIGHTS)
    print(
        f"\nThose in the code differ by {beside.mean():.2f} on average, {beside.max():.1f} at most."
    )


def _struck(score: Score) -> downbeats.Struck:
    notes = np.concatenate([track.notes for track in score.tracks]).astype(np.int64)
    lengths = [len(track.notes) for track in score.tracks]
    track = np.repeat(np.arange(len(lengths)), lengths)
    drums = np.array([track.is_drums for track in score.tracks])[track]
    return downbeats.Struck(notes[:, 0], track, notes[:, 2], notes[:, 1].astype(np.float64), drums)


def _rotated(found: Floats) -> Floats:
    """The shares that the beats have of each kind (as `downbeats` weighs them), turned."""
    own = found.sum(axis=-2, keepdims=True)
    share = (found - own / BEATS) / (own + SCARCE)
    turned = [np.roll(share, -first, axis=-2) for first in range(BEATS)]
    return np.stack(turned, axis=1).reshape(len(found), BEATS, -1)


def _hash(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"downbeats/{name}".encode()).digest()[:8], "little")


if __name__ == "__main__":
    main()
