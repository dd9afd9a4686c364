"""The Lookback LSTM's step, compiled: the network of `learn.model`, for the songs of a batch.

Whatever a look-up in a table and a product with a matrix do one after the other is one look-up in a
table that was multiplied beforehand; what is left is rounded to 8 bits (`products`). Knows the
names of weights and the layout of the inputs. Does not know songs, or where weights come from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.events import CELLS, FIELDS
from lstmelody.inputs import (
    AGAIN_CLASSES,
    AHEAD_CLASSES,
    CONTEXT_CLASSES,
    FOUND_CLASSES,
    HEARD_CLASSES,
    PITCHES,
    RECALLED,
    SLOTS,
)
from lstmelody.native.compiling import compiled
from lstmelody.native.functions import (
    Array,
    add_product_in_order,
    gelu,
    normed,
    sigmoid,
    tanh,
)
from lstmelody.native.products import Dense, Space, add_product, dense, space

Indices = NDArray[np.int16]
Whole = NDArray[np.int16]
_MOST = 2**15 - 1

HEADS = {"pitch": PITCHES, "duration": FIELDS["duration"], "velocity": FIELDS["velocity"]}
"""The later fields, and how many classes each has."""


def _starts(classes: Sequence[int]) -> NDArray[np.int64]:
    return np.cumsum([0, *classes[:-1]], dtype=np.int64)


_HEARD, _CONTEXT, _FOUND, _AHEAD, _AGAIN = map(
    _starts, (HEARD_CLASSES, CONTEXT_CLASSES, FOUND_CLASSES, AHEAD_CLASSES, AGAIN_CLASSES)
)
_BEFORE = _starts((CELLS, *HEADS.values()))


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


class Given(NamedTuple):
    """What each song of a batch is given: as in `inputs.Inputs`."""

    heard: Indices
    context: Indices
    found: Indices
    ahead: Indices


class Room(NamedTuple):
    """Room to work in, for the songs of a batch."""

    sums: NDArray[np.int32]
    seen: Array
    x: Array
    y: Array
    gates: Array
    leaving: Array
    small: Array
    smaller: Array
    products: Space


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


def room(net: Network, rows: int) -> Room:
    """Room for batches of at most so many songs."""
    width, head = len(net.leave_norm.bias), len(net.heads[0].bias)
    sizes = (len(net.seen_bias), width, width, 4 * width, 4 * head, head, head)
    seen, x, y, gates, leaving, small, smaller = (
        np.zeros((rows, size), np.float32) for size in sizes
    )
    largest = max(width, head)
    products = space(rows, largest, max(4 * largest, CELLS))
    sums = np.zeros((rows, len(net.seen_bias)), np.int32)
    return Room(sums, seen, x, y, gates, leaving, small, smaller, products)


@compiled
def step(
    net: Network, given: Given, hidden: Array, cell: Array, cells: Array, known: Array, room: Room
) -> None:
    """Hear an event of each of n songs, and change their hidden and cell states (layers, n, width).

    Writes `cells` (n, CELLS), the logits of what comes next, and `known` (heads, n, head), what
    each later head goes on from.
    """
    rows, width = len(given.heard), len(net.leave_norm.bias)
    head = len(net.heads[0].bias)
    seen, x = room.seen[:rows], room.x[:rows]
    for row in range(rows):
        sums = room.sums[row]
        sums[:] = 0
        for slot in range(SLOTS):
            _add_rows(net.found[slot], _FOUND, given.found[row, slot], sums)
        _add_rows(net.ahead, _AHEAD, given.ahead[row], sums)
        for i in range(len(sums)):
            seen[row, i] = np.float32(sums[i]) * net.seen_scales[i] + net.seen_bias[i]
        sums = room.sums[row, :width]
        sums[:] = 0
        _add_rows(net.heard, _HEARD, given.heard[row], sums)
        _add_rows(net.context, _CONTEXT, given.context[row], sums)
        for i in range(width):
            x[row, i] = np.float32(sums[i]) * net.scales[i] + seen[row, i]
    for layer in range(len(net.blocks)):
        _remember(net.blocks[layer], x, hidden[layer, :rows], cell[layer, :rows], room)
        _mix(net.blocks[layer], x, room)
    y, leaving, time = room.y[:rows], room.leaving[:rows], room.small[:rows]
    normed(x, net.leave_norm.weight, net.leave_norm.bias, y)
    leaving[:] = seen[:, width:]
    add_product(y, net.leave, leaving, room.products)
    for row in range(rows):
        for i in range(head):
            time[row, i] = gelu(leaving[row, i])
        for later in range(len(net.heads)):
            known[later, row] = leaving[row, (later + 1) * head : (later + 2) * head]
        cells[row] = net.cells.bias
    add_product(time, net.cells.matrix, cells, room.products)


@compiled
def choose(
    net: Network, field: int, known: Array, again: Indices, chosen: Indices, out: Array, room: Room
) -> None:
    """Write the logits (n, classes) of a later field from what is `known` (n, head).

    `again` is (n, `RECALLED`, 4) as in `inputs.Inputs`, and `chosen` (n, fields) what was chosen.
    """
    own, rows = net.heads[field], len(known)
    x, y = room.small[:rows], room.smaller[:rows]
    for row in range(rows):
        sums = room.sums[row, : x.shape[1]]
        sums[:] = 0
        _add_rows(own.before, _BEFORE, chosen[row, : field + 1], sums)
        for slot in range(RECALLED):
            _add_rows(own.again[slot], _AGAIN, again[row, slot], sums)
        for i in range(x.shape[1]):
            found = np.float32(sums[i]) * own.scales[i]
            x[row, i] = gelu(known[row, i] + own.bias[i] + found)
        y[row] = own.mix.bias
        out[row] = own.out.bias
    add_product(x, own.mix.matrix, y, room.products)
    for row in range(rows):
        for i in range(y.shape[1]):
            y[row, i] = gelu(y[row, i]) + x[row, i]
    add_product(y, own.out.matrix, out, room.products)


@compiled
def _add_rows(
    table: Whole, starts: NDArray[np.int64], index: Indices, out: NDArray[np.int32]
) -> None:
    """Add the row of each class to out."""
    for field in range(len(index)):
        row = table[starts[field] + index[field]]
        for i in range(len(out)):
            out[i] += row[i]


@compiled
def _remember(block: Block, x: Array, hidden: Array, cell: Array, room: Room) -> None:
    """The LSTM, added to the stream x (n, width)."""
    rows, width = x.shape
    y, gates = room.y[:rows], room.gates[:rows]
    normed(x, block.lstm_norm.weight, block.lstm_norm.bias, y)
    for row in range(rows):
        gates[row] = block.heard.bias
    add_product(y, block.heard.matrix, gates, room.products)
    add_product(hidden, block.remembered, gates, room.products)
    for row in range(rows):
        own = gates[row]
        for i in range(width):
            kept = sigmoid(own[width + i]) * cell[row, i]
            cell[row, i] = kept + sigmoid(own[i]) * tanh(own[2 * width + i])
            hidden[row, i] = sigmoid(own[3 * width + i]) * tanh(cell[row, i])
            x[row, i] += hidden[row, i]


@compiled
def _mix(block: Block, x: Array, room: Room) -> None:
    """The gated MLP (GEGLU: Shazeer 2020), added to the stream."""
    rows, width = x.shape
    y = room.y[:rows]
    normed(x, block.mlp_norm.weight, block.mlp_norm.bias, y)
    spread = room.gates.reshape(-1)[: rows * 2 * width].reshape(rows, 2 * width)
    for row in range(rows):
        spread[row] = block.spread.bias
    add_product(y, block.spread.matrix, spread, room.products)
    for row in range(rows):
        for i in range(width):
            y[row, i] = spread[row, i] * gelu(spread[row, width + i])
            x[row, i] += block.gather.bias[i]
    add_product(y, block.gather.matrix, x, room.products)
