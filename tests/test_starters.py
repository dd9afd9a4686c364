"""The starters: their shorthand, how it is played, and what every one of them owes its style."""

import numpy as np
import pytest

from lstmelody.errors import BadRecipe
from lstmelody.music import METERS, STEPS_PER_BEAT, Ints, Meter, Role, canonical
from lstmelody.starters import SKETCHES, STARTERS, Starter, find, notation
from lstmelody.starters.band import Sketch, played

BAR = 48
SCALES = {"major": {0, 2, 4, 5, 7, 9, 11}, "minor": {0, 2, 3, 5, 7, 8, 10}}
RANGES = {Role.DRUMS: (35, 81), Role.BASS: (28, 55), Role.CHORDS: (48, 79), Role.LEAD: (60, 88)}

every_starter = pytest.mark.parametrize("starter", STARTERS.values(), ids=STARTERS)


def part(starter: Starter, role: Role) -> Ints:
    return starter.song.notes[starter.song.notes[:, 1] == role]


def tiny(**changes: object) -> Sketch:
    lines = {
        "title": "Tiny",
        "style": "None",
        "key": "C major",
        "bpm": 100,
        "programs": (0, 33, 0, 80),
        "drums": {"kick": "x..."},
        "bass": "C2:1",
        "harmony": "C",
        "comp": "x---",
        "lead": "C5:1",
    }
    return Sketch(**(lines | changes))  # type: ignore[arg-type]  # a test names lines freely


# The shorthand


def test_the_number_of_characters_in_a_bar_sets_how_long_each_is():
    assert [hit.onset for hit in notation.hits("x.x.|x.x x.x|%", BAR)] == [
        *(0, 24),
        *(48, 64, 72, 88),
        *(96, 112, 120, 136),
    ]


def test_dashes_hold_a_stroke_across_the_bar_line():
    assert notation.hits("..X-|-..o", BAR) == [(24, 36, "X"), (84, 12, "o")]


@pytest.mark.parametrize("line", ["x.x.x", "..-.", "x.--"])
def test_a_step_line_that_makes_no_sense_is_refused(line: str):
    with pytest.raises(AssertionError):
        notation.hits(line, BAR)


def test_a_note_without_a_value_is_as_long_as_the_one_before():
    assert notation.phrase("C4:8 D4 r:4 E4:2", BAR) == [
        (0, 6, 60, ""),
        (6, 6, 62, ""),
        (24, 24, 64, ""),
    ]


def test_a_tie_joins_two_notes_and_staccato_halves_one():
    assert notation.phrase("r:2. A4:4~ | A4:8 Bb4' r:2.", BAR) == [
        (36, 18, 69, ""),
        (54, 3, 70, ""),
    ]


def test_triplets_and_accents_are_read():
    assert notation.phrase("F#4:6! G4:12? r:2.", BAR) == [(0, 8, 66, "!"), (8, 4, 67, "?")]


@pytest.mark.parametrize("line", ["C4:4", "C4:1 D4", "H4:1", "C4:5", "C4:2 D4~", "C4:2~ D4"])
def test_a_phrase_that_makes_no_sense_is_refused(line: str):
    with pytest.raises(AssertionError):
        notation.phrase(line, BAR)


def test_chords_share_their_bar_evenly():
    assert notation.harmony("Am7 | D9 G13", BAR) == [(0, "Am7"), (48, "D9"), (72, "G13")]


def test_voices_move_to_the_nearest_tone():
    first, second = notation.voiced(notation.harmony("C F", BAR), around=64)
    assert first == (60, 64, 67)
    assert second == (60, 65, 69)


def test_a_power_chord_stands_on_its_root():
    assert notation.voiced(notation.harmony("G5", BAR), around=60) == [(55, 62, 67)]


# The band


