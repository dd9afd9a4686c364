"""The access token: where it is kept, how it is compared, and how often it may be guessed.

Knows tokens and the cookie that stands for one. Does not know requests or pages.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from lstmelody.api.rates import Buckets, Rate
from lstmelody.errors import BadSetting
from lstmelody.settings import TOKEN

FILE = "access-token"
GUESSES = Rate(at_once=10, per_second=0.1)
"""Wrong tokens from one address: a person mistypes ten, a program tries 8,640 a day."""


class Pass:
    """What lets a client in: the token, or the cookie that we gave for it."""

    def __init__(self, token: str, guesses: Buckets | None = None) -> None:
        self._token = _digest(token)
        self.cookie = hmac.new(token.encode(), b"lstmelody cookie", hashlib.sha256).hexdigest()
        """Not the token itself, for other services on this host are sent our cookie, too."""
        self._cookie = _digest(self.cookie)
        self._guesses = guesses or Buckets()
        self._last_wrong: dict[str, bytes] = {}

    def wait_seconds(self, client: str) -> float:
        """How long a client that guessed wrong too often is not even listened to."""
        return self._guesses.wait(client, "guess", GUESSES)

    def admits(self, client: str, *, token: str | None = None, cookie: str | None = None) -> bool:
        """Whether one of them is right. A wrong one counts once, however often it is shown:

        a browser with a cookie of yesterday's token shows it many times a second.
        """
        shown = _digest(token if token is not None else cookie or "")
        right = self._token if token is not None else self._cookie
        if hmac.compare_digest(shown, right):
            return True
        if self._last_wrong.get(client) != shown:
            if len(self._last_wrong) >= 1000:
                self._last_wrong.clear()
            self._last_wrong[client] = shown
            self._guesses.take(client, "guess", GUESSES)
        return False


def kept(folder: Path) -> str:
    """The token that is kept in a folder, made if there is none: links and cookies stay good."""
    place = folder / FILE
    try:
        return _read(place)
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    token = secrets.token_urlsafe(24)
    try:
        only_ours = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another server was faster
        return _read(place)
    with open(only_ours, "w", encoding="ascii") as file:  # noqa: PTH123 # no path has the mode
        file.write(token)
    return token


def _read(place: Path) -> str:
    token = place.read_text("utf-8", "replace").strip()
    if not TOKEN.fullmatch(token):
        raise BadSetting(f"{place} does not hold an access token: delete it, and one is made.")
    return token


def _digest(text: str) -> bytes:
    """Of one length, so that not even that is told by the time a comparison takes."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
