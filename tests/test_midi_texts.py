"""A text in a MIDI file is found again, and the music stays what it is."""

import pytest

import build
from lstmelody import midi, midi_texts, roles


@pytest.mark.parametrize("length", [2, 100, 127, 128, 300, 20_000])
def test_a_text_is_carried_and_changes_nothing_of_the_music(length):
    song = build.invented(1, bars=4)
    text = "{x" + "y" * (length - 2)
    data = midi.write(song, title="One", text=text)
    assert midi_texts.text_of(data, "{x") == text
    assert roles.arranged(midi.read(data)) == roles.arranged(midi.read(midi.write(song)))


def test_a_title_is_no_text():
    data = midi.write(build.invented(1, bars=4), title="{x")
    assert midi_texts.text_of(data, "{x") is None


def test_of_a_file_cut_short_no_half_text_is_told():
    text = "{x" + "y" * 300
    data = midi.write(build.invented(1, bars=1), text=text)
    cut = {midi_texts.text_of(data[:stop], "{x") for stop in range(len(data))}
    assert cut == {None, text}
