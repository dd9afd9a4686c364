"""Archives of MIDI become shards: the same each time, without doubles, and whatever happens."""

import errno
import json
import os
import zipfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import numpy as np
import psutil
import pytest

import build
from lstmelody import midi
from lstmelody.corpus import fit, preparing
from lstmelody.corpus.preparing import prepare
from lstmelody.corpus.sieve import DOUBLE
from lstmelody.errors import BadSource, StorageFull
from lstmelody.music import METERS
from lstmelody.shards import open_shards


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Nine files, of which six are songs: the others are a double, a sketch, and no MIDI."""
    folder = tmp_path / "songs"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.mid").write_bytes(midi.write(build.invented(number, bars=8)))
    (folder / "7 again.mid").write_bytes(midi.write(build.invented(0, bars=8), title="Again"))
    (folder / "8 sketch.mid").write_bytes(midi.write(build.invented(8, bars=7)))
    (folder / "9 photo.mid").write_bytes(b"\xff\xd8\xff\xe0JFIF")
    return folder


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards of three files, so that a handful of files is several shards."""
    monkeypatch.setattr(preparing, "PORTION", 3)


def contents(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(data.iterdir())}


def beside(data: Path) -> set[str]:
    return {path.name for path in data.parent.iterdir()} - {"songs", "songs.zip"}


# Preparing


@pytest.mark.usefixtures("small_portions")
def test_every_file_becomes_a_song_or_is_left_out_for_a_reason(folder, tmp_path):
    told: list[int] = []
    report = prepare([folder], tmp_path / "data", progress=lambda done, _: told.append(done))
    assert told == [3, 6, 9]
    assert (report.files, report.songs) == (9, 6)
    assert report.left_out == {DOUBLE: 1, "too few bars": 1, "not MIDI": 1}
    assert report.examples[DOUBLE] == ["7 again.mid"]
    assert report.notes == sum(len(build.invented(number, bars=8)) for number in range(6))
    assert "6 songs" in str(report)
    data = open_shards(tmp_path / "data")
    assert data.report == json.loads(json.dumps(report.to_json()))
    assert sum(report.by_split.values()) == 6
    for song in data.songs("train"):
        number = int(Path(song.name).stem)
        whole = fit.encoded(song.name, build.invented(number, bars=8))
        assert np.array_equal(song.events, whole.events)
        assert song.frame == whole.frame


@pytest.mark.usefixtures("small_portions")
def test_a_run_that_was_stopped_goes_on_and_comes_to_the_same(folder, tmp_path):
    prepare([folder], tmp_path / "whole")

    def stop(done: int, _: int | None) -> None:
        if done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare([folder], tmp_path / "data", progress=stop)
    assert not (tmp_path / "data").exists()
    finished = tmp_path / "data.partial" / "00000.events.npy"
    written = finished.stat().st_ino
    prepare([folder], tmp_path / "data")
    assert contents(tmp_path / "data") == contents(tmp_path / "whole")
    assert (tmp_path / "data" / finished.name).stat().st_ino == written
    assert beside(tmp_path / "data") == {"data", "whole"}


@pytest.mark.usefixtures("small_portions")
def test_a_full_disk_leaves_the_old_data_and_says_so(folder, tmp_path, monkeypatch):
    prepare([folder], tmp_path / "data")
    old = contents(tmp_path / "data")
    (folder / "more.mid").write_bytes(midi.write(build.invented(11, bars=8)))
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", full_after(5))
        with pytest.raises(StorageFull, match="no room left on the disk"):
            prepare([folder], tmp_path / "data")
    assert contents(tmp_path / "data") == old
    report = prepare([folder], tmp_path / "data")
    assert (report.files, report.songs) == (10, 7)
    assert beside(tmp_path / "data") == {"data"}


def full_after(files: int) -> Callable[[int], None]:
    """os.fsync on a disk that has room for so many files."""
    left = count(files, -1)

    def synced(_: int) -> None:
        if next(left) <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return synced


