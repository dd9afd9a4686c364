"""A song is played: it swings, hands are uneven, and nothing that was written gets lost."""

import random
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from itertools import groupby, pairwise
from typing import NamedTuple

import mido
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from lstmelody import midi, midi_texts, performing, starters
from lstmelody.errors import BadMidi, TooLarge
from lstmelody.music import METERS, Meter, Note, Role, Song, canonical, paced, unoverlapped
from lstmelody.performing import HeardNote, performed
from lstmelody.performing.hands import FARTHEST, LEAN_MS

quick = settings(max_examples=25, deadline=None, derandomize=True)
amounts = st.floats(0, 1)
BEAT = midi.TICKS_PER_BEAT


class Heard(NamedTuple):
    """A note of a file."""

    channel: int
    pitch: int
    start: int
    stop: int
    velocity: int


def of(data: bytes) -> mido.MidiFile:
    return mido.MidiFile(file=BytesIO(data))


def saved(file: mido.MidiFile) -> bytes:
    data = BytesIO()
    file.save(file=data)
    return data.getvalue()


def timed(track: mido.MidiTrack) -> list[tuple[int, mido.Message]]:
    ticks = np.cumsum([message.time for message in track]).tolist()
    return list(zip(ticks, track, strict=True))


def heard(data: bytes) -> list[Heard]:
    """The notes in the order in which they were written, which playing them does not change."""
    notes, begun = [], {}
    for track in of(data).tracks:
        for tick, message in timed(track):
            if message.type == "note_on":
                key = (message.channel, message.note)
                assert key not in begun, "a note is struck again while it sounds"
                begun[key] = (tick, message.velocity)
            elif message.type == "note_off":
                start, velocity = begun.pop((message.channel, message.note))
                notes.append(Heard(message.channel, message.note, start, tick, velocity))
    assert not begun
    return sorted(notes)


def starts(data: bytes) -> list[int]:
    return [note.start for note in heard(data)]


def ends(data: bytes) -> int:
    return max((timed(track)[-1][0] for track in of(data).tracks), default=0)


def line(*onsets: int, role: Role = Role.LEAD, meter: Meter = METERS[0], bpm: float = 120) -> Song:
    """A tone on each of these grid steps, each of its own pitch."""
    notes = (Note(at, role, 40 + index % 60, 2, 80) for index, at in enumerate(onsets))
    return build.song(*notes, meter=meter, bpm=bpm)


def together(*songs: Song) -> Song:
    return build.song(*(Note(*row) for song in songs for row in song.notes.tolist()))


def swung_steps(song: Song, swing: float = 1.0) -> list[float]:
    """The onsets in grid steps after swinging, role after role, by time."""
    notes = heard(performed(midi.write(song), swing=swing))
    order = sorted(notes, key=lambda note: (note.channel != 9, note.channel, note.start))
    return [round(note.start / midi.TICKS_PER_STEP, 2) for note in order]


def walk(role: Role, count: int = 600, bpm: float = 120) -> Song:
    """Eighths of one role, off beats left out so that none stands in another's way."""
    return line(*range(0, 6 * count, 6), role=role, bpm=bpm)


def late_ms(role: Role, bpm: float = 120, humanise: float = 1.0, seed: int = 0) -> np.ndarray:
    """How late each note of a walk is."""
    data = midi.write(walk(role, bpm=bpm))
    before = sorted(starts(data))
    after = sorted(starts(performed(data, humanise=humanise, seed=seed)))
    return (np.array(after) - before) * (60_000 / bpm / BEAT)


@quick
@given(build.songs(), st.integers(0, 9))
def test_asked_for_nothing_a_file_stays_the_same_bytes(song, seed):
    data = midi.write(song)
    assert performed(data, seed=seed) is data


@quick
@given(build.songs(), amounts, amounts, st.integers(0, 2**32 - 1))
def test_the_same_seed_plays_the_same(song, swing, humanise, seed):
    data = midi.write(song, text="words")
    once = performed(data, swing=swing, humanise=humanise, seed=seed)
    assert once == performed(data, swing=swing, humanise=humanise, seed=seed)


