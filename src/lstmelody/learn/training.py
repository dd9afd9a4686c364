"""Shards → a trained model, in as much time as one has.

The loss is on every event; songs are read in chunks with the state carried on (truncated
backpropagation through time: Williams & Peng 1990). The learning rate warms up and falls in a line
to zero, so that every run ends in a usable model. Knows optimisation. Does not know music.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from lstmelody.errors import BadData
from lstmelody.learn import checkpoint, curves, scoring
from lstmelody.learn.batches import Batch, batches
from lstmelody.learn.checkpoint import Checkpoint, Config, Progress
from lstmelody.learn.model import LookbackLSTM, State
from lstmelody.shards import Shards, open_shards

Told = Callable[[float, str], None]
"""Told how much of the run is done, 0..1, and a few words on how it goes."""


def train(
    data: Path,
    run: Path,
    config: Path,
    *,
    resume: bool = False,
    start_from: Path | None = None,
    minutes: float | None = None,
    progress: Told = lambda *_: None,
) -> None:
    """Train until the budget of notes, or of minutes, is spent; the run's folder is always whole.

    With `start_from`, begin a new run with another's weights, warmed up anew. Raises `BadData`
    where the folder holds a run already and `resume` was not asked for, or where they don't fit.
    """
    shards = open_shards(data)
    if not shards.rows("train"):
        raise BadData(f"No song of {data} is in the training split: prepare more songs.")
    if (run / "checkpoint.pt").exists() and not resume:
        raise BadData(f"There is a run in {run} already: go on with --resume, or name another.")
    at = begin(read_config(config))
    if resume:
        at = begin(checkpoint.load_config(run))
        checkpoint.restore(run, at)
    elif start_from:
        _take_weights(start_from, at)
    torch.set_num_threads(at.config.train.threads)
    learn(at, shards, run, minutes=minutes, progress=progress)
    curves.draw({run.name: at.progress.history}, run / "curves.png")


def read_config(path: Path) -> Config:
    """The configuration in a TOML file, or `BadData` saying what is wrong with it."""
    try:
        return Config.of(tomllib.loads(path.read_text()))
    except OSError as problem:
        raise BadData(f"There is no configuration called {path}.") from problem
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise BadData(f"{path} is not a configuration we know: {problem}.") from problem


def begin(config: Config) -> Checkpoint:
    """Everything a run starts from."""
    torch.manual_seed(config.train.seed)
    model = LookbackLSTM(config.model)
    optimizer = torch.optim.AdamW(
        model.parameters(),
        lr=config.train.learning_rate,
        betas=(0.9, 0.98),
        weight_decay=config.train.weight_decay,
    )
    state = model.start_state(config.batch.lanes * config.batch.turns)
    return Checkpoint(config, Progress(), model, optimizer, None, state)


def _take_weights(run: Path, into: Checkpoint) -> None:
    other = checkpoint.load_model(run)
    if other.config != into.config.model:
        raise BadData(f"The model in {run} has another shape: {other.config}.")
    into.model.load_state_dict(other.state_dict())
    before = checkpoint.load_progress(run)
    into.progress.notes_before = before.notes_before + before.notes


def learn(
    at: Checkpoint,
    data: Shards,
    run: Path,
    *,
    minutes: float | None = None,
    progress: Told = lambda *_: None,
) -> None:
    """Go on from a checkpoint to the end of the budget, saving on the way."""
    began = time.monotonic() - 60 * at.progress.minutes
    saved = at.progress.minutes
    heard: list[Tensor] = []
    for batch, cursor in batches(data, at.config.batch, at.cursor):
        done = _share_done(at, minutes)
        if done >= 1:
            break
        _set_rate(at, done)
        heard.append(_step(at, batch))
        at.cursor = cursor
        at.progress.minutes = (time.monotonic() - began) / 60
        if at.progress.steps % 20 == 0:
            progress(done, f"{float(torch.stack(heard[-50:]).mean()):.3f} bits per note")
        if at.progress.minutes - saved >= at.config.train.valid_minutes:
            _measure(at, data, heard)
            checkpoint.save(run, at)
            saved, heard = at.progress.minutes, []
    if heard:
        _measure(at, data, heard)
        checkpoint.save(run, at)


def _share_done(at: Checkpoint, minutes: float | None) -> float:
    if minutes is not None:
        return at.progress.minutes / minutes if minutes > 0 else 1.0
    return at.progress.notes / max(1, at.config.train.notes)


def _set_rate(at: Checkpoint, done: float) -> None:
    config = at.config.train
    warm = min(1.0, (at.progress.steps + 1) / config.warmup_steps)
    for group in at.optimizer.param_groups:
        group["lr"] = config.learning_rate * warm * (1 - done)


def _step(at: Checkpoint, batch: Batch) -> Tensor:
    """One step of gradient descent; returns the bits per note of the batch."""
    state = _begun(at.state, batch)
    surprise, after = scoring.surprise(at.model, batch.chunk, state)
    notes = int((batch.chunk.cell >= 0).sum())
    loss = surprise.sum() / max(1, notes)
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    torch.nn.utils.clip_grad_norm_(at.model.parameters(), at.config.train.clip)
    at.optimizer.step()
    at.optimizer.zero_grad()
    _carry(at.state, batch, after)
    at.progress.steps += 1
    at.progress.notes += notes
    return loss.detach() / torch.log(torch.tensor(2.0))


def _begun(pool: State, batch: Batch) -> State:
    """The state of a batch's lanes, with zeros where a song begins."""
    kept = (~batch.fresh).float().unsqueeze(-1)
    return [tuple(each[batch.lanes] * kept for each in block) for block in pool]


def _carry(pool: State, batch: Batch, after: State) -> None:
    """Put the state after a batch into its place in the pool."""
    for old, new in zip(pool, after, strict=True):
        for into, each in zip(old, new, strict=True):
            into[batch.lanes] = each.detach()


def _measure(at: Checkpoint, data: Shards, heard: list[Tensor]) -> None:
    """Add a row to the history: where we are, and bits per note learned from and held out."""
    row: dict[str, Any] = {"minutes": round(at.progress.minutes, 2), "notes": at.progress.notes}
    row["train"] = round(float(torch.stack(heard).mean()), 4)
    held_out = list(islice(data.songs("valid"), at.config.train.valid_songs))
    if held_out:
        at.model.eval()
        row["valid"] = round(scoring.bits(at.model, held_out).bits_per_note, 4)
        at.model.train()
    at.progress.history.append(row)
