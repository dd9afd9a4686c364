"""Which song is best: each fault is found where it was put, and nowhere else."""

import pytest

import build
from lstmelody import beginning, choosing, planning
from lstmelody.asked import Asked
from lstmelody.choosing import Faults
from lstmelody.composing import composed
from lstmelody.desk import Desk
from lstmelody.engine import Engine
from lstmelody.music import Note, Role, Song, notes_of, without
from lstmelody.recipe import Recipe
from lstmelody.starters import find

BAR, BARS = 48, 16


def band(
    *, root: int = 48, lead: int = 76, last_bass: int = 36, times: int = 1, silent: int = 0
) -> Song:
    """C major all along, by four roles; so many notes at once, the lead silent in some bars."""
    notes = []
    for bar in range(BARS):
        now = bar * BAR
        bass = last_bass if bar == BARS - 1 else root - 12
        notes += [Note(now + at, Role.DRUMS, 36, 3, 84) for at in range(0, BAR, 12 // times)]
        notes += [Note(now, Role.BASS, bass, BAR, 84)]
        notes += [Note(now, Role.CHORDS, root + tone, BAR, 84) for tone in (0, 4, 7, 12)]
        if bar >= silent:
            notes += [Note(now + at, Role.LEAD, lead, 12, 84) for at in range(0, BAR, 12)]
    return build.song(*notes, bars=BARS)


GOOD = band()
OUTLINE = build.brief(GOOD, by_bar=True).outline


def faults(song: Song, **multipliers: float) -> Faults:
    asked = {role: multipliers.get(role.word, 1.0) for role in Role}
    return choosing.faults(song, 0, [Asked(row[None], asked) for row in OUTLINE])


def test_a_song_that_is_as_planned_has_next_to_no_faults():
    assert faults(GOOD).total < 0.1


@pytest.mark.parametrize(
    ("song", "fault"),
    [
        (band(root=50, last_bass=38), "harmony"),
        (band(times=4), "density"),
        (band(silent=8), "missing"),
        (band(lead=40), "crossed"),
        (band(last_bass=43), "ending"),
    ],
)
def test_each_fault_is_found(song, fault):
    worse, good = faults(song), faults(GOOD)
    assert getattr(worse, fault) > getattr(good, fault) + 0.1
    assert worse.total > good.total


def test_what_nobody_asked_for_is_no_fault():
    assert faults(without(GOOD, [Role.LEAD]), lead=0.0).density < 0.1


def test_a_song_of_nothing_has_no_faults_to_find():
    assert faults(build.silence(BARS)).total == 0


def test_the_best_has_few_faults_and_is_no_likelier_than_most():
    none, some = Faults(0, 0, 0, 0, 0), Faults(0.5, 0, 0, 0, 0)
    assert choosing.best([some, none, some], [1.0, 1.0, 1.0]) == 1
    assert choosing.best([none, none, none], [0.2, 1.0, 1.1]) == 1
    assert choosing.best([none], [3.0]) == 0


def test_the_best_of_several_is_one_of_them_and_the_same_each_time():
    engine, start = Engine.release(), find("pop")
    best = composed(Recipe(bars=16, seed=3, best_of=4), start, engine)
    assert best == composed(Recipe(bars=16, seed=3, best_of=4), start, engine)
    recipe = Recipe(bars=16, seed=3)
    begun, takes = beginning.begin(recipe, start), []
    for take in range(4):
        desk = Desk(engine)
        song = desk.sit(planning.part_of(recipe, begun, engine.conductor, take))
        notes = []
        while not song.ended:
            desk.play()
            notes += desk.notes(song)
        takes.append(notes)
    assert notes_of(best) in takes
    assert takes[0] == notes_of(composed(Recipe(bars=16, seed=3), start, engine))
    assert len({tuple(each) for each in takes}) == 4
