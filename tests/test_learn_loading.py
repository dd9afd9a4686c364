"""Batches by several processes are the batches of one, and a share of the lanes is a share."""

from itertools import islice

import pytest
import torch

import build
from lstmelody.errors import BadData
from lstmelody.learn import lanes
from lstmelody.learn.batches import BatchConfig, Cursor, Lane, batches, beginning
from lstmelody.learn.hardware import ALONE, CPU, Hardware
from lstmelody.learn.loading import Loaded, stream
from lstmelody.shards import Shards

CONFIG = BatchConfig(lanes=5, turns=2, steps=24, drop_role=0.5)
MANY = 20
"""More than the ring holds, so that each of its places is used again."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Shards:
    return build.shards(tmp_path_factory.mktemp("data"), train=5, bars=4)


def same(one: Loaded, batch, cursor: Cursor) -> bool:
    arrays = zip((*one.batch.chunk, one.batch.fresh), (*batch.chunk, batch.fresh), strict=True)
    return (one.batch.first, one.cursor) == (batch.first, cursor) and all(
        torch.equal(ours, theirs) for ours, theirs in arrays
    )


def test_two_processes_make_the_batches_of_one_from_anywhere(data):
    for at in (beginning(CONFIG), next(batches(data, CONFIG))[1]):
        with_two = stream(data, CONFIG, at, Hardware(loaders=2))
        for loaded, (batch, cursor) in zip(with_two, batches(data, CONFIG, at), strict=False):
            assert same(loaded, batch, cursor)
            assert loaded.notes == int((batch.chunk.cell >= 0).sum())
            if cursor.lanes[0].draw > MANY * 3:
                break
        with_two.close()


def test_a_shard_that_is_damaged_is_named_by_whichever_process_reads_it(tmp_path):
    data = build.shards(tmp_path, train=5, bars=4)
    for path in tmp_path.glob("*.events.npy"):
        path.write_bytes(path.read_bytes()[:-1] + b"\xff")
    alone, several = (Hardware(loaders=loaders) for loaders in (0, 1))
    for where in (alone, several):
        with pytest.raises(BadData, match="missing or damaged"):
            next(stream(data, CONFIG, beginning(CONFIG), where))


@pytest.mark.parametrize("parts", [1, 2, 3, 5])
def test_shares_of_the_lanes_make_up_the_pool(parts):
    pool = CONFIG.lanes * CONFIG.turns
    shares = [lanes.share(pool, CONFIG.turns, part, parts) for part in range(parts)]
    assert sorted(lane for each in shares for lane in each) == list(range(pool))
    at = Cursor(tuple(Lane(lane, lane**2) for lane in range(pool)), pool, 1)
    assert lanes.joined([lanes.taken(at, each) for each in shares], CONFIG.turns) == at
    state = [(torch.rand(pool, 3), torch.rand(pool, 3)) for _ in range(2)]
    again = lanes.joined_states([lanes.state_of(state, each, CPU) for each in shares], CONFIG.turns)
    for block, back in zip(state, again, strict=True):
        assert all(map(torch.equal, block, back))


def test_a_share_of_the_lanes_reads_what_those_lanes_read(data):
    own = lanes.share(CONFIG.lanes * CONFIG.turns, CONFIG.turns, 1, 2)
    at = beginning(CONFIG)
    whole = islice(stream(data, CONFIG, at, ALONE), MANY)
    for all_lanes, part in zip(
        whole, stream(data, CONFIG, lanes.taken(at, own), ALONE), strict=False
    ):
        for ours, theirs in zip(part.batch.chunk, all_lanes.batch.chunk, strict=True):
            assert torch.equal(ours, theirs[CONFIG.lanes // 2 :])
