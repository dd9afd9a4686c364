"""Shards → an endless stream of batches, each with the cursor that resumes just after it.

Lanes run side by side. Each reads one song after another in chunks, so that the hidden state can
be carried from chunk to chunk. A batch is of some of the lanes of a pool, taken by turns: were it
always the same few, the weights would chase the songs they are reading. Songs come in a fresh order
every epoch, each a little changed: transposed, a role left out, conditions left open. All of it
follows from a seed and the number of the draw, so a cursor is a few numbers. Knows NumPy and
tensors. Does not know the model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lstmelody.conditions import OPEN, Frame, density_class, transposed_key
from lstmelody.encoded import Encoded, song_of
from lstmelody.events import FIELDS, REST, Events, encode
from lstmelody.inputs import Inputs, Ints16, Targets, inputs_of, targets_of
from lstmelody.learn.model import Given
from lstmelody.music import Role, without
from lstmelody.outlines import (
    DENSITIES,
    REGISTERS,
    Brief,
    Outline,
    by_bar_of,
    open_outline,
    outline_of,
    transposed_by_bar,
)
from lstmelody.shards import Shards

_PARTS = (slice(0, 2), slice(2, DENSITIES.start), DENSITIES, REGISTERS)
"""The columns of an outline that are told or left open together: chords, plan, densities and
registers."""


@dataclass(frozen=True)
class BatchConfig:
    """How songs become batches, and how they are varied."""

    lanes: int = 32
    """Songs side by side in a batch."""
    turns: int = 1
    """Batches until the same songs come again: the pool holds `lanes * turns` of them."""
    steps: int = 256
    """Events a chunk: how far back the gradient reaches."""
    seed: int = 0
    lowest_transposition: int = -5
    highest_transposition: int = 6
    drop_role: float = 0.1
    """How often a song loses one of its roles."""
    drop_condition: float = 0.2
    """How often each condition of the whole song is left open."""
    plain: float = 0.3
    """How often nothing is told of its bars."""
    drop_outline: float = 0.35
    """How often else their chords are left open, or what they repeat, or how dense they are,
    or how high."""
    give_roles: float = 0.2
    """How often some of a song's roles are given."""
    endless: float = 0.1
    """How often a song does not tell how many bars are left."""


class Lane(NamedTuple):
    """Where one lane stands: the number of its song's draw, and the next event."""

    draw: int
    event: int


class Cursor(NamedTuple):
    """Where a stream of batches stands."""

    lanes: tuple[Lane, ...]
    """Those read here: all of the pool, or a share of it."""
    pool: int
    """How many lanes the whole pool has: a lane's next song is so many draws on."""
    turn: int = 0
    """Which of the pool's slices comes next."""


class Chunk(NamedTuple):
    """The same number of events of several songs; int16 tensors, (lanes, steps, ...)."""

    heard: Tensor
    context: Tensor
    found: Tensor
    ahead: Tensor
    again: Tensor
    cell: Tensor
    """-1 past the end of a song."""
    pitch: Tensor
    duration: Tensor
    velocity: Tensor

    @property
    def given(self) -> Given:
        """What the model is given before each event is chosen."""
        return Given(self.heard, self.context, self.found, self.ahead)


class Batch(NamedTuple):
    """A chunk of as many songs as a batch has lanes."""

    chunk: Chunk
    fresh: Tensor
    """(lanes,) bool: a song begins here, so the state does too."""
    first: int
    """The first of its lanes in the pool."""

    @property
    def lanes(self) -> slice:
        """Its lanes in the pool, and so in the state."""
        return slice(self.first, self.first + len(self.fresh))


class Prepared(NamedTuple):
    """A song ready to be cut into chunks."""

    inputs: Inputs
    targets: Targets


def beginning(config: BatchConfig) -> Cursor:
    """Where a stream of all lanes begins."""
    pool = config.lanes * config.turns
    return Cursor(tuple(Lane(lane, 0) for lane in range(pool)), pool)


def batches(
    data: Shards, config: BatchConfig, at: Cursor | None = None
) -> Iterator[tuple[Batch, Cursor]]:
    """Training batches for ever, from the beginning or from a cursor.

    A cursor of some of the lanes gives their part of every batch: a lane reads the same songs
    whoever else reads beside it.
    """
    drawer = _Drawer(data, config)
    at = at or beginning(config)
    abreast = len(at.lanes) // config.turns
    while True:
        first = at.turn * abreast
        reading = at.lanes[first : first + abreast]
        pieces, after = [], []
        for draw, event in reading:
            song = drawer.song(draw)
            stop = event + config.steps
            pieces.append(piece(song, event, config.steps))
            ends = stop >= len(song.targets.cell)
            after.append(Lane(draw + at.pool, 0) if ends else Lane(draw, stop))
        fresh = torch.tensor([lane.event == 0 for lane in reading])
        lanes = (*at.lanes[:first], *after, *at.lanes[first + abreast :])
        at = Cursor(lanes, at.pool, (at.turn + 1) % config.turns)
        yield Batch(stacked(pieces), fresh, first), at


