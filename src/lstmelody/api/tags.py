"""Entity tags: what an answer is called, so that who has it need not be sent it again (RFC 9110).

Knows requests' headers. Does not know what is in an answer.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from lstmelody.api.answers import Responses

FOREVER = "public, max-age=31536000, immutable"
"""For an address that names its content."""
ASK_AGAIN = "no-cache"
"""Keep it, and ask whether it still is so."""
UNCHANGED: Responses = {304: {"description": "It is as it was"}}


def has(request: Request, tag: str) -> bool:
    """Whether who asks has it already, or `*`; a proxy that compressed it calls it weak."""
    told = request.headers.get("if-none-match", "").split(",")
    return not {"*", tag}.isdisjoint(each.strip().removeprefix("W/") for each in told)


def unchanged(headers: dict[str, str]) -> Response:
    """The answer to those who have it."""
    return Response(status_code=304, headers=headers)


def json_answer(data: bytes, headers: dict[str, str]) -> Response:
    return Response(data, headers=headers, media_type="application/json")
