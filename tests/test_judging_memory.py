"""What was learned by heart: planted runs are found, wherever they are and however transposed."""

import random

import pytest

import build
from lstmelody.encoded import song_of
from lstmelody.events import encode
from lstmelody.judging import memory
from lstmelody.judging.memory import longest_runs
from lstmelody.music import Note, Role, transposed

STEP = 6


def melody(seed: int, notes: int, role: Role = Role.LEAD) -> list[Note]:
    """A melody that no dice will roll again."""
    dice = random.Random(seed)
    at, line = 0, []
    for _ in range(notes):
        line.append(Note(at, role, dice.randrange(48, 84), STEP, 80))
        at += dice.choice((3, 6, 12))
    return line


def after(first: list[Note], second: list[Note]) -> list[Note]:
    start = first[-1].onset + STEP
    return [*first, *(note._replace(onset=note.onset + start) for note in second)]


def stream(*songs):
    return lambda: [(f"song {at}", memory.lines_of(song)) for at, song in enumerate(songs)]


@pytest.mark.parametrize("length", [9, 10, 30, 77, 400])
@pytest.mark.parametrize("semitones", [0, 5])
def test_a_planted_run_is_found_at_its_length_in_any_key(length, semitones):
    theft = melody(1, length)
    asked = build.song(*after(after(melody(2, 50), theft), melody(3, 50)))
    source = transposed(build.song(*after(after(melody(4, 90), theft), melody(5, 9))), semitones)
    others = [build.song(*melody(seed, 300)) for seed in range(10, 20)]
    [run] = longest_runs([asked], stream(*others, source, *others))
    assert (run.name, run.role) == ("song 10", "lead")
    assert length <= run.notes <= length + 2  # a neighbour may fit by chance


def test_nothing_is_shared_where_nothing_was_copied():
    asked = build.song(*melody(1, 300))
    assert longest_runs([asked], stream(build.song(*melody(2, 300)))) == [memory.NOTHING]
    assert longest_runs([asked], stream()) == [memory.NOTHING]
    assert longest_runs([build.beat(8)], stream(build.beat(8))) == [memory.NOTHING]  # drums


def test_what_a_run_repeats_counts_once():
    loop = [Note(6 * at, Role.BASS, 36 + at % 4, 6, 80) for at in range(200)]
    [run] = longest_runs([build.song(*loop)], stream(build.song(*loop)))
    assert run.notes == memory.SHORTEST + 4


def test_each_song_is_told_its_own_run():
    lines = [melody(seed, 40) for seed in range(4)]
    asked = [build.song(*after(melody(90 + at, 20), line)) for at, line in enumerate(lines)]
    runs = longest_runs(asked, stream(*(build.song(*line) for line in reversed(lines))))
    assert [run.name for run in runs] == ["song 3", "song 2", "song 1", "song 0"]
    assert all(40 <= run.notes <= 42 for run in runs)
    assert {run.bar for run in runs} == {
        1 + song.notes[20, 0] // song.meter.bar_steps for song in asked
    } or all(run.bar > 1 for run in runs)


def test_stored_songs_have_the_lines_of_songs():
    encoded = build.encoded(3)
    lines = zip(memory.lines_of_events(encoded), memory.lines_of(song_of(encoded)), strict=True)
    for stored, played in lines:
        assert stored.steps.tolist() == played.steps.tolist()
        assert stored.onset.tolist() == played.onset.tolist()
    assert len(encode(song_of(encoded))) == len(encoded.events)
