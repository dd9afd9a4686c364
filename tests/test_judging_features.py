"""What is measured of a song: numbers that theory knows."""

import math
from dataclasses import replace

import numpy as np
import pytest

import build
from lstmelody.judging import drift, features, structure
from lstmelody.judging.features import FEATURES, features_of
from lstmelody.judging.histograms import HISTOGRAMS, histograms_of
from lstmelody.music import METERS, Note, Role


def repeated(song, times):
    """The song over and over."""
    notes = [song.notes + [at * song.steps, 0, 0, 0, 0] for at in range(times)]
    return replace(song, notes=np.concatenate(notes).astype(np.int32), bars=song.bars * times)


def lead(*pitches, step=12):
    return build.song(*(Note(at * step, Role.LEAD, p, step, 80) for at, p in enumerate(pitches)))


def test_every_song_has_every_number():
    for song in (build.invented(1), build.beat(), build.scale(), build.silence(4)):
        assert list(features_of(song)) == list(FEATURES)
        assert {name: len(row) for name, row in histograms_of(song).items()} == {
            name: len(each.classes) for name, each in HISTOGRAMS.items()
        }


def test_numbers_of_a_scale_are_those_of_theory():
    numbers = features_of(lead(60, 62, 64, 65, 67, 69, 71, 72))
    assert numbers["pitch_class_entropy"] == pytest.approx(2.75)  # C twice, six others once
    assert numbers["scale_consistency"] == 1
    assert numbers["lead_steps"] == 1
    assert numbers["lead_leaps"] == numbers["lead_repeats"] == 0
    assert numbers["lead_gap"] == numbers["onset_gap"] == 1
    assert numbers["on_the_beat"] == 1
    assert numbers["lead_length"] == 0  # a beat
    assert numbers["lead_share"] == numbers["drums_silent"] == 1
    assert math.isnan(numbers["bass_pitch"])


def test_chromatic_notes_lie_outside_of_a_scale():
    assert features_of(lead(*range(60, 72)))["scale_consistency"] == pytest.approx(7 / 12)


def test_the_same_beat_in_every_bar_is_one_groove():
    numbers = features_of(build.beat(8))
    assert numbers["groove_consistency"] == 1
    assert numbers["drum_kinds"] == 2
    assert numbers["notes_per_bar"] == 9
    assert numbers["density_spread"] == 0
    assert numbers["drums_voices"] == pytest.approx(9 / 8)


def test_shares_of_a_histogram_are_those_of_what_is_played():
    shares = histograms_of(lead(60, 67, 60, 67, 60))["lead_intervals"]
    names = HISTOGRAMS["lead_intervals"].classes
    assert shares[names.index("+7")] == shares[names.index("-7")] == 0.5
    assert histograms_of(build.beat())["drum_keys"][[36, 42]].tolist() == [2 / 18, 16 / 18]


def test_two_bar_loops_are_alike_at_even_lags_alone():
    loop = build.song(Note(0, Role.LEAD, 60, 6, 80), Note(48, Role.LEAD, 62, 6, 80))
    alike = structure.likeness(repeated(loop, 8))
    assert structure.by_lag(alike, 4).tolist() == [0, 1, 0, 1]
    assert np.isnan(structure.by_lag(alike, 20)[15:]).all()
    assert structure.longest_run(alike) == 1
    assert structure.share_of_new(alike) == 2 / 16
    numbers = features_of(repeated(loop, 32))
    assert [numbers[f"similarity_{lag}"] for lag in (1, 2, 32)] == [0, 1, 1]


def test_bars_share_what_both_play_of_what_either_does():
    song = build.song(
        Note(0, Role.LEAD, 60, 6, 80), Note(6, Role.LEAD, 60, 6, 80),
        Note(48, Role.LEAD, 60, 6, 80), Note(54, Role.LEAD, 61, 6, 80),
    )  # fmt: skip
    assert structure.likeness(song)[0, 1] == pytest.approx(1 / 3)


def test_equal_bars_running_are_counted():
    song = repeated(build.song(Note(0, Role.LEAD, 60, 6, 80)), 5)
    assert structure.longest_run(structure.likeness(song)) == 5


def test_the_similarity_error_is_that_of_the_means():
    real, made = [np.array([0.2, 0.4]), np.array([0.4, np.nan])], [np.array([0.5, 0.4])]
    assert structure.similarity_error(real, made) == pytest.approx((0.2 + 0) / 2)
    assert structure.similarity_error(real, real) == 0


def test_a_song_that_goes_on_as_it_began_does_not_drift():
    numbers = drift.drift_of(repeated(build.invented(1, 4), 4))
    assert set(numbers) == set(drift.DRIFTS)
    assert all(value == 0 for value in numbers.values())


def test_drift_tells_what_the_end_has_more_of():
    first = [Note(at * 12, Role.LEAD, 60 + at % 3, 6, 60) for at in range(16)]
    last = [Note(144 + at * 6, Role.LEAD, 72 + at % 3, 6, 70) for at in range(8)]
    numbers = drift.drift_of(build.song(*first[:4], *last))
    assert numbers["density"] == 1
    assert numbers["velocity"] == 10
    assert numbers["register"] == pytest.approx(12, abs=0.5)
    kick = [Note(at * 12, Role.DRUMS, 36 if at < 12 else 38, 3, 90) for at in range(16)]
    assert drift.drift_of(build.song(*kick))["drum_kit"] == 1


def test_endings_tell_the_tonic_and_who_is_there():
    home = build.song(
        *(Note(at * 12, Role.BASS, pitch, 12, 80) for at, pitch in enumerate((36, 43, 41, 36))),
        Note(0, Role.CHORDS, 60, 48, 80), Note(0, Role.CHORDS, 64, 48, 80),
    )  # fmt: skip
    told = structure.ending_of(home)
    assert list(told) == list(structure.ENDINGS)
    assert told["on the tonic"] == told["in the last bar"] == told["rings to the last beat"] == 1
    away = build.song(*map(Note._make, home.notes.tolist()), bars=2)
    told = structure.ending_of(away)
    assert told["in the last bar"] == told["roles still there"] == 0


@pytest.mark.parametrize("meter", METERS)
def test_all_meters_are_measured(meter):
    numbers = features_of(build.invented(2, 8, meter))
    assert numbers["bass_silent"] == 0
    assert 0 <= numbers["groove_consistency"] <= 1
    assert features.table_of([build.invented(2, 8, meter)]).shape == (1, len(FEATURES))
