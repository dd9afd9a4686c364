"""Wires the service: library, workshop, routes, refusals and the page.

Knows which parts there are, and their lifetime. Does not know what any of them does.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import metadata

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from lstmelody.api.kitchen import Kitchen
from lstmelody.api.pages import Place
from lstmelody.api.players import Players
from lstmelody.api.readers import open_readers
from lstmelody.api.routes import router
from lstmelody.api.shelf import Shelf
from lstmelody.api.workshop import PlayersOf, Workshop
from lstmelody.api.wrapping import wrap
from lstmelody.errors import LSTMelodyError
from lstmelody.library import Library
from lstmelody.renders import Renders
from lstmelody.settings import Settings

KEPT = timedelta(days=7)
"""Deleted songs can be restored for so long."""
HOUR = 3600.0


def create_app(settings: Settings, *, players: PlayersOf = Players) -> FastAPI:
    """The service over one data folder, which it opens when it starts and closes when it ends."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        state = app.state
        state.library = library = Library.at(
            settings.data, database=settings.database, files=settings.files
        )
        state.kitchen = kitchen = Kitchen(Renders(settings.data / "renders"))
        composers = partial(players, processes=settings.composers)
        state.workshop = workshop = Workshop(library, players=composers, telemetry=state.telemetry)
        state.shelf = Shelf(lambda: (library.revision, workshop.revision))
        with open_readers() as state.readers:
            await run_in_threadpool(workshop.open)
            tasks = [
                asyncio.create_task(each)
                for each in (_tidied(library), _hushed(workshop, state.closing))
            ]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                workshop.close()
                kitchen.close()
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
    wrap(app, settings)
    app.include_router(router)
    app.routes.append(Place(settings.web))
    return app


async def _tidied(library: Library) -> None:
    """Purge what was deleted long ago, hour by hour."""
    while True:
        try:
            await run_in_threadpool(library.purge, datetime.now(UTC) - KEPT)
        except LSTMelodyError as problem:  # another hour will do
            logging.getLogger(__name__).warning("Deleted songs are not purged: %s", problem)
        await asyncio.sleep(HOUR)


async def _hushed(workshop: Workshop, closing: asyncio.Event) -> None:
    """Have those who listen to songs leave when the service is about to end."""
    await closing.wait()
    workshop.hush()


def from_environment() -> FastAPI:
    """The service as the environment sets it: for `uvicorn --factory`."""
    return create_app(Settings.from_environment())


def _operation_id(route: APIRoute) -> str:
    return route.name
