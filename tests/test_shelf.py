"""Answers are kept as long as they are true."""

import asyncio

from lstmelody.api import shelf as shelves
from lstmelody.api.shelf import Shelf


def test_an_answer_is_made_once_until_something_changes_or_time_passes(monkeypatch):
    stamp, made, now = [0], [], [0.0]
    monkeypatch.setattr(shelves, "monotonic", lambda: now[0])
    shelf = Shelf(lambda: stamp[0])

    def ask(question: str) -> bytes:
        def make() -> bytes:
            made.append(question)
            return f"{question} {len(made)}".encode()

        return asyncio.run(shelf.answer(question, make))

    assert [ask("a"), ask("b"), ask("a")] == [b"a 1", b"b 2", b"a 1"]
    stamp[0] = 1
    assert [ask("a"), ask("a")] == [b"a 3", b"a 3"]
    now[0] = 2.0
    assert ask("a") == b"a 4"


def test_what_changes_while_an_answer_is_made_is_asked_for_again():
    stamp = [0]
    shelf = Shelf(lambda: stamp[0])

    def make() -> bytes:
        stamp[0] += 1
        return str(stamp[0]).encode()

    assert [asyncio.run(shelf.answer("a", make)) for _ in range(3)] == [b"1", b"2", b"3"]


def test_a_shelf_does_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr(shelves, "MOST", 3)
    shelf = Shelf(lambda: 0)
    for number in range(10):
        asyncio.run(shelf.answer(number, lambda: b"x"))
    assert len(shelf._kept) <= 3
