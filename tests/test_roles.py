"""Which track is drums, bass, chords or lead."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

import build
from lstmelody import role_table, roles
from lstmelody.music import METERS, PROGRAMS, Note, Role, Score, Song, Track, canonical, trimmed
from lstmelody.role_names import said
from lstmelody.traits import NAMES, strikes_of, struck_together, traits_of

BAND = build.invented(1, bars=4)


def part(
    role: Role, *, program: int = 0, name: str = "", song: Song = BAND, higher: int = 0
) -> Track:
    """What a role plays in a song, as a track that does not say so."""
    notes = song.notes[song.notes[:, 1] == role][:, [0, 3, 2, 4]].copy()
    notes[:, 2] += higher
    return Track(notes, program, is_drums=role == Role.DRUMS, name=name)


def told(*tracks: Track) -> list[Role | None]:
    return roles.roles_of(score(*tracks))


def echo(track: Track, steps: int) -> Track:
    return replace(track, notes=track.notes + np.array([steps, 0, 0, 0], np.int32))


def score(*tracks: Track) -> Score:
    return Score(tracks, bars=4, meter=METERS[0], bpm=100, grid_error=0)


DRUMS, BASS, CHORDS, LEAD = (part(role) for role in Role)


def test_a_band_that_says_nothing_is_told_by_how_it_plays():
    assert told(LEAD, CHORDS, BASS, DRUMS) == [Role.LEAD, Role.CHORDS, Role.BASS, Role.DRUMS]


def test_the_drum_channel_is_drums_whatever_it_is_called():
    assert told(replace(DRUMS, name="Lead vocal"), BASS)[0] == Role.DRUMS


def test_the_low_line_is_bass_though_its_program_is_a_piano():
    assert told(replace(BASS, program=0), LEAD, CHORDS)[0] == Role.BASS


def test_a_high_line_alone_is_lead_whatever_plays_it():
    assert told(replace(LEAD, program=11), CHORDS, BASS)[0] == Role.LEAD


def test_a_choir_that_holds_chords_is_chords():
    choir = replace(CHORDS, program=52)
    assert told(LEAD, choir, BASS) == [Role.LEAD, Role.CHORDS, Role.BASS]


def test_a_band_is_told_the_same_each_time_and_in_any_order():
    tracks = [LEAD, CHORDS, BASS, DRUMS]
    assert told(*tracks) == told(*tracks) == told(*reversed(tracks))[::-1]


@pytest.mark.parametrize("number", range(2, 12))
def test_invented_bands_are_told_without_their_names(number: int):
    song = build.invented(number, bars=8)
    tracks = [part(role, song=song) for role in reversed(Role)]
    assert told(*tracks) == [*reversed(Role)]


@pytest.mark.parametrize("name", ["Bass", "Fretless Bass", "E. BASS", "Baixo", "bajo"])
def test_a_name_can_say_bass(name):
    assert told(part(Role.BASS, name=name, higher=8), part(Role.BASS))[0] == Role.BASS


@pytest.mark.parametrize("name", ["Bassoon", "Piano", ""])
def test_what_only_sounds_like_bass_is_told_by_how_it_plays(name):
    low, lower = part(Role.BASS, name=name, higher=5), part(Role.BASS)
    assert told(low, lower)[1] == Role.BASS


def test_a_bass_that_plays_high_is_none():
    assert told(part(Role.BASS, program=33, higher=36), CHORDS)[0] != Role.BASS


def test_several_basses_play_bass_together():
    low = part(Role.BASS, program=33, higher=-12)
    assert told(low, part(Role.BASS, program=38), CHORDS)[:2] == [Role.BASS] * 2


def test_a_melody_doubled_an_octave_below_leads_with_it():
    below = part(Role.LEAD, program=48, higher=-12)
    assert told(LEAD, below, CHORDS, BASS)[:2] == [Role.LEAD] * 2


@pytest.mark.parametrize("steps", [0, 3, 6, 12])
def test_a_copy_and_an_echo_are_left_out(steps: int):
    assert told(LEAD, echo(LEAD, steps), CHORDS, BASS)[:2] == [Role.LEAD, None]
    assert told(echo(LEAD, steps), LEAD, CHORDS, BASS)[1] == (Role.LEAD if steps else None)


@pytest.mark.parametrize("steps", [0, 3, 12])
def test_the_notes_of_copies_and_echoes_have_the_roles_of_what_they_double(steps: int):
    tracks = (echo(BASS, steps), LEAD, BASS, echo(LEAD, steps), CHORDS, DRUMS)
    wanted = [Role.BASS, Role.LEAD, Role.BASS, Role.LEAD, Role.CHORDS, Role.DRUMS]
    heard = roles.by_note(score(*tracks))
    assert [set(role.tolist()) for role in heard.role] == [{role} for role in wanted]


def test_an_echo_of_a_part_that_takes_turns_has_its_role_bar_by_bar():
    first, other = (part(Role.LEAD, song=build.invented(n, bars=16)) for n in (5, 1))
    leads = replace(first, name="Lead", notes=first.notes[first.notes[:, 0] < 8 * 48])
    waits = replace(other, name="Solo")
    whole = replace(score(leads, waits, echo(waits, 6)), bars=16)
    _, own, echoed = roles.by_note(whole).role
    assert {Role.CHORDS, Role.LEAD} <= set(own.tolist())
    assert echoed.tolist() == own.tolist()


def test_the_octaves_of_a_bass_are_bass_though_the_song_leaves_them_out():
    octaves = BASS.notes + np.array([0, 0, 12, 0], np.int32)
    both = replace(BASS, notes=np.concatenate([BASS.notes, octaves])[: 2 * len(octaves)])
    both = replace(both, notes=both.notes[np.lexsort((both.notes[:, 2], both.notes[:, 0]))])
    assert set(roles.by_note(score(both, LEAD, CHORDS)).role[0].tolist()) == {Role.BASS}


def test_the_notes_of_effects_have_no_role():
    assert set(roles.by_note(score(replace(LEAD, program=120), BASS)).role[0].tolist()) == {-1}


@pytest.mark.parametrize("number", range(5))
def test_every_note_of_a_song_has_its_role_in_the_score(number: int):
    band = build.invented(number, bars=8, meter=METERS[number])
    late = 3 * METERS[number].bar_steps
    tracks = [echo(part(role, song=band), late) for role in Role]
    whole = Score((*tracks, echo(tracks[3], 3)), 11, METERS[number], 100, 0)
    heard, song = roles.by_note(whole), roles.arranged(whole)
    assert heard.first_bar == 3
    told = {
        (onset - late, role)
        for track, own in zip(whole.tracks[:4], heard.role, strict=False)
        for onset, role in zip(track.notes[:, 0].tolist(), own.tolist(), strict=True)
    }
    assert {(note[0], note[1]) for note in song.notes.tolist()} == told


def test_an_echo_that_lost_a_note_is_still_an_echo():
    lost = replace(echo(LEAD, 6), notes=echo(LEAD, 6).notes[:-1])
    assert told(LEAD, lost, CHORDS, BASS)[1] is None


def test_a_part_that_answers_a_bar_later_is_no_echo():
    assert told(LEAD, echo(LEAD, 48), CHORDS, BASS)[1] is not None


def test_no_more_than_three_parts_lead_at_once():
    lines = [part(Role.LEAD, song=build.invented(n, bars=4)) for n in range(20, 26)]
    assert told(*lines, CHORDS, BASS).count(Role.LEAD) <= 3


@pytest.mark.parametrize("name", ["Melody", "VOCALS", "Lead Guitar", "voice", "Solo", "Gesang"])
def test_a_name_can_say_lead(name):
    named, line = part(Role.CHORDS, name=name), LEAD
    assert told(named, line) == [Role.LEAD, Role.CHORDS]


@pytest.mark.parametrize("name", ["Backing Vocals", "Choir lead", "Harmony voice", "Lead pad"])
def test_those_who_stand_behind_the_singer_are_no_lead(name):
    assert told(part(Role.CHORDS, name=name), LEAD) == [Role.CHORDS, Role.LEAD]


def test_where_no_one_plays_a_melody_there_is_no_lead():
    assert told(CHORDS, BASS) == [Role.CHORDS, Role.BASS]


@pytest.mark.parametrize(
    "track",
    [
        replace(LEAD, program=47),
        replace(LEAD, program=116),
        replace(LEAD, program=119),
        replace(LEAD, program=127),
        replace(LEAD, name="Timpani"),
        replace(LEAD, name="Sound FX"),
        replace(LEAD, name="Snare"),
        replace(LEAD, name="Percussion 2"),
    ],
)
def test_effects_and_drums_on_other_channels_are_left_out(track):
    assert told(track, CHORDS) == [None, Role.CHORDS]


def test_tracks_of_a_role_play_together_under_the_most_typical_program():
    few = Track(np.array([[0, 6, 86, 80]], np.int32), program=48, is_drums=False, name="Pad")
    song = roles.arranged(score(DRUMS, BASS, replace(CHORDS, program=4), few, LEAD))
    assert song.programs[Role.CHORDS] == 4
    assert Note(0, Role.CHORDS, 86, 6, 80) in [Note(*row) for row in song.notes.tolist()]


def test_roles_that_do_not_play_have_the_usual_program():
    assert roles.arranged(score(DRUMS)).programs == PROGRAMS


def test_an_arranged_song_is_trimmed_and_keeps_its_frame():
    late = LEAD.notes + np.array([48, 0, 0, 0], np.int32)
    song = roles.arranged(replace(score(replace(LEAD, notes=late)), bars=9))
    assert song.bars == 4
    assert song.notes[0, 0] == 0
    assert (song.bpm, song.meter) == (100, METERS[0])


def test_a_score_of_effects_alone_is_silence():
    song = roles.arranged(score(replace(LEAD, program=127)))
    assert song.bars == 0
    assert len(song) == 0


@settings(deadline=None)
@given(build.songs())
def test_merging_is_what_canonical_and_trimmed_make_of_the_tracks(song: Song):
    drums = part(Role.DRUMS, song=replace(song, notes=song.notes * [1, 0, 1, 1, 1]))
    whole = roles.arranged(replace(score(drums), bars=song.bars, meter=song.meter))
    kept = [Note(on, 0, pitch, rings, loud) for on, rings, pitch, loud in drums.notes.tolist()]
    expected = trimmed(Song(canonical(kept), song.bars, song.meter))
    assert np.array_equal(whole.notes[:, :4], expected.notes[:, :4])  # loudness may differ at ends
    assert whole.bars == expected.bars


def test_a_name_that_all_tracks_bear_is_the_songs():
    title = "Unchained Voice"
    assert told(*(replace(track, name=title) for track in (CHORDS, LEAD, BASS)))[0] == Role.CHORDS


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Lead vocals", Role.LEAD),
        ("Melodía", Role.LEAD),
        ("主旋律", Role.LEAD),
        ("Bass Guitar", Role.BASS),
        ("Baixo", Role.BASS),
        ("Rhythm Guitar", Role.CHORDS),
        ("Backing Vocals", Role.CHORDS),
        ("Synth Pad", Role.CHORDS),
        ("Bass Drum", "effect"),
        ("Low Tom", "effect"),
        ("Rev. Cymbal", "effect"),
    ],
)
def test_telling_names(name: str, role: Role | str):
    assert said(name) == role


@pytest.mark.parametrize(
    "name",
    ["", "Piano", "Lead 2 (sawtooth)", "Square Lead", "Warm Pad", "Bass & Lead", "Bassoon"]
    + ["Bass Clarinet", "Choir Aahs", "Voice Oohs", "Melody echo", "Melody 2", "Tom Morello"]
    + ["Sequenced by the voice of reason, all rights reserved"],
)
def test_names_that_tell_nothing(name: str):
    assert said(name) is None


def test_the_table_fits_what_is_measured_of_a_part():
    table = role_table.table()
    assert table.by_trait.shape[0] == len(NAMES)
    assert table.by_program.shape == (128, table.by_trait.shape[1])
    assert table.out.shape[1] == len(role_table.ROLES)
    strikes = strikes_of([LEAD.notes, CHORDS.notes])
    traits = traits_of(strikes, struck_together(strikes), bars=4, meter=METERS[0])
    assert traits.shape == (2, len(NAMES))
    assert np.allclose(role_table.odds(traits, [0, 127]).sum(axis=1), 1)


@settings(deadline=None)
@given(build.songs())
def test_traits_of_any_parts_are_finite(song: Song):
    parts = [part(role, song=song).notes for role in Role if (song.notes[:, 1] == role).any()]
    if parts:
        strikes = strikes_of(parts)
        together = struck_together(strikes)
        traits = traits_of(strikes, together, bars=song.bars, meter=song.meter)
        assert np.isfinite(traits).all()
        assert np.array_equal(together, together.T)


def test_parts_that_strike_the_same_notes_an_octave_apart_strike_together():
    below = part(Role.LEAD, higher=-12).notes
    together = struck_together(strikes_of([LEAD.notes, below, CHORDS.notes]))
    assert together[0, 1] == len(below)
    assert together[0, 2] < len(below)