def prepared(song: Encoded, brief: Brief | None = None) -> Prepared:
    """A song's inputs and targets as they are, nothing varied; told nothing of its bars, unless
    there is a brief that does."""
    inputs = inputs_of(song.events, song.meter, brief or song.brief)
    return Prepared(inputs, targets_of(song.events))


def piece(song: Prepared, start: int, steps: int) -> list[Ints16]:
    """`steps` events of a song as the arrays of one lane of a chunk, padded past its end."""
    stop = max(start, min(start + steps, len(song.targets.cell)))
    arrays = []
    for name, whole in zip(Chunk._fields, (*song.inputs, *song.targets), strict=True):
        padding = [(0, start + steps - stop)] + [(0, 0)] * (whole.ndim - 1)
        fill = -1 if name == "cell" else 0
        arrays.append(np.pad(whole[start:stop], padding, constant_values=fill))
    return arrays


def stacked(pieces: list[list[Ints16]]) -> Chunk:
    """Several lanes' arrays as one chunk."""
    return Chunk(*(torch.from_numpy(np.stack(each)) for each in zip(*pieces, strict=True)))


class _Drawer:
    """Draws songs by number; keeps those that are being read."""

    def __init__(self, data: Shards, config: BatchConfig) -> None:
        self.rows = data.rows("train")
        self.config = config
        self.song = lru_cache(config.lanes * (config.turns + 1))(self._song)
        self.order = lru_cache(2)(self._order)

    def _order(self, epoch: int) -> NDArray[np.int64]:
        return np.random.default_rng((self.config.seed, epoch)).permutation(len(self.rows))

    def _song(self, draw: int) -> Prepared:
        epoch, place = divmod(draw, len(self.rows))
        shard, row = self.rows[self.order(epoch)[place]]
        song = shard.song(row)
        rng = np.random.default_rng((self.config.seed, draw, 1))
        events, brief = varied(song, self.config, rng)
        return Prepared(inputs_of(events, song.meter, brief), targets_of(events))


def varied(song: Encoded, config: BatchConfig, rng: np.random.Generator) -> tuple[Events, Brief]:
    """The song transposed, perhaps without one of its roles, and what is told of it."""
    events, by_bar, frame = song.events, song.by_bar, song.frame
    if rng.random() < config.drop_role:
        events, by_bar, frame = _without_one_role(song, rng)
    semitones = int(rng.integers(config.lowest_transposition, config.highest_transposition + 1))
    events, semitones = _transposed(events, semitones)
    frame = frame._replace(key=transposed_key(frame.key, semitones))
    outline = outline_of(transposed_by_bar(by_bar, semitones))
    hidden = rng.random(len(frame)) < config.drop_condition
    brief = Brief(
        None if rng.random() < config.endless else song.bars,
        Frame(*np.where(hidden, OPEN, frame).tolist()),
        _partly_open(outline, config, rng),
        _given(events, config, rng),
    )
    return events, brief


def _without_one_role(
    song: Encoded, rng: np.random.Generator
) -> tuple[Events, NDArray[np.uint8], Frame]:
    whole = song_of(song)
    playing = np.unique(whole.notes[:, 1])
    if len(playing) < 3:
        return song.events, song.by_bar, song.frame
    role = Role(int(rng.choice(playing)))
    rest = without(whole, [role])
    frame = song.frame._replace(**{role.word: density_class(0)})
    return encode(rest), by_bar_of(rest), frame


def _partly_open(outline: Outline, config: BatchConfig, rng: np.random.Generator) -> Outline:
    """The outline with some of it left open: all, or chords, or plan, and so on."""
    hidden = rng.random(1 + len(_PARTS)) < [config.plain, *[config.drop_outline] * len(_PARTS)]
    if hidden[0]:
        return open_outline()
    for part, is_hidden in zip(_PARTS, hidden[1:], strict=True):
        if is_hidden:
            outline[:, part] = OPEN
    return outline


def _given(events: Events, config: BatchConfig, rng: np.random.Generator) -> tuple[Role, ...]:
    """No role mostly; else some of those that play, but not all."""
    playing = np.flatnonzero(np.bincount(events[:, 1], minlength=len(Role))[: len(Role)])
    if rng.random() >= config.give_roles or len(playing) < 2:
        return ()
    count = int(rng.integers(1, len(playing)))
    return tuple(Role(int(role)) for role in np.sort(rng.permutation(playing)[:count]))


def _transposed(events: Events, semitones: int) -> tuple[Events, int]:
    """The events moved by semitones, or as they are where that would leave the range of MIDI."""
    pitched = (events[:, 1] != Role.DRUMS) & (events[:, 1] < REST)
    pitch = events[pitched, 2].astype(int) + semitones
    if not len(pitch) or pitch.min() < 0 or pitch.max() >= FIELDS["pitch"]:
        return events, 0
    events = events.copy()
    events[pitched, 2] = pitch
    return events, semitones
