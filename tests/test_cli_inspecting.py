"""Prepared songs can be looked at and heard: just what a model is taught."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

import build
from lstmelody import midi, rendering
from lstmelody.cli import inspecting, main
from lstmelody.corpus import page
from lstmelody.corpus.portrait import song_of
from lstmelody.encoded import Encoded
from lstmelody.errors import MissingPart
from lstmelody.music import METERS, Mended
from lstmelody.shards import open_shards, write_index, write_shard


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three songs in two shards: Song 0, Song 1 and Song 12."""
    folder = tmp_path / "data"
    folder.mkdir()
    songs = [build.encoded(number, bars=10) for number in (0, 1, 12)]
    songs[1] = songs[1]._replace(
        style="funk", meter_inferred=True, mended=Mended(0, 2, 0), key=10, key_confidence=0.25
    )
    write_shard(folder, "00000", songs[:2], {"report": {}})
    write_shard(folder, "00001", songs[2:], {"report": {}})
    write_index(folder, ["00000", "00001"], {})
    return folder


def stored(data: Path, name: str) -> Encoded:
    return next(each for each in open_shards(data).songs("train") if each.name == name)


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["inspect", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["inspect", *map(str, arguments)]) in (1, 2)
    said = capsys.readouterr()
    assert said.out == ""
    return said.err.strip()


def test_without_a_song_it_tells_what_the_data_hold(data, capsys):
    said = told(capsys, data)
    assert "3 songs from 3 files" in said
    assert "report.html" not in said
    page.write(open_shards(data))
    said = told(capsys, data)
    assert str(data / "report.html") in said
    assert json.loads(told(capsys, data, "--json")) == json.loads(
        (data / "report.json").read_text()
    )


def test_a_song_is_told_in_words_and_bar_by_bar(data, capsys):
    said = told(capsys, data, 2)
    for words in (
        "2  No One/Song 1.mid",
        "work no one/song 1 · funk · train",
        "4/4 (inferred)",
        "A major (by 0.25)",
        "10 bars, ",
        "mended: 2 zero length",
        "standard kit",
        "1-4 ",
        "9-10",
    ):
        assert words in said
    lines = said.splitlines()
    row = next(line for line in lines if line.startswith("5-8"))
    assert "█" in row
    assert row.count("|") == 3
    assert max(map(len, lines)) < 120


@pytest.mark.parametrize(("asked", "number"), [("song 12", 3), ("No One/Song 1.mid", 2), ("3", 3)])
def test_a_song_is_found_by_number_name_or_part_of_it(asked, number, data, capsys):
    assert json.loads(told(capsys, data, asked, "--json"))["number"] == number


def test_json_tells_the_same_for_programs(data, capsys):
    song = stored(data, "No One/Song 1.mid")
    said = json.loads(told(capsys, data, 2, "--json", "--bars", "9-"))
    assert (said["name"], said["bars"], said["meter"]) == (song.name, 10, "4/4")
    assert (said["key"], said["style"]) == ("A major", "funk")
    assert sum(role["notes"] for role in said["roles"].values()) == len(song_of(song))
    assert [bar["bar"] for bar in said["by_bar"]] == [9, 10]
    assert said["by_bar"][0]["notes"] == song.by_bar[8, 4:8].tolist()
    assert said["by_bar"][0]["mean_pitches"] == song.by_bar[8, 8:].tolist()


def test_several_songs_of_a_name_are_listed_with_their_numbers(data, capsys):
    said = refused(capsys, data, "song 1")
    assert said.splitlines() == [
        "2 songs have 'song 1' in their name; choose one by its number:",
        "      2  No One/Song 1.mid",
        "      3  No One/Song 12.mid",
    ]


