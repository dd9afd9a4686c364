"""MIDI bytes: what we write is read again, and what we can't read is refused in a sentence."""

import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import symusic
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from lstmelody import midi, roles
from lstmelody.errors import BadMidi, TooLarge
from lstmelody.instruments import PANS, volume
from lstmelody.music import METERS, Mended, Meter, Note, Role, Score, Song, unoverlapped

quick = settings(max_examples=40, deadline=None, derandomize=True)

Event = tuple[int, bytes]
"""Ticks since the start, and a message."""


def chunk(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4, "big") + content


def wait(ticks: int) -> bytes:
    """A delta time as MIDI writes it: seven bits a byte, all but the last marked."""
    digits = [ticks & 127]
    while ticks := ticks >> 7:
        digits.insert(0, ticks & 127 | 128)
    return bytes(digits)


def file_of(*events: Event, division: int = 480) -> bytes:
    """A MIDI file of one track, byte by byte."""
    ordered = sorted(events, key=lambda event: event[0])
    gaps = [b - a for a, b in pairwise([0, *(ticks for ticks, _ in ordered)])]
    body = b"".join(wait(gap) + message for gap, (_, message) in zip(gaps, ordered, strict=True))
    head = b"\x00\x01\x00\x01" + division.to_bytes(2, "big")
    return chunk(b"MThd", head) + chunk(b"MTrk", body + b"\x00\xff\x2f\x00")


def played(*ticks: int, length: int = 240, pitch: int = 60, channel: int = 0) -> list[Event]:
    on, off = bytes([0x90 | channel, pitch, 80]), bytes([0x80 | channel, pitch, 0])
    return [event for tick in ticks for event in ((tick, on), (tick + length, off))]


def meter(ticks: int, beats: int, unit: int) -> Event:
    return ticks, bytes([0xFF, 0x58, 4, beats, unit.bit_length() - 1, 24, 8])


def tempo(ticks: int, bpm: float) -> Event:
    return ticks, b"\xff\x51\x03" + round(60e6 / bpm).to_bytes(3, "big")


def onsets(score: Score) -> list[int]:
    return score.tracks[0].notes[:, 0].tolist()


# What we write


def read_again(song: Song) -> Song:
    return roles.arranged(midi.read(midi.write(song)))


@pytest.mark.parametrize("number", range(5))
def test_a_song_that_was_written_is_read_again(number):
    song = build.invented(number, bars=6, meter=METERS[number])
    assert read_again(song) == song


@quick
@given(build.songs().filter(len))
def test_any_notes_that_were_written_are_read_again(song):
    """But for those that their own pitch cuts short, since a channel can't hold it twice."""
    score = midi.read(midi.write(song))
    assert score.meter == song.meter
    assert score.grid_error == 0
    read = [
        Note(onset, Role[track.name.upper()], pitch, duration, velocity)
        for track in score.tracks
        for onset, duration, pitch, velocity in track.notes.tolist()
    ]
    assert sorted(read) == [Note(*row) for row in unoverlapped(song.notes).tolist()]


@pytest.mark.parametrize("bpm", [40, 61, 119, 120, 173, 240])
def test_the_tempo_is_read_again(bpm):
    assert midi.read(midi.write(build.song(Note(0, 3, 60, 12, 80), bpm=bpm))).bpm == bpm


CHANGING = replace(build.invented(1, bars=4), bpm=97.33, tempos=((50, 61.5), (96, 239.99)))


def test_all_tempos_of_a_song_stand_in_its_file():
    data = midi.write(CHANGING)
    assert midi.tempos_of(data) == CHANGING.all_tempos
    tempos = symusic.Score.from_midi(data).tempos
    assert [each.time for each in tempos] == [0, 50 * 40, 96 * 40]
    assert midi.tempos_of(midi.write(build.beat())) == ((0, 120),)
    assert midi.tempos_of(WHOLE) == ((0, 120),)


@quick
@given(st.lists(st.integers(4_000, 24_000), max_size=9))
def test_a_tempo_of_two_digits_is_read_as_it_was_written(hundredths):
    tempos = tuple((12 * at, each / 100) for at, each in enumerate(hundredths, 1))
    song = replace(build.beat(), tempos=tempos)
    assert midi.tempos_of(midi.write(song)) == song.all_tempos


