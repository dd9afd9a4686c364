"""The access token: kept among the songs, and guessed only so often."""

import pytest

from lstmelody.api import tokens
from lstmelody.api.rates import Buckets
from lstmelody.api.tokens import Pass
from lstmelody.errors import BadSetting
from stand import TOKEN


def test_who_waits_may_guess_again_and_others_need_not_wait():
    now = [0.0]
    known = Pass(TOKEN, Buckets(lambda: now[0]))
    for number in range(tokens.GUESSES.at_once):
        known.admits("a", token=str(number))
    assert known.wait_seconds("a") == pytest.approx(10)
    assert known.wait_seconds("b") == 0
    now[0] = 10.0
    assert known.wait_seconds("a") == 0


def test_a_token_is_made_once_and_for_our_eyes_only(tmp_path):
    folder = tmp_path / "new" / "songs"
    token = tokens.kept(folder)
    assert len(token) == 32
    assert tokens.kept(folder) == token
    assert (folder / tokens.FILE).stat().st_mode & 0o777 == 0o600
    assert tokens.kept(tmp_path) != token


def test_a_kept_token_that_is_none_is_not_used(tmp_path):
    (tmp_path / tokens.FILE).write_text("\n")
    with pytest.raises(BadSetting, match="delete it"):
        tokens.kept(tmp_path)
