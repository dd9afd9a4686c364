"""A file that is deleted between being found and being sent is not there, and that is no fault."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.responses import FileResponse

from lstmelody.api.app import create_app
from lstmelody.api.sending import FileAnswer
from lstmelody.settings import Settings

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def settings(tmp_path, page):
    (page / "own.sf3").write_bytes(bytes(5000))
    return Settings(data=tmp_path / "data", web=page, soundfont=page / "own.sf3")


@pytest.fixture
def deleted(monkeypatch):
    """Deletes each file when all that is left to do is to send it."""
    send_file = FileResponse.__call__

    async def sent_late(self, *asgi):
        Path(self.path).unlink()
        await send_file(self, *asgi)

    monkeypatch.setattr(FileResponse, "__call__", sent_late)


@pytest.mark.parametrize("asked", [{"Accept-Encoding": "identity"}, {"Range": "bytes=0-1,3-4"}, {}])
@pytest.mark.parametrize("place", ["/songs", "/assets/app-1a2b.js", "/api/soundfont"])
@pytest.mark.usefixtures("deleted")
def test_a_file_that_goes_while_it_is_asked_for_is_not_there(settings, place, asked):
    answer = TestClient(create_app(settings), base_url=HERE).get(place, headers=asked)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == f"There is nothing at {place}."
    assert "immutable" not in answer.headers.get("cache-control", "")


def test_a_file_is_sent_to_its_end_though_it_is_deleted_meanwhile(tmp_path):
    path, data = tmp_path / "song.wav", bytes(range(256)) * 4000
    path.write_bytes(data)
    app = FastAPI()

    @app.get("/file")
    async def get_file():
        return FileAnswer(path)

    async def deleting(scope, receive, send):
        async def hasty(message):
            if message["type"] == "http.response.start":
                path.unlink()
            await send(message)

        await app(scope, receive, hasty)

    assert TestClient(deleting).get("/file").content == data
