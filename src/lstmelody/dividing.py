"""A MIDI file as several that sound together as it does, so that they can be played side by side.

Each has some of the notes, and of everything else all: notes of one pitch and channel, which end
each other, stay together, and so do drums. Knows channels and how long notes sound. Does not know
what plays them.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from lstmelody import smf

TAIL_BEATS, DRUM_BEATS = 1.0, 0.25
"""For so long a note rings on, and a drum sounds, as far as the work of playing it goes: a note of
the chords took eight times what a drum did (docs/log.md)."""

Voice = tuple[int, int]
"""A channel and a pitch; -1 for all drums."""


def divided(data: bytes, parts: int) -> list[bytes]:
    """At most so many files, whose notes sound about as long; the file itself if it can't be."""
    if parts < 2:
        return [data]
    file, _ = smf.opened(data)
    sounding = _sounding(file)
    groups: list[tuple[int, set[Voice]]] = [(0, set()) for _ in range(min(parts, len(sounding)))]
    if len(groups) < 2:
        return [data]
    for voice, ticks in sounding.most_common():
        groups.sort(key=lambda group: group[0])
        total, voices = groups[0]
        groups[0] = total + ticks, voices | {voice}
    return [smf.written(file, [_of(track, own) for track in file.tracks]) for _, own in groups]


def _voice(event: Any) -> Voice:
    return event.channel, -1 if event.channel == smf.DRUM_CHANNEL else event.note


def _sounding(file: Any) -> Counter[Voice]:
    """For how many ticks the notes of each voice sound together."""
    ticks: Counter[Voice] = Counter()
    for track in file.tracks:
        begun: dict[tuple[int, int], int] = {}
        for tick, event in smf.timed(track):
            if event.type not in ("note_on", "note_off"):
                continue
            key, voice = (event.channel, event.note), _voice(event)
            if (since := begun.pop(key, None)) is not None:
                tail = tick - since + TAIL_BEATS * file.ticks_per_beat
                ticks[voice] += round(DRUM_BEATS * file.ticks_per_beat if voice[1] < 0 else tail)
            if event.type == "note_on" and event.velocity:
                begun[key] = tick
    return ticks


def _of(track: Any, voices: set[Voice]) -> Any:
    """The track with the notes of these voices alone."""
    others = {
        number
        for number, event in enumerate(track)
        if event.type in ("note_on", "note_off") and _voice(event) not in voices
    }
    return smf.without(track, others)
