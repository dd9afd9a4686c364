"""What every request passes on its way in, and every answer on its way out, and in which order.

Knows the layers around the app, which are all plain ASGI: streams and cancelling pass through them.
Does not know what any of them does.
"""

from __future__ import annotations

import asyncio

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from lstmelody.api import refusals, telemetry
from lstmelody.api.access import Access, is_loopback
from lstmelody.api.limits import BodyLimit
from lstmelody.api.rates import RateLimit
from lstmelody.api.refusals import Unexpected
from lstmelody.api.shields import Shields
from lstmelody.api.telemetry import Telemetry, Watch
from lstmelody.settings import Settings


def wrap(app: FastAPI, settings: Settings) -> None:
    """Puts the layers around an app, before its routes are added.

    `app.state.telemetry` is what may be told of songs, and `app.state.closing` is set when the
    server is about to stop: who streams for long ends then.
    """
    app.state.telemetry = Telemetry()
    app.state.closing = asyncio.Event()
    refusals.install(app)
    # From the innermost, which sees only what all the others let through, to the outermost.
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    # A body costs memory and time: it is read only for those whom nothing else refuses.
    app.add_middleware(BodyLimit)
    # Those without access must not use up the rate of those at the same address who have it.
    app.add_middleware(RateLimit)
    app.add_middleware(Access, host=settings.host, hosts=settings.hosts, token=settings.token)
    # A fault, too, is answered with our headers and id, and is counted.
    app.add_middleware(Unexpected)
    app.add_middleware(Shields, loopback=is_loopback(settings.host))
    # Outermost, so that every refusal has its id, its line in the log and its count.
    app.add_middleware(Watch, telemetry=app.state.telemetry)
    app.include_router(telemetry.router)
