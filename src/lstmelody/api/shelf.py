"""Answers to questions that many ask: kept as bytes for as long as nothing changes.

Knows when something may have changed. Does not know what is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from time import monotonic
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool

MOST = 256
SECONDS = 1.0
"""An answer is no older, for another server may have changed what it is about."""


class Kept(NamedTuple):
    """An answer."""

    stamp: object
    until: float
    data: bytes


class Shelf:
    """The answers to questions about something that changes."""

    def __init__(self, stamp: Callable[[], object]) -> None:
        """`stamp` is another whenever something changed."""
        self._stamp = stamp
        self._kept: dict[Hashable, Kept] = {}

    async def answer(self, question: Hashable, make: Callable[[], bytes]) -> bytes:
        """The answer, made on a thread where it is not known, or not known to be true any more."""
        stamp, kept = self._stamp(), self._kept.get(question)
        if kept and kept.stamp == stamp and monotonic() < kept.until:
            return kept.data
        data = await run_in_threadpool(make)
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[question] = Kept(stamp, monotonic() + SECONDS, data)
        return data
