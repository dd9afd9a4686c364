"""The Lakh MIDI Dataset is fetched, checked file by file, and never called whole when it isn't."""

import gzip
import hashlib
import io
import json
import signal
import subprocess
import sys
import tarfile
import time
from dataclasses import replace

import pytest

import build
import shop
from lstmelody import lakh, midi
from lstmelody.cli import main
from lstmelody.errors import BadDownload
from shop import Shop

SONGS = [midi.write(build.invented(number, bars=4)) for number in range(5)]
FULL, CLEAN = lakh.ARCHIVES["lakh-full"], lakh.ARCHIVES["lakh-clean"]


def packed(files: dict[str, bytes]) -> bytes:
    """A .tar.gz of these files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def by_checksum(*songs: bytes) -> dict[str, bytes]:
    sums = [hashlib.md5(song).hexdigest() for song in songs]
    return {f"lmd_full/{md5[0]}/{md5}.mid": song for md5, song in zip(sums, songs, strict=True)}


def by_title(*songs: bytes) -> dict[str, bytes]:
    return {f"clean_midi/No One/Song {at}.mid": song for at, song in enumerate(songs)}


WHOLE = packed(by_checksum(*SONGS))
MIDDLE = len(WHOLE) // 2
FLIPPED = WHOLE[:MIDDLE] + bytes([WHOLE[MIDDLE] ^ 1]) + WHOLE[MIDDLE + 1 :]
WRONG_NAME = by_checksum(*SONGS) | {"lmd_full/0/00000000000000000000000000000000.mid": SONGS[0]}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server():
    with Shop(WHOLE) as opened:
        yield opened


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def download(server: Shop, folder, *more: str, corpus: str = "lakh-full") -> int:
    return main(["download", corpus, "--out", str(folder), "--from", server.url, *more])


def checked(data: bytes, folder, archive=FULL):
    path = folder / "archive"
    path.write_bytes(data)
    return lakh.check(path, archive, lambda *_: None)


def test_what_was_published_is_where_its_page_says():
    for archive, name in ((FULL, "lmd_full.tar.gz"), (CLEAN, "clean_midi.tar.gz")):
        assert archive.file_name == name
        assert archive.url == f"http://hog.ee.columbia.edu/craffel/lmd/{name}"


def test_an_archive_arrives_with_words_on_its_licence_and_on_what_is_next(server, tmp_path, capsys):
    out = tmp_path / "my corpus"
    assert download(server, out) == 0
    said = capsys.readouterr()
    for words in ("Colin Raffel", "CC-BY 4.0", "1.8 GB", "copyrighted songs", "PhD\nthesis, 2016"):
        assert words in said.err
    assert "is here and whole: 5 songs." in said.out
    assert "not byte for byte the archive that was published, which has 178,561 songs" in said.out
    assert said.out.endswith(f"Next: lstmelody prepare '{out}/lmd_full.tar.gz' --out data\n")
    assert names(out) == ["lmd_full.tar.gz"]
    assert (out / "lmd_full.tar.gz").read_bytes() == WHOLE


def test_an_archive_that_is_there_and_whole_is_left_alone(server, tmp_path, capsys):
    download(server, tmp_path)
    capsys.readouterr()
    assert download(server, tmp_path) == 0
    assert "is already there and whole: 5 songs" in capsys.readouterr().out
    assert len(server.visits) == 1


def test_an_archive_that_is_there_and_broken_is_named_and_kept(server, tmp_path, capsys):
    (tmp_path / "lmd_full.tar.gz").write_bytes(FLIPPED)
    assert download(server, tmp_path) == 1
    assert "Delete" in capsys.readouterr().err
    assert (tmp_path / "lmd_full.tar.gz").read_bytes() == FLIPPED
    assert server.visits == []


def test_programs_are_told_in_json(server, tmp_path, capsys):
    assert download(server, tmp_path, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "file": str(tmp_path / "lmd_full.tar.gz"),
        "was_there": False,
        "songs": 5,
        "odd": [],
        "as_published": False,
    }


def test_what_was_published_is_known_by_its_checksum(tmp_path):
    published = replace(FULL, sha256=hashlib.sha256(WHOLE).hexdigest())
    assert checked(WHOLE, tmp_path, published).as_published


BROKEN = {
    "a byte flipped": (FLIPPED, "lmd_full.tar.gz is damaged after"),
    "cut short": (WHOLE[:MIDDLE], "lmd_full.tar.gz ends too early"),
    "cut in its last eight bytes": (WHOLE[:-4], "lmd_full.tar.gz ends too early"),
    "another checksum": (WHOLE[:-8] + bytes(4) + WHOLE[-4:], "is damaged after 5 songs"),
    "gzip, but no tar": (gzip.compress(b"MThd" * 500), "is damaged after 0 songs"),
    "a tar cut short": (gzip.compress(gzip.decompress(WHOLE)[:3000]), "is damaged after"),
    "an empty tar": (packed({}), "holds no MIDI files"),
    "a tar of other things": (packed({"lmd_full/read.me": b"Hello"}), "holds no MIDI files"),
    "a wrong name": (packed(WRONG_NAME), "1 of 6 files .* are not what .*/0000"),
    "another archive": (packed(by_title(*SONGS)), "5 of 5 files .* not what their checksums say"),
}


@pytest.mark.parametrize(("data", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_archive_is_set_aside_and_fetched_anew(server, tmp_path, capsys, data, sentence):
    server.data = data
    assert download(server, tmp_path) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert f"set aside as {tmp_path}/refused-lmd_full.tar.gz" in said
    assert names(tmp_path) == ["refused-lmd_full.tar.gz"]
    with pytest.raises(BadDownload, match=sentence):
        checked(data, tmp_path)
    server.data = WHOLE
    assert download(server, tmp_path) == 0


def test_lengths_that_lie_are_found_out(server, tmp_path):
    server.faults = [shop.promises(longer=-100)]
    assert download(server, tmp_path) == 1
    server.faults = [shop.promises(longer=0)]
    assert download(server, tmp_path) == 0


def test_a_few_files_of_another_content_are_forgiven_and_named(tmp_path):
    found = checked(packed(WRONG_NAME), tmp_path, replace(FULL, forgiven=0.2))
    assert (found.songs, found.odd) == (6, ("lmd_full/0/00000000000000000000000000000000.mid",))


def test_what_was_published_is_whole_whatever_its_files_are(tmp_path):
    data = packed(WRONG_NAME)
    published = replace(FULL, sha256=hashlib.sha256(data).hexdigest())
    assert len(checked(data, tmp_path, published).odd) == 1


def test_the_clean_songs_are_known_by_artist_title_and_how_midi_begins(server, tmp_path, capsys):
    server.data = packed(by_title(*SONGS) | {"clean_midi/.DS_Store": b"", "clean_midi/x.txt": b""})
    assert download(server, tmp_path, corpus="lakh-clean") == 0
    assert "whole: 5 songs" in capsys.readouterr().out
    assert names(tmp_path) == ["clean_midi.tar.gz"]


@pytest.mark.parametrize("files", [by_title(*SONGS[:4], b"<html>"), {"clean_midi/x.mid": SONGS[0]}])
def test_clean_songs_that_are_none_are_refused(tmp_path, files):
    with pytest.raises(BadDownload, match=r"1 of \d files .* are not an artist's song in MIDI"):
        checked(packed(files), tmp_path, CLEAN)


@pytest.mark.parametrize("out", ["a file", "a file/below", "/proc/nowhere"])
def test_a_folder_that_can_not_be_written_is_said_to_be(server, tmp_path, capsys, out):
    (tmp_path / "a file").write_bytes(b"")
    assert download(server, tmp_path / out) != 0
    assert capsys.readouterr().err.splitlines()[-1].endswith(".")
    assert server.visits == []


def test_ctrl_c_says_how_to_go_on(server, tmp_path):
    server.faults = [shop.stalls_after(MIDDLE)]
    arguments = ["download", "lakh-full", "--out", str(tmp_path), "--from", server.url]
    code = (  # tests may run where Ctrl+C is ignored
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"from lstmelody.cli import main; sys.exit(main({arguments!r}))"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        partial = tmp_path / "lmd_full.tar.gz.partial"
        deadline = time.monotonic() + 30
        while not (partial.exists() and partial.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        said = running.communicate()[1]
    assert running.returncode == 130
    assert f"What came is kept in {tmp_path}, and the same command goes on" in said
    assert download(server, tmp_path) == 0
    assert server.served_bytes == len(WHOLE)


def test_without_a_web_client_it_is_said_what_to_install(tmp_path):
    code = (
        "import sys; sys.modules['httpx2'] = None\n"
        "from lstmelody.cli import main; sys.exit(main(['download', 'lakh-full', '--out', 'x']))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert "lstmelody[train]" in done.stderr.splitlines()[-1]
    assert names(tmp_path) == []
