"""Songs come and go on a stage: each is told bar by bar, whole, and as its recipe has it."""

from dataclasses import replace

import pytest

from lstmelody import stage as stages
from lstmelody.composing import composed
from lstmelody.engine import Engine
from lstmelody.errors import BadRecipe, Conflict
from lstmelody.music import Note, Role, notes_of
from lstmelody.recipe import Recipe
from lstmelody.stage import Finished, Stage
from lstmelody.starters import find


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.release()


def played(stage: Stage) -> dict[str, tuple[list[Note], Finished]]:
    """All songs on a stage to their end: what was told of them note by note, and in the end."""
    notes: dict[str, list[Note]] = {}
    finished = {}
    while len(stage):
        for heard in stage.play():
            told = notes.setdefault(heard.key, [])
            told += heard.notes
            assert heard.bars_total is None or 0 <= heard.bars_done <= heard.bars_total
            assert all(note.onset < heard.bars_done * 48 for note in heard.notes)
            if heard.finished:
                assert heard.bars_done == heard.bars_total == heard.finished.song.bars
                finished[heard.key] = heard.finished
    return {key: (notes[key], finished[key]) for key in finished}


RECIPES = {
    "plain": Recipe(bars=12, seed=1),
    "without its start": Recipe(bars=8, start="funk", keep_start=False, seed=2),
    "broken off": Recipe(bars=9, start="rock", ending=False, seed=3),
    "best of three": Recipe(bars=10, best_of=3, seed=4),
    "changed": Recipe(bars=10, seed=5, changes="6 drums 3; 8 bars 14"),
    "one more": Recipe(bars=6, start="none", seed=6),
}


@pytest.mark.parametrize("seats", [3, 32])
def test_every_song_is_the_one_of_its_recipe_told_once_and_whole(seats, engine):
    stage = Stage(engine, seats)
    for name, recipe in RECIPES.items():
        stage.begin(name, recipe, find(recipe.start))
    assert len(stage) == len(RECIPES)
    told = played(stage)
    for name, recipe in RECIPES.items():
        notes, finished = told[name]
        assert finished.song == composed(recipe, find(recipe.start), engine)
        assert notes == notes_of(finished.song)
        assert finished.recipe == recipe
        assert sum(each.notes for each in finished.delivered.values()) > 0


def test_a_song_is_told_while_it_is_composed(engine):
    stage = Stage(engine)
    stage.begin("song", Recipe(bars=40), find("pop"))
    bars = [heard.bars_done for heard in iter_played(stage)]
    assert len(bars) > 20
    assert bars == sorted(bars)


def iter_played(stage: Stage):
    while len(stage):
        yield from stage.play()


def test_what_is_changed_is_in_the_recipe_that_composes_the_same_song(engine):
    stage = Stage(engine)
    recipe = Recipe(bars=40, seed=4, changes="30 lead 2")
    stage.begin("song", recipe, find("pop"))
    stage.begin("other", Recipe(bars=30), find("jazz"))
    while len(notes := stage.play()) == 0 or notes[0].bars_done < 10:
        pass
    first = stage.change("song", {"drums": 3.0})
    both = stage.change("song", {"bass": 0.0})
    assert len(first.turns) == len(both.turns) == 2
    assert both.turns[0][0].settings == {"drums": 3.0, "bass": 0.0}
    for _ in range(10):
        stage.play()
    last = stage.change("song", {"seed": 9, "bars": 35})
    assert len(last.turns) == 3
    _, finished = played(stage)["song"]
    assert finished.recipe == last
    assert finished.song.bars == 35
    assert finished.song == composed(last, find("pop"), engine)
    assert finished.song != composed(recipe, find("pop"), engine)
    begins = (both.turns[0][0].bar - 1) * 48 + both.turns[0][0].step
    bass = finished.song.notes[finished.song.notes[:, 1] == Role.BASS]
    assert not (bass[:, 0] >= begins).any()


def test_a_song_goes_at_another_tempo_from_the_change_on_as_its_recipe_has_it(engine):
    stage = Stage(engine)
    recipe = Recipe(seconds=60, seed=4, tempo=120, start="funk", keep_start=False)
    stage.begin("song", recipe, find("funk"))
    while len(notes := stage.play()) == 0 or notes[0].bars_done < 10:
        assert not notes or notes[0].bars_total == 30
    told = stage.change("song", {"tempo": 63.0})
    for _ in range(10):
        stage.play()
    told = stage.change("song", {"tempo": 200.0, "drums": 2.0})
    rest = [*iter_played(stage)]
    song = rest[-1].finished.song
    places = [(change.bar - 1) * 48 + change.step for change, _ in told.turns]
    assert song.all_tempos == ((0, 120), (places[0], 63), (places[1], 200))
    assert abs(song.seconds - 60) < 1.5
    assert song == composed(told, find("funk"), engine)
    for heard in rest:
        assert heard.tempos == song.all_tempos


