"""A file with some roles redone: the rest is kept tick for tick, and what is new is in its bars."""

import random
from collections import Counter, defaultdict
from contextlib import suppress
from io import BytesIO
from itertools import pairwise

import mido
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mido import Message, MetaMessage

import build
from lstmelody import instruments, midi, midi_texts, roles
from lstmelody.errors import BadMidi
from lstmelody.music import METERS, Note, Role, Song
from lstmelody.retouching import retouched

quick = settings(max_examples=60, deadline=None, derandomize=True)

BAR = 1920
CHANNELS = {Role.DRUMS: 9, Role.BASS: 1, Role.CHORDS: 2, Role.LEAD: 3}
PITCHES = {Role.DRUMS: 38, Role.BASS: 36, Role.CHORDS: 61, Role.LEAD: 76}
BEGINS = '{"me":'

Event = tuple[int, Message | MetaMessage]
"""A tick and a message."""
Heard = tuple[int, int, int, int, int]
"""Ticks of a note's on and off, its channel, pitch and velocity."""


def file_of(*tracks: list[Event], kind: int = 1, beat: int = 480) -> bytes:
    file = mido.MidiFile(type=kind, ticks_per_beat=beat)
    for events in tracks:
        track, ordered = file.add_track(), sorted(events, key=lambda event: event[0])
        ticks = [0, *(tick for tick, _ in ordered)]
        for (_, message), (before, tick) in zip(ordered, pairwise(ticks), strict=True):
            track.append(message.copy(time=tick - before))
    data = BytesIO()
    file.save(file=data)
    return data.getvalue()


def struck(tick: int, length: int, *, channel: int, pitch: int, velocity: int = 80) -> list[Event]:
    on = Message("note_on", channel=channel, note=pitch, velocity=velocity)
    return [(tick, on), (tick + length, Message("note_off", channel=channel, note=pitch))]


def part(role: Role, *ticks: int, length: int = 200, pitch: int = 0, channel: int = -1):
    """A track that its name tells the role of, playing one pitch."""
    channel, pitch = CHANNELS[role] if channel < 0 else channel, pitch or PITCHES[role]
    events: list[Event] = [(0, MetaMessage("track_name", name=role.word.capitalize()))]
    for tick in ticks:
        events += struck(tick, length, channel=channel, pitch=pitch)
    return events


def beats(bars: int, offset: int = 0) -> range:
    return range(offset, bars * BAR, 480)


def heard(data: bytes) -> Counter[Heard]:
    """The notes of a file, paired first in, first out."""
    notes: Counter[Heard] = Counter()
    for track in mido.MidiFile(file=BytesIO(data)).tracks:
        tick, waiting = 0, defaultdict(list)
        for event in track:
            tick += event.time
            if event.type == "note_on" and event.velocity:
                waiting[event.channel, event.note].append((tick, event.velocity))
            elif event.type in ("note_on", "note_off"):
                start, velocity = waiting[event.channel, event.note].pop(0)
                notes[start, tick, event.channel, event.note, velocity] += 1
    return notes


def others(data: bytes) -> list[tuple[int, bytes]]:
    """All events but notes, names and ends of tracks, with their ticks."""
    found, quiet = [], ("note_on", "note_off", "track_name", "end_of_track")
    for track in mido.MidiFile(file=BytesIO(data)).tracks:
        tick = 0
        for event in track:
            tick += event.time
            if event.type not in quiet:
                found.append((tick, bytes(event.bytes())))
    return found


def read(data: bytes) -> Song:
    return roles.arranged(midi.read(data))


def composed(data: bytes, *notes: Note, redone: set[Role], first: int = 0, last: int = 0) -> bytes:
    """The file with roles redone in some bars, or in all: as these notes."""
    song = read(data)
    fresh = build.song(*notes, bars=song.bars, meter=song.meter)
    return retouched(data, fresh, redone, first, last or song.bars)


def new_track(data: bytes) -> mido.MidiTrack:
    return mido.MidiFile(file=BytesIO(data)).tracks[-1]


LEAD = Note(48, Role.LEAD, 72, 12, 99)
BAND = [part(role, *beats(4)) for role in Role]


# What is kept


