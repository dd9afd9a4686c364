"""How often each client may ask for what is costly, and the refusal of whoever asks more often.

Knows clients by their address, and what a request costs by its method and path. Does not know who
may ask at all.
"""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from starlette.types import ASGIApp, Receive, Scope, Send

from lstmelody.api.refusals import Problem

MOST_CLIENTS = 10_000
"""Clients we remember; beyond, those who would be let through anyway are forgotten first."""


@dataclass(frozen=True)
class Rate:
    """So many at once, and then so many a second."""

    at_once: int
    per_second: float


ABROAD = {
    "reading": Rate(3000, 300),  # a page loads 20 files, and asks 2 times a second how songs are
    "changing": Rate(300, 30),  # a slider that is dragged
    "composing": Rate(60, 1),  # a song takes seconds; a person who listens asks once a minute
    "rendering": Rate(60, 2),  # a player asks for pieces; a render, or a zip of all, takes seconds
    "uploading": Rate(30, 0.5),  # a folder dropped on the page; each takes up to 5 s
    "instruments": Rate(30, 0.2),  # 40 MB, which a browser keeps: 30 may be behind one address
    "samples": Rate(10_000, 100),  # 32 kB of these in the mean; a song plays some of 1,254
}
"""What one client of another computer may ask for, by what it costs."""

AT_HOME = {
    cost: Rate(10 * rate.at_once, 10 * rate.per_second)
    for cost, rate in ABROAD.items()
    if cost != "reading"  # a program on this computer takes no more from us than from itself
}

COSTS: tuple[tuple[frozenset[str], re.Pattern[str], str], ...] = (
    (frozenset({"GET"}), re.compile(r"^/api/soundfont/?$"), "instruments"),
    (frozenset({"GET"}), re.compile(r"^/api/soundfont/"), "samples"),
    (
        frozenset({"GET", "HEAD"}),  # what the head of a file says is known when it is rendered
        re.compile(r"^/api/(gallery|songs/[^/]+/(wav|mp3|stems))/?$"),
        "rendering",
    ),
    (frozenset({"POST"}), re.compile(r"^/api/(starters|gallery)/?$"), "uploading"),
    (
        frozenset({"POST"}),
        re.compile(r"^/api/songs(/[^/]+/(?!stop|restore)[^/]+)?/?$"),
        "composing",
    ),
)
"""The methods and paths of what costs more than others; the first that fits counts."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Buckets:
    """Who has asked how often, as the moment when all that was taken is filled up again.

    The generic cell rate algorithm: a token bucket in one number.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._full_at: dict[tuple[str, str], float] = {}
        self._clock = clock

    def take(self, client: str, what: str, rate: Rate) -> float:
        """Take one, and 0; or the seconds until there is one."""
        wait = self.wait(client, what, rate)
        if not wait:
            full_at = max(self._full_at.get((client, what), 0.0), self._clock())
            self._full_at[client, what] = full_at + 1 / rate.per_second
            if len(self._full_at) > MOST_CLIENTS:
                self._forget()
        return wait

    def wait(self, client: str, what: str, rate: Rate) -> float:
        """The seconds until one could be taken."""
        ahead = self._full_at.get((client, what), 0.0) - self._clock()
        return max(0.0, ahead - (rate.at_once - 1) / rate.per_second)

    def _forget(self) -> None:
        now = self._clock()
        longest = sorted(self._full_at.items(), key=lambda each: -each[1])[: MOST_CLIENTS // 2]
        self._full_at = {who: full_at for who, full_at in longest if full_at > now}


class RateLimit:
    """Lets a request through if its client may ask for what it costs."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        abroad: Mapping[str, Rate] = ABROAD,
        at_home: Mapping[str, Rate] = AT_HOME,
        buckets: Buckets | None = None,
    ) -> None:
        self.app, self._abroad, self._at_home = app, abroad, at_home
        self._buckets = buckets or Buckets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            client = client_of(scope)
            cost = cost_of(scope["method"], scope["path"])
            rate = (self._at_home if client == HOME else self._abroad).get(cost)
            wait = self._buckets.take(client, cost, rate) if rate else 0.0
            if wait:
                await too_often(wait)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def too_often(wait_seconds: float) -> Problem:
    seconds = max(1, math.ceil(wait_seconds))
    unit = "second" if seconds == 1 else "seconds"
    return Problem(
        429,
        f"You have asked for this too often: try again in {seconds} {unit}.",
        headers={"Retry-After": str(seconds)},
    )


def cost_of(method: str, path: str) -> str:
    if path.startswith("/api/"):
        for methods, pattern, cost in COSTS:
            if method in methods and pattern.search(path):
                return cost
    return "reading" if method in SAFE else "changing"


HOME = "this computer"


def client_of(scope: Scope) -> str:
    """Who asks: an address, or what stands for it."""
    client = scope.get("client")
    return client_at(client[0]) if client else HOME  # a socket of this computer has no address


@lru_cache(1024)
def client_at(address: str) -> str:
    """An address as one client: a household has 2 to the 64 of version 6."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is None:
            return HOME if ip.is_loopback else str(ipaddress.ip_network((ip, 64), strict=False))
        ip = ip.ipv4_mapped
    return HOME if ip.is_loopback else str(ip)
