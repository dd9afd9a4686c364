"""Gated linear recurrences: memories whose gates don't see them, so that they are a scan.

Knows tensors. Does not know songs, nor what is before and after a block.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from residual import Memory, Residual


class GatedScan(Residual):
    """A memory h of which every step keeps a part, by gates that don't see h: a linear scan."""

    def __init__(self, width: int) -> None:
        super().__init__(width)
        self.near = nn.Conv1d(width, width, 4, groups=width)

    def start_state(self, batch: int) -> Memory:
        """h, and the three steps before."""
        new = self.gather.weight.new_zeros
        return new(batch, self.width), new(batch, 3 * self.width)

    def blurred(self, x: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        """Each step mixed with the three before it, as Griffin and minLSTM both have it."""
        x = torch.cat([before.view(len(before), 3, -1).to(x.dtype), x], dim=1)
        return self.near(x.transpose(1, 2)).transpose(1, 2), x[:, -3:].flatten(1)


class MinLSTM(GatedScan):
    """The minimal LSTM (Feng et al. 2024): gates of the input alone, that sum up to 1."""

    def __init__(self, width: int) -> None:
        super().__init__(width)
        self.gates = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        with torch.no_grad():
            self.gates.bias[:width] = 1.0

    def remember(self, x: Tensor, state: Memory) -> tuple[Tensor, Memory]:
        x, before = self.blurred(x, state[1])
        forget, let_in, new = self.gates(x).float().chunk(3, dim=-1)
        # f / (f + i) of two sigmoids, by the difference of their softplus.
        kept = torch.sigmoid(F.softplus(-let_in) - F.softplus(-forget))
        hidden = scan(kept, (1 - kept) * new, state[0])
        return self.out(hidden), (hidden[:, -1], before)


class RGLRU(GatedScan):
    """The recurrent block of Griffin (De et al. 2024): a gated linear recurrence, and a gate."""

    def __init__(self, width: int) -> None:
        super().__init__(width)
        self.enter = nn.Linear(width, 2 * width)
        self.gates = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)
        # Decays of 0.9 to 0.999 where the gate is open.
        decay = torch.linspace(0.9, 0.999, width).pow(1 / 8)
        self.decay = nn.Parameter(torch.log(decay / (1 - decay)))

    def remember(self, x: Tensor, state: Memory) -> tuple[Tensor, Memory]:
        x, gate = self.enter(x).chunk(2, dim=-1)
        x, before = self.blurred(x, state[1])
        forget, let_in = self.gates(x).float().sigmoid().chunk(2, dim=-1)
        log_kept = 8 * forget * F.logsigmoid(self.decay)
        new = (-torch.expm1(2 * log_kept)).clamp(min=1e-6).sqrt() * let_in * x.float()
        hidden = scan(log_kept.exp(), new, state[0])
        return self.out(hidden * F.gelu(gate, approximate="tanh")), (hidden[:, -1], before)


class _Scan(torch.autograd.Function):
    """h[t] = kept[t] * h[t - 1] + new[t], one fused operation a step; time comes first."""

    @staticmethod
    def forward(ctx, kept: Tensor, new: Tensor, start: Tensor) -> Tensor:  # type: ignore
        hidden, last = torch.empty_like(new), start
        for step in range(len(new)):
            last = torch.addcmul(new[step], kept[step], last, out=hidden[step])
        ctx.save_for_backward(kept, hidden, start)
        return hidden

    @staticmethod
    def backward(ctx, wanted: Tensor) -> tuple[Tensor, Tensor, None]:  # type: ignore
        kept, hidden, start = ctx.saved_tensors
        blame = wanted.clone()
        for step in range(len(kept) - 1, 0, -1):
            blame[step - 1].addcmul_(kept[step], blame[step])
        return blame * torch.cat([start.unsqueeze(0), hidden[:-1]]), blame, None


def scan(kept: Tensor, new: Tensor, start: Tensor) -> Tensor:
    """h[t] = kept[t] * h[t - 1] + new[t] for (B, T, width), from h[-1] = start, (B, width).

    A loop over time of one operation on the whole batch takes 1 % of a training step; nothing
    that is parallel over time could save more.
    """
    first = (each.float().transpose(0, 1).contiguous() for each in (kept, new))
    hidden: Tensor = _Scan.apply(*first, start.float())  # type: ignore[no-untyped-call]
    return hidden.transpose(0, 1)
