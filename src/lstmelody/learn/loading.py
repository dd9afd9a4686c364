"""Batches where they are needed: on the device, made by this process or by several.

A GPU takes a batch from the ring of memory while it still works on the one before, and is never
waited for. Knows devices. Does not know how a batch is made.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from contextlib import ExitStack
from typing import NamedTuple

import torch

from lstmelody.learn import hardware
from lstmelody.learn.batches import Batch, BatchConfig, Chunk, Cursor, batches
from lstmelody.learn.hardware import Hardware
from lstmelody.learn.ring import Ring
from lstmelody.shards import Shards


class Loaded(NamedTuple):
    """A batch on the device."""

    batch: Batch
    cursor: Cursor
    """It resumes just after the batch."""
    notes: int
    """Events of the batch, counted before it went to the device."""


Stream = Generator[Loaded, None, None]


def stream(data: Shards, config: BatchConfig, at: Cursor, where: Hardware) -> Stream:
    """The batches from a cursor on; close it to end the processes that make them."""
    if where.loaders:
        return _from_ring(data, config, at, where)
    return (_loaded(batch, cursor, where) for batch, cursor in batches(data, config, at))


def _from_ring(data: Shards, config: BatchConfig, at: Cursor, where: Hardware) -> Stream:
    with ExitStack() as ending:
        ring = Ring(data, config, at, min(where.loaders, len(at.lanes) // config.turns))
        ending.callback(ring.close)
        if where.device.type == "cuda":
            hardware.pin(ring.memory)
            ending.callback(hardware.unpin, ring.memory)
        sent: deque[torch.cuda.Event | None] = deque()
        while True:
            loaded = _loaded(*ring.next(), where)
            sent.append(_mark(where))
            yield loaded
            if len(sent) > 1:  # the copy before this one: waiting for it lets a GPU work on
                if mark := sent.popleft():
                    mark.synchronize()
                ring.give_back()


def _loaded(batch: Batch, cursor: Cursor, where: Hardware) -> Loaded:
    notes = int((batch.chunk.cell >= 0).sum())
    if where.device.type != "cpu":
        chunk = Chunk(*(each.to(where.device, non_blocking=True) for each in batch.chunk))
        batch = Batch(chunk, batch.fresh.to(where.device, non_blocking=True), batch.first)
    return Loaded(batch, cursor, notes)


def _mark(where: Hardware) -> torch.cuda.Event | None:
    """What tells when all that a GPU was asked to do until now is done."""
    if where.device.type == "cpu":
        return None
    mark: torch.cuda.Event = torch.cuda.current_stream(where.device).record_event()
    return mark
