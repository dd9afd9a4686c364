"""Archives of MIDI → shards: in parallel, filtered, without doubles, split by work, and reported.

Work goes portion by portion: the files of a portion become one shard. A run that was stopped goes
on with the first portion that is not there yet, and the data that stood before is replaced only
by a complete one. Knows the order of the work. Does not know what makes a song fit, nor on which
machines it is read.
"""

from __future__ import annotations

import json
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import chain, count, islice, takewhile
from pathlib import Path

from lstmelody import cluster, fingerprints, sources, workers
from lstmelody.corpus import fit, page
from lstmelody.corpus.catalogue import Catalogue, read_catalogue
from lstmelody.corpus.report import Report
from lstmelody.corpus.sieve import Sieve
from lstmelody.encoded import Encoded
from lstmelody.files import whole
from lstmelody.shards import VOCABULARY, Shard, open_shards, write_index, write_shard

Progress = Callable[[int, int | None], None]
Source = sources.Source
Member = sources.File | sources.Damage
Read = Encoded | str | workers.Lost

PORTION = 1_000
"""Files a shard is made of."""
PLAN = "sources.json"
"""The file that says of which sources the shards in work are."""


def prepare(
    paths: Sequence[Source],
    out: Path,
    *,
    catalogue: Path | None = None,
    ray: str | None = None,
    progress: Progress = lambda *_: None,
) -> Report:
    """Turn sources of MIDI into shards in `out`, and say what became of every file.

    What stood in `out` stays until the new data is whole. Killed or out of room (`StorageFull`),
    call it again with the same sources and it goes on. With `ray`, the address of a Ray cluster,
    files are read there, and the shards are the same. Raises `BadSource` for a wrong source.
    """
    for path in paths:
        sources.check(path)
    known = read_catalogue(catalogue) if catalogue else Catalogue()
    unfinished = out.with_name(f"{out.name}.partial")
    if _old(out).exists() and not out.exists():  # killed between the two renames
        _old(out).replace(out)
    _begin(unfinished, [*paths, *([catalogue] if catalogue else [])])
    with _crew(ray) as crew:
        report = _finish(unfinished, paths, known, crew, progress)
    _swap(unfinished, out)
    (out / PLAN).unlink()
    return report


def _finish(
    folder: Path, paths: Sequence[Source], known: Catalogue, crew: workers.Crew, progress: Progress
) -> Report:
    """Write the shards that are not there yet, and what tells of all of them."""
    report, sieve, names = Report(), Sieve(), []
    for shard in _standing(folder):
        names.append(shard.name)
        report.add(shard.notes["report"])
        for row in range(len(shard.rows)):
            song = shard.song(row)
            sieve.keep(song, named=known.told(fit.as_named(song)).work)
    left = islice(chain.from_iterable(map(sources.files_in, paths)), report.files, None)
    for portion in _chunks(_read(left, crew), PORTION):
        names.append(f"{len(names):05d}")
        songs, part = _sifted(portion, known, sieve)
        write_shard(folder, names[-1], songs, {"report": part.to_json()})
        report.add(part.to_json())
        progress(report.files, None)
    write_index(folder, names, report.to_json())
    page.write(open_shards(folder))
    return report


def _begin(folder: Path, inputs: Sequence[Source]) -> None:
    """Make the folder for work in progress; what is there of other inputs is thrown away."""
    wanted = json.dumps([VOCABULARY, *map(sources.stamp, inputs)])
    plan = folder / PLAN
    if not plan.exists() or plan.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with whole(plan) as path:
            path.write_text(wanted)


def _standing(folder: Path) -> Iterator[Shard]:
    """The shards that are there already, from the first on."""
    shards = (Shard(folder, f"{number:05d}") for number in count())
    return takewhile(lambda shard: (folder / f"{shard.name}.json").exists(), shards)


def _swap(unfinished: Path, out: Path) -> None:
    old = _old(out)
    if out.exists():
        shutil.rmtree(old, ignore_errors=True)
        out.replace(old)
    unfinished.replace(out)
    shutil.rmtree(old, ignore_errors=True)


def _old(out: Path) -> Path:
    """Where the data that stood before is, for the moment in which the new one takes its place."""
    return out.with_name(f"{out.name}.old")


def _crew(ray: str | None) -> AbstractContextManager[workers.Crew]:
    modules = [fit.__name__, fingerprints.__name__]
    return cluster.crew(ray, modules=modules) if ray else workers.crew(modules=modules)


def _read(members: Iterable[Member], crew: workers.Crew) -> Iterator[tuple[str, Read]]:
    """Each file's name and its song, or the reason why there is none, in order."""
    work = partial(fit.read, mark_of=fingerprints.mark_of)
    names: deque[str] = deque()

    def noted() -> Iterator[Member]:
        for member in members:
            names.append(member.name)
            yield member

    for result in crew.each(work, noted()):
        yield names.popleft(), result


def _sifted(
    portion: Iterable[tuple[str, Read]], known: Catalogue, sieve: Sieve
) -> tuple[list[Encoded], Report]:
    """The songs of a portion that are fit and new, and what became of its files."""
    report, songs = Report(), []
    for name, result in portion:
        if isinstance(result, workers.Lost):
            result = result.reason
        elif not isinstance(result, str):
            result = sieve.sifted(known.told(result))
        if isinstance(result, str):
            report.leave_out(name, result)
        else:
            report.keep(result)
            songs.append(result)
    return songs, report


def _chunks(results: Iterator[tuple[str, Read]], size: int) -> Iterator[list[tuple[str, Read]]]:
    while chunk := list(islice(results, size)):
        yield chunk
