"""What the environment says about where to keep songs and how to serve them, as one frozen value.

The only place that reads the environment, and only when asked. Does not know what the settings are
used for.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from lstmelody.errors import BadSetting


@dataclass(frozen=True)
class Settings:
    """Where songs are kept, and how they are served."""

    data: Path
    """`LSTMELODY_DATA`: the folder of the songs and their database."""
    host: str = "127.0.0.1"
    """`HOST`: the address to listen on; by default this computer alone is served."""
    port: int = 8000
    """`PORT`."""
    soundfont: Path | None = None
    """`LSTMELODY_SOUNDFONT`: the instruments to render with, or else the best installed."""
    web: Path | None = None
    """`LSTMELODY_WEB`: a folder with the built page, where it isn't the one that came with us."""
    composers: int = 1
    """`LSTMELODY_COMPOSERS`: how many songs are composed at a time."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """The settings in our environment, or in another; `BadSetting` if one is wrong."""
        given = {
            name: value.strip()
            for name, value in (os.environ if environment is None else environment).items()
            if value.strip()
        }
        return cls(
            data=_path(given, "LSTMELODY_DATA") or user_data_path("lstmelody", appauthor=False),
            host=given.get("HOST", cls.host),
            port=_whole(given, "PORT", cls.port, 1, 65535),
            soundfont=_path(given, "LSTMELODY_SOUNDFONT"),
            web=_path(given, "LSTMELODY_WEB"),
            composers=_whole(given, "LSTMELODY_COMPOSERS", cls.composers, 1, 64),
        )


def _path(given: Mapping[str, str], name: str) -> Path | None:
    return Path(given[name]).expanduser() if name in given else None


def _whole(given: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, and {text} is not.")
    return int(text)
