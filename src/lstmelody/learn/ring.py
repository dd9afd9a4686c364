"""Processes that make batches ready ahead of time, in a ring of memory that all of them see.

Each process reads lanes of its own, so the batches are the same however many they are. Knows
processes and shared memory. Does not know what is done with a batch.
"""

from __future__ import annotations

import multiprocessing as mp
import signal
from dataclasses import replace
from itertools import count
from math import prod
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import torch

from lstmelody.errors import LSTMelodyError
from lstmelody.learn.batches import Batch, BatchConfig, Chunk, Cursor, Lane, batches
from lstmelody.learn.lanes import share, taken
from lstmelody.shards import Shards, open_shards

_CONTEXT = mp.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])  # PyTorch is loaded once for all

DEPTH = 6
"""Batches that may lie ready, those that are still being read included."""
Shapes = list[tuple[int, ...]]


class _Job(NamedTuple):
    """What a process has to do."""

    folder: Path
    config: BatchConfig
    at: Cursor
    """Of its own lanes."""
    own: slice
    """Where they are in a batch."""
    shapes: Shapes
    """Of the arrays of a whole batch."""
    memory: Any


class Ring:
    """The next batches of a cursor, made by so many processes until it is closed."""

    def __init__(self, data: Shards, config: BatchConfig, at: Cursor, processes: int) -> None:
        self._lanes, self._pool, self._turns = list(at.lanes), at.pool, config.turns
        self._numbers = count(at.turn)
        shapes = _shapes(data, config, at)
        memory = _CONTEXT.RawArray("h", DEPTH * sum(map(prod, shapes)))
        self.memory = torch.frombuffer(memory, dtype=torch.int16)
        self._slots = _slots(memory, shapes)
        self._workers = []
        for part in range(processes):
            lanes = share(len(at.lanes), config.turns, part, processes)
            own = slice(lanes[0], lanes[0] + len(lanes) // config.turns)
            few = replace(config, lanes=own.stop - own.start)  # a process keeps its own songs alone
            job = _Job(data.folder, few, taken(at, lanes), own, shapes, memory)
            self._workers.append(_started(job))

    def next(self) -> tuple[Batch, Cursor]:
        """The next batch, which lies in the ring, and the cursor just after it."""
        number = next(self._numbers)
        abreast = len(self._lanes) // self._turns
        first = number % self._turns * abreast
        own = slice(first, first + abreast)
        fresh = torch.tensor([lane.event == 0 for lane in self._lanes[own]])
        self._lanes[own] = [lane for _, pipe in self._workers for lane in _told(pipe)]
        batch = Batch(self._slots[number % DEPTH], fresh, first)
        return batch, Cursor(tuple(self._lanes), self._pool, (number + 1) % self._turns)

    def give_back(self) -> None:
        """The oldest batch that was not given back yet has been read: its memory is free."""
        for _, pipe in self._workers:
            pipe.send(None)

    def close(self) -> None:
        for process, pipe in self._workers:
            process.kill()
            process.join()
            pipe.close()


def _shapes(data: Shards, config: BatchConfig, at: Cursor) -> Shapes:
    """Of each array of a batch."""
    abreast = len(at.lanes) // config.turns
    one_lane = taken(at, share(len(at.lanes), config.turns, 0, abreast))
    batch, _ = next(batches(data, config, one_lane))
    return [(abreast, *each.shape[1:]) for each in batch.chunk]


def _slots(shared: Any, shapes: Shapes) -> list[Chunk]:
    """The memory of each batch of the ring, as arrays."""
    sizes = [prod(shape) for shape in shapes]
    slots = []
    for slot in torch.frombuffer(shared, dtype=torch.int16).chunk(DEPTH):
        parts = zip(torch.split_with_sizes(slot, sizes), shapes, strict=True)
        slots.append(Chunk(*(part.view(shape) for part, shape in parts)))
    return slots


def _started(job: _Job) -> tuple[BaseProcess, Connection[Any, Any]]:
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_fill, args=(job, theirs), daemon=True)
    with theirs:
        process.start()
    return process, ours


def _told(pipe: Connection[Any, Any]) -> tuple[Lane, ...]:
    """Where the lanes of a process stand after the batch that it has made ready."""
    try:
        answer: tuple[Lane, ...] | LSTMelodyError = pipe.recv()
    except EOFError as problem:
        raise RuntimeError("A process that prepares songs has ended.") from problem
    if isinstance(answer, LSTMelodyError):
        raise answer
    return answer


def _fill(job: _Job, pipe: Connection[Any, Any]) -> None:
    """Write our lanes of every batch, as soon as there is room."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the first process that ends us
    torch.set_num_threads(1)
    slots = _slots(job.memory, job.shapes)
    try:
        stream = batches(open_shards(job.folder), job.config, job.at)
        for number, (batch, cursor) in enumerate(stream):
            if number >= DEPTH:
                pipe.recv()
            slot = slots[(job.at.turn + number) % DEPTH]
            for into, each in zip(slot, batch.chunk, strict=True):
                into[job.own] = each
            pipe.send(cursor.lanes[batch.lanes])
    except LSTMelodyError as problem:
        pipe.send(problem)
    except (EOFError, BrokenPipeError):
        return  # nobody reads any more
