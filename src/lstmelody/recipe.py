"""What a song is asked to be: every setting with its default and range, for all who ask.

Knows ranges and sentences. Does not know which starters exist, nor how a song is composed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from types import NoneType
from typing import Any

from lstmelody import changes, instruments, locks
from lstmelody.changes import Change
from lstmelody.errors import BadRecipe
from lstmelody.forms import MOST_REPETITION, Form, form
from lstmelody.labels import chord_name
from lstmelody.locks import HalfBars, Scale
from lstmelody.music import METERS, Role

_MARK, _FORMAT = "lstmelody", 1
TEXT_BEGINS = f'{{"{_MARK}":'
"""How the text of a recipe begins, by which it is found in a file."""
DEFAULT_BARS = 64
LONGEST = 2000
"""Bars of the longest song that has no ending, such as what was kept of an endless one."""
RANGES: dict[str, tuple[float, float]] = {
    "bars": (4, 512),
    "seconds": (4, 3600),
    "start_at": (1, 9999),
    "start_bars": (1, 511),
    "seed": (0, 2**32 - 1),
    "drums": (0, 5),
    "bass": (0, 5),
    "chords": (0, 5),
    "lead": (0, 5),
    "tempo": (40, 240),
    "repetition": (0, MOST_REPETITION),
    "best_of": (1, 16),
    "temperature": (0.1, 2),
    "top_p": (0.1, 1),
    "swing": (0, 1),
    "humanise": (0, 1),
}
"""Lowest and highest value of each number in a recipe, both allowed; bars of a song that has an
ending."""
WHOLE = {"bars", "best_of", "start_at", "start_bars", "seed"}
_DECIMAL = {*RANGES} - WHOLE
MAY_BE_OPEN = {"bars", "seconds", "start_at", "start_bars", "tempo"}
WORDS = {
    "start": "pop",
    "meter": "3/4",
    "key": "A minor",
    "progression": "Am F C G",
    "ranges": "lead C4-C6",
    "voices": "chords 3",
    "form": "AABA",
    "redo": "bass, lead",
    "redo_bars": "9-16",
    "changes": changes.EXAMPLE,
    "palette": "jazz",
    "instruments": "lead flute, bass 38",
}
"""Settings that are written in words, each with an example."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A song is made by its recipe: the same recipe gives the same notes."""

    bars: int | None = None
    """Length of the whole file in bars, the seed included; 64 where no length is given."""
    seconds: float | None = None
    """Length in seconds instead, rounded to the nearest bar."""
    ending: bool = True
    """Whether the song comes to an end; else it breaks off there as if it went on."""
    start: str = "pop"
    """The starting seed: a starter's name, `none`, or `midi:` and the SHA-256 of a MIDI file."""
    start_at: int | None = None
    """The bar of the start after which the song goes on; its end where not given."""
    start_bars: int | None = None
    """How many bars of the start, up to there, are gone on from: 8 where not given."""
    keep_start: bool = True
    """Whether they are a part of the song; else it begins with what is composed."""
    redo: str | None = None
    """Roles to compose anew in the whole start, such as `bass, lead`; the rest of it is kept."""
    redo_bars: str | None = None
    """The bars in which they are, such as `9-16`, counted from 1; all of them where not given."""
    seed: int = 0
    """The random seed."""
    drums: float = 1.0
    """How likely drums are: 0 silences them, 1 is as the model would play, 5 is a crowd."""
    bass: float = 1.0
    chords: float = 1.0
    lead: float = 1.0
    tempo: float | None = None
    """Beats (quarter notes) a minute; the starter's own where not given."""
    meter: str | None = None
    """Time signature, such as 3/4, for a song that starts from silence."""
    key: str | None = None
    """Key and scale that every note keeps to, such as `Am`, `C major` or `E blues`; the starting
    seed is moved to it."""
    progression: str | None = None
    """Chords, a bar a word, over and over: `Am F C,G`. On the beat only their tones are played."""
    ranges: str | None = None
    """Lowest and highest pitch of roles: `lead C4-C6, bass 28-48`."""
    voices: str | None = None
    """Most notes of a role at once: `chords 3, lead 1`."""
    form: str = ""
    """A letter for every 8 bars, over and over, such as `AABA`: the same letter, the same music."""
    repetition: float = 1.0
    """How readily bars are repeated: 0 never, 1 as songs do."""
    changes: str | None = None
    """Settings that are others from a bar on: `17 drums 2, lead 0; 33 bars 48`; within a bar from a
    grid step on, `17+24`."""
    best_of: int = 1
    """How many songs to compose side by side, of which the best is kept."""
    temperature: float = 1.0
    """How daring: below 1 plays safe, above 1 takes risks."""
    top_p: float = 0.97
    """Draw from the likeliest notes that hold this much probability together (nucleus sampling,
    Holtzman et al. 2020)."""

    palette: str | None = None
    """The instruments of the whole band, by name; the start's own where not given."""
    instruments: str | None = None
    """Instruments of roles, by name or General MIDI program from 0: `lead flute, bass 38`."""
    swing: float = 0.0
    """How much the song swings when it is heard: 0 plays eighths straight, 1 as triplets."""
    humanise: float = 0.0
    """How much it is played as by hand when it is heard: 0 is on the grid; 1 is loose."""

    def __post_init__(self) -> None:
        if self.bars is not None and self.seconds is not None:
            raise BadRecipe("Give the length in bars or in seconds, not both.")
        if not isinstance(self.start, str):
            raise BadRecipe("start must be the name of a starting seed.")
        for name, span in RANGES.items():
            longer = name == "bars" and not self.ending
            _check_number(name, getattr(self, name), (span[0], LONGEST) if longer else span)
        for name in WORDS:
            if not isinstance(getattr(self, name), (str, NoneType)):
                raise BadRecipe(f"{name} must be words, such as {WORDS[name]}.")
        for name in ("ending", "keep_start"):
            if not isinstance(getattr(self, name), bool):
                raise BadRecipe(f"{name} must be true or false.")
        _ = self.reach, self.most_voices, self.asked_form, self.redone, self.bars_redone
        _ = self.programs, self.pans
        self._check_harmony()
        if self.meter is not None and self.meter not in map(str, METERS):
            raise BadRecipe(f"meter must be one of {', '.join(map(str, METERS))}.")
        if not any(self.multipliers.values()):
            raise BadRecipe("All four instruments are at 0: let drums, bass, chords or lead play.")
        _ = self.turns

    def _check_harmony(self) -> None:
        scale, chords = self.scale, self.chords_asked
        for chord in {each for bar in chords for each in bar}:
            if scale and not scale.tones & locks.tones_of(chord):
                raise BadRecipe(
                    f"{chord_name(chord)} has no tone in {scale}: change the chords or the key."
                )

    @property
    def multipliers(self) -> dict[Role, float]:
        return {role: getattr(self, role.word) for role in Role}

    @property
    def scale(self) -> Scale | None:
        return None if self.key is None else locks.scale(self.key)

    @property
    def chords_asked(self) -> tuple[HalfBars, ...]:
        return () if self.progression is None else locks.progression(self.progression)

    @property
    def reach(self) -> dict[Role, range]:
        return {} if self.ranges is None else locks.ranges(self.ranges)

    @property
    def most_voices(self) -> dict[Role, int]:
        return {} if self.voices is None else locks.voices(self.voices)

    @property
    def asked_form(self) -> Form:
        return form(self.form, self.repetition)

    @property
    def programs(self) -> dict[Role, int]:
        """The General MIDI programs that are asked for."""
        band = {} if self.palette is None else dict(instruments.palette(self.palette).programs)
        return band | ({} if self.instruments is None else instruments.programs(self.instruments))

    @property
    def pans(self) -> Mapping[Role, int]:
        """Where each role stands, as MIDI controller 10."""
        return instruments.PANS if self.palette is None else instruments.palette(self.palette).pans

    @property
    def redone(self) -> frozenset[Role]:
        """The roles that are composed anew; none where a song goes on."""
        if self.redo is None:
            return frozenset()
        named = {role.word: role for role in Role}
        words = [word.strip() for word in self.redo.split(",")]
        if not all(word in named for word in words):
            raise BadRecipe(f"redo must name drums, bass, chords or lead: {self.redo!r} does not.")
        return frozenset(named[word] for word in words)

    @property
    def bars_redone(self) -> tuple[int, int] | None:
        """The first and the last bar in which roles are redone, counted from 1."""
        if self.redo_bars is None:
            return None
        match = re.fullmatch(r"\s*(\d{1,4})\s*-\s*(\d{1,4})\s*", self.redo_bars)
        if not match or not 1 <= int(match[1]) <= int(match[2]):
            raise BadRecipe(f"redo_bars must be bars such as 9-16: {self.redo_bars!r} is not.")
        if self.redo is None:
            raise BadRecipe("redo_bars says where: say with redo which roles, such as bass.")
        return int(match[1]), int(match[2])

    @property
    def turns(self) -> tuple[tuple[Change, Recipe], ...]:
        """The changes on the way, each with the recipe that holds from there on."""
        if self.changes is None:
            return ()
        if self.redo is not None:
            raise BadRecipe("Redoing keeps to its settings: leave changes out.")
        turns, now = [], replace(self, changes=None)
        for change in changes.changes(self.changes):
            in_bars = {"seconds": None} if "bars" in change.settings else {}
            settings: dict[str, Any] = {**in_bars, **change.settings}
            now = replace(now, **settings)
            turns.append((change, now))
        return tuple(turns)

    @property
    def last(self) -> Recipe:
        """What holds in the end, after all changes."""
        return self.turns[-1][1] if self.changes else self

    def to_text(self, model: str) -> str:
        """The recipe and the model it is for, as a line that `from_text` reads."""
        return json.dumps({_MARK: _FORMAT, "model": model, "recipe": self._set()})

    @property
    def digest(self) -> str:
        """A hash of what is asked: the same for two recipes that ask for the same."""
        return hashlib.sha256(json.dumps(self._set()).encode()).hexdigest()

    def _set(self) -> dict[str, Any]:
        """All settings that are not as they are by default, so that new ones change nothing."""
        default = {each.name: each.default for each in fields(self)}
        values = self.to_json()
        return {
            name: float(value) if isinstance(value, int) and name in _DECIMAL else value
            for name, value in values.items()
            if value != default[name]
        }

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


def from_text(text: str) -> tuple[Recipe, str]:
    """The recipe that `to_text` wrote, and the version of the model it was for, or `BadRecipe`."""
    try:
        told = json.loads(text)
        model, values = str(told["model"]), dict(told["recipe"])
    except (ValueError, KeyError, TypeError) as problem:
        raise BadRecipe("The recipe in this file is damaged.") from problem
    return Recipe.from_json(values), model


def _check_number(name: str, value: object, span: tuple[float, float]) -> None:
    """Raise `BadRecipe` unless a setting is a number of its kind, in its range, or may be None."""
    if value is None and name in MAY_BE_OPEN:
        return
    kind = "a whole number" if name in WHOLE else "a number"
    if isinstance(value, bool) or not isinstance(value, int if name in WHOLE else (int, float)):
        raise BadRecipe(f"{name} must be {kind}.")
    low, high = span
    if not low <= value <= high:
        raise BadRecipe(f"{name} must be from {low:.10g} to {high:.10g}, and {value:.10g} is not.")
