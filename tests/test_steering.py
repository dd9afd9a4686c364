"""Multipliers: what is told, and how hard a role is held to it."""

import numpy as np
import pytest

import build
from lstmelody.conditions import DENSITY_CLASSES, density_class, density_of
from lstmelody.desk import Desk
from lstmelody.engine import Engine
from lstmelody.music import Note, Role, Song
from lstmelody.native.rules import readiness
from lstmelody.outlines import DENSITIES, Brief, open_outline
from lstmelody.steering import steered, steered_frame

BAR = 48
ONE = dict.fromkeys(Role, 1.0)
SONG = build.invented(1, bars=12)
NOTES = np.array([np.nan, *map(density_of, range(1, DENSITY_CLASSES))])


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.release()


def steady(notes_per_bar: int, bars: int) -> Song:
    every = BAR // notes_per_bar
    return build.song(*(Note(at, Role.BASS, 40, 3, 84) for at in range(0, bars * BAR, every)))


def planned(song: Song) -> Brief:
    return build.brief(song, by_bar=True)


def test_at_one_nothing_is_told_otherwise():
    brief = planned(SONG)
    assert steered_frame(brief.frame, ONE) == brief.frame
    assert np.array_equal(steered(brief.outline, ONE), brief.outline)


def test_a_role_of_which_more_is_asked_is_told_so():
    brief = planned(steady(4, 12))
    told = steered(brief.outline, {**ONE, Role.BASS: 2.0})
    bass = DENSITIES.start + Role.BASS
    assert (told[:, bass] > brief.outline[:, bass]).all()
    assert steered_frame(brief.frame, {**ONE, Role.BASS: 2.0}).bass > brief.frame.bass
    assert np.array_equal(np.delete(told, bass, 1), np.delete(brief.outline, bass, 1))
    silent = steered(brief.outline, {**ONE, Role.BASS: 0})
    assert (silent[:, bass] == density_class(0)).all()


def test_what_is_open_stays_open():
    assert not steered(open_outline(4), dict.fromkeys(Role, 3.0)).any()


def test_a_class_stands_for_about_the_notes_that_are_in_it():
    for notes in (0, 1, 3, 6, 12, 25):
        assert density_of(density_class(notes)) == pytest.approx(notes, rel=0.25, abs=0.1)
    several = [density_of(each) for each in range(16)]
    assert several == sorted(several)


def factors(engine: Engine, played: Song, asked: Brief, multiplier: float) -> list[float]:
    """What the hazard of each role is multiplied by when so much was played of what is asked."""
    desk = Desk(engine)
    desk.sit(build.part(played, asked, bass=multiplier))
    seat = desk.seats[0]
    while seat["kept"] < seat["kept_count"]:
        desk.play(seat["kept_count"] - seat["kept"])
    seat["asked"] = np.nan
    bars = len(asked.outline)
    seat["asked"][:bars] = NOTES[asked.outline[:, DENSITIES]] * seat["factors"]
    return [readiness(seat, role) for role in Role]


def factor(engine: Engine, played: Song, multiplier: float) -> float:
    return factors(engine, played, planned(steady(4, 12)), multiplier)[Role.BASS]


def test_at_one_a_role_is_held_gently_to_the_outline(engine):
    assert factor(engine, steady(4, 8), 1) == pytest.approx(1, rel=0.25)
    assert 1 < factor(engine, steady(1, 8), 1) < factor(engine, steady(1, 8), 1.001)
    assert 1 > factor(engine, steady(16, 8), 1) > factor(engine, steady(16, 8), 0.999)


def test_where_the_outline_is_open_nobody_is_held(engine):
    open_ = build.brief(SONG)._replace(outline=open_outline(12))
    assert factors(engine, steady(4, 8), open_, 1) == [1, 1, 1, 1]


def test_who_plays_as_much_as_was_asked_is_pushed_by_the_root_alone(engine):
    assert factor(engine, steady(8, 8), 2) == pytest.approx(np.sqrt(2), rel=0.4)


def test_who_lags_behind_is_called_in_and_who_crowds_is_held_back(engine):
    pushed = [factor(engine, steady(notes, 8), 2) for notes in (1, 4, 8, 16)]
    assert pushed == sorted(pushed, reverse=True)
    assert pushed[0] > 4
    assert pushed[-1] < 1


def test_more_asked_is_more_readily_played(engine):
    raised = [factor(engine, steady(4, 8), multiplier) for multiplier in (0.2, 0.5, 1, 2, 5)]
    assert raised == sorted(raised)
