"""A crew does what is asked of it in order, and loses only the items that kill their worker."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import numpy as np
import pytest

from lstmelody import workers
from lstmelody.workers import BATCH_BYTES, BATCH_ITEMS, Crew, Lost, batches
from lstmelody.working import Limit

CRASH, SLOW, MEMORY = (
    Lost(reason)
    for reason in ("crashed the reader", "took too long to read", "took too much memory")
)
TWO_BATCHES = range(BATCH_ITEMS + 10)


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    modules = ["ctypes", "numpy", "pytest", "lstmelody.workers"]
    with workers.crew(Limit(seconds=1, megabytes=1000), size=2, modules=modules) as crew:
        yield crew


def doubled(item: int) -> int:
    return 2 * item


def work_with_accidents(item: tuple[str, int]) -> int:
    """Does what the item says, as a broken file would make native code do."""
    what, number = item
    ACCIDENTS[what]()
    return number


def reading_nothing() -> None:
    ctypes.string_at(0)


def leaving() -> None:
    os._exit(3)


def sleeping() -> None:
    time.sleep(60)


def turning_in_circles() -> None:
    while True:
        pass


def taking_much_memory() -> None:
    bytearray(10_000_000_000)


def taking_much_memory_for_numbers() -> None:
    np.ones(10**10)


def running_out_of_memory() -> None:
    raise MemoryError


def meeting_a_mistake_of_ours() -> None:
    raise ZeroDivisionError


ACCIDENTS = {
    each.__name__: each
    for each in (
        *(reading_nothing, leaving, sleeping, turning_in_circles, taking_much_memory),
        *(taking_much_memory_for_numbers, running_out_of_memory, meeting_a_mistake_of_ours),
    )
} | {"fine": lambda: None}


def test_results_come_in_the_order_of_the_items(crew):
    assert list(crew.each(doubled, range(1234))) == [2 * number for number in range(1234)]
    assert list(crew.each(doubled, [])) == []


@pytest.mark.parametrize(
    ("accident", "lost"),
    [
        ("reading_nothing", CRASH),
        ("leaving", CRASH),
        ("sleeping", SLOW),
        ("turning_in_circles", SLOW),
        ("taking_much_memory", MEMORY),
        ("taking_much_memory_for_numbers", MEMORY),
        ("running_out_of_memory", MEMORY),
        ("meeting_a_mistake_of_ours", CRASH),
    ],
)
def test_an_item_that_kills_its_worker_is_lost_alone_and_says_why(accident, lost, crew):
    items = [("fine" if number != 7 else accident, number) for number in TWO_BATCHES]
    found = list(crew.each(work_with_accidents, items))
    assert found == [number if number != 7 else lost for number in TWO_BATCHES]


def test_several_bad_items_in_one_batch_cost_no_other(crew):
    bad = {0: "leaving", 3: "reading_nothing", 4: "running_out_of_memory", 49: "leaving"}
    lost = {0: CRASH, 3: CRASH, 4: MEMORY, 49: CRASH}
    items = [(bad.get(number, "fine"), number) for number in TWO_BATCHES]
    found = list(crew.each(work_with_accidents, items))
    assert found == [lost.get(number, number) for number in TWO_BATCHES]


def test_a_crew_of_one_that_only_meets_bad_items_still_ends():
    with workers.crew(size=1) as crew:
        assert list(crew.each(work_with_accidents, [("leaving", 0)] * 5)) == [CRASH] * 5


def killed_the_first_time(item: tuple[str, int]) -> int:
    """Another program ends the worker while it works on this item."""
    folder, number = item
    if number == 7 and not (marker := Path(folder) / "killed").exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_an_item_whose_worker_was_killed_by_someone_else_is_not_lost(crew, tmp_path):
    items = [(str(tmp_path), number) for number in TWO_BATCHES]
    assert list(crew.each(killed_the_first_time, items)) == list(TWO_BATCHES)
    assert (tmp_path / "killed").exists()


def test_items_without_end_are_drawn_as_they_are_needed(crew):
    drawn = []
    items = (drawn.append(number) or number for number in count())
    assert list(islice(crew.each(doubled, items), 200)) == [2 * number for number in range(200)]
    assert len(drawn) < 1000


def test_batches_are_closed_by_number_or_by_size():
    large, small = ("large", bytes(BATCH_BYTES)), ("small", b"", None)
    assert [len(batch) for batch in batches(range(120))] == [50, 50, 20]
    assert list(batches([small, large, large, small])) == [[small, large], [large], [small]]


def test_a_crew_that_cannot_begin_says_so_and_does_not_blame_the_items(tmp_path):
    """Without the usual guard each worker would begin by running the program once more."""
    program = tmp_path / "unguarded.py"
    program.write_text(
        "from lstmelody import workers\n"
        "with workers.crew(size=1) as crew:\n"
        "    list(crew.each(abs, [-1]))\n"
    )
    ended = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert "A worker process ended before it could begin." in ended.stderr


def test_a_worker_that_has_no_room_at_all_loses_items_and_does_not_hang():
    with workers.crew(Limit(megabytes=20), size=1) as crew:
        found = list(crew.each(work_with_accidents, [("taking_much_memory", 0)] * 3))
    assert found == [MEMORY] * 3


def note_who_works_and_sleep(folder: str) -> None:
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(60)


PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from lstmelody import workers
from test_workers import note_who_works_and_sleep
if __name__ == "__main__":
    try:
        with workers.crew(size=2) as crew:
            list(crew.each(note_who_works_and_sleep, [sys.argv[2]] * 60))
    except KeyboardInterrupt:
        print("Stopped.")
"""


@pytest.mark.parametrize("with_signal", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_their_parent_and_without_many_words(with_signal, tmp_path):
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "workers").mkdir()
    command = [sys.executable, tmp_path / "program.py", Path(__file__).parent, tmp_path / "workers"]
    program = subprocess.Popen(
        *(command,), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    wait_until(lambda: len(list((tmp_path / "workers").iterdir())) == 2)
    pids = [int(path.name) for path in (tmp_path / "workers").iterdir()]
    if with_signal is signal.SIGINT:
        os.killpg(program.pid, with_signal)  # Ctrl-C goes to all that the terminal runs
    else:
        program.send_signal(with_signal)
    said, complained = program.communicate(timeout=60)
    assert (said, complained) == (b"Stopped.\n" if with_signal is signal.SIGINT else b"", b"")
    wait_until(lambda: not any(map(lives, pids)))


def lives(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(holds) -> None:
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until, "this took too long"
        time.sleep(0.02)
