"""Whatever is asked for or sent is taken, or refused in a sentence: recipes and files by chance.

Some of them each time, fifty thousand with `make prove`.
"""

import json
import random

import pytest
from pydantic import ValidationError

import build
from lstmelody import composing, midi
from lstmelody.api.readers import open_readers
from lstmelody.api.recipes import RecipeIn
from lstmelody.errors import BadMidi, LSTMelodyError
from lstmelody.recipe import RANGES, WORDS, Recipe
from lstmelody.starters import STARTERS, find

ODD = [
    *(None, True, -1, 0, 1e308, 2**64, "", " ", "a" * 100, [], {}, "C", "Am F C G", "\0", "é"),
    *("../../etc/passwd", "midi:" + "0" * 64, "lead C4-C6", "9-16", "17 drums 2", "jazz", "AABA"),
]


def odd_value(dice: random.Random, name: str) -> object:
    """A value of a setting: out of its range, of another kind, or almost right."""
    if dice.random() < 0.3:
        return dice.choice(ODD)
    if name in RANGES:
        low, high = RANGES[name]
        return dice.choice([low, high, low - 1, high + 1, dice.uniform(low, high), int(low)])
    word = list(str(WORDS.get(name, "true")))
    for _ in range(dice.randrange(3)):
        word.insert(dice.randrange(len(word) + 1), dice.choice(" ,;+-#bm0129Czé"))
    return "".join(word)


def fuzz_recipes(times: int, seed: int) -> int:
    """How many of so many recipes could be composed."""
    dice, names, good = random.Random(seed), list(RecipeIn.model_fields), 0
    sentences = set()
    for _ in range(times):
        asked = {name: odd_value(dice, name) for name in dice.sample(names, dice.randrange(1, 4))}
        try:
            recipe = RecipeIn.model_validate_json(json.dumps(asked)).to_recipe()
            start = find(recipe.start if recipe.start in STARTERS else "pop")
            assert composing.begun(recipe, start).bars >= 1
            assert Recipe.from_json(recipe.to_json()) == recipe
            good += 1
        except ValidationError:
            continue
        except LSTMelodyError as problem:
            sentences.add(str(problem))
    assert all(each.endswith((".", "?")) for each in sentences)
    return good


def fuzz_files(times: int, seed: int) -> int:
    """How many of so many damaged files could be read after all."""
    dice, good = random.Random(seed), 0
    sentences = set()
    whole = [midi.write(build.invented(number, bars=2)) for number in range(5)]
    with open_readers() as readers:
        for _ in range(times):
            data = bytearray(dice.choice(whole))
            for _ in range(dice.choice([1, 2, 8, 40])):
                data[dice.randrange(len(data))] = dice.randrange(256)
            try:
                good += len(readers.read(bytes(data[: dice.choice([None, 200])]))) > 0
            except BadMidi as problem:
                sentences.add(str(problem))
    assert all(each.endswith(".") for each in sentences)
    return good


def test_some_recipes_by_chance_are_composed_or_refused():
    assert 20 < fuzz_recipes(300, 1) < 280


def test_some_damaged_files_are_read_or_refused():
    assert fuzz_files(100, 1)


@pytest.mark.prove
def test_fifty_thousand_recipes_by_chance_are_composed_or_refused():
    fuzz_recipes(50_000, 2)


@pytest.mark.prove
def test_fifty_thousand_damaged_files_are_read_or_refused():
    fuzz_files(50_000, 2)
