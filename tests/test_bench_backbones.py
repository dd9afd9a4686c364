"""The networks we compare with: however they are read, they say the same, as ours does."""

import sys
from pathlib import Path

import pytest
import torch

import build

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

import attention  # noqa: E402  # bench is no package
from backbones import PARAMETERS, VARIANTS  # noqa: E402
from lstmelody.learn.batches import Chunk, piece, prepared, stacked
from lstmelody.learn.model import Given, LookbackLSTM, State, Trunk

EVENTS = 72  # more than a chunk of the matrix memory


@pytest.fixture(scope="module", params=VARIANTS)
def model(request: pytest.FixtureRequest) -> LookbackLSTM:
    torch.manual_seed(0)
    return VARIANTS[request.param]().eval()


@pytest.fixture(scope="module")
def chunk() -> Chunk:
    """The beginnings of three songs."""
    songs = [prepared(build.encoded(number, bars=8, meter=number)) for number in range(3)]
    return stacked([piece(song, 0, EVENTS) for song in songs])


def part(given: Given, events: slice | int) -> Given:
    return Given(*(each[:, events] for each in given))


@torch.no_grad()
def read(model: LookbackLSTM, given: Given, state: State) -> tuple[Trunk, State]:
    return model(given, state)


def close(one: Trunk, other: Trunk) -> bool:
    return all(torch.allclose(a, b, atol=1e-4) for a, b in zip(one, other, strict=True))


def test_every_variant_has_as_many_parameters(model: LookbackLSTM) -> None:
    assert sum(each.numel() for each in model.parameters()) == pytest.approx(PARAMETERS, rel=0.1)


def test_reading_in_two_halves_says_the_same(model: LookbackLSTM, chunk: Chunk) -> None:
    whole, _ = read(model, chunk.given, model.start_state(3))
    first, state = read(model, part(chunk.given, slice(17)), model.start_state(3))
    second, _ = read(model, part(chunk.given, slice(17, None)), state)
    assert close(whole, Trunk(*(torch.cat(both, 1) for both in zip(first, second, strict=True))))


@torch.no_grad()
def test_reading_step_by_step_says_the_same(model: LookbackLSTM, chunk: Chunk) -> None:
    state = model.start_state(3)
    whole, _ = read(model, chunk.given, state)
    for step in range(EVENTS):
        trunk, state = model.step(part(chunk.given, step), state)
        assert close(trunk, Trunk(*(each[:, step] for each in whole)))


def test_what_comes_later_changes_nothing_now(model: LookbackLSTM, chunk: Chunk) -> None:
    early = part(chunk.given, slice(20))
    other = Given(*(torch.cat([each, each], dim=1) for each in early))
    before, after = (
        Trunk(*(each[:, :20] for each in read(model, given, model.start_state(3))[0]))
        for given in (chunk.given, other)
    )
    assert close(before, after)


def test_a_transformer_forgets_alike_in_chunks_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "CONTEXT", 5)
    layer, events = attention.Attention(16), torch.randn(2, 30, 16)
    with torch.no_grad():
        whole, _ = layer(events, layer.start_state(2))
        first, state = layer(events[:, :12], layer.start_state(2))
        second, _ = layer(events[:, 12:], state)
        late, _ = layer(events[:, 24:], layer.start_state(2))
    assert torch.allclose(whole, torch.cat([first, second], dim=1), atol=1e-5)
    assert torch.allclose(whole[:, -1], late[:, -1], atol=1e-5)


def test_each_song_is_read_for_itself(model: LookbackLSTM, chunk: Chunk) -> None:
    together, _ = read(model, chunk.given, model.start_state(3))
    alone, _ = read(model, Given(*(each[1:2] for each in chunk.given)), model.start_state(1))
    assert close(alone, Trunk(*(each[1:2] for each in together)))
