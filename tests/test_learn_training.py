"""Learning: a run that was stopped is a run that never was, and its folder is always whole."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

import build
from lstmelody.errors import BadData, StorageFull
from lstmelody.learn import checkpoint, scoring, training
from lstmelody.learn.batches import Batch
from lstmelody.learn.checkpoint import Config
from lstmelody.shards import Shards

ROOT = Path(__file__).parents[1]
NOTES = 1_300
TINY = """
[model]
width = 16
layers = 2
table = 4
head = 8

[batch]
lanes = 3
turns = 2
steps = 16

[train]
notes = {notes}
learning_rate = 0.02
warmup_steps = 5
valid_songs = 1
valid_minutes = {valid_minutes}
conductor_steps = 2
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Shards:
    return build.shards(tmp_path_factory.mktemp("data"), train=5, bars=4)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A toy of some thirty steps that measures and saves after each."""
    return written(tmp_path / "tiny.toml", TINY.format(notes=NOTES, valid_minutes=0))


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def stop_at(share: float) -> Callable[[float, str], None]:
    def told(done: float, _: str) -> None:
        if done >= share:
            raise KeyboardInterrupt

    return told


def same_weights(one: Path, other: Path) -> bool:
    ours, theirs = (checkpoint.load_model(run).state_dict() for run in (one, other))
    return all(torch.equal(ours[name], theirs[name]) for name in ours)


def measured(run: Path) -> list[dict[str, float]]:
    history = checkpoint.load_progress(run).history
    return [{name: row[name] for name in row if name != "minutes"} for row in history]


def test_resuming_equals_never_stopping(data, config, tmp_path):
    training.train(data.folder, tmp_path / "whole", config)
    with pytest.raises(KeyboardInterrupt):
        training.train(data.folder, tmp_path / "run", config, progress=stop_at(0))
    stopped = checkpoint.load_progress(tmp_path / "run")
    assert 0 < stopped.notes < NOTES
    assert not same_weights(tmp_path / "run", tmp_path / "whole")
    training.train(data.folder, tmp_path / "run", config, resume=True)
    assert same_weights(tmp_path / "run", tmp_path / "whole")
    assert measured(tmp_path / "run") == measured(tmp_path / "whole")
    assert (tmp_path / "run" / "curves.png").stat().st_size > 0


def test_a_song_that_begins_knows_nothing_of_the_one_before_it_in_its_lane():
    pool = [(torch.ones(5, 4), torch.full((5, 4), 2.0)) for _ in range(2)]
    batch = Batch(chunk=None, fresh=torch.tensor([False, True, False]), first=2)
    for hidden, cell in training._begun(pool, batch):
        assert hidden.sum(dim=1).tolist() == [4, 0, 4]
        assert cell.sum(dim=1).tolist() == [8, 0, 8]


def test_a_state_comes_back_to_its_own_lanes_of_the_pool():
    pool = [(torch.zeros(5, 4), torch.zeros(5, 4)) for _ in range(2)]
    batch = Batch(chunk=None, fresh=torch.tensor([False, True, False]), first=2)
    training._carry(pool, batch, [(torch.ones(3, 4), torch.full((3, 4), 2.0))] * 2)
    for hidden, cell in pool:
        assert hidden.sum(dim=1).tolist() == [0, 0, 4, 4, 4]
        assert cell.sum(dim=1).tolist() == [0, 0, 8, 8, 8]


def test_a_run_learns_and_ends_with_a_rate_near_nothing(data, tmp_path):
    config = written(tmp_path / "tiny.toml", TINY.format(notes=12_000, valid_minutes=99))
    training.train(data.folder, tmp_path / "run", config)
    ignorant = training.begin(training.read_config(config)).model.eval()
    learned = checkpoint.load_model(tmp_path / "run")
    before, after = (
        scoring.bits(model, data.songs("train")).bits_per_note for model in (ignorant, learned)
    )
    assert after < 0.8 * before
    at = training.begin(checkpoint.load_config(tmp_path / "run"))
    checkpoint.restore(tmp_path / "run", at)
    assert at.optimizer.param_groups[0]["lr"] < 0.02 / 50
    assert at.progress.notes >= 12_000
    assert at.cursor is not None


def test_a_finished_run_that_is_resumed_is_still_finished(data, tmp_path):
    config = written(tmp_path / "tiny.toml", TINY.format(notes=200, valid_minutes=99))
    for resume in (False, True):
        training.train(data.folder, tmp_path / "run", config, resume=resume)
        progress = checkpoint.load_progress(tmp_path / "run")
        assert 200 <= progress.notes < 200 + 48


def test_however_little_time_there_is_the_run_is_whole(data, config, tmp_path):
    training.train(data.folder, tmp_path / "run", config, minutes=1e-9)
    assert checkpoint.load_progress(tmp_path / "run").steps == 1
    assert checkpoint.load_config(tmp_path / "run") == training.read_config(config)


def test_a_full_disk_leaves_the_checkpoint_before(data, config, tmp_path, monkeypatch):
    run = tmp_path / "run"
    training.train(data.folder, run, config, minutes=1e-9)
    before = (run / "checkpoint.pt").read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull, match="no room left"):
        training.train(data.folder, run, config, resume=True)
    assert (run / "checkpoint.pt").read_bytes() == before


def test_a_run_is_not_overwritten(data, config, tmp_path):
    training.train(data.folder, tmp_path / "run", config, minutes=1e-9)
    with pytest.raises(BadData, match="go on with --resume"):
        training.train(data.folder, tmp_path / "run", config)


def test_where_there_is_no_run_there_is_nothing_to_resume(data, config, tmp_path):
    with pytest.raises(BadData, match="not the folder of a training run"):
        training.train(data.folder, tmp_path / "run", config, resume=True)


def test_a_damaged_checkpoint_says_so(data, config, tmp_path):
    run = tmp_path / "run"
    training.train(data.folder, run, config, minutes=1e-9)
    (run / "checkpoint.pt").write_bytes((run / "checkpoint.pt").read_bytes()[:1000])
    with pytest.raises(BadData, match="no checkpoint that can be read"):
        checkpoint.load_model(run)


# Configuration


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[model]\nwidht = 16", "widht"),
        ("[batch]\nlane = 16", "lane"),
        ("[train]\nlearning-rate = 1", "learning-rate"),
        ("[modle]\nwidth = 16", "modle"),
        ("[model\nwidth = 16", "tiny.toml"),
    ],
)
def test_a_misspelt_configuration_fails_by_name(text, named, data, tmp_path):
    config = written(tmp_path / "tiny.toml", text)
    with pytest.raises(BadData, match=named):
        training.train(data.folder, tmp_path / "run", config)
    assert not (tmp_path / "run").exists()


def test_a_configuration_that_is_not_there_is_named(data, tmp_path):
    with pytest.raises(BadData, match="nowhere.toml"):
        training.train(data.folder, tmp_path / "run", tmp_path / "nowhere.toml")


@pytest.mark.parametrize("path", sorted((ROOT / "configs").glob("*.toml")), ids=lambda p: p.stem)
def test_every_configuration_of_ours_is_known(path):
    assert isinstance(training.read_config(path), Config)


def test_what_a_configuration_does_not_say_is_as_usual(tmp_path):
    config = training.read_config(written(tmp_path / "one.toml", "[model]\nlayers = 1"))
    assert config.model.layers == 1
    assert config.batch == Config().batch


def test_data_with_nothing_to_learn_from_is_refused(config, tmp_path):
    build.shards(tmp_path / "data", train=0, bars=4)
    with pytest.raises(BadData, match="training split"):
        training.train(tmp_path / "data", tmp_path / "run", config)


@pytest.mark.parametrize("content", ["[]", '{"model": 3}', '{"nodel": {}}', "no"])
def test_an_odd_configuration_of_a_run_is_no_run(content, tmp_path):
    written(tmp_path / "config.json", content)
    with pytest.raises(BadData, match="not the folder of a training run"):
        checkpoint.load_config(tmp_path)


def test_a_setting_of_the_wrong_kind_is_refused_by_name(data, tmp_path):
    config = written(tmp_path / "odd.toml", '[model]\nwidth = "big"')
    with pytest.raises(BadData, match="width"):
        training.train(data.folder, tmp_path / "run", config)


def test_a_run_may_begin_with_the_weights_of_another(data, config, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    training.train(data.folder, first, config)
    training.train(data.folder, second, config, start_from=first)
    progress = checkpoint.load_progress(second)
    assert progress.notes_before == checkpoint.load_progress(first).notes
    assert measured(second)[0]["train"] < measured(first)[0]["train"]


def test_a_run_ends_between_what_it_began_with_and_what_it_learned(data, config, tmp_path):
    training.train(data.folder, tmp_path / "first", config)
    keeping = written(tmp_path / "keeping.toml", config.read_text() + "\nkeep = 0.75")
    for name, how in (("learned", config), ("settled", keeping)):
        training.train(data.folder, tmp_path / name, how, start_from=tmp_path / "first")
    first, learned, settled = (
        checkpoint.load_model(tmp_path / name).state_dict()
        for name in ("first", "learned", "settled")
    )
    for name, weight in settled.items():
        between = 0.75 * first[name] + 0.25 * learned[name]
        assert torch.allclose(weight, between, atol=1e-3), "16 bits of those begun with"
    assert any(not torch.equal(first[name], learned[name]) for name in first)


def test_a_run_settles_once_however_often_it_is_resumed(data, config, tmp_path):
    training.train(data.folder, tmp_path / "first", config)
    keeping = written(tmp_path / "keeping.toml", config.read_text() + "\nkeep = 0.5")
    for name in ("whole", "run"):
        pause = 1e-9 if name == "run" else None
        start = tmp_path / "first"
        training.train(data.folder, tmp_path / name, keeping, start_from=start, pause=pause)
    assert not checkpoint.load_progress(tmp_path / "run").settled
    for _ in range(2):
        training.train(data.folder, tmp_path / "run", keeping, resume=True)
        assert same_weights(tmp_path / "run", tmp_path / "whole")


def test_weights_of_a_larger_shape_are_refused(data, config, tmp_path):
    training.train(data.folder, tmp_path / "large", config, minutes=1e-9)
    other = written(tmp_path / "other.toml", config.read_text().replace("16", "12", 1))
    with pytest.raises(BadData, match="too large"):
        training.train(data.folder, tmp_path / "run", other, start_from=tmp_path / "large")


def test_a_run_that_paused_goes_on_as_if_it_had_not(data, config, tmp_path):
    training.train(data.folder, tmp_path / "whole", config)
    training.train(data.folder, tmp_path / "run", config, pause=1e-9)
    assert checkpoint.load_progress(tmp_path / "run").steps == 1
    training.train(data.folder, tmp_path / "run", config, resume=True)
    assert same_weights(tmp_path / "run", tmp_path / "whole")


def test_weights_alone_can_be_begun_with_but_not_gone_on_with(data, config, tmp_path):
    run = tmp_path / "run"
    training.train(data.folder, run, config, minutes=1e-9)
    learned = checkpoint.load_model(run)
    (run / "checkpoint.pt").unlink()
    travelled = checkpoint.load_model(run).state_dict()
    for name, weight in learned.state_dict().items():
        assert torch.allclose(weight, travelled[name], atol=1e-3)
    assert checkpoint.load_progress(run).steps == 1
    with pytest.raises(BadData, match="begin a new run with --from"):
        training.train(data.folder, run, config, resume=True)
    training.train(data.folder, tmp_path / "next", config, minutes=1e-9, start_from=run)
    assert checkpoint.load_progress(tmp_path / "next").notes_before > 0


def test_a_run_may_begin_with_the_weights_that_are_released():
    weights, seen = checkpoint.load_weights("release")
    assert sum(each.numel() for each in weights.values()) > 1e6
    assert seen > 1e6


def test_a_precision_that_no_step_is_worked_in_is_refused(data, tmp_path):
    config = written(tmp_path / "odd.toml", '[train]\nprecision = "int4"')
    with pytest.raises(BadData, match="precision is 'int4'"):
        training.train(data.folder, tmp_path / "run", config)
