"""Batches for ever: every song once an epoch, each a little changed, and a cursor that resumes."""

from dataclasses import replace
from itertools import islice, product

import numpy as np
import pytest
import torch

import build
from lstmelody.conditions import OPEN, density_class, transposed_key
from lstmelody.corpus.fit import encoded
from lstmelody.events import END_CELL, NOTE_CELLS, REST, decode
from lstmelody.inputs import SLOTS, inputs_of
from lstmelody.learn.batches import (
    Batch,
    BatchConfig,
    Chunk,
    Cursor,
    batches,
    piece,
    prepared,
    stacked,
    varied,
)
from lstmelody.music import METERS, Note, Role
from lstmelody.outlines import DENSITIES, outline_of, transposed_by_bar
from lstmelody.shards import Shards

PLAIN = BatchConfig(
    lanes=3,
    steps=16,
    lowest_transposition=0,
    highest_transposition=0,
    drop_role=0,
    drop_condition=0,
    plain=0,
    drop_outline=0,
    give_roles=0,
    endless=0,
)
VARIED = BatchConfig(lanes=3, turns=2, steps=40, drop_role=0.5, drop_condition=0.5, endless=0.5)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Shards:
    return build.shards(tmp_path_factory.mktemp("data"), train=5, bars=4)


def some(data: Shards, config: BatchConfig, number: int, at: Cursor | None = None) -> list[Batch]:
    return [batch for batch, _ in islice(batches(data, config, at), number)]


def equal(one: Batch, other: Batch) -> bool:
    return all(
        torch.equal(a, b)
        for a, b in zip((*one.chunk, one.fresh), (*other.chunk, other.fresh), strict=True)
    )


def by_lane(data: Shards, config: BatchConfig, number: int, lane: int) -> list[Chunk]:
    """A lane's songs one after another, each in one piece and without its padding."""
    songs: list[list[Chunk]] = []
    for batch in some(data, config, number):
        if batch.fresh[lane]:
            songs.append([])
        songs[-1].append(Chunk(*(each[lane] for each in batch.chunk)))
    whole = [Chunk(*map(torch.cat, zip(*pieces, strict=True))) for pieces in songs[:-1]]
    return [Chunk(*(each[song.cell >= 0] for each in song)) for song in whole]


def events_of(song: Chunk) -> np.ndarray:
    """The events that were the targets along a song."""
    cell = song.cell.numpy()
    is_note = cell < NOTE_CELLS
    shift, role = np.divmod(cell, len(Role))
    role = np.where(is_note, role, cell - NOTE_CELLS + REST)
    rest = [song.pitch.numpy() % 128, song.duration.numpy(), song.velocity.numpy()]
    return np.stack([shift * is_note, role, *rest], axis=1).astype(np.uint8)


def test_a_cursor_resumes_just_after_its_batch(data):
    whole = list(islice(batches(data, VARIED), 40))
    for number in (0, 1, 7, 20, 38):
        _, cursor = whole[number]
        assert equal(some(data, VARIED, 1, cursor)[0], whole[number + 1][0])
    resumed = some(data, VARIED, 10, whole[20][1])
    assert all(equal(a, b) for a, (b, _) in zip(resumed, whole[21:31], strict=True))


def test_the_same_seed_gives_the_same_batches_and_another_others(data):
    assert all(map(equal, some(data, VARIED, 10), some(data, VARIED, 10)))
    other = some(data, replace(VARIED, seed=1), 10)
    assert not all(map(equal, some(data, VARIED, 10), other))


def test_every_song_is_read_once_an_epoch_in_a_fresh_order(data):
    songs = [prepared(song).targets.cell for song in data.songs("train")]
    read = by_lane(data, replace(PLAIN, lanes=1, steps=512), 21, lane=0)
    order = [
        next(n for n, song in enumerate(songs) if np.array_equal(song, each.cell)) for each in read
    ]
    epochs = [order[start : start + 5] for start in range(0, 20, 5)]
    assert all(sorted(epoch) == [0, 1, 2, 3, 4] for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) > 1


def test_the_chunks_of_a_lane_are_a_whole_song_and_then_the_next(data):
    songs = [(*each.inputs, *each.targets) for each in map(prepared, data.songs("train"))]
    for lane in range(3):
        for read in by_lane(data, replace(PLAIN, plain=1.0), 40, lane):
            assert any(
                all(np.array_equal(a, b) for a, b in zip(read, song, strict=True)) for song in songs
            )


def test_the_lanes_of_a_pool_take_turns(data):
    """Batches of one lane, three lanes in the pool: what three lanes at once would have read."""
    apart = some(data, replace(PLAIN, lanes=1, turns=3), 3)
    assert [batch.first for batch in apart] == [0, 1, 2]
    [together] = some(data, PLAIN, 1)
    for lane, batch in enumerate(apart):
        for one, all_ in zip(batch.chunk, together.chunk, strict=True):
            assert torch.equal(one[0], all_[lane])


def test_a_song_goes_on_when_its_turn_comes_again(data):
    config = replace(PLAIN, lanes=2, turns=2)
    songs = [prepared(song).targets.cell for song in data.songs("train")]
    read = [batch.chunk.cell[1] for batch in some(data, config, 60) if batch.first == 2]
    cells = torch.cat(read).numpy()
    ends = np.flatnonzero(cells == END_CELL)
    assert len(ends) > 1
    whole = cells[: ends[0] + 1]
    assert any(np.array_equal(whole, song) for song in songs)


