"""A layer of a decoder-only Transformer that reads a song in chunks, as an LSTM does.

Knows tensors. Does not know songs, nor what is before and after it.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from residual import Memory, Residual

CONTEXT = 512
"""Earlier events that a step sees."""


class Attention(Residual):
    """A decoder-only Transformer's layer (Vaswani et al. 2017), rotary (Su et al. 2021).

    Keys and values of the last `CONTEXT` events are carried from chunk to chunk, as in
    Transformer-XL (Dai et al. 2019).
    """

    def __init__(self, width: int, heads: int = 4) -> None:
        super().__init__(width)
        self.heads = heads
        self.ask = nn.Linear(width, 3 * width)
        self.answer = nn.Linear(width, width)

    def start_state(self, batch: int) -> Memory:
        """No keys, no values, nothing seen."""
        keys = self.answer.weight.new_zeros(batch, CONTEXT * self.width, dtype=torch.bfloat16)
        return keys, keys.clone(), self.answer.weight.new_zeros(batch, 1)

    def remember(self, x: Tensor, state: Memory) -> tuple[Tensor, Memory]:
        steps, seen = x.shape[1], state[2]
        query, key, value = (self._by_head(each) for each in self.ask(x).chunk(3, dim=-1))
        place = seen + torch.arange(steps)  # (B, T)
        key, query = _turned(key, place), _turned(query, place)
        key, value = (
            torch.cat([self._by_head(old.view(len(x), CONTEXT, -1)).to(new.dtype), new], dim=2)
            for old, new in zip(state[:2], (key, value), strict=True)
        )
        # Written out: the backward of PyTorch's fused attention takes ten times as long here.
        match = query * query.shape[-1] ** -0.5 @ key.transpose(-1, -2)
        y = match.add_(_unseen(steps, seen).to(match.dtype)).softmax(-1) @ value
        kept = (each[:, :, -CONTEXT:].transpose(1, 2).flatten(1) for each in (key, value))
        return self.answer(y.transpose(1, 2).flatten(2)), (*kept, seen + steps)

    def _by_head(self, x: Tensor) -> Tensor:
        """(B, T, width) → (B, heads, T, width of a head)."""
        return x.reshape(*x.shape[:2], self.heads, -1).transpose(1, 2)


def _turned(x: Tensor, place: Tensor) -> Tensor:
    """(B, heads, T, size), each pair of numbers turned by its place, (B, T)."""
    half = x.shape[-1] // 2
    speed = 10_000 ** (-torch.arange(half) / half)
    angle = (place.unsqueeze(-1) * speed).unsqueeze(1)
    one, other = x.float().chunk(2, dim=-1)
    cos, sin = angle.cos(), angle.sin()
    return torch.cat([one * cos - other * sin, other * cos + one * sin], dim=-1).to(x.dtype)


def _unseen(steps: int, seen: Tensor) -> Tensor:
    """(B, 1, T, CONTEXT + T): minus infinity where a step may not look; `seen` is (B, 1)."""
    key = torch.arange(-CONTEXT, steps)
    distance = torch.arange(steps).unsqueeze(-1) - key
    visible = (distance >= 0) & (distance <= CONTEXT) & (key >= -seen.unsqueeze(-1))
    return torch.where(visible, 0.0, -math.inf).unsqueeze(1)
