"""A file is a song to learn from, or there is a reason why not; and its work decides its split."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

import build
from lstmelody import midi, sources
from lstmelody.conditions import frame_of
from lstmelody.corpus import fit
from lstmelody.corpus.fit import Limits, reason_to_leave_out
from lstmelody.errors import BadMidi
from lstmelody.events import decode, encode
from lstmelody.music import METERS, Note, Role, Score, Song, bar_range, without
from lstmelody.outlines import DENSITIES, Bar


def reason(song: Song, grid_error: float = 0.0, drift: float = 0.0) -> str | None:
    score = Score((), song.bars, song.meter, song.bpm, grid_error, drift=drift)
    return reason_to_leave_out(score, song, Limits())


BAND = build.invented(1, bars=8)


@pytest.mark.parametrize("meter", METERS, ids=str)
def test_a_song_of_any_meter_is_fit(meter):
    assert reason(build.invented(1, bars=16, meter=meter)) is None


@pytest.mark.parametrize(
    ("song", "said"),
    [
        (bar_range(BAND, 0, 7), "too few bars"),
        (replace(BAND, notes=BAND.notes[:99]), "too few notes"),
        (build.beat(bars=16), "too few roles"),
        (replace(BAND, bars=513), "too many bars"),
        (replace(BAND, bpm=29), "a tempo no one plays"),
        (replace(BAND, bpm=301), "a tempo no one plays"),
        (replace(BAND, notes=np.tile(BAND.notes, (200, 1))), "too many notes"),
        (build.silence(), "too few notes"),
    ],
)
def test_a_song_that_is_not_fit_has_its_reason(song, said):
    assert reason(song) == said


def test_who_plays_beside_the_beat_is_left_out():
    assert reason(BAND, grid_error=0.14) is None
    assert reason(BAND, grid_error=0.25) == "played freely, off the beat"


def test_who_loses_the_beat_on_the_way_is_left_out():
    assert reason(BAND, drift=0.2) is None
    assert reason(BAND, drift=0.5) == "played freely, off the beat"


def test_a_file_is_a_song_or_has_a_reason():
    song = fit.song_in("No One/Song.mid", midi.write(BAND))
    assert np.array_equal(decode(song.events, song.meter), decode(encode(BAND), BAND.meter))
    drums = without(BAND, [Role.BASS, Role.CHORDS, Role.LEAD])
    alone = build.song(*(Note(*row) for row in drums.notes.tolist()), bars=8)
    with pytest.raises(BadMidi, match="can't be learned from: too few roles"):
        fit.song_in("drums.mid", midi.write(alone))
    assert fit.read(sources.File("drums.mid", midi.write(alone))) == "too few roles"
    assert fit.read(sources.Damage("songs.zip")) == fit.DAMAGED


def test_what_is_known_of_a_song_is_known_bar_by_bar_and_as_a_whole():
    song = fit.encoded("No One/Song.mid", BAND)
    assert song.bars == BAND.bars
    assert song.by_bar.shape == (BAND.bars, len(Bar._fields))
    assert song.frame == frame_of(BAND)
    counts = song.by_bar[:, DENSITIES].sum(axis=0)
    assert counts.tolist() == np.bincount(BAND.notes[:, 1], minlength=len(Role)).tolist()
    assert song.programs == tuple(BAND.programs[role] for role in Role)
    assert (song.work, song.bpm) == ("no one/song", BAND.bpm)


# Splitting


def test_a_split_is_by_work_so_that_no_version_is_held_out_alone():
    song = build.invented(1, bars=8)
    for work in range(50):
        versions = [f"Band/Song {work}.mid", f"x/Band/Song {work}.2.mid", f"band/song {work}.3.mid"]
        assert len({fit.encoded(name, song).split for name in versions}) == 1


def test_two_percent_are_for_validation_and_three_for_tests():
    splits = Counter(fit.split_of(f"work {number}") for number in range(20_000))
    assert splits["valid"] / 20_000 == pytest.approx(0.02, abs=0.003)
    assert splits["test"] / 20_000 == pytest.approx(0.03, abs=0.003)


def test_the_same_song_has_the_same_digest_whatever_it_is_called():
    one, same, other = (
        fit.encoded(name, build.invented(number, bars=8))
        for name, number in (("a.mid", 1), ("b.mid", 1), ("c.mid", 2))
    )
    assert one.digest == same.digest != other.digest