def test_notes_off_the_grid_doubled_and_bent_are_kept_as_they_are():
    chords = part(Role.CHORDS, 13, 13, 497, 961, 2001, length=333)
    chords += [(tick, Message("pitchwheel", channel=2, pitch=tick)) for tick in (17, 555)]
    data = file_of(chords, part(Role.LEAD, *beats(2)))
    result = composed(data, LEAD, redone={Role.LEAD})
    kept = Counter({note: n for note, n in heard(data).items() if note[2] == 2})
    assert kept[13, 346, 2, 61, 80] == 2
    assert heard(result) == kept + Counter([(1920, 2400, 3, 72, 99)])
    assert set(others(data)) <= set(others(result))


def test_all_that_is_no_note_stays_at_its_tick():
    told: list[Event] = [
        (0, MetaMessage("set_tempo", tempo=500_000)),
        (0, MetaMessage("key_signature", key="Ebm")),
        (0, MetaMessage("smpte_offset", hours=1)),
        (77, mido.UnknownMetaMessage(0x0A, [1, 2, 3])),
        (333, MetaMessage("set_tempo", tempo=612_345)),
        (1001, MetaMessage("lyrics", text="l\xe9")),
        (1003, MetaMessage("marker", text="Verse")),
        (1005, MetaMessage("midi_port", port=3)),
    ]
    lead = part(Role.LEAD, *beats(2, offset=7))
    lead += [(7, Message("control_change", channel=3, control=64, value=127))]
    lead += [(1447, Message("sysex", data=(65, 16, 66, 18))), (1447, Message("aftertouch"))]
    data = file_of(told, lead, part(Role.CHORDS, *beats(2)))
    result = composed(data, LEAD, redone={Role.LEAD})
    kept = others(data)
    assert len(kept) == 11
    assert [event for event in others(result) if event in kept] == kept
    assert len(others(result)) == len(kept) + 3  # program, volume and pan of the new track


def test_events_before_which_ticks_pass_are_kept_with_them_whatever_their_kind():
    """A key that no one knows, and an event of no known kind, each after 5 ticks."""
    odd = b"\x05\xff\x59\x02\x22\x09" + b"\x05\xff\x0a\x01\x01"
    data = file_of(part(Role.LEAD, *beats(2)), part(Role.BASS, *beats(2)))
    at = data.rindex(b"MTrk") + 8
    size = int.from_bytes(data[at - 4 : at], "big") + len(odd)
    data = data[: at - 4] + size.to_bytes(4, "big") + odd + data[at:]
    result = composed(data, LEAD, redone={Role.LEAD})
    assert odd in result
    assert [note[0] for note in sorted(heard(result)) if note[2] == 1] == [
        tick + 10 for tick in beats(2)
    ]


def test_of_notes_that_overlap_on_one_pitch_each_keeps_its_own_end():
    lead = part(Role.LEAD, 0, 700, 1000, 1900, 2100, 3000, length=1000)
    data = file_of(lead, part(Role.CHORDS, *beats(2)))
    result = composed(data, redone={Role.LEAD}, first=1, last=2)
    assert heard(data) - heard(result) == Counter(
        (tick, tick + 1000, 3, 76, 80) for tick in (1900, 2100, 3000)
    )


def test_a_note_that_rings_into_the_bars_stays_and_one_that_rings_out_goes():
    data = file_of(part(Role.LEAD, 1800, 3700, length=900), part(Role.CHORDS, *beats(4)))
    result = composed(data, redone={Role.LEAD}, first=1, last=2)
    assert heard(data) - heard(result) == Counter([(3700, 4600, 3, 76, 80)])


def test_a_note_of_the_role_that_never_ends_goes_with_the_others():
    lead = part(Role.LEAD, *beats(2))
    lead.append((1500, Message("note_on", channel=3, note=50)))
    chords = part(Role.CHORDS, *beats(2))
    chords.append((1500, Message("note_on", channel=2, note=50)))
    result = composed(file_of(lead, chords), redone={Role.LEAD})
    tracks = mido.MidiFile(file=BytesIO(result)).tracks
    begun = [e for track in tracks for e in track if e.type == "note_on" and e.note == 50]
    assert [event.channel for event in begun] == [2]


