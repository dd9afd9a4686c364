"""Songs side by side: what is asked note by note is what is read along a song, whoever is near."""

import numpy as np
import pytest

import build
from lstmelody.desk import Desk, Playing
from lstmelody.engine import Engine
from lstmelody.events import NOTE_CELLS, encode
from lstmelody.inputs import Inputs, inputs_of, targets_of
from lstmelody.music import METERS, Note, Role, Song, notes_of
from lstmelody.native import rounds


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.release()


def with_silences() -> Song:
    """Long rests, chords, and the outermost pitches."""
    notes = [Note(at, Role.CHORDS, pitch, 24, 84) for at in (0, 48, 900) for pitch in (0, 60, 127)]
    return build.song(*notes, Note(200, Role.DRUMS, 127, 3, 84), Note(948, Role.BASS, 0, 400, 4))


SONGS = {
    **{str(meter): build.invented(number, 3, meter) for number, meter in enumerate(METERS)},
    "silences": with_silences(),
}


def played(desk: Desk, song: Playing) -> list[Note]:
    """The song to its end."""
    notes = []
    while not song.ended:
        desk.play()
        notes += desk.notes(song)
    return notes


@pytest.mark.parametrize("given", [(), (Role.DRUMS, Role.CHORDS)])
@pytest.mark.parametrize("name", SONGS)
def test_what_is_asked_note_by_note_is_what_is_read_along_the_song(name, given, engine):
    """All inputs of the network, those that training gives."""
    song = SONGS[name]
    written = encode(song)
    brief = build.brief(song, by_bar=True)._replace(given=given)
    inputs = inputs_of(written, song.meter, brief)
    cells = targets_of(written).cell.tolist()
    desk = Desk(engine)
    desk.sit(build.part(song, brief))
    again = np.zeros_like(inputs.again[0])
    for number in range(len(written)):
        desk.play(1)
        for field, asked in zip(Inputs._fields, desk.table.given, strict=False):
            read = getattr(inputs, field)[number]
            assert np.array_equal(asked[0], read), (field, number)
        if cells[number] < NOTE_CELLS:
            rounds.look_again(desk.seats[0], cells[number], again)
            assert np.array_equal(again, inputs.again[number]), number


def test_what_the_network_says_is_what_it_says_step_by_step(engine):
    song = SONGS["4/4"]
    written, brief = encode(song), build.brief(song, by_bar=True)
    inputs = inputs_of(written, song.meter, brief)
    desk, state = Desk(engine, 3), engine.start(1)
    desk.sit(build.part(song, brief))
    for number in range(len(written)):
        desk.play(1)
        trunk, state = engine.step([each[[number]] for each in inputs[:4]], state)
        assert np.array_equal(desk.batch.cells[0], trunk.cells[0])
        for known, own in zip(desk.batch.known, trunk[1:], strict=True):
            assert np.array_equal(known[0], own[0])


def test_given_notes_are_played_as_they_are(engine):
    for song in SONGS.values():
        desk = Desk(engine)
        notes = played(desk, desk.sit(build.part(song, build.brief(song, song.bars + 2))))
        assert notes[: len(song)] == notes_of(song)
        assert all(note.onset >= song.steps for note in notes[len(song) :])
        assert len(notes) > len(song)


def test_a_song_does_not_depend_on_who_comes_and_goes_beside_it(engine):
    parts = [
        build.part(song, build.brief(song, song.bars + 3), seed)
        for seed, song in enumerate(SONGS.values())
    ]
    alone = []
    for part in parts:
        desk = Desk(engine)
        alone.append(played(desk, desk.sit(part)))
    desk, waiting, playing = Desk(engine, 3), list(range(len(parts))), {}
    together: dict[int, list[Note]] = {number: [] for number in waiting}
    turn = 0
    while waiting or playing:
        turn += 1
        while waiting and desk.free and turn % 2:
            number = waiting.pop(0)
            playing[number] = desk.sit(parts[number])
        desk.play(1 + turn % 7)
        for number, song in list(playing.items()):
            together[number] += desk.notes(song)
            if song.ended:
                desk.leave(playing.pop(number))
    assert [together[number] for number in range(len(parts))] == alone
