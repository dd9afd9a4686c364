"""A model that songs are composed with: loaded from its weights, and asked event by event.

Knows the files of a model and the arrays of its network. Does not know music, sampling or recipes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody import weights
from lstmelody.conductor import Conductor
from lstmelody.errors import BadData
from lstmelody.events import CELLS
from lstmelody.facts import CONDUCTOR
from lstmelody.native import network, stepping
from lstmelody.native.network import HEADS, Network
from lstmelody.native.stepping import Given

Array = NDArray[np.float32]
Indices = NDArray[np.int16]

METADATA, WEIGHTS = "metadata.json", "model.safetensors"
"""The files of an exported model beside its conductor."""


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
    network: Network
    conductor: Conductor
    """Writes the outlines of songs."""

    @classmethod
    def load(cls, folder: Path) -> Engine:
        """The exported model in a folder, or `BadData` where there is none."""
        try:
            metadata = json.loads((folder / METADATA).read_text())
            net = network.network(weights.read(folder / WEIGHTS))
            conductor = Conductor.load(folder / CONDUCTOR)
        except (OSError, ValueError, KeyError, BadData) as problem:
            raise BadData(
                f"There is no exported model in {folder}: make one with `lstmelody export`."
            ) from problem
        return cls(metadata, net, conductor)

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
        shape = (len(self.network.blocks), batch, len(self.network.leave_norm.bias))
        return State(np.zeros(shape, np.float32), np.zeros(shape, np.float32))

    def step(self, given: Sequence[Indices], state: State) -> tuple[Trunk, State]:
        """Hear one event a song: the first arrays of `inputs.Inputs` with the batch in front."""
        batch, head = len(given[0]), len(self.network.heads[0].bias)
        cells = np.empty((batch, CELLS), np.float32)
        known = np.empty((len(HEADS), batch, head), np.float32)
        after = State(*(np.array(each, order="C") for each in state))
        stepping.step(
            self.network,
            Given(*(np.ascontiguousarray(each, np.int16) for each in given)),
            *after,
            cells,
            known,
            stepping.room(self.network, batch),
        )
        return Trunk(cells, *known), after

    def head(self, name: str, known: Array, again: Indices, chosen: Indices) -> Array:
        """Logits of one later field: `known` is its part of the trunk, `chosen` (batch, fields)
        the table indices of the fields before it: cell, then pitch, then duration."""
        batch = len(known)
        logits = np.empty((batch, HEADS[name]), np.float32)
        stepping.choose(
            self.network,
            [*HEADS].index(name),
            np.ascontiguousarray(known),
            np.ascontiguousarray(again, np.int16),
            np.ascontiguousarray(chosen, np.int16),
            logits,
            stepping.room(self.network, batch),
        )
        return logits