def cut_where_struck_again(notes: list[HeardNote]) -> list[HeardNote]:
    """What sounds of notes: striking a pitch again ends what its role played of it before."""
    again: dict[tuple[int, int], float] = {}
    sounding = []
    for onset, role, pitch, duration, velocity in reversed(notes):
        until = min(onset + duration, again.get((role, pitch), np.inf))
        again[role, pitch] = onset
        sounding.append((onset, role, pitch, round(until - onset, 3), velocity))
    return sounding[::-1]


def in_steps(data: bytes) -> list[tuple[float, int, float, int]]:
    return [
        (n.start / 40, n.pitch, (n.stop - n.start) / 40, n.velocity) for n in sorted(heard(data))
    ]


@quick
@given(build.songs(60), amounts, amounts, st.integers(0, 999))
def test_a_song_is_played_as_its_file_is(song, swing, humanise, seed):
    song = paced(paced(song, 48, 90.5), 48 + seed, 151.0)
    song = replace(song, notes=unoverlapped(song.notes))
    asked = {"swing": swing, "humanise": humanise, "seed": seed}
    played = performing.heard(song, **asked)
    assert played == sorted(played)
    in_file = in_steps(performed(midi.write(song), **asked))
    sounding = cut_where_struck_again(played)
    assert sorted((at, *rest) for at, _, *rest in sounding) == sorted(in_file)


@quick
@given(build.songs(60), amounts, amounts, st.integers(0, 9))
def test_a_note_that_is_struck_again_while_it_sounds_is_cut_in_the_file_alone(
    song, swing, humanise, seed
):
    asked = {"swing": swing, "humanise": humanise, "seed": seed}
    played = performing.heard(song, **asked)
    in_file = sorted(in_steps(performed(midi.write(song), **asked)))
    sounding = sorted((at, *rest) for at, _, *rest in cut_where_struck_again(played))
    lengths = [[note[2] for note in notes] for notes in (sounding, in_file)]
    assert [(a, p, v) for a, p, _, v in sounding] == [(a, p, v) for a, p, _, v in in_file]
    beside_each_other_ms = 2 * FARTHEST * np.hypot(12, 2.5) * humanise
    most_apart = 2 * swing + beside_each_other_ms * song.bpm / 5000 + 0.1
    assert np.allclose(*lengths, rtol=0, atol=most_apart)


@given(build.songs(60), amounts, amounts, st.integers(0, 2**32 - 1), st.data())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_bars_are_played_the_same_whatever_comes_before_and_after_them(
    song, swing, humanise, seed, data
):
    song = paced(song, 77, 151.0)
    asked = {"swing": swing, "humanise": humanise, "seed": seed}
    bar = song.notes[:, 0] // song.meter.bar_steps
    cuts = data.draw(st.sets(st.integers(0, song.bars)))
    played: list[HeardNote] = []
    for first, last in pairwise(sorted({0, song.bars} | cuts)):
        some = replace(song, notes=song.notes[(bar >= first) & (bar < last)])
        played += performing.heard(some, **asked)
    assert played == performing.heard(song, **asked)


