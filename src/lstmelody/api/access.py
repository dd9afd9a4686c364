"""Who may speak to the service: by which name it is asked for, from which page, with which token.

A name that is not ours is a page that had its name pointed at us (DNS rebinding); an origin that is
not ours is a page that has its visitor's browser ask (CSRF). A request without an origin comes from
a program, which can send whatever it likes, and is let through. Does not know what is asked.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from functools import lru_cache

from starlette.types import ASGIApp, Receive, Scope, Send

from lstmelody.api.entrance import Entrance
from lstmelody.api.rates import SAFE
from lstmelody.api.refusals import Problem

HOST = re.compile(rb"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+?)\.?(?::(\d{1,5}))?", re.IGNORECASE)
ORIGIN = re.compile(rb"(https?)://(.+)", re.IGNORECASE)
PORTS = {"http": 80, "https": 443}
EVERYWHERE = {"0.0.0.0", "::"}
OURS = {b"same-origin", b"none"}
"""What browsers say of a request that a page of ours made, or the person at the keyboard."""

NO_TOKEN = (
    "LSTMelody serves other computers only with an access token: start it with `lstmelody serve "
    "--host`, or set LSTMELODY_TOKEN."
)


class Access:
    """Lets a request through if it knows our name, comes from no page of others, and has a token.

    Web sockets are refused, for there are none, and browsers open them across origins.
    """

    def __init__(
        self, app: ASGIApp, *, host: str, hosts: Iterable[str] = (), token: str | None = None
    ) -> None:
        self.app = app
        self._names = Names(host, hosts)
        self._entrance = Entrance(token) if token else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        refused = None if scope["type"] == "lifespan" else await self._refusal(scope, receive)
        await (refused or self.app)(scope, receive, send)

    async def _refusal(self, scope: Scope, receive: Receive) -> ASGIApp | None:
        headers = dict(scope["headers"])
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or not self._names.knows(hosts[0]):
            return _misdirected()
        if not _is_ours(scope, headers):
            return Problem(403, "A page of another place may not ask this of LSTMelody.")
        if self._entrance:
            return await self._entrance.refusal(scope, headers, receive)
        if _from_abroad(scope):
            return Problem(403, NO_TOKEN)
        return None


class Names:
    """The names and addresses by which we may be asked for."""

    def __init__(self, host: str, hosts: Iterable[str] = ()) -> None:
        self._everywhere = host in EVERYWHERE
        self._names = {"localhost", _plain(host), *map(_plain, hosts)}
        if self._everywhere:
            name = _plain(socket.gethostname())
            self._names |= {name, f"{name.partition('.')[0]}.local"}
        self.knows = lru_cache(256)(self._knows)

    def _knows(self, header: bytes) -> bool:
        """Whether a Host header names us, whatever its port: a tunnel to us may have another."""
        parsed = _parsed(header)
        if parsed is None:
            return False
        name, _ = parsed
        address = _address(name)
        if address is None or name in self._names:
            return name in self._names
        # Any address will do where we listen on all: no one can point an address at us, and behind
        # a container's port there is no telling which one is ours.
        return address.is_loopback or self._everywhere


def is_loopback(host: str) -> bool:
    """Whether this address to listen on can be reached from this computer alone."""
    address = _address(host)
    return host == "localhost" if address is None else address.is_loopback


def _misdirected() -> Problem:
    return Problem(
        421,
        "LSTMelody is not known by this name: ask for it by its address, or start it with the name "
        "in LSTMELODY_HOSTS.",
    )


def _is_ours(scope: Scope, headers: dict[bytes, bytes]) -> bool:
    """Whether no page of another place has a browser ask this; a link to us is no such thing."""
    site = headers.get(b"sec-fetch-site")
    safe = scope["method"] in SAFE
    if site is not None and site not in OURS:
        followed = headers.get(b"sec-fetch-mode") == b"navigate"
        return safe and followed and headers.get(b"sec-fetch-dest") == b"document"
    origin = headers.get(b"origin")
    if origin is None:
        return True
    if origin == b"null":  # a page without a place of its own, such as a file
        return safe
    return _same_origin(scope["scheme"], headers[b"host"], origin)


@lru_cache(256)
def _same_origin(scheme: str, host: bytes, origin: bytes) -> bool:
    matched = ORIGIN.fullmatch(origin)
    ours, theirs = _parsed(host), _parsed(matched[2]) if matched else None
    if matched is None or ours is None or theirs is None:
        return False
    their_scheme = matched[1].decode().lower()
    return their_scheme == scheme and _with_port(ours, scheme) == _with_port(theirs, scheme)


def _with_port(parsed: tuple[str, int | None], scheme: str) -> tuple[str, int]:
    name, port = parsed
    return name, PORTS[scheme] if port is None else port


def _parsed(header: bytes) -> tuple[str, int | None] | None:
    """Name and port: `[::1]:8000` is `::1`, and `LocalHost.` is `localhost`."""
    matched = HOST.fullmatch(header)
    if matched is None:
        return None
    return _plain(matched[1].decode("ascii")), int(matched[2]) if matched[2] else None


def _plain(name: str) -> str:
    """A name in one spelling; addresses of version 6 have many."""
    name = name.lower().strip("[]").rstrip(".")
    address = _address(name)
    return name if address is None else str(address)


@lru_cache(256)
def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None


def _from_abroad(scope: Scope) -> bool:
    """Whether this came from another computer, or in at an address that others can reach,

    whatever address we were told to listen on: a server we know nothing of may run us, and a proxy
    on this computer may let others in.
    """
    ends = (scope.get("server"), scope.get("client"))
    addresses = [_address(end[0]) for end in ends if end]
    return any(address and not address.is_loopback for address in addresses)