def test_an_anticipated_chord_sounds_the_next_harmony():
    song = played(tiny(harmony="C F", comp=".^.."))
    assert {60, 65, 69} == set(song.notes[song.notes[:, 1] == Role.CHORDS, 2].tolist())


def test_a_digit_plays_one_voice_and_goes_on_an_octave_higher():
    song = played(tiny(comp="1234"))
    chord = song.notes[song.notes[:, 1] == Role.CHORDS, 2].tolist()
    assert len(chord) == 4
    assert chord == sorted(chord)
    assert chord[3] - chord[0] == 12


def test_accents_are_louder_than_ghosts():
    song = played(tiny(drums={"snare": "X,xo"}))
    accent, ghost, plain, soft = song.notes[song.notes[:, 1] == Role.DRUMS, 4]
    assert accent > plain > soft > ghost


def test_parts_of_different_length_are_refused():
    with pytest.raises(AssertionError, match="differ in length"):
        played(tiny(lead="C5:1 | C5"))


# What every starter owes


def test_there_are_at_least_twelve_and_pop_comes_first():
    assert len(STARTERS) >= 12
    assert next(iter(STARTERS)) == "pop"


def test_no_two_starters_share_a_title_or_a_style():
    assert len({starter.title for starter in STARTERS.values()}) == len(STARTERS)
    assert len({starter.style for starter in STARTERS.values()}) == len(STARTERS)


@every_starter
def test_every_starter_has_a_name_two_to_four_bars_and_a_playable_tempo(starter: Starter):
    assert STARTERS[starter.name] is starter
    assert 2 <= starter.song.bars <= 4
    assert 40 <= starter.song.bpm <= 240
    assert starter.song.meter in METERS


