"""Keys, chords, ranges and voices as people write them; and songs that are moved to them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from lstmelody import locks
from lstmelody.errors import BadRecipe
from lstmelody.labels import CHORDS, chord_name
from lstmelody.locks import SCALES, Scale
from lstmelody.music import Note, Role, notes_of

quick = settings(max_examples=40, deadline=None, derandomize=True)
any_scale = st.builds(Scale, st.integers(0, 11), st.sampled_from(list(SCALES)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Am", "A minor"),
        ("C", "C major"),
        (" F# dorian ", "F# dorian"),
        ("Bb", "Bb major"),
        ("Db minor", "C# minor"),
        ("E Blues", "E blues"),
        ("a minor".title(), "A minor"),
        ("G ionian", "G major"),
        ("D aeolian", "D minor"),
        ("C#m", "C# minor"),
        ("A minor pentatonic", "A minor pentatonic"),
    ],
)
def test_keys_are_read_as_people_write_them(text, said):
    assert str(locks.scale(text)) == said


@pytest.mark.parametrize("text", ["", "H", "Am major", "c#", "A minor minor", "blues", "C4"])
def test_what_is_no_key_is_refused_with_an_example(text):
    with pytest.raises(BadRecipe, match="such as Am, C major or F# dorian"):
        locks.scale(text)


def test_the_tones_of_a_scale_are_bits_of_pitch_classes():
    assert locks.scale("C").tones == locks.scale("Am").tones == 0b101010110101
    assert all(scale == locks.scale(str(scale)) for scale in (Scale(3, kind) for kind in SCALES))


def test_progressions_are_read_bar_by_bar():
    bars = locks.progression("Am | F C,G7 | Bbmaj7 D- Esus G+")
    named = [[chord_name(each) for each in bar] for bar in bars]
    assert named == [
        *(["Am", "Am"], ["F", "F"], ["C", "G7"], ["Bbmaj7", "Bbmaj7"]),
        *(["Dm", "Dm"], ["Esus4", "Esus4"], ["Gaug", "Gaug"]),
    ]


@pytest.mark.parametrize("chord", range(1, len(CHORDS)))
def test_every_chord_the_model_knows_can_be_written(chord):
    assert locks.progression(chord_name(chord)) == ((chord, chord),)


@pytest.mark.parametrize("text", ["", "Am,F,C", "X", "Am F Cfoo", "C/E", "C " * 65])
def test_what_is_no_progression_is_refused(text):
    with pytest.raises(BadRecipe):
        locks.progression(text)


def test_a_progression_speaks_for_a_key():
    assert locks.key_of_chords(locks.progression("Dm7 G7 Cmaj7 Cmaj7")).name == "C major"
    assert locks.key_of_chords(locks.progression("Am Dm E Am")).name == "A minor"


def test_ranges_and_voices_are_read_role_by_role():
    assert locks.ranges("lead C4-C6, bass 28 - 48") == {
        Role.LEAD: range(60, 85),
        Role.BASS: range(28, 49),
    }
    assert locks.ranges("chords C-1-G9") == {Role.CHORDS: range(128)}
    assert locks.voices("chords 3, lead 1") == {Role.CHORDS: 3, Role.LEAD: 1}


@pytest.mark.parametrize(
    "text",
    ["", "lead", "lead C4", "lead C4-B4", "drums 30-60", "lead C4-C6, lead C4-C6", "lead x-y"],
)
def test_what_is_no_range_is_refused(text):
    with pytest.raises(BadRecipe, match="such as lead C4-C6|is no pitch"):
        locks.ranges(text)


@pytest.mark.parametrize("text", ["", "chords", "chords 0", "chords 33", "drums 2", "chords two"])
def test_what_is_no_number_of_voices_is_refused(text):
    with pytest.raises(BadRecipe, match="such as chords 3"):
        locks.voices(text)


@quick
@given(build.songs(), any_scale)
def test_a_song_is_moved_into_a_scale_and_nothing_else_of_it_changes(song, scale):
    inside = locks.inside(locks.moved(song, scale), scale)
    pitched = inside.notes[inside.notes[:, 1] != Role.DRUMS]
    assert all(scale.tones >> pitch % 12 & 1 for pitch in pitched[:, 2].tolist())
    assert inside.notes[:, :2].tolist() == sorted(inside.notes[:, :2].tolist())
    assert {tuple(row) for row in inside.notes[:, :2].tolist()} <= {
        tuple(row) for row in song.notes[:, :2].tolist()
    }
    drums = [note for note in notes_of(song) if note.role == Role.DRUMS]
    assert [note for note in notes_of(inside) if note.role == Role.DRUMS] == drums


def test_a_song_is_moved_as_a_whole_where_that_is_enough():
    moved = locks.moved(build.scale(), locks.scale("D"))
    assert np.array_equal(moved.notes[:, 2], build.scale().notes[:, 2] + 2)
    assert locks.inside(moved, locks.scale("D")) == moved


def test_notes_out_of_range_are_moved_by_octaves():
    song = build.song(*(Note(12 * at, Role.LEAD, at, 3, 84) for at in range(0, 128, 7)))
    reach = range(60, 73)
    within = locks.within(song, {Role.LEAD: reach})
    assert all(pitch in reach for pitch in within.notes[:, 2].tolist())
    assert np.array_equal(within.notes[:, 2] % 12, song.notes[:, 2] % 12)
    assert locks.within(song, {Role.BASS: reach}) == song
