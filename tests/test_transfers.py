"""A gallery leaves in one zip and comes back the same; a zip made to trap us is told so."""

import io
import json
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import uuid4

import numpy as np
import pytest

import build
from lstmelody import midi
from lstmelody.blobs import FolderBlobs
from lstmelody.errors import BadRequest
from lstmelody.library import Library, Status
from lstmelody.recipe import Recipe
from lstmelody.songtexts import text_of
from lstmelody.stored import tempos_of
from lstmelody.transfers import Imported, exported, imported

OWN = midi.write(build.invented(9))


@pytest.fixture
def other(tmp_path):
    """An empty gallery to import to."""
    other = Library.local(tmp_path / "other")
    yield other
    other.close()


def composed(library, number=1, **recipe):
    song = library.begin(
        Recipe(seed=number, **recipe), title=f"Café {number}", bars=16, style="pop"
    )
    notes = build.invented(number)
    return library.finish(song.id, notes, midi.write(notes), model="1", delivered={"bass": 0.5})


def zipped(library):
    return io.BytesIO(b"".join(exported(library)))


def changed(file, **parts):
    """A zip of one song with other values in its `song.json`."""
    with zipfile.ZipFile(file) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name in contents if name.endswith(".json"))
    contents[name] = json.dumps(json.loads(contents[name]) | parts).encode()
    return packed(contents)


def packed(contents):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return file


def members(song, text=b"{}", data=OWN):
    return {f"songs/{song}/song.json": text, f"songs/{song}/song.mid": data}


def test_a_gallery_comes_back_the_same(library, other):
    parent = composed(library, 1)
    own = composed(library, 2, start=library.keep_upload(OWN))
    child = library.begin(Recipe(tempo=90), title="Child", bars=16, parent=parent.id, verb="extend")
    library.finish(child.id, build.silence(3), midi.write(build.silence(3)), model="2")
    library.edit(parent.id, favourite=True)
    library.begin(Recipe(), title="not ready", bars=8)
    library.delete(composed(library, 3).id)
    assert imported(other, zipped(library)) == Imported(3, 0, [])
    kept = [song for song in library.page().songs if song.status == Status.READY]
    assert other.page().songs == kept
    for song in kept:
        assert other.midi(song.id) == library.midi(song.id)
        assert np.array_equal(other.notes(song.id), library.notes(song.id))
    assert other.upload(own.recipe.start) == OWN


def test_a_song_whose_tempo_changes_comes_back_as_long(library, other):
    song = library.begin(Recipe(), title="Slower", bars=16)
    notes = replace(build.invented(1), tempos=((100, 61.5), (480, 200.0)))
    library.finish(song.id, notes, midi.write(notes), model="1")
    assert imported(other, zipped(library)) == Imported(1, 0, [])
    assert other.page().songs == library.page().songs
    assert other.find(song.id).seconds == notes.seconds
    assert tempos_of(other.find(song.id), other.midi(song.id)) == notes.all_tempos


def test_a_gallery_from_before_tempos_changed_is_taken_in(library, other):
    song = composed(library)
    old = json.loads(text_of(song, library.notes(song.id), ()))
    del old["tempos"]
    file = packed(members(song.id, json.dumps(old).encode(), library.midi(song.id)))
    assert imported(other, file).added == 1
    assert other.find(song.id).seconds == song.seconds


def test_importing_twice_doubles_nothing(library, other):
    song, file = composed(library), zipped(library)
    assert imported(library, file) == Imported(0, 1, [])
    imported(other, file)
    other.edit(song.id, title="Renamed")
    assert imported(other, file) == Imported(0, 1, [])
    assert [each.title for each in other.page().songs] == ["Renamed"]


