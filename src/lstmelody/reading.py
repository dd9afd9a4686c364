"""How surprised an exported model is by songs: many read side by side, an event at a time.

Knows the engine and the layout of its inputs. Does not know PyTorch, so it scores what ships.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from lstmelody.briefs import TOLD, Briefed, without_given
from lstmelody.encoded import Encoded
from lstmelody.engine import Engine, Indices, Trunk
from lstmelody.events import FIELDS, NOTE_CELLS
from lstmelody.inputs import Inputs, Targets, inputs_of, targets_of
from lstmelody.outlines import Brief
from lstmelody.scorecard import Tally

ABREAST = 32
"""Songs read side by side."""


def bits(
    engine: Engine,
    songs: Iterable[Encoded],
    progress: Callable[[int], None] = lambda _: None,
    briefed: Briefed = TOLD["song"],
) -> Tally:
    """The tally of all songs, read whole. Songs of like length are read together.

    Of given roles only the time is paid for: see `briefs.without_given`.
    """
    tally = Tally()
    waiting = sorted(songs, key=lambda song: -len(song.events))
    for start in range(0, len(waiting), ABREAST):
        group = waiting[start : start + ABREAST]
        briefs = [briefed(song) for song in group]
        surprises = _read(engine, group, briefs)
        for song, brief, surprise in zip(group, briefs, surprises, strict=True):
            tally.add(*without_given(song.events, surprise, brief.given))
        progress(tally.songs)
    return tally


def _read(
    engine: Engine, group: Sequence[Encoded], briefs: Sequence[Brief]
) -> list[NDArray[np.float64]]:
    """The surprise of each song's events as (n, 4) arrays, in nats; longest song first."""
    inputs = [
        inputs_of(song.events, song.meter, brief) for song, brief in zip(group, briefs, strict=True)
    ]
    targets = [targets_of(song.events) for song in group]
    surprise = [np.zeros((len(song.events), 4)) for song in group]
    state = engine.start(len(group))
    for event in range(len(group[0].events)):
        playing = sum(len(song.events) > event for song in group)
        state = type(state)(*(each[:, :playing] for each in state))
        *given, again = (
            np.stack([getattr(each, name)[event] for each in inputs[:playing]])
            for name in Inputs._fields
        )
        chosen = np.array(
            [[each[event] for each in target] for target in targets[:playing]], np.int16
        )
        trunk, state = engine.step(given, state)
        rows = _surprises(engine, trunk, again, chosen)
        for song in range(playing):
            surprise[song][event] = rows[song]
    return surprise


def _surprises(
    engine: Engine, trunk: Trunk, again: Indices, chosen: Indices
) -> NDArray[np.float64]:
    """(batch, 4): the surprise of the chosen classes; 0 where a field does not apply."""
    cell, pitch, duration, velocity = chosen.T
    is_note = cell < NOTE_CELLS
    is_drum = pitch >= FIELDS["pitch"]
    logits = {
        name: engine.head(name, getattr(trunk, name), again, chosen[:, :count])
        for count, name in enumerate(Targets._fields[1:], start=1)
    }
    rows = np.arange(len(cell))
    kinds = logits["pitch"].reshape(len(cell), 2, -1)[rows, is_drum.astype(int)]
    return np.stack(
        [
            _surprise(trunk.cells, cell),
            _surprise(kinds, pitch % FIELDS["pitch"]) * is_note,
            _surprise(logits["duration"], duration) * (is_note & ~is_drum),
            _surprise(logits["velocity"], velocity) * is_note,
        ],
        axis=1,
    )


def _surprise(logits: NDArray[np.float32], chosen: Indices) -> NDArray[np.float64]:
    shifted = logits.astype(np.float64)
    shifted -= shifted.max(axis=1, keepdims=True)
    picked = shifted[np.arange(len(chosen)), chosen]
    surprise: NDArray[np.float64] = np.log(np.exp(shifted).sum(axis=1)) - picked
    return surprise
