"""The page in a real browser while a band plays on: it neither grows nor tires, without a gap.

And axe's look at what `make test` leaves out. By `make prove` only. SOAK_MINUTES and
HIDDEN_MINUTES say how long, 20 and 6 unless they do. It prints figures.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WEB = ROOT / "web"


def prove(*command: str, **settings: str) -> None:
    """Run a command of the page's against a service of its own."""
    browser = subprocess.check_output([ROOT / "scripts" / "browser.sh"], text=True).strip()
    server = [sys.executable, ROOT / "scripts" / "with_server.py"]
    told = {**os.environ, "CHROMIUM": browser, **settings}
    subprocess.run([*server, *command], check=True, env=told, cwd=WEB)


@pytest.mark.prove
def test_a_band_plays_on_in_the_page(capsys):
    with capsys.disabled():
        prove("node", "e2e/soak.mjs")


@pytest.mark.prove
def test_a_band_plays_on_in_a_page_that_nobody_sees(capsys):
    with capsys.disabled():
        prove("node", "e2e/hidden.mjs")


@pytest.mark.prove
def test_a_song_goes_on_to_a_daw_while_nobody_sees_its_page(capsys):
    with capsys.disabled():
        prove("node", "e2e/hiddenPort.mjs")


@pytest.mark.prove
def test_axe_has_nothing_to_say_of_a_phone_in_the_dark_and_a_desk_in_the_light(capsys):
    tests = ["e2e/tests/access.mjs", "e2e/tests/accessOutage.mjs"]
    with capsys.disabled():
        prove("node", "--test", *tests, AXE_SWAPPED="1")
