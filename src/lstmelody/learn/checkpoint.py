"""A run's folder: configuration, weights, and all that it takes to go on as if never stopped.

    RUN/config.json       the resolved configuration
    RUN/checkpoint.pt     weights, optimiser, cursor, carried state, and what was measured so far
    RUN/model.safetensors the weights alone, in 16 bits
    RUN/begun.safetensors the weights it began with, where some of them are to stay
    RUN/progress.json     what was measured so far

Without the checkpoint, which is large, a run can still be read, and others can begin with its
weights; so can they with those of an export, which names its files so too. Knows files. Does not
know how the model learns.
"""

from __future__ import annotations

import json
import pickle
from dataclasses import asdict, dataclass, field, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lstmelody import weights
from lstmelody.errors import BadData
from lstmelody.files import whole
from lstmelody.learn.batches import BatchConfig, Cursor, Lane
from lstmelody.learn.model import LookbackLSTM, ModelConfig, State

_BEGUN = "begun.safetensors"


@dataclass(frozen=True)
class TrainConfig:
    """How a run learns."""

    notes: int = 20_000_000
    """How many notes to see in all; `--minutes` sets a time instead."""
    learning_rate: float = 2e-3
    warmup_steps: int = 200
    weight_decay: float = 0.05
    clip: float = 1.0
    """Longest gradient, as a norm."""
    threads: int = 1
    precision: str = "bfloat16"
    """What a step is worked in, `bfloat16` or `float32`; weights are kept in 32 bits."""
    compile: bool = False
    """Whether to fuse its operations: on a GPU, for long runs."""
    valid_songs: int = 40
    valid_minutes: float = 10.0
    """How often to measure held-out songs, and save."""
    conductor_steps: int = 1500
    """How long the conductor learns, in batches, when the notes are done; 0 for not at all."""
    keep: float = 0.0
    """How much of the weights that a run began with stays in those it ends with: between the two it
    knows what is new and forgets little (Wortsman et al. 2022)."""
    seed: int = 0

    def __post_init__(self) -> None:
        if self.precision not in ("bfloat16", "float32"):
            raise ValueError(f"precision is {self.precision!r}, not bfloat16 or float32")
        if not 0 <= self.keep < 1:
            raise ValueError(f"keep is {self.keep!r}, not a share below 1")


@dataclass(frozen=True)
class Config:
    """One run's configuration: a TOML file with a table for each part."""

    model: ModelConfig = ModelConfig()
    batch: BatchConfig = BatchConfig()
    train: TrainConfig = TrainConfig()

    @classmethod
    def of(cls, tables: dict[str, dict[str, Any]]) -> Config:
        """The configuration in a TOML file's tables; a wrong name or type raises TypeError."""
        parts = {"model": ModelConfig, "batch": BatchConfig, "train": TrainConfig}
        config = cls(**{name: parts[name](**values) for name, values in tables.items()})
        for part in (config.model, config.batch, config.train):
            _check_types(part)
        return config


def _check_types(part: ModelConfig | BatchConfig | TrainConfig) -> None:
    """Every setting is of its default's kind; a whole number will do for a broken one."""
    for setting in fields(part):
        value = getattr(part, setting.name)
        kinds = (int, float) if isinstance(setting.default, float) else (type(setting.default),)
        if type(value) not in kinds:
            raise TypeError(f"{setting.name} is {value!r}, not like {setting.default!r}")


@dataclass
class Progress:
    """What a run has behind it."""

    steps: int = 0
    notes: int = 0
    notes_before: int = 0
    """What the weights had seen before this run began with them."""
    minutes: float = 0.0
    history: list[dict[str, float]] = field(default_factory=list)
    """A row for each measurement: minutes, notes, and bits per note in training and held out."""
    settled: bool = False
    """Whether the weights it began with have had their share."""


@dataclass
class Checkpoint:
    """Everything that a run is made of at one moment."""

    config: Config
    progress: Progress
    model: LookbackLSTM
    optimizer: torch.optim.Optimizer
    cursor: Cursor | None
    state: State


