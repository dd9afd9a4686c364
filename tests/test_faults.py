"""A program that is killed at any moment leaves a library that is whole, and goes on from there."""

import os
import shutil
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
import sqlalchemy as sa

import build
from lstmelody import files
from lstmelody.blobs import FolderBlobs
from lstmelody.library import Library, Status
from lstmelody.recipe import Recipe
from lstmelody.stored import StoredSong

SONG = build.invented(2, bars=4)
DATA, OWN = b"MThd of a song", b"MThd of somebody"
ADOPTED = UUID(int=7)
NEVER = datetime(2000, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # Python 3.12 and later


def life(library):
    """All that can happen to songs: each step a chance to be killed."""
    start = library.keep_upload(OWN)
    first = library.begin(Recipe(start=start), title="First", bars=4)
    library.advance(first.id, 1, 4)
    library.revise(first.id, Recipe(start=start, seed=1), 4)
    library.finish(first.id, SONG, DATA, model="1")
    second = library.begin(Recipe(), title="Second", bars=4)
    library.delete(second.id)
    library.restore(second.id)
    library.fail(second.id, "Nothing came of it.")
    adopted = StoredSong(ADOPTED, "Adopted", Status.READY, Recipe(), NEVER, 4, 4)
    library.adopt(adopted, SONG, DATA)
    library.delete(first.id)
    library.purge(datetime.now(UTC) + timedelta(days=1))


def killed_at(moment, url, folder):
    """Whether a program that lives through all of it is killed before it ends."""
    child = os.fork()
    if not child:
        _dangerous(moment)
        library = Library(url, FolderBlobs(folder))
        life(library)
        os._exit(0)  # as abruptly, but alive to the end
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def _dangerous(moment):
    """From here on each statement, commit and change of a file counts, and one of them kills."""
    left = moment

    def danger(*_args, **_options):
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    for event in ("before_cursor_execute", "commit"):
        sa.event.listen(sa.Engine, event, danger)
    for owner, name in ((Path, "write_bytes"), (os, "fsync"), (Path, "replace"), (Path, "unlink")):
        setattr(owner, name, _preceded(danger, getattr(owner, name)))


def _preceded(danger, work):
    def both(*args, **options):
        danger()
        return work(*args, **options)

    return both


def assert_whole(url, folder):
    """Each song is ready and has all its files, or will be composed again; nothing is left over."""
    library = Library(url, FolderBlobs(folder))
    assert list(folder.rglob(f"{files.UNFINISHED}*")) == []
    songs = library.page().songs + library.page(deleted=True).songs
    for song in library.page(deleted=True).songs:
        library.restore(song.id)
    for song in songs:
        assert library.find(song.id).error in (None, "Nothing came of it.")
        if song.status == Status.READY:
            assert library.midi(song.id) == DATA
            assert np.array_equal(library.notes(song.id), SONG.notes)
        if song.recipe.start != "pop":
            assert library.upload(song.recipe.start) == OWN
    for song in library.unfinished():
        library.finish(song.id, SONG, DATA, model="1")
    assert_empties(library, folder)


def assert_empties(library, folder):
    for song in library.page().songs:
        library.delete(song.id)
    for _ in range(2):  # strays are found by the first purge
        library.purge(datetime.now(UTC) + timedelta(days=1))
    library.close()
    assert [path for path in folder.rglob("*") if path.is_file() and path.name[0] != "."] == []


def every(database, folder, step):
    moment = 1
    while killed_at(moment, database, folder):
        assert_whole(database, folder)
        shutil.rmtree(folder)
        moment += step
    return moment


def test_a_kill_at_many_a_moment_leaves_a_whole_library(database, tmp_path):
    assert every(database, tmp_path / "files", 4) > 40


@pytest.mark.prove
def test_a_kill_at_any_moment_leaves_a_whole_library(database, tmp_path):
    assert every(database, tmp_path / "files", 1) > 40
