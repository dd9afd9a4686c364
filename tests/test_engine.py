"""The exported model as it is asked: one event at a time, for as many songs as one likes."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest

import build
from lstmelody.engine import METADATA, WEIGHTS, Engine, State, Trunk
from lstmelody.errors import BadData
from lstmelody.events import CELLS, FIELDS, NOTE_CELLS
from lstmelody.facts import CONDUCTOR
from lstmelody.inputs import PITCHES, Inputs, Targets, inputs_of, targets_of
from lstmelody.native import network

HEADS = {"pitch": PITCHES, "duration": FIELDS["duration"], "velocity": FIELDS["velocity"]}
EVENTS = 60
SONGS = [build.encoded(number, meter=number) for number in range(5)]
INPUTS = [inputs_of(song.events, song.meter, song.full_brief) for song in SONGS]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.release()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the release, to be spoilt."""
    with as_file(files("lstmelody") / "release") as release:
        return Path(shutil.copytree(release, tmp_path / "model"))


def given(inputs: list[Inputs], event: int) -> list[np.ndarray]:
    """What the model is given for an event of each song: heard, context, found, ahead, again."""
    return [np.stack([getattr(each, name)[event] for each in inputs]) for name in Inputs._fields]


def read(engine: Engine, inputs: list[Inputs]) -> list[Trunk]:
    state, trunks = engine.start(len(inputs)), []
    for event in range(EVENTS):
        trunk, state = engine.step(given(inputs, event)[:-1], state)
        trunks.append(trunk)
    return trunks


def test_a_step_has_the_shapes_it_promises(engine):
    trunk = read(engine, INPUTS[:3])[0]
    assert trunk.cells.shape == (3, CELLS)
    assert trunk.pitch.shape == trunk.duration.shape == trunk.velocity.shape
    assert np.isfinite(trunk.cells).all()


def test_a_song_does_not_depend_on_who_is_composed_beside_it(engine):
    """Bit for bit: else a song would sound different when the service is busy."""
    together = read(engine, INPUTS)
    for number, inputs in enumerate(INPUTS):
        for alone, among in zip(read(engine, [inputs]), together, strict=True):
            for field, fields in zip(alone, among, strict=True):
                assert np.array_equal(field[0], fields[number])


def test_a_head_does_not_depend_on_who_is_asked_beside_it(engine):
    trunk = read(engine, INPUTS)[-1]
    *_, again = given(INPUTS, EVENTS - 1)
    chosen = np.array(
        [[each[EVENTS - 1] for each in targets_of(song.events)] for song in SONGS], np.int16
    )
    chosen[:, 0] %= NOTE_CELLS
    for fields, (name, classes) in enumerate(HEADS.items(), start=1):
        known = getattr(trunk, name)
        together = engine.head(name, known, again, chosen[:, :fields])
        assert together.shape == (len(SONGS), classes)
        for row in range(len(SONGS)):
            one = slice(row, row + 1)
            alone = engine.head(name, known[one], again[one], chosen[one, :fields])
            assert np.array_equal(alone[0], together[row])


def test_a_kept_state_goes_on_as_if_nothing_had_been(engine):
    state, kept = engine.start(1), []
    for event in range(20):
        kept.append((state, np.copy(state.hidden)))
        trunk, state = engine.step(given(INPUTS[:1], event)[:-1], state)
    before, hidden = kept[-1]
    again, _ = engine.step(given(INPUTS[:1], 19)[:-1], before)
    assert np.array_equal(before.hidden, hidden)
    assert np.array_equal(again.cells, trunk.cells)


def test_a_state_may_be_cut_to_the_songs_that_play_on(engine):
    state = engine.start(5)
    for event in range(10):
        _, state = engine.step(given(INPUTS, event)[:-1], state)
    fewer = State(*(each[:, :2] for each in state))
    cut, _ = engine.step(given(INPUTS[:2], 10)[:-1], fewer)
    whole, _ = engine.step(given(INPUTS, 10)[:-1], state)
    assert np.array_equal(cut.cells, whole.cells[:2])


def test_the_fields_chosen_before_matter(engine):
    trunk = read(engine, INPUTS[:1])[-1]
    again = given(INPUTS[:1], EVENTS - 1)[-1]
    drums, lead = (
        engine.head("pitch", trunk.pitch, again, np.array([[cell]], np.int16)) for cell in (0, 3)
    )
    assert not np.array_equal(drums, lead)


def test_the_fields_of_the_targets_are_the_heads_of_the_engine():
    assert Targets._fields[1:] == tuple(network.HEADS)


def test_the_release_says_what_it_is(engine):
    assert engine.version
    assert engine.start(3).hidden.shape == (
        engine.metadata["layers"],
        3,
        engine.metadata["width"],
    )


def test_a_copy_of_the_release_is_the_release(engine, folder):
    assert Engine.load(folder).version == engine.version


def test_a_folder_without_a_model_says_what_to_do(tmp_path):
    with pytest.raises(BadData, match="make one with `lstmelody export`"):
        Engine.load(tmp_path)


@pytest.mark.parametrize("name", [METADATA, WEIGHTS, CONDUCTOR])
def test_a_model_that_lacks_a_file_is_none(name, folder):
    (folder / name).unlink()
    with pytest.raises(BadData, match="no exported model"):
        Engine.load(folder)


@pytest.mark.parametrize("content", [b"", b"no weights", bytes(64), b"\x02" + bytes(7) + b"{}"])
def test_damaged_weights_are_no_model(content, folder):
    (folder / WEIGHTS).write_bytes(content)
    with pytest.raises(BadData, match="no exported model"):
        Engine.load(folder)
