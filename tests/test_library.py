"""Songs and their files stay together, and stay: over SQLite and over PostgreSQL."""

import sqlite3
import threading
from collections import deque
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest

import build
from lstmelody import databases
from lstmelody.blobs import FolderBlobs
from lstmelody.errors import (
    BadRecipe,
    BadRequest,
    BadSetting,
    Conflict,
    NotFound,
    StorageFull,
    Unreachable,
)
from lstmelody.library import Library, Sort, Status
from lstmelody.previews import preview
from lstmelody.recipe import Recipe

SONG = build.invented(3, bars=8)
SOON = timedelta(seconds=1)


def begun(library, title="Velvet Harbour", **recipe):
    return library.begin(Recipe(**recipe), title=title, bars=8)


def finished(library, title="Velvet Harbour", **recipe):
    song = begun(library, title, **recipe)
    return library.finish(song.id, SONG, b"MThd of a song", model="1")


def titles(library, **asked):
    return [song.title for song in library.page(**asked).songs]


def now():
    return datetime.now(UTC)


def blobs(tmp_path):
    files = tmp_path / "files"
    return sorted(p.relative_to(files).as_posix() for p in files.rglob("[!.]*") if p.is_file())


def test_a_song_is_kept_with_its_recipe(library):
    parent = uuid4()
    recipe = Recipe(seed=7, start="funk", tempo=100.5)
    song = library.begin(recipe, title=" Café ", bars=8, style="funk", parent=parent, verb="extend")
    assert library.find(song.id) == song
    assert (song.recipe, song.title, song.style) == (recipe, "Café", "funk")
    assert (song.parent, song.verb, song.status) == (parent, "extend", Status.COMPOSING)


def test_a_finished_song_has_its_facts_its_file_and_its_notes(library):
    song = begun(library)
    told = library.finish(
        song.id, SONG, b"MThd", model="1", delivered={"bass": 0.5, "odd": float("nan")}
    )
    assert told == library.find(song.id)
    assert (told.status, told.bars_done, told.bars_total) == (Status.READY, 8, 8)
    assert (told.bpm, told.meter, told.notes, told.model) == (SONG.bpm, "4/4", len(SONG), "1")
    assert (told.seconds, told.preview) == (SONG.seconds, preview(SONG))
    assert told.key.endswith((" major", " minor"))
    assert told.delivered == {"bass": 0.5, "odd": None}
    assert library.midi(song.id) == b"MThd"
    assert np.array_equal(library.notes(song.id), SONG.notes)
    assert library.notes(song.id).dtype == np.int32


def test_a_silent_song_is_kept_too(library):
    song = begun(library)
    assert library.finish(song.id, build.silence(4), b"MThd", model="1").key is None
    assert library.notes(song.id).shape == (0, 5)


def test_progress_is_seen_while_composing(library):
    song = begun(library)
    library.advance(song.id, 3, 9)
    assert (library.find(song.id).bars_done, library.find(song.id).bars_total) == (3, 9)


def test_a_live_change_is_stored_until_the_song_is_ready(library):
    song = begun(library)
    library.revise(song.id, Recipe(seed=1, changes="5 drums 2"), 12)
    assert library.find(song.id).recipe == Recipe(seed=1, changes="5 drums 2")
    assert library.find(song.id).bars_total == 12
    library.finish(song.id, SONG, b"MThd", model="1")
    with pytest.raises(Conflict, match="no longer being composed"):
        library.revise(song.id, Recipe(), 12)
    with pytest.raises(NotFound):
        library.revise(uuid4(), Recipe(), 12)


def test_a_song_that_is_not_ready_has_no_file_yet(library):
    song = begun(library)
    for ask in (library.midi, library.notes):
        with pytest.raises(Conflict, match="still being composed"):
            ask(song.id)
    library.fail(song.id, "The model is missing.\0")
    with pytest.raises(Conflict, match="could not be composed: The model is missing"):
        library.midi(song.id)


