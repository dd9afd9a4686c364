"""The command that gets a corpus to learn from: download.

Knows which corpora there are, and what to say. Does not know HTTP, or what a whole archive is.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lstmelody import lakh
from lstmelody.cli.speaking import Folder, Tell, as_json, progress, show
from lstmelody.errors import BadDownload

if TYPE_CHECKING:
    from lstmelody.lakh import Archive, Checked


class Stopped(click.ClickException):
    """Ctrl+C, with a word on how to go on, and the exit code that shells have for it."""

    exit_code = 130


@click.command()
@click.argument("corpus", type=click.Choice(list(lakh.ARCHIVES)))
@click.option("--out", required=True, type=Folder, help="Folder to keep the archive in.")
@click.option("--from", "url", metavar="URL", help="Fetch it from here: a mirror's address of it.")
@as_json
def download(corpus: str, out: Path, url: str | None, as_json: bool) -> None:
    """Get songs to learn from: the Lakh MIDI Dataset.

    lakh-full is all of it (1.8 GB), lakh-clean those of known artist and title (234 MB). Stopped
    half-way, the same command goes on where it was. Every file is checked before it is told done.
    """
    archive = lakh.ARCHIVES[corpus]
    click.echo(archive.licence, err=True)
    target = out / archive.file_name
    there = target.exists()
    try:
        checked = _again(target, archive) if there else _fetched(target, archive, url)
    except KeyboardInterrupt as problem:
        raise Stopped(
            f"Stopped. What came is kept in {out}, and the same command goes on from there."
        ) from problem
    show(Downloaded(archive, target, there, checked), as_json)


def _fetched(target: Path, archive: Archive, url: str | None) -> Checked:
    from lstmelody.download import Order, fetch
    from lstmelody.partial import Partial

    arriving = Partial(target)
    with _bytes("Downloading, MB") as tell:
        order = Order(url or archive.url, lakh.BEGINS, tell, _say)
        fetch(order, arriving)
    return arriving.accept(lambda path: _checked(path, archive))


def _say(sentence: str) -> None:
    """On a line of its own, where a bar may stand on the last one."""
    click.echo(f"\n{sentence}" if sys.stderr.isatty() else sentence, err=True)


def _again(target: Path, archive: Archive) -> Checked:
    try:
        return _checked(target, archive)
    except BadDownload as problem:
        raise BadDownload(
            f"{problem} Delete {target}, and the same command fetches it anew."
        ) from problem


def _checked(path: Path, archive: Archive) -> Checked:
    with _bytes("Checking, MB") as tell:
        return lakh.check(path, archive, tell)


@contextmanager
def _bytes(label: str) -> Iterator[Tell]:
    """A bar in megabytes, which waits where a download begins anew: click's can't go back."""
    most = 0
    with progress(label) as tell:

        def tell_megabytes(done: int, total: int | None) -> None:
            nonlocal most
            most = max(most, done // 1_000_000)
            tell(most, None if total is None else total // 1_000_000)

        yield tell_megabytes


@dataclass(frozen=True)
class Downloaded:
    """What there is to say of an archive that is here and whole."""

    archive: Archive
    file: Path
    was_there: bool
    checked: Checked

    def to_json(self) -> dict[str, Any]:
        return {
            "file": str(self.file),
            "was_there": self.was_there,
            "songs": self.checked.songs,
            "odd": list(self.checked.odd),
            "as_published": self.checked.as_published,
        }

    def __str__(self) -> str:
        return "\n".join(filter(None, (self._whole(), self._odd(), self._other(), self._next())))

    def _whole(self) -> str:
        here = "is already there and whole" if self.was_there else "is here and whole"
        return f"{self.file} {here}: {self.checked.songs:,} songs."

    def _odd(self) -> str:
        odd = self.checked.odd
        names = ", ".join(odd[:5]) + (", ..." if len(odd) > 5 else "")
        return f"{len(odd):,} of its files {self.archive.misfits}: {names}." if odd else ""

    def _other(self) -> str:
        if self.checked.as_published:
            return ""
        return (
            f"It is not byte for byte the archive that was published, which has "
            f"{self.archive.songs:,} songs: whoever serves it has changed it."
        )

    def _next(self) -> str:
        return f"Next: lstmelody prepare {shlex.quote(str(self.file))} --out data"
