"""A small app in the place of the service, inside everything that the service is inside of.

Run as a program, it serves itself on a free port, which it prints.
"""

import asyncio
import contextlib
import http.client
import os
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import FileResponse, Response, StreamingResponse
from fastapi.testclient import TestClient

from lstmelody.api import limits, logs, server
from lstmelody.api.pages import Place
from lstmelody.api.wrapping import wrap
from lstmelody.errors import NotFound
from lstmelody.settings import Settings

HERE = "http://127.0.0.1:8000"
TOKEN = "a-token-for-the-tests"
songs = APIRouter(prefix="/api/songs")
gallery = APIRouter(prefix="/api/gallery")
floods: set[str] = set()


@songs.get("")
async def list_songs() -> list[str]:
    return ["one"]


@songs.get("/{song_id}")
async def get_song(song_id: str) -> str:
    raise NotFound(f"There is no song {song_id}.")


@songs.post("", status_code=202)
async def begin_song(bars: int = 4) -> int:
    return bars


@songs.put("")
async def echo(request: Request) -> int:
    return len(await request.body())


@gallery.post("")
async def take_in(request: Request) -> int:
    return sum([len(piece) async for piece in request.stream()])


@songs.get("/{song_id}/wav")
async def get_wav(song_id: str) -> str:
    return song_id


@songs.delete("/{song_id}")
async def break_down(song_id: str) -> None:
    raise ZeroDivisionError(song_id)


@songs.get("/{song_id}/events")
async def stream(request: Request) -> StreamingResponse:
    """Streams until the server stops, and then says so."""

    async def events():
        yield "begun\n"
        await request.app.state.closing.wait()
        yield "stopped\n"

    return StreamingResponse(events())


@songs.get("/{song_id}/flood")
async def flood(song_id: str) -> StreamingResponse:
    """Streams without end; `floods` has who is listening."""

    async def pieces():
        floods.add(song_id)
        try:
            while True:
                yield bytes(65536)
                await asyncio.sleep(0)
        finally:
            floods.remove(song_id)

    return StreamingResponse(pieces())


@songs.get("/{song_id}/trickle")
async def trickle(song_id: str) -> StreamingResponse:
    """Streams a little for ever, 2,000 bytes a second."""

    async def pieces():
        while True:
            yield song_id * 200
            await asyncio.sleep(0.1)

    return StreamingResponse(pieces())


@songs.get("/{song_id}/floods")
async def list_floods() -> list[str]:
    return sorted(floods)


@songs.get("/{song_id}/file")
async def get_file(path: str) -> FileResponse:
    return FileResponse(path)


@songs.get("/{song_id}/whole")
async def get_whole(size: int) -> Response:
    """An answer in one piece."""
    return Response(bytes(size))


@songs.get("/{song_id}/slow")
async def slow() -> str:
    await asyncio.sleep(1)
    return "done"


def app_of(settings: Settings) -> FastAPI:
    """The app, with a page in its data folder where there is one."""
    if settings.data.is_dir():
        (settings.data / "index.html").write_text("the page")
    app = FastAPI()
    app.state.settings = settings
    wrap(app, settings)
    app.include_router(songs)
    app.include_router(gallery)
    app.routes.append(Place(settings.data))
    return app


def client_of(app: FastAPI, *, url: str = HERE, address: str = "127.0.0.1") -> TestClient:
    return TestClient(app, base_url=url, client=(address, 50000), follow_redirects=False)


@contextmanager
def serving(*arguments: str, environment: dict[str, str] | None = None):
    """The app in a process of its own, and its port."""
    process = subprocess.Popen(
        [sys.executable, __file__, *arguments],
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process, int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def asked(port: int, path: str = "/api/songs", *, context: ssl.SSLContext | None = None, **headers):
    """The answer to one GET, and its body."""
    if context:
        line = http.client.HTTPSConnection("localhost", port, timeout=10, context=context)
    else:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(line):
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        return answer, answer.read()


def until_closed(line: socket.socket) -> tuple[bytes, float]:
    """Everything that comes before the other side hangs up, and after how many seconds it does."""
    began = time.monotonic()
    pieces = []
    with contextlib.suppress(ConnectionResetError):
        while piece := line.recv(65536):
            pieces.append(piece)
    return b"".join(pieces), time.monotonic() - began


def main(cert: Path | None = None, key: Path | None = None) -> None:
    server.HEAD_SECONDS = limits.BODY_SECONDS = 0.5
    server.ANSWER_SECONDS = 1.0
    server.MOST_CONNECTIONS, server.TIMES_AT_HOME = 5, 4
    logs.configure("json")
    settings = Settings(data=Path("unused"))
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    server.serve(app_of(settings), listener, cert=cert, key=key)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
