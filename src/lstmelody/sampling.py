"""Logits → the next note: pure filters over probabilities, and a draw that a seed and a count fix.

Knows how multipliers and masks act on time, and nucleus sampling. Does not know the model, the
song or the rules of a recipe.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lstmelody.events import CELLS, END_CELL, NOTE_CELLS, REST_CELL

Floats = NDArray[np.float64]

DRAWS = 4
"""Random numbers an event takes: cell, pitch, duration, velocity."""


def softmax(logits: NDArray[np.float32], temperature: float) -> Floats:
    """Probabilities of one row of logits; colder temperatures sharpen them."""
    scaled = logits.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max())
    probabilities: Floats = powers / powers.sum()
    return probabilities


def hazards_scaled(cells: Floats, factors: Floats) -> Floats:
    """The probabilities of (shift, role) cells after each cell's hazard is multiplied.

    The hazard of a cell is its probability given that nothing came before it. It becomes
    h' = m·h / (1 - h + m·h): a factor of 1 changes nothing, and at 0 the mass passes on to what
    comes later, so the other roles keep their time. What is left after the last note cell is
    shared by rest and end as before. `factors` has one entry for each of the note cells.
    """
    notes, close = cells[:NOTE_CELLS], cells[NOTE_CELLS:]
    here_or_later = notes[::-1].cumsum()[::-1] + close.sum()
    hazard = np.divide(notes, here_or_later, out=np.zeros(NOTE_CELLS), where=here_or_later > 0)
    raised = factors * hazard
    spread = 1 - hazard + raised
    hazard = np.divide(raised, spread, out=np.zeros(NOTE_CELLS), where=spread > 0)
    survived = np.cumprod(1 - hazard)
    scaled = np.empty(CELLS)
    scaled[0] = hazard[0]
    scaled[1:NOTE_CELLS] = hazard[1:] * survived[:-1]
    share = close / close.sum() if close.sum() > 0 else np.array([1.0, 0.0])
    scaled[REST_CELL], scaled[END_CELL] = share * survived[-1]
    return scaled


def top_p(probabilities: Floats, p: float) -> Floats:
    """Only the likeliest classes that together reach `p` (Holtzman et al. 2020), as they were."""
    if p >= 1:
        return probabilities
    order = np.argsort(-probabilities, kind="stable")
    before = np.cumsum(probabilities[order])
    before = np.concatenate([[0.0], before[:-1]])
    kept = probabilities.copy()
    kept[order[before >= p * probabilities.sum()]] = 0
    return kept


def draw(weights: Floats, uniform: float) -> int:
    """The class in which a number from [0, 1) falls, each class as wide as its weight."""
    edges = np.cumsum(weights)
    assert edges[-1] > 0, "a draw needs something to draw from"
    index = int(np.searchsorted(edges, uniform * edges[-1], side="right"))
    return min(index, int(np.flatnonzero(weights)[-1]))


def uniforms(seed: int, count: int, stream: int = 0) -> Floats:
    """`DRAWS` numbers from [0, 1) that depend on the seed, the event's count and a stream alone.

    Philox is counter-based (Salmon et al. 2011), and NumPy keeps its raw stream stable.
    """
    raw = np.random.Philox(key=[seed, stream], counter=count * DRAWS).random_raw(DRAWS)
    return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53