def test_a_song_whose_tempo_changes_is_read_under_one_and_is_as_long():
    score = midi.read(midi.write(CHANGING))
    assert score.bpm == 240
    assert score.seconds == pytest.approx(CHANGING.seconds, rel=0.01)
    assert roles.arranged(score).tempos == ()


def test_the_same_song_and_title_give_the_same_bytes():
    song = build.invented(1, bars=4)
    assert midi.write(song, title="One") == midi.write(build.invented(1, bars=4), title="One")
    assert b"One" in midi.write(song, title="One")


def test_a_file_carries_names_programs_panning_and_loudness():
    song = build.invented(1, bars=2)
    song.programs.update({Role.BASS: 38, Role.CHORDS: 4, Role.LEAD: 81})
    tracks = symusic.Score.from_midi(midi.write(song)).tracks
    assert [(each.name, each.program, each.is_drum) for each in tracks] == [
        ("Drums", 0, True),
        ("Bass", 38, False),
        ("Chords", 4, False),
        ("Lead", 81, False),
    ]
    for role, track in zip(Role, tracks, strict=True):
        controls = {each.number: each.value for each in track.controls}
        assert controls == {7: volume(role, track.program), 10: PANS[role]}


def test_a_file_says_how_its_tracks_sound_where_their_notes_begin():
    file = symusic.Score(480)
    lead = symusic.Track("Solo", 73)
    volumes = ((0, 127), (240, 50), (960, 90))
    lead.controls.extend([symusic.ControlChange(tick, 7, value) for tick, value in volumes])
    lead.notes.append(symusic.Note(480, 480, 60, 90))
    file.tracks.extend([lead, symusic.Track("Guitar", 30)])
    assert midi.sounds_of(bytes(file.dumps_midi())) == [("Solo", (73, 50, 64))]


def test_a_role_that_does_not_play_has_no_track():
    assert len(midi.read(midi.write(build.beat())).tracks) == 1


# What we refuse


def refused(data: bytes) -> BadMidi:
    with pytest.raises(BadMidi) as problem:
        midi.read(data)
    assert str(problem.value).endswith(".")
    return problem.value


def read_or_refused(data: bytes) -> bool:
    try:
        roles.arranged(midi.read(data))
    except BadMidi as problem:
        return str(problem).endswith(".")
    return True


WHOLE = file_of(*played(0, 480, 960))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500), "not MIDI"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt " + bytes(40), "not MIDI"),
        (WHOLE[:4], "damaged"),
        (WHOLE[:13], "damaged"),
        (WHOLE[:-7], "damaged"),
        (file_of(), "no notes"),
        (file_of(tempo(0, 90), meter(0, 3, 4)), "no notes"),
        (file_of(meter(0, 5, 4), *played(0, 480)), "another meter"),
        (file_of(meter(0, 7, 8), *played(0, 480)), "another meter"),
    ],
)
def test_what_is_no_song_is_refused_under_a_reason(data, reason):
    assert refused(data).reason == reason


def test_a_meter_that_we_do_not_know_is_named():
    sentence = str(refused(file_of(meter(0, 5, 4), *played(0, 480))))
    assert sentence == "This song is in 5/4; only 4/4, 3/4, 2/4, 6/8, 12/8 can be read."


def test_time_in_film_frames_is_refused_as_such():
    assert refused(file_of(*played(0, 40), division=0xE728))


def test_fifty_megabytes_are_refused_before_they_are_parsed():
    problem = refused(b"MThd" + bytes(50_000_000))
    assert isinstance(problem, TooLarge)
    assert "50 MB" in str(problem)


def test_ten_thousand_bars_are_refused():
    problem = refused(file_of(*played(0, 10_000 * 1920 - 480, length=480)))
    assert isinstance(problem, TooLarge)
    assert "10,000 bars" in str(problem)


def test_more_notes_than_any_song_has_are_refused():
    note = b"\x00\x90\x3c\x40\x01\x90\x3c\x00"
    data = chunk(b"MThd", b"\x00\x00\x00\x01\x01\xe0")
    data += chunk(b"MTrk", note * 200_001 + b"\x00\xff\x2f\x00")
    problem = refused(data)
    assert isinstance(problem, TooLarge)
    assert "200,000 notes" in str(problem)


