"""One page of a list of songs, found by where the page before it ended.

A cursor holds the place of a page's last song in the order of the list, and so stays true while
songs come and go. Knows orders, searches and cursors. Does not know what a list is for.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from math import isfinite
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from lstmelody.errors import BadRequest
from lstmelody.stored import Page, Sort, folded
from lstmelody.tables import SONGS, WHOLE, stored

MOST_SONGS = 500
"""A page may have so many."""
LONGEST_CURSOR = 4_000


class Order(NamedTuple):
    """What a list is sorted by, and how that is written in a cursor."""

    column: sa.Column[Any]
    backwards: bool
    written: Callable[[Any], str]
    read: Callable[[str], Any]


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.utcoffset() or moment.tzinfo is None:
        raise ValueError("not in UTC")
    return moment


def _length(text: str) -> float:
    seconds = float(text)
    if not isfinite(seconds):
        raise ValueError("no length")
    return seconds


def _letters(text: str) -> str:
    if "\0" in text:  # which PostgreSQL takes for no letter
        raise ValueError("no title")
    return text


_CREATED = (datetime.isoformat, _moment)
ORDERS = {
    Sort.NEWEST: Order(SONGS.c.created, True, *_CREATED),
    Sort.OLDEST: Order(SONGS.c.created, False, *_CREATED),
    Sort.TITLE: Order(SONGS.c.folded, False, str, _letters),
    Sort.LONGEST: Order(SONGS.c.seconds, True, repr, _length),
}


class Listing(NamedTuple):
    """Which songs are listed, and in which order."""

    sort: Sort = Sort.NEWEST
    search: str = ""
    favourites: bool = False
    deleted: bool = False


def page_of(connection: sa.Connection, listing: Listing, limit: int, cursor: str | None) -> Page:
    """The songs after the cursor, `limit` of them at most; `BadRequest` for a damaged cursor."""
    if not 1 <= limit <= MOST_SONGS:
        raise BadRequest(f"A page has from 1 to {MOST_SONGS} songs, and not {limit}.")
    chosen = _chosen(listing)
    total = connection.execute(sa.select(sa.func.count()).select_from(SONGS).where(*chosen))
    ids = _ids(listing, limit + 1, cursor).where(*chosen).subquery()
    of_page = WHOLE.join(ids, ids.c.id == SONGS.c.id).order_by(*_by(listing.sort))
    rows = connection.execute(of_page).all()
    after = _cursor(listing.sort, rows[limit - 1]) if len(rows) > limit else None
    return Page([stored(row) for row in rows[:limit]], after, total.scalar_one())


def _chosen(listing: Listing) -> list[sa.ColumnElement[bool]]:
    deleted = SONGS.c.deleted
    which = deleted.is_not(None) if listing.deleted else deleted.is_(None)
    chosen: list[sa.ColumnElement[bool]] = [which]
    if listing.favourites:
        chosen.append(SONGS.c.favourite)
    if words := folded(listing.search).strip():
        chosen.append(SONGS.c.folded.contains(words, autoescape=True))
    return chosen


def _ids(listing: Listing, limit: int, cursor: str | None) -> sa.Select[Any]:
    """Found by the index alone: the database then looks up no other rows than the page's."""
    order = ORDERS[listing.sort]
    ids = sa.select(SONGS.c.id).order_by(*_by(listing.sort)).limit(limit)
    if cursor is None:
        return ids
    place = sa.tuple_(order.column, SONGS.c.id)
    last = sa.tuple_(*_parsed(listing.sort, cursor), types=[order.column.type, SONGS.c.id.type])
    return ids.where(place < last if order.backwards else place > last)


def _by(sort: Sort) -> list[sa.ColumnElement[Any]]:
    order = ORDERS[sort]
    columns: list[sa.ColumnElement[Any]] = [order.column, SONGS.c.id]
    return [column.desc() for column in columns] if order.backwards else columns


def _cursor(sort: Sort, row: sa.Row[Any]) -> str:
    order = ORDERS[sort]
    value = order.written(row._mapping[order.column.name])  # public, in spite of its name
    return urlsafe_b64encode(f"{sort}|{row.id}|{value}".encode()).decode()


def _parsed(sort: Sort, cursor: str) -> tuple[Any, UUID]:
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise ValueError("too long")
        of_sort, song_id, value = urlsafe_b64decode(cursor.encode()).decode().split("|", 2)
        if of_sort != sort:
            raise ValueError("of another list")
        return ORDERS[sort].read(value), UUID(song_id)
    except (ValueError, OverflowError) as problem:
        raise BadRequest(
            "This is no place in this list: begin again on its first page."
        ) from problem
