"""What there is to say of one prepared song: for people as a page of text, for programs as JSON.

Everything comes from what is stored, so that it is what the model is taught. Knows songs as shards
hold them. Does not know where they are stored, nor how they sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstmelody import labels
from lstmelody.conditions import key_name
from lstmelody.corpus.wording import instrument, printable
from lstmelody.encoded import Encoded, song_of
from lstmelody.lookback import LAGS
from lstmelody.music import Role
from lstmelody.outlines import DENSITIES, REGISTERS, Bar

BARS_IN_ROW = 4
BLOCKS = "▁▂▃▄▅▆▇█"
SILENT = "·"
CLOSENESS = " ~~≈="
"""How closely a bar repeats an earlier one: loosely, half, closely, all but exactly."""
PLAN_WORDS = "=4 plays the bar 4 back again, ≈4 nearly, ~4 loosely; · is new"


@dataclass(frozen=True)
class Portrait:
    """A song, its number among all songs, and the bars of it to tell of."""

    number: int
    song: Encoded
    bars: range

    def to_json(self) -> dict[str, Any]:
        song = self.song
        return {
            "number": self.number,
            "name": song.name,
            "work": song.work,
            "style": song.style or None,
            "split": song.split,
            "meter": str(song.meter),
            "meter_inferred": song.meter_inferred,
            "bpm": round(song.bpm, 2),
            "key": key_name(song.key),
            "key_confidence": round(song.key_confidence, 3),
            "bars": song.bars,
            "seconds": round(song_of(song).seconds, 1),
            "polyphony": round(song.polyphony, 2),
            "grid_error_steps": round(song.grid_error, 4),
            "mended_notes": song.mended._asdict(),
            "roles": {role.word: _role(song, role) for role in Role},
            "by_bar": [_bar(song, bar) for bar in self.bars],
        }

    def __str__(self) -> str:
        return "\n".join([*_headlines(self.number, self.song), "", *_rows(self.song, self.bars)])


def _role(song: Encoded, role: Role) -> dict[str, Any]:
    program = song.programs[role]
    return {
        "notes": int((song.events[:, 1] == role).sum()),
        "bars": int((song.by_bar[:, DENSITIES][:, role] > 0).sum()),
        "program": program,
        "program_name": instrument(role, program),
    }


def _bar(song: Encoded, bar: int) -> dict[str, Any]:
    of = Bar(*song.by_bar[bar].tolist())
    return {
        "bar": bar + 1,
        "chords": [labels.chord_name(of.first_chord), labels.chord_name(of.second_chord)],
        "repeats_bars_back": LAGS[of.lag - 1] if of.lag else None,
        "closeness": of.closeness,
        "notes": song.by_bar[bar, DENSITIES].tolist(),
        "mean_pitches": [
            None if pitch == labels.NO_REGISTER else pitch
            for pitch in song.by_bar[bar, REGISTERS].tolist()
        ],
    }


def _headlines(number: int, song: Encoded) -> list[str]:
    meter = f"{song.meter} ({'inferred' if song.meter_inferred else 'read'})"
    key = key_name(song.key)
    sure = f"{key} (by {song.key_confidence:.2f})" if key else "no key"
    minutes, seconds = divmod(round(song_of(song).seconds), 60)
    mended = ", ".join(
        f"{count:,} {kind.replace('_', ' ')}"
        for kind, count in song.mended._asdict().items()
        if count
    )
    return [
        f"{number}  {printable(song.name)}",
        f"  work {printable(song.work)} · {printable(song.style) or 'no style'} · {song.split}",
        f"  {meter} · {song.bpm:g} bpm · {sure} · {song.bars} bars, {minutes}:{seconds:02d}",
        f"  {song.polyphony:.1f} notes at once · {song.grid_error:.3f} steps off the grid · "
        f"mended: {mended or 'nothing'}",
        *(_part(song, role) for role in Role),
    ]


def _part(song: Encoded, role: Role) -> str:
    part = _role(song, role)
    if not part["notes"]:
        return f"  {role.word:<7} does not play"
    return (
        f"  {role.word:<7} {part['notes']:>6,} notes in {part['bars']:>3} bars  "
        f"{part['program_name']}"
    )


def _rows(song: Encoded, bars: range) -> list[str]:
    """A line for every few bars: their chords, what they repeat, and how much each role plays."""
    loudest = song.by_bar[:, DENSITIES].max(axis=0, initial=1).tolist()
    lines = [
        [
            f"{row.start + 1}-{row.stop}" if len(row) > 1 else f"{row.stop}",
            " | ".join(_chords(song, bar) for bar in row),
            " ".join(f"{_repeat(song, bar):<3}" for bar in row),
            *(_spark(song, row, role, loudest[role]) for role in Role),
        ]
        for row in _chunks(bars)
    ]
    head = ["bars", "chords", "plan", *(role.word for role in Role)]
    return [*_aligned([head, *lines]), "", PLAN_WORDS]


def _chunks(bars: range) -> list[range]:
    """Rows that begin where fours of bars begin, however few are asked for."""
    starts = range(bars.start - bars.start % BARS_IN_ROW, bars.stop, BARS_IN_ROW)
    return [range(max(start, bars.start), min(start + BARS_IN_ROW, bars.stop)) for start in starts]


def _chords(song: Encoded, bar: int) -> str:
    first, second = (labels.chord_name(int(each)) for each in song.by_bar[bar, :2])
    return first if first == second else f"{first} {second}"


def _repeat(song: Encoded, bar: int) -> str:
    of = Bar(*song.by_bar[bar].tolist())
    return f"{CLOSENESS[of.closeness]}{LAGS[of.lag - 1]}" if of.lag else SILENT


def _spark(song: Encoded, bars: range, role: Role, most: int) -> str:
    """A block for every bar, as high as the role plays densely; the highest in its fullest bar."""
    counts = song.by_bar[bars.start : bars.stop, DENSITIES][:, role].astype(np.int64)
    heights = np.ceil(counts * len(BLOCKS) / max(1, most)).astype(int) - 1
    return "".join(BLOCKS[each] if each >= 0 else SILENT for each in heights.tolist())


def _aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
