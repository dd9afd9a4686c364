"""A gallery of 50,000 songs is listed and searched in less time than a person notices."""

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import uuid4

import pytest
import sqlalchemy as sa

import build
from lstmelody import tables
from lstmelody.databases import transaction
from lstmelody.library import Sort
from lstmelody.recipe import Recipe
from lstmelody.stored import Status, StoredSong, finished, values_of

SONGS_IN_ALL, AT_A_TIME = 50_000, 5_000
LIMIT_MS = 50
WORDS = ["Amber", "Velvet", "Café", "Silver", "Hollow", "Midnight", "Quiet", "Élan", "Neon", "Tide"]
WORDS += ["Harbour", "Lantern", "Garden", "Avenue", "Mirror", "Station", "Island", "Parade", "Kite"]


def filled(library):
    """The library with 50,000 songs: every 20th a favourite, every 50th deleted."""
    dice = random.Random(1)
    ready = finished(build.invented(1)) | {"delivered": {"bass": 1.0}, "model": "1"}
    for first in range(0, SONGS_IN_ALL, AT_A_TIME):
        songs = [song(number, dice, ready) for number in range(first, first + AT_A_TIME)]
        parted = [tables.parted(values_of(each)) for each in songs]
        details = [
            more | {"song_id": each.id} for each, (_, more) in zip(songs, parted, strict=True)
        ]
        with transaction(library._database) as connection:
            connection.execute(sa.insert(tables.SONGS), [row for row, _ in parted])
            connection.execute(sa.insert(tables.DETAILS), details)


def song(number, dice, ready):
    title = f"{' '.join(dice.choices(WORDS, k=2))} {number}"
    created = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number // 2)
    begun = StoredSong(
        *(uuid4(), title, Status.COMPOSING, Recipe(seed=number), created, 0, 8),
        favourite=number % 20 == 0,
        deleted=created if number % 50 == 1 else None,
    )
    return replace(begun, **ready | {"seconds": dice.uniform(10, 400)})


def deep(library, sort):
    """The cursor of the page in the middle of the list."""
    cursor = None
    for _ in range(50):
        cursor = library.page(limit=500, sort=sort, cursor=cursor).cursor
    return cursor


@pytest.mark.prove
def test_each_list_and_search_of_50_000_songs_takes_less_than_50_ms(library, database):
    filled(library)
    asked = {f"{sort}, first page": {"sort": sort} for sort in Sort}
    asked |= {
        f"{sort}, from the middle": {"sort": sort, "cursor": deep(library, sort)} for sort in Sort
    }
    for sort in Sort:
        asked[f"favourites, {sort}"] = {"favourites": True, "sort": sort}
        asked[f"search of many, {sort}"] = {"search": "cafe", "sort": sort}
        asked[f"search of one, {sort}"] = {"search": "49999", "sort": sort}
        asked[f"search of none, {sort}"] = {"search": "xylophone", "sort": sort}
    asked |= {"deleted": {"deleted": True}}
    took = {name: timed(library, **what) for name, what in asked.items()}
    kind = database.partition(":")[0]
    for name, (total, milliseconds) in took.items():
        print(f"{kind:12} {name:28} {total:6} songs {milliseconds:6.1f} ms")
    slow = {name: each for name, each in took.items() if each[1] >= LIMIT_MS}
    assert not slow


def timed(library, **asked):
    """How many songs a list has, and how long its page takes: the median of 9 times."""
    times = []
    for _ in range(9):
        start = time.perf_counter()
        page = library.page(**asked)
        times.append((time.perf_counter() - start) * 1e3)
    return page.total, median(times)
