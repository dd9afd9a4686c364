"""Texts that a MIDI file carries, found and put in without reading the rest of it.

Knows how a Standard MIDI File writes a text event and a length. Does not know notes, nor what the
texts say.
"""

from __future__ import annotations

_TEXT = b"\xff\x01"


def text_of(data: bytes, beginning: str) -> str | None:
    """The first text event of a file that begins like this, or None."""
    at = data.find(beginning.encode("ascii"))
    while at > 0:
        length, first = _length_before(data, at)
        if data[first - 2 : first] == _TEXT and at + length <= len(data):
            return data[at : at + length].decode("ascii", "replace")
        at = data.find(beginning.encode("ascii"), at + 1)
    return None


def with_text(data: bytes, text: str) -> bytes:
    """A file whose first track begins with a text event (Standard MIDI Files 1.0, FF 01)."""
    if not text:
        return data
    words = text.encode("ascii")
    event = b"\0" + _TEXT + _variable(len(words)) + words
    start = data.index(b"MTrk") + 8
    size = int.from_bytes(data[start - 4 : start], "big") + len(event)
    return data[: start - 4] + size.to_bytes(4, "big") + event + data[start:]


def _variable(number: int) -> bytes:
    """A length as MIDI files write it: seven bits a byte, all but the last with the eighth set."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))


def _length_before(data: bytes, at: int) -> tuple[int, int]:
    """The length that is written right before a place, and where it begins."""
    first, number = at - 1, data[at - 1]
    while first > 0 and data[first - 1] & 0x80:
        first -= 1
        number |= (data[first] & 0x7F) << 7 * (at - 1 - first)
    return number, first
