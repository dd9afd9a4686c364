"""Recipes by dice: whatever is asked, the song is valid, and bound to what it was bound to.

Some of them each time, thousands with `make prove`; and an endless song that is long.
"""

import resource
from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lstmelody import beginning, locks, planning
from lstmelody.changes import Change, changes, text_of
from lstmelody.composing import compose, composed
from lstmelody.desk import Desk
from lstmelody.engine import Engine
from lstmelody.labels import ROOTS
from lstmelody.locks import SCALES
from lstmelody.music import METERS, Note, Role, Song, beat_steps, notes_of
from lstmelody.recipe import Recipe, from_text
from lstmelody.starters import NONE, STARTERS, find

TRIADS = [root + quality for root in ROOTS for quality in ("", "m", "7", "dim")]
multiplier = st.sampled_from([0.0, 0.3, 1.0, 1.0, 1.0, 2.0, 5.0])
ENGINE = Engine.release()


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


@st.composite
def changed(draw: st.DrawFn, bars: int, key: str | None) -> str | None:
    """Changes on the way in a song of so many bars, which may become shorter or longer by them."""
    told, at = [], 0
    while (at := at + draw(st.integers(1, 6))) <= bars:
        settings = draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "drums": multiplier,
                    "chords": st.sampled_from([0.5, 2.0]),
                    "seed": st.integers(0, 99),
                    "bars": st.integers(max(4, at), 12),
                    "temperature": st.sampled_from([0.5, 2.0]),
                    "tempo": st.sampled_from([40.0, 120.0, 211.5]),
                    "key": st.just(key),
                },
            )
        )
        bars = settings.get("bars", bars)
        step = draw(st.sampled_from([0, 1, 20]))
        told += [Change(at, step, settings)] if settings else []
    return text_of(told) if told else None


def all_may_change(levels: dict[str, float], told: str) -> bool:
    """Whether someone always plays."""
    for change in changes(told):
        levels = levels | {name: x for name, x in change.settings.items() if name in levels}
        if not any(levels.values()):
            return False
    return True


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    """Any recipe of a short song that may be asked for."""
    start = draw(st.sampled_from([NONE, *STARTERS]))
    levels = {role.word: draw(multiplier) for role in Role}
    if not any(levels.values()):
        levels["lead"] = 1.0
    key = draw(maybe(st.tuples(st.sampled_from(ROOTS), st.sampled_from(list(SCALES)))))
    tones = locks.scale(" ".join(key)).tones if key else locks.ALL_TONES
    fitting = [each for each in TRIADS if tones & locks.tones_of(locks.progression(each)[0].first)]
    chords = draw(maybe(st.lists(st.sampled_from(fitting), min_size=1, max_size=5)))
    low, bars = draw(st.integers(30, 90)), draw(st.integers(4, 10))
    told = draw(changed(bars, key and " ".join(key)))
    assume(told is None or all_may_change(levels, told))
    return Recipe(
        bars=bars,
        changes=told,
        ending=draw(st.booleans()),
        start=start,
        start_bars=draw(maybe(st.integers(1, 3))),
        keep_start=draw(st.booleans()),
        seed=draw(st.integers(0, 2**32 - 1)),
        **levels,
        meter=str(draw(st.sampled_from(METERS))) if start == NONE else None,
        key=key and " ".join(key),
        progression=chords and " ".join(chords),
        ranges=draw(st.sampled_from([None, f"lead {low}-{low + 12}, bass 28-45"])),
        voices=draw(st.sampled_from([None, "chords 2, lead 1", "bass 1"])),
        form=draw(st.sampled_from(["", "AB", "AABA"])),
        repetition=draw(st.sampled_from([0.0, 1.0, 5.0])),
        temperature=draw(st.sampled_from([0.1, 0.7, 1.0, 2.0])),
        top_p=draw(st.sampled_from([0.1, 0.9, 0.97, 1.0])),
    )


def assert_as_asked(recipe: Recipe, song: Song) -> None:
    notes = notes_of(song)
    assert song.bars == recipe.last.bars
    assert all(a[:3] < b[:3] for a, b in pairwise(notes))
    for note in notes:
        assert 0 <= note.onset < note.onset + note.duration <= song.steps
        assert 0 <= note.pitch <= 127
        assert 1 <= note.velocity <= 127
    if recipe.last.ending:
        assert notes[-1].onset >= song.steps - song.meter.bar_steps
    for note in notes:
        assert at(recipe, note.onset, song).multipliers[Role(note.role)] > 0
    assert_bound(recipe, song, notes)


