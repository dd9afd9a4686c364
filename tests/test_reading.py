"""An exported model's surprise: of all a song, and of one role among given ones."""

import numpy as np
import pytest

import build
from lstmelody import reading
from lstmelody.briefs import TOLD, redoing
from lstmelody.engine import Engine
from lstmelody.events import REST
from lstmelody.music import Role

SONGS = [build.encoded(number, bars=6) for number in range(3)]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.release()


def test_songs_read_together_add_up_to_songs_read_alone(engine):
    together = reading.bits(engine, SONGS)
    alone = [reading.bits(engine, [song]) for song in SONGS]
    assert np.allclose(together.nats, sum(each.nats for each in alone))
    assert together.notes == sum(each.notes for each in alone)


def test_of_a_redone_role_its_own_notes_are_counted(engine):
    for role in Role:
        tally = reading.bits(engine, SONGS, briefed=redoing(role))
        assert tally.notes == sum(int((song.events[:, 1] == role).sum()) for song in SONGS)
        assert (tally.nats[1] > 0) == (tally.notes > 0)


def test_one_is_briefed_for_a_role_with_all_others_that_play():
    song = SONGS[0]
    playing = {Role(role) for role in song.events[song.events[:, 1] < REST, 1].tolist()}
    for role in Role:
        assert set(redoing(role)(song).given) == playing - {role}


def test_what_is_told_of_the_bars_is_heard(engine):
    told = reading.bits(engine, SONGS, briefed=TOLD["bars"])
    assert told.bits_per_note != reading.bits(engine, SONGS).bits_per_note
