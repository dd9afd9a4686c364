"""Asked against delivered: a band that obeys passes, one that doesn't is found out."""

from dataclasses import replace

import numpy as np

from lstmelody import composing, starters
from lstmelody.judging import delivered
from lstmelody.judging.delivered import STARTS, Trial
from lstmelody.music import Role

TRIAL = Trial(starts=STARTS[:2], bars=8)


def obedient(recipes):
    """Loops the starter, each role with as many notes as its multiplier says, up to 2."""
    return [_looped(recipe, dict(recipe.multipliers)) for recipe in recipes]


def deaf(recipes):
    """Loops the starter whatever is asked, four bars too short and at its own tempo."""
    songs = [_looped(recipe, dict.fromkeys(Role, 1)) for recipe in recipes]
    return [replace(song, bars=max(1, song.bars - 4), bpm=111) for song in songs]


def _looped(recipe, times):
    start = starters.find(recipe.start)
    song = composing.begun(recipe, start)
    rows = []
    for bar in range(-(-song.bars // start.bars)):
        for note in start.notes + [bar * start.steps, 0, 0, 0, 0]:
            rows += [note + [0, 0, copy, 0, 0] for copy in range(round(2 * times[note[1]]))]
    notes = np.array(rows, np.int32)
    notes = notes[notes[:, 0] < song.steps]
    notes[:, 2] = np.minimum(notes[:, 2], 127)
    notes[:, 3] = np.minimum(notes[:, 3], song.steps - notes[:, 0])
    return replace(song, notes=notes)


def test_a_band_that_obeys_passes_every_check():
    told = delivered.delivered(obedient, TRIAL)
    assert len(told["checks"]) == 4 + 3 + 2 + 3
    assert [check for check in told["checks"] if not check["kept"]] == []


def test_multipliers_are_told_as_they_were_played():
    for each in delivered.multiplied(obedient, TRIAL.starts, TRIAL.bars):
        assert abs(each.times - each.multiplier) < 0.01
        assert abs(each.others - 1) < 0.01


def test_a_band_that_does_not_listen_is_found_out():
    told = delivered.delivered(deaf, TRIAL)
    assert not any(check["kept"] for check in told["checks"])
    assert {each["times"] for each in told["multipliers"] if each["multiplier"]} == {1}


def test_each_song_is_composed_once():
    asked = []

    def counting(recipes):
        asked.extend(recipes)
        return obedient(recipes)

    delivered.multiplied(counting, STARTS[:1], 8)
    assert len(asked) == len(set(asked)) == 1 + 4 * 4  # at 1 all roles share a song
