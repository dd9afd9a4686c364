"""Random numbers that a seed and a count fix, for whatever is drawn.

Knows how the draws of an event are numbered. Does not know what is drawn with them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DRAWS = 4
"""Random numbers an event takes: cell, pitch, duration, velocity."""


def uniforms(seed: int, first: int, count: int, stream: int = 0) -> NDArray[np.float64]:
    """`DRAWS` numbers from [0, 1) for each of so many events: (count, `DRAWS`).

    They depend on the seed, the event's number and a stream alone. Philox is counter-based (Salmon
    et al. 2011) and gives four at a time; NumPy keeps its raw stream stable.
    """
    raw = np.random.Philox(key=[seed, stream], counter=first).random_raw(count * DRAWS)
    drawn: NDArray[np.float64] = (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return drawn.reshape(count, DRAWS)