@pytest.mark.usefixtures("small_portions")
def test_what_was_begun_from_other_sources_is_thrown_away(folder, tmp_path):
    stale = tmp_path / "data.partial"
    stale.mkdir()
    (stale / "sources.json").write_text("[]")
    (stale / "00000.json").write_text("{}")
    prepare([folder / "1.mid", folder / "2.mid"], tmp_path / "data")
    names = [song.name for song in open_shards(tmp_path / "data").songs("train")]
    assert names == ["1.mid", "2.mid"]
    assert not stale.exists()


def test_files_of_which_none_is_fit_make_data_without_songs(folder, tmp_path):
    report = prepare([folder / "8 sketch.mid", folder / "9 photo.mid"], tmp_path / "data")
    assert report.songs == 0
    assert report.left_out == {"too few bars": 1, "not MIDI": 1}
    assert list(open_shards(tmp_path / "data").songs("train")) == []


def test_a_damaged_archive_is_reported_and_the_rest_is_kept(folder, tmp_path):
    (tmp_path / "songs.zip").write_bytes(b"PK\x03\x04 and nothing more")
    report = prepare([tmp_path / "songs.zip", folder / "1.mid"], tmp_path / "data")
    assert report.songs == 1
    assert report.left_out == {fit.DAMAGED: 1}
    assert report.examples[fit.DAMAGED] == ["songs.zip"]


def test_a_wrong_source_is_refused_before_anything_is_written(folder, tmp_path):
    with pytest.raises(BadSource, match="nowhere"):
        prepare([folder, tmp_path / "nowhere"], tmp_path / "data")
    assert beside(tmp_path / "data") == set()


def test_data_moved_aside_by_a_run_that_was_killed_comes_back(folder, tmp_path):
    out = tmp_path / "data"
    prepare([folder], out)
    before = (out / "index.json").read_text()
    out.replace(tmp_path / "data.old")
    (tmp_path / "data.partial").mkdir()

    class Killed(Exception): ...

    def kill(*_: object) -> None:
        raise Killed

    with pytest.raises(Killed):
        prepare([folder], out, progress=kill)
    assert (out / "index.json").read_text() == before


@pytest.mark.prove
@pytest.mark.filterwarnings("default")  # Ray's own
def test_a_cluster_writes_the_same_shards_though_a_worker_is_killed(tmp_path, monkeypatch):
    pytest.importorskip("ray", reason="the extra 'cluster' is not installed")
    monkeypatch.setattr(preparing, "PORTION", 200)
    folder = tmp_path / "songs"
    folder.mkdir()
    for number in range(600):
        song = build.invented(number, bars=8, meter=METERS[number % 5])
        (folder / f"{number:03d}.mid").write_bytes(midi.write(song))
    killed: list[str] = []

    def kill_one(done: int, _: int | None) -> None:
        if done == 200:
            found = psutil.Process().children(recursive=True)
            victim = next(each for each in found if each.name().startswith("ray::_do"))
            killed.append(victim.name())
            victim.kill()

    prepare([folder], tmp_path / "here")
    prepare([folder], tmp_path / "there", ray="local", progress=kill_one)
    assert len(killed) == 1
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


@pytest.mark.prove
@pytest.mark.filterwarnings("default")  # Ray's own
def test_a_cluster_reads_an_archive_behind_a_url(folder, tmp_path):
    pytest.importorskip("ray", reason="the extra 'cluster' is not installed")
    fsspec = pytest.importorskip("fsspec")
    with zipfile.ZipFile(tmp_path / "songs.zip", "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    with fsspec.open("memory://far/songs.zip", "wb") as far:
        far.write((tmp_path / "songs.zip").read_bytes())
    prepare([tmp_path / "songs.zip"], tmp_path / "here")
    prepare(["memory://far/songs.zip"], tmp_path / "there", ray="local")
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
