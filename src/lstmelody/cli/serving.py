"""Commands that run on: serve, bench.

Know addresses and where the timings are. Do not know what is served or timed.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from lstmelody.cli.speaking import Anything, as_json, make_ready
from lstmelody.errors import BadSetting, Busy, MissingPart


@click.command()
@click.option("--host", help="Address to listen on (127.0.0.1: this computer alone).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (8000).")
def serve(host: str | None, port: int | None) -> None:
    """Serve the page and the API. Stop with Ctrl+C; your songs stay."""
    import uvicorn

    from lstmelody.api.app import create_app
    from lstmelody.engine import Engine
    from lstmelody.settings import Settings

    settings = Settings.from_environment()
    settings = replace(
        settings, host=host or settings.host, port=settings.port if port is None else port
    )
    with _listening(settings.host, settings.port) as listener:
        app = create_app(settings)
        make_ready(Engine.release())
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        click.echo(f"LSTMelody is at http://{shown}:{listener.getsockname()[1]}")
        with suppress(KeyboardInterrupt):  # Ctrl+C is how one stops it, and no failure
            uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens, so that the address we print is answered from the first moment."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=128)
    except socket.gaierror as problem:
        raise BadSetting(f"There is no address {host} to listen on.") from problem
    except OSError as problem:
        raise Busy(
            f"Port {port} of {host} can't be had ({problem.strerror}): choose another with --port."
        ) from problem


@click.command()
@click.argument("sources", nargs=-1, type=Anything, metavar="[SOURCE]...")
@as_json
def bench(sources: tuple[Path, ...], as_json: bool) -> None:
    """Time composing, against baselines on the same machine.

    With archives of MIDI files, time how they are prepared instead.
    """
    code = Path(__file__).parents[3] / "bench"
    if not code.is_dir():
        raise MissingPart("The timings and their baselines run from a checkout of the project.")
    script = [str(code / "preparing.py"), *map(str, sources)] if sources else [str(code)]
    command = [sys.executable, *script, *(["--json"] if as_json else [])]
    raise click.exceptions.Exit(subprocess.run(command).returncode)
