"""Weights of a smaller model → a larger one that says the same, and can learn more.

Whatever a model comes to be given is given last, so an old weight is the beginning of its new one;
the rest starts from zero and changes nothing until it is trained (after Net2Net: Chen, Goodfellow
and Shlens 2016). Knows shapes. Does not know files.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from lstmelody.errors import BadData


def fitted(weights: Mapping[str, Tensor], model: nn.Module) -> dict[str, Tensor]:
    """The weights of a model of its shape, from those of one that was given less.

    Parts that the old model does not have at all stay as they are in `model`. Raises `BadData`
    where a part is larger than the new one, or has no place in it.
    """
    into = model.state_dict()
    if missing := sorted(set(weights) - set(into)):
        raise BadData(f"The weights have parts this model has not: {', '.join(missing[:3])}.")
    return {**into, **{name: _grown(name, old, into[name]) for name, old in weights.items()}}


def _grown(name: str, old: Tensor, new: Tensor) -> Tensor:
    if old.ndim != new.ndim or any(o > n for o, n in zip(old.shape, new.shape, strict=True)):
        raise BadData(
            f"{name} has the shape {tuple(old.shape)}, too large for {tuple(new.shape)}: "
            "train with a configuration of at least the same width."
        )
    grown = torch.zeros_like(new)
    grown[tuple(slice(size) for size in old.shape)] = old.to(new.dtype)
    return grown
