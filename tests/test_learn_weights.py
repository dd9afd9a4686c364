"""Weights in a safetensors file: ours are read by the library, and its by us."""

import pytest
import torch
from safetensors.torch import load_file, save_file

from lstmelody.errors import BadData
from lstmelody.learn import weights

SOME = {"a": torch.rand(3, 4), "b.c": torch.rand(5), "one": torch.tensor(2.0)}


def close(one, other) -> bool:
    return one.keys() == other.keys() and all(
        torch.allclose(one[name].float(), other[name].float(), atol=1e-3) for name in one
    )


def test_weights_come_back(tmp_path):
    weights.write(tmp_path / "w", SOME)
    assert close(weights.read(tmp_path / "w"), SOME)
    assert close(load_file(tmp_path / "w"), SOME)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_weights_of_the_library_are_read(dtype, tmp_path):
    theirs = {name: each.to(dtype) for name, each in SOME.items()}
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
