"""Commands that make a model: prepare, train, evaluate, export.

Know options and words. Do not know how anything is learned.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lstmelody.briefs import TOLD
from lstmelody.cli.speaking import (
    Anything,
    File,
    Folder,
    as_json,
    progress,
    progress_in_words,
    show,
)
from lstmelody.music import Role

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
@click.option(
    "--from",
    "start_from",
    metavar="MODEL",
    help="Begin with the weights of a run, an export, or `release`.",
)
@click.option("--minutes", type=click.FloatRange(min=0, min_open=True), help="Stop after so long.")
@click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "cuda"]),
    default="auto",
    help="Where to learn; `auto` takes a GPU where there is one.",
)
@click.option(
    "--loaders",
    type=click.IntRange(min=0),
    help="Processes that make batches ready, if not one a processor for a GPU, and none without.",
)
def train(data: Path, out: Path, **options: Any) -> None:
    """Teach a model from DATA, a folder that `prepare` wrote.

    On several GPUs or hosts, start `python -m lstmelody.learn` by torchrun with the same options.
    """
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
@click.option(
    "--told",
    type=click.Choice([*TOLD]),
    default="song",
    show_default=True,
    help="What MODEL is told of each song: key, tempo and the like, or its form bar by bar, too.",
)
@click.option(
    "--redo",
    type=click.Choice([role.word for role in Role]),
    help="Measure this role alone, the others being given.",
)
@click.option(
    "--scorecard",
    type=Folder,
    metavar="FOLDER",
    help="Judge the songs that MODEL writes, too: page, figures and songs go to this folder.",
)
@click.option("--against", metavar="MODEL", help="With --scorecard: a model to set beside it.")
@as_json
def evaluate(
    model: str,
    sources: tuple[Path, ...],
    split: str | None,
    limit: int | None,
    told: str,
    redo: str | None,
    scorecard: Path | None,
    against: str | None,
    as_json: bool,
) -> None:
    """Measure how well a model foretells real songs.

    The measure is bits per note: less is better. MODEL is the folder of a run or of an export,
    `release` for the model that came with LSTMelody, or `unigram` for the humblest baseline. A
    SOURCE is what `prepare` takes, or a folder that it wrote, of which the test split is measured.

    With --scorecard, SOURCE is one folder that `prepare` wrote, and MODEL composes 200 songs, or as
    many as --limit says, which are held against real ones: a quarter of an hour on two cores.
    Broken off, the same command goes on where it was.
    """
    if scorecard:
        _judge([model, *([against] if against else [])], sources, scorecard, split, limit, as_json)
        return
    from lstmelody import evaluation

    with progress("Listening") as tell:
        measured = evaluation.evaluate(
            model,
            sources,
            split=split,
            limit=limit,
            told=told,
            redo=Role[redo.upper()] if redo else None,
            progress=tell,
        )
    show(measured, as_json)


def _judge(
    models: list[str], sources: tuple[Path, ...], out: Path, split: str | None,
    limit: int | None, as_json: bool,
) -> None:  # fmt: skip
    if len(sources) != 1:
        raise click.UsageError("A scorecard is made with one folder of prepared songs.")
    from lstmelody.judging import judge, page

    size = judge.Size() if limit is None else judge.Size().smaller(limit)
    with progress_in_words("Judging") as tell:
        card = judge.judge(
            models, sources[0], out, split=split or judge.HELD_OUT, size=size, told=tell
        )
    page.write(card, out)
    show(card, as_json)
    if not as_json:
        click.echo(f"The page: {out / page.HTML}")


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
