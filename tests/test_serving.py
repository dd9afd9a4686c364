"""The service on real sockets: slow clients, https, and an end in peace. And what `serve` says."""

import contextlib
import json
import signal
import socket
import ssl
import time
from pathlib import Path

import pytest
import trustme

import stand
from lstmelody.api import server
from lstmelody.cli import main, serving
from lstmelody.errors import BadSetting
from stand import asked, until_closed
from stand import serving as started

PATIENCE_SECONDS = 0.5
"""What the app for the tests has; see `stand.main`."""
HOST = b"Host: localhost\r\n"


@pytest.fixture(scope="module")
def port():
    with started() as (_, port):
        yield port


@pytest.fixture
def line(port):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        yield line


@pytest.fixture(scope="module")
def pems(tmp_path_factory):
    """A certificate and its key for localhost, and who signed it."""
    folder, authority = tmp_path_factory.mktemp("tls"), trustme.CA()
    given = authority.issue_cert("localhost")
    cert, key = folder / "cert.pem", folder / "key.pem"
    given.cert_chain_pems[0].write_to_path(str(cert))
    given.private_key_pem.write_to_path(str(key))
    return cert, key, authority


def test_an_answer_tells_nothing_of_the_server(port):
    answer, body = asked(port)
    assert (answer.status, json.loads(body)) == (200, ["one"])
    assert answer.headers["server"] is None


def test_an_answer_does_not_wait_for_the_confirmation_of_its_first_piece(line):
    began = time.monotonic()
    for _ in range(20):
        line.sendall(b"GET /api/songs HTTP/1.1\r\n" + HOST + b"\r\n")
        said = b""
        while not said.endswith(b"]"):
            said += line.recv(65536)
    assert time.monotonic() - began < 20 * 0.04  # what a delayed acknowledgement takes


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /api/songs HTTP/1.1\r\nHost: local", b"\r\n", b"GET / HTTP/1.1\r\n" + HOST],
)
def test_who_does_not_come_to_the_end_of_the_headers_is_hung_up_on(line, sent):
    line.sendall(sent)
    said, seconds = until_closed(line)
    assert said == b""
    assert PATIENCE_SECONDS / 2 < seconds < 4


def poured(line, piece, *, pause_seconds=0.0, most_seconds=4.0):
    """How many bytes of headers were taken before the other side hung up, and for how long."""
    line.sendall(b"GET /api/songs HTTP/1.1\r\n" + HOST)
    sent, began = 0, time.monotonic()
    with contextlib.suppress(ConnectionError):
        while time.monotonic() - began < most_seconds:
            line.sendall(piece)
            sent += len(piece)
            time.sleep(pause_seconds)
    return sent, time.monotonic() - began


def test_dripping_headers_do_not_buy_time(line):
    _, seconds = poured(line, b"x: y\r\n", pause_seconds=0.05)
    assert seconds < 3


def test_headers_without_end_are_no_request(line):
    _, seconds = poured(line, b"x: " + b"y" * 8000 + b"\r\n")
    assert seconds < PATIENCE_SECONDS / 2


def test_a_second_request_on_a_line_has_the_same_time(line):
    for _ in range(2):
        line.sendall(b"GET /api/songs HTTP/1.1\r\n" + HOST + b"\r\n")
        time.sleep(0.2)
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
    line.sendall(b"GET /api/songs HTTP/1.1\r\n")
    assert until_closed(line)[1] < 3


def test_a_body_that_does_not_come_is_refused(line):
    line.sendall(b"PUT /api/songs HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\nhalf")
    said, seconds = until_closed(line)
    assert said.startswith(b"HTTP/1.1 408")
    assert b"took longer than 0.5 seconds" in said
    assert b"application/problem+json" in said
    assert PATIENCE_SECONDS / 2 < seconds < 4


def test_a_gallery_may_take_its_time_while_more_of_it_comes(line):
    line.sendall(b"POST /api/gallery HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\n")
    for _ in range(5):
        time.sleep(0.6 * PATIENCE_SECONDS)
        line.sendall(b"x")
    assert line.recv(65536).startswith(b"HTTP/1.1 200")


def test_a_gallery_of_which_no_more_comes_is_refused(line):
    line.sendall(b"POST /api/gallery HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\nhalf")
    said, seconds = until_closed(line)
    assert said.startswith(b"HTTP/1.1 408")
    assert b"application/problem+json" in said
    assert PATIENCE_SECONDS / 2 < seconds < 4


def test_a_slow_client_keeps_no_other_waiting(port, line):
    line.sendall(b"PUT /api/songs HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\nhalf")
    began = time.monotonic()
    assert asked(port)[0].status == 200
    assert time.monotonic() - began < PATIENCE_SECONDS


def test_an_upload_that_is_refused_unread_is_answered_all_the_same(line):
    size = 2_000_000
    head = b"PUT /api/songs HTTP/1.1\r\nHost: evil.example\r\nContent-Length: %d\r\n\r\n" % size
    line.sendall(head + bytes(size))
    assert line.recv(65536).startswith(b"HTTP/1.1 421")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_stop_ends_what_runs_and_streams(how):
    with started() as (process, port), stream(port) as listener, request(port, "slow") as slow:
        assert b"begun" in listener.recv(65536)
        time.sleep(0.3)  # the slow request has come in
        process.send_signal(how)
        assert b"stopped" in until_closed(listener)[0]
        assert b'"done"' in until_closed(slow)[0]
        assert process.wait(timeout=10) == 0
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))


