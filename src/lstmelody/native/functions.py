"""The functions between the products of a step: exponential, sigmoid, GELU and layer norm.

Each is built of additions, multiplications and divisions that IEEE 754 fixes to the last bit, in a
fixed order, so that the same numbers come out on every machine. Knows numbers and rows of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from lstmelody.native.compiling import compiled

Array = NDArray[np.float32]

_ONE, _TWO = np.float32(1), np.float32(2)
_LOG2E = np.float32(1.44269504)
_LN2_HIGH, _LN2_LOW = np.float32(0.693359375), np.float32(-2.12194440e-4)
_E2, _E3, _E4, _E5, _E6, _E7 = (
    np.float32(each)
    for each in (
        *(5.0000001201e-1, 1.6666665459e-1, 4.1665795894e-2),
        *(8.3334519073e-3, 1.3981999507e-3, 1.9875691500e-4),
    )
)
_LEAST, _MOST = np.float32(-87), np.float32(88)
_GELU, _CUBIC = np.float32(2 * (2 / np.pi) ** 0.5), np.float32(0.044715)
_EPSILON = np.float32(1e-5)
_LANES = 16


@intrinsic  # type: ignore[untyped-decorator]
def _power_of_two(_typing: Any, _exponent: Any) -> Any:
    """2 to a whole number from -126 to 127, by writing it where a float has its exponent."""

    def build(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        bits = ir.IntType(32)
        whole = builder.add(builder.fptosi(arguments[0], bits), ir.Constant(bits, 127))
        return builder.bitcast(builder.shl(whole, ir.Constant(bits, 23)), ir.FloatType())

    return types.float32(types.float32), build


@compiled
def exp(x: np.float32) -> np.float32:
    """e to the x, within 2 units in the last place (after Cephes: Moshier 1989)."""
    x = min(max(x, _LEAST), _MOST)
    times = np.rint(x * _LOG2E)
    x = x - times * _LN2_HIGH - times * _LN2_LOW
    y = ((((_E7 * x + _E6) * x + _E5) * x + _E4) * x + _E3) * x + _E2
    y = y * x * x + x + _ONE
    return y * _power_of_two(times)  # type: ignore[no-any-return]


@compiled
def sigmoid(x: np.float32) -> np.float32:
    return _ONE / (_ONE + exp(-x))


@compiled
def tanh(x: np.float32) -> np.float32:
    return _TWO * sigmoid(_TWO * x) - _ONE


@compiled
def gelu(x: np.float32) -> np.float32:
    """GELU by its tanh approximation (Hendrycks and Gimpel 2016)."""
    return x * sigmoid(_GELU * (x + _CUBIC * x * x * x))


@compiled
def normed(x: Array, weight: Array, bias: Array, out: Array) -> None:
    """Layer norm (Ba et al. 2016) of every row of x (n, width)."""
    width = x.shape[1]
    lanes = np.empty(_LANES, np.float32)
    for row in range(len(x)):
        mean = _summed(x[row], lanes) / np.float32(width)
        for i in range(width):
            out[row, i] = (x[row, i] - mean) * (x[row, i] - mean)
        scale = _ONE / np.sqrt(_summed(out[row], lanes) / np.float32(width) + _EPSILON)
        for i in range(width):
            out[row, i] = (x[row, i] - mean) * scale * weight[i] + bias[i]


@compiled
def _summed(row: Array, lanes: Array) -> np.float32:
    """The sum of a row, sixteen partial sums at a time."""
    lanes[:] = 0
    whole = len(row) - len(row) % _LANES
    for start in range(0, whole, _LANES):
        for lane in range(_LANES):
            lanes[lane] += row[start + lane]
    for lane in range(len(row) - whole):
        lanes[lane] += row[whole + lane]
    total = np.float32(0)
    for lane in range(_LANES):
        total += lanes[lane]
    return total


@compiled
def add_product_in_order(x: Array, matrix: Array, out: Array) -> None:
    """Add x (n, inputs) times a matrix (inputs, outputs) to out (n, outputs), input by input: in
    an order that is the same on every machine, as that of a BLAS is not."""
    for row in range(len(x)):
        for i in range(x.shape[1]):
            number = x[row, i]
            for output in range(matrix.shape[1]):
                out[row, output] += number * matrix[i, output]
