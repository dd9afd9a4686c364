"""Songs, or some bars of them, as they are heard.

Knows songs and what their files would say. Does not know bytes.
"""

from __future__ import annotations

import mido
import numpy as np

from lstmelody import midi
from lstmelody.music import Ints, Song
from lstmelody.performing.playing import played
from lstmelody.performing.timeline import Events, Notes

HeardNote = tuple[float, int, int, float, int]
"""The columns of `music.Note`, with times that lie between grid steps."""


def heard(
    song: Song, *, swing: float = 0.0, humanise: float = 0.0, seed: int = 0
) -> list[HeardNote]:
    """The notes of a song as they are played, in canonical order.

    Those of some of its bars are the same whether the others are there or not. They are those of
    its file as it is `performed`, but where a role strikes a pitch again that still sounds: there
    the file cuts the earlier note, which here has its length.
    """
    rows = song.notes
    if not len(rows):
        return []
    events, notes = _written(song, rows)
    tick, velocity = played(events, notes, swing=swing, humanise=humanise, seed=seed)
    start, stop = tick[notes.start], tick[notes.stop]
    columns = (
        start / midi.TICKS_PER_STEP,
        rows[:, 1],
        rows[:, 2],
        (stop - start) / midi.TICKS_PER_STEP,
        velocity,
    )
    order = np.lexsort((rows[:, 2], rows[:, 1], start))
    return list(zip(*(column[order].tolist() for column in columns), strict=True))


def _written(song: Song, rows: Ints) -> tuple[Events, Notes]:
    """The notes as a file of the song has them, a track for each role, after its beginning."""
    start = rows[:, 0].astype(np.int64) * midi.TICKS_PER_STEP
    role, number = rows[:, 1].astype(np.int64), np.arange(len(rows)) + 1
    events = Events(
        track=np.concatenate([[0], role, role]),
        tick=np.concatenate([[0], start, start + rows[:, 3] * midi.TICKS_PER_STEP]),
        ticks_per_beat=midi.TICKS_PER_BEAT,
        meters=[(0, song.meter)],
        tempos=[(at * midi.TICKS_PER_STEP, mido.bpm2tempo(bpm)) for at, bpm in song.all_tempos],
    )
    notes = Notes(
        start=number,
        stop=number + len(rows),
        sound=np.zeros_like(number),
        channel=role,
        player=role,
        pitch=rows[:, 2].astype(np.int64),
        velocity=rows[:, 4].astype(np.int64),
    )
    return events, notes