def test_what_can_not_change_is_refused_and_changes_nothing(engine):
    stage = Stage(engine)
    stage.begin("song", Recipe(bars=12), find("pop"))
    stage.begin("best", Recipe(bars=8, best_of=2), find("pop"))
    stage.play()
    with pytest.raises(BadRecipe, match="can't end"):
        stage.change("song", {"bars": 4})
    with pytest.raises(BadRecipe, match="drums must be"):
        stage.change("song", {"drums": 9.0})
    with pytest.raises(BadRecipe, match="tempo can't be"):
        stage.change("song", {"tempo": None})
    with pytest.raises(Conflict, match="best of several"):
        stage.change("best", {"drums": 2.0})
    with pytest.raises(Conflict, match="not being composed"):
        stage.change("another", {"drums": 2.0})
    assert played(stage)["song"][1].song == composed(Recipe(bars=12), find("pop"), engine)


def test_a_song_without_end_keeps_a_little_ahead_and_is_kept_when_it_is_stopped(
    engine, monkeypatch
):
    now = 0.0
    monkeypatch.setattr(stages, "monotonic", lambda: now)
    stage = Stage(engine)
    recipe = Recipe(ending=False, seed=2, tempo=120)
    stage.begin("song", recipe, find("pop"), endless=True)
    bars, notes = [], []

    def listen() -> None:
        while not stage.is_waiting:
            for heard in stage.play():
                bars.append(heard.bars_done)
                notes.extend(heard.notes)
                assert heard.bars_total is None

    listen()
    ahead = find("pop").bars + stages.AHEAD_SECONDS / 2  # two seconds a bar
    assert ahead - 1 <= bars[-1] <= ahead + 2
    stage.change("song", {"lead": 0.0})
    now = 20.0
    listen()
    assert bars[-1] >= ahead + 9
    kept = stage.stop("song")
    later, finished = played(stage)["song"]
    assert finished.recipe == kept
    assert finished.song.bars == kept.bars
    assert finished.song == composed(kept, find("pop"), engine)
    assert [note[:3] for note in notes + later] == [note[:3] for note in notes_of(finished.song)]


def test_a_slower_song_without_end_keeps_as_many_seconds_ahead(engine, monkeypatch):
    now = 0.0
    monkeypatch.setattr(stages, "monotonic", lambda: now)
    stage = Stage(engine)
    stage.begin("song", Recipe(ending=False, start="none", tempo=120), find("none"), endless=True)

    def bars_when_ahead() -> int:
        bars = []
        while not stage.is_waiting:
            bars += [heard.bars_done for heard in stage.play()]
        return bars[-1]

    first = bars_when_ahead()
    assert abs(first - stages.AHEAD_SECONDS / 2) <= 1.5
    stage.change("song", {"tempo": 60.0})
    now = 40.0
    assert abs(bars_when_ahead() - (first + 40 / 4)) <= 1.5
    kept = stage.stop("song")
    song = played(stage)["song"][1].song
    assert [bpm for _, bpm in song.all_tempos] == [120, 60]
    assert song == composed(kept, find("none"), engine)


def test_a_song_without_end_does_not_wait_for_those_that_have_one(engine):
    stage = Stage(engine, 1)
    for name in ("first", "second", "third"):
        stage.begin(name, Recipe(bars=8), find("pop"))
    stage.begin("endless", Recipe(ending=False), find("funk"), endless=True)
    order = list(dict.fromkeys(heard.key for _ in range(60) for heard in stage.play()))
    assert {*order[:2]} == {"first", "endless"}
    assert order[2:] == ["second", "third"]


def test_a_song_that_is_stopped_at_once_is_as_short_as_songs_may_be(engine):
    stage = Stage(engine)
    stage.begin("song", Recipe(ending=False, start="none"), find("none"), endless=True)
    stage.stop("song")
    assert played(stage)["song"][1].song.bars == 4


def test_a_song_without_end_ends_where_songs_get_too_long(engine, monkeypatch):
    monkeypatch.setattr(stages, "LONGEST", 12)
    monkeypatch.setattr(stages, "AHEAD_SECONDS", 1e6)
    stage = Stage(engine)
    stage.begin("song", Recipe(ending=False), find("pop"), endless=True)
    assert played(stage)["song"][1].song.bars == 12


def test_a_song_that_is_dropped_leaves_its_seat(engine):
    stage = Stage(engine, 1)
    for name in ("first", "second", "third"):
        stage.begin(name, Recipe(bars=5, seed=len(name)), find("pop"))
    stage.play()
    stage.drop("second")
    stage.drop("first")
    stage.drop("nobody")
    assert played(stage).keys() == {"third"}


def test_what_can_not_be_composed_is_refused_at_once(engine):
    stage = Stage(engine)
    recipe = replace(Recipe(), start="pop", meter="3/4")
    with pytest.raises(BadRecipe, match="4/4"):
        stage.begin("song", recipe, find("pop"))
    assert not len(stage)
