"""Products of 8-bit weights with rows of numbers, exact in integers.

Weights are integers of 8 bits, with a scale for each output. A row that they are multiplied with is
rounded to 16 bits by its own largest number, and summed in 32. Sums of integers are the same in any
order: what comes out for a song depends neither on who else is in its batch, nor on how many
numbers a processor adds at a time. The inner loop is written as LLVM's vector code, which every
processor has an instruction for (vpdpwssd, vpmaddwd, smlal). Knows matrices. Does not know what
they mean.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

from lstmelody.native.compiling import compiled

Array = NDArray[np.float32]

_LANES, _VECTORS = 16, 4
TILE = _LANES * _VECTORS
"""Outputs that are summed side by side."""
ABREAST = 4
"""Rows for which a weight is read once."""
_MOST_WEIGHT, _MOST_SUM, _MOST_INPUT = 127, 2**31 - 1, 2**15 - 1


class Dense(NamedTuple):
    """A matrix as it is multiplied with."""

    weights: NDArray[np.int8]
    """(tiles, inputs / 2, 128): of each tile and each two inputs, both weights of each output."""
    scales: Array
    """(outputs,), filled up to whole tiles"""


class Space(NamedTuple):
    """Room to work in, for so many rows and a few to fill up."""

    whole: NDArray[np.int16]
    sums: NDArray[np.int32]


def space(rows: int, inputs: int, outputs: int) -> Space:
    """Room for products of so many rows with matrices of at most this size."""
    rows = -(-rows // ABREAST) * ABREAST
    size = -(-outputs // TILE) * TILE
    return Space(np.zeros(rows * inputs, np.int16), np.zeros(rows * size, np.int32))


def dense(weight: Array) -> Dense:
    """The (outputs, inputs) matrix of a linear layer, rounded to 8 bits; inputs are even."""
    outputs, inputs = weight.shape
    tiles = -(-outputs // TILE)
    padded = np.zeros((tiles * TILE, inputs), np.float32)
    padded[:outputs] = weight
    scales = np.abs(padded).max(axis=1) / np.float32(_MOST_WEIGHT)
    whole = np.rint(padded / np.where(scales, scales, 1)[:, None]).astype(np.int8)
    tiled = whole.reshape(tiles, TILE, inputs // 2, 2).transpose(0, 2, 1, 3)
    return Dense(np.ascontiguousarray(tiled).reshape(tiles, inputs // 2, 2 * TILE), scales)


@compiled
def add_product(x: Array, matrix: Dense, out: Array, room: Space) -> None:
    """Add the product of x (n, inputs) with a matrix to out (n, outputs)."""
    rows, inputs = x.shape
    padded = -(-rows // ABREAST) * ABREAST
    size = len(matrix.scales)
    whole = room.whole[: padded * inputs].reshape(padded, inputs)
    sums = room.sums[: padded * size].reshape(padded, size)
    most = np.float32(min(_MOST_INPUT, _MOST_SUM // (_MOST_WEIGHT * inputs)))
    steps = np.empty(rows, np.float32)
    for row in range(rows):
        steps[row] = _round(x[row], whole[row], most)
    row = 0
    while rows - row > 1:
        _sum_four(whole[row : row + ABREAST], matrix.weights, sums[row : row + ABREAST])
        row += ABREAST
    if row < rows:
        _sum_one(whole[row : row + 1], matrix.weights, sums[row : row + 1])
    for row in range(rows):
        step = steps[row]
        for output in range(out.shape[1]):
            out[row, output] += np.float32(sums[row, output]) * (step * matrix.scales[output])


@compiled
def _round(x: Array, whole: NDArray[np.int16], most: np.float32) -> np.float32:
    """Write a row as whole numbers up to `most`; returns what one of them stands for."""
    largest = np.zeros(_LANES, np.float32)
    filled = len(x) - len(x) % _LANES
    for start in range(0, filled, _LANES):
        for lane in range(_LANES):
            size = abs(x[start + lane])
            largest[lane] = size if size > largest[lane] else largest[lane]
    reach = largest.max()
    for i in range(filled, len(x)):
        reach = max(reach, abs(x[i]))
    if reach == 0:
        whole[:] = 0
        return np.float32(0)
    scale = most / reach
    for i in range(len(x)):
        whole[i] = np.int16(np.rint(x[i] * scale))
    step: np.float32 = reach / most
    return step


def _summing(rows: int) -> Any:
    """A function of whole numbers x (rows, inputs), tiled weights, and sums (rows, outputs)."""

    @intrinsic  # type: ignore[untyped-decorator]
    def summed(_typing: Any, x: Any, weights: Any, sums: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            arrays = [
                context.make_array(kind)(context, builder, array)
                for kind, array in zip(signature.args, arguments, strict=True)
            ]
            _build_sums(builder, rows, *arrays)
            return context.get_dummy_value()

        return types.void(x, weights, sums), build

    return summed


_sum_one, _sum_four = _summing(1), _summing(ABREAST)

_I32, _I64 = (ir.IntType(bits) for bits in (32, 64))
_SUMS = ir.VectorType(_I32, _LANES)
_PAIRS8, _PAIRS16, _PAIRS32 = (ir.VectorType(ir.IntType(bits), 2 * _LANES) for bits in (8, 16, 32))


def _build_sums(builder: Any, rows: int, x: Any, weights: Any, sums: Any) -> None:
    """Of each tile: for each two inputs, weights times numbers, added up in pairs."""
    _, inputs = cgutils.unpack_tuple(builder, x.shape)
    tiles, pairs, _ = cgutils.unpack_tuple(builder, weights.shape)
    _, outputs = cgutils.unpack_tuple(builder, sums.shape)
    totals = [[cgutils.alloca_once(builder, _SUMS) for _ in range(_VECTORS)] for _ in range(rows)]
    with cgutils.for_range(builder, tiles) as tile:
        for total in (each for row in totals for each in row):
            builder.store(ir.Constant(_SUMS, None), total)
        with cgutils.for_range(builder, pairs) as pair:
            place = builder.add(builder.mul(tile.index, pairs), pair.index)
            read = [
                _load(builder, weights.data, place, 2 * TILE, 2 * _LANES * vector, _PAIRS8)
                for vector in range(_VECTORS)
            ]
            wide = [builder.sext(each, _PAIRS32) for each in read]
            for row in range(rows):
                start = builder.mul(inputs, ir.Constant(_I64, row))
                at = builder.add(start, builder.mul(pair.index, ir.Constant(_I64, 2)))
                numbers = _twice(builder, builder.gep(x.data, [at]))
                for vector in range(_VECTORS):
                    sum_of_two = _in_pairs(builder, builder.mul(wide[vector], numbers))
                    total = totals[row][vector]
                    builder.store(builder.add(builder.load(total), sum_of_two), total)
        for row in range(rows):
            for vector in range(_VECTORS):
                at = builder.add(
                    builder.mul(outputs, ir.Constant(_I64, row)),
                    builder.add(
                        builder.mul(tile.index, ir.Constant(_I64, TILE)),
                        ir.Constant(_I64, vector * _LANES),
                    ),
                )
                where = builder.bitcast(builder.gep(sums.data, [at]), _SUMS.as_pointer())
                builder.store(builder.load(totals[row][vector]), where).align = 4


def _load(builder: Any, data: Any, index: Any, size: int, offset: int, kind: Any) -> Any:
    """A vector from an array of rows of some size, at a row and an offset."""
    at = builder.add(builder.mul(index, ir.Constant(_I64, size)), ir.Constant(_I64, offset))
    loaded = builder.load(builder.bitcast(builder.gep(data, [at]), kind.as_pointer()))
    loaded.align = 1
    return loaded


def _twice(builder: Any, where: Any) -> Any:
    """Two numbers that stand side by side, again and again, as wide as a vector of pairs."""
    both = builder.load(builder.bitcast(where, _I32.as_pointer()))
    both.align = 2
    nothing = ir.Constant(_SUMS, ir.Undefined)
    first = builder.insert_element(nothing, both, ir.Constant(_I32, 0))
    every = builder.shuffle_vector(first, nothing, ir.Constant(_SUMS, [0] * _LANES))
    return builder.sext(builder.bitcast(every, _PAIRS16), _PAIRS32)


def _in_pairs(builder: Any, products: Any) -> Any:
    """Each even one and the odd one after it, added."""
    nothing = ir.Constant(_PAIRS32, ir.Undefined)
    even, odd = (
        builder.shuffle_vector(
            products, nothing, ir.Constant(_SUMS, [*range(first, 2 * _LANES, 2)])
        )
        for first in (0, 1)
    )
    return builder.add(even, odd)
