"""The process that composes: songs come back whole, also when it dies on the way."""

import os
import signal
from collections import defaultdict
from queue import SimpleQueue
from time import sleep
from uuid import uuid4

import pytest

import build
from lstmelody import midi, midi_texts
from lstmelody.api import players as players_module
from lstmelody.api.players import Players
from lstmelody.api.scenes import Begin
from lstmelody.composing import composed
from lstmelody.engine import Engine
from lstmelody.errors import BadRecipe, Conflict
from lstmelody.music import notes_of
from lstmelody.recipe import TEXT_BEGINS, Recipe, from_text
from lstmelody.starters import find


class Ear:
    """Hears what is told."""

    def __init__(self):
        self.notes = defaultdict(list)
        self.ended = SimpleQueue()

    def composed(self, key, bars):
        self.notes[key].append((bars.done, bars.total, bars.notes))

    def ready(self, key, ready):
        self.ended.put((key, ready))

    def failed(self, key, sentence):
        self.ended.put((key, sentence))


@pytest.fixture(scope="module")
def company():
    ear = Ear()
    players = Players(ear, processes=2)
    players.open()
    yield players, ear
    players.close()


def test_songs_come_bar_by_bar_and_then_whole(company):
    players, ear = company
    recipes = {uuid4(): Recipe(bars=12, seed=seed) for seed in range(4)}
    for key, recipe in recipes.items():
        players.begin(key, Begin(recipe, None, "Blue"))
    for _ in recipes:
        key, ready = ear.ended.get(timeout=60)
        song = composed(recipes[key], find("pop"), Engine.release())
        assert ready.song == song
        assert [note for _, _, notes in ear.notes[key] for note in notes] == notes_of(song)
        assert ear.notes[key][-1][:2] == (12, 12)
        assert from_text(midi_texts.text_of(ready.data, TEXT_BEGINS))[0] == recipes[key]
    assert players.version == Engine.release().version


def test_ones_own_file_is_gone_on_from_and_a_bad_one_is_said_to_be_bad(company):
    players, ear = company
    recipe = Recipe(bars=8, start="midi:" + "0" * 64)
    players.begin(uuid4(), Begin(recipe, midi.write(build.invented(3)), "Mine"))
    assert len(ear.ended.get(timeout=60)[1].song)
    players.begin(uuid4(), Begin(recipe, b"MThd?", "Mine"))
    assert "MIDI file" in ear.ended.get(timeout=60)[1]


def test_a_song_is_changed_and_stopped_while_it_is_played(company):
    players, ear = company
    key = uuid4()
    players.begin(key, Begin(Recipe(ending=False, start="none"), None, "Live", endless=True))
    while not ear.notes[key]:
        sleep(0.01)
    recipe = players.change(key, {"drums": 2.0}).result(10)
    assert "drums 2" in recipe.changes
    with pytest.raises(BadRecipe):
        players.change(key, {"drums": 9.0}).result(10)
    kept = players.stop(key).result(10)
    _, ready = ear.ended.get(timeout=60)
    assert ready.recipe == kept
    assert ready.song.bars == kept.bars
    with pytest.raises(Conflict):
        players.change(key, {"drums": 2.0}).result(10)


def test_a_song_that_is_dropped_is_not_heard_again(company):
    players, ear = company
    gone, stays = uuid4(), uuid4()
    players.begin(gone, Begin(Recipe(bars=400), None, "Long"))
    players.begin(stays, Begin(Recipe(bars=4), None, "Short"))
    players.drop(gone)
    assert ear.ended.get(timeout=60)[0] == stays
    sleep(0.3)
    assert ear.ended.empty()


def test_a_process_that_is_killed_is_followed_by_another_that_composes_the_same(company):
    players, ear = company
    key, recipe = uuid4(), Recipe(bars=60, seed=9)
    players.begin(key, Begin(recipe, None, "Blue"))
    while not ear.notes[key]:
        sleep(0.01)
    os.kill(players._where[key]._process.pid, signal.SIGKILL)
    _, ready = ear.ended.get(timeout=60)
    assert ready.song == composed(recipe, find("pop"), Engine.release())
    begun_again = [bars for bars, _, _ in ear.notes[key]]
    assert len(begun_again) > len(set(begun_again))


def test_a_song_that_kills_the_process_again_and_again_is_given_up(company, monkeypatch):
    players, ear = company
    key = uuid4()
    players.begin(key, Begin(Recipe(bars=500), None, "Long"))
    monkeypatch.setattr(players_module._Way, "died", lambda _: players_module.MOST_DEATHS)
    os.kill(players._where[key]._process.pid, signal.SIGKILL)
    gone = "Composing this song failed again and again: try another."
    assert ear.ended.get(timeout=60) == (key, gone)


def test_a_song_that_has_not_begun_is_not_to_blame():
    way = players_module._Way()
    assert [way.died() for _ in range(9)] == [0] * 9
    way.bars = 4
    assert way.died() == 0
    way.bars = 0
    assert way.died() == 1
    way.bars = 5
    assert way.died() == 0