def test_tracks_that_are_no_part_of_the_music_are_kept():
    effect = part(Role.LEAD, *beats(2), channel=5)
    effect[0] = (0, Message("program_change", channel=5, program=120))
    data = file_of(effect, part(Role.LEAD, *beats(2)), part(Role.CHORDS, *beats(2)))
    result = composed(data, redone=set(Role))
    assert {note[2] for note in heard(result)} == {5}


def test_a_stretch_in_another_meter_is_kept():
    odd = 4 * BAR
    told: list[Event] = [
        (0, MetaMessage("time_signature", numerator=4)),
        (odd, MetaMessage("time_signature", numerator=5)),
        (odd + 2400, MetaMessage("time_signature", numerator=4)),
    ]
    data = file_of(told, part(Role.LEAD, *beats(8)), part(Role.CHORDS, *beats(8)))
    last_bar = Note(5 * 48, Role.LEAD, 72, 12, 99)
    result = composed(data, last_bar, redone={Role.LEAD})
    kept = [note[0] for note in sorted(heard(result)) if note[2] == 3]
    assert kept == [odd + 480 * beat for beat in range(5)]
    assert heard(result)[odd + 2400 + BAR, odd + 2400 + BAR + 480, 0, 72, 99]


def test_where_nothing_is_redone_nothing_changes():
    data = file_of(*BAND)
    assert composed(data, redone=set()) == data


# What goes


@pytest.mark.parametrize(("late", "higher"), [(0, 0), (120, 0), (0, 12)])
def test_copies_echoes_and_octaves_of_a_redone_role_go_with_it(late, higher):
    pitches = [60, 64, 67, 72, 71, 67, 65, 62]

    def melody(channel: int, late: int = 0, higher: int = 0) -> list[Event]:
        ticks = zip(beats(4, offset=late), pitches * 2, strict=True)
        line = [struck(at, 200, channel=channel, pitch=p + higher) for at, p in ticks]
        return [event for events in line for event in events]

    name: list[Event] = [(0, MetaMessage("track_name", name="Lead"))]
    lead, copy = name + melody(3), melody(4, late, higher)
    data = file_of(lead, copy, part(Role.CHORDS, *beats(4), pitch=58))
    result = composed(data, redone={Role.LEAD}, first=1, last=3)
    left = [note[0] for note in sorted(heard(result)) if note[2] == 4]
    ticks = beats(4, offset=late)
    assert left == [tick for tick in ticks if not BAR <= tick < 3 * BAR]
    assert {note[2] for note in heard(composed(data, redone={Role.CHORDS}))} == {3, 4}


def test_of_two_tracks_with_the_same_notes_that_of_the_role_goes():
    bass = part(Role.BASS, *beats(1), channel=0, pitch=40)
    data = file_of(bass, part(Role.CHORDS, *beats(1), channel=5, pitch=40))
    assert {note[2] for note in heard(composed(data, redone={Role.BASS}))} == {5}
    assert {note[2] for note in heard(composed(data, redone={Role.CHORDS}))} == {0}


def test_of_doubled_notes_both_go():
    data = file_of(part(Role.LEAD, 0, 0, 480, 483, 960), part(Role.CHORDS, *beats(1)))
    assert {note[2] for note in heard(composed(data, redone={Role.LEAD}))} == {2}


# What comes


def test_new_notes_lie_at_the_ticks_of_their_steps():
    data = file_of(part(Role.BASS, *range(0, 800, 96)), beat=96)
    notes = [Note(step, Role.LEAD, 70 + step, 5, 64) for step in (0, 1, 7, 50)]
    result = composed(data, *notes, redone={Role.LEAD})
    assert heard(result) - heard(data) == Counter(
        (step * 8, step * 8 + 40, 0, 70 + step, 64) for step in (0, 1, 7, 50)
    )


def test_a_pitch_struck_again_ends_the_new_note_before():
    data = file_of(part(Role.CHORDS, *beats(2)))
    notes = [Note(0, Role.LEAD, 72, 30, 99), Note(12, Role.LEAD, 72, 6, 98)]
    result = composed(data, *notes, redone={Role.LEAD})
    assert heard(result) - heard(data) == Counter([(0, 480, 0, 72, 99), (480, 720, 0, 72, 98)])


