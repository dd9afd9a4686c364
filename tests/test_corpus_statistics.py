"""The figures of prepared data are those that counting song by song comes to."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import build
from lstmelody.corpus import fit
from lstmelody.corpus.statistics import figures_of
from lstmelody.corpus.wording import QUALITY_WORDS, instrument
from lstmelody.encoded import Encoded, song_of
from lstmelody.labels import QUALITIES
from lstmelody.music import METERS, Mended, Role
from lstmelody.shards import Shards, open_shards, write_index, write_shard


def written(folder: Path, *portions: list[Encoded], report: dict | None = None) -> Shards:
    folder.mkdir()
    names = [f"{number:05d}" for number in range(len(portions))]
    for name, songs in zip(names, portions, strict=True):
        write_shard(folder, name, songs, {"report": {}})
    write_index(folder, names, report or {})
    return open_shards(folder)


def test_totals_and_splits_add_up(tmp_path):
    data = build.shards(tmp_path, train=6, held_out=2)
    figures = figures_of(data)
    songs = [song for split in ("train", "valid", "test") for song in data.songs(split)]
    assert figures["songs"] == figures["files"] == 10
    assert figures["kept_share"] == 1
    assert figures["notes"] == sum(len(song_of(song)) for song in songs)
    assert figures["bars"] == sum(song.bars for song in songs)
    assert figures["hours"] == pytest.approx(
        sum(song_of(song).seconds for song in songs) / 3600, abs=1e-4
    )
    assert {name: split["songs"] for name, split in figures["splits"].items()} == {
        "train": 6,
        "valid": 2,
        "test": 2,
    }
    for counted in ("songs", "notes"):
        assert sum(split[counted] for split in figures["splits"].values()) == figures[counted]


def test_each_role_has_its_pitches_densities_and_sounds(tmp_path):
    programs = {Role.DRUMS: 8, Role.BASS: 38, Role.CHORDS: 4, Role.LEAD: 73}
    songs = [replace(build.invented(number), programs=programs) for number in range(3)]
    data = written(
        tmp_path / "data", [fit.encoded(f"{at}.mid", each) for at, each in enumerate(songs)]
    )
    notes = np.concatenate([song.notes for song in songs])
    for role in Role:
        part = figures_of(data)["roles"][role.word]
        pitches = notes[notes[:, 1] == role, 2]
        assert part["pitch"]["notes"] == np.bincount(pitches, minlength=128).tolist()
        assert part["pitch"]["median"] == pytest.approx(np.median(pitches), abs=1)
        assert part["songs"] == 3
        assert part["notes"] == len(pitches)
        bars = np.array(part["notes_per_bar"]["bars"])
        assert bars.sum() == 48
        assert bars @ np.arange(256) == len(pitches)
        assert part["programs"] == [
            {"program": programs[role], "name": instrument(role, programs[role]), "songs": 3}
        ]


def test_roles_that_play_together_are_counted_together(tmp_path):
    songs = [
        build.invented(0),
        build.invented(1),
        build.beat(),
    ]
    data = written(
        tmp_path / "data", [fit.encoded(f"{at}.mid", each) for at, each in enumerate(songs)]
    )
    assert figures_of(data)["role_sets"] == [
        {"roles": ["drums", "bass", "chords", "lead"], "songs": 2},
        {"roles": ["drums"], "songs": 1},
    ]
    assert figures_of(data)["roles"]["lead"]["songs"] == 2
    assert figures_of(data)["labels"][3] == {
        "label": "key and mode",
        "of": "songs",
        "known": 2,
        "all": 3,
        "share": 0.6667,
    }


def test_what_was_told_of_songs_is_counted(tmp_path):
    waltz = build.encoded(0, meter=1)._replace(
        style="jazz", meter_inferred=True, bpm=120.0, mended=Mended(1, 2, 3)
    )
    plain = build.encoded(1)._replace(bpm=400.0, mended=Mended(0, 1, 0), key=22)
    figures = figures_of(written(tmp_path / "data", [waltz], [plain]))
    assert figures["meters"][:2] == [
        {"meter": "4/4", "songs": 1, "inferred": 0},
        {"meter": "3/4", "songs": 1, "inferred": 1},
    ]
    assert len(figures["meters"]) == len(METERS)
    assert figures["exactly_120_bpm"] == 1
    assert figures["styles"] == [{"style": "jazz", "songs": 1}]
    assert {"key": "A minor", "songs": 1} in figures["keys"]
    assert sum(key["songs"] for key in figures["keys"]) == 2
    assert figures["mended_notes"] == {"stuck": 1, "zero_length": 3, "overlapping": 3}


def test_a_histogram_has_every_song_even_beyond_its_edges(tmp_path):
    songs = [build.encoded(number)._replace(bpm=bpm) for number, bpm in enumerate((10, 121, 900))]
    tempo = figures_of(written(tmp_path / "data", songs))["tempo_bpm"]
    assert len(tempo["songs"]) == len(tempo["edges"]) - 1
    assert sum(tempo["songs"]) == 3
    assert tempo["songs"][0] == tempo["songs"][-1] == 1
    assert tempo["median"] == 121


def test_the_plan_tells_how_far_back_and_how_closely(tmp_path):
    data = build.shards(tmp_path)
    plan = figures_of(data)["plan"]
    by_bar = np.concatenate([shard.bars for shard in data.shards])
    assert plan["bars"] == len(by_bar)
    for at, lag in enumerate(plan["lags"], 1):
        closeness = by_bar[by_bar[:, 2] == at, 3]
        assert lag["bars_by_closeness"] == [int((closeness == each).sum()) for each in range(1, 5)]
    assert plan["repeating_share"] == round(float((by_bar[:, 2] > 0).mean()), 4)


def test_chords_are_counted_by_their_kind(tmp_path):
    song = build.encoded(0, bars=8)
    song.by_bar[:, :2] = 1 + 12 * list(QUALITIES).index("m")
    song.by_bar[:2, :2] = 0
    chords = figures_of(written(tmp_path / "data", [song]))["chords"]
    assert chords["half_bars"] == 16
    assert chords["no_chord_share"] == 0.25
    assert {each["name"]: each["half_bars"] for each in chords["qualities"]}["minor"] == 12
    assert sum(each["half_bars"] for each in chords["qualities"]) == 12


def test_what_was_left_out_is_named_with_the_commonest_reason_first(tmp_path):
    report = {"files": 9, "left_out": {"b": 1, "a": 1, "c": 6}, "examples": {"a": ["x.mid"]}}
    figures = figures_of(written(tmp_path / "data", [build.encoded(0)], report=report))
    assert figures["kept_share"] == round(1 / 9, 4)
    assert [each["reason"] for each in figures["left_out"]] == ["c", "a", "b"]
    assert figures["left_out"][1]["examples"] == ["x.mid"]


@pytest.mark.parametrize("portions", [[], [[]]])
def test_data_without_songs_have_figures_too(portions, tmp_path):
    report = {"files": 2, "left_out": {"not MIDI": 2}}
    figures = figures_of(written(tmp_path / "data", *portions, report=report))
    assert (figures["songs"], figures["files"], figures["kept_share"]) == (0, 2, 0)
    json.dumps(figures)


def test_figures_stay_correct_when_a_shard_has_no_songs(tmp_path):
    with_gap = written(tmp_path / "gap", [build.encoded(0)], [], [build.encoded(1)])
    without = written(tmp_path / "plain", [build.encoded(0)], [build.encoded(1)])
    figures, others = figures_of(with_gap), figures_of(without)
    assert figures.pop("bytes_per_note") > others.pop("bytes_per_note")
    assert figures == others


def test_every_program_and_every_kind_of_chord_has_a_name():
    assert len({instrument(Role.LEAD, program) for program in range(128)}) == 128
    assert list(QUALITY_WORDS) == list(QUALITIES)
    assert instrument(Role.DRUMS, 25) == "TR-808 kit"
    assert instrument(Role.DRUMS, 3) == "kit 3"
    assert instrument(Role.DRUMS, 56) == "sound effects"
