"""What the source of a corpus knows of its files: of which work each is, and in what style.

A catalogue is a file of JSON lines with `file` and, where known, `work` and `style`. Knows that
format. Does not know MIDI.
"""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lstmelody.corpus.fit import split_of
from lstmelody.encoded import Encoded
from lstmelody.errors import BadSource


class Entry(NamedTuple):
    """What is known of a file; nothing where it is not."""

    work: str = ""
    style: str = ""


@dataclass(frozen=True)
class Catalogue:
    """What is known of the files of a corpus, by their names."""

    entries: dict[str, Entry] = field(default_factory=dict)

    def told(self, song: Encoded) -> Encoded:
        """The song with what the catalogue knows of it."""
        entry = self.entries.get(song.name, Entry())
        work = entry.work or song.work
        return song._replace(work=work, split=split_of(work), style=entry.style)


def read_catalogue(path: Path) -> Catalogue:
    """A catalogue, packed with xz or not; raises `BadSource` for what is none."""
    try:
        text = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        entries = {
            str(row["file"]): Entry(str(row.get("work") or "").lower(), str(row.get("style") or ""))
            for row in rows
        }
    except (OSError, lzma.LZMAError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadSource(
            f"{path} is not a catalogue: it should hold a JSON object with a `file` on each line."
        ) from problem
    return Catalogue(entries)
