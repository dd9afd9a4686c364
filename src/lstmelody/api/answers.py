"""How routes say in the OpenAPI document what else may be answered, and with which files.

Knows statuses and kinds of files. Does not know songs.
"""

from __future__ import annotations

from typing import Any

Responses = dict[int | str, dict[str, Any]]


def _problem(status: int, why: str) -> Responses:
    return {status: {"description": why}}  # that it is a problem document, `refusals` adds


def file(kind: str) -> Responses:
    """The answer is a file of this kind, or so much of it as was asked for."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {
        200: {"content": {kind: binary}, "description": "The file"},
        206: {"content": {kind: binary}, "description": "A part of the file"},
        304: {"description": "The file is as it was"},
        416: {"description": "There is no such part of the file"},
    }


REFUSED = _problem(422, "A setting or a file we can't use")
GONE = _problem(404, "There is no such song")
NO_STARTER = _problem(404, "There is no such starting seed")
BUSY = _problem(429, "Too much at once: try again after as many seconds as Retry-After says")
NO_SYNTH = _problem(503, "No synthesizer is installed")
NO_SOUNDFONT = _problem(503, "No soundfont is installed")
TOO_LARGE = _problem(413, "The file is too large")
NOT_READY = _problem(409, "The song is not in a state for this")
FULL = _problem(507, "There is no room left on the disk")
