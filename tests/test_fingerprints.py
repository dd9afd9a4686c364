"""Which songs are the same music, whatever their key, tempo or grid."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from lstmelody import fingerprints
from lstmelody.fingerprints import FEWEST, PERMUTATIONS, RELATED, SAME, Index, mark_of
from lstmelody.music import Note, Role, Song, bar_range, canonical, transposed, without


def tune(number: int, bars: int = 24) -> Song:
    """A song with a bass, chords and a lead of its own, that hardly repeats itself."""
    dice, notes = random.Random(number), []
    for start in range(0, bars * 48, 12):
        root = dice.choice(build.MAJOR)
        notes += [Note(start, Role.DRUMS, 36, 1, 100), Note(start, Role.BASS, 36 + root, 12, 90)]
        notes += [Note(start, Role.CHORDS, 60 + root + third, 12, 70) for third in (0, 4, 7)]
        notes += [
            Note(start + at, Role.LEAD, 72 + dice.choice(build.MAJOR), 6, 90) for at in (0, 6)
        ]
    return build.song(*notes)


def likeness(one: Song, other: Song) -> float:
    return float(np.mean(mark_of(one) == mark_of(other)))


def index_of(*songs: Song) -> Index:
    index = Index()
    for song in songs:
        index.add(mark_of(song))
    return index


def slower(song: Song, times: int) -> Song:
    """The song on a grid as many times finer: at half its tempo, or a third."""
    notes = song.notes.copy()
    notes[:, [0, 3]] *= times
    return replace(song, notes=notes, bars=song.bars * times)


@given(number=st.integers(0, 1000), semitones=st.integers(-24, 24))
def test_a_song_in_another_key_has_the_same_mark(number: int, semitones: int) -> None:
    song = tune(number)
    assert (mark_of(transposed(song, semitones)) == mark_of(song)).all()


@given(number=st.integers(0, 1000), times=st.integers(2, 4))
def test_a_song_at_a_fraction_of_its_tempo_has_the_same_mark(number: int, times: int) -> None:
    song = tune(number)
    assert (mark_of(slower(song, times)) == mark_of(song)).all()


def test_drums_loudness_tempo_and_names_of_roles_do_not_count() -> None:
    song = tune(1)
    notes = song.notes.copy()
    notes[:, 4] = 1
    notes[:, 1] = np.array([Role.DRUMS, Role.LEAD, Role.BASS, Role.CHORDS])[notes[:, 1]]
    changed = Song(canonical(notes), song.bars, bpm=33)
    assert (mark_of(without(changed, [Role.DRUMS])) == mark_of(song)).all()


@pytest.mark.parametrize(
    "edited",
    [
        without(tune(1), [Role.BASS]),
        bar_range(tune(1), 4, 24),
        bar_range(tune(1), 0, 20),
        build.worn(tune(1), random.Random(0), share=0.02),
    ],
    ids=["no bass", "beginning cut", "end cut", "some notes lost"],
)
def test_a_song_that_was_edited_is_still_the_same(edited: Song) -> None:
    assert likeness(edited, tune(1)) >= SAME


def test_a_song_of_which_much_is_new_is_related_but_not_the_same() -> None:
    old, new = bar_range(tune(1), 0, 12).notes, bar_range(tune(2), 0, 12).notes.copy()
    new[:, 0] += 12 * 48
    mixed = Song(canonical(np.concatenate([old, new])), bars=24)
    assert RELATED <= likeness(mixed, tune(1)) < SAME


def test_a_chord_that_is_rolled_is_a_chord() -> None:
    song = tune(1)
    notes = song.notes.copy()
    middle = (notes[:, 1] == Role.CHORDS) & (np.arange(len(notes)) % 3 == 0)
    notes[middle, 0] += 1
    assert likeness(Song(canonical(notes), song.bars), song) >= SAME


def test_songs_that_have_nothing_in_common_are_not_near() -> None:
    index = index_of(*(tune(number) for number in range(40)))
    assert all(index.nearest(mark_of(tune(number))) is None for number in range(40, 80))


def test_the_index_finds_every_song_it_was_given() -> None:
    songs = [tune(number) for number in range(30)]
    index = index_of(*songs)
    assert len(index) == 30
    found = [index.nearest(mark_of(transposed(song, 3))) for song in songs]
    assert found == [(number, 1.0) for number in range(30)]


def test_of_doubles_the_first_is_found() -> None:
    index = index_of(tune(7), tune(8), tune(8), tune(8))
    assert index.nearest(mark_of(tune(8))) == (1, 1.0)


def test_the_most_similar_song_is_found_among_versions() -> None:
    song = tune(1, bars=48)
    index = index_of(bar_range(song, 0, 24), bar_range(song, 0, 44), bar_range(song, 24, 48))
    found = index.nearest(mark_of(song))
    assert found is not None
    assert found[0] == 1


def test_the_same_songs_in_the_same_order_are_found_alike() -> None:
    marks = [mark_of(tune(number % 17, bars=12 + number)) for number in range(60)]
    told = []
    for index in (Index(), Index()):
        told.append([(index.nearest(mark), index.add(mark)) for mark in marks])
    assert told[0] == told[1]
    assert [number for _, number in told[0]] == list(range(60))


def test_an_index_grows_with_its_songs() -> None:
    dice = np.random.default_rng(0)
    marks = dice.integers(0, 2**32, (3000, PERMUTATIONS), dtype=np.uint32)
    index = Index()
    assert [index.add(mark) for mark in marks] == list(range(3000))
    assert [index.nearest(marks[number]) for number in (0, 1023, 1024, 2999)] == [
        (number, 1.0) for number in (0, 1023, 1024, 2999)
    ]


@pytest.mark.parametrize(
    "song",
    [build.silence(), build.silence(8), build.beat(64), build.scale(), tune(0, bars=1)],
    ids=["nothing", "silence", "drums alone", "a scale", "one bar"],
)
def test_a_song_with_few_phrases_is_like_no_other(song: Song) -> None:
    index = index_of(song, song, tune(1))
    assert index.nearest(mark_of(song)) is None


def test_scales_and_trills_are_no_phrases() -> None:
    trill = [Note(at * 6, Role.LEAD, 60 + at % 2, 6, 80) for at in range(200)]
    scale = [Note(at * 6, Role.BASS, 30 + at % 24, 6, 80) for at in range(200)]
    assert len(fingerprints._phrases(build.song(*trill, *scale))) < FEWEST


@given(build.songs())
def test_any_song_has_a_mark(song: Song) -> None:
    mark = mark_of(song)
    assert mark.shape == (PERMUTATIONS,)
    assert mark.dtype == np.uint32
