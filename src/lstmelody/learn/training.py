"""Shards → a trained model, in as much time as one has.

The loss is on every event; songs are read in chunks with the state carried on (truncated
backpropagation through time: Williams & Peng 1990). The learning rate warms up and falls in a line
to zero, so that every run ends in a usable model. A step never asks the device for a number, so a
GPU is never waited for. Knows optimisation. Does not know music.
"""

from __future__ import annotations

import math
import time
import tomllib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from lstmelody.errors import BadData
from lstmelody.learn import checkpoint, conducting, lanes, scoring
from lstmelody.learn.batches import Batch, Cursor, beginning
from lstmelody.learn.checkpoint import Checkpoint, Config, Progress
from lstmelody.learn.growing import fitted
from lstmelody.learn.hardware import ALONE, CPU, Hardware, hardware
from lstmelody.learn.loading import stream
from lstmelody.learn.model import LookbackLSTM, State
from lstmelody.learn.twin import Twin
from lstmelody.shards import Shards, open_shards

Told = Callable[[float, str], None]
"""Told how much of the run is done, 0..1, and a few words on how it goes."""


def train(
    data: Path,
    run: Path,
    config: Path,
    *,
    resume: bool = False,
    start_from: str | Path | None = None,
    minutes: float | None = None,
    pause: float | None = None,
    device: str = "auto",
    loaders: int | None = None,
    progress: Told = lambda *_: None,
) -> None:
    """Train until the budget of notes, or of minutes, is spent; the run's folder is always whole.

    With `start_from`, begin a new run with another's weights, or `release`'s, warmed up anew. With
    `pause`, stop after so many minutes as if interrupted, to be resumed with the same budget. For
    `device` and `loaders` see `hardware`. Under torchrun several processes do this together.
    Raises `BadData` where the folder holds a run already and `resume` was not asked for, or where
    they don't fit.
    """
    shards = open_shards(data)
    if not shards.rows("train"):
        raise BadData(f"No song of {data} is in the training split: prepare more songs.")
    if (run / "checkpoint.pt").exists() and not resume:
        raise BadData(f"There is a run in {run} already: go on with --resume, or name another.")
    with hardware(device, loaders) as where:
        if resume:
            at = begin(checkpoint.load_config(run), where.device)
            checkpoint.restore(run, at)
        else:
            at = begin(read_config(config), where.device)
            if start_from:
                _take_weights(start_from, at)
                if at.config.train.keep and where.is_first:
                    checkpoint.save_begun(run, at.model)
        torch.set_num_threads(at.config.train.threads)
        learn(at, shards, run, where=where, minutes=minutes, pause=pause, progress=progress)
        if where.is_first:
            _draw(at, run)
            like = checkpoint.folder_of(start_from) if start_from else None
            steps = at.config.train.conductor_steps
            conducting.provide(run, shards, steps, like=like, progress=progress)


def read_config(path: Path) -> Config:
    """The configuration in a TOML file, or `BadData` saying what is wrong with it."""
    try:
        return Config.of(tomllib.loads(path.read_text()))
    except OSError as problem:
        raise BadData(f"There is no configuration called {path}.") from problem
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise BadData(f"{path} is not a configuration we know: {problem}.") from problem


def begin(config: Config, device: torch.device = CPU) -> Checkpoint:
    """Everything a run starts from."""
    torch.manual_seed(config.train.seed)
    model = LookbackLSTM(config.model)
    state = model.start_state(config.batch.lanes * config.batch.turns)
    optimizer = torch.optim.AdamW(
        model.to(device).parameters(),
        lr=config.train.learning_rate,
        betas=(0.9, 0.98),
        weight_decay=config.train.weight_decay,
        fused=True,
    )
    return Checkpoint(config, Progress(), model, optimizer, None, state)


def _take_weights(folder: str | Path, into: Checkpoint) -> None:
    weights, seen = checkpoint.load_weights(folder)
    into.model.load_state_dict(fitted(weights, into.model))
    into.progress.notes_before = seen


def _draw(at: Checkpoint, run: Path) -> None:
    """The learning curve, where there is what to draw it with."""
    try:
        from lstmelody.learn import curves
    except ImportError:
        return
    curves.draw({run.name: at.progress.history}, run / "curves.png")