def test_a_file_cut_anywhere_is_read_or_refused():
    data = midi.write(build.invented(1, bars=1))
    assert all(read_or_refused(data[:stop]) for stop in range(len(data)))


@pytest.mark.parametrize("seed", range(20))
def test_rotten_bytes_are_read_or_refused(seed):
    dice = random.Random(seed)
    for _ in range(50):
        data = bytearray(midi.write(build.invented(seed, bars=1)))
        for _ in range(dice.choice([1, 3, 20])):
            data[dice.randrange(len(data))] = dice.randrange(256)
        assert read_or_refused(bytes(data))


# How we read


def test_a_midi_within_a_riff_is_read():
    inside = b"RMID" + b"data" + len(WHOLE).to_bytes(4, "little") + WHOLE
    wrapped = b"RIFF" + len(inside).to_bytes(4, "little") + inside
    assert onsets(midi.read(wrapped)) == onsets(midi.read(WHOLE))


def test_a_meter_is_4_4_where_none_is_told():
    score = midi.read(WHOLE)
    assert score.meter == Meter(4, 4)
    assert score.bars == 1
    assert onsets(score) == [0, 12, 24]


@pytest.mark.parametrize(("said", "meant"), [((2, 2), (4, 4)), ((4, 8), (2, 4))])
def test_other_ways_to_write_a_meter_are_known(said, meant):
    assert midi.read(file_of(meter(0, *said), *played(0, 480))).meter == Meter(*meant)


def test_of_several_meters_the_longest_stretch_is_kept():
    waltz, end = 2 * 1920, 2 * 1920 + 4 * 1440
    score = midi.read(
        file_of(
            *(meter(0, 4, 4), meter(waltz, 3, 4), meter(end, 5, 4)),
            *played(0, 480, waltz, waltz + 1440, end - 480, end, end + 480),
        )
    )
    assert score.meter == Meter(3, 4)
    assert score.bars == 4
    assert onsets(score) == [0, 36, 132]


def test_a_meter_told_again_cuts_nothing():
    score = midi.read(file_of(meter(0, 3, 4), meter(1440, 3, 4), *played(0, 1440, 2880)))
    assert onsets(score) == [0, 36, 72]


def test_a_pick_up_stands_in_a_bar_before_the_first():
    score = midi.read(file_of(meter(0, 1, 4), meter(480, 4, 4), *played(0, 480, 2400)))
    assert onsets(score) == [36, 48, 96]
    assert (score.bars, score.pickup_steps) == (3, 12)


def test_an_odd_bar_in_the_middle_is_left_out():
    odd, on = 4 * 1920, 4 * 1920 + 960
    ticks = (0, odd - 480, odd, on, on + 1920)
    score = midi.read(file_of(meter(0, 4, 4), meter(odd, 2, 4), meter(on, 4, 4), *played(*ticks)))
    assert onsets(score) == [0, 180, 192, 240]
    assert score.bars == 6


def test_a_missing_meter_is_told_by_the_onsets():
    song = build.invented(1, bars=32, meter=Meter(3, 4))
    told = midi.write(song)
    waltz = bytes([0xFF, 0x58, 4, 3, 2])
    assert told.count(waltz) == 1
    untold = told.replace(waltz, b"\xff\x01\x04..")  # a text of the same length
    score = midi.read(untold)
    assert score.meter_inferred
    assert score.meter == Meter(3, 4)
    assert not midi.read(told).meter_inferred
    assert all(
        np.array_equal(a.notes, b.notes)
        for a, b in zip(score.tracks, midi.read(told).tracks, strict=True)
    )


def test_a_song_in_half_its_tempo_is_read_in_double_time():
    ticks = range(0, 480 * 64, 60)
    score = midi.read(file_of(tempo(0, 60), *played(*ticks, length=30)))
    assert score.bpm == 120
    assert score.grid_error == 0
    assert onsets(score)[:4] == [0, 3, 6, 9]


def test_a_whole_song_beside_the_grid_is_moved_onto_it():
    ticks = [20 + 120 * number for number in range(200)]
    score = midi.read(file_of(*played(*ticks, length=60)))
    assert score.moved_steps == pytest.approx(0.5, abs=0.1)
    assert score.grid_error < 0.05
    assert onsets(score)[:3] == [0, 3, 6]


