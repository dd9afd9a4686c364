"""The matrix memory of xLSTM, read and written a chunk at once.

Knows tensors. Does not know songs, nor what is before and after a block.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from residual import Memory, Residual

CHUNK = 64
"""Steps that are read at once, at a cost that grows with their square."""


class Steps(NamedTuple):
    """What the memory is asked and told at each step."""

    query: Tensor
    key: Tensor
    value: Tensor
    """These are (B, heads, T, size)."""
    let_in: Tensor
    forget: Tensor
    """The gates, (B, heads, T), before they are exponentials."""


class MLSTM(Residual):
    """xLSTM's matrix memory (Beck et al. 2024), with the layout of xLSTM 7B (Beck et al. 2025)."""

    def __init__(self, width: int, heads: int = 4) -> None:
        super().__init__(width)
        self.heads = heads
        self.ask = nn.Linear(width, 3 * width)  # half for queries, half for keys, values, gate
        self.gates = nn.Linear(width, 2 * heads)
        self.head_norm = nn.LayerNorm(width // heads)
        self.answer = nn.Linear(width, width)
        with torch.no_grad():
            self.gates.weight.zero_()
            self.gates.bias[:heads] = 0.0
            self.gates.bias[heads:] = torch.linspace(3, 6, heads)

    def start_state(self, batch: int) -> Memory:
        """The matrix and the sum of keys of each head, over exp(m), and m."""
        new, size = self.answer.weight.new_zeros, self.width // 2
        matrix = new(batch, size * self.width // self.heads)
        return matrix, new(batch, size), new(batch, self.heads)

    def remember(self, x: Tensor, state: Memory) -> tuple[Tensor, Memory]:
        query, key, value, gate = self.ask(x).split(
            (self.width // 2, self.width // 2, self.width, self.width), dim=-1
        )
        query, key, value = (self._by_head(each) for each in (query, key, value))
        let_in, forget = self.gates(x).float().transpose(1, 2).chunk(2, dim=1)  # (B, heads, T)
        matrix, keys, most = state
        size = key.shape[-1]
        matrix, keys = (each.view(len(x), self.heads, size, -1) for each in (matrix, keys))
        before: Memory = (matrix, keys.squeeze(-1), most)
        heard = []
        by_step = (query, key * size**-0.5, value, let_in, forget)
        for chunk in zip(*(each.split(CHUNK, dim=2) for each in by_step), strict=True):
            y, before = _matrix_memory(Steps(*chunk), before)
            heard.append(y)
        y = self.head_norm(torch.cat(heard, dim=2).transpose(1, 2)).flatten(2)
        return self.answer(y * gate.sigmoid()), tuple(each.flatten(1) for each in before)

    def _by_head(self, x: Tensor) -> Tensor:
        return x.reshape(*x.shape[:2], self.heads, -1).transpose(1, 2)


def _matrix_memory(steps: Steps, before: Memory) -> tuple[Tensor, Memory]:
    """Equations 19-27 of xLSTM for all steps of a chunk at once."""
    query, key, value, let_in, forget = steps
    matrix, keys, most = before
    fade = F.logsigmoid(forget).cumsum(-1)  # (B, heads, T)
    weight = fade.unsqueeze(-1) - fade.unsqueeze(-2) + let_in.unsqueeze(-2)  # (…, to, from)
    weight = weight.masked_fill(torch.ones_like(weight[0, 0]).triu(1).bool(), -math.inf)
    old = fade + most.unsqueeze(-1)
    level = torch.maximum(old, weight.amax(-1))  # m of each step
    old, weight = (old - level).exp().unsqueeze(-1), (weight - level.unsqueeze(-1)).exp()
    match = (query @ key.transpose(-1, -2)) * weight
    heard = match.to(value.dtype) @ value + old * (query @ matrix.to(query.dtype))
    norm = match.sum(-1) + (old * (query @ keys.unsqueeze(-1).to(query.dtype))).squeeze(-1)
    heard = heard / torch.maximum(norm.abs(), (-level).exp()).unsqueeze(-1)
    last = weight[..., -1, :].unsqueeze(-1) * key
    kept = old[..., -1, :]
    after = (
        kept.unsqueeze(-1) * matrix + last.transpose(-1, -2) @ value.float(),
        kept * keys + last.sum(-2),
        level[..., -1],
    )
    return heard, after