def learn(
    at: Checkpoint,
    data: Shards,
    run: Path,
    *,
    where: Hardware = ALONE,
    minutes: float | None = None,
    pause: float | None = None,
    progress: Told = lambda *_: None,
) -> None:
    """Go on from a checkpoint to the end of the budget, saving on the way."""
    at, config, twin = own_share(at, where), at.config.train, twin_of(at)
    began = time.monotonic() - 60 * at.progress.minutes
    saved = at.progress.minutes
    stop = saved + (math.inf if pause is None else pause)
    heard: list[Tensor] = []
    with closing(stream(data, at.config.batch, _cursor(at), where)) as batches:
        for batch, cursor, own_notes in batches:
            done = _share_done(at, minutes)
            if done >= 1 or at.progress.minutes >= stop:
                break
            _set_rate(at, done)
            notes, now = where.agreed(own_notes, (time.monotonic() - began) / 60)
            heard.append(step(at, twin, batch, notes=notes, where=where))
            at.cursor, at.progress.minutes = cursor, now
            if where.is_first and at.progress.steps % 20 == 0:
                progress(done, f"{float(torch.stack(heard[-50:]).mean()):.3f} bits per note")
            if now - saved >= config.valid_minutes:
                _measure_and_save(at, data, run, heard, where)
                saved, heard = now, []
    ends = _share_done(at, minutes) >= 1 and not at.progress.settled
    if ends and where.is_first:
        checkpoint.settle(run, at)
    if heard or ends:
        _measure_and_save(at, data, run, heard, where)


def twin_of(at: Checkpoint) -> Twin:
    """The one that works for the checkpoint's model, as its configuration says."""
    config = at.config.train
    return Twin(at.model, getattr(torch, config.precision), fuse=config.compile)


def _cursor(at: Checkpoint) -> Cursor:
    return at.cursor or beginning(at.config.batch)


def own_share(at: Checkpoint, where: Hardware) -> Checkpoint:
    """The checkpoint with the lanes of this process alone; all else is common."""
    batch, cursor = at.config.batch, _cursor(at)
    if batch.lanes < where.ranks:
        raise BadData(f"{where.ranks} processes cannot share {batch.lanes} lanes: set more lanes.")
    own = lanes.share(len(cursor.lanes), batch.turns, where.rank, where.ranks)
    state = lanes.state_of(at.state, own, where.device)
    return replace(at, cursor=lanes.taken(cursor, own), state=state)


def _of_all(at: Checkpoint, where: Hardware) -> Checkpoint | None:
    """The checkpoint with the lanes of all processes, for the first one of them."""
    every = range(len(_cursor(at).lanes))
    parts = where.gathered((at.cursor, lanes.state_of(at.state, every, CPU)))
    if not where.is_first:
        return None
    cursors, states = zip(*parts, strict=True)
    turns = at.config.batch.turns
    state = lanes.joined_states(states, turns)
    return replace(at, cursor=lanes.joined(cursors, turns), state=state)


def _share_done(at: Checkpoint, minutes: float | None) -> float:
    if minutes is not None:
        return at.progress.minutes / minutes if minutes > 0 else 1.0
    return at.progress.notes / max(1, at.config.train.notes)


def _set_rate(at: Checkpoint, done: float) -> None:
    config = at.config.train
    warm = min(1.0, (at.progress.steps + 1) / config.warmup_steps)
    for group in at.optimizer.param_groups:
        group["lr"] = config.learning_rate * warm * (1 - done)


def step(at: Checkpoint, twin: Twin, batch: Batch, *, notes: int, where: Hardware) -> Tensor:
    """One step of gradient descent on so many notes; returns the bits that each of them took."""
    surprise, after = twin.surprise(batch.chunk, _begun(at.state, batch))
    nats = surprise.sum()
    gradient, nats = twin.gradient_of(nats), nats.detach()
    where.add_up(gradient, nats)
    gradient /= notes
    gradient *= (at.config.train.clip / (gradient.norm() + 1e-6)).clamp(max=1)
    at.optimizer.step()
    _carry(at.state, batch, after)
    at.progress.steps += 1
    at.progress.notes += notes
    return nats / (notes * math.log(2))


def _begun(pool: State, batch: Batch) -> State:
    """The state of a batch's lanes, with zeros where a song begins."""
    kept = (~batch.fresh).float().unsqueeze(-1)
    return [tuple(each[batch.lanes] * kept for each in block) for block in pool]


def _carry(pool: State, batch: Batch, after: State) -> None:
    """Put the state after a batch into its place in the pool."""
    for old, new in zip(pool, after, strict=True):
        for into, each in zip(old, new, strict=True):
            into[batch.lanes] = each.detach()


def _measure_and_save(
    at: Checkpoint, data: Shards, run: Path, heard: list[Tensor], where: Hardware
) -> None:
    whole = _of_all(at, where)
    if whole:
        _measure(whole, data, heard)
        checkpoint.save(run, whole)


def _measure(at: Checkpoint, data: Shards, heard: list[Tensor]) -> None:
    """Add a row to the history: where we are, and bits per note learned from and held out."""
    row: dict[str, Any] = {"minutes": round(at.progress.minutes, 2), "notes": at.progress.notes}
    if heard:
        row["train"] = round(float(torch.stack(heard).mean()), 4)
    held_out = list(islice(data.songs("valid"), at.config.train.valid_songs))
    if held_out:
        at.model.eval()
        row["valid"] = round(scoring.bits(at.model, held_out).bits_per_note, 4)
        at.model.train()
    at.progress.history.append(row)
