"""How surprised a PyTorch model is by held-out songs, event by event.

Knows how to read many songs side by side with carried state. Does not change the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lstmelody.briefs import TOLD, Briefed, without_given
from lstmelody.encoded import Encoded
from lstmelody.learn.batches import Chunk, Prepared, piece, prepared, stacked
from lstmelody.learn.model import LookbackLSTM, State, nats
from lstmelody.scorecard import Tally

ABREAST = 16
"""Songs read side by side."""
STEPS = 512


def bits(
    model: LookbackLSTM,
    songs: Iterable[Encoded],
    progress: Callable[[int], None] = lambda _: None,
    briefed: Briefed = TOLD["song"],
) -> Tally:
    """The tally of all songs, read whole."""
    tally = Tally()
    for song, each in surprises(model, songs, briefed):
        tally.add(*without_given(song.events, each, briefed(song).given))
        progress(tally.songs)
    return tally


def surprises(
    model: LookbackLSTM, songs: Iterable[Encoded], briefed: Briefed = TOLD["song"]
) -> Iterator[tuple[Encoded, NDArray[np.float32]]]:
    """Each song with the surprise of its n events as an (n, 4) array, in nats."""
    remaining = iter(songs)
    while group := list(islice(remaining, ABREAST)):
        whole = _read(model, [prepared(song, briefed(song)) for song in group])
        for song, each in zip(group, whole, strict=True):
            yield song, each[: len(song.events)]


def surprise(model: LookbackLSTM, chunk: Chunk, state: State) -> tuple[Tensor, State]:
    """`plain_surprise`, in bf16 inside, whatever the model's own precision."""
    with torch.autocast(chunk.cell.device.type, torch.bfloat16):
        return plain_surprise(model, chunk, state)


def plain_surprise(model: LookbackLSTM, chunk: Chunk, state: State) -> tuple[Tensor, State]:
    """The (lanes, steps, 4) surprise of a chunk in nats, and the state after it."""
    cell, pitch, duration, velocity = (
        each.long() for each in (chunk.cell, chunk.pitch, chunk.duration, chunk.velocity)
    )
    trunk, after = model(chunk.given, state)
    logits = model.chosen(trunk, cell.clamp(min=0), pitch, duration, chunk.again)
    return nats(logits, cell, pitch, duration, velocity), after


@torch.no_grad()
def _read(model: LookbackLSTM, ready: list[Prepared]) -> NDArray[np.float32]:
    state = model.start_state(len(ready))
    device = state[0][0].device
    parts = []
    for start in range(0, max(len(song.targets.cell) for song in ready), STEPS):
        pieces = stacked([piece(song, start, STEPS) for song in ready])
        chunk = Chunk(*(each.to(device) for each in pieces))
        part, state = surprise(model, chunk, state)
        parts.append(part.cpu().numpy())
    return np.concatenate(parts, axis=1)