@every_starter
def test_all_four_roles_play_in_every_bar(starter: Starter):
    for role in Role:
        onsets = part(starter, role)[:, 0]
        assert set(onsets // starter.song.meter.bar_steps) == set(range(starter.song.bars)), role


@every_starter
def test_notes_are_canonical_and_inside_the_bars(starter: Starter):
    notes = starter.song.notes
    assert np.array_equal(notes, canonical(notes))
    assert notes[:, 0].min() == 0
    assert (notes[:, 3] >= 1).all()
    assert (notes[:, 0] + notes[:, 3]).max() <= starter.song.steps


@every_starter
def test_no_note_is_struck_again_while_it_sounds(starter: Starter):
    for role in Role:
        notes = part(starter, role)
        for pitch in np.unique(notes[:, 2]):
            same = notes[notes[:, 2] == pitch]
            assert (same[:-1, 0] + same[:-1, 3] <= same[1:, 0]).all() or role == Role.DRUMS


@every_starter
def test_bass_and_lead_play_one_note_at_a_time(starter: Starter):
    for role in (Role.BASS, Role.LEAD):
        notes = part(starter, role)
        assert (notes[:-1, 0] + notes[:-1, 3] <= notes[1:, 0]).all()


@every_starter
def test_each_role_stays_in_its_register(starter: Starter):
    for role, (low, high) in RANGES.items():
        pitches = part(starter, role)[:, 2]
        assert low <= pitches.min()
        assert pitches.max() <= high


@every_starter
def test_every_role_has_a_program_of_general_midi(starter: Starter):
    assert set(starter.song.programs) == set(Role)
    assert all(0 <= program <= 127 for program in starter.song.programs.values())
    assert 32 <= starter.song.programs[Role.BASS] <= 39


@every_starter
def test_the_notes_fit_the_named_key(starter: Starter):
    tonic, mode = starter.key.split()
    root = notation.NATURALS[tonic[0]] + notation.ACCIDENTALS[tonic[1:]]
    notes = starter.song.notes[starter.song.notes[:, 1] != Role.DRUMS]
    inside = np.isin((notes[:, 2] - root) % 12, list(SCALES[mode]))
    assert notes[inside, 3].sum() / notes[:, 3].sum() > 0.8


@every_starter
def test_the_bass_stands_on_a_chord_tone_wherever_the_harmony_changes(starter: Starter):
    sketch = SKETCHES[starter.name]
    bass = part(starter, Role.BASS)
    for onset, symbol in notation.harmony(sketch.harmony, sketch.meter.bar_steps):
        sounding = bass[(bass[:, 0] <= onset) & (onset < bass[:, 0] + bass[:, 3]), 2]
        assert set((sounding % 12).tolist()) <= notation.pitch_classes(symbol), symbol


@every_starter
def test_the_melody_breathes_and_mostly_rests_on_chord_tones(starter: Starter):
    sketch, lead = SKETCHES[starter.name], part(starter, Role.LEAD)
    assert lead[:, 3].sum() < 0.95 * starter.song.steps
    chords = notation.harmony(sketch.harmony, sketch.meter.bar_steps)
    long = [note for note in lead.tolist() if note[3] >= STEPS_PER_BEAT]
    fitting = 0
    for onset, _, pitch, _, _ in long:
        symbol = [chord.symbol for chord in chords if chord.onset <= onset][-1]
        fitting += pitch % 12 in notation.pitch_classes(symbol)
    assert fitting >= 0.7 * len(long)


@every_starter
def test_hands_are_human(starter: Starter):
    for role in Role:
        assert len(np.unique(part(starter, role)[:, 4])) >= 4, role
    assert len(np.unique(part(starter, Role.LEAD)[:, 3])) >= 3
    assert starter.song.notes[:, 4].min() >= 20


@every_starter
def test_the_last_bar_of_drums_is_no_plain_repeat(starter: Starter):
    drums, steps = part(starter, Role.DRUMS), starter.song.meter.bar_steps
    last = drums[:, 0] // steps == starter.song.bars - 1
    before = drums[:, 0] // steps == starter.song.bars - 2
    strokes = [{(o % steps, p) for o, _, p, _, _ in drums[which]} for which in (last, before)]
    assert strokes[0] != strokes[1]


# What each style owes


def test_the_meters_are_those_of_their_styles():
    meters = {name: starter.song.meter for name, starter in STARTERS.items()}
    assert meters.pop("waltz") == Meter(3, 4)
    assert meters.pop("ballad") == Meter(6, 8)
    assert meters.pop("gospel") == Meter(12, 8)
    assert set(meters.values()) == {Meter(4, 4)}


@pytest.mark.parametrize("name", ["blues", "jazz"])
def test_blues_and_jazz_swing_on_triplets(name: str):
    places = set((STARTERS[name].song.notes[:, 0] % STEPS_PER_BEAT).tolist())
    assert 8 in places
    assert places <= {0, 4, 8}


def test_disco_has_four_on_the_floor():
    drums = part(STARTERS["disco"], Role.DRUMS)
    kicks = set(drums[drums[:, 2] == 36, 0].tolist())
    assert kicks == set(range(0, STARTERS["disco"].song.steps, STEPS_PER_BEAT))


def test_reggae_leaves_the_one_to_nobody_but_the_bass_and_chops_off_the_beat():
    chords = part(STARTERS["reggae"], Role.CHORDS)
    assert (chords[:, 0] % STEPS_PER_BEAT != 0).all()
    drums = part(STARTERS["reggae"], Role.DRUMS)
    assert not (drums[drums[:, 2] == 36, 0] % BAR == 0).any()


# Finding one


def test_a_starter_is_found_by_its_name():
    assert find("waltz") == STARTERS["waltz"].song


def test_none_is_silence():
    assert len(find("none")) == 0
    assert find("none").bars == 0


def test_an_unknown_name_explains_itself():
    with pytest.raises(BadRecipe) as refused:
        find("polka")
    assert str(refused.value).startswith(
        "There is no starter called 'polka'. Choose one of: pop, rock, "
    )
    assert str(refused.value).endswith("chiptune, or none.")