def stream(port):
    return request(port, "events")


def request(port, part):
    line = socket.create_connection(("127.0.0.1", port), timeout=10)
    line.sendall(b"GET /api/songs/1/%s HTTP/1.1\r\n" % part.encode() + HOST + b"\r\n")
    if part == "events":
        time.sleep(0.3)  # headers and the first event come in two pieces
    return line


def test_what_is_written_down_is_a_json_object_a_line():
    with started() as (process, port):
        asked(port, "/?token=a-secret")
        asked(port, "/api/songs", Cookie="lstmelody=a-secret", Authorization="Bearer a-secret")
        process.send_signal(signal.SIGTERM)
        _, written = process.communicate(timeout=10)
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["route"] for line in lines] == ["page", "/api/songs"]
    assert "a-secret" not in written


def test_https_is_served_with_a_certificate(pems):
    cert, key, authority = pems
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with started(str(cert), str(key)) as (_, port):
        answer, _ = asked(port, context=context)
        assert answer.status == 200
        assert answer.headers["cross-origin-opener-policy"]
        with pytest.raises(ssl.SSLError):
            asked(port, context=ssl.create_default_context())


def test_a_certificate_and_its_key_fit_together(pems, tmp_path):
    cert, key, authority = pems
    server.check_certificate(cert, key)
    server.check_certificate(None, None)
    other = tmp_path / "other.pem"
    authority.issue_cert("localhost").private_key_pem.write_to_path(str(other))
    empty = tmp_path / "empty.pem"
    empty.write_text("")
    for wrong in ((key, cert), (cert, other), (cert, empty), (empty, key)):
        with pytest.raises(BadSetting, match="are not a certificate and its key"):
            server.check_certificate(*wrong)


def refusal_of(capsys, *arguments):
    code = main(["serve", *map(str, arguments)])
    return code, capsys.readouterr().err.strip()


def test_serve_says_what_is_wrong_with_a_certificate(capsys, pems, tmp_path):
    cert, _, _ = pems
    alone = refusal_of(capsys, "--tls-cert", cert)
    assert alone == (2, "A certificate and its key belong together: give both, or neither.")
    missing = tmp_path / "missing.pem"
    code, sentence = refusal_of(capsys, "--tls-cert", cert, "--tls-key", missing)
    assert (code, sentence) == (2, f"There is no file {missing}.")


def test_serve_does_not_repeat_a_token_that_it_refuses(capsys):
    code, sentence = refusal_of(capsys, "--token", "not a token")
    assert code == 2
    assert "12 to 200" in sentence
    assert "not a token" not in sentence


@pytest.fixture
def served(monkeypatch, tmp_path, capsys):
    """What `serve` would serve, and what it says, up to the moment when it would."""
    monkeypatch.setenv("LSTMELODY_DATA", str(tmp_path))
    monkeypatch.setattr(serving, "make_ready", lambda: None)
    monkeypatch.setattr("lstmelody.engine.Engine.release", lambda: None)
    monkeypatch.setattr("lstmelody.api.app.create_app", stand.app_of)
    monkeypatch.setattr("lstmelody.api.logs.configure", lambda _kind: None)
    found = []
    monkeypatch.setattr(
        "lstmelody.api.server.serve", lambda app, _listener, **tls: found.append((app, tls))
    )

    def serve(*arguments):
        assert main(["serve", "--port", "0", *map(str, arguments)]) == 0
        app, tls = found.pop()
        return app.state.settings, tls, capsys.readouterr().out

    return serve


def test_on_this_computer_nothing_is_asked_for(served, tmp_path):
    settings, tls, said = served()
    assert settings.token is None
    assert tls == {"cert": None, "key": None}
    assert said.startswith("LSTMelody is at http://127.0.0.1:")
    assert said.count("\n") == 1
    assert not (tmp_path / "access-token").exists()


def test_for_a_network_a_token_is_made_kept_and_told(served, tmp_path):
    settings, _, said = served("--host", "0.0.0.0")
    assert settings.token == (tmp_path / "access-token").read_text()
    assert f"/?token={settings.token}\n" in said
    assert "0.0.0.0" not in said
    assert serving.LEGIBLE in said
    assert served("--host", "0.0.0.0")[0].token == settings.token


def test_a_token_that_was_given_is_not_told(served, tmp_path, pems):
    cert, key, _ = pems
    settings, tls, said = served(
        *("--host", "0.0.0.0", "--token", stand.TOKEN, "--tls-cert", cert, "--tls-key", key)
    )
    assert settings.token == stand.TOKEN
    assert tls == {"cert": cert, "key": key}
    assert said.startswith("LSTMelody is at https://")
    assert stand.TOKEN not in said + repr(settings)
    assert not (tmp_path / "access-token").exists()


def test_flags_go_before_the_environment(served, monkeypatch, tmp_path):
    monkeypatch.setenv("LSTMELODY_TOKEN", "from-the-environment")
    assert served()[0].token == "from-the-environment"
    assert served("--token", stand.TOKEN)[0].token == stand.TOKEN
    assert served("--token", stand.TOKEN)[0].data == Path(tmp_path)