def test_no_more_than_ten_are_listed(tmp_path, capsys):
    build.shards(tmp_path, train=14)
    said = refused(capsys, tmp_path, "song")
    assert "18 songs have 'song' in their name" in said
    assert "the first 10 of them" in said
    assert len(said.splitlines()) == 11


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["0"], "There is no song 0: they are numbered from 1 to 3 in this data."),
        (["4"], "There is no song 4"),
        (["²"], "No song has '²' in its name."),
        (["polka"], "No song has 'polka' in its name."),
        (["1", "--bars", "11"], "This song has 10 bars, and 11 is none of them."),
        (["1", "--bars", "0-2"], "should be bars such as 1-16"),
        (["1", "--bars", "5-2"], "should be bars such as 1-16"),
        (["1", "--bars", "all"], "should be bars such as 1-16"),
        (["1", "--random"], "not both"),
        (["1", "--seed", "3"], "--seed is for --random"),
        (["--midi", "song.mid"], "--midi needs a SONG, or --random."),
        (["--play"], "--play needs a SONG, or --random."),
        (["1", "--wav", "song.aac"], "song.aac is none"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(arguments, sentence, data, capsys):
    assert sentence in refused(capsys, data, *arguments)


def test_a_folder_without_prepared_songs_is_refused(tmp_path, capsys):
    assert "There is no prepared data" in refused(capsys, tmp_path, 1)
    write_index(tmp_path, [], {"files": 0})
    assert "There is no song 1: there are none in this data." in refused(capsys, tmp_path, 1)
    assert "There are no songs" in refused(capsys, tmp_path, "--random")
    assert "0 songs" in told(capsys, tmp_path)


def test_a_song_by_lot_is_the_same_for_the_same_seed(data, capsys):
    first = [told(capsys, data, "--random", "--seed", seed) for seed in range(8)]
    assert first == [told(capsys, data, "--random", "--seed", seed) for seed in range(8)]
    assert len(set(first)) == 3


def test_the_midi_is_what_the_model_is_taught(data, tmp_path, capsys):
    out = tmp_path / "song.mid"
    told(capsys, data, "Song 12", "--midi", out)
    assert out.read_bytes() == midi.write(song_of(stored(data, "No One/Song 12.mid")))
    told(capsys, data, "Song 12", "--midi", out, "--bars", "3-4")
    score = midi.read(out.read_bytes())
    assert (score.bars, score.meter) == (2, METERS[0])


def test_the_sound_is_as_long_as_the_bars_asked_for(data, tmp_path, capsys):
    try:
        rendering.installed_synth()
    except MissingPart as problem:
        pytest.skip(str(problem))
    out = tmp_path / "song.wav"
    told(capsys, data, 1, "--wav", out, "--bars", "1-2")
    seconds = 2 * 4 * 60 / stored(data, "No One/Song 0.mid").bpm
    assert seconds <= soundfile.info(out).duration < seconds + rendering.LONGEST_TAIL_SECONDS


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are found: the synthesizer is there, and no player."""
    try:
        rendering.installed_synth()
    except MissingPart as problem:
        pytest.skip(str(problem))
    folder = tmp_path / "programs"
    folder.mkdir()
    if fluidsynth := shutil.which("fluidsynth"):
        (folder / "fluidsynth").symlink_to(fluidsynth)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def player(folder: Path, code: int) -> Path:
    """A player that notes in a file what it was given instead of playing it."""
    noted, script = folder / "played", folder / "aplay"
    lines = ("#!/bin/sh", f'echo "$@" > "{noted}"', "echo no sound card >&2", f"exit {code}")
    script.write_text("\n".join(lines))
    script.chmod(0o755)
    return noted


def test_a_song_is_played_by_the_first_player_there_is(data, programs, capsys):
    noted = player(programs, 0)
    told(capsys, data, 1, "--bars", "1", "--play")
    flags, _, sound = noted.read_text().strip().rpartition(" ")
    assert flags == " ".join(inspecting.PLAYERS["aplay"])
    assert sound.endswith("song.wav")
    assert not Path(sound).exists()


def test_a_player_that_fails_is_quoted(data, programs, capsys):
    player(programs, 1)
    assert main(["inspect", str(data), "1", "--bars", "1", "--play"]) == 1
    assert "aplay could not play: no sound card" in capsys.readouterr().err


@pytest.mark.usefixtures("programs")
def test_a_machine_without_a_player_says_what_to_do(data, capsys):
    said = refused(capsys, data, 1, "--play")
    assert "No player is installed (aplay, " in said
    assert "--wav" in said


def test_a_hostile_name_does_not_reach_the_terminal(tmp_path, capsys):
    names = ["\x1b[2Jgone.mid", "a\u202egpj\udcff.mid"]
    songs = [build.encoded(at)._replace(name=name, work=name) for at, name in enumerate(names)]
    write_shard(tmp_path, "00000", songs, {"report": {}})
    write_index(tmp_path, ["00000"], {})
    said = told(capsys, tmp_path, 1) + told(capsys, tmp_path, 2) + refused(capsys, tmp_path, "mid")
    assert said.replace("\n", "").isprintable()
    said.encode()


def test_looking_at_songs_loads_no_training_parts(data):
    code = (
        "import sys; from lstmelody.cli import main\n"
        f"main(['inspect', {str(data)!r}]); main(['inspect', {str(data)!r}, '1'])\n"
        "print({'torch', 'matplotlib', 'jinja2'} & set(sys.modules) or 'none')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("none\n")
