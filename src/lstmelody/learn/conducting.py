"""Shards → the conductor: a small LSTM learns how the bars of songs follow each other.

Reads the outlines of whole songs, many side by side. Knows optimisation and the conductor's layout.
Does not know notes, nor how an outline is drawn.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from lstmelody.conditions import OPEN, Frame
from lstmelody.facts import (
    CONDUCTOR,
    FACT_CLASSES,
    PLAYED_SIZES,
    SIZES,
    Rows,
    facts_of,
    named_of,
    rows_of,
)
from lstmelody.files import whole
from lstmelody.learn.model import Tables
from lstmelody.music import Role
from lstmelody.outlines import Brief
from lstmelody.shards import Shards

WIDTH, HEAD = 128, 64
BATCH = 64
"""Songs side by side."""
NEAR = 16
"""Batches of songs that are sorted by length, so that little of a batch is padding."""
LONGEST = 512
"""Bars of a song that are read."""
RATE, DECAY = 2e-3, 0.02
DROP, DROP_BAND, ENDLESS = 0.3, 0.5, 0.15
"""How often each condition of the whole song is left open, all four densities at once, and how many
bars are left. Who composes asks for densities seldom."""
_DENSITIES = [Frame._fields.index(role.word) for role in Role]

Told = Callable[[float, str], None]


class Form(NamedTuple):
    """A song without its notes."""

    rows: Rows
    brief: Brief


class Read(NamedTuple):
    """Class indices of songs side by side, each (B, bars, ...); 0 past the end of a song."""

    facts: Tensor
    rows: Tensor
    named: Tensor


class ConductorNet(nn.Module):
    """Facts of bars in, logits of each field of each bar out; `conductor.Conductor` in PyTorch."""

    def __init__(self) -> None:
        super().__init__()
        classes = [1 + size for size in SIZES]
        named = [1 + size for size in PLAYED_SIZES]
        fields = range(len(SIZES))
        self.facts = Tables(FACT_CLASSES, WIDTH)
        self.lstm = nn.LSTM(WIDTH, WIDTH, batch_first=True)
        self.known = nn.ModuleList(nn.Linear(WIDTH, HEAD) for _ in fields)
        self.before = nn.ModuleList(Tables((*classes[:field], *named), HEAD) for field in fields)
        self.out = nn.ModuleList(nn.Linear(HEAD, size) for size in SIZES)

    def forward(self, read: Read) -> list[Tensor]:
        """For each field (B, bars, classes) logits, the fields before it known."""
        hidden = self.lstm(self.facts(read.facts))[0]
        logits = []
        for field, (known, before, out) in enumerate(
            zip(self.known, self.before, self.out, strict=True)
        ):
            # Which bar is repeated is decided before it is known what was played there.
            named = read.named if field else torch.zeros_like(read.named)
            chosen = torch.cat([read.rows[..., :field], named], dim=-1)
            logits.append(out(F.relu(known(hidden) + before(chosen))))
        return logits

    def arrays(self) -> dict[str, np.ndarray]:
        """The weights as `conductor.Conductor` has them, in 16 bits."""
        own = self.lstm.get_parameter
        arrays: dict[str, Tensor] = {
            "facts": self.facts.weight,
            "enter": own("weight_ih_l0"),
            "hidden": own("weight_hh_l0"),
            "bias": own("bias_ih_l0") + own("bias_hh_l0"),
        }
        for name, parts in {"known": self.known, "before": self.before, "out": self.out}.items():
            for field, part in enumerate(parts):
                arrays |= {f"{name}{field}.{key}": each for key, each in part.named_parameters()}
        return {name: each.detach().numpy().astype(np.float16) for name, each in arrays.items()}


def train(
    data: Shards, *, steps: int, seed: int = 0, progress: Told = lambda *_: None
) -> ConductorNet:
    """A conductor after so many batches, its rate falling to zero."""
    torch.manual_seed(seed)
    net = ConductorNet()
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    forms = _forms(data)
    for step, read in enumerate(islice(_batches(forms, np.random.default_rng(seed)), steps)):
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - step / steps)
        loss = surprise(net, read).sum() / (read.rows[..., 0] > 0).sum()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        progress(step / steps, f"{loss.item() / np.log(2):.3f} bits per bar")
    return net.eval()


def provide(
    run: Path,
    data: Shards,
    steps: int,
    *,
    like: Path | None = None,
    progress: Told = lambda *_: None,
) -> None:
    """Put a conductor into a run's folder: that of another folder, else one that learns now."""
    if (run / CONDUCTOR).exists():
        return
    if like is not None and (like / CONDUCTOR).exists():
        shutil.copyfile(like / CONDUCTOR, run / CONDUCTOR)
    elif steps:
        save(train(data, steps=steps, progress=progress), run / CONDUCTOR)


def surprise(net: ConductorNet, read: Read) -> Tensor:
    """(11,) nats of each field, summed over all bars."""
    nats = [
        F.cross_entropy(
            logits.flatten(0, 1),
            read.rows[..., field].flatten() - 1,
            ignore_index=-1,
            reduction="sum",
        )
        for field, logits in enumerate(net(read))
    ]
    return torch.stack(nats)


def save(net: ConductorNet, path: Path) -> None:
    """Write what `conductor.Conductor.load` reads, whole or not at all."""
    with whole(path) as unfinished, unfinished.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **net.arrays())


def _forms(data: Shards) -> list[Form]:
    briefs = (song.full_brief for song in data.songs("train"))
    return [Form(rows_of(brief.outline[:LONGEST], brief), brief) for brief in briefs]


def _batches(forms: Sequence[Form], rng: np.random.Generator) -> Iterator[Read]:
    """Songs of like length together, in a fresh order each time, conditions open at times."""
    while True:
        order = rng.permutation(len(forms)).tolist()
        for start in range(0, len(order), NEAR * BATCH):
            near = sorted(order[start : start + NEAR * BATCH], key=lambda at: len(forms[at].rows))
            groups = [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
            for group in rng.permutation(len(groups)).tolist():
                yield side_by_side([_varied(forms[at], rng) for at in groups[group]])


def _varied(form: Form, rng: np.random.Generator) -> Form:
    brief = form.brief
    hidden = rng.random(len(brief.frame)) < DROP
    hidden[_DENSITIES] |= rng.random() < DROP_BAND
    frame = Frame(*np.where(hidden, OPEN, brief.frame).tolist())
    bars = None if rng.random() < ENDLESS else brief.bars
    return Form(form.rows, brief._replace(bars=bars, frame=frame))


def side_by_side(forms: Sequence[Form]) -> Read:
    """What is known of each bar of several songs, the shorter ones padded."""
    songs = [_read(form) for form in forms]
    longest = max(len(song[0]) for song in songs)
    padded = (
        np.stack([np.pad(each, ((0, longest - len(each)), (0, 0))) for each in arrays])
        for arrays in zip(*songs, strict=True)
    )
    return Read(*(torch.from_numpy(each.astype(np.int64)) for each in padded))


def _read(form: Form) -> tuple[np.ndarray, ...]:
    lags = enumerate(form.rows[:, 0].tolist())
    named = np.array([named_of(form.rows, bar, lag) for bar, lag in lags])
    return facts_of(form.rows, form.brief)[:-1], form.rows, named
