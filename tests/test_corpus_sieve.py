"""Doubles are left out, and the versions of one work stay together."""

import random
from dataclasses import replace

import build
from lstmelody.corpus import fit
from lstmelody.corpus.sieve import DOUBLE, NEAR_DOUBLE, TORN, Sieve
from lstmelody.encoded import Encoded
from lstmelody.fingerprints import RELATED, SAME, mark_of
from lstmelody.music import Song, transposed


def split_apart() -> tuple[str, str]:
    """Names of two works that fall into different splits."""
    return build.names("train", 1)[0], build.names("test", 1)[0]


def marked(name: str, song: Song) -> Encoded:
    return fit.encoded(name, song)._replace(mark=mark_of(song))


def sifted(*songs: Encoded) -> list[Encoded | str]:
    sieve = Sieve()
    return [sieve.sifted(song) for song in songs]


def thinned(song: Song) -> Song:
    """A version too unlike the song for a double, and too like it for a song of its own."""
    marks = {}
    for share in (0.05, 0.1, 0.15, 0.2, 0.3):
        worn = build.worn(song, random.Random(1), share)
        alike = float((mark_of(worn) == mark_of(song)).mean())
        marks[alike] = worn
    return next(worn for alike, worn in marks.items() if RELATED + 0.05 < alike < SAME)


def test_the_same_notes_under_another_name_are_a_double():
    song = build.invented(1, bars=32)
    kept, double = sifted(marked("a.mid", song), marked("b.mid", song))
    assert isinstance(kept, Encoded)
    assert double == DOUBLE


def test_the_same_song_in_another_key_and_tempo_is_nearly_a_double():
    song = build.invented(1, bars=32)
    higher = replace(transposed(song, 3), bpm=song.bpm + 20)
    _, double = sifted(marked("a.mid", song), marked("b.mid", higher))
    assert double == NEAR_DOUBLE


def test_other_songs_are_kept_each_in_the_split_of_its_work():
    names = split_apart()
    songs = [marked(name, build.invented(n, bars=32)) for n, name in enumerate(names)]
    kept = sifted(*songs)
    assert [song.split for song in kept if isinstance(song, Encoded)] == ["train", "test"]


def test_a_version_goes_to_the_split_of_the_song_it_resembles_and_so_does_its_work():
    here, there = split_apart()
    song, other = build.invented(1, bars=64), build.invented(2, bars=64)
    version = thinned(song)
    kept = sifted(marked(here, song), marked(there, version), marked(there, other))
    assert [each.split for each in kept if isinstance(each, Encoded)] == ["train"] * 3
    assert len({each.work for each in kept if isinstance(each, Encoded)}) == 1


def test_a_version_is_left_out_where_its_work_is_in_another_split_already():
    here, there = split_apart()
    song, other = build.invented(1, bars=64), build.invented(2, bars=64)
    kept = sifted(marked(here, song), marked(there, other), marked(there, thinned(song)))
    assert kept[2] == TORN
    assert [each.split for each in kept[:2]] == ["train", "test"]


def test_a_sieve_that_was_told_what_was_kept_goes_on_as_if_it_had_kept_it():
    song = marked("a.mid", build.invented(1, bars=32))
    sieve = Sieve()
    sieve.keep(song, named=song.work)
    assert sieve.sifted(song) == DOUBLE
