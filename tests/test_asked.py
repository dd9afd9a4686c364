"""What a role delivers is counted against its plan."""

import numpy as np
import pytest

import build
from lstmelody.asked import PLANNED, Asked, delivered
from lstmelody.conditions import density_class
from lstmelody.music import Note, Role
from lstmelody.outlines import DENSITIES, open_outline

ONE = dict.fromkeys(Role, 1.0)


def bar(notes: int, **multipliers: float) -> Asked:
    row = open_outline(1)
    row[0, DENSITIES] = density_class(notes)
    return Asked(row, {role: multipliers.get(role.word, 1.0) for role in Role})


def test_notes_are_counted_where_they_were_asked_for():
    drums = [Note(at, Role.DRUMS, 36, 3, 84) for at in range(0, 4 * 48, 12)]
    song = build.song(*drums, Note(0, Role.LEAD, 70, 3, 84), Note(50, Role.LEAD, 70, 3, 84))
    told = delivered(song, 1, [bar(4), bar(4, drums=2.0)])
    planned = float(PLANNED[density_class(4)])
    assert told[Role.DRUMS].notes == 8
    assert told[Role.DRUMS].share == pytest.approx(8 / 9)
    assert told[Role.DRUMS].asked == pytest.approx(1.5)
    assert told[Role.DRUMS].delivered == pytest.approx(8 / (2 * planned))
    assert told[Role.LEAD].notes == 1
    assert told[Role.BASS].delivered == 0


def test_where_nothing_is_planned_nothing_is_held_against_it():
    song = build.beat()
    assert delivered(song, 0, [])[Role.DRUMS] == (0, 0.0, None, None)
    told = delivered(song, 0, [Asked(open_outline(1), ONE)] * 2)
    assert (told[Role.DRUMS].asked, told[Role.DRUMS].delivered) == (None, None)
    assert told[Role.DRUMS].notes == len(song)
    assert np.isnan(Asked(open_outline(1), ONE).notes).all()
