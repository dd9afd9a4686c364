"""Serves the built web page: `web/dist` of a checkout, or the copy that the package carries.

Knows static files, their caching, and that every other place is a place inside the page. Does not
know songs.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from lstmelody.api.sending import FileAnswer
from lstmelody.api.tags import ASK_AGAIN, FOREVER

PACKAGE = Path(__file__).parents[1]
CARRIED = PACKAGE / "web"
BUILT = PACKAGE.parents[1] / "web" / "dist"
INDEX = "index.html"

NOT_BUILT = (
    "<!doctype html><title>LSTMelody</title><p>The page of LSTMelody is not built yet: run "
    "<code>make build</code>, then reload. Songs can be had from <code>/api/songs</code> meanwhile."
)


class Place(Mount):
    """Where the page is: everywhere but under the API, whose own routes say what is not there."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__("/", Pages(folder), name="page")

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        elsewhere = f"{scope['path']}/".startswith(("/api/", "/metrics/"))
        if elsewhere:
            return Match.NONE, {}
        match, found = super().matches(scope)
        return match, {**found, "route": self}  # what FastAPI tells of its routes, too


class Pages(StaticFiles):
    """The page's files; whatever isn't one of them is a place inside the page."""

    def __init__(self, folder: Path | None = None) -> None:
        built = CARRIED if CARRIED.is_dir() else BUILT
        super().__init__(directory=folder or built, check_dir=False)

    async def check_config(self) -> None:
        """Nothing to check: the page may be built after the server started."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        name = path if Path(path).suffix else INDEX
        try:
            response = await super().get_response(name, scope)
        except HTTPException as problem:
            if problem.status_code == 404 and name == INDEX:
                return HTMLResponse(NOT_BUILT, 503)
            raise
        response.headers["Cache-Control"] = FOREVER if name.startswith("assets/") else ASK_AGAIN
        return response

    def file_response(
        self, full_path: Any, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        if not isinstance(response, FileResponse):  # who asks has it already
            return response
        return FileAnswer(full_path, status_code, stat_result=stat_result)
