"""How often who may ask for what."""

import pytest
from fastapi import FastAPI

from lstmelody.api import rates
from lstmelody.api.rates import ABROAD, AT_HOME, Buckets, Rate, RateLimit, client_at, cost_of
from lstmelody.settings import Settings
from stand import TOKEN, app_of, client_of

RATE = Rate(at_once=3, per_second=2)


@pytest.fixture
def now():
    return [100.0]


@pytest.fixture
def buckets(now):
    return Buckets(lambda: now[0])


def test_some_at_once_and_then_some_a_second(buckets, now):
    assert [buckets.take("a", "x", RATE) for _ in range(5)] == [0, 0, 0, 0.5, 0.5]
    now[0] += 0.5
    assert [buckets.take("a", "x", RATE) for _ in range(2)] == [0, 0.5]
    now[0] += 60
    assert [buckets.take("a", "x", RATE) for _ in range(4)] == [0, 0, 0, 0.5]


def test_clients_and_costs_are_counted_apart(buckets):
    for client, what in (("a", "x"), ("b", "x"), ("a", "y")):
        assert [buckets.take(client, what, RATE) for _ in range(4)] == [0, 0, 0, 0.5]


def test_of_many_clients_the_busiest_are_remembered(buckets, monkeypatch):
    monkeypatch.setattr(rates, "MOST_CLIENTS", 10)
    for _ in range(3):
        buckets.take("busy", "x", RATE)
    for number in range(100):
        buckets.take(str(number), "x", RATE)
    assert len(buckets._full_at) <= 11
    assert buckets.wait("busy", "x", RATE) > 0


@pytest.mark.parametrize(
    ("method", "path", "cost"),
    [
        ("GET", "/", "reading"),
        ("HEAD", "/api/songs/1/wav", "rendering"),
        ("GET", "/api/songs/1/midi", "reading"),
        ("GET", "/api/songs/1/wav", "rendering"),
        ("GET", "/api/songs/1/stems", "rendering"),
        ("GET", "/api/gallery", "rendering"),
        ("POST", "/api/gallery", "uploading"),
        ("GET", "/api/soundfont", "instruments"),
        ("GET", "/api/soundfont/", "instruments"),
        ("HEAD", "/api/soundfont", "reading"),
        ("GET", "/api/soundfont/0-99", "samples"),
        ("POST", "/api/songs", "composing"),
        ("POST", "/api/songs/1/variation", "composing"),
        ("POST", "/api/songs/1/stop", "changing"),
        ("POST", "/api/starters", "uploading"),
        ("PATCH", "/api/songs/1", "changing"),
        ("DELETE", "/api/songs/1", "changing"),
    ],
)
def test_a_request_costs_what_it_makes_us_do(method, path, cost):
    assert cost_of(method, path) == cost
    assert cost in ABROAD


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.168.1.7", "192.168.1.7"),
        ("::ffff:192.168.1.7", "192.168.1.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.0.0.1", rates.HOME),
        ("::1", rates.HOME),
        ("::ffff:127.0.0.1", rates.HOME),
        ("testclient", "testclient"),
    ],
)
def test_a_household_is_one_client(address, client):
    assert client_at(address) == client


def test_who_asks_too_often_is_told_when_to_come_back():
    app = FastAPI()
    app.add_middleware(RateLimit, abroad={"reading": Rate(2, 0.2)})
    client = client_of(app, address="192.168.1.7")
    assert [client.get("/").status_code for _ in range(3)] == [404, 404, 429]
    answer = client.get("/")
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["detail"] == "You have asked for this too often: try again in 5 seconds."
    assert client_of(app, address="192.168.1.8").get("/").status_code == 404


def test_a_whole_soundfont_is_had_seldom_and_its_samples_all_the_same():
    app = FastAPI()
    app.add_middleware(RateLimit)
    client = client_of(app, address="192.168.1.7")
    once = ABROAD["instruments"].at_once
    whole = [client.get("/api/soundfont?v=1").status_code for _ in range(once + 1)]
    assert whole == once * [404] + [429]
    assert int(client.get("/api/soundfont").headers["retry-after"]) <= 5
    assert client.get("/api/soundfont/0-99?v=1").status_code == 404
    assert client.get("/api/songs").status_code == 404


def test_a_program_on_this_computer_reads_without_limit():
    assert "reading" not in AT_HOME
    app = FastAPI()
    app.add_middleware(RateLimit, abroad={"reading": Rate(1, 1)}, at_home={"composing": RATE})
    client = client_of(app)
    assert {client.get("/api/songs").status_code for _ in range(50)} == {404}
    composed = [client.post("/api/songs").status_code for _ in range(5)]
    assert composed == [404, 404, 404, 429, 429]


def test_the_service_limits_what_is_costly(tmp_path):
    app = app_of(Settings(data=tmp_path, host="0.0.0.0", token=TOKEN))
    client = client_of(app, address="192.168.1.7")
    client.headers["authorization"] = f"Bearer {TOKEN}"
    statuses = [client.post("/api/songs").status_code for _ in range(80)]
    assert set(statuses[: ABROAD["composing"].at_once]) == {202}
    assert 429 in statuses
    assert client.get("/api/songs").status_code == 200
