"""Refuses a request whose body is larger than any we could use, without keeping it.

Knows ASGI messages and sizes. Does not know what a body is for.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lstmelody import midi
from lstmelody.api.refusals import refusal
from lstmelody.errors import TooLarge

LARGEST_BODY_BYTES = midi.MAX_BYTES + 65_536
"""A MIDI file, and what a form wraps around it."""


class BodyLimit:
    """Reads each body before the app does, and to its end even if it is too large.

    A client that is cut off while it still sends would never see the answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        kept: list[Message] = []
        size_bytes, more = 0, True
        while more:
            message = await receive()
            more = message.get("more_body", False)
            size_bytes += len(message.get("body", b""))
            if size_bytes <= LARGEST_BODY_BYTES:
                kept.append(message)
        if size_bytes > LARGEST_BODY_BYTES:
            problem = TooLarge(
                f"This upload is {size_bytes / 1e6:.0f} MB; a MIDI file of at most "
                f"{midi.MAX_BYTES / 1e6:.0f} MB can be read.",
                "file too large",
            )
            await refusal(problem)(scope, receive, send)
            return

        async def again() -> Message:
            return kept.pop(0) if kept else await receive()

        await self.app(scope, again, send)
