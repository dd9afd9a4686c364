"""The page in a real browser while a band plays on: it neither grows nor tires, without a gap.

By `make prove` only; SOAK_MINUTES says how long, 20 unless it does. It prints figures.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.prove
def test_a_band_plays_on_in_the_page(capsys):
    browser = subprocess.check_output([ROOT / "scripts" / "browser.sh"], text=True).strip()
    server = [sys.executable, ROOT / "scripts" / "with_server.py"]
    soak = ["node", ROOT / "web" / "e2e" / "soak.mjs"]
    with capsys.disabled():
        subprocess.run([*server, *soak], check=True, env={**os.environ, "CHROMIUM": browser})
