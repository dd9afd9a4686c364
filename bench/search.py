"""Which network foretells songs best: small trainings of many, on the same notes, told as a table.

    python bench/search.py DATA --out RESULTS.jsonl [--only NAME]... [--minutes M | --notes N]

Every network learns from the same songs in the same order, for as many notes, or for as many as it
learns from in the same time, the learning rate falling to zero at the end of either. How fast each
is is measured first, all by turns, and the fastest step counts: on a busy machine even the time of
the processor alone differed by 15 % from run to run. A line is written for every run.

Knows how to train, to measure and to tell. Does not know the networks.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice, product
from pathlib import Path
from statistics import fmean
from typing import Any

import click
import torch

from backbones import VARIANTS
from lstmelody.encoded import Encoded
from lstmelody.learn import scoring
from lstmelody.learn.batches import Batch, BatchConfig, batches, piece, prepared, stacked
from lstmelody.learn.model import LookbackLSTM, State
from lstmelody.scorecard import PARTS, PLACES
from lstmelody.shards import Shards, open_shards

VALID_SONGS = 40
WARMUP_STEPS = 30
WEIGHT_DECAY = 0.05
CLIP = 1.0
TIMED_STEPS = 200
TIMED_BATCHES = 9
SPEEDS = ("notes_a_second", "steps_a_second")
BATCHES = BatchConfig(lanes=32, turns=8, steps=128)
"""A pool of 256 songs, small enough for the cached keys of a Transformer."""


@dataclass(frozen=True)
class Run:
    """One training."""

    variant: str
    rate: float
    seed: int
    notes: int
    """How many to learn from."""
    seconds: float
    """What they take at the speed of this network; 0 where all were given as many notes."""


@dataclass(frozen=True)
class Learner:
    """A network that is being trained."""

    model: LookbackLSTM
    optimizer: torch.optim.Optimizer
    pool: State
    """The carried state of all lanes."""

    @classmethod
    def of(cls, variant: str, lanes: int) -> Learner:
        model = VARIANTS[variant]().train()
        optimizer = torch.optim.AdamW(
            model.parameters(), betas=(0.9, 0.98), weight_decay=WEIGHT_DECAY
        )
        return cls(model, optimizer, model.start_state(lanes))


def learn(learner: Learner, data: Shards, run: Run) -> int:
    """Train for the notes of a run; returns how many were seen."""
    seen = 0
    for step, (batch, _) in enumerate(batches(data, replace(BATCHES, seed=run.seed))):
        if seen >= run.notes:
            break
        warm = min(1.0, (step + 1) / WARMUP_STEPS)
        for group in learner.optimizer.param_groups:
            group["lr"] = run.rate * warm * (1 - seen / run.notes)
        seen += _step(learner, batch)
    return seen


def _step(learner: Learner, batch: Batch) -> int:
    """One step of gradient descent, the state of the pool carried on; returns how many notes."""
    model, optimizer = learner.model, learner.optimizer
    kept = (~batch.fresh).float().unsqueeze(-1)
    state = [tuple(each[batch.lanes] * kept for each in block) for block in learner.pool]
    surprise, after = scoring.surprise(model, batch.chunk, state)
    notes = int((batch.chunk.cell >= 0).sum())
    loss = surprise.sum() / max(1, notes)
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimizer.step()
    optimizer.zero_grad()
    for old, new in zip(learner.pool, after, strict=True):
        for into, each in zip(old, new, strict=True):
            into[batch.lanes] = each.detach()
    return notes


def speeds(variants: Iterable[str], data: Shards) -> dict[str, float]:
    """How many notes a second each learns from, on one thread."""
    learners = {variant: Learner.of(variant, BATCHES.lanes) for variant in variants}
    best = dict.fromkeys(learners, 0.0)
    for batch, _ in islice(batches(data, replace(BATCHES, turns=1)), TIMED_BATCHES):
        for variant, learner in learners.items():
            began = time.process_time()
            notes = _step(learner, batch)
            best[variant] = max(best[variant], notes / (time.process_time() - began))
    return best


def steps_a_second(model: LookbackLSTM, song: Encoded) -> float:
    """How many events one thread reads one by one, in float32, the heads left out."""
    given = stacked([piece(prepared(song), 0, TIMED_STEPS)]).given
    state = model.start_state(1)
    with torch.inference_mode():
        for step in range(TIMED_STEPS):
            if step == TIMED_STEPS // 4:  # the first ones warm up
                began = time.process_time()
            _, state = model.step(type(given)(*(each[:, step] for each in given)), state)
    return (TIMED_STEPS - TIMED_STEPS // 4) / (time.process_time() - began)


def measured(run: Run, data: Shards, valid: Sequence[Encoded]) -> dict[str, Any]:
    """Train one variant and measure it on songs it has not seen."""
    torch.manual_seed(run.seed)
    learner = Learner.of(run.variant, BATCHES.lanes * BATCHES.turns)
    model = learner.model
    row = {**asdict(run), "parameters": sum(each.numel() for each in model.parameters())}
    row["seen"] = learn(learner, data, run)
    row |= scoring.bits(model.eval(), valid).to_json()
    return row | {"steps_a_second": round(steps_a_second(model, valid[0]))}


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The runs as Markdown: the best rate of each variant, seeds averaged, one table a budget."""
    budgets = sorted({_budget_of(row) for row in rows})
    return "\n\n".join(_table_of(budget, rows) for budget in budgets)


