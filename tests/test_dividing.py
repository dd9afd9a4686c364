"""Files that are divided have each note once, at its time, and all else each."""

from collections import Counter
from io import BytesIO

import mido
import pytest

import build
from lstmelody import midi
from lstmelody.dividing import divided
from lstmelody.music import Note, Role


def events(data: bytes, *, notes: bool) -> Counter[tuple[int, str]]:
    """All events that are notes, or that are not, with their ticks."""
    found: Counter[tuple[int, str]] = Counter()
    for track in mido.MidiFile(file=BytesIO(data)).tracks:
        tick = 0
        for event in track:
            tick += event.time
            if notes == event.type.startswith("note_") and event.type != "end_of_track":
                found[tick, str(event.copy(time=0))] += 1
    return found


@pytest.mark.parametrize("parts", [2, 3, 4, 9])
def test_each_note_is_in_one_part_and_all_else_in_each(parts):
    data = midi.write(build.invented(1, 8), text="{}")
    divided_data = divided(data, parts)
    assert len(divided_data) == parts
    assert sum((events(part, notes=True) for part in divided_data), Counter()) == events(
        data, notes=True
    )
    for part in divided_data:
        assert events(part, notes=True)
        assert events(part, notes=False) == events(data, notes=False)


def test_drums_stay_together_and_so_do_the_notes_of_a_pitch():
    parts = divided(midi.write(build.invented(1, 8)), 3)
    voices = Counter(
        (track.name, -1 if track.is_drums else pitch)
        for part in parts
        for track in midi.read(part).tracks
        for pitch in ({-1} if track.is_drums else set(track.notes[:, 2].tolist()))
    )
    assert set(voices.values()) == {1}


def test_the_parts_sound_about_as_long():
    parts = divided(midi.write(build.invented(1, 16)), 2)
    sounding = [
        sum(
            3 * len(track.notes) if track.is_drums else int((track.notes[:, 1] + 12).sum())
            for track in midi.read(part).tracks
        )
        for part in parts
    ]
    assert max(sounding) < 1.2 * min(sounding)


def test_what_can_not_be_divided_is_left_as_it_is():
    alone = midi.write(build.song(*(Note(at, Role.LEAD, 60, 6, 90) for at in (0, 12))))
    assert divided(alone, 2) == [alone]
    drums = midi.write(build.beat())
    assert divided(drums, 2) == [drums]
    silent = midi.write(build.silence(4))
    assert divided(silent, 4) == [silent]
    whole = midi.write(build.invented(1))
    assert divided(whole, 1) == [whole]
