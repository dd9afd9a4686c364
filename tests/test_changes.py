"""What is to change on the way is read as it is written, or refused with an example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstmelody.changes import MOST_CHANGES, Change, changes, text_of
from lstmelody.errors import BadRecipe
from lstmelody.recipe import Recipe

numbers = st.floats(0, 5).map(lambda x: float(f"{x:.10g}"))
settings = st.fixed_dictionaries(
    {"drums": numbers},
    optional={
        "lead": numbers,
        "bars": st.integers(4, 512),
        "seed": st.integers(0, 2**32 - 1),
        "ending": st.booleans(),
        "key": st.sampled_from([None, "E minor", "C# blues"]),
        "tempo": st.floats(40, 240).map(lambda x: float(f"{x:.10g}")),
    },
)


def test_changes_are_read():
    assert changes("17 drums 2, lead 0;33+24 bars 48, key E minor , ending no") == (
        Change(17, 0, {"drums": 2.0, "lead": 0.0}),
        Change(33, 24, {"bars": 48, "key": "E minor", "ending": False}),
    )


@given(st.dictionaries(st.tuples(st.integers(1, 999), st.integers(0, 71)), settings, min_size=1))
def test_what_is_written_is_read_again(told):
    written = [Change(bar, step, told[bar, step]) for bar, step in sorted(told)]
    assert changes(text_of(written)) == tuple(written)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "such as 17 drums 2"),
        ("drums 2", "such as 17 drums 2"),
        ("0 drums 2", "such as 17 drums 2"),
        ("17", "such as 17 drums 2"),
        ("17 drums 2;", "such as 17 drums 2"),
        ("17 meter 3/4", "'meter 3/4' is not"),
        ("17 drums 2, drums 3", "each once"),
        ("17 drums loud", "drums can't be 'loud'"),
        ("17 drums", "drums can't be ''"),
        ("17 bars 4.5", "bars can't be '4.5'"),
        ("17 tempo any", "tempo can't be 'any'"),
        ("17 ending perhaps", "ending can't be 'perhaps'"),
        ("17 key", "key can't be ''"),
        ("17 drums 2; 17 lead 0", "does not follow"),
        ("17+3 drums 2; 9 lead 0", "does not follow"),
        ("; ".join(f"{bar} drums 1" for bar in range(1, MOST_CHANGES + 2)), "At most"),
    ],
)
def test_what_can_not_be_read_is_refused(text, said):
    with pytest.raises(BadRecipe, match=said):
        changes(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9 drums 6", "drums must be from 0 to 5"),
        ("9 drums nan", "drums must be from 0 to 5"),
        ("9 bars 3", "bars must be from 4"),
        ("9 tempo 39.9", "tempo must be from 40 to 240"),
        ("9 tempo inf", "tempo must be from 40 to 240"),
        ("9 key H", "key must be a note"),
        ("9 drums 0, bass 0; 17 chords 0, lead 0", "All four instruments"),
    ],
)
def test_a_recipe_holds_changes_to_what_it_holds_settings_to(text, said):
    with pytest.raises(BadRecipe, match=said):
        Recipe(changes=text)


def test_each_change_holds_until_the_next():
    recipe = Recipe(seconds=60, lead=0.5, changes="9 drums 2; 17 bars 48, lead 3")
    (_, first), (_, second) = recipe.turns
    assert (first.drums, first.lead, first.seconds) == (2, 0.5, 60)
    assert (second.drums, second.lead, second.bars, second.seconds) == (2, 3, 48, None)
    assert recipe.last == second
    assert Recipe().last == Recipe()


def test_changes_and_redoing_do_not_go_together():
    with pytest.raises(BadRecipe, match="leave changes out"):
        Recipe(redo="bass", changes="9 drums 2")
