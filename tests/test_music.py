"""Notes, songs and what can be said of them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from lstmelody import music
from lstmelody.music import METERS, Meter, Note, Role, Song, canonical, notes_of

quick = settings(max_examples=40, deadline=None, derandomize=True)


def test_a_bar_is_as_long_as_its_meter_says():
    assert [meter.bar_steps for meter in METERS] == [48, 36, 24, 36, 72]
    assert str(Meter(6, 8)) == "6/8"


def test_the_order_within_an_onset_is_by_role_then_pitch():
    chord = Note(0, Role.CHORDS, 64, 12, 80), Note(0, Role.CHORDS, 60, 12, 80)
    later, kick, lead = (
        Note(12, Role.DRUMS, 36, 3, 80),
        Note(0, Role.DRUMS, 36, 3, 80),
        Note(0, Role.LEAD, 40, 12, 80),
    )
    song = build.song(later, lead, *chord, kick)
    assert notes_of(song) == [kick, chord[1], chord[0], lead, later]


def test_of_doubled_notes_the_longest_remains():
    short, long = Note(0, Role.LEAD, 60, 6, 120), Note(0, Role.LEAD, 60, 24, 50)
    assert canonical([short, long]).tolist() == [list(long)]


def test_no_notes_are_canonical_too():
    assert canonical([]).shape == (0, 5)


@quick
@given(build.songs())
def test_canonical_notes_strictly_rise_and_stay_as_they_are(song):
    places = [tuple(note[:3]) for note in notes_of(song)]
    assert all(a < b for a, b in zip(places, places[1:], strict=False))
    assert np.array_equal(canonical(song.notes), song.notes)


@quick
@given(build.songs(), st.integers(-12, 12))
def test_transposing_leaves_drums_and_stays_within_midi(song, semitones):
    moved = music.transposed(song, semitones)
    is_drum, was_drum = (each.notes[:, 1] == Role.DRUMS for each in (moved, song))
    assert np.array_equal(moved.notes[is_drum], song.notes[was_drum])
    assert ((moved.notes[:, 2] >= 0) & (moved.notes[:, 2] <= 127)).all()
    moved_by = {(pitch + semitones) % 12 for pitch in song.notes[~was_drum, 2].tolist()}
    assert {pitch % 12 for pitch in moved.notes[~is_drum, 2].tolist()} == moved_by


def test_transposing_there_and_back_changes_nothing():
    song = build.invented(1, bars=2)
    assert music.transposed(music.transposed(song, 5), -5) == song


def test_without_a_role_the_others_play_on():
    song = music.without(build.invented(2, bars=2), [Role.DRUMS, Role.LEAD])
    assert set(song.notes[:, 1]) == {Role.BASS, Role.CHORDS}


def test_bars_taken_out_begin_at_nothing_and_do_not_ring_on():
    held = Note(60, Role.CHORDS, 60, 96, 80)
    song = build.song(Note(0, Role.LEAD, 60, 12, 80), held, Note(96, Role.LEAD, 62, 12, 80))
    middle = music.bar_range(song, 1, 2)
    assert middle.bars == 1
    assert notes_of(middle) == [Note(12, Role.CHORDS, 60, 36, 80)]
    assert held in notes_of(song)


def test_trimming_takes_the_silent_bars_at_both_ends_and_none_between():
    song = build.song(
        Note(2 * 48 + 5, Role.LEAD, 60, 12, 80), Note(5 * 48, Role.LEAD, 62, 12, 80), bars=9
    )
    trimmed = music.trimmed(song)
    assert trimmed.bars == 4
    assert trimmed.notes[:, 0].tolist() == [5, 144]


def test_silence_trims_to_nothing():
    assert music.trimmed(build.silence(bars=8)).bars == 0


def test_a_note_ends_where_its_role_strikes_its_pitch_again():
    long, again, later = (Note(at, Role.LEAD, 60, 30, 80) for at in (0, 12, 48))
    other = Note(6, Role.CHORDS, 60, 40, 80)
    song = build.song(long, again, later, other)
    cut = [Note(*row) for row in music.unoverlapped(song.notes).tolist()]
    assert cut == [long._replace(duration=12), other, again, later]


@quick
@given(build.songs())
def test_no_note_that_is_cut_short_is_lost_or_sounds_on(song):
    cut = music.unoverlapped(song.notes)
    assert np.array_equal(cut[:, [0, 1, 2, 4]], song.notes[:, [0, 1, 2, 4]])
    assert ((cut[:, 3] >= 1) & (cut[:, 3] <= song.notes[:, 3])).all()
    assert np.array_equal(music.unoverlapped(cut), cut)


@pytest.mark.parametrize(
    ("seconds", "meter", "bpm", "bars"),
    [(8, (4, 4), 120, 4), (8.9, (4, 4), 120, 4), (9.1, (4, 4), 120, 5), (60, (3, 4), 90, 30)],
)
def test_seconds_come_to_the_nearest_bar(seconds, meter, bpm, bars):
    assert music.bars_for(seconds, build.song(meter=Meter(*meter), bpm=bpm)) == bars


def test_any_length_is_at_least_a_bar():
    assert music.bars_for(0.1, build.silence()) == 1


def test_a_song_knows_its_length():
    song = build.beat(bars=4, meter=Meter(6, 8))
    assert song.steps == 144
    assert song.seconds == 6


def changing(bars: int = 8) -> Song:
    """Two bars at 120, then one and a half at 60, then the rest at 240."""
    return replace(build.beat(bars), bpm=120, tempos=((96, 60.0), (168, 240.0)))


def test_a_song_whose_tempo_changes_knows_its_length():
    assert [music.seconds_at(changing(), step) for step in (0, 48, 96, 108, 168, 192)] == [
        *(0, 2, 4, 5, 10, 10.5)
    ]
    assert changing().seconds == 4 + 6 + 4.5
    assert [music.tempo_at(changing(), step) for step in (0, 95, 96, 167, 168, 999)] == [
        *(120, 120, 60, 60, 240, 240)
    ]


@quick
@given(st.floats(0, 500))
def test_the_step_at_a_time_is_the_one_that_comes_then(step):
    song = changing()
    assert music.step_at(song, music.seconds_at(song, step)) == pytest.approx(step)


def test_seconds_come_to_the_nearest_bar_by_all_tempos():
    for seconds, bars in ((4, 2), (8.1, 3), (10.5, 4), (14.4, 8), (14.6, 8)):
        assert music.bars_for(seconds, changing()) == bars


def test_bars_taken_out_keep_their_tempos():
    assert music.bar_range(changing(), 0, 2).all_tempos == ((0, 120),)
    assert music.bar_range(changing(), 1, 4).all_tempos == ((0, 120), (48, 60), (120, 240))
    assert music.bar_range(changing(), 2, 3).all_tempos == ((0, 60),)
    assert music.bar_range(changing(), 3, 8).all_tempos == ((0, 60), (24, 240))
    halves = [music.bar_range(changing(), *bars) for bars in ((0, 3), (3, 8))]
    assert sum(half.seconds for half in halves) == changing().seconds
    late = replace(changing(), notes=changing().notes + [4 * 48, 0, 0, 0, 0])
    assert music.trimmed(late).all_tempos == ((0, 240),)


def test_a_song_goes_at_another_tempo_from_a_step_on():
    assert music.paced(changing(), 0, 90).all_tempos == ((0, 90),)
    assert music.paced(changing(), 100, 90).all_tempos == ((0, 120), (96, 60), (100, 90))
    assert music.paced(changing(), 96, 90).all_tempos == ((0, 120), (96, 90))
    assert music.paced(changing(), 50, 120).all_tempos == ((0, 120),)


def test_songs_are_equal_when_all_that_sounds_is():
    song = build.invented(3, bars=2)
    assert song != replace(song, tempos=((48, 60.0),))
    assert song == build.invented(3, bars=2)
    assert song != replace(song, bpm=song.bpm + 1)
    assert song != replace(song, notes=song.notes[1:])
    assert song != "a song"
