"""The Lookback LSTM's step, compiled, for the songs of a batch: hear an event, say what comes next.

Knows the network's tables and the layout of the inputs. Does not know songs or weights' names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.events import CELLS
from lstmelody.inputs import (
    AGAIN_CLASSES,
    AHEAD_CLASSES,
    CONTEXT_CLASSES,
    FOUND_CLASSES,
    HEARD_CLASSES,
    RECALLED,
    SLOTS,
)
from lstmelody.native.compiling import compiled
from lstmelody.native.functions import Array, gelu, normed, sigmoid, tanh
from lstmelody.native.network import HEADS, Block, Network, Whole
from lstmelody.native.products import Space, add_product, space

Indices = NDArray[np.int16]


def _starts(classes: Sequence[int]) -> NDArray[np.int64]:
    return np.cumsum([0, *classes[:-1]], dtype=np.int64)


_HEARD, _CONTEXT, _FOUND, _AHEAD, _AGAIN = map(
    _starts, (HEARD_CLASSES, CONTEXT_CLASSES, FOUND_CLASSES, AHEAD_CLASSES, AGAIN_CLASSES)
)
_BEFORE = _starts((CELLS, *HEADS.values()))


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
