"""What composing is compared with, in PyTorch, in float32, on one thread.

A plain LSTM over notes, of a common size and in common ways: three layers of 512, a head for each
field of a note, and, as the project did that this one goes back to, the last 128 notes read again
for every new one. Our own network as it was trained, an event a step. A Transformer of its size
that keeps the keys and values of 512 events. None looks back, draws or obeys a recipe, so that each
does less than we do for a note.
"""

from __future__ import annotations

import time
import warnings

import torch
from torch import Tensor, nn

from attention import Attention
from backbones import other
from lstmelody.inputs import (
    AGAIN_CLASSES,
    AHEAD_CLASSES,
    CONTEXT_CLASSES,
    FOUND_CLASSES,
    HEARD_CLASSES,
    RECALLED,
    SLOTS,
)
from lstmelody.learn.model import Given, LookbackLSTM, ModelConfig

_GIVEN = (
    (len(HEARD_CLASSES),),
    (len(CONTEXT_CLASSES),),
    (SLOTS, len(FOUND_CLASSES)),
    (len(AHEAD_CLASSES),),
)
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


def notes_a_second() -> dict[str, float]:
    """Each baseline by what it is."""
    ours, transformer = LookbackLSTM(ModelConfig()), other(Attention, 288, 4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of GPUs that are not there
        with torch.backends.mkldnn.flags(enabled=False):
            without = read(ours, 100)
    return {
        "a plain 3x512 LSTM, a note a step": state_kept(300),
        "the same reading 128 notes again for each": window_read_again(30),
        "our network in PyTorch": read(ours, 200),
        "our network in PyTorch, without oneDNN": without,
        f"a Transformer of {_size(transformer):.1f} M parameters with cached keys": read(
            transformer, 100
        ),
    }


def _size(model: nn.Module) -> float:
    return sum(each.numel() for each in model.parameters()) / 1e6


@torch.inference_mode()
def read(model: LookbackLSTM, notes: int) -> float:
    """Notes a second of a network that is given events and asked for all fields of the next."""
    model.eval()
    state = model.start_state(1)
    given = Given(*(torch.zeros(1, *shape, dtype=torch.long) for shape in _GIVEN))
    again = torch.zeros(1, RECALLED, len(AGAIN_CLASSES), dtype=torch.long)
    first = torch.zeros(1, dtype=torch.long)
    for note in range(notes + notes // 4):
        if note == notes // 4:  # the first ones warm up
            began = time.perf_counter()
        trunk, state = model.step(given, state)
        model.chosen(trunk, first, first, first, again)
    return notes / (time.perf_counter() - began)


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
