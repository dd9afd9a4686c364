"""What a process does all its life that works for others: item after item, within its limits.

Native code hears no exception, so what goes on for too long or takes too much memory ends the
process, whose exit code says why. Does not know who sends the items, nor what the work is.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

try:
    from threadpoolctl import threadpool_limits
except ModuleNotFoundError:  # it comes with what learning needs, and serving does without
    threadpool_limits = None

Item = TypeVar("Item")
Result = TypeVar("Result")

SECONDS_TO_BEGIN = 60
REASONS = {
    -signal.SIGALRM: "took too long to read",
    errno.ENOMEM: "took too much memory",
}
"""What the exit code of a worker says about the item it died of; any other is a crash."""
CRASHED = "crashed the reader"


@dataclass(frozen=True)
class Limit:
    """What the work on one item may take."""

    seconds: float = 10
    megabytes: int = 1500
    """Address space of a worker; a worker that only read songs has 0.3 GB of it."""


USUAL = Limit()


def serve(pipe: Connection[Any, Any], limit: Limit) -> None:
    """Do what comes through a pipe until nobody holds its other end."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends us at once
    signal.setitimer(signal.ITIMER_REAL, SECONDS_TO_BEGIN)
    _settle_in(limit)
    signal.setitimer(signal.ITIMER_REAL, 0)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # whoever asked has gone
        pipe.send("ready")
        while True:
            try:
                work, items = pipe.recv()
                pipe.send([_timed(work, item, limit.seconds) for item in items])
            except MemoryError:
                os._exit(errno.ENOMEM)


def _timed(work: Callable[[Item], Result], item: Item, seconds: float) -> Result:
    """The result, unless the kernel's alarm ends this process first: native code hears no other."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    result = work(item)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return result


def _settle_in(limit: Limit) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    # A thread is started before memory is short: Python waits for ever for one that gets none.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if threadpool_limits is not None:
        threadpool_limits(1)  # each core has its worker: 371 files a second instead of 255
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_AS, limit.megabytes * 1_000_000)


def _lower(what: int, soft: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    with suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(what, (soft, hard))


def _end_with_parent() -> None:
    """A worker whose parent was killed would work on for no one."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "a worker has a parent"
    parent.join()
    os._exit(1)
