"""What is told of each bar, as classes, and where events stand in it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from lstmelody.conditions import OPEN, density_class
from lstmelody.events import encode, times
from lstmelody.labels import CHORDS
from lstmelody.lookback import LAGS
from lstmelody.music import METERS, Note, Role, Song, transposed
from lstmelody.outlines import (
    DENSITIES,
    HERE_CLASSES,
    NOWHERE,
    REGISTERS,
    Bar,
    Here,
    along,
    by_bar_of,
    open_outline,
    outline_of,
    rechorded,
    transposed_by_bar,
)

quick = settings(max_examples=40, deadline=None, derandomize=True)


def two_chords() -> Song:
    """Four bars: C and F in turn, a half bar each, over a bass on the root."""
    notes = []
    for half in range(8):
        root = (48, 53)[half % 2]
        notes += [Note(24 * half, Role.CHORDS, root + tone, 24, 84) for tone in (0, 4, 7)]
        notes.append(Note(24 * half, Role.BASS, root - 12, 24, 84))
    return build.song(*notes)


def test_an_outline_tells_chords_repeats_densities_and_registers_as_classes():
    song = two_chords()
    outline = outline_of(by_bar_of(song))
    chords = [CHORDS[each - 1] for each in outline[2, :2]]
    assert chords == ["C", "F"]
    told = Bar(*outline[2].tolist())
    assert LAGS[told.lag - 2] in (1, 2)
    assert told.closeness == 1 + 4
    assert told[DENSITIES] == tuple(density_class(notes) for notes in (0, 2, 6, 0))
    bass, chords, lead = told[REGISTERS]
    assert NOWHERE < bass < chords, "36 and 41 lie below 48 to 60"
    assert chords - bass == (54 - 38) // 3, "a class for three semitones"
    assert lead == NOWHERE
    assert outline[0, 2] == 1, "the first bar repeats nothing, which is not the same as open"


@quick
@given(build.songs())
def test_every_class_is_within_its_table(song):
    rows = along(outline_of(by_bar_of(song)), times(encode(song), song.meter), song.meter)
    assert rows.shape == (len(encode(song)), len(Here._fields))
    assert (rows >= 0).all()
    assert (rows < HERE_CLASSES).all()


def test_where_an_event_stands_it_is_told_of_this_bar_and_the_next():
    outline = outline_of(by_bar_of(two_chords()))
    here = [Here(*row) for row in along(outline, np.array([0, 23, 24, 191]), METERS[0]).tolist()]
    c, f = outline[0, :2]
    assert [(each.chord, each.next_chord) for each in here[:3]] == [(c, f), (c, f), (f, c)]
    assert (here[0].lag, here[0].next_lag) == (outline[0, 2], outline[1, 2])
    assert here[0].next_bass == outline[1, 5]
    assert here[0].chords_register == outline[0, 9]
    assert here[0].next_chords_register == outline[1, 9]
    assert here[3][:2] == (f, OPEN)
    of_the_next = [value for field, value in here[3]._asdict().items() if "next" in field]
    assert set(of_the_next) == {OPEN}


def test_what_lies_beyond_the_outline_is_open():
    for outline in (open_outline(), outline_of(by_bar_of(two_chords()))):
        assert not along(outline, np.array([5000, 9999]), METERS[0]).any()


@quick
@given(st.integers(-11, 11))
def test_what_is_known_of_each_bar_moves_with_its_song(semitones):
    song = build.invented(1, bars=8)
    moved = by_bar_of(transposed(song, semitones))
    assert np.array_equal(transposed_by_bar(by_bar_of(song), semitones), moved)
    told, rest = rechorded(outline_of(by_bar_of(song)), semitones), slice(2, REGISTERS.start)
    assert np.array_equal(told[:, :2], outline_of(moved)[:, :2])
    assert np.array_equal(told[:, rest], outline_of(moved)[:, rest])
    assert not rechorded(open_outline(3), semitones).any()
