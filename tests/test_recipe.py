"""What may be asked for, and what is said to who asks for more."""

from dataclasses import fields

import pytest

from lstmelody.errors import BadRecipe
from lstmelody.music import Role
from lstmelody.recipe import RANGES, TEXT_BEGINS, WHOLE, Recipe, from_text


def test_every_setting_has_a_default():
    assert Recipe() == Recipe(start="pop", seed=0, drums=1, temperature=1)


@pytest.mark.parametrize("name", RANGES)
def test_both_ends_of_every_range_are_allowed_and_nothing_beyond(name):
    low, high = RANGES[name]
    for value in (low, high):
        assert getattr(Recipe(**{name: value}), name) == value
    below = low - 1 if name in WHOLE else low - 0.01
    for value in (below, high + 1):
        with pytest.raises(BadRecipe, match=f"^{name} must be from {low:g} to "):
            Recipe(**{name: value})


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("value", ["many", True, [4], float("nan"), float("inf")])
def test_what_is_no_number_is_refused(name, value):
    with pytest.raises(BadRecipe, match=f"^{name} must be "):
        Recipe.from_json({name: value})


def test_a_part_of_a_bar_a_missing_multiplier_and_a_numbered_start_are_refused():
    for values in ({"bars": 8.5}, {"seed": 1.5}, {"drums": None}, {"start": 5}):
        with pytest.raises(BadRecipe):
            Recipe.from_json(values)


def test_bars_and_seconds_together_are_refused():
    with pytest.raises(BadRecipe, match="not both"):
        Recipe(bars=8, seconds=60)


def test_a_band_of_no_one_is_refused():
    with pytest.raises(BadRecipe, match="All four instruments are at 0"):
        Recipe(drums=0, bass=0, chords=0, lead=0)
    assert Recipe(drums=0, bass=0, chords=0, lead=0.1).lead == 0.1


def test_multipliers_go_by_role():
    recipe = Recipe(drums=0, bass=2, chords=0.5)
    assert recipe.multipliers == {Role.DRUMS: 0, Role.BASS: 2, Role.CHORDS: 0.5, Role.LEAD: 1}


def test_a_recipe_survives_json():
    recipe = Recipe(seconds=90.5, start="waltz", seed=7, lead=0, tempo=99, top_p=0.5)
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert set(recipe.to_json()) == {each.name for each in fields(Recipe)}


def test_an_unknown_setting_is_named():
    with pytest.raises(BadRecipe, match="no setting called bras, speed"):
        Recipe.from_json({"bars": 8, "speed": 3, "bras": 4})


def test_a_recipe_comes_back_from_its_text():
    recipe = Recipe(bars=12, key="Am", drums=0.5, keep_start=False)
    assert from_text(recipe.to_text("abc")) == (recipe, "abc")
    assert from_text(Recipe().to_text("abc")) == (Recipe(), "abc")
    assert recipe.to_text("abc").startswith(TEXT_BEGINS)
    assert recipe.to_text("abc").isascii()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"lstmelody": 1}', '{"model": 1, "recipe": 3}'])
def test_a_damaged_text_is_refused(text):
    with pytest.raises(BadRecipe, match="damaged"):
        from_text(text)


def test_the_digest_is_of_what_is_asked():
    assert Recipe(bars=64).digest == Recipe(bars=64, seed=0).digest != Recipe(bars=65).digest
    assert Recipe(drums=2).digest == Recipe(drums=2.0).digest != Recipe(drums=2.5).digest
    assert Recipe().digest == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
