"""What the service writes down as it runs: a line a record, to be read by people or by programs.

Knows log records, and which request is being answered. Writes no token, cookie or query, since it
is never told one. Does not know metrics.
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The request that is being answered here, also on the threads that answer it."""

requests = logging.getLogger("lstmelody.requests")
"""Told of every request; what it is told is under `facts`."""


class Json(logging.Formatter):
    """A record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "id": request_id.get(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps({name: value for name, value in told.items() if value is not None})


class Plain(logging.Formatter):
    """A record as a line, and the traceback below it if it has one."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        facts = getattr(record, "facts", None)
        if facts is not None:
            record = logging.makeLogRecord({**record.__dict__, "msg": _line(facts), "args": ()})
        return super().format(record)


def configure(kind: str | None) -> None:
    """Have this process write to stderr: every request if a kind is given, or only what failed."""
    handler = logging.StreamHandler()
    handler.setFormatter(Json() if kind == "json" else Plain())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    requests.setLevel(logging.WARNING if kind is None else logging.INFO)


def _line(facts: dict[str, object]) -> str:
    return "{method} {route} {status} {ms} ms, {client}, {id}".format_map(facts)
