"""Starts the service as a person does, in a process of its own, and stops or kills it.

Knows the command line and signals. Does not know what is asked of the service.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

RUN = "import sys; from lstmelody.cli import main; sys.exit(main(['serve', '--port', '0']))"


class Served:
    """A service in a process of its own."""

    def __init__(self, data: Path, **environment: str) -> None:
        self._data, self._environment = data, environment
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers that it is ready."""
        environment = {**os.environ, "LSTMELODY_DATA": str(self._data), **self._environment}
        self._process = subprocess.Popen(
            [sys.executable, "-c", RUN], stdout=subprocess.PIPE, text=True, env=environment
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().split()[-1]
        while httpx2.get(f"{self.url}/api/health").json()["status"] != "ok":
            time.sleep(0.02)

    @property
    def composer(self) -> int:
        """The number of the process that composes."""
        threads = Path(f"/proc/{self._process.pid}/task").glob("*/children")
        children = [int(each) for thread in threads for each in thread.read_text().split()]
        return next(each for each in children if b"spawn_main" in _command(each))

    def kill(self) -> None:
        self._process.kill()
        self._ended()

    def stop(self) -> int:
        """Stop it as Ctrl+C does; its exit code."""
        self._process.send_signal(signal.SIGINT)
        return self._ended()

    def _ended(self) -> int:
        with self._process:
            return self._process.wait(30)


@contextmanager
def served(data: Path, **environment: str) -> Iterator[Served]:
    service = Served(data, **environment)
    try:
        yield service
    finally:
        service.kill()


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""
