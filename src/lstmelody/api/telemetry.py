"""Counts and times what the service does, for Prometheus, and names every request.

Knows metrics, and routes by their template, so that there are few of them whatever is asked for.
Does not know what the routes do: whoever composes tells us of songs and notes.
"""

from __future__ import annotations

import logging
import os
import re
from time import perf_counter
from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lstmelody.api import logs

ID = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
"""What an id looks like that a client or a proxy may give its request: nothing to forge logs by."""
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
NOWHERE = "none"
"""The route of a request that came to none, such as one that was refused before."""
PAGE = "page"
LEFT = 499
"""The status, as nginx has it, where the client left before there was an answer."""


class Telemetry:
    """What is counted in one service. Safe to be told from any thread."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.songs_composing = Gauge(
            "lstmelody_songs_composing",
            "Songs that are being composed, or wait for it",
            registry=self.registry,
        )
        self.notes_composed = Counter(
            "lstmelody_notes_composed", "Notes composed", registry=self.registry
        )
        self.songs_composed = Counter(
            "lstmelody_songs_composed",
            "Songs whose composing ended",
            ["outcome"],
            registry=self.registry,
        )
        self._count = Counter(
            "lstmelody_requests",
            "Requests answered",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "lstmelody_request_seconds",
            "From a request to the end of its answer",
            ["method", "route"],
            buckets=SECONDS,
            registry=self.registry,
        )

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        method = method if method in METHODS else "other"
        self._count.labels(method, route, status).inc()
        self._seconds.labels(method, route).observe(seconds)

    def page(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)


class Watch:
    """Gives each request an id, and has it counted, timed and logged when its answer ends."""

    def __init__(self, app: ASGIApp, telemetry: Telemetry) -> None:
        self.app, self._telemetry = app, telemetry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = perf_counter(), LEFT
        request_id = _id_of(scope)

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"x-request-id", request_id.encode()),
                ]
            await send(message)

        before = logs.request_id.set(request_id)
        try:
            await self.app(scope, receive, named)
        finally:
            seconds = perf_counter() - began
            self._telemetry.answered(scope["method"], _route_of(scope), status, seconds)
            _log(scope, status, seconds, request_id)
            logs.request_id.reset(before)


router = APIRouter()


@router.get("/metrics", include_in_schema=False)
def get_metrics(request: Request) -> Response:
    telemetry = request.app.state.telemetry
    assert isinstance(telemetry, Telemetry)
    return Response(telemetry.page(), headers={"Content-Type": CONTENT_TYPE_LATEST})


@router.get("/api/alive")
async def get_alive() -> dict[str, bool]:
    """Whether the service runs at all; asks nothing of its parts, and for no token."""
    return {"alive": True}


def _id_of(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and ID.fullmatch(value):
            return str(value, "ascii")
    return os.urandom(8).hex()


def _route_of(scope: Scope) -> str:
    """The template of the route, which holds no id of a song; the page's places are all one."""
    route: Any = scope.get("route")
    if route is None:
        return NOWHERE
    return PAGE if route.name == PAGE else str(route.path)


def _log(scope: Scope, status: int, seconds: float, request_id: str) -> None:
    if logs.requests.isEnabledFor(logging.INFO):
        client = scope.get("client")
        facts = {
            "method": scope["method"],
            "route": _route_of(scope),
            "status": status,
            "ms": round(1000 * seconds, 2),
            "client": client[0] if client else "local",
            "id": request_id,
        }
        logs.requests.info("request", extra={"facts": facts})
