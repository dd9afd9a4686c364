"""What the commands share: kinds of arguments, progress bars, and printing for people or programs.

Knows the terminal, and what keeps people waiting. Does not know any command.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

Tell = Callable[[int, int | None], None]
"""To be called with how much is done, of how much if that is known."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
SOUND = ".wav, .mp3, .flac or .ogg"
"""The kinds of sound files, in words."""
Folder = click.Path(file_okay=False, path_type=Path)
File = click.Path(dir_okay=False, path_type=Path)
Anything = click.Path(path_type=Path)


@contextmanager
def progress(label: str) -> Iterator[Tell]:
    """A bar on stderr when someone watches, to be told how much is done of how much."""
    with _bar(label, 1) as bar:

        def tell(done: int, total: int | None) -> None:
            bar.length = total
            bar.update(done - bar.pos, f"{done:,}" if total is None else f"{done:,} of {total:,}")

        yield tell


@contextmanager
def progress_in_words(label: str) -> Iterator[Callable[[float, str], None]]:
    """The same, to be told what share is done and how it goes."""
    with _bar(label, 1000) as bar:
        yield lambda share, words: bar.update(round(1000 * share) - bar.pos, words)


def _bar(label: str, length: int) -> ProgressBar[str]:
    return click.progressbar(
        length=length,
        label=label,
        item_show_func=lambda words: words,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    )


def show(report: Any, as_json: bool) -> None:
    click.echo(json.dumps(report.to_json(), indent=2) if as_json else str(report))


def make_ready() -> None:
    """Have composing compiled, and say so where that takes its time."""
    from lstmelody import composing
    from lstmelody.engine import Engine

    if not composing.is_ready():
        click.echo("Compiling for this machine: half a minute, this first time.", err=True)
        composing.make_ready(Engine.release())
