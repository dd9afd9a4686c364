"""A run becomes the model that songs are composed with, or nothing is written."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

import build
from lstmelody.engine import Engine
from lstmelody.errors import BadData
from lstmelody.events import NOTE_CELLS, encode
from lstmelody.inputs import Inputs, inputs_of, targets_of
from lstmelody.learn import checkpoint, export
from lstmelody.learn.checkpoint import Config
from lstmelody.learn.model import Given
from lstmelody.learn.training import begin
from lstmelody.native.network import HEADS

TINY = {"model": {"width": 16, "layers": 2, "table": 4, "head": 8}, "batch": {"lanes": 2}}
SONG = build.invented(7, bars=4)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data and a run that has learned nothing yet."""
    home = tmp_path_factory.mktemp("home")
    build.shards(home / "data", train=4, held_out=1, bars=4)
    checkpoint.save(home / "run", begin(Config.of(TINY)))
    return home


@pytest.fixture(scope="module")
def exported(home: Path) -> export.Exported:
    return export.export(home / "run", home / "model", home / "data")


@pytest.fixture(scope="module")
def engine(home: Path, exported: export.Exported) -> Engine:
    assert exported.bytes > 0
    return Engine.load(home / "model")


def test_eight_bits_cost_next_to_nothing(exported):
    ratio = exported.bits_per_note / exported.bits_per_note_in_torch
    assert ratio == pytest.approx(1, abs=export.MOST_LOST)


def test_what_was_exported_says_what_pytorch_says(home, engine):
    """Event by event, within what 8 bits leave of a logit."""
    network = checkpoint.load_model(home / "run")
    events = encode(SONG)
    inputs = inputs_of(events, SONG.meter, build.brief(SONG, by_bar=True))
    targets = np.stack(targets_of(events), axis=1).astype(np.int64)
    state, torch_state = engine.start(1), network.start_state(1)
    errors = []
    for event in range(80):
        *given, again = (getattr(inputs, name)[[event]] for name in Inputs._fields)
        trunk, state = engine.step(given, state)
        with torch.no_grad():
            tensors = [
                torch.from_numpy(each.astype(np.int64))
                for each in (*given, again, targets[[event]])
            ]
            in_torch, torch_state = network.step(Given(*tensors[:-2]), torch_state)
            fields = tensors[-1].clamp(max=NOTE_CELLS - 1).unbind(-1)[:3]
            logits = network.chosen(in_torch, *fields, tensors[-2])
        errors.append(np.abs(trunk.cells - logits.cell.numpy()).max())
        chosen = np.stack([each.numpy() for each in fields], axis=1)
        for count, name in enumerate(HEADS, start=1):
            said = engine.head(name, getattr(trunk, name), again, chosen[:, :count])
            errors.append(np.abs(said - getattr(logits, name).numpy()).max())
    assert max(errors) < 0.1


def test_an_export_carries_what_the_run_was(home, exported, engine):
    said = json.loads((home / "model" / "metadata.json").read_text())
    assert said["version"] == exported.version == engine.version
    assert (said["width"], said["layers"], said["lookback"]) == (16, 2, True)
    assert said["parameters"] == sum(
        each.numel() for each in checkpoint.load_model(home / "run").parameters()
    )
    assert f"Model {exported.version}" in str(exported)


def test_a_model_that_loses_too_much_is_not_written(home, monkeypatch):
    monkeypatch.setattr(export, "MOST_LOST", -0.5)
    with pytest.raises(BadData, match="too much to lose, so nothing was written"):
        export.export(home / "run", home / "refused", home / "data")
    assert not (home / "refused").exists()
    assert {path.name for path in home.iterdir()} <= {"data", "run", "model"}


def test_what_is_no_run_is_refused(home):
    with pytest.raises(BadData, match="not the folder of a training run"):
        export.export(home / "data", home / "refused", home / "data")
