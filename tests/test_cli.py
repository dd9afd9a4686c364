"""The command line from the outside: what it prints, what it writes, and how it refuses."""

import json
import socket
import subprocess
import sys
from dataclasses import fields

import pytest
import soundfile
import symusic
from starlette.testclient import TestClient

import build
from lstmelody import midi
from lstmelody.api.app import create_app
from lstmelody.cli import commands, main
from lstmelody.recipe import Recipe
from lstmelody.settings import Settings

COMMANDS = [
    "inspect",
    *("download", "prepare", "train", "evaluate", "export"),
    *("compose", "render", "serve", "bench"),
]


def refusal(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that was said on stderr, and nothing on stdout."""
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err.strip()


def test_help_names_every_command(capsys):
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n  {command} " in said for command in COMMANDS)
    assert set(COMMANDS) == set(commands.commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    assert main([command, "--help"]) == 0
    assert "Usage: lstmelody " + command in capsys.readouterr().out


def test_every_setting_of_a_recipe_is_an_option():
    options = {parameter.name for parameter in commands.commands["compose"].params}
    assert {setting.name for setting in fields(Recipe)} <= options


def test_help_and_serving_load_no_training_parts():
    code = (
        "import sys, lstmelody.cli, lstmelody.api.app, lstmelody.evaluation, lstmelody.composing\n"
        "print({'torch', 'matplotlib'} & set(sys.modules) or 'none')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "none\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--bras", "8"], "No such option"),
        (["--bars", "many"], "is not a valid integer"),
        (["--bars", "3"], "from 4 to 512"),
        (["--bars", "513"], "from 4 to 512"),
        (["--bars", "8", "--seconds", "30"], "not both"),
        (["--drums", "5.1"], "from 0 to 5"),
        (["--lead", "-1"], "from 0 to 5"),
        (["--drums", "nan"], "from 0 to 5"),
        (["--tempo", "30"], "from 40 to 240"),
        (["--drums", "0", "--bass", "0", "--chords", "0", "--lead", "0"], "at 0"),
        (["--start", "polka"], "no starter called 'polka'"),
        (["--start", "nowhere.mid"], "no file nowhere.mid"),
        (["--wav", "song.aac"], ".wav, .mp3, .flac or .ogg"),
        (["--wav", "nowhere/song.mp4"], ".wav, .mp3, .flac or .ogg"),
    ],
)
def test_bad_usage_is_one_sentence_and_exit_code_2(arguments, sentence, capsys, tmp_path):
    out = tmp_path / "song.mid"
    assert main(["compose", "-o", str(out), *arguments]) == 2
    assert sentence in refusal(capsys)
    assert not list(tmp_path.iterdir())


def test_composing_into_a_sound_file_says_how_to_ask_for_sound(capsys, tmp_path):
    assert main(["compose", "-o", str(tmp_path / "song.wav")]) == 2
    assert "--wav" in refusal(capsys)


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200)


@pytest.mark.parametrize("data", [b"", b"MThd", JPEG], ids=["empty", "truncated", "a JPEG"])
def test_a_start_that_is_no_midi_is_one_sentence_and_nothing_is_written(data, capsys, tmp_path):
    start = tmp_path / "start.mid"
    start.write_bytes(data)
    assert main(["compose", "-o", str(tmp_path / "song.mid"), "--start", str(start)]) == 1
    assert refusal(capsys).endswith(".")
    assert list(tmp_path.iterdir()) == [start]


@pytest.mark.parametrize("data", [b"", JPEG], ids=["empty", "a JPEG"])
def test_rendering_what_is_no_midi_writes_nothing(data, capsys, tmp_path):
    song = tmp_path / "song.mid"
    song.write_bytes(data)
    assert main(["render", str(song), "-o", str(tmp_path / "song.wav")]) == 1
    assert refusal(capsys).endswith(".")
    assert list(tmp_path.iterdir()) == [song]


def test_rendering_to_an_unknown_kind_of_file_is_bad_usage(capsys, tmp_path):
    song = tmp_path / "song.mid"
    song.write_bytes(b"MThd")
    assert main(["render", str(song), "-o", str(tmp_path / "song.aiff")]) == 2
    assert ".wav, .mp3, .flac or .ogg" in refusal(capsys)


def test_a_source_that_is_not_there_fails_with_a_sentence(capsys, tmp_path):
    assert main(["prepare", str(tmp_path / "nowhere"), "--out", str(tmp_path / "data")]) == 1
    assert "nowhere" in refusal(capsys)
    assert not list(tmp_path.iterdir())


def test_without_pytorch_training_says_what_to_install(tmp_path):
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "from lstmelody.cli import main; sys.exit(main(['train', 'data', '--out', 'run']))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert "lstmelody[train]" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_port_that_is_taken_fails_with_a_sentence(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    assert f"Port {port}" in refusal(capsys)


def test_composing_writes_the_song_and_tells_its_facts(capsys, tmp_path):
    out = tmp_path / "song.mid"
    assert main(["compose", "-o", str(out), "--bars", "8", "--seed", "5", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    score = midi.read(out.read_bytes())
    assert (facts["bars"], score.bars) == (8, 8)
    assert facts["notes"] == sum(len(track.notes) for track in score.tracks)
    assert facts["recipe"]["seed"] == 5
    assert list(tmp_path.iterdir()) == [out]


def test_a_song_can_be_had_as_sound_at_once_or_later(capsys, tmp_path):
    song, at_once, later = (tmp_path / name for name in ("song.mid", "at-once.wav", "later.wav"))
    assert main(["compose", "-o", str(song), "--wav", str(at_once), "--bars", "4"]) == 0
    assert main(["render", str(song), "-o", str(later)]) == 0
    assert "later.wav" in capsys.readouterr().out
    assert sorted(tmp_path.iterdir()) == sorted([song, at_once, later])
    assert soundfile.info(at_once).duration > 4 * 4 * 60 / 240
    assert soundfile.info(later).samplerate == 44_100


def test_the_same_recipe_gives_the_same_bytes_here_and_through_the_api(tmp_path):
    out = tmp_path / "song.mid"
    asked = ["--bars", "8", "--start", "funk", "--seed", "11", "--drums", "0.5", "--tempo", "90"]
    assert main(["compose", "-o", str(out), *asked]) == 0
    recipe = {"bars": 8, "start": "funk", "seed": 11, "drums": 0.5, "tempo": 90}
    with TestClient(
        create_app(Settings(data=tmp_path / "songs")), base_url="http://localhost"
    ) as client:
        song = client.post("/api/songs", json=recipe).json()
        while song["status"] == "composing":
            song = client.get(f"/api/songs/{song['id']}").json()
        assert client.get(f"/api/songs/{song['id']}/midi").content == out.read_bytes()


def test_a_song_is_composed_again_from_its_file_and_with_other_settings(capsys, tmp_path):
    one, again, other = (tmp_path / f"{name}.mid" for name in ("one", "again", "other"))
    asked = ["--bars", "6", "--key", "Am", "--seed", "5", "--leave-start"]
    assert main(["compose", "-o", str(one), *asked]) == 0
    assert main(["compose", "-o", str(again), "--like", str(one)]) == 0
    assert again.read_bytes() == one.read_bytes()
    capsys.readouterr()
    assert main(["compose", "-o", str(other), "--like", str(one), "--seed", "6", "--json"]) == 0
    recipe = json.loads(capsys.readouterr().out)["recipe"]
    assert (recipe["key"], recipe["seed"], recipe["keep_start"]) == ("Am", 6, False)
    assert other.read_bytes() != one.read_bytes()


def test_what_cant_be_composed_again_says_why(capsys, tmp_path):
    start, song, again = (tmp_path / f"{name}.mid" for name in ("start", "song", "again"))
    start.write_bytes(midi.write(build.invented(1, bars=4)))
    assert main(["compose", "-o", str(again), "--like", str(start)]) == 2
    assert "tells of no settings" in capsys.readouterr().err
    assert main(["compose", "-o", str(song), "--start", str(start), "--redo", "bass"]) == 0
    assert main(["compose", "-o", str(again), "--like", str(song)]) == 2
    assert "give it, too, with --start" in capsys.readouterr().err
    assert main(["compose", "-o", str(again), "--like", str(song), "--start", str(start)]) == 0
    assert again.read_bytes() == song.read_bytes()


def test_a_song_is_heard_as_it_was_asked_to_be_played_and_stays_on_the_grid(tmp_path):
    song, played, straight = (tmp_path / f"{name}.mid" for name in ("song", "played", "straight"))
    asked = ["--bars", "8", "--swing", "1", "--palette", "jazz", "--instruments", "lead flute"]
    assert main(["compose", "-o", str(song), *asked]) == 0
    assert main(["render", str(song), "-o", str(played)]) == 0
    assert main(["render", str(song), "-o", str(straight), "--swing", "0"]) == 0
    assert straight.read_bytes() == song.read_bytes()
    ticks = {
        name: {note.time % 480 for track in symusic.Score(str(path)).tracks for note in track.notes}
        for name, path in (("song", song), ("played", played))
    }
    assert 240 in ticks["song"]
    assert 240 not in ticks["played"]
    assert 320 in ticks["played"]
    programs = {track.name: track.program for track in symusic.Score(str(song)).tracks}
    assert (programs["Bass"], programs["Lead"], programs["Drums"]) == (32, 73, 32)


def test_what_each_role_delivers_is_said(capsys, tmp_path):
    song = tmp_path / "song.mid"
    asked = ["compose", "-o", str(song), "--bars", "12", "--lead", "0", "--changes", "9 drums 2"]
    assert main(asked) == 0
    assert "lead 0%" in capsys.readouterr().out
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["delivered"]
    assert told["lead"] == {"notes": 0, "share": 0.0, "asked": None, "delivered": None}
    assert 1 < told["drums"]["asked"] < 2


def test_a_song_is_rendered_with_a_file_for_each_track(capsys, tmp_path):
    song = tmp_path / "song.mid"
    assert main(["compose", "-o", str(song), "--bars", "4", "--chords", "0"]) == 0
    capsys.readouterr()
    assert main(["render", str(song), "-o", str(tmp_path / "song.flac"), "--stems"]) == 0
    names = {path.name for path in tmp_path.glob("*.flac")}
    assert names == {"song.flac", "song-drums.flac", "song-bass.flac", "song-lead.flac"}
    assert capsys.readouterr().out.count(" MB.") == 4