@quick
@given(build.songs(60), amounts, amounts, st.integers(0, 9))
def test_no_note_leaves_its_bar(song, swing, humanise, seed):
    played = performing.heard(song, swing=swing, humanise=humanise, seed=seed)
    bars = [int(note[0] // song.meter.bar_steps) for note in played]
    assert bars == sorted((song.notes[:, 0] // song.meter.bar_steps).tolist())


def test_another_seed_plays_otherwise():
    data = midi.write(build.invented(1))
    plays = [heard(performed(data, humanise=0.5, seed=seed)) for seed in range(5)]
    assert len({tuple(note.start for note in play) for play in plays}) == 5
    assert len({tuple(note.velocity for note in play) for play in plays}) == 5
    assert len({performed(data, swing=0.5, seed=seed) for seed in range(5)}) == 1


@quick
@given(build.songs(60), amounts, amounts, st.integers(0, 9))
def test_every_note_is_played_once_within_the_file_and_keeps_its_order(song, swing, humanise, seed):
    data = midi.write(song)
    before = heard(data)
    played = performed(data, swing=swing, humanise=humanise, seed=seed)
    after = heard(played)
    assert [note[:2] for note in after] == [note[:2] for note in before]
    assert all(note.start >= 0 and note.stop > note.start for note in after)
    assert all(1 <= note.velocity <= 127 for note in after)
    assert ends(data) <= ends(performed(data, swing=swing)) <= ends(data) + BEAT // 6
    assert ends(played) >= max((note.stop for note in after), default=0)
    for one, other in zip(before, after, strict=True):
        assert abs(other.velocity - one.velocity) <= 12 * humanise + 1


@quick
@given(build.songs(60), amounts, st.integers(0, 9))
def test_no_hand_overtakes_another_of_its_channel(song, humanise, seed):
    data = midi.write(song)
    for _, notes in groupby(
        zip(heard(data), heard(performed(data, humanise=humanise, seed=seed)), strict=True),
        key=lambda pair: pair[0].channel,
    ):
        by_onset = sorted((one.start, other.start) for one, other in notes)
        onsets = [
            [after for _, after in group]
            for _, group in groupby(by_onset, key=lambda pair: pair[0])
        ]
        assert all(max(a) <= min(b) for a, b in zip(onsets, onsets[1:], strict=False))


@quick
@given(build.songs(60), amounts)
def test_swing_bends_time_without_folding_it_and_leaves_beats_and_loudness(song, swing):
    data = midi.write(song)
    for before, after in zip(heard(data), heard(performed(data, swing=swing)), strict=True):
        for was, now in ((before.start, after.start), (before.stop, after.stop)):
            assert was <= now <= was + BEAT // 6
            assert now // BEAT == was // BEAT
            assert now == was or was % BEAT
        assert before.velocity == after.velocity


@pytest.mark.parametrize(("swing", "tick"), [(0.25, 260), (0.5, 280), (1.0, 320)])
def test_the_eighth_off_the_beat_comes_when_it_should(swing, tick):
    data = performed(midi.write(line(0, 6, 12, 18, 96, 102)), swing=swing)
    beats = [0, BEAT, 8 * BEAT]
    assert sorted(starts(data)) == sorted([*beats, *(beat + tick for beat in beats)])


def test_what_is_between_follows_and_lengths_with_it():
    song = build.song(*(Note(at, Role.LEAD, 60 + at, 3, 80) for at in (0, 3, 6, 9)))
    notes = heard(performed(midi.write(song), swing=1.0))
    assert [note.start for note in notes] == [0, 160, 320, 400]
    assert [note.stop for note in notes] == [160, 320, 400, 480]


@pytest.mark.parametrize("meter", [Meter(6, 8), Meter(12, 8)])
def test_meters_counted_in_eighths_swing_already(meter):
    data = midi.write(line(*range(0, 72, 3), meter=meter))
    assert starts(performed(data, swing=1.0)) == starts(data)


@pytest.mark.parametrize("meter", METERS[:3])
def test_meters_counted_in_quarters_swing(meter):
    assert swung_steps(line(0, 6, 12, 18, meter=meter)) == [0, 8, 12, 20]


def test_a_change_to_another_meter_is_heard():
    file = of(midi.write(line(0, 6, 48, 54)))
    change = mido.MetaMessage("time_signature", numerator=6, denominator=8)
    file.tracks.append(mido.MidiTrack([change.copy(time=4 * BEAT)]))
    assert sorted(starts(performed(saved(file), swing=1.0))) == [0, 320, 1920, 2160]


def test_who_plays_triplets_is_left_alone_in_that_beat_and_no_one_else():
    lead = line(0, 4, 6, 8, 12, 18)
    drums = line(0, 6, 12, 18, role=Role.DRUMS)
    assert swung_steps(together(lead, drums)) == [0, 8, 12, 20, 0, 4, 6, 8, 12, 20]


def test_sixteenths_that_swing_leave_that_beat_to_no_one():
    drums = line(0, 4, 6, 10, 12, 18, role=Role.DRUMS)
    bass = line(0, 6, 12, 18, role=Role.BASS)
    assert swung_steps(together(drums, bass)) == [0, 4, 6, 10, 12, 20, 0, 6, 12, 20]


@pytest.mark.parametrize("name", ["blues", "jazz", "lofi"])
def test_starters_that_swing_are_played_as_written(name):
    data = midi.write(starters.find(name))
    assert starts(performed(data, swing=1.0)) == starts(data)


def test_everything_else_in_a_file_is_kept():
    text = '{"recipe": {"seed": 3}}'
    file = of(midi.write(starters.find("funk"), title="A title", text=text))
    more = [
        mido.MetaMessage("set_tempo", tempo=400_000, time=BEAT // 2),
        mido.Message("control_change", channel=1, control=64, value=127, time=5),
        mido.Message("pitchwheel", channel=1, pitch=99, time=5),
        mido.Message("sysex", data=(1, 2, 3), time=5),
        mido.UnknownMetaMessage(0x7F, (4, 5), time=5),
    ]
    file.tracks.append(mido.MidiTrack(more))
    data = saved(file)
    played = performed(data, swing=0.7, humanise=1.0, seed=2)
    assert midi_texts.text_of(played, '{"recipe"') == text
    for before, after in zip(of(data).tracks, of(played).tracks, strict=True):
        kept = [
            [str(message.copy(time=0)) for message in track if not message.type.startswith("note")]
            for track in (before, after)
        ]
        assert kept[0] == kept[1]
    late = BEAT / 2 * 0.7 / 3
    ticks = [tick for tick, _ in timed(of(played).tracks[-1])]
    assert ticks[0] == BEAT // 2
    assert ticks[1:] == pytest.approx(
        [BEAT / 2 + late + waited for waited in (5, 10, 15, 20, 20)], abs=5
    )


def test_no_note_sounds_before_its_instrument_is_chosen():
    file = of(midi.write(walk(Role.LEAD, 60)))
    track = file.tracks[-1]
    for at in reversed([at for at, message in enumerate(track) if message.type == "note_on"]):
        track.insert(at, track[at].copy(time=track[at].time))
        track[at] = mido.Message("program_change", channel=0, program=at % 99, time=track[at].time)
        track[at + 1].time = 0
    types = []
    for seed in range(5):
        played = of(performed(saved(file), humanise=1.0, seed=seed))
        types.append([each.type for each in played.tracks[-1] if each.type != "note_off"])
    assert types == [[each.type for each in track if each.type != "note_off"]] * 5


@pytest.mark.parametrize("bpm", [60, 120, 200])
@pytest.mark.parametrize("role", Role)
def test_how_far_hands_lean_is_told_in_milliseconds_at_any_tempo(role, bpm):
    spread = np.mean([late_ms(role, bpm, seed=seed).std() for seed in range(3)])
    assert 0.75 * LEAN_MS[role] < spread < 1.3 * np.hypot(LEAN_MS[role], 2.5)


def changing(bpm: float) -> Song:
    """A walk that goes on at another tempo after its half."""
    return replace(walk(Role.LEAD), tempos=((300 * 6, bpm),))


def test_hands_lean_as_far_at_each_tempo_of_a_song():
    before, after = (
        np.array(sorted(starts(data)))
        for data in (
            midi.write(changing(40)),
            performed(midi.write(changing(40)), humanise=1.0, seed=3),
        )
    )
    late = after - before
    fast, slow = late[:300] * (500 / BEAT), late[300:] * (1500 / BEAT)
    assert slow.std() == pytest.approx(fast.std(), rel=0.4)
    assert np.abs(fast.mean() - slow.mean()) < 3 * LEAN_MS[Role.LEAD]


def test_a_change_of_tempo_does_not_bend_the_swing():
    changed = performed(midi.write(changing(40)), swing=0.6)
    assert starts(changed) == starts(performed(midi.write(walk(Role.LEAD)), swing=0.6))
    assert midi.tempos_of(changed) == changing(40).all_tempos


def test_half_the_amount_is_half_as_far():
    whole, half = late_ms(Role.LEAD), late_ms(Role.LEAD, humanise=0.5)
    assert half.std() == pytest.approx(whole.std() / 2, rel=0.05)


def test_drums_and_bass_keep_the_time_better_than_the_lead():
    spreads = {role: late_ms(role).std() for role in Role}
    assert max(spreads[Role.DRUMS], spreads[Role.BASS]) < 0.7 * spreads[Role.LEAD]


@pytest.mark.parametrize("seed", range(4))
def test_who_is_late_stays_late_for_a_while(seed):
    late = late_ms(Role.LEAD, seed=seed) - late_ms(Role.LEAD, seed=seed).mean()
    following = [np.corrcoef(late[:-gap], late[gap:])[0, 1] for gap in (1, 4)]
    assert following[0] > 0.4
    assert following[1] > 0.15


def test_the_notes_of_a_chord_spread_by_a_few_milliseconds():
    chords = [
        Note(at, Role.CHORDS, pitch, 12, 80) for at in range(0, 480, 24) for pitch in (60, 64)
    ]
    notes = heard(performed(midi.write(build.song(*chords)), humanise=1.0))
    low, high = ([n.start for n in notes if n.pitch == pitch] for pitch in (60, 64))
    apart = np.abs(np.array(low) - high) * (500 / BEAT)
    assert 0 < apart.mean() < 6
    assert apart.max() < 16


def test_the_downbeat_is_louder_than_beats_and_these_than_what_is_between():
    song = line(*range(0, 48 * 64, 3))
    notes = sorted(heard(performed(midi.write(song), humanise=1.0)), key=lambda note: note.start)
    loud = np.array([note.velocity for note in notes]).reshape(-1, 16).mean(axis=0)
    assert loud[0] > loud[[4, 8, 12]].mean() + 1 > loud[2::4].mean() + 2 > loud[1::2].mean() + 3
    assert abs(loud.mean() - 80) < 4


def test_a_phrase_swells():
    notes = heard(performed(midi.write(line(*range(0, 48 * 64, 12))), humanise=1.0))
    loud = np.array([note.velocity for note in sorted(notes, key=lambda note: note.start)])
    by_bar = loud.reshape(-1, 4, 4).mean(axis=(0, 2))
    assert min(by_bar[1:3]) > max(by_bar[0], by_bar[3])


def test_a_fast_run_stays_a_run_of_different_notes():
    trill = [Note(at, Role.LEAD, 60 + at % 2, 1, 80) for at in range(96)]
    data = midi.write(build.song(*trill, bpm=240))
    notes = sorted(heard(performed(data, humanise=1.0)), key=lambda note: note.start)
    assert [note.pitch for note in notes] == [60 + at % 2 for at in range(96)]


@pytest.mark.parametrize("swing", [0.0, 0.8])
def test_a_tone_struck_again_and_again_is_struck_as_often(swing):
    tones = [Note(at, Role.LEAD, 60, 3, 80) for at in range(0, 3 * 200, 3)]
    data = midi.write(build.song(*tones))
    for seed in range(5):
        assert len(heard(performed(data, swing=swing, humanise=1.0, seed=seed))) == 200


def by_hand(*events: tuple[int, str, int, int]) -> bytes:
    """A file of one track: ticks since the event before, type, pitch and velocity."""
    track = [
        mido.Message(kind, note=pitch, velocity=velocity, time=wait)
        for wait, kind, pitch, velocity in events
    ]
    return saved(mido.MidiFile(tracks=[mido.MidiTrack(track)], type=0))


@pytest.mark.parametrize("seed", range(6))
def test_the_shortest_of_notes_stays_one_at_the_very_end(seed):
    data = by_hand((0, "note_on", 1, 1), (479, "note_on", 60, 80), (1, "note_off", 60, 0))
    track = timed(of(performed(data, humanise=1.0, seed=seed)).tracks[0])
    assert track[1][0] < track[2][0] <= track[3][0]


def test_a_tone_that_was_held_over_itself_stays_as_long():
    data = by_hand(
        (960, "note_on", 60, 80),
        (480, "note_on", 60, 80),
        (480, "note_on", 60, 0),
        (480, "note_on", 60, 0),
        (960, "note_off", 61, 0),
    )
    ticks = [tick for tick, _ in timed(of(performed(data, humanise=1.0)).tracks[0])]
    assert (ticks[2] - ticks[0], ticks[3] - ticks[1]) == (960, 960)


def test_notes_that_never_end_or_end_twice_stay_so():
    data = by_hand(
        *((100, "note_on", 60, 80) for _ in range(3)),
        (50, "note_on", 60, 0),
        *((0, "note_off", 61, 0) for _ in range(2)),
    )
    played = of(performed(data, swing=0.5, humanise=1.0)).tracks[0]
    kinds = [message.type for message in played]
    assert kinds == [*("note_on",) * 4, *("note_off",) * 2, "end_of_track"]
    assert [message.velocity > 0 for message in played[:4]] == [True, True, True, False]


def test_the_softest_and_the_loudest_notes_stay_within_what_there_is():
    notes = [Note(at, Role.LEAD, 60, 3, 126 * (at % 2) + 1) for at in range(0, 600, 3)]
    velocities = {
        note.velocity for note in heard(performed(midi.write(build.song(*notes)), humanise=1.0))
    }
    assert {1, 127} <= velocities <= {*range(1, 14), *range(115, 128)}


def test_no_hand_is_beside_itself():
    data = midi.write(walk(Role.LEAD, 2000))
    for seed in range(5):
        notes = heard(performed(data, humanise=1.0, seed=seed))
        assert all(68 <= note.velocity <= 92 for note in notes)
        assert np.abs(late_ms(Role.LEAD, seed=seed)).max() < 2.5 * np.hypot(12, 2.5) + 1


def test_bars_are_counted_from_where_their_meter_begins():
    file = of(midi.write(line(*range(0, 48 * 64, 12))))
    later = mido.MetaMessage("time_signature", numerator=4, time=BEAT)
    file.tracks.append(mido.MidiTrack([later]))
    notes = sorted(heard(performed(saved(file), humanise=1.0)), key=lambda note: note.start)
    loud = np.array([note.velocity for note in notes]).reshape(-1, 4).mean(axis=0)
    assert loud.argmax() == 1


def test_a_file_that_says_it_has_one_track_and_has_two_is_played():
    data = bytearray(midi.write(build.invented(1)))
    data[9] = 0
    played = of(performed(bytes(data), humanise=0.5))
    assert (played.type, len(played.tracks)) == (1, 4)


def test_a_file_without_notes_or_tracks_is_still_one():
    for file in (mido.MidiFile(tracks=[]), mido.MidiFile(tracks=[mido.MidiTrack()])):
        assert performed(saved(file), swing=1.0, humanise=1.0).startswith(b"MThd")


def test_a_riff_file_is_played_too():
    data = midi.write(line(0, 6, 12))
    assert performed(b"RIFF\0\0\0\0RMIDdata\0\0\0\0" + data, swing=1.0) == performed(
        data, swing=1.0
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a MIDI file"),
        (b"%PDF-1.7", "not a MIDI file"),
        (b"MThd\0\0\0\6\0\1\0\0\xe7\x28", "film frames"),
        (b"MThd\0\0\0\6\0\1\0\1\1\xe0MTrk\0\0\0\6\0\xf8\0\xff\x2f\0", "damaged"),
        (midi.write(line(0))[:-9], "damaged or cut short"),
    ],
)
def test_what_is_no_midi_file_is_refused_in_a_sentence(data, words):
    with pytest.raises(BadMidi, match=words):
        performed(data, swing=0.5)


def test_what_is_too_large_is_refused():
    with pytest.raises(TooLarge, match="10 MB"):
        performed(b"MThd" + bytes(midi.MAX_BYTES), humanise=0.5)


@pytest.mark.parametrize("damages", [1, 3, 30])
def test_damaged_files_are_played_or_refused_and_nothing_else(damages):
    whole, dice = midi.write(starters.find("pop"), title="x"), random.Random(damages)
    for _ in range(50):
        data = bytearray(whole)
        for _ in range(damages):
            data[dice.randrange(8, len(data))] = dice.randrange(256)
        with suppress(BadMidi):
            assert performed(bytes(data), swing=0.5, humanise=0.5).startswith(b"MThd")


@pytest.mark.parametrize("name", ["swing", "humanise"])
@pytest.mark.parametrize("value", [-0.1, 1.1])
def test_amounts_outside_their_range_are_a_fault_of_ours(name, value):
    with pytest.raises(AssertionError, match=name):
        performed(midi.write(line(0)), **{name: value})


def test_a_played_song_is_read_as_the_same_song():
    song = build.invented(3)
    read = midi.read(performed(midi.write(song), humanise=0.6, seed=1))
    assert (read.bars, read.bpm, read.meter) == (song.bars, song.bpm, song.meter)
    notes = sum(len(track.notes) for track in read.tracks)
    assert notes == len(unoverlapped(canonical(song.notes)))
