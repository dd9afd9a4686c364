"""How fast a song goes, and where that changes: as its recipe asks, and as its start has it."""

from dataclasses import replace

import pytest

import build
from lstmelody import beginning, composing, midi, planning
from lstmelody.composing import composed
from lstmelody.conditions import tempo_class
from lstmelody.engine import Engine
from lstmelody.errors import BadRecipe
from lstmelody.filing import file_of
from lstmelody.music import Note, Song, notes_of, without
from lstmelody.parts import Part
from lstmelody.recipe import Recipe
from lstmelody.starters import find


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.release()


def song_of(recipe: Recipe, engine: Engine, start: Song | None = None) -> Song:
    return composed(recipe, find(recipe.start) if start is None else start, engine)


def part_of(recipe: Recipe, start: Song, engine: Engine) -> Part:
    return planning.part_of(recipe, beginning.begin(recipe, start), engine.conductor)


def before(song: Song, step: int) -> list[Note]:
    return [note for note in notes_of(song) if note.onset < step]


# As its recipe asks


def test_a_tempo_holds_from_the_step_on_from_which_it_is_asked_for(engine):
    recipe = Recipe(bars=24, seed=4, tempo=120)
    plain, changed = (
        song_of(replace(recipe, changes=told), engine) for told in (None, "13+12 tempo 60")
    )
    step = 12 * 48 + 12
    assert changed.all_tempos == ((0, 120), (step, 60))
    assert changed.seconds == plain.seconds + (24 * 48 - step) / 12 / 2
    assert before(changed, step) == before(plain, step)
    assert notes_of(changed) != notes_of(plain)
    same = song_of(replace(recipe, changes="13 tempo 120"), engine)
    assert same.all_tempos == ((0, 120),)


def test_a_tempo_may_change_in_the_bars_that_are_kept_of_a_start(engine):
    recipe = Recipe(bars=16, tempo=100, changes="1 tempo 90; 3+6 tempo 80; 12 tempo 70")
    song = song_of(recipe, engine)
    assert song.all_tempos == ((0, 90), (2 * 48 + 6, 80), (11 * 48, 70))
    skipping = song_of(replace(recipe, keep_start=False), engine)
    assert skipping.all_tempos == song.all_tempos
    cut = replace(recipe, bars=10, ending=False, changes="9 tempo 60; 12 tempo 50")
    assert song_of(cut, engine).all_tempos == ((0, 100), (8 * 48, 60))


@pytest.mark.parametrize("keep_start", [True, False])
def test_seconds_are_rounded_to_the_nearest_bar_by_all_tempos(keep_start, engine):
    recipe = Recipe(seconds=40, tempo=120, seed=2, keep_start=keep_start, start_bars=4)
    for told in ("9 tempo 60", "9 tempo 240; 15 tempo 80", "20+47 tempo 40"):
        song = song_of(replace(recipe, changes=told), engine)
        assert abs(song.seconds - 40) <= song.meter.bar_steps / 12 * 60 / song.tempos[-1][1] / 2
        assert song.notes[-1, 0] >= song.steps - song.meter.bar_steps
    with pytest.raises(BadRecipe, match="at this tempo"):
        composing.begun(Recipe(seconds=1000, tempo=120, changes="5 tempo 240"), find("pop"))


def test_the_model_is_told_the_tempo_that_holds(engine):
    recipe = Recipe(bars=24, tempo=120, changes="12 tempo 60; 14 seed 3; 16 tempo 200; 18 lead 0")
    part, told = part_of(recipe, find("pop"), engine), []
    while part.turns:
        told.append(part.brief.frame.tempo)
        part = part.turned()
    assert [*told, part.brief.frame.tempo] == [*map(tempo_class, (120, 60, 60, 200, 200))]


# As its start has it


CHANGING = replace(build.invented(4, bars=20), bpm=97.5, tempos=((300, 61.25), (14 * 48, 180.0)))


def of_ours(song: Song) -> bytes:
    return file_of(Recipe(), song, title="Slower", model="1")


def test_a_song_that_was_composed_here_is_gone_on_from_at_its_tempos(engine):
    start = composing.start_from(of_ours(CHANGING))
    assert start == CHANGING
    song = song_of(Recipe(bars=24, start_at=16, start_bars=16), engine, start)
    assert song.all_tempos == CHANGING.all_tempos
    song = song_of(Recipe(bars=24, start_bars=7, changes="20 tempo 90"), engine, start)
    assert song.all_tempos == ((0, 61.25), (48, 180), (19 * 48, 90))
    song = song_of(Recipe(bars=24, start_bars=7, keep_start=False), engine, start)
    assert song.all_tempos == ((0, 180),)
    song = song_of(Recipe(bars=24, start_bars=7, tempo=100), engine, start)
    assert song.all_tempos == ((0, 100),)
    told = part_of(Recipe(bars=24, start_at=10), start, engine).brief.frame.tempo
    assert told == tempo_class(61.25)


def test_a_song_that_was_composed_here_is_redone_at_its_tempos(engine):
    data = of_ours(CHANGING)
    recipe = Recipe(start="midi:" + "0" * 64, redo="lead, bass", redo_bars="5-20", seed=3)
    start = composing.start_from(data)
    song = song_of(recipe, engine, start)
    assert song.all_tempos == CHANGING.all_tempos
    part = part_of(recipe, start, engine)
    assert part.brief.frame.tempo == tempo_class(97.5)
    assert [turn.step for turn in part.turns] == [300, 14 * 48]
    assert part.turned().brief.frame.tempo == tempo_class(61.25)
    kept = notes_of(without(song, recipe.redone))
    assert kept == notes_of(without(CHANGING, recipe.redone))
    again = file_of(recipe, song, data, title="Redone", model="1")
    assert midi.tempos_of(again) == CHANGING.all_tempos
    assert composing.start_from(again).all_tempos == CHANGING.all_tempos


def test_a_file_of_ones_own_is_gone_on_from_at_the_tempo_that_holds_longest():
    start = composing.start_from(midi.write(CHANGING))
    assert start.all_tempos == ((0, 61),)
    late = replace(CHANGING, notes=CHANGING.notes + [96, 0, 0, 0, 0], bars=22)
    assert composing.start_from(of_ours(late)).tempos == ()
