"""A form says of every bar which earlier ones it may repeat."""

import pytest

from lstmelody.errors import BadRecipe
from lstmelody.forms import Wish, form, wish


def test_without_a_form_any_bar_may_be_repeated():
    assert {wish(form(), bar) for bar in range(100)} == {Wish()}


def test_the_same_letter_repeats_the_section_before_and_a_new_one_nothing_older():
    asked = [wish(form("aaba"), bar) for bar in range(0, 64, 8)]
    assert asked == [
        Wish(since=0),
        Wish(repeats=8),
        Wish(since=16),
        Wish(repeats=16),
        Wish(repeats=8),
        Wish(repeats=8),
        Wish(repeats=32),
        Wish(repeats=16),
    ]


def test_all_bars_of_a_section_are_asked_the_same():
    assert {wish(form("AB"), bar) for bar in range(8, 16)} == {Wish(since=8)}


def test_what_no_look_back_reaches_is_written_anew():
    assert wish(form("ABC"), 24) == Wish(since=24)


@pytest.mark.parametrize("sections", ["A B", "A1", "Ä", "A" * 65])
def test_what_is_no_form_is_refused(sections):
    with pytest.raises(BadRecipe, match="AABA"):
        form(sections)


@pytest.mark.parametrize("repetition", [-0.1, 5.1, float("nan")])
def test_the_dial_has_ends(repetition):
    with pytest.raises(BadRecipe, match="repetition"):
        form(repetition=repetition)
