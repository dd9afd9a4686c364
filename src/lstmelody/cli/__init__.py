"""The command line: `lstmelody` and its commands, as a musician would ask for them.

Knows exit codes: 0, or one sentence on stderr with 1 for what failed and 2 for what was asked
wrongly. Does not know how anything is done: each command imports what it needs when it runs, so
that `--help` answers at once and serving never loads PyTorch.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

import lstmelody
from lstmelody.cli import fetching, inspecting, learning, serving, songs
from lstmelody.errors import BadRecipe, BadSetting, LSTMelodyError

BAD_USAGE = (BadRecipe, BadSetting)
TRAINING_PARTS = {"torch", "matplotlib", "datasketch", "httpx2", "jinja2", "threadpoolctl"}
WITHOUT_TRAINING = (
    "This needs {}, which serving does without: run `make setup` in a checkout, or "
    "`pip install 'lstmelody[train]'`."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or say in one sentence why not; the exit code."""
    try:
        code = commands.main(arguments, prog_name="lstmelody", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as problem:
        problem.show()
        return problem.exit_code
    except click.ClickException as problem:
        return _refuse(problem.format_message(), problem.exit_code)
    except LSTMelodyError as problem:
        return _refuse(str(problem), 2 if isinstance(problem, BAD_USAGE) else 1)
    except ModuleNotFoundError as problem:
        if problem.name not in TRAINING_PARTS:
            raise
        return _refuse(WITHOUT_TRAINING.format(problem.name), 1)
    except OSError as problem:
        return _refuse(f"{problem.filename or 'The disk'}: {problem.strerror or problem}.", 1)
    except (click.Abort, KeyboardInterrupt):
        return _refuse("Stopped.", 130)
    return code or 0


def _refuse(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(lstmelody.__version__, message="LSTMelody %(version)s")
def commands() -> None:
    """Compose songs for a whole band, as MIDI you can edit.

    Try: lstmelody compose -o song.mid --wav song.wav --start funk --bars 32
    """


for command in (
    songs.compose,
    songs.render,
    serving.serve,
    fetching.download,
    learning.prepare,
    inspecting.inspect,
    learning.train,
    learning.evaluate,
    learning.export,
    serving.bench,
):
    commands.add_command(command)
