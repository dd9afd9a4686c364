"""Where a run learns: on a processor or a GPU, alone or as one of several processes.

Started by torchrun, each process takes its share of the lanes and they add up their gradients.
Knows devices and process groups. Does not know what is learned.
"""

from __future__ import annotations

import ctypes
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch import distributed as dist

from lstmelody.errors import BadData

DEVICES = ("auto", "cpu", "cuda")
CPU = torch.device("cpu")


@dataclass(frozen=True)
class Hardware:
    """What one process of a run has."""

    device: torch.device = CPU
    loaders: int = 0
    """Processes that prepare its batches; with none, it prepares them itself."""
    rank: int = 0
    ranks: int = 1
    """How many processes learn together."""

    @property
    def is_first(self) -> bool:
        """Whether it is the one that measures, saves and tells."""
        return self.rank == 0

    def add_up(self, *tensors: Tensor) -> None:
        """Make each tensor the sum of those of all ranks."""
        if self.ranks > 1:
            for tensor in tensors:
                dist.all_reduce(tensor)

    def agreed(self, notes: int, minutes: float) -> tuple[int, float]:
        """The notes of all ranks, and the minutes of the first, without asking a GPU."""
        told = torch.tensor([notes, minutes * self.is_first], dtype=torch.float64)
        self.add_up(told)
        return int(told[0]), float(told[1])

    def gathered(self, own: Any) -> list[Any]:
        """What every rank has, for the first; nothing for the others."""
        if self.ranks == 1:
            return [own]
        each = [None] * self.ranks if self.is_first else None
        dist.gather_object(own, each)
        return each or []


ALONE = Hardware()
"""One process on a processor."""


@contextmanager
def hardware(device: str = "auto", loaders: int | None = None) -> Iterator[Hardware]:
    """This process's part of the hardware, for as long as it is used.

    Without a number of loaders, a GPU gets all processors but two, and a processor none. Raises
    `BadData` where there is no such device.
    """
    if device == "cuda" and not torch.cuda.is_available():
        raise BadData("PyTorch finds no GPU here: train with --device cpu.")
    kind = "cuda" if device != "cpu" and torch.cuda.is_available() else "cpu"
    if not dist.is_torchelastic_launched():
        yield _prepared(Hardware(torch.device(kind), _loaders(kind, loaders)))
        return
    dist.init_process_group("cpu:gloo,cuda:nccl" if kind == "cuda" else "gloo")
    try:
        name = f"cuda:{dist.get_node_local_rank()}" if kind == "cuda" else kind
        ranks = (dist.get_rank(), dist.get_world_size())
        yield _prepared(Hardware(torch.device(name), _loaders(kind, loaders), *ranks))
    finally:
        dist.destroy_process_group()


def _loaders(kind: str, asked: int | None) -> int:
    if asked is not None:
        return asked
    if kind == "cpu":
        return 0
    return max(1, (os.cpu_count() or 1) // torch.cuda.device_count() - 2)


def _prepared(own: Hardware) -> Hardware:
    if own.device.type == "cpu":
        _keep_memory()
    else:
        torch.cuda.set_device(own.device)
        torch.backends.cuda.matmul.allow_tf32 = True  # of what is not in 16 bits
    return own


def _keep_memory() -> None:
    """Have glibc keep what is freed: giving it back to the kernel and asking for it anew, tens of
    megabytes at a time, took an eighth of all training time."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mmap_max, trim_threshold, top_pad = -4, -1, -2  # malloc.h
        mallopt(mmap_max, 0)
        mallopt(trim_threshold, 2**31 - 1)
        mallopt(top_pad, 1 << 26)


def pin(memory: Tensor) -> None:
    """Let a GPU read memory that we made ourselves while we go on; where it can't, we wait."""
    cuda: Any = torch.cuda
    problem = cuda.cudart().cudaHostRegister(memory.data_ptr(), memory.nbytes, 0)
    if int(problem):
        logging.warning("Batches could not be pinned (%s): each will be waited for.", problem)


def unpin(memory: Tensor) -> None:
    cuda: Any = torch.cuda
    cuda.cudart().cudaHostUnregister(memory.data_ptr())
