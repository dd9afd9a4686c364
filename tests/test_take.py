"""A song as it grows is the song as it is read: note by note and all at once are the same."""

import numpy as np
import pytest

import build
from lstmelody.engine import Engine
from lstmelody.events import NOTE_CELLS, REST, encode
from lstmelody.inputs import Inputs, inputs_of, targets_of
from lstmelody.music import METERS, Note, Role, Song
from lstmelody.take import Take


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


def play(take: Take, event: list[int]) -> None:
    shift, role, pitch, duration, velocity = event
    if role == REST:
        take.rest()
    else:
        take.play(shift, Role(role), pitch, duration, velocity)


@pytest.mark.parametrize("name", SONGS)
def test_what_is_asked_note_by_note_is_what_is_read_along_the_song(name, engine):
    """The whole chain of logits, teacher-forced: one difference in the inputs would show."""
    song = SONGS[name]
    written, brief = encode(song), build.brief(song, by_bar=True)
    inputs = inputs_of(written, song.meter, brief)
    targets = np.stack(targets_of(written), axis=1).astype(np.int64)
    take, state = Take(engine, song.meter, brief), engine.start(1)
    for number, event in enumerate(written.tolist()):
        *given, again = (
            getattr(inputs, field)[[number]].astype(np.int64) for field in Inputs._fields
        )
        trunk, state = engine.step(given, state)
        assert np.array_equal(take.cells, trunk.cells[0])
        cell, pitch, duration, _ = targets[number].tolist()
        if cell < NOTE_CELLS:
            choices = take.choices(event[0], Role(event[1]))
            asked = (choices.pitches(), choices.durations(pitch), choices.velocities(duration))
            for fields, (head, logits) in enumerate(
                zip(("pitch", "duration", "velocity"), asked, strict=True), start=1
            ):
                chosen = targets[[number], :fields]
                read = engine.head(head, getattr(trunk, head), again, chosen)
                assert np.array_equal(logits, read[0])
        if number < len(written) - 1:
            play(take, event)


def test_hearing_a_song_is_playing_its_events(engine):
    song = SONGS["silences"]
    heard, played = (Take(engine, song.meter, build.brief(song, 30)) for _ in range(2))
    heard.hear(song)
    for event in encode(song)[:-1].tolist():
        play(played, event)
    assert np.array_equal(heard.cells, played.cells)
    assert heard.count == len(encode(song)) - 1
    assert heard.time == 948
    assert heard.last == (Role.BASS, 0)


def test_a_take_knows_where_it_stands(engine):
    take = Take(engine, METERS[1], build.brief(build.silence(), 8))
    assert (take.count, take.time, take.last) == (0, 0, None)
    take.play(5, Role.DRUMS, 36, 0, 10)
    assert (take.count, take.time, take.last) == (1, 5, (Role.DRUMS, 36))
    take.rest()
    assert (take.count, take.time, take.last) == (2, 41, None)


def test_asking_changes_nothing(engine):
    take = Take(engine, METERS[0], build.brief(build.silence(), 8))
    take.hear(build.invented(1, bars=1))
    before = take.cells.copy()
    for role in Role:
        choices = take.choices(3, role)
        choices.pitches()
        choices.durations(40)
    take.play(3, Role.LEAD, 40, 0, 0)
    other = Take(engine, METERS[0], build.brief(build.silence(), 8))
    other.hear(build.invented(1, bars=1))
    assert np.array_equal(other.cells, before)
    other.play(3, Role.LEAD, 40, 0, 0)
    assert np.array_equal(other.cells, take.cells)


def test_an_endless_song_goes_on(engine):
    take = Take(engine, METERS[0], build.brief(build.silence())._replace(bars=None))
    for _ in range(3):
        take.rest()
    assert np.isfinite(take.cells).all()