def test_past_the_end_of_a_song_nothing_counts_until_the_next_begins(data):
    for before, after in zip(some(data, PLAIN, 40), some(data, PLAIN, 41)[1:], strict=True):
        for lane in range(3):
            cells = before.chunk.cell[lane].tolist()
            ended = END_CELL in cells
            assert bool(after.fresh[lane]) == ended
            if ended:
                assert set(cells[cells.index(END_CELL) + 1 :]) <= {-1}
            else:
                assert min(cells) >= 0


def test_what_is_found_is_found_in_the_song_as_it_was_changed(tmp_path):
    """Dropping a role changes what came next; the lookback has to know."""
    data = build.shards(tmp_path, train=1, bars=4)
    config = replace(PLAIN, lanes=3, steps=400, drop_role=1.0)
    songs = by_lane(data, config, 8, lane=1)
    assert len(songs) == 7
    for song in songs:
        notes = decode(events_of(song), METERS[0])
        whole = build.song(*(Note(*each) for each in notes.tolist()))
        brief = build.brief(replace(whole, bars=4), by_bar=True)
        told = inputs_of(events_of(song), METERS[0], brief)
        for name in ("heard", "found", "ahead", "again"):
            assert np.array_equal(getattr(told, name), getattr(song, name))


def test_an_endless_song_does_not_tell_what_is_left(data):
    for endless, told in ((1.0, False), (0.0, True)):
        chunk = some(data, replace(PLAIN, endless=endless), 1)[0].chunk
        assert bool(chunk.context[..., 2].any()) == told


# Variations

SONG = encoded("song", build.invented(1, bars=4))


def variations(config: BatchConfig, number: int = 40):
    return [varied(SONG, config, np.random.default_rng(seed)) for seed in range(number)]


def test_nothing_is_varied_where_nothing_should_be():
    for events, brief in variations(PLAIN, 5):
        assert np.array_equal(events, SONG.events)
        assert brief[:2] == SONG.full_brief[:2]
        assert np.array_equal(brief.outline, SONG.full_brief.outline)
        assert brief.given == ()


def test_transposing_moves_the_pitches_and_the_key_together():
    config = replace(PLAIN, lowest_transposition=-5, highest_transposition=6)
    pitched = (SONG.events[:, 1] != Role.DRUMS) & (SONG.events[:, 1] < REST)
    moves = set()
    for events, brief in variations(config):
        moved = events.astype(int) - SONG.events
        assert not moved[:, [0, 1, 3, 4]].any()
        assert not moved[~pitched].any()
        [semitones] = set(moved[pitched, 2].tolist())
        assert brief.frame.key == transposed_key(SONG.frame.key, semitones)
        assert np.array_equal(brief.outline, outline_of(transposed_by_bar(SONG.by_bar, semitones)))
        moves.add(semitones)
    assert moves == set(range(-5, 7))


def test_a_song_at_the_edge_of_midi_stays_where_it_is():
    edges = build.song(*(Note(0, Role.LEAD, pitch, 12, 84) for pitch in (0, 127)))
    song = encoded("edges", edges)
    config = replace(PLAIN, lowest_transposition=1, highest_transposition=6)
    for seed in range(10):
        events, brief = varied(song, config, np.random.default_rng(seed))
        assert np.array_equal(events, song.events)
        assert brief.frame.key == song.frame.key


def test_a_role_that_is_left_out_is_gone_and_said_to_be_silent():
    gone = set()
    notes = decode(SONG.events, METERS[0])
    for events, brief in variations(replace(PLAIN, drop_role=1.0)):
        [role] = {*Role} - set(events[events[:, 1] < REST, 1].tolist())
        assert getattr(brief.frame, role.word) == density_class(0)
        assert (brief.outline[:, DENSITIES.start + role] == density_class(0)).all()
        assert np.array_equal(decode(events, METERS[0]), notes[notes[:, 1] != role])
        gone.add(role)
    assert gone == set(Role)


def test_of_two_roles_none_is_left_out():
    two = build.song(Note(0, Role.BASS, 40, 12, 84), Note(0, Role.LEAD, 60, 12, 84))
    song = encoded("two", two)
    events, _ = varied(song, replace(PLAIN, drop_role=1.0), np.random.default_rng(0))
    assert np.array_equal(events, song.events)


def test_every_condition_is_left_open_at_times():
    song = SONG._replace(style="rock")
    config = replace(PLAIN, drop_condition=0.5)
    dice = [np.random.default_rng(seed) for seed in range(40)]
    half = np.array([varied(song, config, each)[1].frame for each in dice])
    assert ((half == OPEN).any(axis=0) & (half != OPEN).any(axis=0)).all()
    none = variations(replace(PLAIN, drop_condition=1.0))
    assert not np.array([brief.frame for _, brief in none]).any()


def test_of_its_bars_all_is_told_or_chords_are_not_or_the_plan_or_densities():
    briefs = [brief for _, brief in variations(replace(PLAIN, plain=0.3, drop_outline=0.5), 80)]
    told = {
        tuple(bool(brief.outline[:, part].any()) for part in (slice(2), slice(2, 4), slice(4, 8)))
        for brief in briefs
    }
    assert told == set(product((False, True), repeat=3))


def test_some_roles_are_given_at_times_and_never_all():
    given = {brief.given for _, brief in variations(replace(PLAIN, give_roles=0.5), 200)}
    assert () in given
    assert len(given) == 2 ** len(Role) - 1
    assert tuple(Role) not in given


def test_a_piece_is_padded_past_the_end():
    song = prepared(SONG)
    chunk = stacked([piece(song, len(SONG.events) - 2, 5), piece(song, 10**6, 5)])
    assert (chunk.cell[0] >= 0).tolist() == [True, True, False, False, False]
    assert (chunk.cell[1] == -1).all()
    assert chunk.found.shape == (2, 5, SLOTS, 6)
    assert not chunk.found[1].any()
