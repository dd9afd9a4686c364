"""A song's file tells its recipe; and one in which roles were redone is the file it was."""

from dataclasses import replace
from io import BytesIO

import mido
import symusic
from symusic import ControlChange

import build
from lstmelody import midi, midi_texts, roles
from lstmelody.filing import file_of, mix_in, mix_of
from lstmelody.instruments import Mix, palette, volume
from lstmelody.music import Note, Role, Song
from lstmelody.recipe import TEXT_BEGINS, Recipe, from_text

BAND = build.invented(1, 4)


def controls(data: bytes) -> dict[str, dict[int, int]]:
    file = mido.MidiFile(file=BytesIO(data))
    return {
        track.name: {each.control: each.value for each in track if each.type == "control_change"}
        for track in file.tracks
        if track.name
    }


def test_a_new_file_tells_its_recipe_and_where_the_band_stands():
    recipe = Recipe(seed=3, palette="jazz")
    data = file_of(recipe, BAND, title="Blue", model="1")
    assert from_text(midi_texts.text_of(data, TEXT_BEGINS) or "") == (recipe, "1")
    for role in Role:
        told = controls(data)[role.word.capitalize()]
        assert told[10] == palette("jazz").pans[role]
        assert told[7] == volume(role, BAND.programs[role])


def test_how_a_band_will_sound_is_known_before_there_is_a_file():
    recipe = Recipe(palette="jazz", instruments="lead flute")
    song = replace(BAND, programs=recipe.programs)
    data = file_of(recipe, song, title="Blue", model="1")
    assert mix_of(recipe, song) == mix_in(data)
    redo = Recipe(start="midi:" + "0" * 64, redo="bass", instruments="bass tuba")
    song = replace(song, programs=song.programs | redo.programs)
    again = file_of(redo, song, data, title="Blue", model="1")
    assert mix_of(redo, song, data) == mix_in(again)
    assert mix_in(again)[Role.BASS].program == 58


def test_a_file_in_which_a_role_was_redone_keeps_what_no_grid_holds():
    file = mido.MidiFile(file=BytesIO(midi.write(BAND, text=Recipe().to_text("0"))))
    [chords] = [track for track in file.tracks if track.name == "Chords"]
    chords[4].time += 7
    chords.insert(5, mido.Message("pitchwheel", pitch=512, channel=chords[4].channel))
    file.save(file=(own := BytesIO()))
    song = build.song(Note(12, Role.LEAD, 70, 6, 90), bars=4)
    recipe = Recipe(start="midi:" + "0" * 64, redo="lead", redo_bars="1-2")
    data = file_of(recipe, song, own.getvalue(), title="Blue", model="1")
    assert from_text(midi_texts.text_of(data, TEXT_BEGINS) or "") == (recipe, "1")
    assert data.count(TEXT_BEGINS.encode()) == 1
    again = mido.MidiFile(file=BytesIO(data))
    assert [t for t in again.tracks if t.name == "Chords"][0] == chords
    lead = [each for each in midi.read(data).tracks if each.name.lower().startswith("lead")]
    assert sum((each.notes[:, 0] < 96).sum() for each in lead) == 1


BY_OTHERS = {
    Role.DRUMS: ("Beat", Mix(8, 90, 60)),
    Role.BASS: ("Low end", Mix(38, 77, 50)),
    Role.CHORDS: ("Slow strings", Mix(49, 61, 30)),
    Role.LEAD: ("Solo", Mix(66, 100, 64)),
}
"""Other names than a role's, and other sounds than ours; the last tells what is so untold."""


def by_others(song: Song) -> bytes:
    file = symusic.Score.from_midi(midi.write(song))
    for track, (track.name, sound) in zip(file.tracks, BY_OTHERS.values(), strict=True):
        track.program = sound.program
        track.controls.clear()
        if track.name != "Solo":
            track.controls.append(ControlChange(0, 7, sound.volume))
            track.controls.append(ControlChange(0, 10, sound.pan))
    return bytes(file.dumps_midi())


def test_who_plays_in_a_file_without_our_names_sounds_as_there():
    data = by_others(BAND)
    assert mix_in(data) == {role: sound for role, (_, sound) in BY_OTHERS.items()}
    redo = Recipe(start="midi:" + "0" * 64, redo="drums, lead", instruments="lead flute")
    song = replace(BAND, programs=roles.arranged(midi.read(data)).programs | redo.programs)
    again = file_of(redo, song, data, title="Blue", model="1")
    assert mix_in(again)[Role.LEAD] == (73, 100, 64)
    assert mix_in(again) == mix_of(redo, song, data)
    assert mix_in(again) | {Role.LEAD: BY_OTHERS[Role.LEAD][1]} == mix_in(data)


def test_where_nothing_is_left_that_we_would_read_roles_sound_as_they_are_named():
    song = build.song(Note(0, Role.LEAD, 70, 6, 90), bars=1)
    file = symusic.Score.from_midi(midi.write(song))
    file.time_signatures.clear()
    file.time_signatures.append(symusic.TimeSignature(0, 7, 8))
    other = symusic.Track("Guitar", 30)
    other.notes.append(symusic.Note(0, 480, 60, 90))
    file.tracks.append(other)
    assert mix_in(bytes(file.dumps_midi())) == mix_in(midi.write(song))
