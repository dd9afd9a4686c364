"""Events as a band plays them: beats bent first, and then hands.

Knows that there are both. Does not know how either works, nor files or songs.
"""

from __future__ import annotations

from lstmelody.performing.hands import late_ms, leaning, touched
from lstmelody.performing.swing import swung
from lstmelody.performing.timeline import Events, Ints64, Notes, bars_at


def played(
    events: Events, notes: Notes, *, swing: float, humanise: float, seed: int
) -> tuple[Ints64, Ints64]:
    """At which tick each event comes, and the velocity of each note."""
    assert 0 <= swing <= 1, f"swing {swing} is outside 0..1"
    assert 0 <= humanise <= 1, f"humanise {humanise} is outside 0..1"
    tick = swung(events, notes, swing) if swing else events.tick
    if not humanise or not len(notes.start):
        return tick, notes.velocity
    bars = bars_at(events, events.tick[notes.start])
    late = humanise * late_ms(events, notes, seed)
    return (
        leaning(events, notes, bars, tick, late),
        touched(events, notes, bars, humanise, seed),
    )