def test_a_song_that_is_ready_does_not_fail_any_more(library):
    song = finished(library)
    library.fail(song.id, "Something went wrong.")
    assert library.find(song.id) == song


def test_everything_is_there_after_a_restart(database, tmp_path):
    first = Library(database, FolderBlobs(tmp_path / "files"))
    ready, composing = finished(first), begun(first, seed=1)
    first.close()
    second = Library(database, FolderBlobs(tmp_path / "files"))
    assert second.page().songs == [composing, ready]
    assert second.midi(ready.id) == b"MThd of a song"
    second.close()


def test_a_deleted_song_is_hidden_and_can_be_restored(library):
    song = finished(library)
    library.delete(song.id)
    for ask in (library.find, library.midi, library.notes, library.delete):
        with pytest.raises(NotFound, match=f"There is no song {song.id}"):
            ask(song.id)
    assert (library.page().songs, library.page(deleted=True).total) == ([], 1)
    assert library.page(deleted=True).songs[0].deleted is not None
    assert library.restore(song.id) == library.restore(song.id) == song
    assert library.midi(song.id) == b"MThd of a song"


def test_a_song_deleted_while_it_was_composed_is_unfinished_again_when_restored(library):
    song = begun(library)
    library.delete(song.id)
    with pytest.raises(NotFound):
        library.advance(song.id, 1, 8)
    with pytest.raises(NotFound):
        library.finish(song.id, SONG, b"MThd", model="1")
    with pytest.raises(NotFound):
        library.fail(song.id, "Too late.")
    assert library.unfinished() == []
    library.restore(song.id)
    assert library.unfinished() == [song]


def test_a_purge_takes_old_deleted_songs_with_their_files_and_no_others(library, tmp_path):
    kept, hidden, gone = (finished(library, seed=seed) for seed in range(3))
    library.delete(gone.id)
    moment = now()
    library.delete(hidden.id)
    assert library.purge(moment) == 1
    assert not any(str(gone.id) in name for name in blobs(tmp_path))
    with pytest.raises(NotFound):
        library.restore(gone.id)
    assert library.restore(hidden.id) == hidden
    assert library.midi(kept.id) == library.midi(hidden.id)


def test_an_upload_is_kept_under_its_content_while_a_recipe_names_it(library, tmp_path):
    name = library.keep_upload(b"MThd of somebody")
    assert library.keep_upload(b"MThd of somebody") == name
    assert library.upload(name) == b"MThd of somebody"
    assert len(blobs(tmp_path)) == 1
    song = begun(library, start=name)
    library.purge(now() + SOON)
    assert library.upload(name) == b"MThd of somebody"
    library.delete(song.id)
    library.purge(now() - SOON)
    assert library.upload(name) == b"MThd of somebody"
    library.purge(now() + SOON)
    with pytest.raises(BadRecipe, match="upload it first"):
        library.upload(name)
    assert blobs(tmp_path) == []


def test_an_upload_that_nobody_named_yet_is_kept_for_a_while(library):
    name = library.keep_upload(b"MThd of somebody")
    library.purge(now() - SOON)
    assert library.upload(name)


@pytest.mark.parametrize("name", ["midi:" + "0" * 64, "midi:../../library.db", "midi:", "pop"])
def test_an_upload_that_is_not_there_is_asked_for(library, name):
    with pytest.raises(BadRecipe, match="upload it first"):
        library.upload(name)


def test_no_song_begins_from_an_upload_that_is_not_there(library):
    with pytest.raises(BadRecipe, match="upload it first"):
        begun(library, start="midi:" + "0" * 64)
    assert library.page().total == 0


def test_a_song_is_renamed_and_marked(library):
    song = begun(library)
    assert library.edit(song.id, title=" Paper Kite ").title == "Paper Kite"
    assert library.edit(song.id, favourite=True).favourite
    assert library.edit(song.id).title == "Paper Kite"
    assert titles(library, search="kite", favourites=True) == ["Paper Kite"]
    with pytest.raises(NotFound):
        library.edit(uuid4(), title="Nothing")


