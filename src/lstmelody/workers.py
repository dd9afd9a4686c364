"""A crew of processes that does one piece of work on many items, whatever an item does to them.

Items travel in batches and results come back in order. A worker that crashes, takes too long or
too much memory is replaced and its batch done again item by item, so that only the item that
kills its worker is lost, and says of what. Does not know what the work is.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, NamedTuple, Protocol, TypeVar

from lstmelody.working import CRASHED, REASONS, USUAL, Limit, serve

Item = TypeVar("Item")
Result = TypeVar("Result")
Sent = TypeVar("Sent")

BATCH_ITEMS = 50
BATCH_BYTES = 2_000_000
"""A batch is closed when it holds so much: 50 songs of 40 kB, or one item that is larger."""

_CONTEXT = multiprocessing.get_context("forkserver")
_BIRTH_OR_DEATH = threading.Lock()
"""multiprocessing reaps every dead child when one is born, and the exit code is told only once."""


class Lost(NamedTuple):
    """Stands for the result of an item that has none, and says why."""

    reason: str


class Crew(Protocol):
    """Whoever does work on items: `crew` here, or on other machines."""

    def each(
        self, work: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[Result | Lost]:
        """The result of the work on each item, in order; items are drawn as they are needed."""
        ...


class Worker:
    """A process that works for us, started when it is needed and again when it died."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection[Any, Any] | None = None
        self._dismissed = False

    def do(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result | Lost]:
        """The results of a batch; each item has a second chance alone if the batch fails."""
        try:
            return self._try(work, items)
        except _Died:
            return [self._do_alone(work, item) for item in items]

    def start(self) -> None:
        """Have a process that is ready to work."""
        if self._pipe is not None:
            return
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=serve, args=(theirs, self._limit), daemon=True)
        with _BIRTH_OR_DEATH, theirs:
            if self._dismissed:
                raise _Dismissed
            process.start()
            self._process, self._pipe = process, ours
        try:
            ours.recv()
        except (EOFError, OSError):
            self._bury()
            raise RuntimeError("A worker process ended before it could begin.") from None

    def dismiss(self) -> None:
        """End the process at once; there will be no other."""
        with _BIRTH_OR_DEATH:
            self._dismissed = True
            if self._process is not None:
                self._process.kill()

    def _do_alone(self, work: Callable[[Item], Result], item: Item) -> Result | Lost:
        try:
            [result] = self._try(work, [item])
        except _Died as death:
            return Lost(REASONS.get(death.exit_code, CRASHED))
        return result

    def _try(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result | Lost]:
        self.start()
        assert self._pipe is not None, "it was started"
        try:
            self._pipe.send((work, items))
            results: list[Result | Lost] = self._pipe.recv()
        except (EOFError, OSError):
            raise _Died(self._bury()) from None
        return results

    def _bury(self) -> int:
        """Forget the process that died; its exit code."""
        assert self._process is not None, "who is dead has lived"
        assert self._pipe is not None, "who has lived could be spoken to"
        self._pipe.close()
        with _BIRTH_OR_DEATH:
            self._process.kill()  # for one that only closed its pipe
            self._process.join()
            code = self._process.exitcode
            self._process = self._pipe = None
        if self._dismissed:
            raise _Dismissed
        assert code is not None, "it was joined"
        return code


@contextmanager
def crew(
    limit: Limit = USUAL, *, modules: Sequence[str] = (), size: int | None = None
) -> Iterator[Crew]:
    """A crew of processes on this machine, one per core; they end with this block or process.

    Modules named here are imported once for all workers, if this process starts its first.
    """
    share_modules(modules)
    workers = [Worker(limit) for _ in range(size or os.cpu_count() or 1)]
    threads = ThreadPoolExecutor(len(workers))
    try:
        yield _LocalCrew(threads, workers)
    finally:
        for worker in workers:
            worker.dismiss()
        threads.shutdown(cancel_futures=True)


def share_modules(modules: Sequence[str]) -> None:
    """Have modules imported once for all workers: 20 ms to start each, and not 400."""
    _CONTEXT.set_forkserver_preload(["__main__", *modules])


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in lists of 50, or fewer where they are large."""
    batch: list[Item] = []
    total_bytes = 0
    for item in items:
        batch.append(item)
        total_bytes += _bytes_of(item)
        if len(batch) == BATCH_ITEMS or total_bytes >= BATCH_BYTES:
            yield batch
            batch, total_bytes = [], 0
    if batch:
        yield batch


def in_order(
    items: Iterable[Item],
    send: Callable[[list[Item]], Sent],
    results_of: Callable[[Sent], list[Result | Lost]],
    *,
    workers: int,
) -> Iterator[Result | Lost]:
    """Results in the order of items, of which only so many are on their way as keeps all busy."""
    on_their_way: deque[Sent] = deque()
    for batch in batches(items):
        on_their_way.append(send(batch))
        del batch
        if len(on_their_way) > 2 * workers + 6:
            yield from results_of(on_their_way.popleft())
    while on_their_way:
        yield from results_of(on_their_way.popleft())


class _Died(Exception):
    """A worker has died of a batch."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class _Dismissed(Exception):
    """A worker was sent away while it worked; no one waits for its result."""


class _LocalCrew:
    """Each worker is waited for by a thread of its own."""

    def __init__(self, threads: ThreadPoolExecutor, workers: Sequence[Worker]) -> None:
        self._threads = threads
        self._size = len(workers)
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in workers:
            threads.submit(self._welcome, worker)

    def each(
        self, work: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[Result | Lost]:
        def send(batch: list[Item]) -> Future[list[Result | Lost]]:
            return self._threads.submit(self._do, work, batch)

        return in_order(items, send, Future.result, workers=self._size)

    def _welcome(self, worker: Worker) -> None:
        try:
            worker.start()
        finally:  # who could not start tries again, and then the caller is told
            self._idle.put(worker)

    def _do(self, work: Callable[[Item], Result], batch: list[Item]) -> list[Result | Lost]:
        worker = self._idle.get()
        try:
            return worker.do(work, batch)
        finally:
            self._idle.put(worker)


def _bytes_of(item: object) -> int:
    """How much of an item is bytes; what stands beside them is small."""
    parts = item if isinstance(item, tuple) else (item,)
    return sum(len(part) for part in parts if isinstance(part, bytes))
