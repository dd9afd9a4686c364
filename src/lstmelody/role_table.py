"""The learned table that tells a part's role by its traits and its program, without its name.

A network of one hidden layer, learned by `scripts/learn_roles.py` from tracks whose names say what
they are. Knows numbers alone. Does not know notes or names.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import Role

Floats = NDArray[np.float64]

FILE = "role_table.npz"
ROLES = (Role.BASS, Role.CHORDS, Role.LEAD)
"""What the columns of the odds are."""


class Table(NamedTuple):
    """The weights; traits need not be scaled."""

    by_trait: Floats
    """(traits, width)"""
    by_program: Floats
    """(128, width): what a program adds, the constant included."""
    out: Floats
    """(width, roles)"""
    bias: Floats
    """(roles,)"""


@cache
def table() -> Table:
    """The table that the package ships; kept as halves, reckoned with as doubles."""
    with resources.files("lstmelody").joinpath(FILE).open("rb") as file:
        stored = np.load(file)
        return Table(*(stored[name].astype(np.float64) for name in Table._fields))


def odds(traits: Floats, programs: Sequence[int], by: Table | None = None) -> Floats:
    """How likely each part is bass, chords or lead: (parts, 3), each row adding up to 1."""
    by = by or table()
    hidden = np.maximum(0.0, traits @ by.by_trait + by.by_program[np.asarray(programs, np.intp)])
    logits = hidden @ by.out + by.bias
    weight = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True), np.float64)
