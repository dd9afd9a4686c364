"""A file on its way: what has come of it, what was said of it, and how it gets its name.

Knows names, and that no file gets its own unchecked. Does not know where it comes from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from lstmelody import files
from lstmelody.errors import BadDownload

Found = TypeVar("Found")


@dataclass(frozen=True)
class Mark:
    """What a server said of a file as it sent it: enough to tell that it has changed since."""

    url: str
    total_bytes: int | None
    validator: str | None
    """What If-Range takes: a strong ETag, or else the date of the last change (RFC 9110, 13.1.5)"""

    def agrees_with(self, other: Mark) -> bool:
        """Two addresses have validators of their own; what both leave open is for the check."""
        sizes, validators = {self.total_bytes, other.total_bytes}, {self.validator, other.validator}
        as_large = len(sizes - {None}) < 2
        return as_large and (self.url != other.url or len(validators - {None}) < 2)


class Partial:
    """A file on its way, under a name of its own, with a mark beside it that lets it go on."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.partial")
        self._mark_path = target.with_name(f"{target.name}.partial.json")

    @property
    def size_bytes(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def mark(self) -> Mark | None:
        try:
            return Mark(**json.loads(self._mark_path.read_text()))
        except (FileNotFoundError, ValueError, TypeError):  # a mark no one can read is none
            return None

    @property
    def complete(self) -> bool:
        return self.mark is not None and self.mark.total_bytes == self.size_bytes

    def begin(self, mark: Mark) -> None:
        """Empty, with a new mark; in an order that never leaves old bytes under the new one."""
        self.forget()
        with files.whole(self._mark_path) as unfinished:
            unfinished.write_text(json.dumps(asdict(mark)))

    def forget(self) -> None:
        self._mark_path.unlink(missing_ok=True)
        if self.size_bytes:
            os.truncate(self.path, 0)

    def accept(self, check: Callable[[Path], Found]) -> Found:
        """Gives the file its name if it passes; else sets it aside and says so in `BadDownload`."""
        try:
            found = check(self.path)
        except BadDownload as problem:
            aside = self.target.with_name(f"refused-{self.target.name}")
            self.path.replace(aside)
            self._mark_path.unlink(missing_ok=True)
            raise BadDownload(
                f"{problem} What came is set aside as {aside}, which you can delete; the same "
                "command fetches it anew, and --from another address."
            ) from problem
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
        self.path.replace(self.target)
        self._mark_path.unlink(missing_ok=True)
        return found
