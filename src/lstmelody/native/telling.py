"""What a step of the network is given of a seat's song: `inputs.Inputs`, event by event.

The one other place beside `inputs` where events become table indices; tests hold the two against
each other. Knows seats and the layout of the inputs. Does not know what is chosen.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstmelody.conditions import OPEN, PLACE_CLASSES, left_class
from lstmelody.given import COLUMNS, OVER
from lstmelody.given import FAR as FAR_AHEAD
from lstmelody.inputs import START
from lstmelody.lookback import FAR, LAGS, NONE, SELF
from lstmelody.native.compiling import compiled
from lstmelody.native.seats import BARS, KEYS, PLACE, ROLES
from lstmelody.native.stepping import Given
from lstmelody.outlines import REGISTERS, Bar

_LAGS = np.array(LAGS)
_LAG, _HIGH = Bar._fields.index("lag"), REGISTERS.start
_LEFT = np.array([OPEN, *(left_class(bars) for bars in range(1, 513))], np.int16)
_PHRASE = PLACE_CLASSES.phrase


@compiled
def give_start(seat: Any, pool: Any, given: Given, number: int) -> None:
    """What is given before the first event."""
    given.heard[number] = 0
    given.heard[number, 1] = START
    given.found[number] = 0
    given.found[number, :, 0] = NONE
    _tell(seat, pool, given, number)


@compiled
def give(seat: Any, pool: Any, given: Given, number: int) -> None:
    """What is given once the last event was heard: it, what came next some bars ago, and so on."""
    last = seat.count - 1
    given.heard[number] = seat.rows[last]
    found = given.found[number]
    found[:] = 0
    found[:, 0] = NONE
    for slot in range(len(_LAGS)):
        back = _LAGS[slot] * seat.bar_steps
        there = seat.times[last] - back
        if there < 0:
            continue
        wanted = seat.keys[last] - back * PLACE
        index = np.searchsorted(seat.keys[: seat.count], wanted, side="right")
        if index == 0 and seat.gone > 0:  # forgotten
            continue
        found[slot, 0] = SELF if index == last else min(seat.times[index] - there, FAR)
        found[slot, 1:5] = seat.rows[index, 1:]
        found[slot, 5] = index > 0 and seat.keys[index - 1] == wanted
    lag = _bar_of(seat, seat.time)[_LAG] - 2
    if lag >= 0:
        found[len(_LAGS)] = found[lag]
    _tell(seat, pool, given, number)


@compiled
def look_again(seat: Any, cell: int, again: NDArray[np.int16]) -> None:
    """What the chosen role played at the chosen moment some bars ago, and its last notes."""
    role, time = cell % ROLES, seat.time + cell // ROLES
    floor = time * PLACE + (role + 1) * KEYS
    if seat.count and seat.keys[seat.count - 1] // KEYS == floor // KEYS:
        floor = seat.keys[seat.count - 1] + 1
    again[:] = 0
    for slot in range(len(_LAGS)):
        wanted = floor - _LAGS[slot] * seat.bar_steps * PLACE
        if wanted < 0:
            continue
        event = np.searchsorted(seat.keys[: seat.count], wanted)
        if event < seat.count and seat.keys[event] // KEYS == wanted // KEYS:
            again[slot, 0] = 1
            again[slot, 1:] = seat.rows[event, 2:]
    lag = _bar_of(seat, time)[_LAG] - 2
    if lag >= 0:
        again[len(_LAGS)] = again[lag]
    again[len(_LAGS) + 1 :] = seat.lines[role]


@compiled
def _bar_of(seat: Any, time: int) -> NDArray[np.int16]:
    return seat.plan[time // seat.bar_steps % BARS]  # type: ignore[no-any-return]


@compiled
def _tell(seat: Any, pool: Any, given: Given, number: int) -> None:
    """Where we are, what the song is, what is planned, and which notes are given next."""
    bar, at = seat.time // seat.bar_steps, seat.time % seat.bar_steps
    here, following = seat.plan[bar % BARS], seat.plan[(bar + 1) % BARS]
    context = given.context[number]
    context[0] = at
    context[1] = bar % _PHRASE
    context[2] = _LEFT[min(max(1, seat.bars - bar), 512)] if seat.bars > 0 else OPEN
    frame = len(seat.frame)
    context[3 : 3 + frame] = seat.frame
    told = context[3 + frame :]
    second = 2 * at >= seat.bar_steps
    told[0] = here[1] if second else here[0]
    told[1] = following[0] if second else here[1]
    plan = _HIGH - _LAG
    told[2 : 2 + plan] = here[_LAG:_HIGH]
    told[2 + plan : 2 + 2 * plan] = following[_LAG:_HIGH]
    high = len(here) - _HIGH
    told[2 + 2 * plan : 2 + 2 * plan + high] = here[_HIGH:]
    told[2 + 2 * plan + high :] = following[_HIGH:]
    _tell_ahead(seat, pool, given.ahead[number])


@compiled
def _tell_ahead(seat: Any, pool: Any, ahead: NDArray[np.int16]) -> None:
    ahead[:] = 0
    for role in range(ROLES):
        if not seat.given[role]:
            continue
        told = ahead[role * COLUMNS : (role + 1) * COLUMNS]
        told[0] = OVER
        if seat.kept < seat.kept_count:
            note = pool[seat.pool + seat.kept, 6 + role]
            if note >= 0:
                told[0] = min(1 + pool[seat.pool + note, 0] - seat.time, FAR_AHEAD)
                told[1] = pool[seat.pool + note, 2]
                told[2] = pool[seat.pool + note, 3]
