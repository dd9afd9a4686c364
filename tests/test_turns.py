"""Who plays bass and lead in each stretch of a song."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstmelody import turns
from lstmelody.music import Ints, Role
from lstmelody.traits import strikes_of
from lstmelody.turns import NOBODY, Standing

BAR = 48


def line(pitch: int, bars: range = range(16), every: int = 12) -> Ints:
    """One pitch, struck each beat."""
    onsets = np.arange(bars.start * BAR, bars.stop * BAR, every)
    return np.array([[onset, 6, pitch, 80] for onset in onsets], np.int32)


def band(*roles: Role, stands_in: int | None = None) -> Standing:
    """The earlier a part, the higher it stands."""
    rank = -np.arange(len(roles), dtype=np.float64) + 10
    may = np.arange(len(roles)) == stands_in
    return Standing(np.array(roles, np.int8), rank, rank, may)


def roles(standing: Standing, *parts: Ints) -> list[list[int]]:
    """The role of each note, part by part."""
    strikes = strikes_of(parts)
    role = turns.played(strikes, standing, turns.within_reach(strikes), BAR)
    return [role[strikes.part == n].tolist() for n in range(len(parts))]


def test_of_two_basses_at_once_the_likelier_plays_on():
    first, second = roles(band(Role.BASS, Role.BASS), line(40), line(43, every=6))
    assert set(first) == {Role.BASS}
    assert set(second) == {Role.CHORDS}


@pytest.mark.parametrize("higher", [-12, 0, 12, 24])
def test_a_double_of_the_bass_is_left_out(higher: int):
    first, second = roles(band(Role.BASS, Role.BASS), line(40), line(40 + higher))
    assert set(first) == {Role.BASS}
    assert set(second) == {NOBODY}


@pytest.mark.parametrize("role", [Role.BASS, Role.LEAD])
def test_parts_that_take_turns_keep_their_role(role: Role):
    parts = line(50, range(0, 8)), line(55, range(8, 16))
    assert roles(band(role, role), *parts) == [[role] * len(part) for part in parts]


def test_where_two_lead_at_once_the_likelier_does():
    first, second = roles(band(Role.LEAD, Role.LEAD), line(70, range(4, 12)), line(77))
    assert set(first) == {Role.LEAD}
    assert second == [*[Role.LEAD] * 16, *[Role.CHORDS] * 32, *[Role.LEAD] * 16]


def test_the_lower_voices_of_a_lead_are_chords_and_its_octaves_silent():
    notes = np.concatenate([line(60), line(68), line(72)])
    notes = notes[np.lexsort((notes[:, 2], notes[:, 0]))]
    (voices,) = roles(band(Role.LEAD), notes)
    assert voices[:3] == [NOBODY, Role.CHORDS, Role.LEAD]


def test_the_upper_voices_of_a_bass_are_chords_and_its_octaves_silent():
    notes = np.concatenate([line(40), line(47), line(52)])
    notes = notes[np.lexsort((notes[:, 2], notes[:, 0]))]
    (voices,) = roles(band(Role.BASS), notes)
    assert voices[:3] == [Role.BASS, Role.CHORDS, NOBODY]


def test_the_left_hand_of_one_who_strikes_chords_does_not_lead():
    hands = np.concatenate([line(72), line(67), line(45) + np.array([6, 0, 0, 0], np.int32)])
    hands = hands[np.lexsort((hands[:, 2], hands[:, 0]))]
    (voices,) = roles(band(Role.LEAD), hands)
    assert voices[:3] == [Role.CHORDS, Role.LEAD, Role.CHORDS]


def test_where_the_lead_is_long_silent_another_may_take_it():
    standing = band(Role.LEAD, Role.CHORDS, stands_in=1)
    _, other = roles(standing, line(70, range(0, 8)), line(64))
    assert other == [*[Role.CHORDS] * 32, *[Role.LEAD] * 32]


@pytest.mark.parametrize("higher", [-12, 0, 12])
def test_chords_that_double_the_lead_are_left_out(higher: int):
    _, other = roles(band(Role.LEAD, Role.CHORDS), line(70), line(70 + higher))
    assert set(other) == {NOBODY}


def test_chords_that_meet_the_lead_now_and_then_stay():
    melody, chords = line(70), line(65)
    chords[::4, 2] = 70
    _, other = roles(band(Role.LEAD, Role.CHORDS), melody, chords)
    assert set(other) == {Role.CHORDS}


def test_a_line_out_of_reach_moves_as_a_whole():
    low, high = line(25), line(110)
    low[::2, 2] = 22
    pitch = turns.within_reach(strikes_of([low, high])).reshape(2, -1)
    assert set(pitch[0].tolist()) == {34, 37}
    assert set(pitch[1].tolist()) == {86}


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 127)), min_size=1, max_size=40))
def test_bass_and_lead_are_lines_within_reach(notes: list[tuple[int, int]]):
    rows = np.array([[onset, 6, pitch, 80] for onset, pitch in sorted(set(notes))], np.int32)
    strikes = strikes_of([rows, rows, rows])
    pitch = turns.within_reach(strikes)
    standing = band(Role.BASS, Role.LEAD, Role.CHORDS)
    role = turns.played(strikes, standing, pitch, BAR)
    assert turns.LOWEST <= pitch.min() <= pitch.max() <= turns.HIGHEST
    for which in (Role.BASS, Role.LEAD):
        played = {*zip(strikes.onset[role == which], pitch[role == which], strict=True)}
        assert len({onset for onset, _ in played}) == len(played)


def test_what_is_left_out_has_the_role_of_what_it_doubles():
    standing = band(Role.BASS, Role.BASS, Role.LEAD, Role.LEAD)
    strikes = strikes_of([line(40), line(52), line(72), line(60)])
    role = turns.played(strikes, standing, turns.within_reach(strikes), BAR)
    assert NOBODY in role
    told = turns.doubled(role, strikes, standing)
    assert told[strikes.part == 1].tolist() == [Role.BASS] * int((strikes.part == 1).sum())
    assert NOBODY not in told
    assert np.array_equal(told[role != NOBODY], role[role != NOBODY])
