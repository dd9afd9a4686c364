"""Logits → a choice: pure filters over the probabilities of one row, and a draw.

Knows how factors act on time, and nucleus sampling. Does not know the network, the song or where
random numbers come from.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lstmelody.events import END_CELL, NOTE_CELLS, REST_CELL
from lstmelody.native.compiling import compiled
from lstmelody.native.functions import exp

Floats = NDArray[np.float64]


@compiled
def softmax(logits: NDArray[np.float32], temperature: float) -> Floats:
    """Weights of one row of logits, the largest 1; colder temperatures sharpen them."""
    top = logits.max()
    weights = np.empty(len(logits))
    warmth = np.float32(1 / temperature)
    for i in range(len(logits)):
        weights[i] = exp((logits[i] - top) * warmth)
    return weights


@compiled
def hazards_scaled(weights: Floats, factors: Floats) -> None:
    """Multiply the hazard of each (shift, role) cell in a row of `CELLS` weights, in place.

    The hazard of a cell is its probability given that nothing came before it. It becomes
    h' = m·h / (1 - h + m·h): a factor of 1 changes nothing, and at 0 the mass passes on to what
    comes later, so the other roles keep their time. What is left after the last note cell is
    shared by rest and end as before. `factors` has one entry for each of the note cells.
    """
    later = weights[REST_CELL] + weights[END_CELL]
    share = weights[REST_CELL] / later if later > 0 else 1.0
    for cell in range(NOTE_CELLS - 1, -1, -1):
        own = weights[cell]
        later += own
        weights[cell] = own / later if later > 0 else 0.0
    survived = 1.0
    for cell in range(NOTE_CELLS):
        hazard = weights[cell]
        raised = factors[cell] * hazard
        spread = 1 - hazard + raised
        hazard = raised / spread if spread > 0 else 0.0
        weights[cell] = hazard * survived
        survived *= 1 - hazard
    weights[REST_CELL] = share * survived
    weights[END_CELL] = (1 - share) * survived


@compiled
def top_p(weights: Floats, p: float) -> None:
    """Leave only the likeliest classes that together reach `p` (Holtzman et al. 2020), in place.

    Of equals the first is taken first.
    """
    if p >= 1:
        return
    left = p * weights.sum()
    others = weights.copy()
    weights[:] = 0
    while left > 0:
        best = others.argmax()
        if others[best] <= 0:
            break
        weights[best] = others[best]
        left -= others[best]
        others[best] = 0


@compiled
def draw(weights: Floats, uniform: float) -> int:
    """The class in which a number from [0, 1) falls, each class as wide as its weight."""
    left = uniform * weights.sum()
    last = 0
    for choice in range(len(weights)):
        if weights[choice] > 0:
            last = choice
            left -= weights[choice]
            if left < 0:
                break
    return last
