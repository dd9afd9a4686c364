"""A crew on a Ray cluster: the same work on the same batches as on one machine.

Every task runs in a Ray worker and hands its batch to a process of its own, as `workers` does here:
so an item that kills its worker is lost for the same reason in both places, and a Ray worker or a
machine that is lost costs no item, since Ray does its task again. The machines of the cluster need
the same LSTMelody installed. Does not know what the work is.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, TypeVar

from lstmelody.errors import MissingPart
from lstmelody.workers import Crew, Lost, Worker, in_order, share_modules
from lstmelody.working import USUAL, Limit

Item = TypeVar("Item")
Result = TypeVar("Result")

LOCAL = "local"
"""The address that stands for a cluster of our own on this machine."""
LOCAL_WORKERS = 2
TRIES = 10
"""How often a batch is begun again whose Ray worker was lost."""


@contextmanager
def crew(address: str, limit: Limit = USUAL, *, modules: Sequence[str] = ()) -> Iterator[Crew]:
    """A crew of all cores of the cluster at an address, or of two workers here for "local".

    Work has to be a function of a module, not of the program that is run. Modules named here are
    imported once by each Ray worker. Raises `MissingPart` without Ray.
    """
    ray = _ray()
    own = {"num_cpus": LOCAL_WORKERS, "include_dashboard": False} if address == LOCAL else {}
    ray.init(address, log_to_driver=False, logging_level=logging.ERROR, **own)
    try:
        yield _ClusterCrew(ray, limit, tuple(modules))
    finally:
        ray.shutdown()


class _ClusterCrew:
    def __init__(self, ray: Any, limit: Limit, modules: tuple[str, ...]) -> None:
        self._ray = ray
        self._workers = max(1, int(ray.cluster_resources().get("CPU", 1)))
        self._task = ray.remote(num_cpus=1, max_retries=TRIES)(_do)
        self._settings = (limit, modules)

    def each(
        self, work: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[Result | Lost]:
        send = partial(self._task.remote, *self._settings, work)
        return in_order(items, send, self._ray.get, workers=self._workers)


def _do(
    limit: Limit,
    modules: tuple[str, ...],
    work: Callable[[Item], Result],
    batch: list[Item],
) -> list[Result | Lost]:
    """What a task is."""
    return _worker(limit, modules).do(work, batch)


@cache
def _worker(limit: Limit, modules: tuple[str, ...]) -> Worker:
    """The process of this Ray worker, which is kept from task to task."""
    share_modules(modules)
    return Worker(limit)


def _ray() -> Any:
    # Ray tells its makers of every use, unless it is told not to before it is imported.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError:
        raise MissingPart(
            "Working on a cluster needs Ray: install it with `pip install 'lstmelody[cluster]'`."
        ) from None
    return ray
