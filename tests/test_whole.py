"""The whole path at the size of a toy: invented songs → shards → a model → a song to be heard.

`make tiny` runs this alone. What each part does is told in its own tests; here they have to fit.
"""

import json
import zipfile
from pathlib import Path

import pytest
import soundfile

import build
from lstmelody import midi
from lstmelody.cli import main

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of twenty songs, a tenth of them held out for validation and a tenth for tests."""
    path = tmp_path_factory.mktemp("songs") / "invented.zip"
    with zipfile.ZipFile(path, "w") as file:
        for number, name in enumerate(
            [*build.names("train", 16), *build.names("valid", 2), *build.names("test", 2)]
        ):
            file.writestr(name, midi.write(build.invented(number)))
    return path


@pytest.fixture(scope="module")
def data(archive: Path) -> Path:
    """Shards of the archive."""
    data = archive.with_name("data")
    assert main(["prepare", str(archive), "--out", str(data)]) == 0
    return data


@pytest.fixture(scope="module")
def run(data: Path) -> Path:
    """A toy model that learned from them."""
    run = data.with_name("run")
    config = ROOT / "configs" / "tiny.toml"
    assert main(["train", str(data), "--out", str(run), "--config", str(config)]) == 0
    return run


@pytest.fixture(scope="module")
def small(run: Path) -> Path:
    """The toy as it is composed with."""
    small = run.with_name("small")
    assert main(["export", str(run), "--out", str(small)]) == 0
    return small


def test_every_invented_song_is_fit_to_learn_from(archive, tmp_path, capsys):
    assert main(["prepare", str(archive), "--out", str(tmp_path / "data"), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["by_split"] == {"train": 16, "valid": 2, "test": 2}
    assert report["left_out"] == {}


def test_the_toy_learned_something(run, archive, capsys):
    capsys.readouterr()
    assert main(["evaluate", str(run), str(archive), "--json"]) == 0
    scorecard = json.loads(capsys.readouterr().out)
    assert scorecard["songs"] == 20
    # Knowing nothing costs more than 20 bits a note: log2 of 288 cells, 128 pitches, 32, 16.
    assert scorecard["bits_per_note"] < 12


def test_a_song_is_composed_and_heard(small, tmp_path):
    from lstmelody import composing, rendering, starters
    from lstmelody.engine import Engine
    from lstmelody.recipe import Recipe

    recipe = Recipe(bars=8, seed=1)
    song = composing.composed(recipe, starters.find(recipe.start), Engine.load(small))
    assert song.bars == 8
    assert len(song)
    rendering.render(midi.write(song), tmp_path / "song.wav")
    assert soundfile.info(tmp_path / "song.wav").duration >= song.seconds - 1
