"""How well a model foretells songs: bits per note, of a release, a run or a baseline.

A release is read through the engine, so what is scored is what ships; a run is read through
PyTorch, imported only then. Knows what MODEL and SOURCE may be. Does not know how either is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from lstmelody import reading, sources, unigram
from lstmelody.briefs import TOLD, Briefed, redoing
from lstmelody.corpus import fit
from lstmelody.encoded import Encoded
from lstmelody.engine import METADATA, Engine
from lstmelody.errors import BadData, MissingPart
from lstmelody.music import Role
from lstmelody.scorecard import Tally
from lstmelody.shards import open_shards

HELD_OUT = "test"
"""The split that is measured where the source is prepared data and no split is named."""

Told = Callable[[int, int | None], None]
Scorer = Callable[[Sequence[Encoded]], Tally]


@dataclass(frozen=True)
class Scorecard:
    """What a model scored, and which files it could not be measured on."""

    tally: Tally
    left_out: dict[str, int]
    """How many files were left out for each reason."""

    def to_json(self) -> dict[str, Any]:
        return {**self.tally.to_json(), "left_out": self.left_out}

    def __str__(self) -> str:
        figures = self.tally.to_json()
        fields = ", ".join(f"{name} {bits:.3f}" for name, bits in figures["by_field"].items())
        places = ", ".join(f"{name} {bits:.3f}" for name, bits in figures["by_place"].items())
        lines = [
            f"{figures['bits_per_note']:.3f} bits per note on {self.tally.songs:,} songs "
            f"with {self.tally.notes:,} notes",
            f"  by field:         {fields}",
            f"  by place in song: {places}",
        ]
        lines += [f"  left out: {reason} ({count:,})" for reason, count in self.left_out.items()]
        return "\n".join(lines)


def evaluate(
    model: str,
    paths: Sequence[Path],
    *,
    split: str | None = None,
    limit: int | None = None,
    told: str = "song",
    redo: Role | None = None,
    progress: Told = lambda *_: None,
) -> Scorecard:
    """Measure a model on songs.

    `model` is `release`, the folder of a run or of an export, or `unigram`: how often each class
    occurs in the training split of the prepared data that is the source. Of prepared data the
    test split is measured unless another is named; of MIDI files all, or a split's. `told` is
    what the model is told of each song, see `briefs.TOLD`; with a role to redo, the other roles
    are given and that one is measured. Raises
    `BadData` or `BadSource` for what can't be read, and where no song is left to measure.
    """
    left_out: Counter[str] = Counter()
    songs = list(islice(_songs(paths, split, left_out), limit))
    if not songs:
        raise BadData("There is no song to measure in what was given.")
    progress(0, len(songs))
    briefed = redoing(redo, TOLD[told]) if redo is not None else TOLD[told]
    tally = _scorer(model, paths, lambda done: progress(done, len(songs)), briefed)(songs)
    return Scorecard(tally, dict(left_out.most_common()))


def _scorer(
    model: str, paths: Sequence[Path], told: Callable[[int], None], briefed: Briefed
) -> Scorer:
    if model == "unigram":
        counts = unigram.count(song for path in paths for song in open_shards(path).songs("train"))
        return lambda songs: unigram.bits(counts, songs)
    folder = Path(model)
    if model == "release" or (folder / METADATA).exists():
        engine = Engine.release() if model == "release" else Engine.load(folder)
        return lambda songs: reading.bits(engine, songs, told, briefed)
    try:
        from lstmelody.learn import checkpoint, scoring
    except ImportError as problem:
        raise MissingPart(
            "To read a training run, PyTorch is needed: run `make setup`, or install "
            "`lstmelody[train]`."
        ) from problem
    network = checkpoint.load_model(folder)
    return lambda songs: scoring.bits(network, songs, told, briefed)


def _songs(paths: Sequence[Path], split: str | None, left_out: Counter[str]) -> Iterator[Encoded]:
    for path in paths:
        if (path / "index.json").exists():
            yield from open_shards(path).songs(split or HELD_OUT)
        else:
            yield from _songs_of_files(path, split, left_out)


def _songs_of_files(path: Path, split: str | None, left_out: Counter[str]) -> Iterator[Encoded]:
    for member in sources.files_in(path):
        if split not in (None, fit.split_of(sources.work_of(member.name))):
            continue
        song = fit.read(member)
        if isinstance(song, str):
            left_out[song] += 1
        else:
            yield song
