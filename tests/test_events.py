"""Songs become events and back: moments exactly, lengths and loudness as near as it gets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from lstmelody import events
from lstmelody.events import (
    CELLS,
    DRUM_STEPS,
    DURATIONS,
    END,
    END_CELL,
    FIELDS,
    LONGEST_SHIFT,
    NOTE_CELLS,
    REST,
    REST_CELL,
    decode,
    encode,
)
from lstmelody.music import METERS, Note, Role, notes_of

quick = settings(max_examples=80, deadline=None, derandomize=True)
every_meter = pytest.mark.parametrize("meter", METERS, ids=str)


@quick
@given(build.songs())
def test_every_note_comes_back_at_its_moment(song):
    back = decode(encode(song), song.meter)
    assert np.array_equal(back[:, :3], song.notes[:, :3])


@quick
@given(build.songs())
def test_lengths_of_the_table_come_back_and_others_as_the_nearest(song):
    back = decode(encode(song), song.meter)
    for note, length in zip(notes_of(song), back[:, 3].tolist(), strict=True):
        if note.role == Role.DRUMS:
            assert length == DRUM_STEPS
        else:
            assert length in DURATIONS
            assert abs(length - note.duration) == np.abs(DURATIONS - note.duration).min()


@quick
@given(build.songs())
def test_loudness_comes_back_within_half_a_class(song):
    back = decode(encode(song), song.meter)
    assert np.abs(back[:, 4] - song.notes[:, 4]).max(initial=0) <= 4


@quick
@given(build.songs())
def test_what_was_decoded_once_is_the_same_for_ever(song):
    once = decode(encode(song), song.meter)
    again = build.song(*(Note(*row) for row in once.tolist()), meter=song.meter)
    assert np.array_equal(encode(again), encode(song))


@quick
@given(build.songs())
def test_events_keep_the_grammar(song):
    written = encode(song)
    shift, role, *rest = written.T.astype(int)
    assert (written < list(FIELDS.values())).all()
    assert role[-1] == END
    assert (role[:-1] < END).all()
    assert (shift[role >= REST] == 0).all()
    assert all((column[role >= REST] == 0).all() for column in rest)
    assert (rest[1][role == Role.DRUMS] == 0).all()


@quick
@given(build.songs())
def test_keys_strictly_grow_and_are_those_of_single_events(song):
    written = encode(song)
    grown = events.keys(written, song.meter)
    assert (np.diff(grown) > 0).all()
    at = events.times(written, song.meter)
    one_by_one = [
        events.key(time, role, pitch)
        for time, (_, role, pitch, _, _) in zip(at.tolist(), written.tolist(), strict=True)
    ]
    assert grown.tolist() == one_by_one


@quick
@given(build.songs())
def test_a_cell_says_when_and_who(song):
    written = encode(song)
    for cell, (shift, role, *_) in zip(events.cells(written), written.tolist(), strict=True):
        assert 0 <= cell < CELLS
        if role < REST:
            assert divmod(cell, len(Role)) == (shift, role)
        else:
            assert cell == {REST: REST_CELL, END: END_CELL}[role]


def test_the_cells_are_in_the_order_of_time_with_rest_and_end_last():
    assert NOTE_CELLS == 288
    assert (REST_CELL, END_CELL, CELLS) == (288, 289, 290)


@every_meter
@pytest.mark.parametrize("gap", [0, 1, 71, 72, 73, 100, 143, 144, 145, 1000])
def test_a_long_silence_is_counted_in_whole_bars_and_no_more_than_needed(meter, gap):
    song = build.song(Note(gap, Role.LEAD, 60, 12, 84), meter=meter)
    *rests, note, _ = encode(song).tolist()
    assert all(rest == [0, REST, 0, 0, 0] for rest in rests)
    assert note[0] + len(rests) * meter.bar_steps == gap
    assert note[0] <= LONGEST_SHIFT
    assert not rests or note[0] + meter.bar_steps > LONGEST_SHIFT
    assert decode(encode(song), meter)[0, 0] == gap


def test_silence_is_an_end_and_nothing_else():
    assert encode(build.silence(bars=4)).tolist() == [[0, END, 0, 0, 0]]
    assert len(decode(encode(build.silence()), METERS[0])) == 0


def test_a_chord_is_one_shift_and_then_rising_pitches():
    chord = (Note(12, Role.CHORDS, pitch, 48, 70) for pitch in (67, 60, 64))
    assert encode(build.song(*chord))[:-1, :3].tolist() == [
        [12, Role.CHORDS, 60],
        [0, Role.CHORDS, 64],
        [0, Role.CHORDS, 67],
    ]


@pytest.mark.parametrize("duration", DURATIONS.tolist())
def test_every_duration_of_the_table_is_exact(duration):
    song = build.song(Note(0, Role.CHORDS, 60, duration, 84))
    assert decode(encode(song), song.meter).tolist() == song.notes.tolist()


@quick
@given(st.integers(0, 31), st.integers(0, 15))
def test_single_classes_mean_what_decoding_says(duration, velocity):
    event = np.array([[0, Role.BASS, 40, duration, velocity]], np.uint8)
    note = Note(*decode(event, METERS[0])[0].tolist())
    assert note.duration == events.steps_of(Role.BASS, duration)
    assert note.velocity == events.velocity_of(velocity)
    assert events.steps_of(Role.DRUMS, 0) == DRUM_STEPS
    assert 1 <= note.velocity <= 127
