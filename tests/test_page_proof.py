"""The page in a real browser while a band plays on: it neither grows nor tires, without a gap.

By `make prove` only. SOAK_MINUTES and HIDDEN_MINUTES say how long, 20 and 6 unless they do.
It prints figures.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def prove(script: str) -> None:
    """Run a script of the page's against a service of its own."""
    browser = subprocess.check_output([ROOT / "scripts" / "browser.sh"], text=True).strip()
    server = [sys.executable, ROOT / "scripts" / "with_server.py"]
    told = {**os.environ, "CHROMIUM": browser}
    subprocess.run([*server, "node", ROOT / "web" / "e2e" / script], check=True, env=told)


@pytest.mark.prove
def test_a_band_plays_on_in_the_page(capsys):
    with capsys.disabled():
        prove("soak.mjs")


@pytest.mark.prove
def test_a_band_plays_on_in_a_page_that_nobody_sees(capsys):
    with capsys.disabled():
        prove("hidden.mjs")


@pytest.mark.prove
def test_a_song_goes_on_to_a_daw_while_nobody_sees_its_page(capsys):
    with capsys.disabled():
        prove("hiddenPort.mjs")
