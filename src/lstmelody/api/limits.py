"""Refuses a request whose body is larger than any we could use, or too slow, without keeping it.

Knows ASGI messages, sizes and seconds. Does not know what a body is for.
"""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lstmelody import midi
from lstmelody.api.refusals import Problem, refusal
from lstmelody.errors import TooLarge

LARGEST_BODY_BYTES = midi.MAX_BYTES + 65_536
"""A MIDI file, and what a form wraps around it."""
STREAMED = "/api/gallery"
"""Whose body is taken to a disk piece by piece, and may be as large as its route says."""
BODY_SECONDS = 60.0
"""The largest body comes in these over 1.4 Mbit/s; the usual one, of 50 kB, over a modem."""


class Body(NamedTuple):
    """What came of a body."""

    messages: list[Message]
    """All of it, unless it was too large."""
    size_bytes: int
    left: bool
    """Whether the client went away before its end."""


class BodyLimit:
    """Reads each body before the app does, and to its end even if it is too large.

    A client that is cut off while it still sends would never see the answer. One that sends for
    ever is: it has seconds for all of it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        if scope["path"] == STREAMED:
            await self.app(scope, _piecewise(receive), send)
            return
        body = await body_of(receive, LARGEST_BODY_BYTES, BODY_SECONDS)
        if body is None:
            await too_slow(BODY_SECONDS)(scope, receive, send)
        elif body.size_bytes > LARGEST_BODY_BYTES:
            await _too_large(body.size_bytes)(scope, receive, send)
        elif not body.left:
            messages = iter(body.messages)

            async def again() -> Message:
                return next(messages, None) or await receive()

            await self.app(scope, again, send)


def _piecewise(receive: Receive) -> Receive:
    """A body that may take long in all, but has as many seconds for each piece of it."""

    async def piece() -> Message:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                return await receive()
        except TimeoutError:
            told = f"No more of this request arrived for {BODY_SECONDS:g} seconds."
            raise HTTPException(408, told, {"Connection": "close"}) from None

    return piece


async def body_of(receive: Receive, most_bytes: int, seconds: float) -> Body | None:
    """The body of a request, or nothing if it does not come in time."""
    try:
        async with asyncio.timeout(seconds):
            return await _body_of(receive, most_bytes)
    except TimeoutError:
        return None


async def _body_of(receive: Receive, most_bytes: int) -> Body:
    kept: list[Message] = []
    size_bytes, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return Body([], size_bytes, left=True)
        more = message.get("more_body", False)
        size_bytes += len(message.get("body", b""))
        if size_bytes <= most_bytes:
            kept.append(message)
        else:
            kept.clear()
    return Body(kept, size_bytes, left=False)


def too_slow(seconds: float) -> Problem:
    return Problem(
        408,
        f"This request took longer than {seconds:g} seconds to arrive.",
        headers={"Connection": "close"},  # the rest of it is no request
    )


def _too_large(size_bytes: int) -> Problem:
    return refusal(
        TooLarge(
            f"This upload is {size_bytes / 1e6:.0f} MB; a MIDI file of at most "
            f"{midi.MAX_BYTES / 1e6:.0f} MB can be read.",
            "file too large",
        )
    )