@pytest.mark.parametrize("title", ["", " ", "a\0b", "two\nlines", "\ud800", "x" * 201])
def test_a_title_that_cannot_be_shown_is_refused(library, title):
    song = begun(library)
    with pytest.raises(BadRequest, match="title"):
        library.edit(song.id, title=title)


def test_the_longest_title_of_the_widest_letters_is_kept(library):
    song = begun(library)
    widest = library.edit(song.id, title="\ufdfa" * 200)  # a letter that unfolds to 18
    assert library.page(search="\ufdfa", sort=Sort.TITLE).songs == [widest]


def test_titles_are_searched_without_case_and_accents_and_word_for_word(library):
    for title in ("Café Noir", "100% Kite", "a_b", "Größe", "Straße/nah"):
        begun(library, title)
    found = {
        search: titles(library, search=search)
        for search in ("CAFE", "café n", "%", "_", "gross", "STRASSE/", "\\", "\0", "xyz")
    }
    assert found == {
        "CAFE": ["Café Noir"],
        "café n": ["Café Noir"],
        "%": ["100% Kite"],
        "_": ["a_b"],
        "gross": ["Größe"],
        "STRASSE/": ["Straße/nah"],
        "\\": [],
        "\0": titles(library),
        "xyz": [],
    }


def test_each_order_is_walked_page_by_page_to_the_end(library):
    songs = [finished(library, title) for title in ("b", "É", "a", "c", "a")]
    begun(library, "unfinished")
    for sort in Sort:
        whole = library.page(sort=sort).songs
        walked, cursor = [], None
        while not walked or cursor:
            page = library.page(sort=sort, cursor=cursor, limit=2)
            walked, cursor = walked + page.songs, page.cursor
        assert walked == whole
        assert len(whole) == len(songs) + 1
    assert titles(library, sort=Sort.TITLE) == ["a", "a", "b", "c", "É", "unfinished"]
    assert titles(library, sort=Sort.NEWEST) == titles(library, sort=Sort.OLDEST)[::-1]
    assert titles(library, sort=Sort.LONGEST)[-1] == "unfinished"


def test_a_cursor_stays_true_while_songs_come_and_go(library):
    songs = [begun(library, str(number)) for number in range(6)]
    page = library.page(limit=3)
    begun(library, "new")
    library.delete(songs[3].id)  # the one the cursor points to
    assert titles(library, limit=3, cursor=page.cursor) == ["2", "1", "0"]
    assert page.total == 6


@pytest.mark.parametrize("damage", ["", "x", "%", "é", "A" * 5000, "bmV3ZXN0fHg=", "W10="])
def test_a_damaged_cursor_is_refused(library, damage):
    with pytest.raises(BadRequest, match="no place in this list"):
        library.page(cursor=damage)


def test_a_cursor_of_another_list_is_refused(library):
    for number in range(3):
        begun(library, str(number))
    for sort in Sort:
        cursor = library.page(sort=sort, limit=1).cursor
        for other in set(Sort) - {sort}:
            with pytest.raises(BadRequest, match="no place in this list"):
                library.page(sort=other, cursor=cursor)


@pytest.mark.parametrize("limit", [0, -1, 501])
def test_a_page_of_an_odd_size_is_refused(library, limit):
    with pytest.raises(BadRequest, match="from 1 to 500"):
        library.page(limit=limit)


def test_unfinished_songs_come_oldest_first(library):
    songs = [begun(library, seed=seed) for seed in range(3)]
    library.finish(songs[1].id, SONG, b"MThd", model="1")
    assert library.unfinished() == [songs[0], songs[2]]


