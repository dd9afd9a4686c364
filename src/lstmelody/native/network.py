"""The weights of the Lookback LSTM of `learn.model`, laid out for compiled code to step through.

Whatever a look-up in a table and a product with a matrix do one after the other is one look-up in a
table that was multiplied beforehand; what is left is rounded to 8 bits (`products`). Knows the
names of weights. Does not know songs, where weights come from, or how a step is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.events import FIELDS
from lstmelody.inputs import AGAIN_CLASSES, FOUND_CLASSES, PITCHES, RECALLED, SLOTS
from lstmelody.native.functions import Array, add_product_in_order
from lstmelody.native.products import Dense, dense

Whole = NDArray[np.int16]
_MOST = 2**15 - 1

HEADS = {"pitch": PITCHES, "duration": FIELDS["duration"], "velocity": FIELDS["velocity"]}
"""The later fields, and how many classes each has."""


class Norm(NamedTuple):
    """The weights of a layer norm."""

    weight: Array
    bias: Array


class Linear(NamedTuple):
    """A product and what is added to it."""

    matrix: Dense
    bias: Array


class Block(NamedTuple):
    """A residual LSTM, then a residual gated MLP."""

    lstm_norm: Norm
    heard: Linear
    """What is heard → the four gates; then what was remembered → the same."""
    remembered: Dense
    mlp_norm: Norm
    spread: Linear
    gather: Linear


class Head(NamedTuple):
    """What chooses one later field."""

    before: Whole
    again: Whole
    """(`RECALLED`, classes, head)"""
    scales: Array
    bias: Array
    mix: Linear
    out: Linear


class Network(NamedTuple):
    """All weights; the tables are (classes, width), wider by four heads where they skip ahead.

    They are whole numbers, of which half as many bytes are read: what a row's sum stands for, the
    scales of its columns say.
    """

    heard: Whole
    context: Whole
    scales: Array
    found: Whole
    """(`SLOTS`, classes, width and heads)"""
    ahead: Whole
    seen_scales: Array
    seen_bias: Array
    blocks: tuple[Block, ...]
    leave_norm: Norm
    leave: Dense
    cells: Linear
    heads: tuple[Head, Head, Head]


def network(weights: Mapping[str, Array]) -> Network:
    """The network of these weights, named as in `learn.model`."""

    def linear(name: str) -> Linear:
        return Linear(dense(weights[f"{name}.weight"]), weights[f"{name}.bias"])

    def norm(name: str) -> Norm:
        return Norm(weights[f"{name}.weight"], weights[f"{name}.bias"])

    width = len(weights["leave_norm.weight"])
    layers = len({name.split(".")[1] for name in weights if name.startswith("blocks.")})
    skipped = weights["leave.weight"][:, width:]
    both = np.concatenate([weights["enter.weight"][:, -skipped.shape[1] :], skipped])
    table = weights["ahead.weight"].shape[1]
    found = _found(weights, both[:, :-table], SLOTS, "found.weight", FOUND_CLASSES)
    heard, context, _ = np.split(weights["enter.weight"], [table, 2 * table], axis=1)
    (whole_heard, whole_context), scales = _whole(
        _multiplied(weights["heard.weight"], heard),
        _multiplied(weights["context.weight"], context),
    )
    (whole_found, whole_ahead), seen_scales = _whole(
        found, _multiplied(weights["ahead.weight"], both[:, -table:])
    )
    return Network(
        heard=whole_heard,
        context=whole_context,
        scales=scales,
        found=whole_found,
        ahead=whole_ahead,
        seen_scales=seen_scales,
        seen_bias=np.concatenate([weights["enter.bias"], weights["leave.bias"]]),
        blocks=tuple(_block(weights, f"blocks.{layer}", linear, norm) for layer in range(layers)),
        leave_norm=norm("leave_norm"),
        leave=dense(weights["leave.weight"][:, :width]),
        cells=linear("cell_out"),
        heads=tuple(_head(weights, f"{name}_head", linear) for name in HEADS),  # type: ignore[arg-type]
    )


def _block(
    weights: Mapping[str, Array],
    name: str,
    linear: Callable[[str], Linear],
    norm: Callable[[str], Norm],
) -> Block:
    lstm = f"{name}.lstm"
    bias = weights[f"{lstm}.bias_ih_l0"] + weights[f"{lstm}.bias_hh_l0"]
    return Block(
        lstm_norm=norm(f"{name}.lstm_norm"),
        heard=Linear(dense(weights[f"{lstm}.weight_ih_l0"]), bias),
        remembered=dense(weights[f"{lstm}.weight_hh_l0"]),
        mlp_norm=norm(f"{name}.mlp_norm"),
        spread=linear(f"{name}.spread"),
        gather=linear(f"{name}.gather"),
    )


def _head(weights: Mapping[str, Array], name: str, linear: Callable[[str], Linear]) -> Head:
    mix = linear(f"{name}.mix")
    recall = weights.get(f"{name}.recall.weight", np.zeros((len(mix.bias), 0), np.float32))
    (before, again), scales = _whole(
        weights[f"{name}.before.weight"],
        _found(weights, recall, RECALLED, f"{name}.again.weight", AGAIN_CLASSES),
    )
    return Head(
        before=before,
        again=again,
        scales=scales,
        bias=weights.get(f"{name}.recall.bias", np.zeros_like(mix.bias)),
        mix=mix,
        out=linear(f"{name}.out"),
    )


def _found(
    weights: Mapping[str, Array], matrix: Array, slots: int, name: str, classes: Sequence[int]
) -> Array:
    """What was found, multiplied: (slots, classes, outputs); zeros for a plain LSTM."""
    if name not in weights:
        return np.zeros((slots, sum(classes), len(matrix)), np.float32)
    parts = np.split(matrix, slots, axis=1)
    return np.stack([_multiplied(weights[name], part) for part in parts])


def _whole(*tables: Array) -> tuple[list[Whole], Array]:
    """Tables as whole numbers with common scales, one for each column."""
    width = tables[0].shape[-1]
    reach = np.max([np.abs(each).reshape(-1, width).max(axis=0) for each in tables], axis=0)
    scales = (reach / np.float32(_MOST)).astype(np.float32)
    steps = np.where(scales, scales, 1)
    return [np.rint(each / steps).astype(np.int16) for each in tables], scales


def _multiplied(table: Array, matrix: Array) -> Array:
    """The rows of a table (classes, inputs) as a matrix (outputs, inputs) makes them."""
    out = np.zeros((len(table), len(matrix)), np.float32)
    add_product_in_order(np.ascontiguousarray(table), np.ascontiguousarray(matrix.T), out)
    return out
