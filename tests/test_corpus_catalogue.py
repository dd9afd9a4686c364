"""What a source knows of its files is taken over; what is no catalogue says so."""

import json
import lzma

import pytest

import build
from lstmelody.corpus import fit
from lstmelody.corpus.catalogue import Catalogue, read_catalogue
from lstmelody.errors import BadSource

SONG = fit.encoded("x/1234567890abcdef.mid", build.invented(1, bars=8))
ROWS = [
    {"file": "x/1234567890abcdef.mid", "work": "Band/Song", "style": "jazz", "notes": 100},
    {"file": "other.mid", "work": None},
]


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_gets_the_work_the_split_and_the_style_that_are_known(packed, tmp_path):
    lines = "\n".join(map(json.dumps, ROWS)).encode()
    path = tmp_path / ("index.jsonl.xz" if packed else "index.jsonl")
    path.write_bytes(lzma.compress(lines) if packed else lines)
    told = read_catalogue(path).told(SONG)
    assert (told.work, told.style) == ("band/song", "jazz")
    assert told.split == fit.split_of("band/song")
    other = read_catalogue(path).told(SONG._replace(name="other.mid"))
    assert (other.work, other.split, other.style) == (SONG.work, SONG.split, "")


def test_a_file_that_no_catalogue_knows_stays_as_it_is():
    assert Catalogue().told(SONG) is not None
    assert Catalogue().told(SONG).work == SONG.work
    assert Catalogue().told(SONG).style == ""


@pytest.mark.parametrize("content", [b"not json", b'{"name": "x"}', b"[1]", b"\xff\xfe", b"7"])
def test_what_is_no_catalogue_says_so(content, tmp_path):
    path = tmp_path / "index.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadSource, match="is not a catalogue"):
        read_catalogue(path)


def test_a_catalogue_that_is_not_there_says_so(tmp_path):
    with pytest.raises(BadSource, match="is not a catalogue"):
        read_catalogue(tmp_path / "nowhere.jsonl")
