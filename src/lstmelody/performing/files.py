"""MIDI bytes → MIDI bytes with swing, and with the unevenness of hands.

Every event of a file is kept, in its order, and tempos stay where they are: a beat lasts as long as
before. Knows files. Does not know how notes are moved, only that they are.
"""

from __future__ import annotations

from collections import deque
from itertools import accumulate, chain
from typing import Any

import numpy as np

from lstmelody import midi, smf
from lstmelody.errors import BadMidi, TooLarge
from lstmelody.music import Meter, Role
from lstmelody.performing.playing import played
from lstmelody.performing.timeline import UNNAMED, Events, Ints64, Notes

ROLES_BY_NAME = {role.word: int(role) for role in Role}


def performed(data: bytes, *, swing: float = 0.0, humanise: float = 0.0, seed: int = 0) -> bytes:
    """The MIDI file as a band would play it, or `BadMidi`; the very same bytes for nothing asked.

    With `swing` the eighth off the beat comes later, at 1 where the last of a triplet would be, and
    what is between follows; see `swing.swung` for which beats are left alone. With `humanise` notes
    are a little early or late, and louder or softer. The same seed gives the same bytes.
    """
    if not swing and not humanise:
        return data
    file = _parsed(data)
    messages = [*chain.from_iterable(file.tracks)]
    if not messages:
        return smf.written(file, file.tracks)
    events, notes = _events(file, messages), _notes(file)
    tick, velocity = played(events, notes, swing=swing, humanise=humanise, seed=seed)
    clock = [message.type == "set_tempo" for message in messages]
    tick = _whole(events, notes, np.where(clock, events.tick, tick))
    for at, each in zip(notes.start.tolist(), velocity.tolist(), strict=True):
        messages[at].velocity = each
    return smf.written(file, _moved(file, messages, events.track, tick))


def _parsed(data: bytes) -> Any:
    if len(data) > midi.MAX_BYTES:
        most = midi.MAX_BYTES / 1e6
        raise TooLarge(f"A MIDI file of at most {most:.0f} MB can be played.", "file too large")
    if not (data.startswith(b"MThd") or (data.startswith(b"RIFF") and b"MThd" in data[:64])):
        raise BadMidi("This is not a MIDI file: it does not begin like one.", "not MIDI")
    file, _ = smf.opened(data)
    if file.ticks_per_beat <= 0:
        raise BadMidi("This MIDI file counts time in film frames, not in beats.", "no beats")
    return file


def _events(file: Any, messages: list[Any]) -> Events:
    sizes = [len(track) for track in file.tracks]
    waits = ((message.time for message in track) for track in file.tracks)
    ticks = [*chain.from_iterable(map(accumulate, waits))]
    told = sorted(zip(ticks, messages, strict=True), key=lambda pair: pair[0])
    return Events(
        track=np.repeat(np.arange(len(sizes)), sizes),
        tick=np.array(ticks, np.int64),
        ticks_per_beat=file.ticks_per_beat,
        meters=[
            (at, Meter(each.numerator, min(each.denominator, 64)))
            for at, each in told
            if each.type == "time_signature"
        ],
        tempos=[(at, each.tempo) for at, each in told if each.type == "set_tempo" and each.tempo],
    )


def _notes(file: Any) -> Notes:
    """The notes that sound; of those that are held at once the first begun is the first ended."""
    rows: list[list[int]] = []
    first = 0
    for track in file.tracks:
        sound, role, held = first, None, dict[tuple[int, int], deque[int]]()
        for at, message in enumerate(track, first):
            if message.type == "track_name":
                role = ROLES_BY_NAME.get(message.name.strip().lower(), role)
            elif message.type == "program_change":
                sound = at
            elif message.type in ("note_on", "note_off"):
                key = (message.channel, message.note)
                if message.type == "note_on" and message.velocity:
                    held.setdefault(key, deque()).append(len(rows))
                    player = _player(role, message.channel)
                    tone = (message.note, message.velocity)
                    rows.append([at, at, sound, message.channel, player, *tone])
                elif held.get(key):
                    rows[held[key].popleft()][1] = at
        first += len(track)
    return Notes(*np.array(rows, np.int64).reshape(-1, len(Notes._fields)).T)


def _player(role: int | None, channel: int) -> int:
    """Who plays a note: a track may be named after a role, and drums are known by their channel."""
    if channel == smf.DRUM_CHANNEL:
        return Role.DRUMS
    return UNNAMED + channel if role is None else role


def _whole(events: Events, notes: Notes, tick: Ints64) -> Ints64:
    """No note lasts beyond where the same is struck again, no track ends before its last note."""
    begun, ended = tick[notes.start], tick[notes.stop]
    start, stop = events.tick[notes.start], events.tick[notes.stop]
    order = np.lexsort((start, notes.pitch, notes.channel))
    now, then = order[:-1], order[1:]
    again = (notes.channel[now] == notes.channel[then]) & (notes.pitch[now] == notes.pitch[then])
    again &= stop[now] <= start[then]
    ended[now[again]] = np.minimum(ended[now], begun[then])[again]
    tick[notes.stop] = np.maximum(ended, begun)
    tick[notes.start] = begun
    first = np.flatnonzero(np.diff(events.track, prepend=-1))
    last = np.append(first[1:], len(tick)) - 1
    tick[last] = np.maximum.reduceat(tick, first)
    return tick


def _moved(file: Any, messages: list[Any], track_of: Ints64, tick: Ints64) -> list[Any]:
    """The tracks with their events at these ticks, those of one tick in the order they had."""
    for number, track in enumerate(file.tracks):
        own = np.flatnonzero(track_of == number)
        order = own[np.argsort(tick[own], kind="stable")]
        waits = np.diff(tick[order], prepend=0).tolist()
        track[:] = [messages[at] for at in order.tolist()]
        for message, wait in zip(track, waits, strict=True):
            message.time = wait
    return list(file.tracks)
