"""Asked against delivered: what recipes ask for, and what the songs then have.

Each check composes what it needs and says what came of it. Another check is another function of
this form in `CHECKS`. Knows recipes and songs. Does not know the model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lstmelody import midi
from lstmelody.judging.songs import Compose, composed_part
from lstmelody.music import Role, Song
from lstmelody.recipe import Recipe

STARTS = ("pop", "rock", "bossa", "synthwave")
"""Starters on which multipliers are tried."""
MULTIPLIERS = (0.0, 0.5, 1.0, 2.0, 5.0)
BARS = 24
LENGTHS = (8, 33, 100)
SECONDS = (30, 75)
TEMPOS = (60.0, 137.0, 200.0)


@dataclass(frozen=True)
class Check:
    """What was asked of a few songs, and what they have."""

    kind: str
    asked: str
    delivered: str
    kept: bool


@dataclass(frozen=True)
class Response:
    """What a role's multiplier does, over all starters."""

    role: str
    multiplier: float
    notes_per_bar: float
    times: float
    """Notes of the role, of those at multiplier 1."""
    others: float
    """Notes of the other roles, of those at multiplier 1."""


def multiplied(
    compose: Compose, starts: Sequence[str] = STARTS, bars: int = BARS
) -> list[Response]:
    """Every role at every multiplier, the others at 1."""
    usual = [Recipe(bars=bars, start=start, seed=1) for start in starts]
    asked = {
        (role, each): [_with(recipe, role, each) for recipe in usual]
        for role in Role
        for each in MULTIPLIERS
    }
    distinct = list({recipe: None for recipes in asked.values() for recipe in recipes})
    songs = dict(zip(distinct, compose(distinct), strict=True))
    found = {key: _counted(recipes, songs) for key, recipes in asked.items()}
    return [
        Response(
            role=role.word,
            multiplier=each,
            notes_per_bar=float(found[role, each][role]),
            times=_ratio(found[role, each][role], found[role, 1.0][role]),
            others=_ratio(_rest(found[role, each], role), _rest(found[role, 1.0], role)),
        )
        for role, each in asked
    ]


def lengths_kept(compose: Compose) -> list[Check]:
    """Whole bars as asked, with a note in the last one and none that rings past it."""
    recipes = [Recipe(bars=bars, start=STARTS[0], seed=2) for bars in LENGTHS]
    return [
        Check(
            "length",
            f"{recipe.bars} bars",
            f"{song.bars} bars, last note in bar {song.notes[-1, 0] // song.meter.bar_steps + 1}",
            song.bars == recipe.bars and ends_in_its_last_bar(song),
        )
        for recipe, song in zip(recipes, compose(recipes), strict=True)
    ]


def seconds_kept(compose: Compose) -> list[Check]:
    """The whole number of bars that is nearest to the seconds asked for."""
    recipes = [Recipe(seconds=seconds, start=STARTS[1], seed=3) for seconds in SECONDS]
    return [
        Check(
            "length",
            f"{recipe.seconds:g} s",
            f"{song.seconds:.1f} s",
            abs(song.seconds - (recipe.seconds or 0)) <= song.seconds / song.bars / 2 + 1e-6,
        )
        for recipe, song in zip(recipes, compose(recipes), strict=True)
    ]


def tempos_kept(compose: Compose) -> list[Check]:
    """The tempo that the song's MIDI file tells."""
    recipes = [Recipe(bars=8, start=STARTS[2], seed=4, tempo=tempo) for tempo in TEMPOS]
    checks = []
    for recipe, song in zip(recipes, compose(recipes), strict=True):
        told = midi.read(midi.write(song)).bpm
        checks.append(
            Check(
                "tempo",
                f"{recipe.tempo:g} bpm",
                f"{told:.2f} bpm",
                abs(told - (recipe.tempo or 0)) < 0.1,
            )
        )
    return checks


CHECKS: tuple[Callable[[Compose], list[Check]], ...] = (lengths_kept, seconds_kept, tempos_kept)


def silent(responses: Sequence[Response]) -> list[Check]:
    """Whether roles at 0 are truly silent, the starter's bars included."""
    return [
        Check("silence", f"no {each.role}", f"{each.notes_per_bar:g} a bar", not each.notes_per_bar)
        for each in responses
        if each.multiplier == 0
    ]


@dataclass(frozen=True)
class Trial:
    """How much is asked for."""

    starts: tuple[str, ...] = STARTS
    bars: int = BARS
    checks: tuple[Callable[[Compose], list[Check]], ...] = CHECKS

    @property
    def songs(self) -> int:
        """How many are composed for it: those of the checks are few."""
        return len(self.starts) * (1 + len(Role) * (len(MULTIPLIERS) - 1))


def delivered(compose: Compose, trial: Trial) -> dict[str, Any]:
    """All checks, as plain figures."""
    responses = multiplied(compose, trial.starts, trial.bars)
    checks = silent(responses)
    for check in trial.checks:
        checks += check(compose)
    return {
        "multipliers": [asdict(each) for each in responses],
        "checks": [asdict(each) for each in checks],
    }


def ends_in_its_last_bar(song: Song) -> bool:
    in_last_bar = song.notes[-1, 0] >= song.steps - song.meter.bar_steps
    return bool(in_last_bar and (song.notes[:, 0] + song.notes[:, 3]).max() <= song.steps)


def _with(recipe: Recipe, role: Role, multiplier: float) -> Recipe:
    return Recipe.from_json({**recipe.to_json(), role.word: multiplier})


def _counted(recipes: Sequence[Recipe], songs: dict[Recipe, Song]) -> np.ndarray[Any, Any]:
    """Notes of each role a bar, over several songs; of a silenced role all bars count."""
    counts, bars = np.zeros(len(Role)), 0
    for recipe in recipes:
        song = songs[recipe]
        made = composed_part(song, recipe)
        bars += made.bars
        for role, multiplier in recipe.multipliers.items():
            counted = made if multiplier else song
            counts[role] += (counted.notes[:, 1] == role).sum()
    return counts / bars


def _rest(counts: np.ndarray[Any, Any], role: Role) -> float:
    return float(counts.sum() - counts[role])


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
