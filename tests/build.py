"""Makes the songs that tests are about: by hand, by dice and by hypothesis; also shards of them.

Knows music, events and shards. Does not know what is tested.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from hypothesis import strategies as st

from lstmelody import sources
from lstmelody.conditions import frame_of
from lstmelody.corpus import fit
from lstmelody.encoded import Encoded
from lstmelody.events import DURATIONS
from lstmelody.music import METERS, Meter, Note, Role, Song, canonical
from lstmelody.outlines import Brief, by_bar_of, open_outline, outline_of
from lstmelody.parts import Part, Unfolding
from lstmelody.shards import Shards, open_shards, write_index, write_shard

TRIADS = ((0, 4, 7), (2, 5, 9), (5, 9, 12), (7, 11, 14), (9, 12, 16))
MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 11)


def song(*notes: Note, bars: int | None = None, meter: Meter = METERS[0], bpm: float = 120) -> Song:
    """A song of these notes; as many bars as they reach into, where not told."""
    rows = canonical(notes)
    if bars is None:
        bars = int(rows[-1, 0]) // meter.bar_steps + 1 if len(rows) else 0
    return Song(rows, bars=bars, meter=meter, bpm=bpm)


def silence(bars: int = 0) -> Song:
    return song(bars=bars)


def scale(tonic: int = 60, steps: Iterable[int] = MAJOR) -> Song:
    """A lead that plays a scale up to the octave, a quarter note each, the tonic twice as long."""
    rising = [*steps, 12]
    lengths = [24 if step % 12 == 0 else 12 for step in rising]
    onsets = [sum(lengths[:at]) for at in range(len(rising))]
    return song(
        *(
            Note(onset, Role.LEAD, tonic + step, length, 84)
            for onset, step, length in zip(onsets, rising, lengths, strict=True)
        )
    )


def beat(bars: int = 2, meter: Meter = METERS[0]) -> Song:
    """Drums alone: a kick on every bar, a hat on every eighth."""
    eighths = range(0, bars * meter.bar_steps, 6)
    kicks = range(0, bars * meter.bar_steps, meter.bar_steps)
    return song(
        *(Note(onset, Role.DRUMS, 42, 3, 68) for onset in eighths),
        *(Note(onset, Role.DRUMS, 36, 3, 108) for onset in kicks),
        bars=bars,
        meter=meter,
    )


def invented(number: int, bars: int = 16, meter: Meter = METERS[0]) -> Song:
    """A song that no one wrote: four chords over and over, and a melody that changes its end."""
    dice, length = random.Random(number), meter.bar_steps
    key, chords = dice.randrange(12), dice.choices(TRIADS, k=4)
    kick, steps = dice.choice([(0, 24), (0, 18, 24), (0, 12, 24, 36)]), dice.choices(range(3), k=16)
    notes = []
    for bar in range(bars):
        start, chord = bar * length, [key + tone for tone in chords[bar % 4]]
        notes += [Note(start + at, Role.DRUMS, 36, 1, 110) for at in kick if at < length]
        notes += [Note(start + at, Role.DRUMS, 38, 1, 100) for at in (12, 36) if at < length]
        notes += [Note(start + at, Role.DRUMS, 42, 1, 70) for at in range(0, length, 6)]
        notes += [Note(start + at, Role.BASS, 36 + chord[0], 6, 90) for at in range(0, length, 12)]
        notes += [Note(start, Role.CHORDS, 60 + tone, length, 70) for tone in chord]
        if bar % 4 == 3:
            steps[12:] = dice.choices(range(3), k=4)
        melody = zip(range(0, length, 12), steps[bar % 4 * 4 :], strict=False)
        notes += [Note(start + at, Role.LEAD, 72 + chord[step], 12, 90) for at, step in melody]
    return Song(canonical(notes), bars=bars, meter=meter, bpm=dice.randrange(80, 150))


def worn(whole: Song, dice: random.Random, share: float = 0.3) -> Song:
    """The song with some of its notes lost, so that bars repeat each other less than exactly."""
    kept = [dice.random() >= share for _ in range(len(whole))]
    return replace(whole, notes=whole.notes[kept])


@st.composite
def songs(draw: st.DrawFn, most_notes: int = 24) -> Song:
    """Any song on the grid: every meter and role, notes close by, and silences of many bars."""
    meter = draw(st.sampled_from(METERS))
    gaps = st.one_of(
        st.sampled_from([0, 1, 6, 12, 71, 72, 73, meter.bar_steps, 143, 144]), st.integers(0, 700)
    )
    rows = st.tuples(
        gaps,
        st.sampled_from(list(Role)),
        st.integers(0, 127),
        st.one_of(st.sampled_from(DURATIONS.tolist()), st.integers(1, 400)),
        st.integers(1, 127),
    )
    onset, notes = 0, []
    for gap, *rest in draw(st.lists(rows, max_size=most_notes)):
        onset += gap
        notes.append(Note(onset, *rest))
    return song(*notes, meter=meter)


def names(split: str, number: int) -> list[str]:
    """Names of songs that fall into a split, which the hash of a name decides."""
    fitting = (
        name
        for name in (f"No One/Song {n}.mid" for n in count())
        if fit.split_of(sources.work_of(name)) == split
    )
    return list(islice(fitting, number))


def encoded(number: int = 0, bars: int = 8, *, split: str = "train", meter: int = 0) -> Encoded:
    """An invented song as shards hold it."""
    name = f"No One/Song {number}.mid"
    return fit.encoded(name, invented(number, bars, METERS[meter]))._replace(split=split)


def brief(whole: Song, bars: int | None = None, *, by_bar: bool = False) -> Brief:
    """What can be told of a song, of its bars only if asked."""
    outline = outline_of(by_bar_of(whole)) if by_bar else open_outline()
    return Brief(bars or whole.bars, frame_of(whole), outline)


def shards(folder: Path, train: int = 6, held_out: int = 2, bars: int = 8) -> Shards:
    """A folder of prepared data: invented songs in two shards, some of them held out."""
    songs = [encoded(number, bars, meter=number % 5) for number in range(train)]
    for split in ("valid", "test"):
        songs += [encoded(len(songs) + more, bars, split=split) for more in range(held_out)]
    folder.mkdir(parents=True, exist_ok=True)
    halves = {"00000": songs[: train // 2], "00001": songs[train // 2 :]}
    for name, half in halves.items():
        write_shard(folder, name, half, {"report": {}})
    write_index(folder, list(halves), {})
    return open_shards(folder)


def part(given: Song, told: Brief, seed: int = 0, **multipliers: float) -> Part:
    """A song of which so much is given, and as many bars as the brief has are to come."""
    return Part(
        brief=told,
        plan=Unfolding(told.outline),
        given=given,
        first=given.bars,
        last=told.bars or 10**6,
        free=frozenset(Role),
        multipliers={role: multipliers.get(role.word, 1.0) for role in Role},
        warmth=dict.fromkeys(Role, 1.0),
        temperature=1.0,
        top_p=0.97,
        seed=seed,
    )
