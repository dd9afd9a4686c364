"""Commands that make a model: prepare, train, evaluate, export.

Know options and words. Do not know how anything is learned.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lstmelody.cli.speaking import (
    Anything,
    File,
    Folder,
    as_json,
    progress,
    progress_in_words,
    show,
)

LEARNED_FROM = "data.txt"
"""The file of a run that names the folder of the prepared songs it learned from."""


def _source(text: str) -> Path | str:
    """A URL stays as it is: as a path it would lose a slash."""
    return text if "://" in text else Path(text)


@click.command()
@click.argument("sources", nargs=-1, required=True, type=_source, metavar="SOURCE...")
@click.option("--out", required=True, type=Folder, help="Folder to write the prepared songs to.")
@click.option(
    "--catalogue",
    type=File,
    help="JSON lines (.jsonl, .jsonl.xz) with `file`, and where known `work` and `style`.",
)
@click.option("--ray", metavar="ADDRESS", help="Read the files on this Ray cluster; `local` tries.")
@as_json
def prepare(sources: tuple[Path | str, ...], out: Path, as_json: bool, **options: Any) -> None:
    """Make MIDI files ready to learn from.

    A SOURCE is a folder, a MIDI file (.mid, .midi, .kar), or an archive of them (.zip, .tar,
    .tar.gz, .tar.bz2, .tar.xz), which is read in place; or a URL of one, such as s3://bucket/x.zip.
    A file that can't be used is counted under its reason. OUT/report.html tells all that people may
    want to know of the songs. Stopped half-way, the same command goes on where it was.
    """
    from lstmelody.corpus.preparing import prepare

    with progress("Preparing") as tell:
        report = prepare(sources, out, progress=tell, **options)
    show(report, as_json)


@click.command()
@click.argument("data", type=Folder)
@click.option("--out", required=True, type=Folder, help="Folder of the run: weights and log.")
@click.option(
    "--config",
    type=File,
    default=Path("configs/base.toml"),
    show_default=True,
    help="Size of the model and how to train it.",
)
@click.option("--resume", is_flag=True, help="Go on with the run that is in the folder.")
@click.option("--from", "start_from", type=Folder, help="Begin with the weights of this run.")
@click.option("--minutes", type=click.FloatRange(min=0, min_open=True), help="Stop after so long.")
def train(data: Path, out: Path, **options: Any) -> None:
    """Teach a model from DATA, a folder that `prepare` wrote."""
    from lstmelody.learn import training

    with progress_in_words("Training") as tell:
        training.train(data, out, progress=tell, **options)
    (out / LEARNED_FROM).write_text(str(data.resolve()))
    click.echo(f"{out} holds the trained model.")


@click.command()
@click.argument("model")
@click.argument("sources", nargs=-1, required=True, type=Anything, metavar="SOURCE...")
@click.option(
    "--split",
    type=click.Choice(["train", "valid", "test"]),
    help="Only the songs of this split.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Only so many songs.")
@as_json
def evaluate(
    model: str, sources: tuple[Path, ...], split: str | None, limit: int | None, as_json: bool
) -> None:
    """Measure how well a model foretells real songs.

    The measure is bits per note: less is better. MODEL is the folder of a run or of an export,
    `release` for the model that came with LSTMelody, or `unigram` for the humblest baseline. A
    SOURCE is what `prepare` takes, or a folder that it wrote, of which the test split is measured.
    """
    from lstmelody import evaluation

    with progress("Listening") as tell:
        scorecard = evaluation.evaluate(model, sources, split=split, limit=limit, progress=tell)
    show(scorecard, as_json)


@click.command()
@click.argument("run", type=Folder)
@click.option("--out", required=True, type=Folder, help="Folder to write the small model to.")
@click.option("--data", type=Folder, help="Prepared songs to check it on, if not those of RUN.")
def export(run: Path, out: Path, data: Path | None) -> None:
    """Make a small, fast model out of a trained one.

    What comes out composes without PyTorch. It is checked against the trained RUN on real songs
    before it is written.
    """
    from lstmelody.learn import export as exporting

    note = run / LEARNED_FROM
    if data is None and not note.exists():
        raise click.UsageError(f"{run} doesn't say what it learned from: name it with --data.")
    click.echo(str(exporting.export(run, out, data or Path(note.read_text()))))
