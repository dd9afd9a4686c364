"""The conductor's network, compiled: an LSTM over bars, and what it says of each field of one.

In 32 bits and in a fixed order, so that a plan is the same on every machine. Knows the names of
weights. Does not know what a field is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.native.compiling import compiled
from lstmelody.native.functions import Array, add_product_in_order, sigmoid, tanh

Indices = NDArray[np.int64]


class Ear(NamedTuple):
    """The LSTM; matrices are (inputs, outputs)."""

    facts: Array
    enter: Array
    hidden: Array
    bias: Array


class Field(NamedTuple):
    """What decides one field of a bar."""

    known: Array
    known_bias: Array
    before: Array
    starts: Indices
    out: Array
    out_bias: Array


class Conducting(NamedTuple):
    """All weights."""

    ear: Ear
    fields: tuple[Field, ...]
    starts: Indices
    """Where each fact's rows begin in their table."""


def conducting(
    weights: Mapping[str, Array], starts: Indices, before: Sequence[Indices]
) -> Conducting:
    """The network of these weights, named as `learn.conducting` writes them."""

    def turned(name: str) -> Array:
        return np.ascontiguousarray(weights[name].T)

    ear = Ear(weights["facts"], turned("enter"), turned("hidden"), weights["bias"])
    fields = tuple(
        Field(
            turned(f"known{number}.weight"),
            weights[f"known{number}.bias"],
            weights[f"before{number}.weight"],
            own,
            turned(f"out{number}.weight"),
            weights[f"out{number}.bias"],
        )
        for number, own in enumerate(before)
    )
    return Conducting(ear, fields, starts)


@compiled
def hear(ear: Ear, rows: Indices, state: Array) -> None:
    """One step of the LSTM, whose hidden and cell state (2, width) it changes."""
    width = state.shape[1]
    x = np.zeros((1, ear.facts.shape[1]), np.float32)
    for row in rows:
        for i in range(x.shape[1]):
            x[0, i] += ear.facts[row, i]
    gates = ear.bias.copy().reshape(1, -1)
    add_product_in_order(x, ear.enter, gates)
    add_product_in_order(state[:1], ear.hidden, gates)
    own = gates[0]
    for i in range(width):
        kept = sigmoid(own[width + i]) * state[1, i]
        state[1, i] = kept + sigmoid(own[i]) * tanh(own[2 * width + i])
        state[0, i] = sigmoid(own[3 * width + i]) * tanh(state[1, i])


@compiled
def said(field: Field, hidden: Array, rows: Indices) -> Array:
    """The logits of a field, from the hidden state and the rows of what was decided before."""
    known = field.known_bias.copy().reshape(1, -1)
    add_product_in_order(hidden.reshape(1, -1), field.known, known)
    for place in range(len(rows)):
        row = field.before[field.starts[place] + rows[place]]
        for i in range(len(row)):
            known[0, i] += row[i]
    for i in range(known.shape[1]):
        known[0, i] = max(known[0, i], np.float32(0))
    logits = field.out_bias.copy().reshape(1, -1)
    add_product_in_order(known, field.out, logits)
    return logits.reshape(-1)
