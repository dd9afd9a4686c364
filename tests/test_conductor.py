"""An outline is written bar by bar, and says what it says in PyTorch."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

import build
from lstmelody.conditions import density_class, transposed_key
from lstmelody.conductor import SIZES, Conductor, Wanted, rows_of
from lstmelody.engine import Engine
from lstmelody.errors import BadData
from lstmelody.facts import facts_of, last_facts_of, named_of, no_bar
from lstmelody.forms import form
from lstmelody.labels import CHORDS, ROOTS
from lstmelody.learn import conducting
from lstmelody.learn.conducting import ConductorNet, Form, side_by_side
from lstmelody.lookback import LAGS
from lstmelody.music import Role
from lstmelody.native.bars import said as said_by
from lstmelody.outlines import (
    DENSITIES,
    NOWHERE,
    REGISTERS,
    Bar,
    Outline,
    by_bar_of,
    open_outline,
    outline_of,
    rechorded,
)

SONG = build.invented(1, bars=40)
OUTLINE = outline_of(by_bar_of(SONG))
BRIEF = build.brief(SONG)


@pytest.fixture(scope="module")
def conductor() -> Conductor:
    return Engine.release().conductor


@pytest.fixture(scope="module")
def net() -> ConductorNet:
    torch.manual_seed(0)
    return ConductorNet().eval()


def written(conductor: Conductor, opening: Outline, seed: int = 0, **changes: int) -> Outline:
    brief = BRIEF._replace(frame=BRIEF.frame._replace(**changes))
    return conductor.outline(Wanted(opening, brief, seed))


def test_compiled_it_says_what_it_says_in_pytorch(net, tmp_path):
    conducting.save(net, tmp_path / "conductor.npz")
    conductor = Conductor.load(tmp_path / "conductor.npz")
    rows = rows_of(OUTLINE, BRIEF)
    with torch.no_grad():
        said = net(side_by_side([Form(rows, BRIEF)]))
    state = conductor.start()
    facts = facts_of(rows, BRIEF)
    for bar, chosen in enumerate(rows.tolist()):
        conductor.hear(facts[bar], state)
        named = named_of(rows, bar, chosen[0])
        for field in range(len(SIZES)):
            known = named if field else no_bar()
            told = np.array([*chosen[:field], *known])
            logits = said_by(conductor.network.fields[field], state[0], told)
            assert np.abs(logits - said[field][0, bar].numpy()).max() < 0.02  # 16 bits


def test_what_is_known_of_a_bar_is_the_same_however_far_back_one_looks():
    rows = rows_of(OUTLINE, BRIEF)
    whole = facts_of(rows, BRIEF)
    assert len(whole) == len(rows) + 1
    for bar in (1, 31, 39):
        near = facts_of(rows[max(0, bar - 32) : bar], BRIEF, max(0, bar - 32))
        assert np.array_equal(near[-1], whole[bar])


def test_what_is_known_before_a_bar_is_the_last_of_what_is_known_before_all():
    rows = rows_of(OUTLINE, BRIEF)
    for bars in (0, 1, 3, len(rows)):
        for brief in (BRIEF, BRIEF._replace(bars=None), BRIEF._replace(bars=bars)):
            known = facts_of(rows[:bars], brief)[-1]
            assert np.array_equal(last_facts_of(rows[:bars], brief, bars), known)


def test_an_opening_stays_and_the_rest_is_written(conductor):
    outline = written(conductor, OUTLINE[:8])
    assert np.array_equal(outline[:8], OUTLINE[:8])
    assert len(outline) == BRIEF.bars
    assert (outline > 0).all(), "nothing is left open"


def test_the_same_seed_writes_the_same_and_another_another(conductor):
    assert np.array_equal(written(conductor, OUTLINE[:8]), written(conductor, OUTLINE[:8]))
    other = written(conductor, OUTLINE[:8], seed=1)
    assert not np.array_equal(written(conductor, OUTLINE[:8]), other)


def test_a_bar_repeats_one_that_is_there_in_some_degree_or_none(conductor):
    for seed in range(8):
        outline = written(conductor, open_outline(), seed)
        for bar, row in enumerate(outline.tolist()):
            told = Bar(*row)
            assert told.lag == 1 or LAGS[told.lag - 2] <= bar
            assert (told.lag == 1) == (told.closeness == 1)


def test_a_song_in_another_key_has_the_same_outline_in_that_key(conductor):
    key = BRIEF.frame.key
    moved = rechorded(OUTLINE[:8], 3)
    told = BRIEF._replace(frame=BRIEF.frame._replace(key=transposed_key(key, 3)))
    rows = rows_of(moved, told)
    assert np.array_equal(rows, rows_of(OUTLINE[:8], BRIEF))
    outline = conductor.outline(Wanted(moved, told, 0))
    assert np.array_equal(outline[:8], moved)
    assert np.array_equal(rows_of(outline, told)[:8], rows)


def test_a_song_comes_home_in_its_last_bar(conductor):
    for key in (1 + ROOTS.index("D"), 13 + ROOTS.index("A")):
        told = Bar(*written(conductor, OUTLINE[:8], key=key)[-1].tolist())
        tonic = 1 + CHORDS.index("D" if key < 13 else "Am")
        assert (told.first_chord, told.second_chord) == (tonic, tonic)
        assert (told.lag, told.closeness) == (1, 1)
        assert max(told.drums, told.bass, told.chords, told.lead) <= density_class(4)
    whole = written(conductor, OUTLINE)
    assert np.array_equal(whole, OUTLINE), "what is known stays, to the last bar"


def test_a_form_is_followed(conductor):
    outline = conductor.outline(Wanted(OUTLINE[:8], BRIEF, 0, form("ABAA")))
    lag, closeness = (outline[:, Bar._fields.index(name)] for name in ("lag", "closeness"))
    assert (lag[16:24] == 2 + LAGS.index(16)).all()
    assert (lag[24:32] == 2 + LAGS.index(8)).all()
    assert (closeness[16:32] >= 1 + 3).all()
    reach = [LAGS[each - 2] if each > 1 else 0 for each in lag[8:16].tolist()]
    assert all(bar >= back for bar, back in enumerate(reach)), "B repeats nothing of A"


def test_the_dial_goes_from_never_to_always_the_same(conductor):
    repeated, closely = [], []
    for repetition in (0, 0.3, 1, 3, 5):
        asked = form(repetition=repetition)
        outlines = [
            conductor.outline(Wanted(OUTLINE[:8], BRIEF, seed, asked))[8:] for seed in range(6)
        ]
        lag, closeness = rows_of(np.concatenate(outlines), BRIEF)[:, :2].T
        repeated.append((lag > 1).mean())
        closely.append(closeness.mean())
    assert repeated[0] == 0
    assert repeated == sorted(repeated)
    assert closely == sorted(closely)
    assert repeated[-1] > 0.9


def test_a_silent_role_stays_silent(conductor):
    outline = written(conductor, OUTLINE[:8], bass=density_class(0))
    assert (outline[8:, Bar._fields.index("bass")] == density_class(0)).all()
    assert (outline[8:, Bar._fields.index("drums")] != density_class(0)).any()


def test_who_plays_is_somewhere_and_who_does_not_is_nowhere(conductor):
    for seed in range(4):
        outline = written(conductor, OUTLINE[:8], seed, lead=density_class(0))
        plays = outline[:, DENSITIES][:, Role.BASS :] != density_class(0)
        assert np.array_equal(outline[:, REGISTERS] != NOWHERE, plays)


def test_an_endless_song_has_an_outline_without_end(conductor):
    endless = BRIEF._replace(bars=None)
    rows = list(islice(conductor.decisions(Wanted(OUTLINE[:4], endless, 0)), 100))
    assert all(1 <= each <= size for row in rows for each, size in zip(row, SIZES, strict=True))


def test_what_is_no_conductor_is_refused(tmp_path: Path):
    conducting.save(ConductorNet(), tmp_path / "whole.npz")
    whole = (tmp_path / "whole.npz").read_bytes()
    changed = whole[:5000] + b"changed" + whole[5007:]
    for content in (b"", b"nothing", whole[:-1000], whole[:100], changed):
        (tmp_path / "conductor.npz").write_bytes(content)
        with pytest.raises(BadData, match="no conductor"):
            Conductor.load(tmp_path / "conductor.npz")
    with pytest.raises(BadData, match="no conductor"):
        Conductor.load(tmp_path / "missing.npz")
