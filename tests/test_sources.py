"""Where MIDI files come from, and what is kept of an archive that is damaged."""

import io
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lstmelody import sources
from lstmelody.errors import BadSource
from lstmelody.sources import Damage, File, files_in, work_of

TARS = {".tar": "", ".tar.gz": "gz", ".tgz": "gz", ".tar.bz2": "bz2", ".tar.xz": "xz"}
SONGS = {f"band/song {number}.mid": random.Random(number).randbytes(40_000) for number in range(6)}
"""Bytes that don't shrink, so that an archive cut in half holds about half of them."""


def zipped(path: Path, songs: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in songs.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, songs: dict[str, bytes]) -> Path:
    compression = TARS["." + path.name.partition(".")[2]]
    with tarfile.open(path, f"w:{compression}") as archive:
        for name, data in songs.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def laid_out(path: Path, songs: dict[str, bytes]) -> Path:
    for name, data in songs.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


PLACES: dict[str, Callable[[Path, dict[str, bytes]], Path]] = {
    "folder": laid_out,
    "songs.zip": zipped,
    **{f"songs{suffix}": tarred for suffix in TARS},
}


@pytest.mark.parametrize("place", PLACES)
def test_every_kind_of_place_is_read_in_order(place, tmp_path):
    mixed = {"band/READ ME.txt": b"not a song", **SONGS, "b.KAR": b"one", "c.midi": b"two"}
    source = PLACES[place](tmp_path / place, mixed)
    wanted = [*SONGS.items(), ("b.KAR", b"one"), ("c.midi", b"two")]
    found = list(files_in(source))
    assert sorted(found) == sorted(File(name, data) for name, data in wanted)
    assert found == list(files_in(source))


def test_a_single_file_is_a_place_too(tmp_path):
    (tmp_path / "One Song.MID").write_bytes(b"MThd")
    assert list(files_in(tmp_path / "One Song.MID")) == [File("One Song.MID", b"MThd")]


@pytest.mark.parametrize("name", ["nowhere", "nowhere.zip", "song.mp3"])
def test_what_is_no_place_is_refused_by_name(name, tmp_path):
    (tmp_path / "song.mp3").write_bytes(b"ID3")
    with pytest.raises(BadSource, match=name):
        files_in(tmp_path / name)


def test_of_a_huge_file_enough_is_handed_on_to_see_that_it_is_huge(tmp_path):
    source = zipped(tmp_path / "songs.zip", {"huge.mid": bytes(sources.MOST_BYTES + 5)})
    [huge] = files_in(source)
    assert len(huge.data) == sources.MOST_BYTES


@pytest.mark.parametrize("suffix", TARS)
def test_a_tar_cut_short_keeps_what_stands_before_the_cut(suffix, tmp_path):
    source = tarred(tmp_path / f"songs{suffix}", SONGS)
    source.write_bytes(source.read_bytes()[:-100_000])
    *read, damage = files_in(source)
    assert damage == Damage(source.name)
    assert read == [File(*song) for song in SONGS.items()][: len(read)]
    # bzip2 packs 900 kB at once, and half a block is none.
    assert len(read) >= (0 if suffix == ".tar.bz2" else 2)


@pytest.mark.parametrize("suffix", [".tar.bz2", ".tar.xz"])  # gzip itself may not notice
def test_a_tar_with_rotten_bytes_is_told_and_not_raised(suffix, tmp_path):
    source = tarred(tmp_path / f"songs{suffix}", SONGS)
    data = bytearray(source.read_bytes())
    for at in range(len(data) // 2, len(data) // 2 + 2000):
        data[at] ^= 0x5A
    source.write_bytes(data)
    assert sum(isinstance(each, Damage) for each in files_in(source)) == 1


@pytest.mark.parametrize("name", ["songs.zip", "songs.tar", "songs.tar.gz", "songs.tar.xz"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", bytes(range(256)) * 8])
def test_an_archive_that_is_none_is_damage(name, content, tmp_path):
    (tmp_path / name).write_bytes(content)
    assert not any(isinstance(each, File) for each in files_in(tmp_path / name))


def test_a_rotten_member_of_a_zip_is_told_and_the_others_are_kept(tmp_path):
    source = zipped(tmp_path / "songs.zip", SONGS)
    data = bytearray(source.read_bytes())
    data[100_000] ^= 0xFF
    source.write_bytes(data)
    found = list(files_in(source))
    names = list(SONGS)
    assert found[2] == Damage(names[2])
    assert [each for each in found if isinstance(each, File)] == [
        File(name, SONGS[name]) for name in names if name != names[2]
    ]


def test_a_zip_without_its_end_is_damage(tmp_path):
    source = zipped(tmp_path / "songs.zip", SONGS)
    source.write_bytes(source.read_bytes()[:-200])
    assert list(files_in(source)) == [Damage("songs.zip")]


@pytest.mark.parametrize(
    ("name", "work"),
    [
        ("The Band/A Song.mid", "the band/a song"),
        ("clean/The Band/A Song.2.mid", "the band/a song"),
        ("A Song.mid", "/a song"),
        ("9/9b0c55d1e2.mid", "9b0c55d1e2"),
        ("TRABCDE128/9b0c55d1e2.mid", "TRABCDE128"),
        ("band/.mid", "band/.mid"),
    ],
)
def test_a_work_is_told_from_the_place_of_a_file(name, work):
    assert work_of(name) == work


def test_versions_of_a_work_belong_together():
    versions = ["Band/Song.mid", "x/Band/Song.1.mid", "Band/song.12.MID"]
    assert len({work_of(name) for name in versions}) == 1


def test_a_member_that_is_locked_or_packed_in_an_unknown_way_is_damage(tmp_path):
    archive = zipped(tmp_path / "songs.zip", {"a.mid": b"MThd", "b.mid": b"MThd"})
    data = bytearray(archive.read_bytes())
    first = data.index(b"PK\x01\x02")
    data[first + 8] |= 1  # the directory says that the first member is encrypted
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 10] = 99  # and that the second is packed by a method no one has
    archive.write_bytes(data)
    assert list(files_in(archive)) == [Damage("a.mid"), Damage("b.mid")]


def test_a_folder_in_a_zip_is_no_file_whatever_its_name(tmp_path):
    archive = zipped(tmp_path / "songs.zip", {"album.mid/": b"", "album.mid/a.mid": b"MThd"})
    assert list(files_in(archive)) == [File("album.mid/a.mid", b"MThd")]
