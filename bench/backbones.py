"""The networks that are compared: other memories between the same inputs and the same heads.

All have about 4.3 million parameters, so that what differs is how they are spent.

Knows tensors. Does not know songs, nor how a network is trained.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from torch import Tensor, nn
from torch.func import functional_call
from torch.nn import functional as F

from attention import Attention
from lstmelody.learn.model import Block, LookbackLSTM, ModelConfig
from matrix_memory import MLSTM
from residual import Memory
from scans import RGLRU, MinLSTM

PARAMETERS = 4_300_000


class BareLSTM(Block):
    """Our block without the gated MLP."""

    def __init__(self, width: int) -> None:
        super().__init__(width)
        del self.mlp_norm, self.spread, self.gather

    def start_state(self, batch: int) -> Memory:
        new = self.lstm_norm.weight.new_zeros(batch, self.lstm.hidden_size)
        return new, new.clone()

    def mixed(self, x: Tensor) -> Tensor:
        return x


class DroppedLSTM(Block):
    """Our block with weights of the recurrence dropped, the same for a whole chunk.

    DropConnect as in AWD-LSTM (Merity et al. 2018): the one kind of recurrent dropout that leaves
    the fused kernel as it is.
    """

    def __init__(self, width: int, drop: float) -> None:
        super().__init__(width)
        self.drop = drop

    def forward(self, x: Tensor, state: Memory) -> tuple[Tensor, Memory]:
        weights: dict[str, Tensor] = dict(self.lstm.named_parameters())
        name = "weight_hh_l0"
        weights[name] = F.dropout(weights[name], self.drop, self.training)
        hidden, cell = (each.to(x.dtype).unsqueeze(0) for each in state)
        y, (hidden, cell) = functional_call(self.lstm, weights, (self.lstm_norm(x), (hidden, cell)))
        return self.mixed(x + y), (hidden.squeeze(0), cell.squeeze(0))


def _ours(**settings: int | bool) -> LookbackLSTM:
    return LookbackLSTM(ModelConfig(**settings))  # type: ignore[arg-type]


def other(
    block: Callable[[int], nn.Module], width: int, layers: int, *, lookback: bool = True
) -> LookbackLSTM:
    """Our network with other blocks in the place of its own."""
    model = LookbackLSTM(ModelConfig(width=width, layers=0, lookback=lookback))
    model.blocks = nn.ModuleList(block(width) for _ in range(layers))
    return model


VARIANTS: dict[str, Callable[[], LookbackLSTM]] = {
    "lookback LSTM": partial(_ours, width=288),
    "plain LSTM": partial(_ours, width=352, lookback=False),
    "Transformer with lookback": partial(other, Attention, 224, 4),
    "Transformer": partial(other, Attention, 256, 4, lookback=False),
    "RG-LRU": partial(other, RGLRU, 240, 3),
    "minLSTM": partial(other, MinLSTM, 224, 4),
    "mLSTM": partial(other, MLSTM, 224, 4),
    "LSTM without MLP": partial(other, BareLSTM, 336, 2),
    "LSTM with dropped recurrence": partial(other, partial(DroppedLSTM, drop=0.2), 288, 2),
    "one wide LSTM": partial(_ours, width=384, layers=1),
    "three narrow LSTMs": partial(_ours, width=240, layers=3),
}
