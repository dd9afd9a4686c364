"""What a twin in 16 bits finds is what its model would have found."""

import pytest
import torch
from torch.nn import functional as F

import build
from lstmelody.learn import bags, scoring
from lstmelody.learn.batches import BatchConfig, Chunk, batches
from lstmelody.learn.model import LookbackLSTM, ModelConfig
from lstmelody.learn.twin import Twin


@pytest.fixture(scope="module")
def chunk(tmp_path_factory: pytest.TempPathFactory) -> Chunk:
    data = build.shards(tmp_path_factory.mktemp("data"), train=3, bars=4)
    return next(batches(data, BatchConfig(lanes=3, steps=16)))[0].chunk


@pytest.fixture
def model() -> LookbackLSTM:
    torch.manual_seed(0)
    return LookbackLSTM(ModelConfig(width=16, table=8, head=8))


def gradients(model: LookbackLSTM) -> list[torch.Tensor]:
    return [each.grad.clone() for each in model.parameters()]


@pytest.mark.parametrize(("precision", "close"), [(torch.float32, 1e-5), (torch.bfloat16, 0.05)])
def test_a_twin_gives_its_model_the_gradient(precision, close, model, chunk):
    surprise, _ = scoring.plain_surprise(model, chunk, model.start_state(3))
    surprise.sum().backward()
    expected = gradients(model)
    twin = Twin(model, precision)
    found, _ = twin.surprise(chunk, model.start_state(3))
    flat = twin.gradient_of(found.sum())
    assert found.sum().item() == pytest.approx(surprise.sum().item(), rel=close)
    for ours, theirs in zip(gradients(model), expected, strict=True):
        assert (ours - theirs).norm() <= close * theirs.norm() + 1e-6
    assert flat.norm() == pytest.approx(
        torch.cat([each.flatten() for each in gradients(model)]).norm()
    )


def test_a_twin_follows_its_model(model, chunk):
    twin = Twin(model, torch.float32)
    before, _ = twin.surprise(chunk, model.start_state(3))
    with torch.no_grad():
        model.cell_out.bias[0] += 1
    after, _ = twin.surprise(chunk, model.start_state(3))
    assert not torch.equal(before, after)


def test_the_rows_of_a_table_are_summed_with_their_gradient():
    rows = torch.randint(0, 7, (50, 3))
    ours, theirs = (torch.arange(28.0).view(7, 4).requires_grad_() for _ in range(2))
    weight = torch.rand(50, 4)
    (bags.summed(rows, ours) * weight).sum().backward()
    (F.embedding(rows, theirs).sum(1) * weight).sum().backward()
    assert torch.equal(bags.summed(rows, ours), F.embedding(rows, theirs).sum(1))
    assert torch.allclose(ours.grad, theirs.grad)


def test_many_small_gradients_of_a_row_are_not_lost_in_16_bits():
    table = torch.zeros(2, 4, dtype=torch.bfloat16, requires_grad=True)
    bags.summed(torch.zeros(10_000, 1, dtype=torch.int64), table).sum().backward()
    assert table.grad[0].tolist() == pytest.approx([10_000] * 4, rel=0.01)
