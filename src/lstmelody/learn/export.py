"""A trained run → the model that songs are composed with: weights, conductor, and what it is.

The weights are rounded to 8 bits when they are loaded (`native.products`). Nothing is written
unless that leaves what the model says as it was, on songs it was not trained on. Knows PyTorch and
the engine. Does not know how songs are composed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from lstmelody import weights
from lstmelody.engine import METADATA, WEIGHTS, Engine
from lstmelody.errors import BadData
from lstmelody.facts import CONDUCTOR
from lstmelody.learn import checkpoint, scoring
from lstmelody.learn.model import LookbackLSTM
from lstmelody.reading import bits
from lstmelody.shards import open_shards

MOST_LOST = 0.005
"""Largest share of bits per note that 8 bits may cost."""
CHECKED_SONGS = 16


@dataclass(frozen=True)
class Exported:
    """What an export came to."""

    version: str
    bytes: int
    bits_per_note: float
    """Of the exported model, on held-out songs."""
    bits_per_note_in_torch: float

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        return (
            f"Model {self.version}: {self.bytes / 1e6:.1f} MB, {self.bits_per_note:.3f} bits per "
            f"note ({self.bits_per_note_in_torch:.3f} before rounding)"
        )


def export(run: Path, out: Path, data: Path) -> Exported:
    """Write a run's model to a folder that `Engine.load` opens, checked on songs of `data`.

    Beside its weights in 16 bits goes the run's conductor, or the release's where it has none.

    Raises `BadData` where 8 bits lose more than `MOST_LOST` of the bits per note.
    """
    model = checkpoint.load_model(run)
    shards = open_shards(data)
    songs = [
        song for split in ("valid", "train") for song in islice(shards.songs(split), CHECKED_SONGS)
    ][:CHECKED_SONGS]
    if not songs:
        raise BadData(f"There is no song in {data} to check the model on.")
    with tempfile.TemporaryDirectory(dir=_made(out.parent)) as folder:
        beside = Path(folder) / "model"
        beside.mkdir()
        weights.write(beside / WEIGHTS, checkpoint.arrays_of(model))
        own = run / CONDUCTOR
        shutil.copyfile(
            own if own.exists() else checkpoint.folder_of("release") / CONDUCTOR, beside / CONDUCTOR
        )
        version = _version(beside)
        _write_metadata(model, run, beside, version)
        before = scoring.bits(model, songs).bits_per_note
        after = bits(Engine.load(beside), songs).bits_per_note
        if after > before * (1 + MOST_LOST):
            raise BadData(
                f"In 8 bits the model needs {after:.3f} bits per note where it needed "
                f"{before:.3f}: that is too much to lose, so nothing was written."
            )
        size = sum(path.stat().st_size for path in beside.iterdir())
        _replace(beside, out)
    return Exported(version, size, round(after, 4), round(before, 4))


def _version(folder: Path) -> str:
    """A short hash of the weights and the conductor's."""
    digest = hashlib.sha256()
    for name in (WEIGHTS, CONDUCTOR):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]


def _write_metadata(model: LookbackLSTM, run: Path, out: Path, version: str) -> None:
    progress = checkpoint.load_progress(run)
    metadata = {
        "version": version,
        **asdict(model.config),
        "parameters": sum(each.numel() for each in model.parameters()),
        "notes_seen": progress.notes_before + progress.notes,
        "minutes": round(progress.minutes, 1),
        "history": progress.history,
    }
    (out / METADATA).write_text(json.dumps(metadata, indent=1))


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _replace(beside: Path, out: Path) -> None:
    """Move every file of a finished export to its place; what else stands there stays."""
    out.mkdir(exist_ok=True)
    for path in beside.iterdir():
        path.replace(out / path.name)
