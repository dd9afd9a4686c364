"""Sends a file that may be gone by then: a deploy replaces the page, a person deletes a song.

Knows that an answer which has begun can't be taken back. Does not know what is in a file.
"""

from __future__ import annotations

import os

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse
from starlette.types import Message, Receive, Scope, Send


class FileAnswer(FileResponse):
    """A file, or 404 where it was deleted since it was found; once it is open it is sent whole."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begin: Message | None = None

        async def opened(message: Message) -> None:
            """Starlette tells how an answer begins before it opens the file."""
            nonlocal begin
            if message["type"] == "http.response.start":
                begin = message
                return
            if begin is not None:
                await send(begin)
                begin = None
            await send(message)

        try:
            if self.stat_result is None:
                self.stat_result = await run_in_threadpool(os.stat, self.path)
                self.set_stat_headers(self.stat_result)
            await super().__call__(scope, receive, opened)
        except FileNotFoundError as problem:
            raise HTTPException(404) from problem
