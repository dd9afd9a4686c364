"""What the networks we compare with have in common: a memory, then a gated MLP.

A block is one as `lstmelody.learn.model.Block` is: `start_state`, `forward` over many steps,
`step` over one, the state going in and coming out.

Knows tensors. Does not know what the memory is.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

Memory = tuple[Tensor, ...]
"""What a block remembers, each tensor (B, ...)."""


class Residual(nn.Module):
    """A residual memory, then a residual gated MLP twice as wide, each behind a norm."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width
        self.norm = nn.LayerNorm(width)
        self.mlp_norm = nn.LayerNorm(width)
        self.spread = nn.Linear(width, 4 * width)
        self.gather = nn.Linear(2 * width, width)

    def remember(self, x: Tensor, state: Memory) -> tuple[Tensor, Memory]:
        """(B, T, width) and the state → what is remembered of it, and the state after it."""
        raise NotImplementedError

    def forward(self, x: Tensor, state: Memory) -> tuple[Tensor, Memory]:
        """(B, T, width) and the state → the same after it."""
        y, state = self.remember(self.norm(x), state)
        x = x + y
        value, gate = self.spread(self.mlp_norm(x)).chunk(2, dim=-1)
        return x + self.gather(value * F.gelu(gate, approximate="tanh")), state

    def step(self, x: Tensor, state: Memory) -> tuple[Tensor, Memory]:
        y, state = self.forward(x.unsqueeze(1), state)
        return y.squeeze(1), state
