"""The baseline that copies the bar before: a fair bet, made before the note is seen."""

from dataclasses import replace

import numpy as np
import pytest

import build
from lstmelody import unigram
from lstmelody.corpus import fit
from lstmelody.judging import copying
from lstmelody.judging.copying import Copier


def looped(number: int, times: int = 16):
    """One invented bar over and over."""
    bar = build.invented(number, 1)
    notes = [bar.notes + [at * bar.steps, 0, 0, 0, 0] for at in range(times)]
    song = replace(bar, notes=np.concatenate(notes).astype(np.int32), bars=times)
    return fit.encoded(f"No One/Loop {number}.mid", song)


def test_loops_cost_next_to_nothing():
    songs = [looped(number) for number in range(4)]
    copier = copying.learn(songs)
    assert (copier.trust > 0.9).all()
    usual = unigram.bits(copier.counts, songs).bits_per_note
    assert copying.bits(copier, songs).bits_per_note < usual / 3


def test_who_does_not_copy_is_as_good_as_the_unigram():
    songs = [build.encoded(number) for number in range(3)]
    counts = unigram.count(songs)
    told = copying.bits(Copier(counts), songs)
    assert told.nats == pytest.approx(unigram.bits(counts, songs).nats)


def test_what_is_bet_never_depends_on_what_is_yet_to_come():
    song = build.encoded(1, bars=12)
    copier = copying.learn([song])
    half = song._replace(events=song.events[: len(song.events) // 2])
    _, first, _ = copying._bets(song)
    _, again, _ = copying._bets(half)
    assert (first[: len(again), 0] == again[:, 0]).all()
    assert copying.bits(copier, [half]).notes > 0
