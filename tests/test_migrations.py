"""An old gallery becomes a new one with all its songs, and no kill leaves it in between."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import build
from lstmelody import databases, midi
from lstmelody.blobs import FolderBlobs
from lstmelody.databases import alone, revisions
from lstmelody.library import Library, Sort, Status
from lstmelody.recipe import Recipe
from lstmelody.tables import METADATA

SONG = build.invented(5)
CREATED = datetime(2026, 5, 1, 12, 30, 15, 250)
RECIPE = Recipe(seed=9, start="funk")


@contextmanager
def reached(url):
    engine = sa.create_engine(databases._parsed(url))
    yield engine
    engine.dispose()


@pytest.fixture
def old(database):
    """The URL of a database of the first revision."""
    with reached(database) as engine, alone(engine) as connection:
        command.upgrade(revisions(connection), "head")  # PostgreSQL's may have none yet
        command.downgrade(revisions(connection), "0001")
    yield database
    with reached(database) as engine, alone(engine) as connection:
        command.upgrade(revisions(connection), "head")


def keep(url, *songs):
    """Songs as the first revision kept them, each told by what is special in it."""
    rows = [
        {
            "id": uuid4(),
            "title": "Velvet Café · funk",
            "status": "ready",
            "recipe": json.dumps(RECIPE.to_json()),
            "created": CREATED,
            **{"bars_done": 16, "bars_total": 16, "seconds": SONG.seconds, "bpm": SONG.bpm},
            **{"meter": "4/4", "notes": len(SONG), "model": "1", "error": None},
        }
        | song
        for song in songs
    ]
    kinds = [sa.bindparam("id", type_=sa.Uuid()), sa.bindparam("created", type_=sa.DateTime())]
    names, places = ", ".join(rows[0]), ", ".join(f":{name}" for name in rows[0])
    insert = sa.text(f"INSERT INTO songs ({names}) VALUES ({places})").bindparams(*kinds)
    with reached(url) as engine, engine.begin() as connection:
        connection.execute(insert, rows)
    return [row["id"] for row in rows]


def differences(url):
    with reached(url) as engine, engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), METADATA)


def test_the_revisions_make_the_tables_that_the_library_knows(old, tmp_path):
    assert differences(old) != []
    Library(old, FolderBlobs(tmp_path / "files")).close()
    assert differences(old) == []


def test_an_old_song_is_there_with_its_recipe_facts_file_and_notes(old, tmp_path):
    [song_id] = keep(old, {})
    folder = tmp_path / "files" / "songs" / str(song_id)
    folder.mkdir(parents=True)
    (folder / "song.mid").write_bytes(midi.write(SONG))
    library = Library(old, FolderBlobs(tmp_path / "files"))
    song = library.find(song_id)
    assert (song.title, song.style, song.status) == ("Velvet Café · funk", "funk", Status.READY)
    assert (song.recipe, song.created) == (RECIPE, CREATED.replace(tzinfo=UTC))
    assert (song.seconds, song.bpm, song.notes) == (SONG.seconds, SONG.bpm, len(SONG))
    assert (song.favourite, song.deleted, song.preview, song.key) == (False, None, None, None)
    assert library.midi(song_id) == midi.write(SONG)
    assert np.array_equal(library.notes(song_id), SONG.notes)
    assert library.page(search="cafe", sort=Sort.LONGEST).songs == [song]
    library.close()


def test_an_old_song_that_was_being_composed_is_composed_again(old, tmp_path):
    composing = {"status": "composing", "seconds": None, "bpm": None, "bars_done": 3}
    [song_id] = keep(old, composing)
    library = Library(old, FolderBlobs(tmp_path))
    assert [song.id for song in library.unfinished()] == [song_id]
    assert library.finish(song_id, SONG, b"MThd", model="1").status == Status.READY
    library.close()


def test_more_old_songs_than_are_carried_at_a_time_all_arrive(old, tmp_path):
    later = (CREATED + timedelta(seconds=second) for second in range(1_001))
    keep(old, *({"created": moment} for moment in later))
    library = Library(old, FolderBlobs(tmp_path))
    assert library.page().total == 1_001
    library.close()


def test_old_uploads_stay_while_a_song_needs_them_and_for_a_while(old, tmp_path):
    strays = [tmp_path / "uploads" / f"{digit * 64}.mid" for digit in "ab"]
    strays[0].parent.mkdir()
    for stray in strays:
        stray.write_bytes(b"MThd")
    keep(old, {"recipe": json.dumps(RECIPE.to_json() | {"start": f"midi:{'a' * 64}"})})
    library = Library(old, FolderBlobs(tmp_path))
    library.purge(datetime.now(UTC))
    assert [stray.exists() for stray in strays] == [True, True]
    library.purge(datetime.now(UTC))
    assert [stray.exists() for stray in strays] == [True, False]
    library.close()


def test_a_migration_that_is_cut_off_leaves_the_old_gallery_whole(old, tmp_path):
    [song_id] = keep(old, {})
    moment = 1
    while cut_off(moment, old, tmp_path):
        moment += 1
    assert moment > 20
    library = Library(old, FolderBlobs(tmp_path))
    assert library.find(song_id).recipe == RECIPE
    library.close()


def cut_off(moment, url, folder):
    """Whether opening a library is cut off before its so many-th statement."""
    left = moment

    def count(*_):
        nonlocal left
        left -= 1
        if not left:
            raise KeyboardInterrupt

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        Library(url, FolderBlobs(folder)).close()
    except KeyboardInterrupt:
        return True
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)
    return False
