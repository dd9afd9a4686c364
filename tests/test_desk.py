"""Songs side by side: what is asked note by note is what is read along a song, whoever is near."""

from dataclasses import replace

import numpy as np
import pytest

import build
from lstmelody import beginning, planning
from lstmelody.desk import Desk
from lstmelody.engine import Engine
from lstmelody.events import NOTE_CELLS, encode
from lstmelody.inputs import Inputs, inputs_of, targets_of
from lstmelody.music import METERS, Note, Role, Song, notes_of
from lstmelody.native import growing, telling
from lstmelody.parts import Part, Turn
from lstmelody.recipe import Recipe
from lstmelody.seating import Playing
from lstmelody.starters import find


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
            telling.look_again(desk.seats[0], cells[number], again)
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


def part_of(asked: Recipe, engine: Engine) -> Part:
    begun = beginning.begin(asked, find(asked.start))
    return planning.part_of(asked, begun, engine.conductor)


def turned(asked: Recipe, engine: Engine) -> Turn:
    """The last change of a recipe."""
    begun = beginning.begin(asked, find(asked.start))
    return planning.turns_of(asked, begun, engine.conductor)[-1]


@pytest.mark.parametrize(
    ("recipe", "settings"),
    [
        (Recipe(bars=40, seed=2, lead=0), ["drums 5", "drums 0, lead 2", "seed 9, bars 30"]),
        (Recipe(ending=False, seed=3), ["key E minor", "temperature 2, top_p 1", "key any"]),
        (Recipe(ending=False, start="none"), ["bass 0.5", "ending yes, bars 36, bass 3"]),
        (Recipe(bars=40, seed=6), ["tempo 50", "tempo 200.5, seed 3", "lead 0, tempo 90"]),
        (Recipe(seconds=80, tempo=120, seed=7), ["tempo 160", "drums 2", "tempo 100"]),
    ],
)
def test_what_was_changed_while_composing_is_composed_again_by_the_recipe(recipe, settings, engine):
    """Beside another song."""
    desk = Desk(engine, 2)
    desk.sit(build.part(SONGS["3/4"], build.brief(SONGS["3/4"], 90), 5))
    song = desk.sit(part_of(recipe, engine))
    notes, told = [], ""
    for number, change in enumerate(settings, 1):
        while desk.steps(song) < 48 * 9 * number:
            desk.play(13)
            notes += desk.notes(song)
        bar, step = divmod(desk.steps(song) + 1, 48)
        told += f"; {bar + 1}+{step} {change}" if told else f"{bar + 1}+{step} {change}"
        desk.turn(song, [turned(replace(recipe, changes=told), engine)])
    while not song.ended and desk.steps(song) < 48 * 45:
        desk.play()
        notes += desk.notes(song)
    again = replace(recipe, changes=told)
    desk = Desk(engine)
    song, composed = (
        desk.sit(part_of(again, engine)),
        [],
    )
    while len(composed) < len(notes) and not song.ended:
        desk.play()
        composed += desk.notes(song)
    assert len(notes) > 200
    assert composed[: len(notes)] == notes


def test_a_song_is_not_stuck_in_one_bar(engine):
    """At the coldest, from a start that says the same for sixteen bars."""
    one = build.beat(bars=1)
    beat = one.notes
    start = build.song(
        *(Note(*(note[0] + 48 * bar, *note[1:])) for bar in range(16) for note in beat.tolist())
    )
    part = replace(build.part(start, build.brief(start, 120)), temperature=0.1)
    desk = Desk(engine)
    bars: dict[int, set[tuple[int, int, int]]] = {}
    for note in played(desk, desk.sit(part)):
        bars.setdefault(note.onset // 48, set()).add((note.onset % 48, note.role, note.pitch))
    run = longest = 0
    for bar in range(17, 120):
        run = run + 1 if bars.get(bar) == bars.get(bar - 1) else 0
        longest = max(longest, run)
    assert longest <= growing.MOST_ALIKE + 8
