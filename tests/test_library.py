"""Songs and their files stay together, and stay."""

import sqlite3
import threading
from collections import deque
from uuid import uuid4

import numpy as np
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from lstmelody import files
from lstmelody.errors import BadRecipe, Conflict, NotFound, StorageFull
from lstmelody.library import SONGS, Library, Status
from lstmelody.music import Note, Song, canonical
from lstmelody.recipe import Recipe

SONG = Song(canonical([Note(0, 1, 36, 12, 90)]), bars=8, bpm=90.0)


@pytest.fixture
def library(tmp_path):
    library = Library(tmp_path)
    yield library
    library.close()


def begun(library, **recipe):
    return library.begin(Recipe(**recipe), title="Velvet Harbour", bars=8)


def finished(library, **recipe):
    song = begun(library, **recipe)
    library.finish(song.id, SONG, b"MThd of a song", model="1")
    return library.find(song.id)


def test_a_song_is_kept_with_its_recipe(library):
    song = begun(library, seed=7, start="funk", tempo=100.5)
    assert library.find(song.id) == song
    assert song.recipe == Recipe(seed=7, start="funk", tempo=100.5)
    assert song.status == Status.COMPOSING


def test_songs_are_listed_newest_first_and_unfinished_ones_oldest_first(library):
    songs = [begun(library, seed=seed) for seed in range(3)]
    library.finish(songs[1].id, SONG, b"MThd", model="1")
    assert [song.recipe.seed for song in library.newest_first()] == [2, 1, 0]
    assert [song.recipe.seed for song in library.unfinished()] == [0, 2]


def test_a_finished_song_has_its_facts_and_its_file(library):
    song = finished(library)
    assert (song.status, song.bars_done, song.bars_total) == (Status.READY, 8, 8)
    assert (song.bpm, song.meter, song.notes, song.model) == (90.0, "4/4", 1, "1")
    assert song.seconds == SONG.seconds
    assert library.midi(song.id).read_bytes() == b"MThd of a song"


def test_progress_is_seen_while_composing(library):
    song = begun(library)
    library.advance(song.id, 3, 8)
    assert library.find(song.id).bars_done == 3


def test_a_song_that_is_not_ready_has_no_file_yet(library):
    song = begun(library)
    with pytest.raises(Conflict, match="still being composed"):
        library.midi(song.id)
    library.fail(song.id, "The model is missing.")
    with pytest.raises(Conflict, match="could not be composed: The model is missing"):
        library.midi(song.id)


def test_everything_is_there_after_a_restart(tmp_path):
    first = Library(tmp_path)
    ready, composing = finished(first), begun(first, seed=1)
    first.close()
    second = Library(tmp_path)
    assert second.newest_first() == [composing, ready]
    assert second.midi(ready.id).exists()
    second.close()


def test_a_deleted_song_is_gone_with_its_files(library, tmp_path):
    song = finished(library)
    library.delete(song.id)
    assert list((tmp_path / "songs").iterdir()) == []
    for ask in (library.find, library.midi, library.delete):
        with pytest.raises(NotFound, match=f"There is no song {song.id}"):
            ask(song.id)


def test_whoever_composes_a_deleted_song_is_told(library, tmp_path):
    song = begun(library)
    library.delete(song.id)
    with pytest.raises(NotFound):
        library.advance(song.id, 1, 8)
    with pytest.raises(NotFound):
        library.finish(song.id, SONG, b"MThd", model="1")
    assert list((tmp_path / "songs").iterdir()) == []


def test_a_wav_is_rendered_once_however_many_ask_at_a_time(library):
    song = finished(library)
    rendered, paths = [], []

    def render(data, target):
        rendered.append(data)
        with files.whole(target) as unfinished:
            unfinished.write_bytes(b"RIFF")

    asking = [
        threading.Thread(target=lambda: paths.append(library.wav(song.id, render)))
        for _ in range(8)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert rendered == [b"MThd of a song"]
    assert {path.read_bytes() for path in paths} == {b"RIFF"}


def test_what_a_kill_left_half_written_is_swept_at_the_next_start(tmp_path):
    library = Library(tmp_path)
    folder = library.midi(finished(library).id).parent
    library.close()
    (folder / f"{files.UNFINISHED}1-song.wav").write_bytes(b"half")
    (folder / f"{files.UNFINISHED}2").mkdir()
    Library(tmp_path).close()
    assert [path.name for path in folder.iterdir()] == ["song.mid"]


def test_an_upload_is_kept_once_under_its_content(library, tmp_path):
    name = library.keep_upload(b"MThd of somebody")
    assert library.keep_upload(b"MThd of somebody") == name
    assert name.startswith("midi:")
    assert library.upload(name) == b"MThd of somebody"
    assert len(list((tmp_path / "uploads").iterdir())) == 1


@pytest.mark.parametrize("name", ["midi:" + "0" * 64, "midi:../../library.db", "midi:", "pop"])
def test_an_upload_that_is_not_there_is_asked_for(library, name):
    with pytest.raises(BadRecipe, match="upload it first"):
        library.upload(name)


def test_a_full_database_is_said_in_a_sentence(library):
    with library._database.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limit = f"PRAGMA max_page_count = {pages + 2}"
    library._database.dispose()
    with library._database.connect() as connection:
        connection.exec_driver_sql(limit)  # the pool hands the same connection out again
    with pytest.raises(StorageFull, match="no room left"):
        deque(begun(library, seed=seed) for seed in range(200))


def test_the_database_writes_ahead_and_knows_its_revision(tmp_path):
    Library(tmp_path).close()
    database = sqlite3.connect(tmp_path / "library.db")
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    database.close()


def test_the_migrations_make_the_tables_that_the_library_expects(tmp_path):
    Library(tmp_path).close()
    database = sa.create_engine(f"sqlite:///{tmp_path / 'library.db'}")
    with database.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SONGS.metadata)
    database.dispose()
    assert [each for each in differences if each[0] != "remove_index"] == []


def test_a_song_nobody_asked_for_is_not_found(library):
    with pytest.raises(NotFound):
        library.find(uuid4())


def test_many_threads_may_begin_songs_at_once(library):
    threads = [
        threading.Thread(target=lambda: [begun(library) for _ in range(5)]) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(np.unique([str(song.id) for song in library.newest_first()])) == 40
