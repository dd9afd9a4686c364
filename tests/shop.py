"""A web server on this machine that hands out one file, and misbehaves as it is told to.

Knows HTTP, its ranges and its faults. Does not know what is tested.
"""

from __future__ import annotations

import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Fault = Callable[["Visit"], None]


class Shop:
    """Serves `data` honestly, but meets each visit with the next of its `faults` while it has any.

    It remembers the headers of every visit, and how many bytes of the file it has handed out.
    """

    def __init__(self, data: bytes = b"") -> None:
        self.data, self.etag, self.modified = data, '"first"', ""
        self.faults: list[Fault] = []
        self.visits: list[Message] = []
        self.served_bytes = 0
        self.closing = threading.Event()
        shop = self

        class Door(Visit):
            def do_GET(self) -> None:
                shop.visits.append(self.headers)
                fault = shop.faults.pop(0) if shop.faults else honest
                with suppress(ConnectionError):  # who is served may have gone
                    fault(self)

        Door.shop = shop
        self.server = Street(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.server.server_port}/lmd/archive.tar.gz"
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))

    def __enter__(self) -> Shop:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    @property
    def ranges(self) -> list[str | None]:
        """From where on each visit wanted the file."""
        return [headers["Range"] for headers in self.visits]


class Street(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Who leaves in the middle of a visit is no error here."""
        if not isinstance(sys.exception(), ConnectionError):
            raise


class Visit(BaseHTTPRequestHandler):
    """One request, and the words for answering it well or badly."""

    shop: Shop
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Nothing: the shop remembers."""

    @property
    def wanted_from(self) -> int:
        """The first byte that is wanted, if the file is still the one that is meant."""
        if self.headers.get("If-Range") not in (None, self.shop.etag, self.shop.modified):
            return 0
        return int((self.headers["Range"] or "bytes=0-")[6:-1])

    def begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def begin_file(self, start: int, *, longer: int = 0) -> bytes:
        """The headers for the file from a byte on; what has to follow."""
        data = self.shop.data
        if start and start >= len(data):
            self.begin(416, {"Content-Range": f"bytes */{len(data)}", "Content-Length": "0"})
            return b""
        headers = {
            "Content-Length": str(len(data) - start + longer),
            "Content-Type": "application/x-gzip",
            **({"ETag": self.shop.etag} if self.shop.etag else {}),
            **({"Last-Modified": self.shop.modified} if self.shop.modified else {}),
        }
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1 + longer}/{len(data)}"
        self.begin(206 if start else 200, headers)
        return data[start:]

    def send(self, data: bytes) -> None:
        self.shop.served_bytes += len(data)  # first, for who has the last byte may ask at once
        self.wfile.write(data)
        self.wfile.flush()

    def hang_up(self) -> None:
        self.close_connection = True


def honest(visit: Visit) -> None:
    visit.send(visit.begin_file(visit.wanted_from))


def drops_after(size_bytes: int) -> Fault:
    """Sends so much and closes the connection, though it promised more."""

    def fault(visit: Visit) -> None:
        visit.send(visit.begin_file(visit.wanted_from)[:size_bytes])
        visit.hang_up()

    return fault


def resets_after(size_bytes: int) -> Fault:
    """The same, with the rudeness of a cable that is pulled."""

    def fault(visit: Visit) -> None:
        visit.send(visit.begin_file(visit.wanted_from)[:size_bytes])
        linger = struct.pack("ii", 1, 0)
        visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        visit.connection.close()
        visit.hang_up()

    return fault


def stalls_after(size_bytes: int) -> Fault:
    def fault(visit: Visit) -> None:
        visit.send(visit.begin_file(visit.wanted_from)[:size_bytes])
        visit.shop.closing.wait(30)
        visit.hang_up()

    return fault


def promises(longer: int) -> Fault:
    """Declares a length that is so much too long, or too short where it is below 0."""

    def fault(visit: Visit) -> None:
        visit.send(visit.begin_file(visit.wanted_from, longer=longer))
        visit.hang_up()

    return fault


def ignores_range(up_to: int | None = None) -> Fault:
    def fault(visit: Visit) -> None:
        visit.send(visit.begin_file(0)[:up_to])
        visit.hang_up()

    return fault


def ignores_if_range(visit: Visit) -> None:
    """Sends the rest of what is there now, whatever was there before."""
    visit.send(visit.begin_file(int((visit.headers["Range"] or "bytes=0-")[6:-1])))


def answers(status: int, body: bytes = b"", **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def fault(visit: Visit) -> None:
        visit.begin(status, {"Content-Length": str(len(body)), **named})
        visit.wfile.write(body)

    return fault


def in_chunks(up_to: int | None = None) -> Fault:
    """Sends the file without ever saying how long it is."""

    def fault(visit: Visit) -> None:
        data = visit.shop.data
        visit.begin(200, {"Transfer-Encoding": "chunked", "ETag": visit.shop.etag})
        visit.wfile.write(f"{len(data[:up_to]):x}\r\n".encode())
        visit.send(data[:up_to])
        visit.wfile.write(b"\r\n" if up_to else b"\r\n0\r\n\r\n")
        visit.hang_up()

    return fault