def test_what_was_read_is_traced_to_the_notes_of_the_file():
    odd, on = 4 * 1920, 4 * 1920 + 960
    ticks = (7, odd - 480, odd, on, on + 1920)
    meters = (meter(0, 4, 4), meter(odd, 2, 4), meter(on, 4, 4))
    drums = played(3, 960, channel=9, pitch=36)
    data = file_of(*meters, *played(*ticks), *drums)
    traced = midi.traced(data)
    assert traced.score.tracks[0].notes.tolist() == midi.read(data).tracks[0].notes.tolist()
    assert traced.kinds == [(0, False), (0, True)]
    notes, inside = traced.notes, traced.placed.inside
    assert notes.tick[notes.track == 0].tolist() == list(ticks)
    assert inside[notes.track == 0].tolist() == [True, True, False, True, True]
    assert traced.placed.grid.onset.tolist() == [0, 180, 192, 240, 0, 24]
    assert [piece.start_tick for piece in traced.run] == [0, on]


def test_a_run_is_traced_with_its_bars_where_the_music_has_them():
    song = build.invented(1, bars=32)
    late = replace(song, notes=song.notes + np.array([12, 0, 0, 0, 0], np.int32), bars=33)
    traced = midi.traced(midi.write(late))
    assert traced.score.rebarred
    assert [piece.start_tick for piece in traced.run] == [480]


def test_the_same_bytes_give_the_same_score():
    data = midi.write(build.invented(3, bars=16))
    one, other = midi.read(data), midi.read(data)
    assert one.tracks[1].notes.tobytes() == other.tracks[1].notes.tobytes()
    assert (one.bpm, one.bars, one.mended) == (other.bpm, other.bars, other.mended)


# What we mend


def rows(data: bytes) -> list[list[int]]:
    return midi.read(data).tracks[0].notes.tolist()


def test_a_stuck_note_ends_where_its_track_plays_next():
    data = file_of(*played(0, length=480 * 60), *played(960, 1920, pitch=64))
    assert rows(data) == [[0, 24, 60, 80], [24, 6, 64, 80], [48, 6, 64, 80]]
    assert midi.read(data).mended == Mended(stuck=1)


def test_a_long_note_over_silence_is_not_stuck():
    data = file_of(*played(0, length=480 * 40), *played(480 * 50, pitch=64))
    assert rows(data)[0] == [0, 480, 60, 80]
    assert midi.read(data).mended == Mended()


def test_a_note_without_length_lasts_a_step():
    data = file_of(*played(0, length=0), *played(480))
    assert rows(data) == [[0, 1, 60, 80], [12, 6, 60, 80]]
    assert midi.read(data).mended == Mended(zero_length=1)


def test_a_pitch_struck_again_ends_the_note_before():
    data = file_of(*played(0, 240, length=480), *played(0, length=480, pitch=64))
    assert rows(data) == [[0, 6, 60, 80], [0, 12, 64, 80], [6, 12, 60, 80]]
    assert midi.read(data).mended == Mended(overlapping=1)


def test_of_a_note_doubled_in_its_track_the_longest_remains():
    data = file_of(*played(0, length=480), *played(0, length=960))
    assert rows(data) == [[0, 24, 60, 80]]
    assert midi.read(data).mended == Mended(overlapping=1)


def test_tracks_are_mended_one_by_one():
    data = file_of(*played(0, length=960), *played(480, channel=1, length=960))
    score = midi.read(data)
    assert [track.notes.tolist() for track in score.tracks] == [
        [[0, 24, 60, 80]],
        [[12, 24, 60, 80]],
    ]
    assert score.mended == Mended()


@pytest.mark.parametrize("division", [1, 480, 32767])
def test_a_few_bytes_that_tell_of_a_billion_ticks_cost_nothing(division):
    far = 0x0FFFFFFF  # the longest wait a MIDI file can write
    events = [*played(0), *played(*(far * n for n in range(1, 8)))]
    assert refused(file_of(*events, division=division)).reason == "too long"


def test_a_single_endless_note_costs_nothing():
    data = file_of(*played(0, length=0x0FFFFFFF), division=1)
    assert midi.read(data).tracks[0].notes[0, 1] == 576


def test_a_meter_of_no_beats_is_refused_as_such():
    assert refused(file_of(meter(0, 0, 4), *played(0, 480))).reason == "another meter"