def test_many_threads_may_begin_and_finish_songs_at_once(library):
    def work():
        for seed in range(3):
            library.advance(finished(library, seed=seed).id, 1, 8)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert library.page().total == 24
    assert {song.status for song in library.page().songs} == {Status.READY}


def test_a_song_whose_file_was_taken_away_is_said_to_lack_it(library, tmp_path):
    song = finished(library)
    (tmp_path / "files" / "songs" / str(song.id) / "song.mid").unlink()
    with pytest.raises(NotFound, match=r"song\.mid"):
        library.midi(song.id)


def test_a_full_database_is_said_in_a_sentence(tmp_path):
    library = Library.local(tmp_path)
    with library._database.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    library._database.dispose()
    with library._database.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StorageFull, match="no room left"):  # the pool gave out that connection
        deque(begun(library, seed=seed) for seed in range(200))
    library.close()


def test_a_database_that_is_kept_busy_is_said_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(databases, "PATIENCE_SECONDS", 0.1)
    library = Library.local(tmp_path)
    other = sqlite3.connect(tmp_path / "library.db")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unreachable, match="keeps the library busy"):
        begun(library)
    other.close()
    assert begun(library)
    library.close()


def test_postgresql_that_is_kept_busy_is_said_in_a_sentence(postgres, tmp_path, monkeypatch):
    monkeypatch.setattr(databases, "PATIENCE_SECONDS", 0.1)
    library = Library(postgres, FolderBlobs(tmp_path))
    song = begun(library)
    with library._database.begin() as other:
        other.exec_driver_sql("LOCK TABLE songs")
        with pytest.raises(Unreachable, match="keeps the library busy"):
            library.find(song.id)
    library.close()


def test_a_database_that_does_not_answer_is_said_in_a_sentence(tmp_path):
    for url in (f"postgresql://nobody@/none?host={tmp_path}", f"sqlite:///{tmp_path}/no/such.db"):
        with pytest.raises(Unreachable, match="does not answer"):
            Library(url, FolderBlobs(tmp_path))


@pytest.mark.parametrize("url", ["mysql://somewhere", "no url", "postgresql://host:port/x"])
def test_a_database_of_another_kind_is_a_bad_setting(tmp_path, url):
    with pytest.raises(BadSetting):
        Library(url, FolderBlobs(tmp_path))


def test_the_local_library_writes_ahead_in_a_folder_of_any_name(tmp_path):
    folder = tmp_path / "my 100%? #music"
    library = Library.local(folder)
    song = finished(library)
    assert (folder / "songs" / str(song.id) / "song.mid").read_bytes() == b"MThd of a song"
    library.close()
    database = sqlite3.connect(folder / "library.db")
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


class Jumping(datetime):
    """A clock that goes back a year, then ahead by ten, and stands still."""

    times = deque()

    @classmethod
    def now(cls, tz=None):
        return cls.times.popleft() if cls.times else datetime(2026, 1, 1, tzinfo=tz)


def test_a_clock_that_jumps_loses_nothing(library, monkeypatch):
    monkeypatch.setattr("lstmelody.library.datetime", Jumping)
    Jumping.times = deque(datetime(year, 1, 1, tzinfo=UTC) for year in (2026, 2025, 2036))
    songs = [begun(library, title) for title in ("now", "back", "ahead", "still", "still")]
    assert {song.id for song in library.unfinished()} == {song.id for song in songs}
    assert titles(library)[0] == "ahead"
    pages, cursor = [], None
    while True:
        page = library.page(limit=1, cursor=cursor)
        pages += page.songs
        if (cursor := page.cursor) is None:
            break
    assert {song.id for song in pages} == {song.id for song in songs}
    for song in songs:
        library.finish(song.id, SONG, b"MThd", model="1")
    library.delete(songs[0].id)
    library.purge(datetime(2025, 6, 1, tzinfo=UTC))  # the clock went back since
    assert library.restore(songs[0].id).title == "now"
    assert library.page().total == len(songs)