def save(run: Path, at: Checkpoint) -> None:
    """Write the checkpoint in place of the one before, whole or not at all."""
    run.mkdir(parents=True, exist_ok=True)
    with whole(run / "config.json") as path:
        path.write_text(json.dumps(asdict(at.config), indent=1))
    content = {
        "progress": asdict(at.progress),
        "model": at.model.state_dict(),
        "optimizer": at.optimizer.state_dict(),
        "cursor": at.cursor and [[list(lane) for lane in at.cursor.lanes], *at.cursor[1:]],
        "state": [[each.cpu() for each in block] for block in at.state],
    }
    with whole(run / "checkpoint.pt") as path:
        torch.save(content, path)
    weights.write(run / "model.safetensors", arrays_of(at.model))
    with whole(run / "progress.json") as path:
        path.write_text(json.dumps(asdict(at.progress), indent=1))


def save_begun(run: Path, model: LookbackLSTM) -> None:
    """Keep the weights that a run begins with."""
    run.mkdir(parents=True, exist_ok=True)
    weights.write(run / _BEGUN, arrays_of(model))


def settle(run: Path, at: Checkpoint) -> None:
    """Go back from the weights learned towards those begun with, as far as the run is told to."""
    begun = _tensors(run / _BEGUN) if (run / _BEGUN).exists() else {}
    with torch.no_grad():
        for name, learned in at.model.state_dict().items():
            if name in begun:
                learned.lerp_(begun[name].to(learned), at.config.train.keep)
    at.progress.settled = True


def load_config(run: Path) -> Config:
    """The configuration of a run, or `BadData` where there is none."""
    try:
        return Config.of(json.loads((run / "config.json").read_text()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as problem:
        raise BadData(f"{run} is not the folder of a training run.") from problem


def load_model(run: Path) -> LookbackLSTM:
    """The model of a run, ready to be read from."""
    model = LookbackLSTM(load_config(run).model)
    model.load_state_dict(_content(run)["model"])
    return model.eval()


def load_progress(run: Path) -> Progress:
    return Progress(**_content(run)["progress"])


def folder_of(name: str | Path) -> Path:
    """The folder of `release`, an export or a run."""
    return Path(str(files("lstmelody") / "release")) if str(name) == "release" else Path(name)


def load_weights(folder: str | Path) -> tuple[dict[str, Tensor], int]:
    """The weights of `release`, an export or a run, and how many notes they have seen."""
    folder = folder_of(folder)
    if (folder / "metadata.json").exists():
        seen = int(_json(folder / "metadata.json").get("notes_seen", 0))
        return _tensors(folder / "model.safetensors"), seen
    content = _content(folder)
    progress = Progress(**content["progress"])
    return content["model"], progress.notes_before + progress.notes


def restore(run: Path, into: Checkpoint) -> None:
    """Put a saved checkpoint into freshly made parts of the same configuration."""
    content = _content(run)
    if "optimizer" not in content:
        raise BadData(f"{run} holds weights alone: begin a new run with --from {run}.")
    into.model.load_state_dict(content["model"])
    into.optimizer.load_state_dict(content["optimizer"])
    into.progress = Progress(**content["progress"])
    lanes, *rest = content["cursor"]
    into.cursor = Cursor(tuple(Lane(*lane) for lane in lanes), *rest)
    into.state = [tuple(block) for block in content["state"]]


def _content(run: Path) -> dict[str, Any]:
    light = run / "model.safetensors"
    if light.exists() and not (run / "checkpoint.pt").exists():
        return {"model": _tensors(light), "progress": _json(run / "progress.json")}
    try:
        content: dict[str, Any] = torch.load(
            run / "checkpoint.pt", map_location="cpu", weights_only=True
        )
    except (OSError, RuntimeError, EOFError, ValueError, pickle.UnpicklingError) as problem:
        raise BadData(f"{run} holds no checkpoint that can be read.") from problem
    return content


def arrays_of(model: LookbackLSTM) -> dict[str, NDArray[np.float32]]:
    """The weights of a model, as they are written."""
    return {name: each.float().cpu().numpy() for name, each in model.state_dict().items()}


def _tensors(path: Path) -> dict[str, Tensor]:
    return {name: torch.from_numpy(each) for name, each in weights.read(path).items()}


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError) as problem:
        raise BadData(f"{path} is missing or damaged.") from problem
    if not isinstance(content, dict):
        raise BadData(f"{path} is missing or damaged.")
    return content
