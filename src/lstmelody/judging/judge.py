"""The whole scorecard: what is composed, what it is held against, and in which order.

Knows the parts of the scorecard. Does not know how any of them is measured, nor how it is shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path

from lstmelody import unigram
from lstmelody.encoded import Encoded, song_of
from lstmelody.errors import BadData
from lstmelody.files import whole
from lstmelody.judging import copying, memory, songs, telling
from lstmelody.judging.card import Card
from lstmelody.judging.delivered import Trial, delivered
from lstmelody.judging.figures import Figures, Measured, compared, drifted, ended, plain
from lstmelody.judging.songs import Studio
from lstmelody.music import Song, bar_range
from lstmelody.reading import ABREAST
from lstmelody.recipe import Recipe
from lstmelody.scorecard import PLACES, Tally
from lstmelody.shards import Shards, open_shards

JSON, SONGS = "scorecard.json", "songs"
OPENING_BARS = 4
"""Of a real song, so many of its first bars are gone on with: as many as a starter has."""
HELD_OUT = "test"
"""The split of the real songs where none is named."""
Told = Callable[[float, str], None]
"""Told what share is done, and what is being done."""


@dataclass(frozen=True)
class Size:
    """How many songs are judged."""

    songs: int = 200
    bars: int = 64
    long: tuple[tuple[int, int], ...] = ((512, 6), (256, 12))
    """Bars, and how many songs of so many; the longest first, so that no core waits at the end."""
    continued: int = 100
    """Of the real songs, so many are gone on with from their first bars."""
    trial: Trial = Trial()

    @property
    def to_compose(self) -> int:
        """About how many songs that makes."""
        long = sum(count for _, count in self.long)
        return self.songs + long + self.continued + self.trial.songs

    def smaller(self, songs: int) -> Size:
        """The same with so many songs, and as many fewer of the others."""
        share = songs / self.songs
        long = tuple((bars, max(1, round(share * count))) for bars, count in self.long)
        starts = self.trial.starts[: max(1, round(share * len(self.trial.starts)))]
        return replace(
            self,
            songs=songs,
            long=long,
            continued=max(4, round(share * self.continued)),
            trial=replace(self.trial, starts=starts),
        )


@dataclass(frozen=True)
class Real:
    """Real songs that the model has not learned from."""

    data: Shards
    split: str
    size: Size

    def openings(self) -> tuple[list[Encoded], list[Song]]:
        """Songs that are long enough, and their first bars."""
        bars = self.size.bars
        found = songs.real_songs(self.data, self.split, bars, self.size.songs)
        if len(found) < 4:
            raise BadData(
                f"{self.data.folder} has {len(found)} songs of {bars} bars or more in its split "
                f"{self.split!r}, and a scorecard needs at least 4."
            )
        return found, [songs.opening_of(song, bars) for song in found]

    def of_like_length(self, bars: int) -> list[Song]:
        """Whole songs that are at most a third longer, or a quarter shorter."""
        found = songs.real_songs(self.data, self.split, bars * 3 // 4, 10**9)
        like = [song for song in found if song.bars <= bars * 4 / 3]
        return [song_of(song) for song in songs.evenly(like, self.size.songs)]


def judge(
    models: Sequence[str],
    data: Path,
    out: Path,
    *,
    split: str = HELD_OUT,
    size: Size | None = None,
    told: Told = lambda *_: None,
) -> Card:
    """Judge models that can compose, and write all figures to `scorecard.json` in a folder.

    Songs are kept in the same folder, so that what was broken off goes on. Raises `BadData` where
    there is no such model, or no songs to hold it against; `MissingPart` without scikit-learn.
    """
    telling.require()
    real = Real(open_shards(data), split, size or Size())
    versions = [songs.version_of(model) for model in models]
    with songs.processes() as executor:
        whole_songs, openings = real.openings()
        reals = Measured(openings)
        ends = [0.8 * at / len(models) for at in range(len(models) + 1)]
        tells = [_part(told, *some, real.size.to_compose) for some in pairwise(ends)]
        found = [
            _judged(Studio(model, out / SONGS, executor, tell), real, reals)
            for model, tell in zip(models, tells, strict=True)
        ]
        told(0.8, "Bits per note")
        bits = [_bits(model, whole_songs, executor) for model in models]
    told(0.9, "Looking for what was learned by heart")
    real_runs, *runs = _remembered(real, [openings, *(made for made, _ in found)])
    parts = zip(models, versions, bits, found, runs, strict=True)
    card = Card(
        plain(
            {
                "split": split,
                "real_songs": len(openings),
                "bars": real.size.bars,
                "baselines": _baselines(real.data, whole_songs),
                "real_runs": real_runs,
                "models": [
                    {
                        "model": model,
                        "version": version,
                        "bits": tally.to_json(),
                        **measured,
                        "runs": some,
                    }
                    for model, version, tally, (_, measured), some in parts
                ],
            }
        )
    )
    with whole(out / JSON) as path:
        path.write_text(json.dumps(card.to_json(), indent=1) + "\n", encoding="utf-8")
    return card


def _judged(studio: Studio, real: Real, reals: Measured) -> tuple[list[Song], Figures]:
    """The parts of a made song that the model composed, and all that is measured of its songs."""
    size = real.size
    recipes = songs.recipes_of(size.songs, size.bars)
    longer = [songs.recipes_of(count, bars) for bars, count in size.long]
    everything = studio.compose([*sum(longer, []), *recipes])
    made = everything[-len(recipes) :]
    figures = compared(reals, Measured(made))
    figures["drift"] = [drifted(size.bars, real.of_like_length(size.bars), made)]
    for (bars, count), start in zip(size.long, _starts(size.long), strict=True):
        some = everything[start : start + count]
        figures["drift"].append(drifted(bars, real.of_like_length(bars), some))
    figures["drift"].sort(key=lambda each: each["bars"])
    figures["endings"] = ended(real.of_like_length(size.bars), made)
    figures["continued"] = _continued(studio, size, reals.songs)
    figures["delivered"] = delivered(studio.compose, size.trial)
    parts = [songs.composed_part(*each) for each in zip(made, recipes, strict=True)]
    return parts, figures


def _continued(studio: Studio, size: Size, real: Sequence[Song]) -> Figures:
    """Real songs against what the model makes of their first bars, both without those.

    Songs that begin with our few starters are told from others by the starters; these are not.
    """
    real = songs.evenly(real, size.continued)
    opened = min(OPENING_BARS, size.bars // 2)
    recipes = [Recipe(bars=size.bars, seed=number) for number in range(len(real))]
    made = studio.compose(recipes, [bar_range(song, 0, opened) for song in real])
    rest = [[bar_range(song, opened, size.bars) for song in each] for each in (real, made)]
    return compared(*(Measured(each) for each in rest))


def _starts(long: Sequence[tuple[int, int]]) -> list[int]:
    return [sum(count for _, count in long[:at]) for at in range(len(long))]


def _bits(model: str, real: Sequence[Encoded], executor: Executor) -> Tally:
    """Bits per note of whole songs, read side by side in portions of like length."""
    by_length = sorted(real, key=lambda song: -len(song.events))
    portions = [by_length[at : at + ABREAST] for at in range(0, len(real), ABREAST)]
    return _sum(executor.map(songs.bits_of, [model] * len(portions), portions))


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for each in tallies:
        total.songs += each.songs
        total.notes += each.notes
        total.nats += each.nats
        for place in PLACES:
            total.place_nats[place] += each.place_nats[place]
            total.place_notes[place] += each.place_notes[place]
    return total


def _baselines(data: Shards, real: Sequence[Encoded]) -> Figures:
    """Bits per note of what needs no network; nothing where there is nothing to learn from."""
    taught = list(islice(data.songs("train"), unigram.COUNTED_SONGS))
    if not taught:
        return {}
    copier = copying.learn(taught)
    return {
        "unigram": unigram.bits(copier.counts, real).to_json(),
        "copy the bar before": copying.bits(copier, real).to_json(),
    }


def _remembered(real: Real, sets: Sequence[Sequence[Song]]) -> list[list[Figures] | None]:
    """What each song shares with what was learned from; None where that is not there."""
    if not real.data.rows("train"):
        return [None] * len(sets)

    def taught() -> Iterator[tuple[str, list[memory.Line]]]:
        return ((song.name, memory.lines_of_events(song)) for song in real.data.songs("train"))

    runs = iter(memory.longest_runs([song for each in sets for song in each], taught))
    return [[run._asdict() for run in islice(runs, len(each))] for each in sets]


def _part(told: Told, before: float, after: float, songs_expected: int) -> songs.Told:
    """Tells of the songs of one model, asked for in several lots, as a share of all work."""
    finished = 0

    def tell(done: int, total: int) -> None:
        nonlocal finished
        share = min(1.0, (finished + done) / songs_expected)
        told(before + share * (after - before), f"Composing {done:,} of {total:,}")
        finished += total if done == total else 0

    return tell
