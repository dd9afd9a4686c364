"""The conductor learns the form of songs from nothing but their outlines."""

import numpy as np
import pytest
import torch

import build
from lstmelody.conductor import SIZES, rows_of
from lstmelody.learn import conducting
from lstmelody.learn.conducting import ConductorNet, Form, side_by_side
from lstmelody.outlines import by_bar_of, outline_of
from lstmelody.shards import Shards


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Shards:
    return build.shards(tmp_path_factory.mktemp("data"), train=6, bars=16)


def form(number: int, bars: int) -> Form:
    song = build.invented(number, bars)
    brief = build.brief(song)
    return Form(rows_of(outline_of(by_bar_of(song)), brief), brief)


@torch.no_grad()
def bits_per_bar(net: ConductorNet, data: Shards) -> float:
    briefs = [song.full_brief for song in data.songs("train")]
    read = side_by_side([Form(rows_of(brief.outline, brief), brief) for brief in briefs])
    bars = (read.rows[..., 0] > 0).sum()
    return float(conducting.surprise(net, read).sum() / bars / np.log(2))


def test_what_it_learns_foretells_songs_better_than_chance_and_than_less_learning(data):
    few, more = (bits_per_bar(conducting.train(data, steps=steps), data) for steps in (1, 40))
    assert more < few < float(np.log2(SIZES).sum()) + 1


def test_the_same_seed_learns_the_same(data):
    one, other = (conducting.train(data, steps=3, seed=1).state_dict() for _ in range(2))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_song_is_read_as_if_alone():
    torch.manual_seed(0)
    net = ConductorNet().eval()
    forms = [form(1, 12), form(2, 7)]
    with torch.no_grad():
        together = net(side_by_side(forms))
        for lane, each in enumerate(forms):
            alone = net(side_by_side([each]))
            for ours, theirs in zip(alone, together, strict=True):
                assert torch.allclose(ours[0], theirs[lane, : len(each.rows)], atol=1e-5)


def test_what_is_padding_does_not_count():
    net = ConductorNet().eval()
    forms = [form(1, 12), form(2, 7)]
    apart = sum(conducting.surprise(net, side_by_side([each])) for each in forms)
    assert torch.allclose(conducting.surprise(net, side_by_side(forms)), apart, rtol=1e-4)


def test_a_later_bar_changes_nothing_before_it():
    net, song = ConductorNet().eval(), form(1, 12)
    changed = song.rows.copy()
    changed[6:] = 1
    with torch.no_grad():
        ours, theirs = (
            net(side_by_side([song._replace(rows=each)])) for each in (song.rows, changed)
        )
    for one, other in zip(ours, theirs, strict=True):
        assert torch.equal(one[0, :6], other[0, :6])
