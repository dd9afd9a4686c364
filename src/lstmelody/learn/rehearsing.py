"""How fast a machine would train, and what holds it up: a few seconds that save a lent hour.

Knows clocks. Trains nothing that is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import torch

from lstmelody.learn import training
from lstmelody.learn.batches import beginning
from lstmelody.learn.hardware import Hardware, hardware
from lstmelody.learn.loading import Loaded, stream
from lstmelody.shards import open_shards


def rehearse(
    data: Path,
    config: Path,
    *,
    device: str = "auto",
    loaders: int | None = None,
    seconds: float = 3.0,
) -> Iterator[str]:
    """Lines that tell how many notes a second are made ready, learned from, and both at once."""
    settings = training.read_config(config)
    with hardware(device, loaders) as where:
        torch.set_num_threads(settings.train.threads)
        at = training.own_share(training.begin(settings, where.device), where)
        twin = training.twin_of(at)
        cursor = beginning(settings.batch)
        with closing(stream(open_shards(data), settings.batch, cursor, where)) as batches:

            def learn(loaded: Loaded) -> int:
                training.step(at, twin, loaded.batch, notes=loaded.notes, where=where)
                return loaded.notes

            began = time.monotonic()
            first = next(batches)
            yield f"first batch, of {first.notes:,} notes: {time.monotonic() - began:.1f} s"
            began = time.monotonic()
            learn(first)
            _wait(where)
            yield f"first step: {time.monotonic() - began:.1f} s"
            parts: dict[str, Callable[[], int]] = {
                "made ready": lambda: next(batches).notes,
                "learned from": lambda: learn(first),
                "both": lambda: learn(next(batches)),
            }
            for name, part in parts.items():
                yield f"{name}: {_speed(part, where, seconds):,.0f} notes/s"
        if where.device.type == "cuda":
            yield f"memory: {torch.cuda.max_memory_allocated() / 2**30:.1f} GiB"


def _speed(part: Callable[[], int], where: Hardware, seconds: float) -> float:
    notes, began = 0, time.monotonic()
    while time.monotonic() - began < seconds:
        notes += part()
    _wait(where)
    return notes / (time.monotonic() - began)


def _wait(where: Hardware) -> None:
    if where.device.type == "cuda":
        torch.cuda.synchronize()
