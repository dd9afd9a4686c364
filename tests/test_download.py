"""A file arrives whole over any line, or it is said what to do; and what has come is never lost."""

import email.utils
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import shop
from lstmelody.download import PATIENCE, Order, fetch
from lstmelody.errors import BadDownload, StorageFull
from lstmelody.partial import Partial
from shop import Shop

DATA = b"\x1f\x8b" + bytes(range(256)) * 400
PAGE = b"<!doctype html><title>Sign in</title>" * 20


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server():
    with Shop(DATA) as opened:
        yield opened


class Wanted:
    """An order for the server's file, with all that was told and waited meanwhile."""

    def __init__(self, server: Shop, folder: Path) -> None:
        self.partial = Partial(folder / "archive.tar.gz")
        self.said: list[str] = []
        self.told: list[tuple[int, int | None]] = []
        self.pauses: list[float] = []
        self.order = Order(
            server.url,
            begins=b"\x1f\x8b",
            tell=lambda done, total: self.told.append((done, total)),
            say=self.said.append,
            pause=self.pauses.append,
        )

    def fetch(self) -> bytes:
        fetch(self.order, self.partial)
        return self.partial.path.read_bytes()


@pytest.fixture
def wanted(server, tmp_path):
    return Wanted(server, tmp_path)


def test_a_file_arrives_as_it_is_and_tells_how_far_it_is(server, wanted):
    assert wanted.fetch() == DATA
    assert wanted.told[-1] == (len(DATA), len(DATA))
    assert (wanted.said, wanted.pauses, len(server.visits)) == ([], [], 1)


def test_a_line_that_breaks_again_and_again_costs_no_byte_twice(server, wanted):
    server.faults = [shop.drops_after(5000)] * 2 * PATIENCE
    assert wanted.fetch() == DATA
    assert server.ranges[:2] == [None, "bytes=5000-"]
    assert server.visits[1]["If-Range"] == server.etag
    assert server.served_bytes == len(DATA)
    assert "The line broke at 0.0 MB. Trying again" in wanted.said[0]
    assert len(wanted.pauses) == 2 * PATIENCE


def test_a_cable_that_is_pulled_is_a_line_that_breaks(server, wanted):
    server.faults = [shop.resets_after(50_000)] * 2
    assert wanted.fetch() == DATA
    assert len(server.visits) == 3
    assert all("The line broke" in said for said in wanted.said)


def test_what_has_come_is_kept_for_a_later_command(server, wanted, tmp_path):
    server.faults = [shop.drops_after(60_000)] + [shop.drops_after(0)] * PATIENCE
    with pytest.raises(BadDownload, match="0.1 MB are kept: the same command goes on"):
        wanted.fetch()
    assert wanted.pauses == [0.5, 1, 2, 4, 8, 16]
    assert Wanted(server, tmp_path).fetch() == DATA
    assert server.ranges[-1] == "bytes=60000-"
    assert server.served_bytes == len(DATA)


def test_a_file_that_is_there_already_is_not_asked_for(server, wanted, tmp_path):
    wanted.fetch()
    assert Wanted(server, tmp_path).fetch() == DATA
    assert len(server.visits) == 1


def test_a_server_that_can_not_resume_begins_anew(server, wanted):
    server.faults = [shop.drops_after(5000), shop.ignores_range()]
    assert wanted.fetch() == DATA
    assert wanted.said[-1] == "The file has changed or can't be resumed, and begins anew."


def test_beginning_anew_for_ever_is_given_up(server, wanted):
    server.faults = [shop.ignores_range(up_to=5000)] * 50
    with pytest.raises(BadDownload, match="tries brought nothing more"):
        wanted.fetch()
    assert len(server.visits) == 1 + PATIENCE


def changed_after(server: Shop, size_bytes: int) -> shop.Fault:
    """Drops the line, and replaces the file behind it by another of the same length."""

    def fault(visit: shop.Visit) -> None:
        shop.drops_after(size_bytes)(visit)
        server.data, server.etag = DATA[:2] + DATA[:1:-1], '"second"'

    return fault


@pytest.mark.parametrize("then", [shop.honest, shop.ignores_if_range])
def test_a_file_that_changes_meanwhile_is_never_a_mixture(server, wanted, then):
    server.faults = [changed_after(server, 5000), then]
    assert wanted.fetch() == server.data != DATA
    assert "begins anew" in wanted.said[-1]


def test_the_date_of_the_last_change_serves_where_a_tag_is_weak(server, wanted):
    server.etag, server.modified = 'W/"weak"', "Mon, 01 Feb 2016 10:00:00 GMT"
    server.faults = [shop.drops_after(5000)]
    assert wanted.fetch() == DATA
    assert server.visits[-1]["If-Range"] == server.modified
    assert server.served_bytes == len(DATA)


def test_without_etag_or_date_a_file_is_resumed_while_its_length_stays(server, wanted):
    server.etag = ""
    server.faults = [shop.drops_after(5000)]
    assert wanted.fetch() == DATA
    assert server.visits[-1]["If-Range"] is None
    assert server.served_bytes == len(DATA)


def test_another_address_goes_on_where_the_first_one_stopped(server, wanted, tmp_path):
    server.faults = [shop.drops_after(5000)] + [shop.answers(503)] * PATIENCE
    with pytest.raises(BadDownload, match="503"):
        wanted.fetch()
    with Shop(DATA) as mirror:
        mirror.etag = '"another server has tags of its own"'
        assert Wanted(mirror, tmp_path).fetch() == DATA
        assert mirror.ranges == ["bytes=5000-"]
        assert mirror.visits[0]["If-Range"] is None


