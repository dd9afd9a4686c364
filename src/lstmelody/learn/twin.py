"""A network that learns in 32 bits, and its twin in 16 that does the work.

The twin gets the weights anew before each step and gives its gradient back. So every operation
runs in 16 bits without the casts that autocast adds around each, and small steps of a weight are
not lost in rounding (Micikevicius et al. 2018). Knows weights and gradients. Does not know how they
are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

import torch
from torch import Tensor

from lstmelody.learn import scoring
from lstmelody.learn.batches import Chunk
from lstmelody.learn.model import LookbackLSTM, State


class Twin:
    """The copy of a model that works, and the one place where the model's gradient lies."""

    def __init__(self, model: LookbackLSTM, precision: torch.dtype, *, fuse: bool = False) -> None:
        self._copy = deepcopy(model).to(precision)
        self._own: list[Tensor] = list(model.parameters())
        self._copied: list[Tensor] = list(self._copy.parameters())
        self._gradient = self._own[0].new_zeros(sum(each.numel() for each in self._own))
        self._gradients = _parts(self._gradient, self._own)
        for own, part in zip(self._own, self._gradients, strict=True):
            own.grad = part
        read = scoring.plain_surprise
        self._read = torch.compile(read) if fuse else read

    def surprise(self, chunk: Chunk, state: State) -> tuple[Tensor, State]:
        """As in `scoring`, of the model as it is now."""
        with torch.no_grad():
            torch._foreach_copy_(self._copied, self._own)
        return self._read(self._copy, chunk, state)

    def gradient_of(self, loss: Tensor) -> Tensor:
        """What the model's gradient comes to, which is put into it: of all weights, end to end."""
        found = torch.autograd.grad(loss, self._copied)
        torch._foreach_copy_(self._gradients, found)
        return self._gradient


def _parts(whole: Tensor, like: Sequence[Tensor]) -> list[Tensor]:
    """The parts of a flat tensor, one of each shape."""
    parts = torch.split_with_sizes(whole, [each.numel() for each in like])
    return [part.view_as(each) for part, each in zip(parts, like, strict=True)]
