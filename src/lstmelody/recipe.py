"""What a song is asked to be: every setting with its default and range, for all who ask.

Knows ranges and sentences. Does not know which starters exist, nor how a song is composed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from lstmelody.errors import BadRecipe
from lstmelody.music import Role

DEFAULT_BARS = 64
RANGES: dict[str, tuple[float, float]] = {
    "bars": (4, 512),
    "seconds": (4, 3600),
    "seed": (0, 2**32 - 1),
    "drums": (0, 5),
    "bass": (0, 5),
    "chords": (0, 5),
    "lead": (0, 5),
    "tempo": (40, 240),
    "temperature": (0.1, 2),
    "top_p": (0.1, 1),
}
"""Lowest and highest value of each number in a recipe, both allowed."""
WHOLE = {"bars", "seed"}
MAY_BE_OPEN = {"bars", "seconds", "tempo"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """A song is made by its recipe: the same recipe gives the same notes."""

    bars: int | None = None
    """Length of the whole file in bars, the seed included; 64 where no length is given."""
    seconds: float | None = None
    """Length in seconds instead, rounded to the nearest bar."""
    start: str = "pop"
    """The starting seed: a starter's name, `none`, or `midi:` and the SHA-256 of a MIDI file."""
    seed: int = 0
    """The random seed."""
    drums: float = 1.0
    """How likely drums are: 0 silences them, 1 is as the model would play, 5 is a crowd."""
    bass: float = 1.0
    chords: float = 1.0
    lead: float = 1.0
    tempo: float | None = None
    """Beats (quarter notes) a minute; the starter's own where not given."""
    temperature: float = 1.0
    """How daring: below 1 plays safe, above 1 takes risks."""
    top_p: float = 0.97
    """Draw from the likeliest notes that hold this much probability together (nucleus sampling,
    Holtzman et al. 2020)."""

    def __post_init__(self) -> None:
        if self.bars is not None and self.seconds is not None:
            raise BadRecipe("Give the length in bars or in seconds, not both.")
        if not isinstance(self.start, str):
            raise BadRecipe("start must be the name of a starting seed.")
        for name in RANGES:
            _check_number(name, getattr(self, name))
        if not any(self.multipliers.values()):
            raise BadRecipe("All four instruments are at 0: let drums, bass, chords or lead play.")

    @property
    def multipliers(self) -> dict[Role, float]:
        return {role: getattr(self, role.word) for role in Role}

    def to_json(self) -> dict[str, Any]:
        """The recipe as plain JSON values, under the names the command line and the API use."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Recipe:
        """The recipe written as JSON values, or `BadRecipe` naming what is not a setting."""
        unknown = sorted(set(values) - {f.name for f in fields(cls)})
        if unknown:
            raise BadRecipe(f"A recipe has no setting called {', '.join(unknown)}.")
        return cls(**values)


def _check_number(name: str, value: object) -> None:
    """Raise `BadRecipe` unless a setting is a number of its kind, in its range, or may be None."""
    if value is None and name in MAY_BE_OPEN:
        return
    kind = "a whole number" if name in WHOLE else "a number"
    if isinstance(value, bool) or not isinstance(value, int if name in WHOLE else (int, float)):
        raise BadRecipe(f"{name} must be {kind}.")
    low, high = RANGES[name]
    if not low <= value <= high:
        raise BadRecipe(f"{name} must be from {low:.10g} to {high:.10g}, and {value:.10g} is not.")
