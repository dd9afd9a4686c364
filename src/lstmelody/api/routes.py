"""Everything that can be asked of the service, and how it is.

Each route validates by type, calls once, returns. Statuses of failure are in `refusals.py`,
shapes in `recipes.py` and `schemas.py`, or beside the routes that alone tell them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import metadata

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from lstmelody import rendering
from lstmelody.api import choices, downloads, fonts, gallery, hearing, songs, starting, verbs
from lstmelody.api.deps import SettingsDep, WorkshopDep
from lstmelody.errors import BadData, MissingPart

router = APIRouter()
for part in (songs, verbs, hearing, downloads, starting, choices, gallery, fonts):
    router.include_router(part.router)


class Health(BaseModel):
    """Whether the service is well, and what it works with."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    status: str
    version: str
    model: str | None
    """The version of the model; nothing if none is installed."""
    renderer: str | None
    """What turns songs into sound; nothing if none is installed."""
    soundfont: str | None
    """Where the instruments for playing songs in the browser are: another address for another
    soundfont, so that it can be kept; nothing if none is installed."""
    soundfont_bytes: int | None
    """How large it is."""


@router.get("/api/health")
def get_health(workshop: WorkshopDep, settings: SettingsDep) -> Health:
    """Whether the service is ready, and what it works with."""
    model, font = workshop.players.version, fonts.offered(settings.soundfont)
    return Health(
        status="ok" if model else "starting",
        version=metadata.version("lstmelody"),
        model=model,
        renderer=_if_there(partial(rendering.installed_synth, settings.soundfont)),
        soundfont=font and font.address,
        soundfont_bytes=font and font.state.st_size,
    )


def _if_there(part: Callable[[], object]) -> str | None:
    try:
        return str(part())
    except (MissingPart, BadData):
        return None
