"""What is asked of a song, laid on its seat: its part bar by bar, and the notes that are given.

Knows seats, parts and plans. Does not know the network, nor who else is at the desk.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstmelody.asked import Asked
from lstmelody.events import REST, encode
from lstmelody.labels import densities_of
from lstmelody.locks import ALL_TONES, tones_of
from lstmelody.music import Role, Song, beat_steps
from lstmelody.native.seats import BARS, NEVER, PLAYING
from lstmelody.parts import REMEMBERED, Part
from lstmelody.steering import steered, steered_frame

Ints = NDArray[np.int64]


class Playing:
    """A song on a desk: what was played of it so far."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.ended = False
        self.kept = kept_of(part.given)
        self.densities = densities_of(part.given)
        self.heard = 0
        """Events whose notes were taken."""
        self.planned = 0
        """Bars whose plan was laid out."""
        self.asked: dict[int, Asked] = {}
        """What is asked in each of the last `REMEMBERED` bars."""


def sit(song: Playing, seat: Any) -> None:
    """Begin a song on a seat that another may have left."""
    part = song.part
    seat["first_step"] = part.first * part.given.meter.bar_steps
    for name, value in (
        *(("fresh", 1), ("state", PLAYING), ("count", 0), ("gone", 0), ("time", 0)),
        *(("bar", 0), ("sound", 0), ("sound_before", -1), ("alike", 0), ("nats", 0)),
        *(("last_role", -1), ("last_pitch", 0), ("lines", 0), ("kept", 0)),
        *(("ends", 0), ("floor", 0), ("kept_count", len(song.kept))),
        ("bar_steps", part.given.meter.bar_steps),
        ("beat", beat_steps(part.given.meter)),
        ("given", [role in part.brief.given for role in Role]),
        ("free", [role in part.free for role in Role]),
    ):
        seat[name] = value
    _ask(seat, part)


def _ask(seat: Any, part: Part) -> None:
    """What a part asks of a song, on its seat."""
    seat["bars"] = part.brief.bars or 0
    seat["last_step"] = part.last * part.given.meter.bar_steps
    seat["frame"] = steered_frame(part.brief.frame, part.multipliers)
    seat["factors"] = [part.multipliers[role] for role in Role]
    seat["keys_open"] = part.pitches
    seat["home"] = part.home
    seat["voices"] = [part.voices.get(role, 0) for role in Role]
    seat["warmth"] = [part.warmth[role] for role in Role]
    seat["temperature"] = part.temperature
    seat["top_p"] = part.top_p
    seat["turn"] = part.turns[0].step if part.turns else NEVER


def turn(song: Playing, seat: Any) -> None:
    """Go by the part of the next turn, from whose moment on the next note is chosen."""
    seat["floor"] = seat["turn"]
    song.part = song.part.turned()
    _ask(seat, song.part)
    for bar in range(int(seat["floor"]) // song.part.given.meter.bar_steps, song.planned):
        _lay(song, seat, bar)
    seat["state"] = PLAYING


def lay_out(song: Playing, seat: Any) -> None:
    """Have the plan of the bars that may be reached in these rounds on the seat."""
    bar = int(seat["time"]) // song.part.given.meter.bar_steps
    while song.planned < bar + BARS // 2:
        _lay(song, seat, song.planned)
        song.planned += 1


def _lay(song: Playing, seat: Any, bar: int) -> None:
    """Lay the plan of a bar, as it is multiplied now, on the seat."""
    part, place = song.part, bar % BARS
    row, inside = part.plan.row(bar), part.first <= bar < part.last
    seat["plan"][place] = (steered(row, part.multipliers) if inside else row)[0]
    seat["tones"][place] = _tones(part, bar)
    if inside:
        song.asked[bar] = Asked(row, part.multipliers)
        seat["asked"][place] = song.asked[bar].notes
        song.asked.pop(bar - REMEMBERED, None)
    else:
        seat["asked"][place] = song.densities[bar] if bar < len(song.densities) else 0


def _tones(part: Part, bar: int) -> list[int]:
    """The pitch classes for the beats of each half of a bar."""
    at = bar - part.first
    if at < 0 or not part.chords:
        return [ALL_TONES] * 2
    return [tones_of(chord) for chord in part.chords[at % len(part.chords)]]


def kept_of(song: Song) -> Ints:
    """The notes of a song as they are given: (n, `KEPT`)."""
    events = encode(song)
    events = events[events[:, 1] < REST].astype(np.int64)
    time = song.notes[:, :1].astype(np.int64)
    following = np.full((len(events), len(Role)), -1)
    for role in Role:
        own = np.flatnonzero(events[:, 1] == role)
        place = np.searchsorted(own, np.arange(len(events)))
        there = place < len(own)
        following[there, role] = own[place[there]]
    length = song.notes[:, 3:4].astype(np.int64)
    return np.concatenate([time, events[:, 1:], length, following], axis=1)
