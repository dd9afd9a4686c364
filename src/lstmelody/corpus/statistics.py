"""What the songs of prepared data are like, as figures: the content of `report.json`.

Knows what is counted and what people want to know. Does not know how figures are drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstmelody import labels
from lstmelody.conditions import OPEN, key_name
from lstmelody.corpus.counting import Counts, Ints, Table, counted
from lstmelody.corpus.wording import QUALITY_WORDS, instrument
from lstmelody.lookback import LAGS
from lstmelody.music import METERS, STEPS_PER_BEAT, Mended, Role
from lstmelody.shards import SPLITS, Shards

Figures = dict[str, Any]

JSON, HTML = "report.json", "report.html"
"""The files, beside the shards, that figures are kept in: for programs, and for people."""
MOST_PROGRAMS = 8
"""Programs that are named for each role."""
ROUNDED = 4
"""Decimal places of all that is no count."""
SURE_OF_KEY = 0.1
"""The confidence from which a key is counted as a sure one."""

EDGES = {
    "bars_per_song": [*range(0, 257, 8)],
    "minutes_per_song": [each / 4 for each in range(0, 41)],
    "tempo_bpm": [*range(40, 241, 5)],
    "key_confidence": [each / 20 for each in range(0, 13)],
    "polyphony": [each / 2 for each in range(0, 33)],
    "grid_error_steps": [each / 100 for each in range(0, 26)],
}
"""Where the bins of a histogram end; the last one also holds all that is above."""


def figures_of(data: Shards) -> Figures:
    """All that there is to say of prepared data. Units stand in the keys; shares are 0..1."""
    found = counted(data)
    if not found:
        return {"songs": 0, **_left_out(data, 0)}
    table, counts = found
    seconds = _seconds(table.rows)
    return {
        **_totals(data, table, seconds),
        **_left_out(data, len(table.rows)),
        **_spreads(table, seconds),
        **_told(table),
        "roles": {role.word: _role(role, table, counts) for role in Role},
        "role_sets": _role_sets(table.plays),
        "chords": _chords(counts.chord),
        "plan": _plan(counts.repeat),
        "labels": _coverage(table, counts),
        "mended_notes": dict(
            zip(Mended._fields, table.rows["mended"].sum(axis=0, dtype=int).tolist(), strict=True)
        ),
    }


def _seconds(rows: NDArray[Any]) -> NDArray[np.float64]:
    bar_beats = np.array([meter.bar_steps / STEPS_PER_BEAT for meter in METERS])
    seconds: NDArray[np.float64] = rows["bars"] * bar_beats[rows["meter"]] * 60 / rows["bpm"]
    return seconds


def _totals(data: Shards, table: Table, seconds: NDArray[np.float64]) -> Figures:
    split = table.rows["split"]
    notes = int(table.notes.sum())
    on_disk = sum(
        path.stat().st_size for shard in data.shards for path in data.folder.glob(f"{shard.name}.*")
    )
    return {
        "songs": len(split),
        "notes": notes,
        "bars": int(table.rows["bars"].sum()),
        "hours": _rounded(seconds.sum() / 3600),
        "bytes_per_note": _rounded(on_disk / max(1, notes)),
        "splits": {
            name: {
                "songs": int((split == number).sum()),
                "notes": int(table.notes[split == number].sum()),
                "hours": _rounded(seconds[split == number].sum() / 3600),
            }
            for number, name in enumerate(SPLITS)
        },
    }


def _left_out(data: Shards, songs: int) -> Figures:
    """What became of the files; data that does not say was made of nothing but its songs."""
    files = data.report.get("files", songs)
    examples = data.report.get("examples", {})
    reasons = sorted(data.report.get("left_out", {}).items(), key=lambda each: (-each[1], each[0]))
    return {
        "files": files,
        "kept_share": _share(songs, files),
        "left_out": [
            {"reason": reason, "files": count, "examples": examples.get(reason, [])}
            for reason, count in reasons
        ],
    }


def _spreads(table: Table, seconds: NDArray[np.float64]) -> Figures:
    rows = table.rows
    values = {
        "bars_per_song": rows["bars"],
        "minutes_per_song": seconds / 60,
        "tempo_bpm": rows["bpm"],
        "key_confidence": rows["key_confidence"][rows["key"] > 0],
        "polyphony": rows["polyphony"],
        "grid_error_steps": rows["grid_error"],
    }
    return {name: _spread(each, EDGES[name]) for name, each in values.items()}


def _spread(values: NDArray[Any], edges: Sequence[float]) -> Figures:
    """A histogram, and the values that 5, 50 and 95 % of the songs lie below."""
    inside = np.clip(values.astype(np.float64), edges[0], edges[-1])
    low, middle, high = np.percentile(values, [5, 50, 95]) if len(values) else (0, 0, 0)
    return {
        "p5": _rounded(low),
        "median": _rounded(middle),
        "p95": _rounded(high),
        "edges": list(edges),
        "songs": np.histogram(inside, edges)[0].tolist(),
    }


def _told(table: Table) -> Figures:
    """Meters, keys and styles, and how many songs have each."""
    rows = table.rows
    inferred = np.bincount(rows["meter"][rows["meter_inferred"]], minlength=len(METERS))
    meters = zip(METERS, np.bincount(rows["meter"], minlength=len(METERS)), inferred, strict=True)
    keys = np.bincount(rows["key"], minlength=25)
    styles = Counter(style for style in table.styles if style)
    return {
        "exactly_120_bpm": int((rows["bpm"] == 120).sum()),
        "meters": [
            {"meter": str(meter), "songs": int(songs), "inferred": int(guessed)}
            for meter, songs, guessed in meters
        ],
        "keys": [
            {"key": key_name(key), "songs": int(songs)}
            for key, songs in enumerate(keys)
            if key != OPEN
        ],
        "styles": [
            {"style": style, "songs": songs}
            for style, songs in sorted(styles.items(), key=lambda each: (-each[1], each[0]))
        ],
    }


def _role(role: Role, table: Table, counts: Counts) -> Figures:
    pitch, density = counts.pitch[role], counts.notes_per_bar[role]
    plays = table.plays[:, role]
    return {
        "songs": int(plays.sum()),
        "notes": int(pitch.sum()),
        "bars_played_share": _share(int(density[1:].sum()), int(density.sum())),
        "pitch": {**_quantiles(pitch), "notes": pitch.tolist()},
        "notes_per_bar": {**_quantiles(np.r_[0, density[1:]]), "bars": density.tolist()},
        "programs": _programs(role, table.rows["programs"][plays, role]),
    }


def _quantiles(counts: Ints) -> Figures:
    """The values that 5, 50 and 95 % of what was counted lie at or below; 0 where nothing was."""
    below = np.cumsum(counts)
    places = np.searchsorted(below, np.array([0.05, 0.5, 0.95]) * below[-1])
    names = ("p5", "median", "p95")
    return dict(zip(names, places.tolist() if below[-1] else [0, 0, 0], strict=True))


def _programs(role: Role, programs: NDArray[np.uint8]) -> list[Figures]:
    songs = np.bincount(programs, minlength=1)
    most = [int(each) for each in np.argsort(-songs, kind="stable")[:MOST_PROGRAMS] if songs[each]]
    return [
        {"program": each, "name": instrument(role, each), "songs": int(songs[each])}
        for each in most
    ]


def _role_sets(plays: NDArray[np.bool_]) -> list[Figures]:
    """Which roles play together in a song, the most usual first."""
    songs = np.bincount(plays @ (1 << np.arange(len(Role))), minlength=1 << len(Role))
    return [
        {"roles": [role.word for role in Role if each >> role & 1], "songs": int(songs[each])}
        for each in np.argsort(-songs, kind="stable").tolist()
        if songs[each]
    ]


def _chords(counts: Ints) -> Figures:
    by_quality = counts[1:].reshape(-1, 12).sum(axis=1)
    return {
        "half_bars": int(counts.sum()),
        "no_chord_share": _share(int(counts[labels.NO_CHORD]), int(counts.sum())),
        "qualities": [
            {"suffix": suffix, "name": QUALITY_WORDS[suffix], "half_bars": int(by_quality[place])}
            for place, suffix in enumerate(labels.QUALITIES)
        ],
    }


def _plan(counts: Ints) -> Figures:
    """How far back the bar is that a bar repeats, and how closely: 1 is loosely, 4 exactly."""
    return {
        "bars": int(counts.sum()),
        "repeating_share": _share(int(counts[1:].sum()), int(counts.sum())),
        "exactly_share": _share(int(counts[1:, -1].sum()), int(counts.sum())),
        "lags": [
            {"bars_back": back, "bars_by_closeness": row[1:].tolist()}
            for back, row in zip(LAGS, counts[1:], strict=True)
        ],
    }


def _coverage(table: Table, counts: Counts) -> list[Figures]:
    """Of how much each label is known."""
    rows, bars = table.rows, int(counts.repeat.sum())
    styled = sum(map(bool, table.styles))
    sure = rows["key_confidence"] >= SURE_OF_KEY
    covered = [
        ("tempo", "songs", len(rows), len(rows)),
        ("meter, read from the file", "songs", (~rows["meter_inferred"]).sum(), len(rows)),
        ("meter, inferred from the notes", "songs", rows["meter_inferred"].sum(), len(rows)),
        ("key and mode", "songs", (rows["key"] > 0).sum(), len(rows)),
        (f"key, sure by {SURE_OF_KEY:g} or more", "songs", sure.sum(), len(rows)),
        ("polyphony", "songs", (rows["polyphony"] > 0).sum(), len(rows)),
        ("style", "songs", styled, len(rows)),
        ("program of each role that plays", "parts", table.plays.sum(), table.plays.sum()),
        ("notes of each role", "bars", bars, bars),
        ("an earlier bar it repeats", "bars", counts.repeat[1:].sum(), bars),
        ("chord", "half bars", counts.chord[1:].sum(), counts.chord.sum()),
    ]
    return [
        {"label": label, "of": of, "known": int(known), "all": int(all_of)}
        | {"share": _share(int(known), int(all_of))}
        for label, of, known, all_of in covered
    ]


def _share(part: int, whole: int) -> float:
    return _rounded(part / whole) if whole else 0.0


def _rounded(value: float) -> float:
    return round(float(value), ROUNDED)
