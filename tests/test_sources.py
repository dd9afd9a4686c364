"""Where MIDI files come from, and what is kept of an archive that is damaged."""

import gzip
import io
import json
import random
import stat
import sys
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lstmelody import archives, sources
from lstmelody.errors import BadSource, MissingPart
from lstmelody.sources import Damage, File, files_in, stamp, work_of

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
        ("Village People/Y.M.C.A..mid", "village people/y.m.c.a."),
        ("Pink Floyd/Wot's... Uh the Deal.2.mid", "pink floyd/wot's... uh the deal"),
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


# Places that were made to trap us


def member(name: str, data: bytes, size: int | None = None, kind: bytes = tarfile.REGTYPE) -> bytes:
    """A member of a tar, whose header may lie about its size."""
    header = tarfile.TarInfo(name)
    header.size, header.type = len(data) if size is None else size, kind
    return header.tobuf(tarfile.GNU_FORMAT) + data + bytes(-len(data) % 512)


GOOD = member("good.mid", b"MThd")


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
@pytest.mark.parametrize(
    "trap",
    [
        member("film.avi", b"", 100_000_000_000),
        member("name", b"", 100_000_000_000, tarfile.GNUTYPE_LONGNAME),
        member("header", b"", 100_000_000_000, tarfile.XHDTYPE),
        member("header", b"", 100_000_000_000, tarfile.XGLTYPE),
        member("backwards", b"", -1536),
    ],
    ids=["huge member", "huge name", "huge header", "huge header for all", "leads backwards"],
)
def test_an_archive_that_lies_about_sizes_is_given_up_at_once(trap, packed, tmp_path):
    source = tmp_path / "songs.tar"
    source.write_bytes(packed(GOOD + trap + bytes(60_000_000)))
    tracemalloc.start()
    assert list(files_in(source)) == [File("good.mid", b"MThd"), Damage("songs.tar")]
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 30_000_000


def test_an_archive_that_goes_on_without_songs_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_SKIPPED_BYTES", 2800)
    photo, song = member("photo.png", bytes(1000)), File("good.mid", b"MThd")
    (tmp_path / "few.tar").write_bytes((photo * 2 + GOOD) * 3)
    assert list(files_in(tmp_path / "few.tar")) == [song] * 3
    (tmp_path / "many.tar").write_bytes(GOOD + photo * 3 + GOOD)
    assert list(files_in(tmp_path / "many.tar")) == [song, Damage("many.tar")]


@pytest.mark.parametrize("suffix", [".tar.gz", ".tar.xz"])
def test_zeros_without_end_take_little_memory(suffix, tmp_path):
    source = tarred(tmp_path / f"songs{suffix}", {"zeros.mid": bytes(100_000_000), **SONGS})
    tracemalloc.start()
    sizes = [len(each.data) for each in files_in(source)]
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sizes == [sources.MOST_BYTES] + [40_000] * 6
    assert peak_bytes < 5 * sources.MOST_BYTES


def test_a_tar_with_a_broken_header_inside_is_damage(tmp_path):
    (tmp_path / "songs.tar").write_bytes(GOOD + b"\x5a" * 512 + GOOD + bytes(1024))
    assert list(files_in(tmp_path / "songs.tar")) == [
        File("good.mid", b"MThd"),
        Damage("songs.tar"),
    ]


def test_archives_within_archives_are_passed_over(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"a.mid": b"MThd"}).read_bytes()
    songs = {"inner.zip": inner, "b.mid": b"MThd"}
    for source in (zipped(tmp_path / "outer.zip", songs), tarred(tmp_path / "outer.tar", songs)):
        assert list(files_in(source)) == [File("b.mid", b"MThd")]


def test_links_in_archives_are_passed_over(tmp_path):
    with tarfile.open(tmp_path / "songs.tar", "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            link = tarfile.TarInfo("link.mid")
            link.type, link.linkname = kind, "/etc/passwd"
            archive.addfile(link)
    with zipfile.ZipFile(tmp_path / "songs.zip", "w") as archive:
        link = zipfile.ZipInfo("link.mid")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert not list(files_in(tmp_path / "songs.tar"))
    assert not list(files_in(tmp_path / "songs.zip"))


@pytest.mark.parametrize("kind", ["songs.zip", "songs.tar"])
@pytest.mark.parametrize("name", ["../../up.mid", "/etc/root.mid", "C:/windows.mid"])
def test_names_that_lead_elsewhere_are_only_names(name, kind, tmp_path):
    place = tmp_path / "deep" / "down"
    place.mkdir(parents=True)
    source = PLACES[kind](place / kind, {name: b"MThd"})
    assert [each.data for each in files_in(source)] == [b"MThd"]
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {source}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (b"Bj\xc3\xb6rk/J\xc3\xb3ga.mid", "Bj\u00f6rk/J\u00f3ga.mid"),
        (b"Beyonc\xe9/Halo.mid", "Beyonc\u00e9/Halo.mid"),
        ("Beyonce\u0301/Halo.mid".encode(), "Beyonc\u00e9/Halo.mid"),
        (b"a\x1b[31m\n.mid", "a\ufffd[31m\ufffd.mid"),
        ("\u202ecod.mid".encode(), "\ufffdcod.mid"),
    ],
)
def test_names_can_be_shown_and_written_whatever_their_bytes(written, shown, tmp_path):
    name = written.decode("utf-8", "surrogateescape")
    (tmp_path / "songs.tar").write_bytes(member(name, b"MThd"))
    folder = tmp_path / "folder"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_bytes(b"MThd")
    for source in (tmp_path / "songs.tar", folder):
        [file] = files_in(source)
        assert file == File(shown, b"MThd")
        assert json.dumps(file.name, ensure_ascii=False).encode()


