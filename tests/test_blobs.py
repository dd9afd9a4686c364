"""Files are kept whole under their names, in a folder and in an object store alike."""

from urllib.request import Request, urlopen
from uuid import uuid4

import pytest

import build
from lstmelody import files
from lstmelody.blobs import FolderBlobs, blobs_at
from lstmelody.errors import BadSetting, NotFound, Unreachable
from lstmelody.library import Library
from lstmelody.recipe import Recipe


@pytest.fixture
def bucket(object_store, monkeypatch):
    """The address of an empty bucket."""
    for name, value in {
        "AWS_ENDPOINT_URL": object_store,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    name = f"songs-{uuid4()}"
    with urlopen(Request(f"{object_store}/{name}", method="PUT")):
        return f"s3://{name}"


@pytest.fixture(params=["folder", "bucket", "prefix in a bucket"])
def blobs(request, tmp_path):
    if request.param == "folder":
        place = str(tmp_path / "files")
    else:
        place = request.getfixturevalue("bucket") + "/my/gallery" * ("prefix" in request.param)
    opened = blobs_at(place)
    yield opened
    opened.close()


def test_what_is_put_is_got(blobs):
    blobs.put("songs/1/song.mid", b"MThd")
    assert blobs.get("songs/1/song.mid") == b"MThd"
    blobs.put("songs/1/song.mid", b"")
    assert blobs.get("songs/1/song.mid") == b""


@pytest.mark.parametrize("name", ["songs/1/song.mid", "songs/2/song.mid", "songs/1"])
def test_what_was_not_put_is_not_found(blobs, name):
    blobs.put("songs/1/notes", b"1")
    with pytest.raises(NotFound, match=f"no file {name}"):
        blobs.get(name)


def test_names_are_listed_below_a_prefix_and_nowhere_else(blobs):
    names = ["songs/1/song.mid", "songs/1/notes", "songs/12/notes", "uploads/a.mid"]
    for name in names:
        blobs.put(name, b"1")
    assert sorted(blobs.names("songs/1/")) == ["songs/1/notes", "songs/1/song.mid"]
    assert sorted(blobs.names("songs/")) == sorted(names[:3])
    assert list(blobs.names("nothing/")) == []


def test_a_prefix_is_deleted_with_all_below_it_and_no_more(blobs):
    names = ["songs/1/song.mid", "songs/1/notes", "songs/12/notes", "uploads/a.mid", "uploads/b"]
    for name in names:
        blobs.put(name, b"1")
    for prefix in ("songs/1/", "uploads/a.mid", "songs/7/", "uploads/nothing"):
        blobs.delete(prefix)
    assert [*blobs.names("songs/"), *blobs.names("uploads/")] == ["songs/12/notes", "uploads/b"]


def test_a_library_keeps_its_songs_in_an_object_store(bucket, tmp_path):
    place = blobs_at(f"{bucket}/gallery")
    library = Library(f"sqlite:///{tmp_path / 'library.db'}", place)
    own = library.keep_upload(b"MThd of somebody")
    song = library.begin(Recipe(start=own), title="Far Away", bars=8)
    library.finish(song.id, build.invented(1), b"MThd", model="1")
    assert (library.midi(song.id), library.upload(own)) == (b"MThd", b"MThd of somebody")
    library.delete(song.id)
    library.purge(library.page(deleted=True).songs[0].deleted.replace(year=9999))
    library.purge(song.created.replace(year=9999))
    assert [*place.names("songs/"), *place.names("uploads/")] == []
    library.close()


def test_a_bucket_that_is_not_there_is_said_in_a_sentence(bucket):
    blobs = blobs_at(f"{bucket}-there-is-not")
    with pytest.raises(Unreachable, match="object store"):
        blobs.put("songs/1/notes", b"1")


def test_a_store_that_does_not_answer_is_said_in_a_sentence(bucket, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")  # where nothing listens
    for ask in (lambda each: each.get("songs/1/notes"), lambda each: list(each.names("songs/"))):
        with pytest.raises(Unreachable, match="object store"):
            ask(blobs_at(bucket))


@pytest.mark.parametrize("place", ["ftp://somewhere/songs", "gs://bucket"])
def test_a_place_of_another_kind_is_a_bad_setting(place):
    with pytest.raises(BadSetting, match="in a folder or at s3"):
        blobs_at(place)


def test_what_a_kill_left_is_swept_when_nobody_else_writes_to_the_folder(tmp_path):
    left = tmp_path / f"{files.UNFINISHED}1-song.mid"
    left.write_bytes(b"half")
    first = FolderBlobs(tmp_path)
    assert not left.exists()
    left.write_bytes(b"half")
    second = FolderBlobs(tmp_path)  # while the first may be writing it
    assert left.exists()
    first.close()
    second.close()
    FolderBlobs(tmp_path).close()
    assert not left.exists()
