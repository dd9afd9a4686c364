"""What can be made again is made once, whole or not at all, and kept while there is room."""

import os
import threading
from uuid import UUID

import pytest

from lstmelody import files
from lstmelody.errors import StorageFull
from lstmelody.renders import Renders

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


@pytest.fixture
def renders(tmp_path):
    renders = Renders(tmp_path, limit_bytes=25, grace_seconds=0)
    yield renders
    renders.close()


def ten(path):
    path.write_bytes(b"0123456789")


def never(_path):
    raise AssertionError("made twice")


def aged(path, seconds):
    """As if it had last been asked for so long ago."""
    before = path.stat().st_mtime - seconds
    os.utime(path, (before, before))
    return path


def test_a_file_is_made_when_first_asked_for_and_then_kept(renders):
    path = renders.file(ONE, "song.wav", ten)
    assert path.read_bytes() == b"0123456789"
    assert path.suffix == ".wav"
    assert renders.file(ONE, "song.wav", never) == path


def test_however_many_ask_at_a_time_one_makes_it(renders):
    made, paths, gate = [], [], threading.Barrier(8)

    def make(path):
        made.append(path)
        ten(path)

    def ask():
        gate.wait()
        paths.append(renders.file(ONE, "song.wav", make))

    run(ask, 8)
    assert len(made) == 1
    assert {path.read_bytes() for path in paths} == {b"0123456789"}
    assert renders._locks == {}


def test_many_songs_are_made_at_the_same_time(renders):
    gate, numbers = threading.Barrier(8, timeout=10), iter(range(8))
    run(lambda: renders.file(UUID(int=next(numbers)), "song.wav", lambda path: meet(gate, path)), 8)


def meet(gate, path):
    gate.wait()  # which opens when all eight are there
    path.write_bytes(b"1")


def run(ask, times):
    problems = []

    def guarded():
        try:
            ask()
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=guarded) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def test_one_file_of_a_song_may_be_made_of_another(renders):
    def press(path):
        path.write_bytes(renders.file(ONE, "song.wav", ten).read_bytes()[:3])

    assert renders.file(ONE, "song.mp3", press).read_bytes() == b"012"


def test_what_was_not_asked_for_the_longest_goes_first(renders):
    one = aged(renders.file(ONE, "song.wav", ten), 30)
    two = aged(renders.file(TWO, "song.wav", ten), 20)
    renders.file(ONE, "song.wav", never)
    three = renders.file(THREE, "song.wav", ten)
    assert [path.exists() for path in (one, two, three)] == [True, False, True]


def test_a_file_that_is_read_can_be_read_to_its_end(renders):
    with aged(renders.file(ONE, "song.wav", ten), 30).open("rb") as reading:
        for song in (TWO, THREE):
            renders.file(song, "song.wav", ten)
        assert not (renders._folder / f"{ONE}-song.wav").exists()
        assert reading.read() == b"0123456789"


def test_what_was_just_asked_for_stays_even_past_the_limit(tmp_path):
    renders = Renders(tmp_path, limit_bytes=5)
    paths = [renders.file(song, "song.wav", ten) for song in (ONE, TWO)]
    assert [path.exists() for path in paths] == [True, True]
    renders.close()


def test_what_goes_wrong_leaves_nothing_and_may_be_tried_again(renders, tmp_path):
    def fail(path):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageFull):
        renders.file(ONE, "song.wav", fail)
    assert [path.name for path in tmp_path.iterdir()] == [files.IN_USE]
    assert renders.file(ONE, "song.wav", ten).exists()


def test_what_was_made_of_a_song_can_be_dropped(renders):
    paths = [renders.file(ONE, name, ten) for name in ("song.wav", "song.mp3")]
    other = renders.file(UUID(int=17), "song.wav", lambda path: path.write_bytes(b"1"))
    renders.drop(ONE)
    renders.drop(TWO)
    assert [path.exists() for path in (*paths, other)] == [False, False, True]


def test_what_a_kill_left_half_made_is_swept(tmp_path):
    left = tmp_path / f"{files.UNFINISHED}1-song.wav"
    left.write_bytes(b"half")
    Renders(tmp_path).close()
    assert not left.exists()