def test_a_stretch_without_notes_is_refused():
    empty = file_of(meter(0, 5, 4), meter(2400, 4, 4), *played(0, length=9600))
    assert refused(empty).reason == "no notes"


@quick
@given(
    st.sampled_from([24, 96, 120, 192, 384, 480, 960]),
    st.lists(st.integers(0, 300), min_size=1, max_size=8, unique=True),
)
def test_notes_on_the_grid_stay_there_whatever_a_beat_counts(division, steps):
    ticks = [step * division // 12 for step in steps]
    score = midi.read(file_of(*played(*ticks, length=division // 12), division=division))
    assert onsets(score) == sorted(steps)
    assert score.grid_error == 0


def test_notes_beside_the_grid_go_to_the_nearest_step():
    score = midi.read(file_of(*played(19, 61, 480 - 19)))
    assert onsets(score) == [0, 2, 12]


def test_how_far_from_the_grid_a_song_is_played_is_told():
    assert midi.read(file_of(*played(10, 480 + 10, 960 - 10))).grid_error == pytest.approx(0.25)


def test_no_note_is_shorter_than_a_step():
    assert midi.read(file_of(*played(0, length=3))).tracks[0].notes[0, 1] == 1


def test_a_tempo_is_120_where_none_is_told():
    assert midi.read(WHOLE).bpm == 120


def test_of_several_tempos_the_one_that_holds_longest_counts():
    score = midi.read(file_of(tempo(0, 90), tempo(480, 140), *played(0, 480, 4800)))
    assert score.bpm == 140


def test_a_tempo_from_before_the_stretch_still_holds_in_it():
    data = file_of(tempo(0, 77), meter(0, 5, 4), meter(2400, 4, 4), *played(2400, 9600))
    assert midi.read(data).bpm == 77


def test_the_tenth_channel_is_drums():
    score = midi.read(file_of(*played(0, 480, channel=9, pitch=36), *played(0, 480)))
    assert sorted(track.is_drums for track in score.tracks) == [False, True]


def test_a_name_in_any_encoding_is_no_obstacle():
    name = b"M\xe9lodie \xff"
    score = midi.read(file_of((0, b"\xff\x03" + bytes([len(name)]) + name), *played(0)))
    assert "lodie" in score.tracks[0].name


def test_notes_of_a_track_are_in_order():
    chord = [event for pitch in (67, 60, 64) for event in played(0, pitch=pitch)]
    assert np.array_equal(midi.read(file_of(*chord)).tracks[0].notes[:, 2], [60, 64, 67])


def test_a_tempo_that_stands_still_is_passed_over():
    file = file_of((0, b"\xff\x51\x03\x00\x00\x00"), (0, b"\x90\x3c\x50"), (480, b"\x80\x3c\x00"))
    assert midi.read(file).bpm == 120


def test_a_note_just_before_the_end_stays_inside():
    events = [(0, b"\x90\x3c\x50"), (10, b"\x80\x3c\x00"), (1915, b"\x90\x3e\x50")]
    score = midi.read(file_of(*events, (1920, b"\x80\x3e\x00")))
    assert score.bars == 1
    assert score.tracks[0].notes[-1, 0] == 47


def fast(*snares: int, bpm: float = 240) -> bytes:
    """A band in eighths with snares on some steps of every bar."""
    notes = [Note(bar * 48 + at, Role.DRUMS, 38, 3, 90) for bar in range(40) for at in snares]
    notes += [Note(at, Role.BASS, 40, 5, 90) for at in range(0, 40 * 48, 6)]
    return midi.write(build.song(*notes, bpm=bpm))


def test_a_fast_song_with_one_snare_a_bar_is_felt_at_half_its_tempo():
    score = midi.read(fast(24))
    assert (score.bpm, score.bars) == (120, 20)
    assert set(score.tracks[0].notes[:, 0] % 48) == {12, 36}
    assert set(np.diff(score.tracks[1].notes[:, 0])) == {3}


def test_a_fast_song_with_a_backbeat_is_fast():
    assert midi.read(fast(12, 36)).bpm == 240


def test_a_song_at_a_moderate_tempo_keeps_it():
    assert midi.read(fast(24, bpm=150)).bpm == 150
