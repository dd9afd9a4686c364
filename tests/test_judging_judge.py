"""The whole scorecard, small: figures, page and songs that are kept."""

import json

import pytest

import build
from html_reader import Reader
from lstmelody.cli import main
from lstmelody.errors import BadData
from lstmelody.judging import features, figures, judge, page, songs
from lstmelody.judging.card import Card
from lstmelody.judging.delivered import Trial
from lstmelody.judging.features import FEATURES
from lstmelody.judging.figures import Measured
from lstmelody.judging.judge import Size
from lstmelody.music import bar_range

TINY = Size(
    songs=4, bars=8, long=((12, 1),), continued=4, trial=Trial(starts=("pop",), bars=8, checks=())
)


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """The release, judged on invented songs, and where."""
    data = build.shards(tmp_path_factory.mktemp("data"), train=6, held_out=6, bars=16)
    out = tmp_path_factory.mktemp("card")
    said = []
    card = judge.judge(["release"], data.folder, out, size=TINY, told=lambda *at: said.append(at))
    return card, data, out, said


def test_a_scorecard_has_every_figure_and_is_json(judged):
    card, _, out, said = judged
    written = json.loads((out / judge.JSON).read_text())
    assert written == card.to_json()
    [model] = written["models"]
    assert list(model["features"]) == list(FEATURES)
    assert [each["bars"] for each in model["drift"]] == [8, 12]
    assert list(model["continued"]["features"]) == list(FEATURES)
    assert len(model["runs"]) == len(written["real_runs"]) == 4
    assert model["bits"]["songs"] == written["real_songs"] == 4
    assert set(written["baselines"]) == {"unigram", "copy the bar before"}
    assert all(check["kept"] for check in model["delivered"]["checks"])
    assert "bits per note" in str(card)
    assert [share for share, _ in said] == sorted(share for share, _ in said)


def test_what_is_judged_again_is_not_composed_again(judged):
    card, data, out, _ = judged
    before = {path: path.stat().st_mtime_ns for path in (out / judge.SONGS).iterdir()}
    assert judge.judge(["release"], data.folder, out, size=TINY) == card
    after = {path: path.stat().st_mtime_ns for path in (out / judge.SONGS).iterdir()}
    assert after == before


def test_the_page_is_one_file_that_asks_for_nothing_else(judged):
    card, _, out, _ = judged
    page.write(card, out)
    reader = Reader((out / page.HTML).read_text(encoding="utf-8"))
    assert not [
        tag for tag, found in reader.tags if tag == "script" or {"src", "href"} & set(found)
    ]
    assert "What gives the songs away" in reader.text
    assert "going on from real openings" in reader.text
    assert "copy the bar before" in reader.text
    assert "None" not in reader.text


def test_two_models_stand_side_by_side(judged):
    card, _, _, _ = judged
    twice = Card({**card.figures, "models": card.figures["models"] * 2})
    reader = Reader(page.html_of(twice))
    assert sum(found.get("class") == "line drums" for _, found in reader.tags) > len(FEATURES) / 2


def test_what_goes_on_from_real_songs_is_judged_without_their_openings(judged):
    card, data, _, _ = judged
    [model] = card.figures["models"]
    told = model["continued"]["features"]["notes_per_bar"]
    real = [songs.opening_of(song, 8) for song in songs.real_songs(data, "test", 8, 4)]
    rest = [features.features_of(bar_range(song, 4, 8))["notes_per_bar"] for song in real]
    assert told["real"]["mean"] == pytest.approx(sum(rest) / len(rest), rel=1e-4)
    assert told["made"]["mean"] != told["real"]["mean"]


def test_fewer_songs_make_everything_smaller():
    small = Size().smaller(50)
    assert (small.songs, small.bars, small.long) == (50, 64, ((512, 2), (256, 3)))
    assert small.continued == 25
    assert small.trial.starts == Size().trial.starts[:1]
    assert Size().smaller(200) == Size()


def test_the_command_wants_one_folder_of_prepared_songs(tmp_path, capsys):
    command = ["evaluate", "release", str(tmp_path), "--scorecard", str(tmp_path / "card")]
    assert main(command) != 0
    assert "no prepared data" in capsys.readouterr().err
    assert main([*command, str(tmp_path)]) != 0
    assert "one folder of prepared songs" in capsys.readouterr().err


def test_songs_are_written_by_every_starter_in_turn():
    recipes = songs.recipes_of(40, 64)
    assert len(set(recipes)) == 40
    assert len({recipe.start for recipe in recipes[:17]}) == 17
    assert songs.recipes_of(17, 64) == recipes[:17]


def test_real_songs_are_spread_over_all_there_are():
    assert songs.evenly(list(range(10)), 5) == [0, 2, 4, 6, 8]
    assert songs.evenly([1, 2], 5) == [1, 2]


def test_the_same_songs_are_no_different():
    set_ = Measured([build.invented(number, 8) for number in range(12)])
    told = figures.compared(set_, set_)
    assert told["similarity"]["error"] == 0
    assert told["variety"] == 1
    assert told["features"]["notes_per_bar"]["alone"] == 0.5
    assert abs(told["overlap"] - told["overlap_floor"]) < 0.2


def test_figures_that_are_not_known_are_null():
    assert figures.plain({"a": [float("nan"), 1 / 3], "b": "x"}) == {"a": [None, 0.33333], "b": "x"}


def test_too_few_songs_are_a_reason_to_refuse(tmp_path):
    data = build.shards(tmp_path / "data", held_out=2, bars=8)
    with pytest.raises(BadData, match="needs at least 4"):
        judge.judge(["release"], data.folder, tmp_path / "out")
    with pytest.raises(BadData, match="no exported model"):
        judge.judge([str(tmp_path)], data.folder, tmp_path / "out", size=TINY)
