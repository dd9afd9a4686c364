"""A trained run → the exported model that songs are composed with: ONNX in 8 bits.

Quantised statically (QDQ, scales calibrated on songs, weights per channel in 7 bits so that
processors without VNNI don't saturate): with dynamic scales a song would depend on who else is in
its batch. Nothing is written unless the result agrees with PyTorch on songs it was not calibrated
on. Knows PyTorch and ONNX. Does not know how songs are composed.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from lstmelody.engine import GRAPHS, Engine
from lstmelody.errors import BadData
from lstmelody.inputs import (
    AGAIN_CLASSES,
    CONTEXT_CLASSES,
    FOUND_CLASSES,
    HEARD_CLASSES,
)
from lstmelody.learn import checkpoint, scoring
from lstmelody.learn.batches import prepared
from lstmelody.learn.model import FieldHead, LookbackLSTM
from lstmelody.lookback import LAGS
from lstmelody.shards import Encoded, writing

CALIBRATION_EVENTS = 400
"""Events of each calibration song that set the scales."""
MOST_LOST = 0.02
"""Largest share of bits per note that 8 bits may cost."""


class Step(nn.Module):
    """The network's step with its states as two arrays."""

    def __init__(self, model: LookbackLSTM) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, heard: Tensor, context: Tensor, found: Tensor, hidden: Tensor, cell: Tensor
    ) -> tuple[Tensor, ...]:
        state = list(zip(hidden.unbind(0), cell.unbind(0), strict=True))
        trunk, after = self.model.step(heard, context, found, state)
        return (*trunk, torch.stack([h for h, _ in after]), torch.stack([c for _, c in after]))


class Head(nn.Module):
    """One field's head with the chosen fields as one array."""

    def __init__(self, head: FieldHead) -> None:
        super().__init__()
        self.head = head

    def forward(self, known: Tensor, again: Tensor, chosen: Tensor) -> Tensor:
        logits: Tensor = self.head(known, again, chosen.unbind(-1))
        return logits
