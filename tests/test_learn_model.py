"""The network: however it is read, it says the same."""

import numpy as np
import pytest
import torch

import build
from lstmelody.events import CELLS, END_CELL, FIELDS, REST_CELL
from lstmelody.inputs import PITCHES
from lstmelody.learn.batches import Chunk, piece, prepared, stacked
from lstmelody.learn.model import (
    Given,
    Logits,
    LookbackLSTM,
    ModelConfig,
    State,
    Tables,
    Trunk,
    nats,
)

CONFIG = ModelConfig(width=16, layers=2, table=4, head=8)
EVENTS = 40
CLASSES = (CELLS, PITCHES, FIELDS["duration"], FIELDS["velocity"])


@pytest.fixture(scope="module")
def model() -> LookbackLSTM:
    torch.manual_seed(0)
    return LookbackLSTM(CONFIG).eval()


@pytest.fixture(scope="module")
def chunk() -> Chunk:
    """The beginnings of three songs."""
    songs = [prepared(build.encoded(number, bars=4, meter=number)) for number in range(3)]
    return stacked([piece(song, 0, EVENTS) for song in songs])


def read(model: LookbackLSTM, chunk: Chunk, state: State | None = None) -> tuple[Trunk, State]:
    state = model.start_state(len(chunk.heard)) if state is None else state
    with torch.no_grad():
        return model(chunk.given, state)


def part(chunk: Chunk, events: slice) -> Chunk:
    return Chunk(*(each[:, events] for each in chunk))


def close(one: Trunk, other: Trunk) -> bool:
    return all(torch.allclose(a, b, atol=1e-5) for a, b in zip(one, other, strict=True))


def test_reading_a_song_in_two_halves_gives_the_same_as_reading_it_whole(model, chunk):
    whole, end = read(model, chunk)
    for middle in (1, 17, EVENTS - 1):
        first, state = read(model, part(chunk, slice(0, middle)))
        second, state = read(model, part(chunk, slice(middle, None)), state)
        halves = Trunk(*(torch.cat(each, dim=1) for each in zip(first, second, strict=True)))
        assert close(halves, whole)
        for (hidden, cell), (end_hidden, end_cell) in zip(state, end, strict=True):
            assert torch.allclose(hidden, end_hidden, atol=1e-5)
            assert torch.allclose(cell, end_cell, atol=1e-5)


def test_reading_event_by_event_gives_the_same_as_reading_it_whole(model, chunk):
    whole, _ = read(model, chunk)
    state = model.start_state(3)
    with torch.no_grad():
        for event in range(EVENTS):
            here = Given(*(each[:, event] for each in chunk.given))
            trunk, state = model.step(here, state)
            assert close(trunk, Trunk(*(each[:, event] for each in whole)))


def test_what_comes_later_is_not_known_before(model, chunk):
    whole, _ = read(model, chunk)
    changed = Chunk(*(each.clone() for each in chunk))
    changed.heard[:, 25:] = 0
    changed.context[:, 25:] = 0
    changed.found[:, 25:] = 0
    changed.ahead[:, 25:] = 1
    other, _ = read(model, changed)
    assert torch.equal(other.cell[:, :25], whole.cell[:, :25])
    assert not torch.equal(other.cell[:, 25:], whole.cell[:, 25:])


def test_nothing_is_kept_between_two_readings(model, chunk):
    assert close(read(model, chunk)[0], read(model, chunk)[0])


def test_each_song_is_read_as_if_alone(model, chunk):
    whole, _ = read(model, chunk)
    for lane in range(3):
        alone, _ = read(model, Chunk(*(each[[lane]] for each in chunk)))
        assert close(alone, Trunk(*(each[[lane]] for each in whole)))


def chosen(model: LookbackLSTM, chunk: Chunk) -> Logits:
    trunk, _ = read(model, chunk)
    fields = [each.clamp(min=0).long() for each in (chunk.cell, chunk.pitch, chunk.duration)]
    return model.chosen(trunk, *fields, chunk.again)


def test_every_field_has_its_classes(model, chunk):
    shapes = [tuple(logits.shape) for logits in chosen(model, chunk)]
    assert shapes == [(3, EVENTS, classes) for classes in CLASSES]


def test_every_weight_learns(chunk):
    model = LookbackLSTM(CONFIG)
    trunk, _ = model(chunk.given, model.start_state(3))
    fields = [each.long() for each in (chunk.cell, chunk.pitch, chunk.duration, chunk.velocity)]
    logits = model.chosen(trunk, *fields[:3], chunk.again)
    nats(logits, *fields).sum().backward()
    assert all(each.grad is not None and each.grad.any() for each in model.parameters())


def test_a_plain_lstm_looks_nothing_up(chunk):
    plain = LookbackLSTM(ModelConfig(width=16, layers=1, table=4, head=8, lookback=False))
    blind = chunk._replace(found=torch.zeros_like(chunk.found), again=torch.zeros_like(chunk.again))
    for seen, unseen in zip(chosen(plain, chunk), chosen(plain, blind), strict=True):
        assert torch.equal(seen, unseen)


def test_what_is_found_matters(model, chunk):
    blind = chunk._replace(found=torch.zeros_like(chunk.found))
    assert not close(read(model, blind)[0], read(model, chunk)[0])


def test_a_table_adds_up_a_row_of_each_field():
    tables = Tables((3, 5), 4)
    with torch.no_grad():
        summed = tables(torch.tensor([[2, 0], [0, 4]], dtype=torch.int16))
    assert torch.allclose(summed[0], tables.weight[2] + tables.weight[3])
    assert torch.allclose(summed[1], tables.weight[0] + tables.weight[7])


# Surprise

DRUM, PITCHED = 128 + 36, 60


def flat(events: int) -> Logits:
    """Logits that find every class as likely."""
    return Logits(*(torch.zeros(1, events, classes) for classes in CLASSES))


def surprise(logits: Logits, *events: tuple[int, int, int, int]) -> np.ndarray:
    columns = torch.tensor(events).T.unsqueeze(1)
    return nats(logits, *columns)[0].numpy()


def test_every_field_of_a_note_counts():
    said = surprise(flat(1), (7, PITCHED, 3, 9))
    assert np.allclose(said[0], np.log([CELLS, 128, 32, 16]))


def test_what_does_not_apply_does_not_count():
    drum, rest, end, past = surprise(
        flat(4), (0, DRUM, 0, 9), (REST_CELL, 0, 0, 0), (END_CELL, 0, 0, 0), (-1, 0, 0, 0)
    )
    assert np.allclose(drum, [np.log(CELLS), np.log(128), 0, np.log(16)])
    assert np.allclose(rest, [np.log(CELLS), 0, 0, 0])
    assert np.allclose(end, [np.log(CELLS), 0, 0, 0])
    assert not past.any()


def test_a_pitch_is_told_apart_among_the_keys_of_its_own_kind():
    logits = flat(2)
    logits.pitch[..., 128:] = 50
    logits.pitch[..., DRUM] = 100
    drum, pitched = surprise(logits, (0, DRUM, 0, 9), (1, PITCHED, 0, 9))
    assert drum[1] == pytest.approx(0, abs=1e-6)
    assert pitched[1] == pytest.approx(np.log(128))
