"""What may come next: valid always, and as readily as was asked."""

import numpy as np
import pytest

import build
from lstmelody.engine import Engine
from lstmelody.events import FIELDS
from lstmelody.music import Role, Song
from lstmelody.recipe import Recipe
from lstmelody.rules import Rules
from lstmelody.steering import Steering
from lstmelody.take import Take

BAR = 48


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.release()


def heard(engine: Engine, song: Song) -> Take:
    take = Take(engine, song.meter, build.brief(song, 64))
    take.hear(song)
    return take


def rules_of(opening: Song, bars: int, **multipliers: float) -> Rules:
    asked = Recipe(**multipliers).multipliers
    return Rules(opening, bars, Steering(build.brief(opening, bars), opening, asked))


def factor(rules: Rules, take: Take, role: Role, shift: int = 0) -> float:
    return float(rules.factors(take).reshape(FIELDS["shift"], len(Role))[shift, role])


def test_nothing_comes_before_the_end_of_the_prompt_or_after_the_end_of_the_song(engine):
    opening = build.beat(bars=4)
    rules = rules_of(opening, 5)
    allowed = rules.factors(heard(engine, opening)).reshape(FIELDS["shift"], -1).any(axis=1)
    last = int(opening.notes[-1, 0])
    assert np.flatnonzero(allowed).tolist() == list(range(4 * BAR - last, 5 * BAR - last))
