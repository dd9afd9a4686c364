"""What is counted and written down, and what never is."""

import json
import logging
from http import HTTPStatus

import pytest

from lstmelody.api import logs
from lstmelody.settings import Settings
from stand import TOKEN, app_of, client_of


@pytest.fixture
def app(tmp_path):
    return app_of(Settings(data=tmp_path))


@pytest.fixture
def client(app):
    return client_of(app)


def listened(caplog):
    """What is logged from here on, as programs read it."""
    caplog.set_level(logging.INFO, logs.requests.name)
    caplog.handler.setFormatter(logs.Json())
    return lambda: [json.loads(line) for line in caplog.text.splitlines()]


def test_requests_are_counted_by_route_and_not_by_song(client):
    for song in range(3):
        client.get(f"/api/songs/{song}")
    client.get("/songs/8")
    client.get("/gallery")
    client.get("/api/songs", headers={"host": "evil.example"})
    client.request("BREW", "/api/songs")
    told = client.get("/metrics").text
    count = "lstmelody_requests_total{{method={!r},route={!r},status={!r}}} {}".format
    for line in (
        count("GET", "/api/songs/{song_id}", "404", "3.0"),
        count("GET", "page", "200", "2.0"),
        count("GET", "none", "421", "1.0"),
        count("other", "/api/songs", "405", "1.0"),
    ):
        assert line.replace("'", '"') in told
    seconds = 'lstmelody_request_seconds_count{method="GET",route="/api/songs/{song_id}"} 3.0'
    assert seconds in told
    assert "process_resident_memory_bytes" in told


def test_songs_and_notes_are_told_by_whoever_composes(app, client):
    app.state.telemetry.songs_composing.inc()
    app.state.telemetry.notes_composed.inc(812)
    app.state.telemetry.songs_composed.labels("ready").inc()
    told = client.get("/metrics").text
    assert "lstmelody_songs_composing 1.0" in told
    assert "lstmelody_notes_composed_total 812.0" in told
    assert 'lstmelody_songs_composed_total{outcome="ready"} 1.0' in told


def test_each_service_counts_for_itself(app, tmp_path):
    client_of(app).get("/api/songs")
    other = client_of(app_of(Settings(data=tmp_path)))
    assert 'route="/api/songs"' not in other.get("/metrics").text


@pytest.mark.parametrize(
    ("given", "kept"),
    [("0123456789abcdef", True), ("a-b_c.d-e", True), ("short", False), ("x" * 65, False)]
    + [("with space", False), ('"}\\n{"', False), ("-leading-dash", False)],
)
def test_an_id_is_taken_over_if_it_looks_like_one(client, given, kept):
    answer = client.get("/api/songs/1", headers={"x-request-id": given})
    assert (answer.headers["x-request-id"] == given) == kept
    assert answer.json()["instance"] == answer.headers["x-request-id"]


def test_every_request_has_an_id_of_its_own(client):
    ids = {client.get("/api/songs").headers["x-request-id"] for _ in range(20)}
    assert len(ids) == 20


def test_every_request_is_a_line(client, caplog):
    lines = listened(caplog)
    answer = client.get("/api/songs/1")
    [line] = lines()
    assert line.pop("time").endswith("+00:00")
    assert line.pop("ms") > 0
    assert line == {
        "level": "info",
        "logger": "lstmelody.requests",
        "message": "request",
        "id": answer.headers["x-request-id"],
        "method": "GET",
        "route": "/api/songs/{song_id}",
        "status": 404,
        "client": "127.0.0.1",
    }


def test_a_fault_is_one_sentence_to_whoever_asked_and_a_traceback_in_the_log(client, caplog):
    lines = listened(caplog)
    answer = client.delete("/api/songs/8%0Ainjected")
    assert answer.status_code == 500
    assert answer.json()["detail"] == "Something went wrong here; the server's log says what."
    fault, line = lines()
    assert "ZeroDivisionError" in fault["error"]
    assert "\\n" in fault["message"]
    assert fault["id"] == line["id"] == answer.json()["instance"]
    assert line["status"] == 500


def test_no_secret_is_ever_written_down(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    client = client_of(app_of(Settings(data=tmp_path, token=TOKEN)))
    client.get(f"/?token={TOKEN}")
    client.post("/access", data={"token": TOKEN})
    client.get("/api/songs", headers={"authorization": f"Bearer {TOKEN}"})
    client.delete("/api/songs/1", params={"token": TOKEN})
    ours = [r for r in caplog.records if r.name.startswith("lstmelody")]
    assert len(ours) == 5
    written = "".join(logs.Json().format(r) + logs.Plain().format(r) for r in ours)
    assert TOKEN not in written
    assert client.cookies["lstmelody"] not in written
    assert TOKEN not in client.get("/metrics").text


def test_a_line_for_people_is_short(client, caplog):
    caplog.set_level(logging.INFO, logs.requests.name)
    caplog.handler.setFormatter(logs.Plain())
    client.get("/api/songs", headers={"x-request-id": "0123456789"})
    assert "INFO GET /api/songs 200 " in caplog.text
    assert caplog.text.endswith(" ms, 127.0.0.1, 0123456789\n")


def test_refusals_are_problem_documents(client):
    refused = client.get("/api/songs/1")
    assert refused.headers["content-type"] == "application/problem+json"
    document = refused.json()
    assert document.pop("instance")
    assert document == {
        "type": "urn:lstmelody:not-found",
        "title": "No such song",
        "status": 404,
        "detail": "There is no song 1.",
    }
    for answer, status, detail in (
        (client.get("/api/nothing"), 404, "There is nothing at /api/nothing."),
        (client.put("/api/songs/1"), 405, "/api/songs/1 doesn't answer to PUT."),
        (client.post("/api/songs?bars=x"), 422, "bars must be a whole number."),
    ):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json() == {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": answer.status_code,
            "detail": detail,
            "instance": answer.headers["x-request-id"],
        }
    assert "GET" in client.put("/api/songs/1").headers["allow"]


def test_the_document_of_the_service_says_how_it_refuses(app):
    operation = app.openapi()["paths"]["/api/songs"]["get"]["responses"]
    [content] = operation["default"]["content"].items()
    assert content[0] == "application/problem+json"
    assert content[1]["schema"]["$ref"].endswith("/Problem")
    fields = app.openapi()["components"]["schemas"]["Problem"]["properties"]
    assert set(fields) == set(client_of(app).get("/api/nothing").json())
    assert app.openapi() == app.openapi()
