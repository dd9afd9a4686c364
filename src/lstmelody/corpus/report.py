"""What became of the files of a corpus, to be added up portion by portion.

Knows counts and examples. Does not know why a file is left out, nor what the songs are like.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from lstmelody.encoded import Encoded
from lstmelody.events import REST

MOST_NAMED = 20
"""Files that are named for each reason."""


@dataclass
class Report:
    """What became of the files of a corpus."""

    files: int = 0
    songs: int = 0
    notes: int = 0
    by_split: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    """How many files were left out for each reason."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """The first few files left out for each reason."""

    def keep(self, song: Encoded) -> None:
        self.files += 1
        self.songs += 1
        self.notes += int((song.events[:, 1] < REST).sum())
        self.by_split[song.split] += 1

    def leave_out(self, name: str, reason: str) -> None:
        self.files += 1
        self.left_out[reason] += 1
        named = self.examples.setdefault(reason, [])
        if len(named) < MOST_NAMED:
            named.append(name)

    def add(self, other: dict[str, Any]) -> None:
        """Add what the report of a portion says."""
        for name in ("files", "songs", "notes"):
            setattr(self, name, getattr(self, name) + other[name])
        self.by_split.update(other["by_split"])
        self.left_out.update(other["left_out"])
        for reason, names in other["examples"].items():
            self.examples[reason] = [*self.examples.get(reason, []), *names][:MOST_NAMED]

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    def __str__(self) -> str:
        lines = [f"{self.songs:,} songs with {self.notes:,} notes from {self.files:,} files"]
        lines += [f"  {count:>9,}  for {split}" for split, count in self.by_split.items()]
        lines += [f"  {n:>9,}  left out: {reason}" for reason, n in self.left_out.most_common()]
        return "\n".join(lines)
