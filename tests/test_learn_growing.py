"""A larger model that begins with a smaller one's weights says the same."""

import pytest
import torch
from torch import nn

from lstmelody.errors import BadData
from lstmelody.learn.growing import fitted
from lstmelody.learn.model import LookbackLSTM, ModelConfig

CONFIG = ModelConfig(width=16, layers=1, table=4, head=8)


def test_what_a_model_is_given_more_changes_nothing_at_first():
    small, large = nn.Linear(3, 2), nn.Linear(5, 2)
    large.load_state_dict(fitted(small.state_dict(), large))
    known, more = torch.randn(7, 3), torch.randn(7, 2)
    assert torch.allclose(large(torch.cat([known, more], dim=1)), small(known))


def test_the_weights_of_its_own_kind_fit_as_they_are():
    one, other = LookbackLSTM(CONFIG), LookbackLSTM(CONFIG)
    other.load_state_dict(fitted(one.state_dict(), other))
    for mine, theirs in zip(one.parameters(), other.parameters(), strict=True):
        assert torch.equal(mine, theirs)


def test_parts_that_are_new_stay_as_they_began():
    small = LookbackLSTM(CONFIG)
    large = LookbackLSTM(ModelConfig(width=16, layers=2, table=4, head=8))
    weights = fitted(small.state_dict(), large)
    assert set(weights) == set(large.state_dict())
    assert torch.equal(
        weights["blocks.1.gather.weight"], large.state_dict()["blocks.1.gather.weight"]
    )


def test_weights_are_taken_from_halves_into_whole_numbers():
    model = LookbackLSTM(CONFIG)
    halves = {name: each.half() for name, each in model.state_dict().items()}
    assert all(each.dtype == torch.float32 for each in fitted(halves, model).values())


def test_what_does_not_fit_is_refused():
    small = LookbackLSTM(CONFIG)
    wide = LookbackLSTM(ModelConfig(width=24, layers=1, table=4, head=8))
    with pytest.raises(BadData, match="too large"):
        fitted(wide.state_dict(), small)
    deep = LookbackLSTM(ModelConfig(width=16, layers=2, table=4, head=8))
    with pytest.raises(BadData, match="has not"):
        fitted(deep.state_dict(), small)
