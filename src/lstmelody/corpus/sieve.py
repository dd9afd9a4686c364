"""Which songs are new: doubles are left out, and versions of one work stay in one split.

Asked song by song in the order of the corpus, so the answer for a song follows from those before
it. Knows fingerprints and works. Does not know files or shards.
"""

from __future__ import annotations

from lstmelody import fingerprints
from lstmelody.corpus.fit import split_of
from lstmelody.encoded import Encoded

DOUBLE = "the same notes as another file"
NEAR_DOUBLE = "nearly the same notes as another file"
TORN = "a version of a song in another split than its work"


class Sieve:
    """Remembers the songs that were kept."""

    def __init__(self) -> None:
        self._digests: set[int] = set()
        self._index = fingerprints.Index()
        self._works: list[str] = []
        """The work of each song in the index."""
        self._joined: dict[str, str] = {}
        """The work that each work, as files name it, turned out to be."""

    def sifted(self, song: Encoded) -> Encoded | str:
        """The song with the work and the split it belongs to, or why it is left out."""
        if song.digest in self._digests:
            return DOUBLE
        number, similarity = self._index.nearest(song.mark) or (0, 0.0)
        if similarity >= fingerprints.SAME:
            return NEAR_DOUBLE
        work = self._joined.get(song.work)
        if similarity >= fingerprints.RELATED:
            related = self._works[number]
            work = work or related
            if split_of(work) != split_of(related):
                return TORN
        work = work or song.work
        found = song._replace(work=work, split=split_of(work))
        self.keep(found, named=song.work)
        return found

    def keep(self, song: Encoded, named: str) -> None:
        """Remember a song of which it is known that it was kept, and what its file names it."""
        self._digests.add(song.digest)
        self._index.add(song.mark)
        self._works.append(song.work)
        self._joined[named] = song.work
