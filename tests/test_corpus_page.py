"""The report for people: one page that needs nothing else, and that no file's name can break."""

import json
from pathlib import Path

import pytest

import build
from html_reader import Reader
from lstmelody.corpus import drawing, page
from lstmelody.corpus.statistics import figures_of
from lstmelody.labels import ROOTS
from lstmelody.shards import Shards, open_shards, write_index, write_shard


def written(data: Shards) -> Reader:
    page.write(data)
    return Reader((data.folder / "report.html").read_text(encoding="utf-8"))


def left_out(folder: Path, *names: str) -> Shards:
    """Data of one song, from which files of these names were left out."""
    write_shard(folder, "00000", [build.encoded(0)], {"report": {}})
    examples = {"not MIDI": list(names)}
    report = {"files": 1 + len(names), "left_out": {"not MIDI": len(names)}, "examples": examples}
    write_index(folder, ["00000"], report)
    return open_shards(folder)


def test_the_page_shows_all_parts_and_the_json_has_the_figures(tmp_path):
    data = build.shards(tmp_path)
    reader = written(data)
    for title in ("What was left out", "Time", "The band", "Harmony", "Form", "Tempo", "Keys"):
        assert title in reader.text
    assert json.loads((tmp_path / "report.json").read_text()) == figures_of(data)
    assert [tag for tag, _ in reader.tags].count("h1") == 1


def test_the_page_asks_for_nothing_else(tmp_path):
    reader = written(build.shards(tmp_path))
    assert {"script", "link", "img", "iframe"}.isdisjoint(tag for tag, _ in reader.tags)
    asking = {"src", "href", "srcset", "action"}
    assert not [given for _, given in reader.tags if asking & set(given)]
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "url(" not in text
    assert "http" not in text


def test_every_chart_can_be_read_aloud(tmp_path):
    reader = written(build.shards(tmp_path))
    charts = [given for _, given in reader.tags if given.get("role") == "img"]
    assert len(charts) > 15
    assert all(given["aria-label"] for given in charts)
    drawn = [given for tag, given in reader.tags if tag == "svg"]
    assert all("aria-hidden" in given or "aria-label" in given for given in drawn)


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>.mid",
        '"><img src=x onerror=alert(1)>.mid',
        "{{ 7 * 7 }}{% raw %}.mid",
        "</li></ul></details><h1>Buy</h1>.mid",
        "&lt;b&gt;.mid",
    ],
)
def test_a_hostile_name_is_shown_as_it_is(name, tmp_path):
    reader = written(left_out(tmp_path, name))
    assert name in reader.text
    assert {"script", "img"}.isdisjoint(tag for tag, _ in reader.tags)
    assert [tag for tag, _ in reader.tags].count("h1") == 1


@pytest.mark.parametrize(
    "name", ["a\u202egpj.mid", "a\x1b[2Jb.mid", "a\udcffb.mid", "a\nb\x00.mid"]
)
def test_what_can_not_be_printed_is_not(name, tmp_path):
    reader = written(left_out(tmp_path, name))
    shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in name)
    assert shown in reader.text
    assert json.loads((tmp_path / "report.json").read_text())["left_out"][0]["examples"] == [name]


def test_the_same_data_give_the_same_bytes(tmp_path):
    first, second = build.shards(tmp_path / "a"), build.shards(tmp_path / "b")
    page.write(first)
    page.write(second)
    page.write(second)
    for name in ("report.html", "report.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_data_without_songs_have_a_page(tmp_path):
    write_index(tmp_path, [], {"files": 1, "left_out": {"not MIDI": 1}})
    reader = written(open_shards(tmp_path))
    assert "0 songs prepared from 1 files" in reader.text
    assert "not MIDI" in reader.text


def test_the_highest_bar_fills_its_chart_and_the_last_takes_all_above():
    first, last = drawing.bars([1, 0, 4], [0, 10, 20, 40], "bars")
    assert (first.left, first.width, first.height) == (0, 25, 25)
    assert (last.left, last.width, last.height) == (50, 50, 100)
    assert (first.words, last.words) == ("0–10 bars: 1", "20 and more bars: 4")


def test_a_skyline_keeps_notes_beyond_the_piano():
    counts = [0] * 128
    counts[3] = counts[60] = 5
    outline = drawing.skyline(counts)
    assert outline.startswith("M0 100V0h1V100h1")
    assert outline.count("V0h1") == 2
    assert outline.count("h1") == 88


def test_the_circle_has_each_key_once_beside_its_relative():
    keys = [{"key": f"{root} {mode}", "songs": 1} for mode in ("major", "minor") for root in ROOTS]
    sectors = drawing.key_circle(keys)
    assert len({sector.label for sector in sectors}) == 24
    assert [sector.label for sector in sectors[:4]] == ["C", "Am", "G", "Em"]


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 5, "0 %"), (1, 8, "12.5 %"), (5, 5, "100 %"), (1, 10_000, "< 0.1 %"), (0, 0, "0 %")],
)
def test_shares_are_told_in_percent(part, whole, words):
    assert drawing.share(part, whole) == words
