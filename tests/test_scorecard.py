"""Adding up surprise."""

import json

import numpy as np
import pytest

import build
from lstmelody.events import REST, encode
from lstmelody.music import Note, Role
from lstmelody.scorecard import PARTS, Tally

BIT = np.log(2)


def test_four_bits_a_note_are_four_bits_a_note():
    events = encode(build.beat(bars=2))
    nats = np.zeros((len(events), 4))
    nats[:-1] = BIT
    tally = Tally()
    tally.add(events, nats)
    assert tally.bits_per_note == pytest.approx(4)
    assert tally.to_json()["by_field"] == dict.fromkeys(PARTS, 1.0)


def test_rests_and_the_end_are_paid_for_and_are_no_notes():
    events = encode(build.song(Note(0, 3, 60, 12, 84), Note(200, 3, 60, 12, 84)))
    resting = int((events[:, 1] == REST).sum())
    tally = Tally()
    tally.add(events, np.full((len(events), 4), BIT))
    assert tally.notes == 2
    assert tally.bits_per_note == pytest.approx(4 * (2 + resting + 1) / 2)


def test_songs_add_up():
    one, two = (encode(build.invented(number, bars=2)) for number in (1, 2))
    tally = Tally()
    tally.add(one, np.full((len(one), 4), BIT))
    tally.add(two, np.full((len(two), 4), 2 * BIT))
    assert tally.songs == 2
    assert tally.notes == len(one) + len(two) - 2
    assert tally.bits_per_note * tally.notes == pytest.approx(4 * len(one) + 8 * len(two))


def test_surprise_is_told_by_place_in_the_song():
    eighths = (Note(6 * at, Role.DRUMS, 42, 3, 84) for at in range(600))
    events = encode(build.song(*eighths))
    nats = np.zeros((601, 4))
    nats[:500, 0], nats[500:, 0] = BIT, 3 * BIT
    tally = Tally()
    tally.add(events, nats)
    assert tally.to_json()["by_place"] == {"0-500": 1.0, "500-2000": pytest.approx(3.03)}


def test_nothing_heard_is_no_surprise():
    assert Tally().bits_per_note == 0
    assert json.dumps(Tally().to_json())
