"""Turns every refusal into a status and a sentence: `{"detail": "bars must be from 4 to 512."}`.

Knows the error tree, HTTP statuses and how validation errors read. Does not know any route.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from lstmelody.errors import (
    BadMidi,
    BadRecipe,
    Busy,
    Conflict,
    LSTMelodyError,
    MissingPart,
    NotFound,
    StorageFull,
    TooLarge,
)
from lstmelody.recipe import RANGES

STATUS: dict[type[LSTMelodyError], int] = {
    BadRecipe: 422,
    BadMidi: 422,
    TooLarge: 413,
    NotFound: 404,
    Conflict: 409,
    Busy: 429,
    MissingPart: 503,
    StorageFull: 507,
}

HTTP = {404: "There is nothing at {path}.", 405: "{path} doesn't answer to {method}."}

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


def install(app: FastAPI) -> None:
    """Has the app answer every kind of refusal with one sentence."""
    app.add_exception_handler(LSTMelodyError, _explained)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def refusal(error: LSTMelodyError) -> JSONResponse:
    """An error as a response, with the status of its nearest kin in the table."""
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    return JSONResponse({"detail": str(error)}, status)


def sentence(error: Mapping[str, Any]) -> str:
    """One validation error in words."""
    field = str(error["loc"][-1]) if error["loc"] else "The request"
    if error["type"] in VALIDATION:
        return VALIDATION[error["type"]].format(field=field)
    if field in RANGES:
        low, high = RANGES[field]
        return f"{field} must be from {low:g} to {high:.15g}."
    return f"{field}: {error['msg']}."


def _explained(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, LSTMelodyError)
    return refusal(error)


def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    sentences = dict.fromkeys(sentence(each) for each in error.errors())
    return JSONResponse({"detail": " ".join(sentences)}, 422)


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    said = HTTP.get(error.status_code, str(error.detail))
    detail = said.format(path=request.url.path, method=request.method)
    return JSONResponse({"detail": detail}, error.status_code, headers=error.headers)


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    logging.getLogger(__name__).error(
        "%s %s failed", request.method, request.url.path, exc_info=error
    )
    return JSONResponse({"detail": "Something went wrong here; the server's log says what."}, 500)
