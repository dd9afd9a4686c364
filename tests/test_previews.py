"""A preview shows what is played where, in the layout that the page draws."""

from base64 import b64decode
from dataclasses import replace

import numpy as np
import pytest

import build
from lstmelody.music import Note, Role
from lstmelody.previews import COLUMNS, ROWS, preview

BARS = 4
STEPS = BARS * 48


def drawn(song):
    """The bits of a preview, read as its module describes them."""
    data = b64decode(preview(song))
    assert len(data) == 768
    bits = [
        [data[row * 12 + (column >> 3)] >> (7 - (column & 7)) & 1 for column in range(COLUMNS)]
        for row in range(ROWS)
    ]
    return np.array(bits)


def sounding(*notes):
    return {(int(r), int(c)) for r, c in np.argwhere(drawn(build.song(*notes, bars=BARS)))}


def test_silence_is_empty():
    assert not drawn(build.silence(4)).any()
    assert not drawn(build.silence(0)).any()


def test_what_is_played_slower_is_wider():
    notes = [Note(at, Role.LEAD, 60, 6, 90) for at in (0, STEPS // 2, STEPS - 6)]
    song = replace(build.song(*notes, bars=BARS), bpm=120, tempos=((STEPS // 2, 40.0),))
    columns = np.flatnonzero(drawn(song).any(axis=0)).tolist()
    # of 16 seconds an eighth lasts 0.25 in the first 4, and then 0.75
    assert columns == [0, 1, *range(24, 29), *range(91, 96)]


@pytest.mark.parametrize(("role", "top"), [(Role.BASS, 0), (Role.CHORDS, 20), (Role.LEAD, 40)])
def test_each_role_has_twenty_heights_the_highest_pitch_first(role, top):
    high, low = Note(0, role, 80, 2, 90), Note(STEPS - 2, role, 41, 2, 90)
    assert sounding(high, low) == {(top, 0), (top + 19, COLUMNS - 1)}


def test_a_note_fills_the_columns_that_it_sounds_in():
    assert {column for _, column in sounding(Note(48, Role.LEAD, 60, 24, 90))} == set(range(24, 36))


def test_a_few_pitches_stay_close_together():
    rows = {row for row, _ in sounding(*(Note(0, Role.LEAD, 60 + up, 1, 90) for up in range(3)))}
    assert max(rows) - min(rows) <= 2
    assert rows <= set(range(47, 53))


@pytest.mark.parametrize(("pitch", "row"), [(49, 60), (45, 60), (42, 61), (38, 62), (36, 63)])
def test_drums_are_in_rows_of_their_own_by_kind_and_strike_but_once(pitch, row):
    assert sounding(Note(0, Role.DRUMS, pitch, 48, 90)) == {(row, 0)}


@pytest.mark.parametrize("number", range(5))
def test_any_song_is_drawn_as_note_for_note(number):
    song = build.invented(number, bars=7)
    expected = np.zeros((ROWS, COLUMNS), int)
    for onset, role, _, duration, _ in song.notes.tolist():
        for step in range(onset, min(onset + (duration if role else 1), song.steps)):
            expected[60 if role == 0 else (role - 1) * 20, step * COLUMNS // song.steps] = 1
    bits = drawn(song)
    for first, last in ((0, 20), (20, 40), (40, 60), (60, 64)):
        assert (bits[first:last].any(axis=0) >= expected[first]).all()


def test_what_rings_on_beyond_the_end_is_cut():
    assert max(column for _, column in sounding(Note(STEPS - 1, Role.LEAD, 60, 999, 90))) == 95