def test_a_role_that_was_not_there_is_added():
    data = file_of(part(Role.BASS, *beats(2)))
    result = composed(data, LEAD, redone={Role.LEAD})
    assert heard(result) == heard(data) + Counter([(1920, 2400, 0, 72, 99)])
    assert read(result).notes[:, 1].tolist().count(Role.LEAD) == 1


@pytest.mark.parametrize("number", range(5))
def test_a_song_redone_as_it_was_is_the_same(number):
    song = build.invented(number, bars=6, meter=METERS[number])
    again = retouched(midi.write(song), song, list(Role), 0, 6)
    assert read(again) == song


def test_new_notes_follow_a_grid_that_lies_beside_the_bars():
    data = file_of(part(Role.CHORDS, *range(20, 40_000, 120), length=60))
    result = composed(data, LEAD, redone={Role.LEAD})
    ((tick, stop_tick, *_),) = heard(result) - heard(data)
    assert tick == pytest.approx(BAR + 20, abs=3)
    assert stop_tick == tick + 480


def test_new_notes_of_a_song_in_half_its_tempo_lie_where_it_has_its_bars():
    slow: list[Event] = [(0, MetaMessage("set_tempo", tempo=1_000_000))]
    data = file_of(slow, part(Role.CHORDS, *range(0, 480 * 64, 60), length=30))
    result = composed(data, LEAD, redone={Role.LEAD})
    assert heard(result) - heard(data) == Counter([(960, 1200, 0, 72, 99)])


def test_of_a_pick_up_bar_only_what_the_file_has_room_for_is_new():
    told: list[Event] = [
        (0, MetaMessage("time_signature", numerator=1)),
        (480, MetaMessage("time_signature", numerator=4)),
    ]
    data = file_of(told, part(Role.CHORDS, *beats(4)))
    notes = [Note(step, Role.LEAD, 50 + step, 6, 99) for step in (0, 24, 36, 48)]
    result = composed(data, *notes, redone={Role.LEAD})
    new = sorted(heard(result) - heard(data))
    assert [(tick, pitch) for tick, _, _, pitch, _ in new] == [(0, 86), (480, 98)]


