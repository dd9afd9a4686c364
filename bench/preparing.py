"""How fast files become shards, where the time goes, and how that compares with pretty_midi.

All in one run on one machine: trust the ratios more than the figures.
"""

from __future__ import annotations

import io
import os
import random
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import click
import pretty_midi
import psutil
from mido.midifiles.meta import KeySignatureError
from threadpoolctl import threadpool_limits

from lstmelody import events, fingerprints, labels, midi, plans, roles, sources
from lstmelody.cli.speaking import as_json, show
from lstmelody.corpus.preparing import prepare
from lstmelody.errors import BadMidi

DAMAGE = (OSError, ValueError, KeyError, IndexError, EOFError, KeySignatureError)
"""What pretty_midi raises for files that are damaged in its eyes."""
SAMPLE = 300
"""Files that are read by pretty_midi, and timed stage by stage."""


@dataclass(frozen=True)
class Timings:
    """What was measured; times are of one core, but for the whole run."""

    files: int
    notes: int
    seconds: float
    peak_mb: float
    """Of this process and all its workers together."""
    bytes_per_note: float
    ms_per_file: dict[str, float]
    """Of a file of the sample, stage by stage."""
    pretty_midi_ms: float

    @property
    def times_faster(self) -> float:
        """Of one core: a file's way from bytes to a song as shards hold it, against parsing."""
        return self.pretty_midi_ms / self.ms_per_file["all"]

    def to_json(self) -> dict[str, Any]:
        return {
            "cores": os.cpu_count(),
            "load_1_minute": round(os.getloadavg()[0], 2),
            "files": self.files,
            "seconds": round(self.seconds, 1),
            "files_per_second": round(self.files / self.seconds),
            "peak_mb": round(self.peak_mb),
            "bytes_per_note": round(self.bytes_per_note, 2),
            "ms_per_file": {name: round(ms, 2) for name, ms in self.ms_per_file.items()},
            "pretty_midi_ms_per_file": round(self.pretty_midi_ms, 1),
            "times_faster_than_pretty_midi": round(self.times_faster, 1),
        }

    def __str__(self) -> str:
        stages = [f"  {ms:>9.2f} ms  {name}" for name, ms in self.ms_per_file.items()]
        return "\n".join(
            [
                f"{self.files:,} files in {self.seconds:.1f} s on {os.cpu_count()} cores: "
                f"{self.files / self.seconds:.0f} files a second",
                f"  at most {self.peak_mb:.0f} MB of memory, workers and all; "
                f"{self.bytes_per_note:.2f} bytes a note on disk",
                f"Of one core, a file of {SAMPLE} drawn by lot:",
                *stages,
                f"  {self.pretty_midi_ms:>9.2f} ms  parsing it with pretty_midi alone: "
                f"{self.times_faster:.1f} times as long as all of the above",
            ]
        )


def measured(paths: Sequence[Path]) -> Timings:
    """The whole path once, and a sample of the files stage by stage."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "data"
        began = time.perf_counter()
        with _watched() as peaks:
            report = prepare(paths, data)
        seconds = time.perf_counter() - began
        size = sum(path.stat().st_size for path in data.glob("*.npy"))
    sample, reading_ms = _sample(paths, report.files)
    with threadpool_limits(1):  # as in a worker
        stages = {"reading the archive": reading_ms, **_stages(sample)}
    return Timings(
        files=report.files,
        notes=report.notes,
        seconds=seconds,
        peak_mb=max(peaks),
        bytes_per_note=size / max(1, report.notes),
        ms_per_file=stages | {"all": sum(stages.values())},
        pretty_midi_ms=_pretty_midi_ms(sample),
    )


@contextmanager
def _watched() -> Iterator[list[float]]:
    """A list that fills with the resident memory of this process and its workers, in MB."""
    here, done, peaks = psutil.Process(), threading.Event(), [0.0]

    def watch() -> None:
        while not done.wait(0.1):
            sizes = 0
            for process in (here, *here.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    sizes += process.memory_info().rss
            peaks.append(sizes / 1e6)

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield peaks
    finally:
        done.set()
        watching.join()


def _sample(paths: Sequence[Path], files: int) -> tuple[list[sources.File], float]:
    """Files drawn by lot, and the milliseconds that reading one of all took."""
    chosen = set(random.Random(0).sample(range(files), min(SAMPLE, files)))
    began = time.process_time()
    members = chain.from_iterable(map(sources.files_in, paths))
    sample = [member for number, member in enumerate(members) if number in chosen]
    ms = 1000 * (time.process_time() - began) / max(1, files)
    return [member for member in sample if isinstance(member, sources.File)], ms


def _stages(sample: Sequence[sources.File]) -> dict[str, float]:
    """Milliseconds a file of the sample, for each stage on its way."""
    clock = _Clock()
    for file in sample:
        try:
            score = clock.timed("MIDI to a score on the grid", midi.read, file.data)
        except BadMidi:
            continue
        song = clock.timed("roles", roles.arranged, score)
        clock.timed("events", events.encode, song)
        clock.timed("key, chords, densities, polyphony", _labels, song)
        clock.timed("bar plan", plans.plan_of, song)
        clock.timed("fingerprint", fingerprints.mark_of, song)
    return {stage: 1000 * seconds / len(sample) for stage, seconds in clock.seconds.items()}


def _labels(song: Any) -> None:
    for label in (labels.key_of, labels.chords_of, labels.densities_of, labels.polyphony_of):
        label(song)


class _Clock:
    """Adds up the processor's time by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def timed(self, stage: str, work: Callable[[Any], Any], item: Any) -> Any:
        began = time.process_time()
        try:
            return work(item)
        finally:
            spent = time.process_time() - began
            self.seconds[stage] = self.seconds.get(stage, 0.0) + spent


def _pretty_midi_ms(sample: Sequence[sources.File]) -> float:
    """Milliseconds a file that pretty_midi takes to parse it; what it refuses counts too."""
    began = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for file in sample:
            with suppress(*DAMAGE):
                pretty_midi.PrettyMIDI(io.BytesIO(file.data))
    return 1000 * (time.process_time() - began) / max(1, len(sample))


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@as_json
def main(paths: tuple[Path, ...], as_json: bool) -> None:
    """Time how archives of MIDI become shards."""
    show(measured(paths), as_json)


if __name__ == "__main__":
    main()
