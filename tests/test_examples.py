"""The examples are songs that the commands beside them ask for.

Byte for byte they are the same on one instruction set only, so that is not asked here.
"""

import re
import shlex
from pathlib import Path

import pytest

from lstmelody import midi
from lstmelody.cli import main

EXAMPLES = Path(__file__).parents[1] / "examples"
COMMANDS = re.findall(r"^lstmelody (compose .*)$", (EXAMPLES / "README.md").read_text(), re.M)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_example_is_what_its_command_asks_for(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = shlex.split(re.sub(r"--wav \S+", "", command))
    assert main(words) == 0
    name = words[words.index("-o") + 1]
    again, example = (midi.read((folder / name).read_bytes()) for folder in (tmp_path, EXAMPLES))
    assert (again.bars, again.meter, again.bpm) == (example.bars, example.meter, example.bpm)


def test_every_example_has_its_command():
    assert len(COMMANDS) == len(list(EXAMPLES.glob("*.mid"))) == len(list(EXAMPLES.glob("*.mp3")))
