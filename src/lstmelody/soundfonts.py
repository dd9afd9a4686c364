"""Which instruments are installed: soundfonts, the best for rendering and the best for a browser.

Knows file names, folders and sizes. Does not know what is in a soundfont, nor what plays it.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

from lstmelody.errors import MissingPart

FOLDERS = tuple(
    Path(folder)
    for folder in (
        "/usr/share/sounds/sf3",
        "/usr/share/sounds/sf2",
        "/usr/share/soundfonts",
        "/usr/local/share/soundfonts",
    )
)
NAMES = (
    "MuseScore_General.sf3",
    "MuseScore_General.sf2",
    "MuseScore_General_Lite.sf3",
    "FluidR3_GM.sf2",
    "default-GM.sf3",
    "TimGM6mb.sf2",
)
"""General MIDI soundfonts by their file names, the best first."""
LIGHT_BYTES = 64_000_000
"""A browser keeps all of a soundfont in memory, and fetches it over the network first."""


def of_system() -> Path | None:
    """The best soundfont of those that the system has."""
    return next(_of_system(), None)


def small() -> Path | None:
    """The soundfont that the package pretty_midi carries, found without importing it."""
    package = importlib.util.find_spec("pretty_midi")
    folders = package.submodule_search_locations if package else None
    paths = (Path(folder) / "TimGM6mb.sf2" for folder in folders or ())
    return next((path for path in paths if path.is_file()), None)


def light(chosen: Path | None = None) -> Path:
    """The one that was chosen, or else the best there is, that is not too large for a browser."""
    if chosen is not None and not chosen.is_file():
        raise MissingPart(f"There is no soundfont {chosen}.")
    for path in (chosen, *_of_system(), small()):
        if path is not None and path.stat().st_size <= LIGHT_BYTES:
            return path
    raise MissingPart(
        "To hear songs in the browser, install a soundfont of at most "
        f"{LIGHT_BYTES / 1e6:.0f} MB (on Debian and Ubuntu: apt install "
        "musescore-general-soundfont-small), or: pip install --no-deps pretty_midi."
    )


def _of_system() -> Iterator[Path]:
    paths = (folder / name for name in NAMES for folder in FOLDERS)
    return (path for path in paths if path.is_file())