def at(recipe: Recipe, onset: int, song: Song) -> Recipe:
    """What holds at a moment of a song where something is composed; else what it begins by."""
    begun, now = beginning.begin(recipe, find(recipe.start)), recipe
    if onset < (begun.first - begun.skipped) * song.meter.bar_steps:
        return recipe
    for change, after in recipe.turns:
        if (change.bar - 1) * song.meter.bar_steps + change.step <= onset:
            now = after
    return now


def assert_bound(recipe: Recipe, song: Song, notes: list[Note]) -> None:
    begun = beginning.begin(recipe, find(recipe.start))
    first = (begun.first - begun.skipped) * song.meter.bar_steps
    for note in notes:
        if note.role == Role.DRUMS:
            continue
        if recipe.scale:
            assert recipe.scale.tones >> note.pitch % 12 & 1
        if recipe.reach.get(Role(note.role)):
            assert note.pitch in recipe.reach[Role(note.role)]
        bar, at = divmod(note.onset - first, song.meter.bar_steps)
        if recipe.progression and bar >= 0 and at % beat_steps(song.meter) == 0:
            chord = recipe.chords_asked[bar % len(recipe.chords_asked)]
            tones = locks.tones_of(chord[2 * at // song.meter.bar_steps])
            assert tones >> note.pitch % 12 & 1
    for role, most in recipe.most_voices.items():
        own = [note for note in notes if note.role == role]
        for note in own:
            sounding = sum(n.onset <= note.onset < n.onset + n.duration for n in own)
            assert note.onset < first or sounding <= most


def check(recipe: Recipe, other: Recipe) -> None:
    start = find(recipe.start)
    song = composed(recipe, start, ENGINE)
    if not len(song):  # cut before anything was played
        assert not recipe.ending
        return
    assert_as_asked(recipe, song)
    again, model = from_text(recipe.to_text(ENGINE.version))
    assert (again, model) == (recipe, ENGINE.version)
    assert beside(again, other) == song


def beside(recipe: Recipe, other: Recipe) -> Song:
    """The song of a recipe, composed next to another's, in pieces."""
    start = find(recipe.start)
    begun = beginning.begin(recipe, start)
    first, end = (bars * begun.given.meter.bar_steps for bars in (begun.skipped, begun.bars))
    desk = Desk(ENGINE, 2)
    desk.sit(planning.part_of(other, beginning.begin(other, find(other.start)), ENGINE.conductor))
    song, notes = desk.sit(planning.part_of(recipe, begun, ENGINE.conductor)), []
    while not song.ended and desk.steps(song) < end:
        desk.play(7)
        notes += desk.notes(song)
    kept = [
        note._replace(onset=note.onset - first, duration=min(note.duration, end - note.onset))
        for note in notes
        if first <= note.onset < end
    ]
    return replace(begun.song, notes=np.array(kept, np.int32).reshape(-1, 5))


@settings(max_examples=12, deadline=None, derandomize=True)
@given(recipes(), recipes())
def test_some_songs_are_as_asked_and_the_same_whoever_is_near(recipe, other):
    check(recipe, other)


@pytest.mark.prove
@settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
@given(recipes(), recipes())
def test_thousands_of_songs_are_as_asked_and_the_same_whoever_is_near(recipe, other):
    check(recipe, other)


@pytest.mark.prove
def test_an_endless_song_of_a_hundred_thousand_notes_goes_on_in_the_same_memory():
    recipe = Recipe(ending=False, seed=3)
    stream = compose(recipe, find("pop"), ENGINE, endless=True)
    for _ in islice(stream, 10_000):
        pass
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bars: dict[int, frozenset[tuple[int, int, int]]] = {}
    roles = []
    for note in islice(stream, 90_000):
        bar, at = divmod(note.onset, 48)
        bars[bar] = bars.get(bar, frozenset()) | {(at, note.role, note.pitch)}
        roles.append(note.role)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 60_000  # kB, most of them for the bars that are kept here
    for quarter in np.array_split(roles, 4):
        assert set(quarter.tolist()) == set(Role)
    same = [bars.get(bar) == bars.get(bar - 1) for bar in range(min(bars) + 1, max(bars))]
    stuck = max(len(run) for run in "".join("x" if each else " " for each in same).split(" "))
    assert stuck < 16
