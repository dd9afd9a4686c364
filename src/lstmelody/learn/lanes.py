"""Which lanes of a pool are whose: a share is the same slice of every turn.

Knows numbers of lanes. Does not know what is read in them.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from lstmelody.learn.batches import Cursor
from lstmelody.learn.model import State


def share(pool: int, turns: int, part: int, parts: int) -> list[int]:
    """The lanes of one part of so many."""
    abreast = pool // turns
    own = range(part * abreast // parts, (part + 1) * abreast // parts)
    return [turn * abreast + lane for turn in range(turns) for lane in own]


def taken(at: Cursor, lanes: Sequence[int]) -> Cursor:
    """The cursor of some of its lanes."""
    return at._replace(lanes=tuple(at.lanes[lane] for lane in lanes))


def joined(parts: Sequence[Cursor], turns: int) -> Cursor:
    """The cursor of all lanes from those of all parts."""
    pool = sum(len(part.lanes) for part in parts)
    lanes = [part.lanes[0] for part in parts for _ in part.lanes]
    for number, part in enumerate(parts):
        for lane, at in zip(share(pool, turns, number, len(parts)), part.lanes, strict=True):
            lanes[lane] = at
    return parts[0]._replace(lanes=tuple(lanes))


def state_of(pool: State, lanes: Sequence[int], device: torch.device) -> State:
    """What some of a pool's lanes remember, on a device."""
    return [tuple(each[lanes].to(device) for each in block) for block in pool]


def joined_states(parts: Sequence[State], turns: int) -> State:
    """What all lanes remember, from what those of all parts do."""
    pool = sum(len(part[0][0]) for part in parts)
    order = [lane for part in range(len(parts)) for lane in share(pool, turns, part, len(parts))]
    place = torch.tensor(order).argsort()
    blocks = zip(*parts, strict=True)
    return [tuple(torch.cat(each)[place] for each in zip(*block, strict=True)) for block in blocks]
