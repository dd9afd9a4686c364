"""How surprised a PyTorch model is by held-out songs, event by event.

Knows how to read many songs side by side with carried state. Does not change the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
import torch
from numpy.typing import NDArray

from lstmelody.learn.batches import Batch, chunk, prepared, stacked
from lstmelody.learn.model import LookbackLSTM, nats
from lstmelody.scorecard import Tally
from lstmelody.shards import Encoded

ABREAST = 16
"""Songs read side by side."""
STEPS = 512


def bits(model: LookbackLSTM, songs: Iterable[Encoded]) -> Tally:
    """The tally of all songs, read whole."""
    tally = Tally()
    for song, surprise in surprises(model, songs):
        tally.add(song.events, surprise)
    return tally


def surprises(
    model: LookbackLSTM, songs: Iterable[Encoded]
) -> Iterator[tuple[Encoded, NDArray[np.float32]]]:
    """Each song with the surprise of its n events as an (n, 4) array, in nats."""
    remaining = iter(songs)
    while group := list(islice(remaining, ABREAST)):
        whole = _read(model, group)
        for song, surprise in zip(group, whole, strict=True):
            yield song, surprise[: len(song.events)]


@torch.no_grad()
def _read(model: LookbackLSTM, group: list[Encoded]) -> NDArray[np.float32]:
    ready = [prepared(song) for song in group]
    longest = max(len(song.events) for song in group)
    state = model.start_state(len(group))
    fresh = torch.zeros(len(group), dtype=torch.bool)
    parts = []
    for start in range(0, longest, STEPS):
        batch = Batch(*stacked([chunk(song, start, STEPS) for song in ready]), fresh)
        with torch.autocast("cpu", torch.bfloat16):
            trunk, state = model(batch.heard, batch.context, batch.found, state)
            chosen = [each.long() for each in (batch.cell, batch.pitch, batch.duration)]
            logits = model.chosen(trunk, *[each.clamp(min=0) for each in chosen], batch.again)
        parts.append(nats(logits, *chosen, batch.velocity.long()).numpy())
    return np.concatenate(parts, axis=1)
