"""The examples are songs that the commands beside them ask for: byte for byte, on any machine."""

import re
import shlex
from pathlib import Path

import pytest

from lstmelody.cli import main

EXAMPLES = Path(__file__).parents[1] / "examples"
COMMANDS = re.findall(r"^lstmelody (compose .*)$", (EXAMPLES / "README.md").read_text(), re.M)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_example_is_what_its_command_asks_for(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = shlex.split(re.sub(r"--wav \S+", "", command))
    assert main(words) == 0
    name = words[words.index("-o") + 1]
    assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes()


def test_every_example_has_its_command():
    assert len(COMMANDS) == len(list(EXAMPLES.glob("*.mid"))) == len(list(EXAMPLES.glob("*.mp3")))