def test_a_mark_that_can_not_be_read_is_none(server, wanted, tmp_path):
    (tmp_path / "archive.tar.gz.partial").write_bytes(DATA[:500])
    (tmp_path / "archive.tar.gz.partial.json").write_text('{"url": 1')
    assert wanted.fetch() == DATA
    assert server.ranges == [None]


def test_a_server_that_promises_too_much_is_believed_when_it_says_there_is_no_more(server, wanted):
    server.faults = [shop.promises(longer=1000)]
    assert wanted.fetch() == DATA
    assert server.ranges == [None, f"bytes={len(DATA)}-"]


def test_a_length_that_is_too_short_is_taken_at_its_word(server, wanted):
    server.faults = [shop.promises(longer=-1000)]
    assert wanted.fetch() == DATA[:-1000]  # the check of what came will find it cut short


def test_a_file_of_unknown_length_arrives_and_a_broken_one_goes_on(server, wanted):
    server.faults = [shop.in_chunks(up_to=5000)]
    assert wanted.fetch() == DATA
    assert server.ranges == [None, "bytes=5000-"]
    assert wanted.told[0][1] is None


def test_a_busy_server_is_asked_again_when_it_wishes(server, wanted):
    soon = datetime.now(UTC) + timedelta(seconds=90)
    server.faults = [
        shop.answers(503, Retry_After="7"),
        shop.answers(429, Retry_After=email.utils.format_datetime(soon, usegmt=True)),
        shop.answers(500, Retry_After="when I am better"),
        shop.answers(502),
    ]
    assert wanted.fetch() == DATA
    assert wanted.pauses == [7, pytest.approx(90, abs=5), 4, 8]
    assert "503 (Service Unavailable). Trying again in 7 s." in wanted.said[0]


def test_a_server_that_wishes_for_an_hour_is_left_alone(server, wanted):
    server.faults = [shop.answers(503, Retry_After="3600")]
    with pytest.raises(
        BadDownload, match="asks for 60 minutes of peace: run the same command then"
    ):
        wanted.fetch()
    assert wanted.pauses == []


def test_a_file_that_has_moved_is_followed(server, wanted):
    server.faults = [shop.answers(301, Location="/elsewhere")]
    assert wanted.fetch() == DATA


def test_a_file_that_is_gone_is_not_asked_for_twice(server, wanted):
    server.faults = [shop.answers(404)]
    with pytest.raises(BadDownload, match=r"404 \(Not Found\).*--from"):
        wanted.fetch()
    assert len(server.visits) == 1


@pytest.mark.parametrize("came_bytes", [0, 5000])
def test_a_web_page_is_refused_and_replaces_nothing(server, wanted, tmp_path, came_bytes):
    page = shop.answers(200, PAGE, Content_Type="text/html; charset=utf-8")
    server.faults = [shop.drops_after(came_bytes), page]
    with pytest.raises(BadDownload, match="no archive but text/html.*sign in"):
        wanted.fetch()
    assert Wanted(server, tmp_path).fetch() == DATA
    assert server.served_bytes == len(DATA)


def test_a_file_that_is_called_an_encoding_is_kept_as_it_is(server, wanted):
    server.faults = [shop.answers(200, DATA, Content_Encoding="gzip")]
    assert wanted.fetch() == DATA


def test_a_silent_server_is_not_waited_for(server, wanted):
    wanted.order = replace(wanted.order, silence_seconds=0.2)
    server.faults = [shop.stalls_after(5000)]
    assert wanted.fetch() == DATA
    assert wanted.said == ["The server was silent for 0.2 s. Trying again in 0.5 s."]


def test_a_server_that_is_not_there_is_given_up(wanted):
    wanted.order = replace(wanted.order, url="http://127.0.0.1:9/archive.tar.gz")
    with pytest.raises(BadDownload, match="can't be reached.*Try the same command later"):
        wanted.fetch()
    assert wanted.pauses == [1, 2, 4, 8, 16]


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/archive", "archive.tar.gz", "http://", ""])
def test_an_address_that_is_none_is_said_to_be(wanted, url):
    wanted.order = replace(wanted.order, url=url)
    with pytest.raises(BadDownload, match="is no address to fetch from"):
        wanted.fetch()
    assert wanted.pauses == []


def test_room_is_asked_for_before_it_is_needed(server, wanted):
    server.faults = [shop.promises(longer=1 << 60)]
    with pytest.raises(StorageFull, match="are still to come: make room there, or name another"):
        wanted.fetch()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_disk_that_fills_up_is_said_in_a_sentence(wanted):
    wanted.partial.path.symlink_to("/dev/full")
    with pytest.raises(StorageFull, match="no room left on the disk for archive"):
        wanted.fetch()


FETCH = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests may run where it is ignored
from pathlib import Path
from lstmelody.download import Order, fetch
from lstmelody.partial import Partial
order = Order(sys.argv[1], b"\\x1f\\x8b", tell=lambda *_: None, say=print)
fetch(order, Partial(Path(sys.argv[2])))
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_what_came_before_a_kill_need_not_come_again(server, wanted, how):
    server.faults = [shop.stalls_after(60_000)]
    command = [sys.executable, "-c", FETCH, server.url, str(wanted.partial.target)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as running:
        deadline = time.monotonic() + 30
        while wanted.partial.size_bytes < 60_000 and time.monotonic() < deadline:
            time.sleep(0.01)
        running.send_signal(how)
    assert wanted.fetch() == DATA
    assert server.served_bytes == len(DATA)
