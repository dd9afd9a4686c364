"""Fills a new library for the timings of the page: thousands of songs, and one of 20,000 notes.

    python bench/filling.py FOLDER (prints the id of the long song)

All but the long one are the same few composed songs, by other names: they have no files, so that
they can be listed and seen, but not played.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from lstmelody import composing, midi, starters
from lstmelody.databases import transaction
from lstmelody.engine import Engine
from lstmelody.library import Library
from lstmelody.music import Song
from lstmelody.recipe import Recipe
from lstmelody.stored import Status, StoredSong, finished
from lstmelody.tables import insert

SONGS = 5_000
LONG_BARS = 512
LONG_NOTES = 20_000
WORDS = ["Amber", "Velvet", "Silver", "Hollow", "Midnight", "Quiet", "Neon", "Tide", "Harbour"]


def main(folder: Path) -> None:
    engine = Engine.release()
    composing.make_ready(engine)
    library = Library.local(folder)
    print(long_song(library, engine))
    kinds = [song(engine, Recipe(bars=16, seed=1, start=name)) for name in starters.STARTERS]
    dice = random.Random(1)
    with transaction(library._database) as connection:  # 5,000 songs one by one take a minute
        for number in range(SONGS):
            insert(connection, listed(number, kinds[number % len(kinds)], dice, engine.version))
    library.close()


def song(engine: Engine, recipe: Recipe) -> tuple[Recipe, Song]:
    return recipe, composing.composed(recipe, starters.find(recipe.start), engine)


def listed(number: int, kind: tuple[Recipe, Song], dice: random.Random, version: str) -> StoredSong:
    recipe, composed = kind
    title = f"{' '.join(dice.choices(WORDS, k=2))} {number}"
    created = datetime.now(UTC) - timedelta(minutes=SONGS - number)
    begun = StoredSong(
        *(uuid4(), title, Status.COMPOSING, recipe, created, 0, composed.bars),
        favourite=number % 20 == 0,
    )
    return replace(begun, **finished(composed), model=version)


def long_song(library: Library, engine: Engine) -> UUID:
    """The id of a song of at least so many notes, which can be played."""
    recipe, composed = song(engine, Recipe(bars=LONG_BARS, seed=1, start="pop", drums=1.5))
    assert len(composed) >= LONG_NOTES, f"{len(composed)} notes are not enough"
    begun = library.begin(recipe, title="Long Song", bars=composed.bars)
    library.finish(begun.id, composed, midi.write(composed), model=engine.version)
    return begun.id


if __name__ == "__main__":
    main(Path(sys.argv[1]))
