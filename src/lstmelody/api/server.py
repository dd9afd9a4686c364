"""Serves the app on a socket, with some patience for slow clients, and ends in peace.

Knows connections, TLS and signals, through uvicorn. Does not know what is served.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import ssl
from contextlib import suppress
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from lstmelody.errors import BadSetting

HEAD_SECONDS = 15.0
"""From the first byte of a request to the end of its headers, and to that first byte at all."""
HEAD_BYTES = 64_000
GRACE_SECONDS = 10
"""For what is being answered when the server is told to stop; process managers wait 10 to 90."""


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
    """A connection that ends if a request does not come to the end of its headers in time.

    Neither uvicorn nor its parser limits that: it would be open for ever, and grow.
    """

    _deadline: asyncio.TimerHandle | None = None
    _in_head = False
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        # asyncio does so only for sockets made with the number of TCP, and `create_server` makes
        # them without: an answer in two pieces waited 44 ms for the client to confirm the first.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)
        self._expect()

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
        super().connection_lost(exc)

    def _expect(self) -> None:
        self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
