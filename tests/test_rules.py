"""What may come next: valid always, and with no role lost or crowding the others."""

import numpy as np
import pytest

import build
from lstmelody.conditions import frame_of
from lstmelody.engine import Engine
from lstmelody.events import FIELDS
from lstmelody.music import Note, Role, Song
from lstmelody.recipe import Recipe
from lstmelody.rules import MOST_DENSITY, SECTION_BARS, Rules, density_asked
from lstmelody.take import Take

BAR = 48


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.release()


def heard(engine: Engine, song: Song) -> Take:
    take = Take(engine, song.meter, 64, frame_of(song))
    take.hear(song)
    return take


def factor(rules: Rules, take: Take, role: Role, shift: int = 0) -> float:
    return float(rules.factors(take).reshape(FIELDS["shift"], len(Role))[shift, role])


def test_nothing_comes_before_the_end_of_the_prompt_or_after_the_end_of_the_song(engine):
    opening = build.beat(bars=4)
    rules = Rules(Recipe(), opening, bars=5)
    allowed = rules.factors(heard(engine, opening)).reshape(FIELDS["shift"], -1).any(axis=1)
    last = int(opening.notes[-1, 0])
    assert np.flatnonzero(allowed).tolist() == list(range(4 * BAR - last, 5 * BAR - last))


def test_a_role_that_was_asked_for_and_is_silent_is_called_in(engine):
    steady = [Note(bar * BAR, Role.BASS, 40, 12, 84) for bar in range(8)]
    opening = build.song(Note(0, Role.LEAD, 72, 12, 84), *steady)
    take, rules = heard(engine, opening), Rules(Recipe(lead=1, chords=0.2), opening, bars=64)
    assert factor(rules, take, Role.LEAD, shift=BAR) == 2**5
    assert factor(rules, take, Role.BASS, shift=BAR) == 1
    assert factor(rules, take, Role.CHORDS, shift=BAR) == pytest.approx(0.2)


def test_a_role_that_crowds_is_held_back(engine):
    opening, crowd = (
        build.beat(bars=4),
        build.song(*(Note(at, Role.DRUMS, 42, 3, 84) for at in range(4 * BAR))),
    )
    take, rules = heard(engine, crowd), Rules(Recipe(), opening, bars=64)
    assert 0 < factor(rules, take, Role.DRUMS, shift=BAR) < 0.2
    assert factor(Rules(Recipe(), crowd, bars=64), heard(engine, opening), Role.DRUMS, BAR) == 1


def test_a_busy_opening_is_calmed():
    crowd = build.song(
        *(Note(at, Role.DRUMS, 36 + key, 3, 84) for at in range(48) for key in (0, 6))
    )
    assert density_asked(crowd, Role.DRUMS) == pytest.approx(MOST_DENSITY)
    assert density_asked(build.beat(bars=4), Role.DRUMS) == len(build.beat(bars=4)) / 4


@pytest.mark.parametrize("seed", range(6))
def test_of_every_two_sections_one_looks_back_no_further_than_a_bar(seed, engine):
    opening = build.beat(bars=1)
    rules, fresh = Rules(Recipe(seed=seed), opening, bars=64), []
    for section in range(1, 7):
        take = heard(engine, opening)
        take.play(0, Role.LEAD, 72, 5, 8)
        while take.time < section * SECTION_BARS * BAR:
            take.rest()
        fresh.append(rules.horizon(take) == section * SECTION_BARS * BAR - BAR)
    assert [a + b for a, b in zip(fresh[::2], fresh[1::2], strict=True)] == [1, 1, 1]