def _table_of(budget: tuple[float, int], rows: Sequence[dict[str, Any]]) -> str:
    runs: dict[str, dict[float, list[dict[str, Any]]]] = {}
    for row in rows:
        if _budget_of(row) == budget:
            runs.setdefault(row["variant"], {}).setdefault(row["rate"], []).append(row)
    best = [min(rates.values(), key=_bits) for rates in runs.values()]
    seconds, notes = budget
    title = f"{seconds:.0f} seconds of one thread" if seconds else f"{notes:,} notes"
    head = ["variant", "M parameters", "rate", "runs", "k notes seen", "trains, notes/s"]
    head += ["reads one by one, steps/s", "**bits per note**", *PARTS, *PLACES]
    lines = [head, ["---"] * len(head), *map(_cells, sorted(best, key=_bits))]
    return "\n".join([f"After {title}:", "", *map(_line, lines)])


def _cells(runs: Sequence[dict[str, Any]]) -> list[str]:
    """A row of the table, of several seeds."""
    first, spread = runs[0], max(row["bits_per_note"] for row in runs) - _bits(runs)
    means = [fmean(row["by_field"][part] for row in runs) for part in PARTS]
    means += [fmean(row["by_place"][place] for row in runs) for place in PLACES]
    return [
        first["variant"],
        f"{first['parameters'] / 1e6:.2f}",
        f"{first['rate']:g}",
        str(len(runs)),
        f"{fmean(row['seen'] for row in runs) / 1e3:.0f}",
        *(f"{fmean(row[speed] for row in runs):.0f}" for speed in SPEEDS),
        f"**{_bits(runs):.3f}**" + (f" ± {spread:.3f}" if len(runs) > 1 else ""),
        *(f"{mean:.3f}" for mean in means),
    ]


def _bits(runs: Sequence[dict[str, Any]]) -> float:
    return fmean(row["bits_per_note"] for row in runs)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _budget_of(row: dict[str, Any]) -> tuple[float, int]:
    """What runs have in common that are compared: seconds, or else notes."""
    return row["seconds"], 0 if row["seconds"] else row["notes"]


def valid_songs(data: Shards) -> list[Encoded]:
    """Songs from all over the valid split."""
    rows = data.rows("valid")
    spread = rows[:: max(1, len(rows) // VALID_SONGS)]
    return [shard.song(row) for shard, row in spread[:VALID_SONGS]]


@click.command()
@click.argument("data", type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Gets a line a run.")
@click.option("--only", multiple=True, type=click.Choice(list(VARIANTS)), help="Not all variants.")
@click.option("--minutes", default=2.5, help="Minutes of one thread for each training.")
@click.option("--notes", default=0, help="Notes for each training, in place of minutes.")
@click.option("--rate", "rates", multiple=True, type=float, default=(2e-3,), help="To be tried.")
@click.option("--seed", "seeds", multiple=True, type=int, default=(0,), help="To be averaged.")
def main(  # one parameter an option
    data: Path,
    out: Path,
    *,
    only: tuple[str, ...],
    minutes: float,
    notes: int,
    rates: tuple[float, ...],
    seeds: tuple[int, ...],
) -> None:
    """Train and measure network after network, then print the table of all that is in OUT."""
    torch.set_num_threads(1)
    shards = open_shards(data)
    valid = valid_songs(shards)
    variants = only or tuple(VARIANTS)
    speed = speeds(variants, shards)
    seconds = 0.0 if notes else 60 * minutes
    for variant, rate, seed in product(variants, rates, seeds):
        run = Run(variant, rate, seed, notes or round(seconds * speed[variant]), seconds)
        row = measured(run, shards, valid) | {"notes_a_second": round(speed[variant])}
        with out.open("a") as lines:
            lines.write(json.dumps(row) + "\n")
        click.echo(f"{variant}: {row['bits_per_note']:.3f} bits per note", err=True)
    click.echo(table([json.loads(line) for line in out.read_text().splitlines()]))


if __name__ == "__main__":
    main()