def test_the_same_zip_twice_at_the_same_time_doubles_nothing(library, other):
    for number in range(4):
        composed(library, number)
    data, found = zipped(library).getvalue(), []
    threads = [
        Thread(target=lambda: found.append(imported(other, io.BytesIO(data)))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(each.added for each in found) == sum(each.already for each in found) == 4
    assert other.page().total == 4


def test_a_deleted_or_purged_song_comes_back(library):
    song, file = composed(library), zipped(library)
    library.delete(song.id)
    assert imported(library, file) == Imported(1, 0, [])
    library.delete(song.id)
    library.purge(datetime.now(UTC) + timedelta(days=1))
    assert imported(library, file) == Imported(1, 0, [])
    assert library.page().songs == [song]


def test_an_import_that_was_cut_off_is_completed_by_the_next(library, other, monkeypatch):
    song, file = composed(library), zipped(library)
    with monkeypatch.context() as patch:
        patch.setattr(FolderBlobs, "put", interrupted)
        with pytest.raises(KeyboardInterrupt):
            imported(other, file)
    assert other.page().songs == []
    assert imported(other, file) == Imported(1, 0, [])
    assert other.page().songs == [song]


def interrupted(*_):
    raise KeyboardInterrupt


def test_a_song_whose_file_was_lost_is_mended(library, tmp_path):
    song, file = composed(library), zipped(library)
    (tmp_path / "files" / "songs" / str(song.id) / "song.mid").unlink()
    assert imported(library, file) == Imported(1, 0, [])
    assert library.midi(song.id) == midi.write(build.invented(1))


def test_another_song_with_the_same_id_stays_as_it_is(library):
    song, file = composed(library), zipped(library)
    other_file = changed(file, title="Other")
    with zipfile.ZipFile(other_file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(f"songs/{song.id}/song.mid", OWN)
    added, already, [sentence] = imported(library, other_file)
    assert (added, already) == (0, 0)
    assert "another song here" in sentence
    assert library.find(song.id) == song


def test_a_large_gallery_takes_little_memory(library):
    for number in range(30):
        composed(library, number)
    tracemalloc.start()
    size = sum(map(len, exported(library)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 50_000
    assert peak < 3_000_000


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 cut off", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_gallery_is_refused(other, data):
    with pytest.raises(BadRequest, match="This is no zip|no song in it|far more"):
        imported(other, io.BytesIO(data))


def test_a_zip_that_is_cut_off_anywhere_is_refused(library, other):
    composed(library)
    data = zipped(library).getvalue()
    for length in range(0, len(data), 97):
        with pytest.raises(BadRequest):
            imported(other, io.BytesIO(data[:length]))


def test_a_zip_with_rotten_bytes_adds_nothing_that_is_not_whole(library, other):
    song = composed(library)
    data = zipped(library).getvalue()
    for place in range(0, len(data), 211):
        rotten = bytearray(data)
        rotten[place] ^= 0xFF
        try:
            imported(other, io.BytesIO(bytes(rotten)))
        except BadRequest:
            continue
        for each in other.page().songs:
            assert other.midi(each.id) == library.midi(song.id)
            other.delete(each.id)
            other.purge(datetime.now(UTC) + timedelta(days=1))


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "songs/../../x", "C:\\x", "songs\\..\\x", "\\\\host\\x"],
)
def test_a_zip_whose_names_lead_out_of_it_is_refused(other, name):
    with pytest.raises(BadRequest, match="leads out of it"):
        imported(other, packed(members(uuid4()) | {name: b""}))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(other):
    bomb = packed(members(uuid4(), data=bytes(50_000_000)))
    with pytest.raises(BadRequest, match="unpack to far more"):
        imported(other, bomb)


def test_a_file_larger_than_any_song_is_refused(other):
    noise = np.random.default_rng(1).bytes(midi.MAX_BYTES + 1)
    [sentence] = imported(other, packed(members(uuid4(), data=noise))).refused
    assert "no JSON" in sentence or "gallery that we know" in sentence


def test_what_is_beside_the_songs_is_passed_over(library, other):
    composed(library)
    file = zipped(library)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("__MACOSX/._song.json", b"")
    assert imported(other, file).added == 1


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b"[" * 100_000, b"\xff", b'{"lstmelody": 2}'])
def test_a_text_that_is_not_of_a_gallery_is_refused(other, text):
    noise = np.random.default_rng(1).bytes(10_000)  # or it would pack like a bomb
    assert len(imported(other, packed(members(uuid4(), text, noise))).refused) == 1
    assert other.page(deleted=True).total == 0


NOT_A_NUMBER, FAR = float("nan"), 2**31
WRONG = {
    "title": [None, "", 5, "\ud800", "a\0", "x" * 300],
    "created": [None, "yesterday", 5, "0001-01-01T00:00:00+14:00"],
    "recipe": [None, [], {"seed": -1}, {"nothing": 1}, {"form": 5}, {"bars": NOT_A_NUMBER}],
    "bars": [None, -1, 2.5, 10**9, True, "4"],
    "bpm": [None, 0, "fast", 10**400, NOT_A_NUMBER],
    "tempos": [5, [5, 5], [[0, 9], [9]], [[0, 9], [9.5, 9]], [[0, 9], [0, 9]], [[0, 9], [9, 0]]],
    "meter": [None, "5/4", [], 4],
    "notes": [None, 5, [[1, 2]], [[0, 1, 60, 1, "x"]], [[0, 1, 60, 1.5, 90]], [[0, 9, 60, 1, 90]]],
    "parent": ["nobody", 5],
    "verb": [5, "x" * 300, "a\nb"],
    "style": [5, "\ud800"],
    "model": [5, {}],
    "delivered": [[], "all"],
}
WRONG["tempos"] += [[[0, 9], [9, 90], [9, 80]], [[0, 9], [10**9, 90]], [[0, 9]] * 10_001]
WRONG["notes"] += [[[0, 1, 60, 0, 90]], [[-1, 1, 60, 1, 90]], [[FAR, 1, 60, 1, 90]], [[[]]], [None]]


@pytest.mark.parametrize("name", WRONG)
def test_each_value_is_looked_at_before_it_is_kept(library, other, name):
    composed(library)
    file = zipped(library)
    for value in WRONG[name]:
        added, _, refused = imported(other, changed(file, **{name: value}))
        assert (added, len(refused)) == (0, 1), value
        assert refused[0].endswith(".")
    assert other.page(deleted=True).total == 0


def test_letters_that_are_none_are_kept_from_the_database(library, other):
    composed(other)
    odd = {"recipe": {"start": "a\0\ud800"}, "delivered": {"b\0": "\ud800"}}
    assert imported(library, changed(zipped(other), **odd)) == Imported(1, 0, [])
    assert library.page(search="\ud800").songs[0].recipe == Recipe(start="a\0\ud800")


def test_an_upload_that_is_not_what_it_is_named_after_is_refused(library, other):
    song = composed(library, start=library.keep_upload(OWN))
    with zipfile.ZipFile(zipped(library)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents[f"uploads/{song.recipe.start[5:]}.mid"] = midi.write(build.invented(2))
    [sentence] = imported(other, packed(contents)).refused
    assert "not the file that it is named after" in sentence


def test_a_file_that_is_no_midi_is_refused(library, other):
    song = composed(library)
    with zipfile.ZipFile(zipped(library)) as archive:
        text = archive.read(f"songs/{song.id}/song.json")
    [sentence] = imported(other, packed(members(song.id, text, b"MThd"))).refused
    assert sentence.startswith(f"Song {song.id} is left out: ")
