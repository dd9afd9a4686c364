"""Who is let in: by which name, from which page, with which token."""

import re

import pytest

import stand
from lstmelody.api import tokens
from lstmelody.api.access import Names, is_loopback
from lstmelody.settings import Settings
from stand import TOKEN, app_of, client_of

LAN = "http://192.168.1.5:8000"


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path)


@pytest.fixture
def home(settings):
    """A service for this computer alone."""
    return client_of(app_of(settings))


@pytest.fixture
def guarded(settings):
    """A service for a network, asked from there."""
    return client_of(app_of(open_to_all(settings)), url=LAN, address="192.168.1.7")


def open_to_all(settings):
    return Settings(data=settings.data, host="0.0.0.0", token=TOKEN, hosts=("songs.example",))


def test_this_computer_needs_no_token(home):
    assert home.get("/api/songs").status_code == 200
    assert home.get("/").text == "the page"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8000", "localhost", "LocalHost.:8000", "[::1]:8000", "127.0.0.2", "[0:0::1]"],
)
def test_this_computer_has_many_names(home, host):
    assert home.get("/api/songs", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example:8000", "localhost.evil.example", "192.168.1.5", "127.0.0.1.nip.io", "", "a b"]
    + ["[::1", "localhost:8000@evil.example", "user@localhost", "localhost/", "127.0.0.1:x"],
)
def test_a_name_that_was_pointed_at_us_is_refused(home, host):
    answer = home.get("/api/songs", headers={"host": host})
    assert answer.status_code == 421
    assert "LSTMELODY_HOSTS" in answer.json()["detail"]


def test_two_host_headers_are_as_good_as_none(home):
    doubled = [("host", "localhost"), ("host", "evil.example")]
    assert home.get("/api/songs", headers=doubled).status_code == 421


@pytest.mark.parametrize(
    ("host", "known", "strange"),
    [
        ("127.0.0.1", "localhost", "192.168.1.5"),
        ("192.168.1.5", "192.168.1.5:80", "192.168.1.6"),
        ("0.0.0.0", "192.168.1.6", "evil.example"),
        ("::", "[2001:DB8::1]:8000", "evil.example"),
        ("2001:db8::1", "[2001:db8:0::1]", "[2001:db8::2]"),
        ("studio.example", "Studio.example.", "example"),
        ("127.0.0.1", "songs.example", "songs.example.evil"),
    ],
)
def test_a_service_is_known_by_where_it_listens_and_by_what_it_is_told(host, known, strange):
    names = Names(host, ["songs.example"])
    assert names.knows(known.encode())
    assert not names.knows(strange.encode())


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://127.0.0.1:3000",  # another program's page on this computer
        "https://127.0.0.1:8000",
        "http://localhost:8000",  # another name is another origin
        "http://127.0.0.1",
        "null",
        "file://",
        "http://127.0.0.1:8000.evil.example",
    ],
)
def test_a_page_of_another_place_can_change_nothing(home, origin):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = home.request(method, "/api/songs", headers={"origin": origin})
        assert answer.status_code == 403, method


def test_our_own_page_can_and_so_can_a_program(home):
    for headers in ({"origin": stand.HERE}, {"origin": "HTTP://127.0.0.1:8000"}, {}):
        assert home.post("/api/songs", headers=headers).status_code == 202


def test_the_usual_port_need_not_be_said(settings):
    home = client_of(app_of(settings), url="http://localhost")
    for origin in ("http://localhost", "http://localhost:80"):
        assert home.post("/api/songs", headers={"origin": origin}).status_code == 202
    assert home.post("/api/songs", headers={"origin": "http://localhost:81"}).status_code == 403


def test_a_page_without_a_place_may_look_but_not_touch(home):
    assert home.get("/api/songs", headers={"origin": "null"}).status_code == 200
    assert home.get("/api/songs", headers={"origin": "http://evil.example"}).status_code == 403


def test_other_sites_may_link_to_us_and_no_more(home):
    def site(mode, dest, site="cross-site"):
        names = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
        return home.get("/", headers=names).status_code

    assert site("navigate", "document") == 200
    assert site("navigate", "iframe") == 403
    assert site("no-cors", "audio") == 403
    assert site("no-cors", "audio", "same-site") == 403
    assert site("no-cors", "audio", "same-origin") == 200


def test_head_and_options_are_asked_for_names_and_tokens_too(home, guarded):
    assert home.options("/api/songs").status_code == 405
    assert home.head("/api/songs", headers={"host": "evil.example"}).status_code == 421
    assert home.options("/api/songs", headers={"origin": "http://evil.example"}).status_code == 403
    assert guarded.head("/").status_code == 401
    assert guarded.options("/api/songs").status_code == 401


