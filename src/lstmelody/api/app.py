"""Wires the service: library, workshop, routes, refusals and the page.

Knows which parts there are, and their lifetime. Does not know what any of them does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.gzip import GZipMiddleware

from lstmelody.api import refusals
from lstmelody.api.composer import Composer, released
from lstmelody.api.limits import BodyLimit
from lstmelody.api.pages import Pages
from lstmelody.api.routes import router
from lstmelody.api.workshop import Workshop
from lstmelody.library import Library
from lstmelody.settings import Settings


def create_app(settings: Settings, *, composer: Composer | None = None) -> FastAPI:
    """The service over one data folder, which it opens when it starts and closes when it ends."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.composer = composer or released()
        app.state.library = library = Library(settings.data)
        workshop = Workshop(library, app.state.composer, threads=settings.composers)
        app.state.workshop = workshop
        workshop.open()
        try:
            yield
        finally:
            workshop.close()
            library.close()

    app = FastAPI(
        title="LSTMelody",
        version=metadata.version("lstmelody"),
        description="Composes songs for a whole band, as editable MIDI.",
        lifespan=life,
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page is fetched from another server, and ours works without network
        redoc_url=None,
        generate_unique_id_function=_operation_id,
    )
    app.state.settings = settings
    refusals.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    app.add_middleware(BodyLimit)
    app.include_router(router)
    app.mount("/", Pages(settings.web), name="page")
    return app


def from_environment() -> FastAPI:
    """The service as the environment sets it: for `uvicorn --factory`."""
    return create_app(Settings.from_environment())


def _operation_id(route: APIRoute) -> str:
    return route.name