def test_a_zip_from_windows_has_folders_too(tmp_path):
    source = zipped(tmp_path / "songs.zip", {"Artist/Title.mid": b"MThd"})
    source.write_bytes(source.read_bytes().replace(b"Artist/", b"Artist\\"))
    assert list(files_in(source)) == [File("Artist/Title.mid", b"MThd")]


def test_links_in_a_folder_lead_to_files_but_never_round_in_circles(tmp_path):
    outside = laid_out(tmp_path / "outside", {"far.mid": b"far"})
    folder = laid_out(tmp_path / "songs", {"a.mid": b"near"})
    (folder / "round").symlink_to(folder)
    (folder / "away").symlink_to(outside)
    (folder / "itself.mid").symlink_to(folder / "itself.mid")
    (folder / "lost.mid").symlink_to(folder / "nothing.mid")
    (folder / "device.mid").symlink_to("/dev/zero")
    (folder / "linked.mid").symlink_to(outside / "far.mid")
    assert list(files_in(folder)) == [File("a.mid", b"near"), File("linked.mid", b"far")]


def test_a_folder_is_read_in_the_order_of_names_however_deep(tmp_path):
    names = ["a/b.mid", "a.mid", "b/" * 300 + "c.mid", "b.mid", "a b/c.mid", "B/a.mid"]
    folder = laid_out(tmp_path / "songs", dict.fromkeys(names, b"MThd"))
    inside_out = sorted(Path(name).parts for name in names)
    assert [Path(each.name).parts for each in files_in(folder)] == inside_out


# Places behind a URL


@pytest.fixture
def memory():
    """A distant place, of which fsspec has one in memory."""
    system = pytest.importorskip("fsspec").filesystem("memory")
    yield system
    system.store.clear()


@pytest.mark.parametrize("place", PLACES)
def test_a_distant_place_is_read_as_one_here(place, tmp_path, memory):
    here = PLACES[place](tmp_path / place, SONGS)
    memory.put(str(here), f"/bucket/{place}", recursive=True)
    assert list(files_in(f"memory://bucket/{place}")) == list(files_in(here))


def test_a_distant_file_or_one_behind_a_url_of_this_machine_is_a_place(tmp_path, memory):
    song = laid_out(tmp_path, SONGS) / next(iter(SONGS))
    memory.put(str(song), "/bucket/One Song.MID")
    assert list(files_in("memory://bucket/One Song.MID")) == [
        File("One Song.MID", song.read_bytes())
    ]
    assert list(files_in(f"file://{song}")) == [File(song.name, song.read_bytes())]
    archive = tarred(tmp_path / "songs.tar.xz", SONGS)
    assert list(files_in(f"file://{archive}")) == list(files_in(archive))


def test_more_distant_files_than_are_asked_for_at_once(memory):
    for number in range(2 * sources.FETCHED_AT_ONCE + 1):
        memory.pipe(f"/bucket/{number:03d}.mid", b"%d" % number)
    found = [int(each.data) for each in files_in("memory://bucket")]
    assert found == list(range(2 * sources.FETCHED_AT_ONCE + 1))


def test_a_distant_archive_that_is_cut_short_is_damage(tmp_path, memory):
    data = tarred(tmp_path / "songs.tar.xz", SONGS).read_bytes()
    memory.pipe("/bucket/songs.tar.xz", data[:-100_000])
    *read, damage = files_in("memory://bucket/songs.tar.xz")
    assert damage == Damage("songs.tar.xz")
    assert read == [File(*song) for song in SONGS.items()][: len(read)]


@pytest.mark.parametrize("url", ["memory://bucket/none.zip", "memory://bucket/song.mp3", "no://x"])
def test_what_is_no_place_behind_a_url_is_refused_by_name(url, memory):
    memory.pipe("/bucket/song.mp3", b"ID3")
    with pytest.raises(BadSource, match=url.rpartition("/")[2]):
        files_in(url)


def test_a_url_without_what_opens_it_says_what_to_install(monkeypatch):
    fsspec = pytest.importorskip("fsspec")
    fsspec.register_implementation("gone", "gone.System", errtxt="Install gone to go there")
    with pytest.raises(MissingPart, match="Install gone"):
        files_in("gone://bucket/songs.zip")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MissingPart, match=r"lstmelody\[cluster\]"):
        files_in("s3://bucket/songs.zip")


def test_a_source_is_stamped_anew_when_it_changed(tmp_path, memory):
    here = zipped(tmp_path / "songs.zip", SONGS)
    before = stamp(here)
    assert before == stamp(here)
    memory.pipe("/bucket/songs.zip", here.read_bytes())
    far = "memory://bucket/songs.zip"
    assert stamp(far) == stamp(far) != before
    time.sleep(0.01)
    here.write_bytes(here.read_bytes() + b"more")
    assert stamp(here) != before
