"""Which track is drums, bass, chords or lead."""

from dataclasses import replace

import numpy as np
import pytest

import build
from lstmelody import roles
from lstmelody.music import METERS, PROGRAMS, Note, Role, Score, Song, Track

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


def score(*tracks: Track) -> Score:
    return Score(tracks, bars=4, meter=METERS[0], bpm=100, grid_error=0)


DRUMS, BASS, CHORDS, LEAD = (part(role) for role in Role)


def test_a_band_that_says_nothing_is_told_by_how_it_plays():
    assert told(LEAD, CHORDS, BASS, DRUMS) == [Role.LEAD, Role.CHORDS, Role.BASS, Role.DRUMS]


def test_the_drum_channel_is_drums_whatever_it_is_called():
    assert told(replace(DRUMS, name="Lead vocal"), BASS)[0] == Role.DRUMS


def test_a_bass_program_is_bass_though_another_part_is_lower():
    high, low = part(Role.BASS, program=33, higher=12), part(Role.BASS, higher=-12)
    assert told(high, low)[0] == Role.BASS
    assert told(high, low)[1] != Role.BASS


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
    assert told(part(Role.BASS, program=33), part(Role.BASS, program=38)) == [Role.BASS] * 2


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
        replace(LEAD, program=119),
        replace(LEAD, program=127),
        replace(LEAD, name="Snare"),
        replace(LEAD, name="Percussion 2"),
    ],
)
def test_effects_and_drums_on_other_channels_are_left_out(track):
    assert told(track, CHORDS) == [None, Role.CHORDS]


def test_tracks_of_a_role_play_together_under_the_program_of_most():
    few = Track(np.array([[0, 6, 90, 80]], np.int32), program=48, is_drums=False, name="")
    song = roles.arranged(score(DRUMS, BASS, replace(CHORDS, program=4), few, LEAD))
    assert song.programs[Role.CHORDS] == 4
    assert Note(0, Role.CHORDS, 90, 6, 80) in [Note(*row) for row in song.notes.tolist()]


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
