"""Packs prepared songs to travel to where they are learned from.

python scripts/pack_shards.py DATA OUT [--pieces N]

Each piece is a .tar.xz of whole shards, with an index of its own shards and of those in the pieces
before it: unpacked one after another into the same folder, training can begin with those that are
there (`python3 -m tarfile -e OUT/0.tar.xz data`, or tar). Names and fingerprints stay at home. Rows
are packed as they are: a song repeats itself by rows, so columns take a third more room (measured).
"""

from __future__ import annotations

import argparse
import lzma
import tarfile
import tempfile
from pathlib import Path

import numpy as np

from lstmelody.encoded import Encoded
from lstmelody.shards import Shard, open_shards, write_index, write_shard

DICTIONARY_BYTES = 1 << 26
FILTERS = [
    {
        "id": lzma.FILTER_LZMA2,
        "preset": 9 | lzma.PRESET_EXTREME,
        "dict_size": DICTIONARY_BYTES,
        "pb": 0,  # rows are of five bytes
        "lc": 4,
    }
]


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("data", type=Path)
    reader.add_argument("out", type=Path)
    reader.add_argument("--pieces", type=int, default=2)
    asked = reader.parse_args()
    pack(asked.data, asked.out, asked.pieces)


def pack(data: Path, out: Path, pieces: int) -> None:
    """Write `0.tar.xz`, `1.tar.xz`... of about as many shards each."""
    out.mkdir(parents=True, exist_ok=True)
    shards = open_shards(data).shards
    names = [shard.name for shard in shards]
    ends = [len(shards) * number // pieces for number in range(pieces + 1)]
    for number, (first, stop) in enumerate(zip(ends, ends[1:], strict=False)):
        piece = out / f"{number}.tar.xz"
        with tempfile.TemporaryDirectory() as folder:
            for shard in shards[first:stop]:
                _write_light(shard, Path(folder))
            write_index(Path(folder), names[:stop], report={})
            _write_piece(Path(folder), piece)
        print(f"{piece}: {stop - first} shards, {piece.stat().st_size / 1e6:.1f} MB", flush=True)


def _write_light(shard: Shard, folder: Path) -> None:
    songs = [_light(shard.song(row)) for row in range(len(shard.rows))]
    write_shard(folder, shard.name, songs, {})


def _light(song: Encoded) -> Encoded:
    return song._replace(name="", work="", mark=np.empty(0, np.uint32))


def _write_piece(folder: Path, piece: Path) -> None:
    """One kind of file after another: like lies by like."""
    paths = sorted(folder.iterdir(), key=lambda path: path.name.split(".", 1)[1])
    with (
        lzma.open(piece, "wb", filters=FILTERS) as content,
        tarfile.open(fileobj=content, mode="w") as archive,
    ):
        for path in paths:
            archive.add(path, path.name)


if __name__ == "__main__":
    main()
