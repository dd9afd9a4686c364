"""What the environment says about where to keep songs and how to serve them, as one frozen value.

The only place that reads the environment, and only when asked. Does not know what the settings are
used for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

from lstmelody.errors import BadSetting

TOKEN = re.compile(r"[A-Za-z0-9._~-]{12,200}", re.ASCII)
"""An access token: what a link can hold as it is, and too long to be guessed."""
HOST_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?", re.ASCII)
LOGS = ("plain", "json")
COMPOSERS = min(2, os.cpu_count() or 1)


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
    database: str | None = None
    """`LSTMELODY_DATABASE`: such as postgresql://user@host/name, for a database elsewhere."""
    files: str | None = None
    """`LSTMELODY_FILES`: such as s3://bucket/folder, for the songs' files elsewhere."""
    composers: int = COMPOSERS
    """`LSTMELODY_COMPOSERS`: how many processes compose, a quarter of a GB each."""
    token: str | None = field(default=None, repr=False)  # a secret is not shown
    """`LSTMELODY_TOKEN`: what whoever uses the service has to know. Without one, this computer
    alone needs none, and for other addresses `serve` makes one and keeps it among the songs."""
    hosts: tuple[str, ...] = ()
    """`LSTMELODY_HOSTS`: further names, with commas between, by which the service is asked for,
    such as that of a proxy before it."""
    tls_cert: Path | None = None
    """`LSTMELODY_TLS_CERT`: the certificate (PEM, the whole chain) to serve https with."""
    tls_key: Path | None = None
    """`LSTMELODY_TLS_KEY`: its private key; neither is of use without the other."""
    log: str | None = None
    """`LSTMELODY_LOG`: `plain` or `json` tells of every request; else only what goes wrong is."""

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
            database=given.get("LSTMELODY_DATABASE"),
            files=given.get("LSTMELODY_FILES"),
            composers=_whole(given, "LSTMELODY_COMPOSERS", cls.composers, 1, 64),
            token=token(given["LSTMELODY_TOKEN"]) if "LSTMELODY_TOKEN" in given else None,
            hosts=_hosts(given.get("LSTMELODY_HOSTS", "")),
            tls_cert=_path(given, "LSTMELODY_TLS_CERT"),
            tls_key=_path(given, "LSTMELODY_TLS_KEY"),
            log=_one_of(given, "LSTMELODY_LOG", LOGS),
        )


def token(text: str) -> str:
    """An access token as it was given; `BadSetting`, which does not repeat it, if it is none."""
    if not TOKEN.fullmatch(text):
        raise BadSetting(
            "An access token must have 12 to 200 characters, each a letter, a digit, or one of -._~"
        )
    return text


def _path(given: Mapping[str, str], name: str) -> Path | None:
    return Path(given[name]).expanduser() if name in given else None


def _whole(given: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, and {text} is not.")
    return int(text)


def _hosts(text: str) -> tuple[str, ...]:
    names = text.lower().replace(",", " ").split()
    for name in names:
        if not HOST_NAME.fullmatch(name):
            raise BadSetting(
                f"LSTMELODY_HOSTS must be names such as songs.example.org, and {name} is not."
            )
    return tuple(names)


def _one_of(given: Mapping[str, str], name: str, words: tuple[str, ...]) -> str | None:
    word = given.get(name, "").lower()
    if word and word not in words:
        raise BadSetting(f"{name} must be {' or '.join(words)}, and {word} is not.")
    return word or None
