"""One batched step of the exported model on ONNX Runtime: states in, logits out.

Knows the model's four graphs and their arrays. Does not know music, sampling or recipes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from lstmelody.conductor import CONDUCTOR, Conductor
from lstmelody.errors import BadData

Array = NDArray[np.float32]
Indices = NDArray[np.int64]

# onnxruntime's errors have no common base of their own.
_DAMAGED = tuple(
    getattr(ort.capi.onnxruntime_pybind11_state, name)
    for name in ("Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "RuntimeException")
)

GRAPHS = ("step", "pitch", "duration", "velocity")
"""The files of an exported model: the network's step, and a head for each later field."""


GIVEN = ("heard", "context", "found", "ahead")
"""What a step is given, in the order of `inputs.Inputs`."""


class State(NamedTuple):
    """What the network remembers of each song, as plain arrays that can be copied and kept."""

    hidden: Array
    """(layers, batch, width)"""
    cell: Array


class Trunk(NamedTuple):
    """What a step says before the event is chosen."""

    cells: Array
    """(batch, CELLS) logits of the joint (shift, role) class."""
    pitch: Array
    """(batch, head): what the pitch head goes on from; so for the next two."""
    duration: Array
    velocity: Array


@dataclass(frozen=True)
class Engine:
    """A loaded model. Safe to share between threads: it keeps nothing of a song."""

    metadata: dict[str, Any]
    sessions: dict[str, ort.InferenceSession]
    conductor: Conductor
    """Writes the outlines of songs."""

    @classmethod
    def load(cls, folder: Path) -> Engine:
        """The exported model in a folder, or `BadData` where there is none."""
        try:
            metadata = json.loads((folder / "metadata.json").read_text())
            sessions = {name: _session(folder / f"{name}.onnx") for name in GRAPHS}
            conductor = Conductor.load(folder / CONDUCTOR)
        except (OSError, ValueError, *_DAMAGED) as problem:
            raise BadData(
                f"There is no exported model in {folder}: make one with `lstmelody export`."
            ) from problem
        return cls(metadata, sessions, conductor)

    @classmethod
    def release(cls) -> Engine:
        """The model that ships with the package."""
        with as_file(files("lstmelody") / "release") as folder:
            return cls.load(folder)

    @property
    def version(self) -> str:
        """Names the weights: two models with the same version compose the same songs."""
        return str(self.metadata["version"])

    def start(self, batch: int) -> State:
        """The state before the first event of each of so many songs."""
        shape = (self.metadata["layers"], batch, self.metadata["width"])
        return State(np.zeros(shape, np.float32), np.zeros(shape, np.float32))

    def step(self, given: Sequence[Indices], state: State) -> tuple[Trunk, State]:
        """Hear one event a song: the first arrays of `inputs.Inputs` with the batch in front."""
        feeds = dict(zip(GIVEN, given, strict=True)) | state._asdict()
        if not self.metadata["lookback"]:
            del feeds["found"]
        *trunk, hidden, cell = self.sessions["step"].run(None, feeds)
        return Trunk(*trunk), State(hidden, cell)

    def head(self, name: str, known: Array, again: Indices, chosen: Indices) -> Array:
        """Logits of one later field: `known` is its part of the trunk, `chosen` (batch, fields)
        the table indices of the fields before it: cell, then pitch, then duration."""
        feeds = {"known": known, "again": again, "chosen": chosen}
        if not self.metadata["lookback"]:
            del feeds["again"]
        logits: Array = self.sessions[name].run(None, feeds)[0]
        return logits


def _session(path: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    # One thread: a second one spins while it waits, and slows a busy machine down many times.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