def test_bars_count_from_the_first_that_has_notes():
    late = beats(5, offset=3 * BAR)
    data = file_of(part(Role.CHORDS, *late), part(Role.LEAD, *late))
    result = composed(data, LEAD, redone={Role.LEAD}, first=1)
    assert [note[0] for note in heard(result) - heard(data)] == [4 * BAR]
    assert {note[0] // BAR for note in heard(data) - heard(result)} == {4}


# Tracks and channels


def test_a_new_track_has_a_channel_of_its_own_and_never_the_drums():
    used = [part(Role.CHORDS, *beats(2), channel=n, pitch=50 + n) for n in range(9)]
    result = composed(file_of(*used), LEAD, redone={Role.LEAD})
    assert {event.channel for event in new_track(result) if not event.is_meta} == {10}


def test_a_channel_on_which_anything_is_left_is_no_new_track_s():
    lead = part(Role.LEAD, *beats(2))
    lead.append((1500, Message("pitchwheel", channel=3, pitch=99)))
    result = composed(file_of(lead, part(Role.CHORDS, *beats(2))), LEAD, redone={Role.LEAD})
    assert {event.channel for event in new_track(result) if not event.is_meta} == {0}


def test_new_drums_play_on_the_tenth_channel():
    data = file_of(part(Role.CHORDS, *beats(2)))
    result = composed(data, Note(0, Role.DRUMS, 36, 3, 99), redone={Role.DRUMS})
    assert {event.channel for event in new_track(result) if not event.is_meta} == {9}


def crowded(*, silent: int = -1) -> bytes:
    """A file that uses every channel, one of them without notes; the lead is on the fourth."""
    others = [n for n in range(16) if n not in (3, 9, silent)]
    full = [part(Role.CHORDS, *beats(4), channel=n) for n in others]
    own = part(Role.LEAD, *beats(4))
    own[1:1] = [(0, Message("program_change", channel=3, program=71))]
    own.append((5, Message("pitchwheel", channel=max(silent, 3), pitch=5)))
    return file_of(own, *full)


@pytest.mark.parametrize(("first", "last", "setup"), [(0, 4, 3), (1, 2, 1)])
def test_where_no_channel_is_free_a_role_has_its_own_again(first, last, setup):
    """With its program and all where no other notes are left, else with the one in force."""
    result = composed(crowded(), LEAD, redone={Role.LEAD}, first=first, last=last)
    told = [event for event in new_track(result) if not event.is_meta]
    assert {event.channel for event in told} == {3}
    changes = [event for event in told if event.type.endswith("change")]
    assert len(changes) == setup
    if setup == 1:
        assert (changes[0].program, changes[0].time) == (71, BAR)


def test_where_no_channel_is_free_one_without_notes_is_next():
    result = composed(crowded(silent=5), LEAD, redone={Role.LEAD}, first=1, last=2)
    assert {event.channel for event in new_track(result) if not event.is_meta} == {5}


def test_two_new_tracks_share_no_channel():
    bass = Note(48, Role.BASS, 30, 12, 99)
    data = crowded(silent=5)
    result = composed(data, LEAD, bass, redone={Role.LEAD, Role.BASS})
    new = heard(result) - heard(data)
    assert {(channel, pitch) for _, _, channel, pitch, _ in new} == {(3, 30), (5, 72)}


def test_a_new_track_has_the_program_of_the_song_and_the_loudness_of_the_role():
    lead = part(Role.LEAD, *beats(2, offset=480))
    for tick, value in ((0, 33), (480, 44), (1000, 55)):
        lead.append((tick, Message("control_change", channel=3, control=7, value=value)))
    lead.sort(key=lambda event: (event[0], event[1].type != "control_change"))
    data = file_of(part(Role.CHORDS, *beats(2)), lead)
    song = build.song(LEAD, bars=2)
    song.programs[Role.LEAD] = 73
    result = retouched(data, song, {Role.LEAD}, 0, 2)
    assert Counter(others(data)) <= Counter(others(result))
    told = [event for event in new_track(result) if not event.is_meta]
    assert told[0].program == 73
    controls = {event.control: event.value for event in told if event.type == "control_change"}
    assert controls == {7: 44, 10: instruments.MIDDLE}


def test_a_file_of_one_track_becomes_one_of_several():
    events = part(Role.CHORDS, *beats(2)) + part(Role.BASS, *beats(2))[1:]
    data = file_of(events, kind=0)
    result = composed(data, LEAD, redone={Role.LEAD})
    assert data[9] == 0
    assert result[9] == 1
    assert heard(result) == heard(data) + Counter([(1920, 2400, 0, 72, 99)])
    assert composed(data, redone=set()) == data


def test_redoing_again_replaces_the_track_that_we_wrote():
    song = build.invented(1, bars=4)
    data = midi.write(song)
    once = retouched(data, song, {Role.LEAD}, 0, 4)
    tracks = mido.MidiFile(file=BytesIO(data)).tracks
    assert len(mido.MidiFile(file=BytesIO(once)).tracks) == len(tracks)
    assert retouched(once, song, {Role.LEAD}, 0, 4) == once


# Texts


def test_a_recipe_takes_the_place_of_the_one_before():
    song = build.invented(1, bars=2)
    data = midi.write(song, title="Old", text=BEGINS + "1}")
    words = {"title": "N\u00e9w", "text": BEGINS + "2}", "replaced": BEGINS}
    result = retouched(data, song, {Role.LEAD}, 0, 2, **words)
    assert midi_texts.text_of(result, BEGINS) == BEGINS + "2}"
    assert result.count(BEGINS.encode()) == 1
    assert b"Old" not in result
    assert "N\u00e9w".encode() in result


def test_texts_and_markers_of_others_stay():
    words: list[Event] = [
        (0, MetaMessage("marker", text="Verse")),
        (0, MetaMessage("text", text="by me")),
    ]
    data = file_of(words, *BAND)
    result = retouched(data, read(data), set(), 0, 4, title="T", text=BEGINS, replaced=BEGINS)
    assert b"Verse" in result
    assert midi_texts.text_of(result, "by me") == "by me"
    assert midi_texts.text_of(result, BEGINS) == BEGINS
    assert retouched(data, read(data), set(), 0, 4) == data


# What we refuse, and what holds for any file


def test_events_that_can_not_be_read_are_refused_in_a_sentence():
    data = file_of([(0, MetaMessage("set_tempo", tempo=500_000))], *BAND)
    damaged = data.replace(b"\xff\x51\x03\x07\xa1\x20", b"\xff\x51\x01\x07\x00\xf6")
    song = read(damaged)
    with pytest.raises(BadMidi, match="export it again"):
        retouched(damaged, song, {Role.LEAD}, 0, 4)


def test_what_stands_behind_the_tracks_that_a_file_tells_of_is_kept():
    data = file_of(*BAND)
    fewer, hidden = data[:11] + b"\x03" + data[12:], data[data.rindex(b"MTrk") :]
    result = composed(fewer, LEAD, redone={Role.LEAD})
    assert result.endswith(hidden)
    assert result[11] == 4
    assert heard(result) == heard(fewer) + Counter([(1920, 2400, 0, 72, 99)])


def test_a_file_that_tells_of_more_tracks_than_mido_counts_is_refused():
    data = file_of(*BAND)
    many = data[:10] + b"\x80\x04" + data[12:]
    with pytest.raises(BadMidi):
        composed(many, redone={Role.DRUMS})


@pytest.mark.parametrize("seed", range(10))
def test_rotten_bytes_are_kept_or_refused(seed):
    dice, whole = random.Random(seed), midi.write(build.invented(seed, bars=1))
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(dice.choice([1, 3, 20])):
            data[dice.randrange(len(data))] = dice.randrange(256)
        with suppress(BadMidi):
            assert composed(bytes(data), LEAD, redone={Role.LEAD, Role.BASS})


def test_a_value_that_is_out_of_range_is_no_obstacle():
    lead = part(Role.LEAD, *beats(2))
    lead.append((77, Message("control_change", channel=3, control=64, value=101)))
    data = file_of(lead, part(Role.CHORDS, *beats(2)))
    wild = data.replace(b"\xb3\x40\x65", b"\xb3\x40\xe5")
    kept = composed(wild, redone={Role.CHORDS})
    assert heard(kept) == Counter({n: 1 for n in heard(data) if n[2] == 3})


def test_the_same_file_and_song_give_the_same_bytes():
    song = build.invented(2, bars=4)
    data = midi.write(song)
    assert retouched(data, song, set(Role), 1, 3) == retouched(data, song, [*reversed(Role)], 1, 3)


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, int]:
    """Four parts of one pitch each, anywhere in eight bars, and how many ticks a beat has."""
    beat = draw(st.sampled_from([24, 96, 480]))
    anywhere = st.tuples(st.integers(0, 30 * beat), st.integers(1, 3 * beat))
    tracks = []
    for role in Role:
        events = part(role)
        for tick, length in [(0, 1), *draw(st.lists(anywhere, max_size=8)), (31 * beat, beat)]:
            events += struck(tick, length, channel=CHANNELS[role], pitch=PITCHES[role])
        tracks.append(events)
    meter = MetaMessage("time_signature", numerator=4)
    return file_of([(0, meter)], *tracks, beat=beat), beat


@quick
@given(files(), st.sets(st.sampled_from(list(Role))), st.integers(0, 7), st.integers(1, 8))
def test_what_is_redone_goes_and_all_else_stays_where_it_was(file, redone, first, bars):
    data, beat = file
    last = min(8, first + bars)
    notes = [
        Note(step, role, 50 + step % 48, 1 + step % 30, 1 + step % 127)
        for step in range(0, 8 * 48, 11)
        for role in Role
    ]
    result = composed(data, *notes, redone=redone, first=first, last=last)

    def goes(note: Heard) -> bool:
        step = np.floor(note[0] * 12 / beat + 0.5)
        role = next(role for role, channel in CHANNELS.items() if channel == note[2])
        return role in redone and first <= step // 48 < last

    kept = Counter({note: n for note, n in heard(data).items() if not goes(note)})
    assert kept <= heard(result)
    ticks = Counter((note.onset * beat // 12, note.pitch, note.velocity) for note in notes
                    if note.role in redone and first <= note.onset // 48 < last)  # fmt: skip
    new = heard(result) - kept
    assert Counter((on, pitch, loud) for on, _, _, pitch, loud in new.elements()) == ticks
    assert Counter(others(data)) <= Counter(others(result))
