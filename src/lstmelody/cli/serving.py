"""Commands that run on: serve, bench.

Know addresses, who has to show a token, and where the timings are. Do not know what is served or
timed.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lstmelody.cli.speaking import Anything, File, as_json, make_ready
from lstmelody.errors import BadSetting, Busy, MissingPart

if TYPE_CHECKING:
    from lstmelody.settings import Settings

GUESTS = "Whoever opens this can compose here, and change and delete your songs."
LEGIBLE = "Others in this network could read along: --tls-cert and --tls-key prevent it."


@click.command()
@click.option("--host", help="Address to listen on (127.0.0.1: this computer alone).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (8000).")
@click.option(
    "--token",
    help="What others have to know to come in; made and kept if they can and none is given. "
    "LSTMELODY_TOKEN keeps it out of the list of processes.",
)
@click.option("--tls-cert", type=File, help="Certificate (PEM) to serve https with.")
@click.option("--tls-key", type=File, help="Its private key (PEM).")
def serve(host: str | None, port: int | None, token: str | None, **tls: Path | None) -> None:
    """Serve the page and the API. Stop with Ctrl+C; your songs stay."""
    from lstmelody import settings as read
    from lstmelody.api import logs, server, tokens
    from lstmelody.api.access import is_loopback
    from lstmelody.api.app import create_app

    given: dict[str, Any] = {"host": host, "port": port, **tls}
    given["token"] = None if token is None else read.token(token)
    given = {name: value for name, value in given.items() if value is not None}
    settings = replace(read.Settings.from_environment(), **given)
    server.check_certificate(settings.tls_cert, settings.tls_key)
    with _listening(settings.host, settings.port) as listener:
        address = listener.getsockname()
        made = None if settings.token or is_loopback(address[0]) else tokens.kept(settings.data)
        app = create_app(replace(settings, token=made or settings.token))
        make_ready()
        _announce(settings, address[1], made)
        logs.configure(settings.log)
        server.serve(app, listener, cert=settings.tls_cert, key=settings.tls_key)


def _announce(settings: Settings, port: int, made: str | None) -> None:
    """Say where we are. A token that was given is known, and is not shown where others may look."""
    scheme = "https" if settings.tls_cert else "http"
    host = _reachable(settings.host)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"LSTMelody is at {scheme}://{shown}:{port}" + (f"/?token={made}" if made else ""))
    if made:
        click.echo(GUESTS)
    if scheme == "http" and (made or settings.token):
        click.echo(LEGIBLE)


def _reachable(host: str) -> str:
    """An address to open in a browser: for all of ours, the one that leads to the network."""
    somewhere = {"0.0.0.0": "192.0.2.1", "::": "2001:db8::1"}.get(host)
    if somewhere is None:
        return host
    try:  # nothing is sent: the system only chooses which of our addresses it would send from
        with socket.socket(
            socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM
        ) as s:
            s.connect((somewhere, 9))
            return str(s.getsockname()[0])
    except OSError:  # no network
        return "localhost"


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
