"""How far two sets are apart, and whether a judge tells them apart: what is known beforehand."""

import numpy as np
import pytest

from lstmelody.judging import distances, telling
from lstmelody.judging.distances import compare, density, halvings
from lstmelody.judging.telling import auc_of, tell

DICE = np.random.default_rng(0)
REAL = DICE.normal(0, 1, 200)


def test_a_set_overlaps_itself_as_far_as_its_halves_do():
    told = compare(REAL, REAL)
    assert told.made.overlap == pytest.approx(told.floor.overlap, abs=0.06)
    assert told.floor.overlap > 0.85
    assert told.floor.set_overlap > 0.9
    assert told.least < told.floor.overlap


def test_sets_far_apart_have_nothing_in_common():
    told = compare(REAL, REAL + 100)
    assert told.made.overlap < 0.01
    assert told.made.set_overlap < 0.01
    assert told.made.divergence > 4


def test_the_overlap_of_two_normal_curves_is_what_the_table_says():
    grid = np.random.default_rng(1).normal(0, 1, (2, 50_000))
    bounds = distances.frame_of(grid[0], grid[1] + 1)
    first, second = density(grid[0], *bounds), density(grid[1] + 1, *bounds)
    assert np.minimum(first, second).sum() == pytest.approx(0.6171, abs=0.02)  # 2 Φ(-1/2)


def test_densities_keep_what_lies_at_the_edges():
    assert density(np.array([0.0, 0.0, 1.0]), 0, 1).sum() == pytest.approx(1)
    assert density(np.zeros(9), -1, 1).argmax() == distances.CELLS // 2


def test_rows_are_compared_by_their_distances():
    rows = DICE.dirichlet(np.ones(8), 100)
    others = np.roll(np.eye(8)[np.zeros(100, int)], 1, axis=1)
    assert compare(rows, DICE.dirichlet(np.ones(8), 100)).made.set_overlap > 0.9
    assert compare(rows, others).made.set_overlap < 0.5
    assert np.isnan(compare(rows, rows).made.overlap)


def test_songs_of_which_nothing_is_known_are_left_out():
    gaps = np.where(np.arange(200) % 5 == 0, np.nan, REAL)
    assert compare(gaps, REAL).made.overlap > 0.8
    assert np.isnan(compare(np.full(5, np.nan), REAL).made.overlap)


def test_halves_have_no_song_in_common():
    for first, second, made in halvings(11, 4):
        assert not set(first) & set(second)
        assert len(first) == len(second) == 5
        assert len(made) == 4


def test_more_of_a_number_gives_itself_away():
    assert auc_of(np.array([1.0, 2]), np.array([3.0, 4])) == 1
    assert auc_of(np.array([3.0, 4]), np.array([1.0, 2])) == 0
    assert auc_of(np.array([1.0, 2]), np.array([1.0, 2])) == 0.5
    assert auc_of(np.array([np.nan]), np.array([1.0])) == 0.5


def test_a_judge_cannot_tell_what_is_no_different():
    first, second = np.random.default_rng(3).normal(0, 1, (2, 100, 4))
    told = tell(first, second, dict.fromkeys("abcd", "all"))
    assert told.auc == pytest.approx(0.5, abs=0.12)
    assert told.floor == pytest.approx(0.5, abs=0.15)


def test_a_judge_finds_the_number_that_gives_songs_away():
    first, second = np.random.default_rng(4).normal(0, 1, (2, 100, 3))
    second[:, 1] += 3
    first[::7, 2] = np.nan
    told = tell(first, second, {"a": "x", "b": "y", "c": "x"})
    assert told.auc > 0.9
    assert max(told.by_feature, key=lambda name: told.by_feature[name]) == "b"
    assert told.by_group["y"] > 0.3 > told.by_group["x"]
    assert told.alone["b"] > 0.95


def test_the_judge_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sklearn", None)
    with pytest.raises(telling.MissingPart, match=r"lstmelody\[train\]"):
        telling.require()
