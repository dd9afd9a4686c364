"""The way in for whoever has the access token: a link, a field on a page, a cookie, or a header.

A link `/?token=...` and the field leave a cookie, which is all a browser needs from then on.
Programs send `Authorization: Bearer ...`. Does not know hosts and origins, nor what lies behind.
"""

from __future__ import annotations

import html
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope

from lstmelody.api.limits import body_of, too_slow
from lstmelody.api.rates import client_of, too_often
from lstmelody.api.refusals import Problem
from lstmelody.api.tokens import Pass

COOKIE = "lstmelody"
COOKIE_SECONDS = 365 * 24 * 3600
OPEN = {"/api/alive"}
"""What anyone may ask: whoever watches over the service has no token."""
FIELD = "/access"
FIELD_BYTES, FIELD_SECONDS = 4096, 10.0
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="LSTMelody"', "Cache-Control": "no-store"}

ASK = "LSTMelody asks for its access token, which it printed when it was started."
WRONG = "This is not the access token of this LSTMelody, which it printed when it was started."
PAGE = files("lstmelody.api").joinpath("entrance.html").read_text("utf-8")


class Shown(NamedTuple):
    """What a request shows to be let in."""

    token: str | None = None
    cookie: str | None = None
    in_link: bool = False
    """Whether the token stands in the address, which it should leave."""


class Entrance:
    """Tells who may come in, and answers who may not."""

    def __init__(self, token: str) -> None:
        self._pass = Pass(token)

    async def refusal(
        self, scope: Scope, headers: dict[bytes, bytes], receive: Receive
    ) -> ASGIApp | None:
        """What to answer instead, or nothing if the request may pass."""
        if scope["path"] in OPEN:
            return None
        if scope["path"] == FIELD and scope["method"] == "POST":
            return await self._field(scope, receive)
        shown = _shown(scope, headers)
        if shown.token is None and shown.cookie is None:
            return _ask(scope, again=not shown.in_link)
        client = client_of(scope)
        if wait := self._pass.wait_seconds(client):
            return too_often(wait)
        if not self._pass.admits(client, token=shown.token, cookie=shown.cookie):
            return _wrong(scope)
        return self._enter(scope, _place(scope)) if shown.in_link else None

    async def _field(self, scope: Scope, receive: Receive) -> Response:
        """The answer to a token that was typed in."""
        body = await body_of(receive, FIELD_BYTES, FIELD_SECONDS)
        if body is None:
            return too_slow(FIELD_SECONDS)
        text = b"".join(message.get("body", b"") for message in body.messages)
        given = dict(parse_qsl(text.decode("utf-8", "replace")))
        client = client_of(scope)
        if wait := self._pass.wait_seconds(client):
            return too_often(wait)
        place = _own(given.get("to", "/"))
        if self._pass.admits(client, token=given.get("token", "").strip()):
            return self._enter(scope, place)
        return _page(WRONG, place)

    def _enter(self, scope: Scope, place: str) -> Response:
        response = RedirectResponse(place, 303, {"Cache-Control": "no-store"})
        _set_cookie(response, scope, self._pass.cookie, COOKIE_SECONDS)
        return response


def _shown(scope: Scope, headers: dict[bytes, bytes]) -> Shown:
    kind, _, value = headers.get(b"authorization", b"").partition(b" ")
    if kind.lower() == b"bearer":
        return Shown(token=value.strip().decode("latin-1"))
    cookie = _cookie(headers.get(b"cookie", b""))
    if b"token=" not in scope["query_string"] or not _is_page(scope):
        return Shown(cookie=cookie)
    token = dict(_query(scope)).get("token")
    return Shown(token or None, None if token else cookie, in_link=token is not None)


def _cookie(header: bytes) -> str | None:
    for each in header.split(b";"):
        name, _, value = each.strip().partition(b"=")
        if name == COOKIE.encode():
            return value.decode("latin-1")
    return None


def _is_page(scope: Scope) -> bool:
    """Whether a person looks at what is asked; anything else is asked for by a program."""
    readable = scope["method"] in ("GET", "HEAD")
    return readable and not scope["path"].startswith(("/api/", "/metrics"))


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _place(scope: Scope) -> str:
    """The address without the token."""
    rest = urlencode([(name, value) for name, value in _query(scope) if name != "token"])
    return _own(quote(scope["path"])) + (f"?{rest}" if rest else "")


def _own(place: str) -> str:
    """A place of ours: `//elsewhere.com` would lead elsewhere."""
    return "/" + place.lstrip("/\\") if place.isprintable() else "/"


def _ask(scope: Scope, *, again: bool) -> Response:
    """The demand for a token, to a person or a program.

    Browsers keep a strict cookie back where a link on another site led here. So a person's browser
    asks once more, by itself, from this page.
    """
    if not _is_page(scope):
        return Problem(401, f"{ASK} Send it as Authorization: Bearer.", headers=CHALLENGE)
    place = _place(scope)
    return _page(ASK, place, refresh=f"{place}{'&' if '?' in place else '?'}token=" * again)


def _wrong(scope: Scope) -> Response:
    page = _is_page(scope)
    response = _page(WRONG, _place(scope)) if page else Problem(401, WRONG, headers=CHALLENGE)
    _set_cookie(response, scope, "", 0)  # it is no good any more
    return response


def _page(sentence: str, place: str, *, refresh: str = "") -> Response:
    again = f'<meta http-equiv="refresh" content="0;url={html.escape(refresh)}">' if refresh else ""
    text = PAGE.format(sentence=sentence, place=html.escape(place), again=again)
    return HTMLResponse(text, 401, CHALLENGE)


def _set_cookie(response: Response, scope: Scope, value: str, seconds: int) -> None:
    response.set_cookie(
        COOKIE,
        value,
        max_age=seconds,
        httponly=True,
        samesite="strict",
        secure=scope["scheme"] == "https",
    )
