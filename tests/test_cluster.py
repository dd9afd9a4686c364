"""A crew on a Ray cluster does the same as one on this machine, though workers of it are lost."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest

from lstmelody import cluster, workers
from lstmelody.errors import MissingPart
from lstmelody.workers import Crew
from lstmelody.working import Limit
from test_workers import work_with_accidents

LIMIT = Limit(seconds=2, megabytes=1000)


def test_without_ray_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingPart, match=r"pip install 'lstmelody\[cluster\]'"), crew_of_two():
        pass


def crew_of_two():
    return cluster.crew(cluster.LOCAL, LIMIT, modules=["ctypes", "numpy", "pytest"])


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    pytest.importorskip("ray", reason="the extra 'cluster' is not installed")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", str(Path(__file__).parent))  # where the workers find us
        with crew_of_two() as crew:
            yield crew


@pytest.mark.prove
@pytest.mark.filterwarnings("default")  # Ray's own
def test_a_cluster_does_what_one_machine_does_accidents_included(crew):
    bad = {7: "reading_nothing", 8: "leaving", 60: "running_out_of_memory", 99: "sleeping"}
    items = [(bad.get(number, "fine"), number) for number in range(200)]
    with workers.crew(LIMIT, size=1) as here:
        expected = list(here.each(work_with_accidents, items))
    assert list(crew.each(work_with_accidents, items)) == expected
    assert sum(isinstance(result, workers.Lost) for result in expected) == len(bad)


def ended_with_its_ray_worker(item: tuple[str, int]) -> tuple[int, int]:
    """The first time that this item is worked on, the Ray worker above us is killed."""
    folder, number = item
    above = parent_of(os.getppid())
    marker = Path(folder) / str(above)
    if number == 777 and not list(Path(folder).iterdir()):
        marker.touch()
        os.kill(above, signal.SIGKILL)
        time.sleep(60)
    return number, above


def parent_of(pid: int) -> int:
    """Between a Ray worker and its process stands the server that forks it."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.prove
@pytest.mark.filterwarnings("default")  # Ray's own
def test_a_ray_worker_that_is_killed_in_the_middle_costs_no_item(crew, tmp_path):
    items = [(str(tmp_path), number) for number in range(2000)]
    found = list(crew.each(ended_with_its_ray_worker, items))
    assert [number for number, _ in found] == list(range(2000))
    [killed] = [int(path.name) for path in tmp_path.iterdir()]
    workers_seen = {above for _, above in found}
    assert len(workers_seen) >= 2
    assert killed not in {above for _, above in found[800:]}


@pytest.mark.prove
@pytest.mark.filterwarnings("default")  # Ray's own
def test_items_without_end_are_drawn_as_a_cluster_needs_them(crew):
    drawn = []
    items = (drawn.append(number) or -number for number in count())
    assert list(islice(crew.each(abs, items), 200)) == list(range(200))
    assert len(drawn) < 1000
