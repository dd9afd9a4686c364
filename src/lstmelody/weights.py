"""The weights of a model in a safetensors file, read and written with nothing but NumPy.

Eight bytes for the length of a header in JSON, the header, and the numbers end to end: see
github.com/huggingface/safetensors. A machine that is lent for an hour need not have the library.
Knows the format. Does not know what the weights are of.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lstmelody.errors import BadData
from lstmelody.files import whole

Weights = dict[str, NDArray[np.float32]]

_TYPES = {"F16": np.float16, "F32": np.float32}


def write(path: Path, weights: Mapping[str, NDArray[np.float32]]) -> None:
    """Write the weights in 16 bits: half the size, and finer than what int8 keeps of them."""
    header, parts, end = {}, [], 0
    for name, each in weights.items():
        content = each.astype("<f2").tobytes()
        place = [end, end := end + len(content)]
        header[name] = {"dtype": "F16", "shape": list(each.shape), "data_offsets": place}
        parts.append(content)
    told = json.dumps(header).encode()
    told += b" " * (-len(told) % 8)
    with whole(path) as unfinished:
        unfinished.write_bytes(b"".join([len(told).to_bytes(8, "little"), told, *parts]))


def read(path: Path) -> Weights:
    """The weights of a file, in 32 bits, or `BadData` where it holds none."""
    try:
        content = path.read_bytes()
        start = 8 + int.from_bytes(content[:8], "little")
        header = json.loads(content[8:start])
        header.pop("__metadata__", None)
        return {
            name: _array(content, start + told["data_offsets"][0], told)
            for name, told in header.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadData(f"{path} holds no weights that can be read.") from problem


def _array(content: bytes, offset: int, told: Mapping[str, list[int]]) -> NDArray[np.float32]:
    dtype, shape = np.dtype(_TYPES[str(told["dtype"])]).newbyteorder("<"), told["shape"]
    flat = np.frombuffer(content, dtype, count=math.prod(shape), offset=offset)
    return flat.reshape(shape).astype(np.float32)
