"""Files appear whole or not at all."""

import errno

import pytest

from lstmelody import files
from lstmelody.errors import StorageFull


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_when_it_is_whole(tmp_path):
    with files.whole(tmp_path / "deep" / "song.mid") as unfinished:
        unfinished.write_bytes(b"MThd")
        assert not (tmp_path / "deep" / "song.mid").exists()
    assert (tmp_path / "deep" / "song.mid").read_bytes() == b"MThd"
    assert names(tmp_path / "deep") == ["song.mid"]


def write_half(target):
    with files.whole(target) as unfinished:
        unfinished.write_bytes(b"half")
        raise KeyboardInterrupt


def test_what_is_interrupted_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "song.mid"
    target.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_half(target)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["song.mid"]


def write_to_a_full_disk(target):
    with files.whole(target) as unfinished:
        unfinished.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_in_a_sentence(tmp_path):
    with pytest.raises(StorageFull, match="no room left on the disk"):
        write_to_a_full_disk(tmp_path / "song.mid")
    assert names(tmp_path) == []


def test_room_is_asked_for_before_it_is_needed(tmp_path):
    files.need_room(tmp_path, 1)
    with pytest.raises(StorageFull, match="delete some songs"):
        files.need_room(tmp_path, 1 << 62)
