"""Songs on disk: what was written is there, and what is broken says so."""

import json

import numpy as np
import pytest

import build
from lstmelody.encoded import Encoded
from lstmelody.errors import BadData
from lstmelody.music import METERS
from lstmelody.shards import SPLITS, open_shards, write_index, write_shard


def same(one: Encoded, other: Encoded) -> bool:
    return all(map(np.array_equal, one, other))


def test_songs_come_back_as_they_were_written(tmp_path):
    songs = [build.encoded(number, meter=number) for number in range(5)]
    facts = ("bpm", "key_confidence", "polyphony", "grid_error")
    rounded = [{fact: float(np.float32(getattr(song, fact))) for fact in facts} for song in songs]
    songs = [song._replace(**each) for song, each in zip(songs, rounded, strict=True)]
    write_shard(tmp_path, "00000", songs, {"report": {"files": 5}})
    write_index(tmp_path, ["00000"], {"files": 5})
    data = open_shards(tmp_path)
    assert all(map(same, data.songs("train"), songs))
    assert [song.meter for song in data.songs("train")] == list(METERS)
    assert data.report == {"files": 5}
    assert data.shards[0].notes["report"] == {"files": 5}


def test_each_split_has_its_own_songs_in_the_order_they_were_read(tmp_path):
    data = build.shards(tmp_path, train=5, held_out=2)
    found = {split: [song.name for song in data.songs(split)] for split in SPLITS}
    assert [len(names) for names in found.values()] == [5, 2, 2]
    assert found["train"] == [f"No One/Song {number}.mid" for number in range(5)]
    assert {shard.name for shard, _ in data.rows("train")} == {"00000", "00001"}


def test_a_shard_without_songs_is_a_shard(tmp_path):
    write_shard(tmp_path, "00000", [], {"report": {}})
    write_index(tmp_path, ["00000"], {})
    assert list(open_shards(tmp_path).songs("train")) == []


def test_a_shard_half_written_has_no_json(tmp_path):
    with pytest.raises(AttributeError):
        write_shard(tmp_path, "00000", [build.encoded(1), None], {})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_data_says_what_to_do(tmp_path):
    with pytest.raises(BadData, match="make it with `lstmelody prepare`"):
        open_shards(tmp_path)


@pytest.mark.parametrize("change", [{"version": 1}, {"vocabulary": "0" * 16}])
def test_data_of_another_version_says_what_to_do(change, tmp_path):
    build.shards(tmp_path)
    index = json.loads((tmp_path / "index.json").read_text())
    (tmp_path / "index.json").write_text(json.dumps(index | change))
    with pytest.raises(BadData, match="prepared by another version"):
        open_shards(tmp_path)


@pytest.mark.parametrize("broken", ["events", "bars", "songs"])
@pytest.mark.parametrize("left", [20, 200, None])
def test_a_broken_shard_is_named(broken, left, tmp_path):
    build.shards(tmp_path)
    path = tmp_path / f"00001.{broken}.npy"
    if left is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(BadData, match=path.name):
        list(open_shards(tmp_path).songs("train"))


@pytest.mark.parametrize("broken", ["events", "bars", "songs"])
def test_a_single_rotten_byte_is_found(broken, tmp_path):
    build.shards(tmp_path)
    path = tmp_path / f"00001.{broken}.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(BadData, match=path.name):
        list(open_shards(tmp_path).songs("train"))


@pytest.mark.parametrize("content", ["[]", "{", ""])
def test_an_index_that_is_none_is_named(content, tmp_path):
    (tmp_path / "index.json").write_text(content)
    with pytest.raises(BadData, match=r"index\.json is missing or damaged"):
        open_shards(tmp_path)
