"""Notes put right: whatever comes in, no track holds a pitch twice at once."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lstmelody.mending import LONGEST, Struck, put_right

quick = settings(max_examples=200, deadline=None, derandomize=True)

rows = st.tuples(
    st.integers(0, 3),
    st.integers(0, 60),
    st.one_of(st.integers(0, 20), st.integers(0, 2000)),
    st.integers(58, 62),
    st.integers(1, 127),
)


def mended(notes):
    track, onset, length, pitch, velocity = np.array(notes, dtype=np.int64).reshape(-1, 5).T
    return put_right(Struck(track, onset, length.astype(np.float64), pitch, velocity), 4)


@quick
@given(st.lists(rows, max_size=40))
def test_no_pitch_sounds_twice_at_once(notes):
    for part in mended(notes)[0]:
        for pitch in set(part[:, 2].tolist()):
            onset, duration = part[part[:, 2] == pitch, :2].T
            assert (onset[:-1] + duration[:-1] <= onset[1:]).all()


@quick
@given(st.lists(rows, max_size=40))
def test_every_note_is_struck_where_it_was(notes):
    parts, _ = mended(notes)
    struck = {(track, onset, pitch) for track, onset, _, pitch, _ in notes}
    assert {(n, *row[[0, 2]].tolist()) for n, part in enumerate(parts) for row in part} == struck


@quick
@given(st.lists(rows, max_size=40))
def test_notes_are_in_order_and_of_sane_length(notes):
    for part in mended(notes)[0]:
        assert part.dtype == np.int32
        assert part.tolist() == sorted(part.tolist(), key=lambda row: (row[0], row[2]))
        assert ((part[:, 1] >= 1) & (part[:, 1] <= LONGEST)).all()


@quick
@given(st.lists(rows, max_size=40), st.randoms(use_true_random=False))
def test_the_order_notes_come_in_does_not_matter(notes, dice):
    shuffled = dice.sample(notes, len(notes))
    for one, other in zip(mended(notes)[0], mended(shuffled)[0], strict=True):
        assert np.array_equal(one, other)


@quick
@given(st.lists(rows, max_size=40))
def test_what_was_mended_needs_no_mending(notes):
    parts, _ = mended(notes)
    again = [
        (track, onset, duration, pitch, velocity)
        for track, part in enumerate(parts)
        for onset, duration, pitch, velocity in part.tolist()
    ]
    parts_again, counts = mended(again)
    assert sum(counts) == 0
    assert all(np.array_equal(a, b) for a, b in zip(parts, parts_again, strict=True))
