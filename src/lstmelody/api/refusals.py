"""Turns every refusal into a status and a sentence, as RFC 9457 has it: a problem document.

Knows the error tree, HTTP statuses and how validation errors read. Does not know any route.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lstmelody.api import logs
from lstmelody.errors import (
    BadMidi,
    BadRecipe,
    BadRequest,
    Busy,
    Conflict,
    LSTMelodyError,
    MissingPart,
    NotFound,
    StorageFull,
    TooLarge,
    Unreachable,
)
from lstmelody.recipe import RANGES

STATUS: dict[type[LSTMelodyError], int] = {
    BadRecipe: 422,
    BadMidi: 422,
    BadRequest: 422,
    TooLarge: 413,
    NotFound: 404,
    Conflict: 409,
    Busy: 429,
    MissingPart: 503,
    Unreachable: 503,
    StorageFull: 507,
}
RETRY_SECONDS: dict[type[LSTMelodyError], int] = {Busy: 5, Unreachable: 5}
"""What passes by itself, and after how long it is worth to ask again."""

HTTP = {404: "There is nothing at {path}.", 405: "{path} doesn't answer to {method}."}

FIELDS = {
    "type": ("What kind of refusal this is, the same for every one of the kind.", "string"),
    "title": ("The kind in words.", "string"),
    "status": ("The status of the answer.", "integer"),
    "detail": ("A sentence to show.", "string"),
    "instance": ("What the log of the service calls this request.", "string"),
}
"""What a refusal holds, for the OpenAPI document."""
REFERENCE = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}

VALIDATION = {
    "extra_forbidden": "There is no setting called {field}.",
    "missing": "{field} is missing.",
    "json_invalid": "The request is not valid JSON.",
    "model_attributes_type": "The request must be a JSON object, sent as application/json.",
    "int_type": "{field} must be a whole number.",
    "int_parsing": "{field} must be a whole number.",
    "int_parsing_size": "{field} must be a whole number of fewer digits.",
    "int_from_float": "{field} must be a whole number.",
    "float_type": "{field} must be a number.",
    "float_parsing": "{field} must be a number.",
    "string_type": "{field} must be text.",
    "string_too_long": "{field} is too long.",
}
"""Kinds of validation error, as Pydantic calls them, and how we say them."""


class Problem(JSONResponse):
    """A refusal: what kind it is, and a sentence to show."""

    media_type = "application/problem+json"

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        kind: type[LSTMelodyError] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        phrase = HTTPStatus(status).phrase
        document = {
            "type": "about:blank" if kind is None else _name(kind),
            "title": phrase if kind is None else _title(kind, phrase),
            "status": status,
            "detail": detail,
            "instance": logs.request_id.get() or "",  # what the log calls this request
        }
        super().__init__(document, status, headers)


class Unexpected:
    """Answers a request that a fault of ours ended, and has the log say what.

    Starlette would, too, but outside of everything that we put around an answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:  # nobody is left to be answered
            return
        except Exception as fault:
            path = scope["path"]  # in repr, for it may hold line breaks
            logging.getLogger(__name__).exception("%s %r failed", scope["method"], path)
            if begun:  # half an answer can only be broken off
                raise fault
            await Problem(500, "Something went wrong here; the server's log says what.")(
                scope, receive, send
            )


def install(app: FastAPI) -> None:
    """Has the app answer every kind of refusal with one sentence, and its document say so."""
    app.add_exception_handler(LSTMelodyError, _explained)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    plain = app.openapi
    app.openapi = lambda: _documented(plain)  # type: ignore[method-assign] # FastAPI's own way


def refusal(error: LSTMelodyError) -> Problem:
    """An error as a response, with the status of its nearest kin in the table."""
    kind = next((kind for kind in type(error).__mro__ if kind in STATUS), LSTMelodyError)
    headers = {"Retry-After": str(RETRY_SECONDS[kind])} if kind in RETRY_SECONDS else None
    return Problem(STATUS.get(kind, 500), str(error), kind=type(error), headers=headers)


def sentence(error: Mapping[str, Any]) -> str:
    """One validation error in words."""
    field = str(error["loc"][-1]) if error["loc"] else "The request"
    if error["type"] in VALIDATION:
        return VALIDATION[error["type"]].format(field=field)
    if field in RANGES:
        low, high = RANGES[field]
        return f"{field} must be from {low:g} to {high:.15g}."
    return f"{field}: {error['msg']}."


async def _explained(_request: Request, error: Exception) -> Problem:
    assert isinstance(error, LSTMelodyError)
    return refusal(error)


async def _invalid(_request: Request, error: Exception) -> Problem:
    assert isinstance(error, RequestValidationError)
    sentences = dict.fromkeys(sentence(each) for each in error.errors())
    return Problem(422, " ".join(sentences))


async def _http(request: Request, error: Exception) -> Problem:
    assert isinstance(error, HTTPException)
    said = HTTP.get(error.status_code, "{said}")
    detail = said.format(path=request.url.path, method=request.method, said=error.detail)
    return Problem(error.status_code, detail, headers=error.headers)


def _name(kind: type[LSTMelodyError]) -> str:
    return "urn:lstmelody:" + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__).lower()


def _title(kind: type[LSTMelodyError], phrase: str) -> str:
    return (kind.__doc__ or phrase).partition("\n")[0].rstrip(".")


def _documented(plain: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The OpenAPI document, in which every refusal is a problem document."""
    document = plain()
    for path in document["paths"].values():
        for operation in path.values():
            responses = operation["responses"]
            for status, response in responses.items():
                if status.startswith(("4", "5")) and "content" in response:
                    response["content"] = REFERENCE
            responses["default"] = {"description": "Any other refusal", "content": REFERENCE}
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = _schema()
    return document


def _schema() -> dict[str, Any]:
    fields = {name: {"type": of, "description": what} for name, (what, of) in FIELDS.items()}
    return {
        "title": "Problem",
        "description": "Why a request was refused, as RFC 9457 has it.",
        "type": "object",
        "properties": fields,
        "required": list(fields),
    }
