"""The whole path at the size of a toy: invented songs → shards → a model → a song to be heard.

`make tiny` runs this alone. What each part does is told in its own tests; here they have to fit.
"""

import json
import random
import zipfile
from itertools import count, islice
from pathlib import Path

import pytest
import soundfile

from lstmelody import corpus, midi, sources
from lstmelody.cli import main
from lstmelody.music import METERS, Note, Role, Song, canonical

ROOT = Path(__file__).parents[1]
BARS = 16
CHORDS = {"C": (0, 4, 7), "Dm": (2, 5, 9), "F": (5, 9, 12), "G": (7, 11, 14), "Am": (9, 12, 16)}


def invented(number: int) -> Song:
    """A song that no one wrote: four chords over and over, and a melody that changes its end."""
    dice = random.Random(number)
    key, chords = dice.randrange(12), dice.choices(list(CHORDS.values()), k=4)
    kick, steps = dice.choice([(0, 24), (0, 18, 24), (0, 12, 24, 36)]), dice.choices(range(3), k=16)
    notes = []
    for bar in range(BARS):
        start, chord = bar * 48, [key + tone for tone in chords[bar % 4]]
        notes += [Note(start + at, Role.DRUMS, 36, 1, 110) for at in kick]
        notes += [Note(start + at, Role.DRUMS, 38, 1, 100) for at in (12, 36)]
        notes += [Note(start + at, Role.DRUMS, 42, 1, 70) for at in range(0, 48, 6)]
        notes += [Note(start + at, Role.BASS, 36 + chord[0], 6, 90) for at in range(0, 48, 12)]
        notes += [Note(start, Role.CHORDS, 60 + tone, 48, 70) for tone in chord]
        if bar % 4 == 3:
            steps[12:] = dice.choices(range(3), k=4)
        melody = zip(range(0, 48, 12), steps[bar % 4 * 4 :], strict=False)
        notes += [Note(start + at, Role.LEAD, 72 + chord[step], 12, 90) for at, step in melody]
    return Song(canonical(notes), bars=BARS, meter=METERS[0], bpm=dice.randrange(80, 150))


def names(split: str, number: int) -> list[str]:
    """Names of songs that fall into a split, which the hash of a name decides."""
    fitting = (
        name
        for name in (f"No One/Song {n}.mid" for n in count())
        if corpus.split_of(sources.work_of(name)) == split
    )
    return list(islice(fitting, number))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of twenty songs, a tenth of them held out for validation and a tenth for tests."""
    path = tmp_path_factory.mktemp("songs") / "invented.zip"
    with zipfile.ZipFile(path, "w") as file:
        for number, name in enumerate(names("train", 16) + names("valid", 2) + names("test", 2)):
            file.writestr(name, midi.write(invented(number)))
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
