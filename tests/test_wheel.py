"""The wheel stands on its own: page and model are in it, and it needs neither Node nor apt."""

import subprocess
import venv
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.prove
def test_a_wheel_in_an_empty_environment_composes_and_serves_the_page(tmp_path):
    subprocess.run(["make", "-C", ROOT, "wheel"], check=True)
    [wheel] = (ROOT / "dist").glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / "bin"
    pins = ["-c", ROOT / "constraints.txt"]
    subprocess.run([programs / "pip", "install", "-q", *pins, wheel], check=True)
    lstmelody = programs / "lstmelody"
    songs = tmp_path / "songs"
    alone = {"PATH": str(programs), "HOME": str(tmp_path), "LSTMELODY_DATA": str(songs)}
    song = tmp_path / "song.mid"
    subprocess.run([lstmelody, "compose", "-o", song], check=True, env=alone)
    assert song.stat().st_size > 1000
    with subprocess.Popen(
        [lstmelody, "serve", "--port", "0"], env=alone, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            address = server.stdout.readline().split()[-1]
            with urlopen(address) as page:
                assert b"<script" in page.read()
        finally:
            server.terminate()