def test_a_program_without_a_token_is_told_how_to_send_one(guarded):
    for path in ("/api/songs", "/metrics", "/api/nothing"):
        answer = guarded.get(path)
        assert (answer.status_code, answer.json()["status"]) == (401, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_program_sends_the_token(guarded):
    assert guarded.get("/api/songs", headers=bearer(TOKEN)).status_code == 200
    assert guarded.get("/api/songs", headers=bearer(TOKEN, "bearer")).status_code == 200
    for wrong in (TOKEN + "x", TOKEN[:-1], "", "é"):
        assert guarded.get("/api/songs", headers=bearer(wrong)).status_code == 401


def test_the_token_in_the_address_of_a_program_counts_for_nothing(guarded):
    assert guarded.get(f"/api/songs?token={TOKEN}").status_code == 401


def test_a_link_with_the_token_leaves_a_cookie_and_a_clean_address(guarded):
    answer = guarded.get(f"/songs/7?tab=notes&token={TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/songs/7?tab=notes")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie
    assert TOKEN not in cookie
    assert guarded.get("/api/songs").status_code == 200
    assert guarded.post("/api/songs", headers={"origin": LAN}).status_code == 202


def test_the_cookie_is_for_https_alone_where_there_is_https(settings):
    client = client_of(app_of(open_to_all(settings)), url="https://songs.example")
    assert "Secure" in client.get(f"/?token={TOKEN}").headers["set-cookie"]


def test_a_person_without_a_token_finds_a_field_for_it(guarded):
    answer = guarded.get("/songs/7")
    assert answer.status_code == 401
    assert '<form method="post" action="/access">' in answer.text
    assert "script" not in answer.text
    answer = guarded.post("/access", data={"token": f" {TOKEN} ", "to": "/songs/7"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/songs/7")
    assert guarded.get("/").text == "the page"


def test_a_wrong_token_in_the_field_is_told_and_the_place_is_kept(guarded):
    answer = guarded.post("/access", data={"token": "wrong", "to": "/songs/7"})
    assert answer.status_code == 401
    assert "not the access token" in answer.text
    assert 'value="/songs/7"' in answer.text


@pytest.mark.parametrize(
    "place", ["//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example"]
)
def test_whoever_comes_in_stays_with_us(guarded, place):
    answer = guarded.post("/access", data={"token": TOKEN, "to": place})
    assert re.match(r"/(?![/\\])", answer.headers["location"])
    answer = guarded.get("//evil.example/", params={"token": TOKEN})
    assert not answer.headers["location"].startswith("//")


def test_the_page_with_the_field_holds_nothing_of_the_address_but_text(guarded):
    assert "<script>" not in guarded.get('/"><script>alert(1)</script>?x=<script>').text


def test_who_came_by_a_link_elsewhere_is_asked_for_the_cookie_again(guarded):
    """Browsers keep a strict cookie back there, and send it where our own page asks."""
    asked_again = guarded.get("/songs/7")
    assert 'content="0;url=/songs/7?token="' in asked_again.text
    assert "refresh" not in guarded.get("/songs/7?token=").text
    guarded.get(f"/?token={TOKEN}")
    answer = guarded.get("/songs/7?token=")
    assert (answer.status_code, answer.headers["location"]) == (303, "/songs/7")


def test_a_cookie_of_another_token_is_taken_away_and_guessed_but_once(guarded):
    for _ in range(50):
        answer = guarded.get("/api/songs", headers={"cookie": "a=b; lstmelody=old"})
        assert answer.status_code == 401
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert guarded.get("/api/songs", headers=bearer(TOKEN)).status_code == 200


def test_a_token_can_be_guessed_ten_times_and_then_not_even_rightly(guarded):
    for number in range(tokens.GUESSES.at_once):
        assert guarded.get("/api/songs", headers=bearer(f"guess-{number}")).status_code == 401
    for headers in (bearer("another"), bearer(TOKEN), {"cookie": "lstmelody=guess"}):
        answer = guarded.get("/api/songs", headers=headers)
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["retry-after"]) <= 10
    assert guarded.post("/access", data={"token": TOKEN}).status_code == 429
    assert guarded.get(f"/?token={TOKEN}").status_code == 429


def test_whoever_watches_over_the_service_needs_no_token(guarded):
    assert guarded.get("/api/alive").json() == {"alive": True}


def test_a_service_that_was_told_nothing_serves_no_network(settings):
    """As behind `uvicorn --host 0.0.0.0`, or a proxy, which alone know of others."""
    app = app_of(settings)
    for client in (client_of(app, url=LAN), client_of(app, address="192.168.1.7")):
        answer = client.get("/api/songs", headers={"host": "localhost:8000"})
        assert answer.status_code == 403
        assert "LSTMELODY_TOKEN" in answer.json()["detail"]


def test_a_token_on_this_computer_is_demanded_where_one_was_given(settings):
    client = client_of(app_of(Settings(data=settings.data, token=TOKEN)))
    assert client.get("/api/songs").status_code == 401


def test_loopback_is_what_only_this_computer_reaches():
    loopback = ["127.0.0.1", "::1", "localhost", "127.8.8.8"]
    assert all(map(is_loopback, loopback))
    assert not any(map(is_loopback, ["0.0.0.0", "::", "192.168.1.5", "studio.example"]))


def test_every_answer_says_what_a_page_may_do(home, guarded):
    broken = home.delete("/api/songs/1")
    for answer in (home.get("/"), home.get("/api/nothing"), guarded.get("/"), broken):
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'self' 'wasm-unsafe-eval';" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "midi=(self)" in answer.headers["permissions-policy"]
        assert answer.headers["referrer-policy"] == "same-origin"
    assert broken.status_code == 500
    assert "cross-origin-opener-policy" in home.get("/").headers
    assert "cross-origin-opener-policy" not in guarded.get("/").headers


def bearer(token, scheme="Bearer"):
    return {"authorization": f"{scheme} {token}".encode()}
