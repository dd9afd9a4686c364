"""What one step of the model is given: what lies before it alone, and all within the tables."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from lstmelody.events import CELLS, FIELDS, REST, encode, times
from lstmelody.inputs import (
    AGAIN_CLASSES,
    AHEAD_CLASSES,
    CONTEXT_CLASSES,
    FOUND_CLASSES,
    HEARD_CLASSES,
    PITCHES,
    SLOTS,
    START,
    Inputs,
    inputs_of,
    targets_of,
)
from lstmelody.lookback import LAGS, NONE
from lstmelody.music import Note, Role, Song
from lstmelody.outlines import Bar, open_outline

quick = settings(max_examples=40, deadline=None, derandomize=True)


def inputs(song: Song) -> Inputs:
    given = tuple(Role(each) for each in np.unique(song.notes[:, 1])[1:])
    brief = build.brief(song, by_bar=True)._replace(given=given)
    return inputs_of(encode(song), song.meter, brief)


@quick
@given(build.songs())
def test_every_index_is_within_its_table(song):
    tables = (HEARD_CLASSES, CONTEXT_CLASSES, FOUND_CLASSES, AHEAD_CLASSES, AGAIN_CLASSES)
    for rows, classes in zip(inputs(song), tables, strict=True):
        assert (rows >= 0).all()
        assert (rows < classes).all()
    classes = (CELLS, PITCHES, FIELDS["duration"], FIELDS["velocity"])
    for column, most in zip(targets_of(encode(song)), classes, strict=True):
        assert ((column >= 0) & (column < most)).all()


@quick
@given(build.songs(), st.data())
def test_what_is_still_to_come_changes_nothing(song, data):
    """Two songs that are the same so far give the same inputs so far."""
    written, brief = encode(song), build.brief(song, 99, by_bar=True)
    same = data.draw(st.integers(0, len(written) - 1))
    other = encode(build.invented(5, bars=4, meter=song.meter))
    other[0, 0] = 17
    spliced = np.concatenate([written[:same], other])
    ours, theirs = (inputs_of(each, song.meter, brief) for each in (written, spliced))
    for name in ("heard", "context", "found"):
        assert np.array_equal(getattr(ours, name)[: same + 1], getattr(theirs, name)[: same + 1])
    assert np.array_equal(ours.again[:same], theirs.again[:same])


@quick
@given(build.songs())
def test_each_step_hears_the_event_that_was_the_target_before(song):
    heard, chosen = inputs(song).heard, targets_of(encode(song))
    assert heard[0].tolist() == [0, START, 0, 0, 0]
    assert np.array_equal(heard[1:, 2:].T, np.stack(chosen[1:])[:, :-1])
    is_note = heard[1:, 1] < REST
    cell = heard[1:, 0] * len(Role) + heard[1:, 1]
    assert np.array_equal(cell[is_note], chosen.cell[:-1][is_note])


def test_drum_keys_and_pitches_are_told_apart():
    both = build.song(Note(0, Role.DRUMS, 36, 3, 84), Note(0, Role.BASS, 36, 3, 84))
    assert targets_of(encode(both)).pitch.tolist() == [164, 36, 0]


def test_nothing_is_found_before_anything_was_heard():
    first = inputs(build.invented(1, bars=2)).found[0]
    assert (first[:, 0] == NONE).all()
    assert not first[:, 1:].any()


def test_a_song_may_differ_in_what_is_told_of_it_alone():
    song = build.invented(1, bars=4)
    longer = inputs(replace(song, bars=8))
    assert np.array_equal(longer.heard, inputs(song).heard)
    assert not np.array_equal(longer.context[:, 2], inputs(song).context[:, 2])


def test_the_lag_that_the_outline_names_is_looked_up_once_more():
    song = build.beat(bars=6)
    outline = open_outline(6)
    outline[3:5, Bar._fields.index("lag")] = [2 + LAGS.index(2), 2 + LAGS.index(1)]
    told = inputs_of(encode(song), song.meter, build.brief(song)._replace(outline=outline))
    heard_in = np.append(0, times(encode(song), song.meter)[:-1]) // song.meter.bar_steps
    assert np.array_equal(told.found[heard_in == 3, -1], told.found[heard_in == 3, 1])
    assert np.array_equal(told.found[heard_in == 4, -1], told.found[heard_in == 4, 0])
    assert (told.found[(heard_in < 3) | (heard_in > 4), -1, 0] == NONE).all()
    lies_in = times(encode(song), song.meter) // song.meter.bar_steps
    named = len(LAGS)
    assert np.array_equal(told.again[lies_in == 3, named], told.again[lies_in == 3, 1])
    assert told.again[lies_in == 3, named, 0].any()
    assert not told.again[lies_in == 5, named].any()


def test_a_role_is_told_what_it_played_last():
    notes = [Note(12 * at, Role.LEAD, 60 + at, 6, 84) for at in range(5)]
    notes += [Note(12 * at, Role.DRUMS, 36, 6, 84) for at in range(5)]
    song = build.song(*notes)
    told = inputs_of(encode(song), song.meter, build.brief(song)).again[:, SLOTS:]
    lead = told[encode(song)[:, 1] == Role.LEAD]
    assert lead[..., 0].tolist() == [[0] * 3, [1, 0, 0], [1, 1, 0], [1] * 3, [1] * 3]
    assert lead[4, :, 1].tolist() == [63, 62, 61]
    drums = told[encode(song)[:, 1] == Role.DRUMS]
    assert set(drums[..., 1].ravel().tolist()) == {0, 128 + 36}
    assert not told[-1].any(), "the end has no line"
