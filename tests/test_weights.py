"""Weights in a safetensors file: ours are read by the library, and its by us."""

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from lstmelody import weights
from lstmelody.errors import BadData

DICE = np.random.default_rng(1)
SOME = {
    "a": DICE.random((3, 4), np.float32),
    "b.c": DICE.random(5, np.float32),
    "one": np.array(2.0, np.float32),
}


def close(one, other) -> bool:
    return one.keys() == other.keys() and all(
        one[name].shape == other[name].shape and np.allclose(one[name], other[name], atol=1e-3)
        for name in one
    )


def test_weights_come_back(tmp_path):
    weights.write(tmp_path / "w", SOME)
    assert close(weights.read(tmp_path / "w"), SOME)
    assert close(load_file(tmp_path / "w"), SOME)


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_weights_of_the_library_are_read(dtype, tmp_path):
    theirs = {name: each.astype(dtype) for name, each in SOME.items()}
    save_file(theirs, tmp_path / "w", metadata={"format": "pt"})
    assert close(weights.read(tmp_path / "w"), theirs)


@pytest.mark.parametrize(
    "content", [b"", b"12345678", b"\x02" + bytes(7) + b"{}"[:1], b"\xff" * 40]
)
def test_what_holds_no_weights_says_so(content, tmp_path):
    (tmp_path / "w").write_bytes(content)
    with pytest.raises(BadData, match="no weights"):
        weights.read(tmp_path / "w")


def test_weights_that_are_cut_short_say_so(tmp_path):
    weights.write(tmp_path / "w", SOME)
    (tmp_path / "w").write_bytes((tmp_path / "w").read_bytes()[:-8])
    with pytest.raises(BadData, match="no weights"):
        weights.read(tmp_path / "w")
