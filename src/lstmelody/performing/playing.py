"""Events as a band plays them: beats bent first, and then hands.

Knows that there are both. Does not know how either works, nor files or songs.
"""

from __future__ import annotations

from lstmelody.performing.hands import leaning, touched
from lstmelody.performing.swing import swung
from lstmelody.performing.timeline import Events, Ints64, Notes


def played(
    events: Events, notes: Notes, *, swing: float, humanise: float, seed: int
) -> tuple[Ints64, Ints64]:
    """At which tick each event comes, and the velocity of each note."""
    assert 0 <= swing <= 1, f"swing {swing} is outside 0..1"
    assert 0 <= humanise <= 1, f"humanise {humanise} is outside 0..1"
    tick = swung(events, notes, swing) if swing else events.tick
    if not humanise or not len(notes.start):
        return tick, notes.velocity
    return (
        leaning(events, notes, tick, humanise, seed),
        touched(events, notes, humanise, seed),
    )
