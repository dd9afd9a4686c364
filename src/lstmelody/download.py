"""Fetches a large file over HTTP, so that a bad line costs patience and never what has come.

Knows HTTP: resuming, trying again, and which lengths and answers can be believed. Does not know
what is in the file, beyond the first bytes that whoever asks for it names.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import chain

import httpx2

import lstmelody
from lstmelody import files
from lstmelody.errors import BadDownload, StorageFull
from lstmelody.partial import Mark, Partial

PATIENCE = 6
"""How many tries in a row may bring nothing new: about half a minute of pauses."""
LONGEST_WISH_SECONDS = 600
"""A server that asks for more time than this (Retry-After) is taken leave of."""
COME_AGAIN = {408, 425, 429}
"""Refusals that are meant for now only, as are all of the 500s."""


@dataclass(frozen=True)
class Order:
    """A file that is wanted: where it is, how it begins, and who is told how it goes."""

    url: str
    begins: bytes
    tell: Callable[[int, int | None], None]
    """Is told how many bytes there are, of how many if that is known."""
    say: Callable[[str], None]
    """Is told in a sentence of what went wrong, and is tried again."""
    pause: Callable[[float], None] = time.sleep
    silence_seconds: float = 30
    """How long a server may send nothing at all, or not answer the door."""


class _Again(Exception):
    """A try that failed, and that may go better next time."""

    def __init__(self, sentence: str, wish_seconds: float | None = None) -> None:
        super().__init__(sentence)
        self.wish_seconds = wish_seconds


def fetch(order: Order, partial: Partial) -> None:
    """Bring all of the file, going on where an earlier try stopped.

    It ends, since `PATIENCE` bounds the tries that bring nothing beyond what any has brought.
    """
    idle, furthest = 0, partial.size_bytes
    partial.path.parent.mkdir(parents=True, exist_ok=True)
    with _client(order) as client, files.room_for(partial.path):
        while not partial.complete:
            try:
                _one_try(client, order, partial)
                break
            except _Again as problem:
                idle = 0 if partial.size_bytes > furthest else idle + 1
                furthest = max(furthest, partial.size_bytes)
                if idle == PATIENCE:
                    raise _given_up(problem, partial) from problem
                seconds = _pause_seconds(problem, idle)
                order.say(f"{problem} Trying again in {seconds:.3g} s.")
                order.pause(seconds)


def _client(order: Order) -> httpx2.Client:
    headers = {"User-Agent": f"lstmelody/{lstmelody.__version__}", "Accept-Encoding": "identity"}
    return httpx2.Client(follow_redirects=True, timeout=order.silence_seconds, headers=headers)


def _given_up(problem: _Again, partial: Partial) -> BadDownload:
    advice = "Try the same command later"
    if partial.size_bytes:
        advice = f"{_megabytes(partial.size_bytes)} are kept: the same command goes on from there"
    return BadDownload(
        f"{problem} {PATIENCE} tries brought nothing more. {advice}, or with --from elsewhere."
    )


def _pause_seconds(problem: _Again, idle: int) -> float:
    """As long as the server wishes, or else twice as long each time."""
    if problem.wish_seconds is None:
        return 2.0 ** (idle - 1)
    if problem.wish_seconds > LONGEST_WISH_SECONDS:
        raise BadDownload(
            f"{problem} It asks for {problem.wish_seconds / 60:,.0f} minutes of peace: run the "
            "same command then, and it goes on from there."
        ) from problem
    return problem.wish_seconds


def _one_try(client: httpx2.Client, order: Order, partial: Partial) -> None:
    try:
        with client.stream("GET", order.url, headers=_wanted(order.url, partial)) as answer:
            _take(answer, order, partial)
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.TooManyRedirects) as problem:
        raise BadDownload(f"{order.url} is no address to fetch from: {problem}.") from problem
    except httpx2.ConnectError as problem:
        raise _Again(f"{order.url} can't be reached ({problem}).") from problem
    except httpx2.TimeoutException as problem:
        raise _Again(f"The server was silent for {order.silence_seconds:g} s.") from problem
    except httpx2.TransportError as problem:
        raise _Again(f"The line broke at {_megabytes(partial.size_bytes)}.") from problem


def _wanted(url: str, partial: Partial) -> dict[str, str]:
    """Headers that ask for the rest alone, unless the file has changed since."""
    mark = partial.mark
    if mark is None or not partial.size_bytes:
        return {}
    condition = {"If-Range": mark.validator} if mark.validator and mark.url == url else {}
    return {"Range": f"bytes={partial.size_bytes}-", **condition}


def _take(answer: httpx2.Response, order: Order, partial: Partial) -> None:
    """Writes what an answer brings to where it belongs."""
    pieces = answer.iter_raw()  # not iter_bytes: some servers call .gz an encoding, not a file
    mark = _mark_of(order.url, answer)
    if answer.status_code == 416 and partial.size_bytes == mark.total_bytes:
        return  # the whole is here, whatever length was declared before
    if answer.status_code in (206, 416):
        _check_it_goes_on(answer, mark, partial)
    elif answer.status_code == 200:
        first = _beginning(pieces, order, answer)
        if partial.size_bytes:
            order.say("The file has changed or can't be resumed, and begins anew.")
        partial.begin(mark)
        pieces = chain([first], pieces)
    else:
        raise _refusal(answer)
    _write(pieces, order, partial, total_bytes=mark.total_bytes)


def _mark_of(url: str, answer: httpx2.Response) -> Mark:
    """What an answer says of the whole file, of which it may be a part."""
    if answer.status_code == 200:
        length = answer.headers.get("Content-Length", "")
    else:
        length = answer.headers.get("Content-Range", "").rpartition("/")[2]
    tag = answer.headers.get("ETag", "")  # a weak one (W/) can't be resumed by
    validator = tag if tag.startswith('"') else answer.headers.get("Last-Modified", "")
    return Mark(
        url,
        int(length) if length.isdecimal() else None,
        validator if validator and validator.isascii() else None,
    )


def _check_it_goes_on(answer: httpx2.Response, mark: Mark, partial: Partial) -> None:
    """Only bytes that follow on ours, of a file that is still the same, may be added to them."""
    starts = answer.headers.get("Content-Range", "").startswith(f"bytes {partial.size_bytes}-")
    if not starts or partial.mark is None or not partial.mark.agrees_with(mark):
        partial.forget()
        raise _Again("The file has changed, and begins anew.", wish_seconds=0)


def _beginning(pieces: Iterator[bytes], order: Order, answer: httpx2.Response) -> bytes:
    """The first bytes, looked at before they may take the place of what we have."""
    first = next(pieces, b"")
    if not first or not order.begins.startswith(first[: len(order.begins)]):
        kind = answer.headers.get("Content-Type", "something else").partition(";")[0]
        raise BadDownload(
            f"{order.url} sends no archive but {kind}: open it in a browser to see what is there "
            "(a network may ask you to sign in first), or name another address with --from."
        )
    return first


def _write(
    pieces: Iterable[bytes], order: Order, partial: Partial, *, total_bytes: int | None
) -> None:
    size_bytes = partial.size_bytes
    if total_bytes is not None:
        _need_room(partial, total_bytes - size_bytes)
    with partial.path.open("ab") as file:
        for piece in pieces:
            file.write(piece)
            file.flush()  # what has come has come, even if we are killed
            size_bytes += len(piece)
            order.tell(size_bytes, total_bytes)
    if total_bytes is not None and size_bytes > total_bytes:
        partial.forget()
        raise _Again("The server sent more than there is, and begins anew.")
    if total_bytes is not None and size_bytes < total_bytes:
        raise _Again(f"The server stopped at {_megabytes(size_bytes)}.")


def _need_room(partial: Partial, size_bytes: int) -> None:
    folder = partial.path.parent
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < size_bytes:
        raise StorageFull(
            f"{folder} has room for {_megabytes(free_bytes)}, and {_megabytes(size_bytes)} are "
            "still to come: make room there, or name another folder with --out."
        )


def _refusal(answer: httpx2.Response) -> Exception:
    said = f"{answer.url} answers {answer.status_code} ({answer.reason_phrase})."
    if answer.status_code >= 500 or answer.status_code in COME_AGAIN:
        return _Again(said, _wish_seconds(answer.headers.get("Retry-After", "")))
    return BadDownload(f"{said} The file may have moved: name where it is now with --from.")


def _wish_seconds(retry_after: str) -> float | None:
    """How long a server wants to be left alone: in seconds, or until a date (RFC 9110, 10.2.3)."""
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        seconds = (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):  # no date, or one without a time zone
        return None
    return max(0.0, seconds)


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:,.1f} MB"
