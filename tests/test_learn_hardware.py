"""Learning anywhere: two processes do what one does, and PyTorch with NumPy is all it takes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

import build
from lstmelody.errors import BadData
from lstmelody.learn import checkpoint, rehearsing, training
from lstmelody.learn.hardware import hardware
from lstmelody.shards import Shards

TINY = """
[model]
width = 16
layers = 2
table = 4
head = 8

[batch]
lanes = 4
turns = 2
steps = 16

[train]
notes = {notes}
learning_rate = 0.01
warmup_steps = 5
valid_songs = 1
valid_minutes = 99
precision = "float32"
conductor_steps = 2
"""
OTHERS = {
    *("alembic", "click", "datasketch", "fastapi", "httpx2", "matplotlib", "numba", "llvmlite"),
    *("platformdirs", "pydantic", "safetensors", "scipy", "sklearn", "soundfile"),
    *("sqlalchemy", "symusic", "threadpoolctl", "uvicorn"),
}
"""What the project needs beside PyTorch, NumPy and what PyTorch brings along."""
ONLY = """
import sys

class Hiding:
    def __init__(self, finder):
        self.finder = finder

    def find_spec(self, name, *rest):
        hidden = name.partition(".")[0] in {hidden}
        return None if hidden else self.finder.find_spec(name, *rest)

sys.meta_path[:] = [Hiding(finder) for finder in sys.meta_path]
sys.argv = ["learn", *{arguments}]
from lstmelody.learn.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Shards:
    return build.shards(tmp_path_factory.mktemp("data"), train=5, bars=4)


def config(folder: Path, notes: int) -> Path:
    path = folder / f"{notes}.toml"
    path.write_text(TINY.format(notes=notes))
    return path


def by_two(data: Shards, run: Path, *options: str) -> None:
    """Train as two processes."""
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    learn = ["-m", "lstmelody.learn", str(data.folder), "--out", str(run), "--device", "cpu"]
    subprocess.run([*torchrun, *learn, *options], check=True, capture_output=True, text=True)


def how_different(one: Path, other: Path) -> float:
    ours, theirs = (checkpoint.load_model(run).state_dict() for run in (one, other))
    return max(float((ours[name] - theirs[name]).abs().max()) for name in ours)


def test_two_processes_learn_what_one_does(data, tmp_path):
    whole = config(tmp_path, notes=1_300)
    training.train(data.folder, tmp_path / "one", whole, device="cpu")
    by_two(data, tmp_path / "two", "--config", str(whole))
    assert how_different(tmp_path / "one", tmp_path / "two") < 1e-3
    ours, theirs = (checkpoint.load_progress(tmp_path / run) for run in ("one", "two"))
    assert (ours.steps, ours.notes) == (theirs.steps, theirs.notes)
    assert ours.history[0]["train"] == pytest.approx(theirs.history[0]["train"], abs=1e-3)


@pytest.mark.prove
def test_two_processes_go_on_where_one_was_stopped(data, tmp_path):
    whole = config(tmp_path, notes=1_900)
    training.train(data.folder, tmp_path / "whole", whole, device="cpu")
    often = tmp_path / "often.toml"
    often.write_text(whole.read_text().replace("valid_minutes = 99", "valid_minutes = 0"))
    with pytest.raises(KeyboardInterrupt):
        training.train(data.folder, tmp_path / "run", often, device="cpu", progress=stop)
    by_two(data, tmp_path / "run", "--resume", "--loaders", "1")
    assert how_different(tmp_path / "whole", tmp_path / "run") < 1e-3
    training.train(data.folder, tmp_path / "run", often, device="cpu", resume=True)
    assert how_different(tmp_path / "whole", tmp_path / "run") < 1e-3


def stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_pytorch_and_numpy_are_all_it_takes(data, tmp_path):
    arguments = [str(data.folder), "--out", str(tmp_path / "run"), "--loaders", "1"]
    arguments += ["--config", str(config(tmp_path, notes=100)), "--device", "cpu"]
    program = ONLY.format(hidden=OTHERS, arguments=arguments)
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    light = tmp_path / "light"
    light.mkdir()
    for name in ("config.json", "progress.json", "model.safetensors"):
        shutil.copyfile(tmp_path / "run" / name, light / name)
    assert checkpoint.load_progress(light).notes >= 100
    assert how_different(light, tmp_path / "run") < 1e-3


def test_a_gpu_that_is_not_there_is_refused():
    if torch.cuda.is_available():
        pytest.skip("there is one")
    with pytest.raises(BadData, match="no GPU"), hardware("cuda"):
        pass


def test_a_rehearsal_tells_how_fast_a_machine_would_learn(data, tmp_path):
    where = {"config": config(tmp_path, notes=100), "device": "cpu", "seconds": 0.01}
    told = [line.partition(":")[0] for line in rehearsing.rehearse(data.folder, **where)]
    assert told[1:] == ["first step", "made ready", "learned from", "both"]
