"""The best instruments are found, and those for a browser are not too large for it."""

import pytest

from lstmelody import soundfonts
from lstmelody.errors import MissingPart


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Installs soundfonts of so many bytes in the only folder that there is."""
    monkeypatch.setattr(soundfonts, "FOLDERS", (tmp_path,))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    def install(**sizes):
        for name in sizes:
            with (tmp_path / f"{name}.sf3").open("wb") as file:
                file.truncate(sizes[name])
        monkeypatch.setattr(soundfonts, "NAMES", tuple(f"{name}.sf3" for name in sizes))
        return tmp_path

    return install


def test_the_best_for_a_browser_is_the_best_that_is_light(installed):
    folder = installed(grand=soundfonts.LIGHT_BYTES + 1, good=soundfonts.LIGHT_BYTES, poor=1)
    assert soundfonts.of_system() == folder / "grand.sf3"
    assert soundfonts.light() == folder / "good.sf3"


def test_the_one_that_was_chosen_is_taken_unless_it_is_too_large(installed):
    folder = installed(good=1)
    own = folder / "own.sf2"
    own.write_bytes(b"RIFF")
    assert soundfonts.light(own) == own
    with own.open("wb") as file:
        file.truncate(soundfonts.LIGHT_BYTES + 1)
    assert soundfonts.light(own) == folder / "good.sf3"


def test_where_there_is_none_it_is_said_what_to_install(installed):
    folder = installed()
    with pytest.raises(MissingPart, match="apt install musescore-general-soundfont-small"):
        soundfonts.light()
    with pytest.raises(MissingPart, match=r"no soundfont .*mine\.sf3"):
        soundfonts.light(folder / "mine.sf3")
