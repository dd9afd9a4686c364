"""Whatever bytes come, a file is a song or has a reason: no crash, no hang, no flood of memory.

A few hundred broken files in each run of the tests; a hundred thousand by `make prove`, which also
breaks real ones where the variable CORPUS names an archive of them.
"""

from __future__ import annotations

import os
import random
import struct
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

import build
from lstmelody import midi, sources, workers, working
from lstmelody.corpus import fit
from lstmelody.encoded import Encoded
from lstmelody.music import METERS
from lstmelody.sources import File

LOSSES = {working.CRASHED, *working.REASONS.values()}
HUGE = (b"\xff\xff\xff\x7f", b"\x8f\xff\xff\x7f", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00")


def flipped(data: bytearray, dice: random.Random) -> None:
    for _ in range(dice.choice([1, 2, 8, 64])):
        data[dice.randrange(len(data))] = dice.randrange(256)


def cut(data: bytearray, dice: random.Random) -> None:
    del data[dice.randrange(len(data)) :]


def torn(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    del data[start : start + dice.randrange(1, 200)]


def doubled(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    piece = data[start : start + dice.randrange(1, 2000)]
    at = dice.randrange(len(data))
    data[at:at] = piece


def overwritten_with_huge_numbers(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data))
    data[at : at + 4] = dice.choice(HUGE)


def lying_about_lengths(data: bytearray, dice: random.Random) -> None:
    at = data.find(b"MTrk", dice.randrange(len(data)))
    if at >= 0:
        data[at + 4 : at + 8] = struct.pack(">I", dice.choice([0, 1, 2**31, 2**32 - 1]))


def odd_in_its_header(data: bytearray, dice: random.Random) -> None:
    data[8:14] = bytes(dice.randrange(256) for _ in range(6))


def told_odd_meters_and_tempi(data: bytearray, dice: random.Random) -> None:
    at = data.find(b"MTrk")
    beats, unit = dice.randrange(256), dice.randrange(256)
    tempo = bytes(dice.randrange(256) for _ in range(3))
    meta = b"\x00\xff\x58\x04" + bytes([beats, unit, 24, 8]) + b"\x00\xff\x51\x03" + tempo
    if at >= 0:
        data[at + 8 : at + 8] = meta


WAYS = (
    flipped,
    cut,
    torn,
    doubled,
    overwritten_with_huge_numbers,
    lying_about_lengths,
    odd_in_its_header,
    told_odd_meters_and_tempi,
)


def broken(whole: bytes, dice: random.Random) -> bytes:
    data = bytearray(whole)
    for way in dice.choices(WAYS, k=dice.choice([1, 1, 2, 4])):
        if data:
            way(data, dice)
    return bytes(data)


def invented_files(number: int) -> list[bytes]:
    return [
        midi.write(build.invented(each, bars=12, meter=METERS[each % 5])) for each in range(number)
    ]


def fuzz(whole: list[bytes], seed: int) -> Iterator[File]:
    dice, number = random.Random(seed), 0
    while True:
        yield File(f"{number}.mid", broken(dice.choice(whole), dice))
        number += 1


def outcomes(files: Iterator[File], number: int) -> Counter[str]:
    with workers.crew(modules=[fit.__name__]) as crew:
        results = crew.each(fit.read, islice(files, number))
        return Counter(
            "a song" if isinstance(result, Encoded) else getattr(result, "reason", result)
            for result in results
        )


def test_a_broken_file_is_a_song_or_has_a_reason():
    found = outcomes(fuzz(invented_files(10), seed=1), 400)
    assert found.total() == 400
    assert found["a song"] > 20
    assert found["damaged"] > 20
    assert not set(found) & LOSSES


def test_a_hundred_bytes_that_declare_a_billion_ticks_cost_nothing():
    """One note, a delta of 2^28 - 1 ticks as often as it takes, and a note again."""
    far = b"".join(b"\xff\xff\xff\x7f\xb0\x07\x64" for _ in range(8))
    events = b"\x00\x90\x3c\x64\x60\x80\x3c\x00" + far + b"\x00\x90\x3c\x64\x60\x80\x3c\x00"
    events += b"\x00\xff\x2f\x00"
    header = b"MThd" + struct.pack(">IHHH", 6, 0, 1, 1)
    data = header + b"MTrk" + struct.pack(">I", len(events)) + events
    began = time.process_time()
    assert isinstance(fit.read(File("far.mid", data)), str)
    assert time.process_time() - began < 1


@pytest.mark.prove
def test_a_hundred_thousand_broken_files_are_songs_or_have_reasons():
    whole = invented_files(50)
    if archive := os.environ.get("CORPUS"):
        members = islice(sources.files_in(Path(archive)), 2_000)
        whole = [member.data for member in members if isinstance(member, File)]
    found = outcomes(fuzz(whole, seed=2), 100_000)
    print(found.most_common())
    assert found.total() == 100_000
    assert not set(found) & LOSSES
