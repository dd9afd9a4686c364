"""A browser fetches of a soundfont what it needs, and keeps that."""

import os

import pytest
from fastapi.testclient import TestClient

from lstmelody.api import fonts
from lstmelody.api.app import create_app
from lstmelody.errors import BadRequest
from lstmelody.settings import Settings


@pytest.fixture
def font(tmp_path):
    path = tmp_path / "own.sf3"
    path.write_bytes(bytes(range(256)) * 20)
    return path


@pytest.fixture
def ask(tmp_path, font):
    """Asks for bytes of the soundfont, of this version or another."""
    app = create_app(Settings(data=tmp_path / "songs", soundfont=font))
    client = TestClient(app, base_url="http://127.0.0.1:8000")

    def asked(piece, version=None):
        known = fonts.installed(font).version
        return client.get(f"/api/soundfont/{piece}", params={"v": version or known})

    return asked


def test_a_piece_of_the_soundfont_is_kept_by_its_address(ask, font):
    piece = ask("100-199")
    assert (piece.status_code, piece.content) == (200, font.read_bytes()[100:200])
    assert "immutable" in piece.headers["cache-control"]
    assert "content-encoding" not in piece.headers
    assert ask("5119-5119").content == b"\xff"


def test_a_piece_of_what_is_no_longer_there_is_refused(ask, font):
    before = fonts.installed(font).version
    font.write_bytes(b"another")
    late = ask("0-3", before)
    assert (late.status_code, late.json()["detail"]) == (
        422,
        "The instruments have been replaced: reload the page.",
    )
    assert ask("0-3").content == b"anot"


def test_a_soundfont_that_is_replaced_while_a_piece_is_read_is_not_mixed_with_another(font):
    found = fonts.installed(font)
    font.write_bytes(b"another")
    with pytest.raises(BadRequest, match="have been replaced"):
        found.piece(0, 3)
    font.unlink()
    with pytest.raises(BadRequest, match="have been replaced"):
        found.piece(0, 3)


@pytest.mark.parametrize("piece", ["0-5120", "5120-5120", "3-2", "4-99999999999", "--1"])
def test_a_piece_that_there_is_not_is_refused(ask, piece):
    assert ask(piece).status_code in (404, 422)


def test_no_piece_is_larger_than_what_is_read_at_once(ask, font):
    os.truncate(font, fonts.PIECE_BYTES + 1)
    assert len(ask(f"1-{fonts.PIECE_BYTES}").content) == fonts.PIECE_BYTES
    assert ask(f"0-{fonts.PIECE_BYTES}").status_code == 422
