"""What composing is compared with: a plain LSTM over notes in PyTorch, in float32, on one thread.

The size and the way of working are those that are common: three layers of 512, a head for each
field of a note. It has no lookback and obeys no recipe, so it does less than we do for a note.
"""

from __future__ import annotations

import time

import torch
from torch import Tensor, nn

CLASSES = (288, 128, 32, 16)
"""Shift and role, pitch, duration, velocity."""
WINDOW = 128
"""Notes that are read again for every new one, where no state is kept from note to note."""


class PlainLSTM(nn.Module):
    def __init__(self, width: int = 512, layers: int = 3) -> None:
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(classes, width) for classes in CLASSES)
        self.lstm = nn.LSTM(width, width, layers, batch_first=True)
        self.heads = nn.ModuleList(nn.Linear(width, classes) for classes in CLASSES)

    def forward(
        self, notes: Tensor, state: tuple[Tensor, Tensor] | None
    ) -> tuple[list[Tensor], tuple[Tensor, Tensor]]:
        """(1, T, fields) → the logits of each field of the note after the last."""
        x = torch.stack([table(notes[..., i]) for i, table in enumerate(self.tables)]).sum(0)
        y, state = self.lstm(x, state)
        return [head(y[:, -1]) for head in self.heads], state


@torch.inference_mode()
def state_kept(notes: int) -> float:
    """Notes a second where each note is one step and the state is carried on."""
    model, note, state = PlainLSTM().eval(), torch.zeros(1, 1, len(CLASSES), dtype=torch.long), None
    began = time.perf_counter()
    for _ in range(notes):
        logits, state = model(note, state)
        note = _drawn(logits)
    return notes / (time.perf_counter() - began)


@torch.inference_mode()
def window_read_again(notes: int) -> float:
    """Notes a second where the last 128 notes are read again for every new one."""
    model, song = PlainLSTM().eval(), torch.zeros(1, WINDOW, len(CLASSES), dtype=torch.long)
    began = time.perf_counter()
    for _ in range(notes):
        logits, _ = model(song, None)
        song = torch.cat([song[:, 1:], _drawn(logits)], dim=1)
    return notes / (time.perf_counter() - began)


def _drawn(logits: list[Tensor]) -> Tensor:
    return torch.cat([each.softmax(-1).multinomial(1) for each in logits], dim=-1).unsqueeze(1)
