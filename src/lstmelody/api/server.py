"""Serves the app on a socket, with some patience for slow clients, and ends in peace.

Knows connections, TLS and signals, through uvicorn. Does not know what is served.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import ssl
import struct
import sys
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path
from termios import TIOCOUTQ

import uvicorn
from fastapi import FastAPI
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from lstmelody.api.rates import HOME, client_at
from lstmelody.errors import BadSetting

HEAD_SECONDS = 15.0
"""From the first byte of a request to the end of its headers, and to that first byte at all."""
HEAD_BYTES = 64_000
ANSWER_SECONDS = 30.0
"""From one look at how much of its answers a client has taken to the next: whoever takes next to
nothing for so long is hung up on, after at most twice that. One that reads 20 kB/s, after it had
read as fast as it could, took some every 26 seconds."""
LEAST_BYTES = 4_096
"""What has to be taken meanwhile, if so much waited: a third of what a phone has at the edge of the
slowest network, where seven connections share 3 kB/s. Less may be three packets after a tunnel."""
AHEAD_BYTES = 131_072
"""What the system takes of an answer ahead of what it can send: else 3.8 MB for who reads nothing,
which it keeps for minutes when we have closed the connection. Downloads are as fast with it."""
MOST_CONNECTIONS, TIMES_AT_HOME = 256, 10
"""Of one client, and how many times as many of this computer, where a proxy may let others in: 40
browsers behind one address have 6 each."""
GRACE_SECONDS = 10
"""For what is being answered when the server is told to stop; process managers wait 10 to 90."""

TAKEN = struct.Struct("=120xQ")
"""The field of Linux's `tcp_info` that counts the bytes a client has taken."""
AT_ONCE = struct.pack("ii", 1, 0)
"""How long the system goes on to offer what it holds of a connection that is closed."""


def serve(
    app: FastAPI, listener: socket.socket, *, cert: Path | None = None, key: Path | None = None
) -> None:
    """Serves until a signal says to stop; returns when everything has ended."""
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,  # ours has no addresses with tokens in them
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=cert,
        ssl_keyfile=key,
    )
    # uvicorn raises the signal that ended it once more, when all is done. To be told to stop is no
    # failure: with nothing left to do for the signal, the exit code is 0.
    signal.signal(signal.SIGTERM, lambda *_: None)
    with suppress(KeyboardInterrupt):
        Server(config, app.state.closing).run(sockets=[listener])


def check_certificate(cert: Path | None, key: Path | None) -> None:
    """Raises `BadSetting` where these can't be served with."""
    if cert is None and key is None:
        return
    if cert is None or key is None:
        raise BadSetting("A certificate and its key belong together: give both, or neither.")
    for path in (cert, key):
        if not path.is_file():
            raise BadSetting(f"There is no file {path}.")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(cert, key, password="")
    except (ssl.SSLError, ValueError, OSError) as problem:
        raise BadSetting(
            f"{cert} and {key} are not a certificate and its key, both in PEM and without a "
            "password."
        ) from problem


class Server(uvicorn.Server):
    """Tells those who stream that it stops, before it waits for them."""

    def __init__(self, config: uvicorn.Config, closing: asyncio.Event) -> None:
        super().__init__(config)
        self._closing = closing

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._closing.set()
        await super().shutdown(sockets)


class Connection(HttpToolsProtocol):
    """A connection that ends if a request does not come to the end of its headers in time, if a
    client takes next to nothing of its answers, or if it has very many.

    Neither uvicorn nor its parser limits that: it would be open for ever, and grow.
    """

    _socket: socket.socket
    _answered: RequestResponseCycle | None = None
    _next_look: asyncio.TimerHandle | None = None
    _due_bytes = 0
    """How many bytes the client will have taken by the next look, if it takes what it must."""
    _who = HOME
    _deadline: asyncio.TimerHandle | None = None
    _in_head = False
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        # asyncio does so only for sockets made with the number of TCP, and `create_server` makes
        # them without: an answer in two pieces waited 44 ms for the client to confirm the first.
        self._socket = transport.get_extra_info("socket")
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, AHEAD_BYTES)
        super().connection_made(transport)
        self._who = client_at(self.client[0]) if self.client else HOME
        if self._has_too_many():
            self._hang_up()
            return
        self._expect()
        self._look()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self.transport.close()
        if self._deadline is None and (self.cycle is None or self.cycle.response_complete):
            self._expect()

    def on_message_begin(self) -> None:
        self._in_head, self._head_bytes = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._rest()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        if self._next_look is not None:
            self._next_look.cancel()
        if self._answered is not None:
            # uvicorn tells only the last of several requests that were sent at once.
            self._answered.disconnected = not self._answered.response_complete
            self._answered.message_event.set()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answered = cycle
        super()._start_asgi_task(cycle, app)

    def _has_too_many(self) -> bool:
        most = MOST_CONNECTIONS * (TIMES_AT_HOME if self._who == HOME else 1)
        ours = [each for each in self.connections if isinstance(each, Connection)]
        return sum(1 for each in ours if each._who == self._who) > most

    def _look(self) -> None:
        """Hang up if of what waited at the last look too little was taken.

        Whoever is told little, or nothing, need take no more than that. What the system holds
        counts, for `send` and `close` may be long done by then. It has a limit of its own,
        TCP_USER_TIMEOUT, which also ends (Linux 6.18) who reads steadily through a window of 16 kB.
        """
        with suppress(OSError):  # over TLS, we hear a moment later that the socket is closed
            info = self._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TAKEN.size)
            [taken] = TAKEN.unpack(info)
            waiting = int.from_bytes(ioctl(self._socket, TIOCOUTQ, bytes(4)), sys.byteorder)
            if taken < self._due_bytes:
                self._hang_up()
            self._due_bytes = taken + min(waiting, LEAST_BYTES)
        self._next_look = self.loop.call_later(ANSWER_SECONDS, self._look)

    def _hang_up(self) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.transport.abort()

    def _expect(self) -> None:
        self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
