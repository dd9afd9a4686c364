"""Bits per note of whatever is a model, on whatever holds songs."""

import json
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest

import build
from lstmelody import midi, reading
from lstmelody.corpus import fit
from lstmelody.engine import Engine
from lstmelody.errors import BadData, BadSource
from lstmelody.evaluation import evaluate
from lstmelody.learn import checkpoint, scoring
from lstmelody.learn.checkpoint import Config
from lstmelody.learn.training import begin
from lstmelody.music import Role
from lstmelody.scorecard import PARTS
from lstmelody.shards import open_shards

TINY = {"model": {"width": 16, "layers": 1, "table": 4, "head": 8}, "batch": {"lanes": 2}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two songs, a sketch and a photo."""
    folder = tmp_path_factory.mktemp("songs")
    for number, bars in ((1, 8), (2, 9), (3, 2)):
        (folder / f"{number}.mid").write_bytes(midi.write(build.invented(number, bars)))
    (folder / "4.mid").write_bytes(b"\xff\xd8\xff\xe0JFIF")
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build.shards(tmp_path_factory.mktemp("data"), train=4, held_out=2).folder


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that has learned nothing yet."""
    run = tmp_path_factory.mktemp("run")
    checkpoint.save(run, begin(Config.of(TINY)))
    return run


def test_a_scorecard_says_what_was_measured_and_what_was_left_out(folder):
    scorecard = evaluate("release", [folder])
    said = json.loads(json.dumps(scorecard.to_json()))
    assert said["songs"] == 2
    assert said["notes"] == len(build.invented(1, 8)) + len(build.invented(2, 9))
    assert set(said["by_field"]) == set(PARTS)
    assert sum(said["by_field"].values()) == pytest.approx(said["bits_per_note"], abs=1e-3)
    assert said["left_out"] == {"too few notes": 1, "not MIDI": 1}
    assert "left out: not MIDI (1)" in str(scorecard)


def test_the_release_and_a_copy_of_it_score_the_same(folder, tmp_path):
    with as_file(files("lstmelody") / "release") as release:
        copy = Path(shutil.copytree(release, tmp_path / "copy"))
    assert evaluate(str(copy), [folder]).to_json() == evaluate("release", [folder]).to_json()


def test_of_prepared_data_the_songs_held_out_for_tests_are_measured(data, run):
    said = evaluate(str(run), [data]).to_json()
    assert said["songs"] == 2
    assert said == evaluate(str(run), [data], split="test").to_json()
    assert evaluate(str(run), [data], split="train").tally.songs == 4
    assert evaluate(str(run), [data], split="train", limit=3).tally.songs == 3


def test_of_files_a_split_is_told_by_their_names(tmp_path, run):
    for split in ("train", "test"):
        for number, name in enumerate(build.names(split, 2)):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(midi.write(build.invented(number, bars=8)))
    assert evaluate(str(run), [tmp_path]).tally.songs == 4
    assert evaluate(str(run), [tmp_path], split="test").tally.songs == 2


def test_a_run_is_read_through_pytorch(run, data):
    ours = scoring.bits(checkpoint.load_model(run), open_shards(data).songs("test"))
    assert evaluate(str(run), [data]).to_json() == {**ours.to_json(), "left_out": {}}


@pytest.mark.parametrize("model", ["run", "release"])
def test_a_model_may_be_told_nothing_or_all_and_redo_one_role(model, run, data):
    """A release is read through the engine, a run through PyTorch: both are told the same."""
    model = str(run) if model == "run" else model
    told = [evaluate(model, [data], told=told).tally for told in ("nothing", "song", "bars")]
    assert len({tally.bits_per_note for tally in told}) == 3
    assert len({tally.notes for tally in told}) == 1
    redone = [evaluate(model, [data], redo=role).tally for role in Role]
    assert sum(tally.notes for tally in redone) == told[0].notes
    assert all((tally.nats[1] > 0) == (tally.notes > 0) for tally in redone)


def test_the_unigram_counts_what_is_for_training(data):
    scored = evaluate("unigram", [data]).tally
    assert scored.songs == 2
    assert 1 < scored.bits_per_note < 20


def test_the_unigram_needs_prepared_data(folder):
    with pytest.raises(BadData, match="lstmelody prepare"):
        evaluate("unigram", [folder])


def test_progress_ends_with_all_songs(folder):
    told: list[tuple[int, int | None]] = []
    evaluate("release", [folder], progress=lambda *said: told.append(said))
    assert told[0] == (0, 2)
    assert told[-1] == (2, 2)


def test_what_is_no_model_is_refused(folder, tmp_path):
    with pytest.raises(BadData, match="not the folder of a training run"):
        evaluate(str(tmp_path), [folder])


def test_what_holds_no_song_is_refused(folder, tmp_path):
    with pytest.raises(BadSource, match="nowhere"):
        evaluate("release", [tmp_path / "nowhere"])
    with pytest.raises(BadData, match="no song to measure"):
        evaluate("release", [folder / "4.mid"])


def test_songs_read_side_by_side_score_as_if_read_alone():
    engine = Engine.release()
    songs = [
        fit.encoded(f"{number}.mid", build.invented(number, bars))
        for number, bars in ((1, 2), (2, 5), (3, 1))
    ]
    together = reading.bits(engine, songs)
    alone = [reading.bits(engine, [song]) for song in songs]
    assert together.notes == sum(tally.notes for tally in alone)
    assert np.allclose(together.nats, sum(tally.nats for tally in alone), rtol=1e-12)
