"""Whoever asks for something and does not take it: is hung up on, and nothing is kept for it.

On real sockets, with and without TLS. Whoever takes it slowly, or has little or nothing to take,
stays. Nobody has very many connections.
"""

import contextlib
import json
import socket
import ssl
import time

import psutil
import pytest
import trustme

from stand import asked
from stand import serving as started

PATIENCE_SECONDS, MOST_CONNECTIONS = 1.0, 20
"""What the app for the tests has; see `stand.main`."""
FILE_BYTES = 50_000_000
HANGING_UP = "Connection: close"


@pytest.fixture(scope="module", params=["http", "https"])
def service(request, tmp_path_factory):
    """A service, and how to speak to it."""
    pem = tmp_path_factory.mktemp("tls") / "both.pem"
    authority = trustme.CA()
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(pem))
    context = ssl.create_default_context()
    authority.configure_trust(context)
    secure = request.param == "https"
    with started(*[str(pem)] * 2 * secure) as (process, port):
        yield process.pid, port, context if secure else None


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(FILE_BYTES)
    return path


def line_to(service):
    """A connection with little room for what was not read."""
    _, port, context = service
    line = socket.socket()
    line.settimeout(10)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
    line.connect(("127.0.0.1", port))
    return context.wrap_socket(line, server_hostname="localhost") if context else line


def narrow_line_to(service):
    """A connection that tells as soon as it was read from that there is room, however little."""
    _, port, context = service
    line = socket.socket()
    line.settimeout(10)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)  # the least there is, 2,304 bytes
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
    line.connect(("127.0.0.1", port))
    return context.wrap_socket(line, server_hostname="localhost") if context else line


def taken_raw(line, size):
    """So many bytes of a line as they come, over TLS not in whole records."""
    return len(socket.socket.recv(line, size))


def request(part, *headers):
    lines = [f"GET /api/songs/{part} HTTP/1.1", "Host: localhost", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def is_kept(line):
    """Whether the system still has the other end of a line, be it one that nobody owns."""
    here = line.getsockname()
    return any(each.raddr == here for each in psutil.net_connections("tcp"))


def seconds_kept(line, most_seconds=10.0):
    began = time.monotonic()
    while is_kept(line) and time.monotonic() - began < most_seconds:
        time.sleep(0.05)
    return time.monotonic() - began


def floods(service):
    _, port, context = service
    return json.loads(asked(port, "/api/songs/1/floods", context=context)[1])


def test_who_takes_nothing_is_hung_up_on(service):
    whole = f"1/whole?size={FILE_BYTES}"
    little = "1/whole?size=150000"  # no `send` has to wait for it
    more = "1/whole?size=1000000"  # the system would have room for it, and close it for us
    requests = [request("1/flood"), request(whole), request(little), request(more, HANGING_UP)]
    with contextlib.ExitStack() as end:
        lines = [end.enter_context(line_to(service)) for _ in requests]
        for line, sent in zip(lines, requests, strict=True):
            line.sendall(sent)
        time.sleep(0.3)
        assert all(map(is_kept, lines))
        assert seconds_kept(lines[0]) > PATIENCE_SECONDS / 2
        assert sum(map(seconds_kept, lines)) < 4 * PATIENCE_SECONDS


def test_a_file_that_nobody_takes_is_closed(service, large):
    server = psutil.Process(service[0])
    with line_to(service) as line:
        line.sendall(request(f"1/file?path={large}"))
        time.sleep(0.3)
        assert str(large) in [each.path for each in server.open_files()]
        assert seconds_kept(line) < 4 * PATIENCE_SECONDS
        time.sleep(0.3)
        assert str(large) not in [each.path for each in server.open_files()]


def test_a_stream_that_nobody_takes_is_ended(service):
    with line_to(service) as line, line_to(service) as hasty:
        line.sendall(request("one/flood"))
        hasty.sendall(request("another/flood") + 3 * request("a-third/flood"))
        time.sleep(0.3)
        assert floods(service) == ["another", "one"]
        assert seconds_kept(line) + seconds_kept(hasty) < 4 * PATIENCE_SECONDS
        time.sleep(0.3)
        assert floods(service) == []


def test_who_takes_it_slowly_gets_all_of_it(service):
    began, got = time.monotonic(), 0
    with line_to(service) as line:
        line.sendall(request("1/whole?size=300000", HANGING_UP))
        while piece := line.recv(4000):
            got += len(piece)
            time.sleep(0.05)
    assert got > 300_000
    assert time.monotonic() - began > 2 * PATIENCE_SECONDS


def test_who_listens_where_nothing_is_told_stays(service):
    with line_to(service) as line:
        line.sendall(request("1/events"))
        while b"begun" not in line.recv(65_536):
            pass
        assert seconds_kept(line, 3 * PATIENCE_SECONDS) >= 3 * PATIENCE_SECONDS


def test_who_takes_next_to_nothing_is_hung_up_on(service):
    began, pieces = time.monotonic(), 0
    with narrow_line_to(service) as line:
        line.sendall(request(f"1/whole?size={FILE_BYTES}"))
        with contextlib.suppress(ConnectionResetError):
            while time.monotonic() - began < 10 * PATIENCE_SECONDS:
                pieces += taken_raw(line, 150) > 0
                time.sleep(0.1)
    assert pieces > 5
    assert time.monotonic() - began < 5 * PATIENCE_SECONDS


def test_who_is_told_little_and_takes_it_stays(service):
    began = time.monotonic()
    with narrow_line_to(service) as line:
        line.sendall(request("1/trickle"))
        while time.monotonic() - began < 4 * PATIENCE_SECONDS:
            assert taken_raw(line, 65_536)
            time.sleep(0.5)


def test_one_client_has_so_many_connections(service):
    _, port, context = service
    with contextlib.ExitStack() as end:
        lines = [end.enter_context(line_to(service)) for _ in range(MOST_CONNECTIONS)]
        for line in lines:
            line.sendall(request("1/events"))
            assert line.recv(65_536)
        with pytest.raises((ConnectionError, ssl.SSLError)):
            asked(port, context=context)
        assert all(map(is_kept, lines))
        lines.pop().close()
        time.sleep(0.3)
        assert asked(port, context=context)[0].status == 200
