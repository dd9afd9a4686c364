"""Runs a command against a server of its own, with a free port and an empty data folder.

python scripts/with_server.py COMMAND... (the command finds the address in E2E_URL)
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    sys.exit(f"The server did not answer at {url} within {PATIENCE_SECONDS} seconds.")


def main(command: list[str]) -> int:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    lstmelody = Path(sys.executable).with_name("lstmelody")
    with tempfile.TemporaryDirectory(prefix="lstmelody-") as data:
        environment = {**os.environ, "LSTMELODY_DATA": data}
        server = subprocess.Popen([lstmelody, "serve", "--port", str(port)], env=environment)
        try:
            wait_for(f"{url}/api/health", server)
            return subprocess.run(command, env={**os.environ, "E2E_URL": url}).returncode
        finally:
            server.terminate()
            server.wait(timeout=20)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
