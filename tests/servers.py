"""Starts the servers that tests need, and stops them: PostgreSQL and an object store like S3.

Knows how each is found, started and asked whether it is up. Does not know what is tested.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses="]
"""What lives for a minute need not outlive a power cut; nor has it a port."""
PATIENCE_SECONDS = 30


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them off the PATH, by version."""
    found = shutil.which("initdb")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    programs = [Path(found).resolve()] if found else packaged
    return programs[-1].parent if programs else None


@contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """A PostgreSQL of our own over a socket in a folder of its own; gives the URL of a database."""
    folder = Path(tempfile.mkdtemp(prefix="lstmelody-postgres-"))
    user = _somebody()
    if user:
        shutil.chown(folder, user)
    try:
        as_user = {"user": user, "cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
        initdb = ["--auth=trust", "--username=gallery", "--no-sync", "--encoding=UTF8"]
        subprocess.run([programs / "initdb", "-D", folder / "data", *initdb], **as_user)
        options = " ".join(
            f"-c {option}" for option in [*QUICK, f"unix_socket_directories={folder}"]
        )
        start = ["-D", folder / "data", "-l", folder / "log", "-w", "-o", options, "start"]
        subprocess.run([programs / "pg_ctl", *start], **as_user)
        try:
            yield f"postgresql://gallery@/postgres?host={folder}"
        finally:
            stop = ["-D", folder / "data", "-m", "immediate", "-w", "stop"]
            subprocess.run([programs / "pg_ctl", *stop], **as_user)
    finally:
        shutil.rmtree(folder)


def _somebody() -> str | None:
    """Whom to run PostgreSQL as, which refuses root."""
    if os.geteuid():
        return None
    users = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


@contextmanager
def object_store() -> Iterator[str]:
    """An object store like S3 on a port of this machine; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/moto-api/", server)
            yield address
        finally:
            server.terminate()


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(address):
                return
        except (URLError, ConnectionError):
            time.sleep(0.05)
    raise TimeoutError(f"nothing answers at {address}")
