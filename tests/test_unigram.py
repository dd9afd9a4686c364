"""The humblest baseline."""

import numpy as np
import pytest

import build
from lstmelody import unigram
from lstmelody.corpus.fit import encoded
from lstmelody.events import CELLS, FIELDS


def test_who_has_counted_nothing_finds_every_class_as_likely():
    song = encoded("beat", build.beat(bars=8))
    said = unigram.bits(unigram.count([]), [song]).to_json()
    notes = said["notes"]
    assert notes == len(build.beat(bars=8))
    assert said["by_field"]["shift_role"] == pytest.approx(
        np.log2(CELLS) * (notes + 1) / notes, abs=1e-3
    )
    assert said["by_field"]["pitch"] == pytest.approx(np.log2(FIELDS["pitch"]))
    assert said["by_field"]["duration"] == 0
    assert said["by_field"]["velocity"] == pytest.approx(np.log2(FIELDS["velocity"]))


def test_every_note_is_counted_once():
    song = build.encoded(1)
    cells, pitches, durations, velocities = (
        row.sum() - len(row) for row in unigram.count([song, song])
    )
    notes = len(song.events) - 1
    drums = int((song.events[:, 1] == 0).sum())
    assert cells == 2 * (notes + 1)
    assert pitches == velocities == 2 * notes
    assert durations == 2 * (notes - drums)


def test_songs_like_those_counted_are_less_of_a_surprise():
    songs = [build.encoded(number) for number in range(6)]
    counts = unigram.count(songs[1:])
    assert unigram.bits(counts, songs[:1]).bits_per_note < 10
    nothing = unigram.bits(unigram.count([]), songs[:1]).bits_per_note
    assert unigram.bits(counts, songs[:1]).bits_per_note < nothing
