"""Prepared songs travel in pieces, and each piece is enough to begin with."""

import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest

import build
from lstmelody.shards import open_shards

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from pack_shards import pack  # noqa: E402 (a script is no module of the package)


def unpacked(piece: Path, into: Path) -> Path:
    with tarfile.open(piece) as archive:
        archive.extractall(into, filter="data")
    return into


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return build.shards(tmp_path / "data", train=6, held_out=2, bars=6).folder


def test_the_first_piece_is_data_and_with_the_second_it_is_all(data, tmp_path, capsys):
    whole = open_shards(data)
    pack(data, tmp_path / "packed", pieces=2)
    assert capsys.readouterr().out.count("shards") == 2
    there = unpacked(tmp_path / "packed" / "0.tar.xz", tmp_path / "there")
    assert 0 < len(open_shards(there).rows("train")) < len(whole.rows("train"))
    unpacked(tmp_path / "packed" / "1.tar.xz", there)
    for split in ("train", "valid", "test"):
        theirs, ours = (list(each.songs(split)) for each in (open_shards(there), whole))
        assert len(theirs) == len(ours)
        for one, other in zip(theirs, ours, strict=True):
            assert np.array_equal(one.events, other.events)
            assert np.array_equal(one.full_brief.outline, other.full_brief.outline)
            assert one.brief.frame == other.brief.frame


def test_names_and_fingerprints_stay_at_home(data, tmp_path):
    pack(data, tmp_path / "packed", pieces=1)
    there = unpacked(tmp_path / "packed" / "0.tar.xz", tmp_path / "there")
    for song in open_shards(there).songs("train"):
        assert (song.name, song.work, len(song.mark)) == ("", "", 0)
