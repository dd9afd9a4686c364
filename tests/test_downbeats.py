"""Where bars begin: the music is believed where it is clear, the file where it is not."""

import numpy as np
import pytest

import build
from lstmelody import downbeats, midi
from lstmelody.downbeats import AS_TOLD, Stretch, Struck
from lstmelody.music import Meter, Note, Role, Song, canonical, notes_of

BEAT = 12


def band(bars=32, late=0, cut=None):
    """A plain song that begins some beats late, and from bar `cut` on lacks two beats."""
    notes = []
    for bar in range(bars):
        start = bar * 48 + late * BEAT - (24 if cut is not None and bar >= cut else 0)
        root = (0, 9, 5, 7)[bar % 4]
        notes += [Note(start + at, Role.DRUMS, 36, 1, 100) for at in (0, 24)]
        notes += [Note(start + at, Role.DRUMS, 38, 1, 100) for at in (12, 36)]
        notes += [Note(start, Role.BASS, 36 + root, 44, 90)]
        notes += [Note(start, Role.CHORDS, 60 + root + tone, 44, 80) for tone in (0, 4, 7)]
        notes += [Note(start + at, Role.LEAD, 72 + root, 10, 80) for at in (0, 12, 24, 36)]
        if bar % 8 == 0:
            notes.append(Note(start, Role.DRUMS, 49, 1, 100))
    return Song(canonical(notes), bars=bars + 1)


def evidence(song):
    order = np.lexsort((song.notes[:, 0], song.notes[:, 1]))
    onset, role, pitch, length, _ = song.notes[order].T.astype(np.int64)
    return downbeats.evidence(Struck(onset, role, pitch, length, role == Role.DRUMS))


def first_onsets(song, pitch=49):
    score = midi.read(midi.write(song))
    return [
        note[0] % 48 for track in score.tracks for note in track.notes.tolist() if note[2] == pitch
    ]


def test_bars_that_begin_where_the_file_says_stay():
    assert downbeats.stretches(evidence(band())) == AS_TOLD


@pytest.mark.parametrize("late", [1, 2, 3])
def test_a_song_that_begins_some_beats_late_is_heard(late):
    assert downbeats.stretches(evidence(band(late=late))) == [Stretch(0, late)]


def test_two_missing_beats_are_heard_where_they_are():
    first, second = downbeats.stretches(evidence(band(bars=48, cut=24)))
    assert first == Stretch(0, 0)
    assert second.beat == 2
    assert abs(second.first_bar - 23) <= 1


def test_an_even_pulse_says_nothing():
    assert downbeats.stretches(evidence(build.scale())) == AS_TOLD
    ticking = build.song(*(Note(at, Role.DRUMS, 42, 1, 80) for at in range(0, 48 * 32, 12)))
    assert downbeats.stretches(evidence(ticking)) == AS_TOLD


def test_a_single_note_is_enough_to_listen_to():
    assert downbeats.stretches(evidence(build.song(Note(7, 2, 60, 12, 80)))) == AS_TOLD


@pytest.mark.parametrize("late", [0, 1, 2, 3])
def test_a_file_is_read_with_its_bars_where_the_music_has_them(late):
    song = band(late=late)
    assert set(first_onsets(song)) == {0}
    assert midi.read(midi.write(song)).rebarred == (late > 0)


def test_a_pick_up_before_the_first_bar_is_kept():
    song = band(late=1)
    pickup = Note(0, Role.LEAD, 60, 12, 80)
    score = midi.read(midi.write(Song(canonical([*notes_of(song), pickup]), bars=33)))
    assert score.pickup_steps == 12
    assert min(track.notes[0, 0] for track in score.tracks) == 36


def test_after_two_missing_beats_bars_begin_where_the_music_has_them():
    """Crash cymbals tell; the bar that was cut short is left out."""
    assert set(first_onsets(band(bars=48, cut=24))) == {0}


def test_a_waltz_is_left_alone():
    song = build.invented(2, bars=32, meter=Meter(3, 4))
    assert not midi.read(midi.write(song)).rebarred


@pytest.mark.parametrize("number", range(8))
def test_invented_songs_are_left_alone(number):
    assert not midi.read(midi.write(build.invented(number, bars=32))).rebarred
