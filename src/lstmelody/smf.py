"""Standard MIDI Files event by event, so that what is not touched stays as it was.

Through mido, whose meta events are kept byte for byte here where it would read them its own way.
Knows events and ticks. Does not know notes, songs or roles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from itertools import accumulate
from typing import Any

import mido
from mido.midifiles.meta import KeySignatureError, MetaSpec, add_meta_spec

from lstmelody.errors import BadMidi

DRUM_CHANNEL = 9
_DAMAGED = (OSError, EOFError, ValueError, LookupError, TypeError, KeySignatureError)
"""All that mido raises for events that it can't read or write."""
_DECODED = {*range(0x01, 0x08), 0x09, 0x2F, 0x51, 0x58, 0x7F}
"""Kinds of meta events that mido reads whole: texts, ends of tracks, tempos, meters, makers' own.
Of others it refuses some, and of those it doesn't know it loses the ticks before them (1.3.3)."""


class _Raw(MetaSpec):  # type: ignore[misc] # mido carries no types
    """Meta events of a kind that are kept byte for byte."""

    attributes = ("data",)
    defaults = ((),)

    def __init__(self, kind: int) -> None:
        self.type_byte, self.type = kind, f"kind {kind}"

    def decode(self, message: Any, data: list[int]) -> None:
        message.data = tuple(data)

    def encode(self, message: Any) -> list[int]:
        return list(message.data)


for _kind in {*range(256)} - _DECODED:
    add_meta_spec(partial(_Raw, _kind))


def opened(data: bytes) -> tuple[Any, bytes]:
    """The events of a file, and what it has behind the tracks that it tells of; or `BadMidi`."""
    content = BytesIO(data[data.index(b"MThd") :])
    with _whole():
        file = mido.MidiFile(file=content, clip=True)
        if any(event.is_realtime for track in file.tracks for event in track):
            raise ValueError("mido writes none of these")
    return file, content.read() if data.startswith(b"MThd") else b""


def written(file: Any, tracks: Sequence[Any]) -> bytes:
    """The file with other tracks; of format 1 where it can't be of its own."""
    kind = file.type if len(tracks) == len(file.tracks) == 1 else 1
    result = mido.MidiFile(type=kind, ticks_per_beat=file.ticks_per_beat, tracks=[*tracks])
    data = BytesIO()
    with _whole():
        result.save(file=data)
    return data.getvalue()


def timed(track: Any) -> Iterator[tuple[int, Any]]:
    """The events of a track, each with its tick."""
    return zip(accumulate(event.time for event in track), track, strict=True)


def without(track: Any, events: Collection[int | None]) -> Any:
    """The track without some of its events, by number; the others keep their ticks."""
    rest, waited = mido.MidiTrack(), 0
    for index, event in enumerate(track):
        waited += event.time
        if index not in events:
            rest.append(event.copy(time=waited) if waited != event.time else event)
            waited = 0
    return rest


@contextmanager
def _whole() -> Iterator[None]:
    """Say in a sentence that a file has events that mido can't read or write."""
    try:
        yield
    except _DAMAGED as problem:
        raise BadMidi(
            "Some of this MIDI file is damaged or cut short, so that the rest can't be kept as it "
            "is: export it again.",
            "damaged events",
        ) from problem
