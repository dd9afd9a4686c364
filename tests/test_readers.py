"""A file of anyone's is read, or refused in a sentence, whatever it does to its reader."""

import ctypes
import struct
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import psutil
import pytest

import build
from lstmelody import composing, midi, starters
from lstmelody.api.readers import MOST, SIZE, Readers, open_readers
from lstmelody.errors import BadMidi, Busy, TooLarge
from lstmelody.workers import crew
from lstmelody.working import Limit


def full(notes: int) -> bytes:
    """A MIDI file of so many notes, eight to a chord."""
    pieces = []
    for number in range(notes):
        pitch, ticks = 36 + number % 60, 0 if number % 8 < 7 else 120
        pieces.append(bytes((0, 0x90, pitch, 80, ticks, 0x80, pitch, 0)))
    track = b"".join(pieces) + b"\0\xff\x2f\0"
    head = struct.pack(">4sIHHH4sI", b"MThd", 6, 0, 1, 480, b"MTrk", len(track))
    return head + track


def reading_with_accidents(data: bytes):
    """Does what the file says, as a broken one would make native code do."""
    if data == b"crash":
        ctypes.string_at(0)
    while data == b"circles":
        pass
    if data == b"slow":
        time.sleep(0.1)
    if data == b"memory":
        np.ones(10**10)
    return build.silence()


def descendants() -> set[int]:
    return {each.pid for each in psutil.Process().children(recursive=True)}


@pytest.fixture(scope="module")
def readers():
    with open_readers(limit=Limit(seconds=1, megabytes=2000)) as opened:
        yield opened


def test_a_song_is_read_as_it_would_be_here(readers):
    data = midi.write(starters.find("rock"))
    here, there = composing.start_from(data), readers.read(data)
    assert np.array_equal(here.notes, there.notes)
    assert (here.meter, here.bars, here.bpm) == (there.meter, there.bars, there.bpm)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0 a picture", b"MThd\0\0\0\6\0\1"])
def test_what_is_no_midi_is_refused_in_the_words_of_the_reader(readers, data):
    with pytest.raises(BadMidi) as here:
        composing.start_from(data)
    with pytest.raises(BadMidi) as there:
        readers.read(data)
    assert (str(there.value), there.value.reason) == (str(here.value), here.value.reason)


def test_too_many_bytes_or_notes_are_too_large(readers):
    with pytest.raises(TooLarge, match="10 MB"):
        readers.read(b"MThd" + bytes(midi.MAX_BYTES))
    with pytest.raises(TooLarge, match="200,000 notes"):
        readers.read(full(midi.MAX_NOTES + 1))


@pytest.mark.parametrize(
    ("accident", "sentence"),
    [
        (b"crash", "This MIDI file can't be read: it crashed the reader."),
        (b"circles", "This MIDI file can't be read: it took too long to read."),
        (b"memory", "This MIDI file can't be read: it took too much memory."),
    ],
)
def test_a_file_that_kills_its_reader_costs_no_one_else(accident, sentence):
    with crew(Limit(seconds=0.5, megabytes=2000), size=SIZE) as two:
        readers = Readers(two, reading_with_accidents)
        with ThreadPoolExecutor(8) as pool:
            bad = [pool.submit(readers.read, accident) for _ in range(2)]
            good = [pool.submit(readers.read, b"fine") for _ in range(6)]
        for each in bad:
            with pytest.raises(BadMidi) as refused:
                each.result()
            assert str(refused.value) == sentence
        assert all(each.result().bars == 0 for each in good)


def test_too_many_files_at_once_are_too_many():
    with crew(Limit(seconds=1, megabytes=2000), size=SIZE) as two:
        readers = Readers(two, reading_with_accidents)
        with ThreadPoolExecutor(MOST + 1) as pool:
            asked = [pool.submit(readers.read, b"slow") for _ in range(MOST + 1)]
        refused = [each for each in asked if isinstance(each.exception(), Busy)]
        assert len(refused) == 1
        assert readers.read(b"fine").bars == 0


def test_readers_are_warm_stay_and_end_with_their_block():
    before = descendants()
    with open_readers() as readers:
        readers.read(midi.write(starters.find("rock")))
        opened = descendants() - before
        assert len(opened) >= SIZE
        for _ in range(20):
            readers.read(midi.write(starters.find("rock")))
        assert descendants() - before == opened
    gone = [pid for pid in opened if not psutil.pid_exists(pid) or has_ended(pid)]
    assert len(gone) >= SIZE


def has_ended(pid: int) -> bool:
    try:
        process = psutil.Process(pid)
        process.wait(timeout=0.5)
    except psutil.TimeoutExpired:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        pass
    return True
