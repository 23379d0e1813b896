"""The fair queue, with real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise
from time import monotonic, sleep

from tutor.llm.queue import FairQueue

LONG_S = 10.0


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fail where it never does."""
    end = monotonic() + LONG_S
    while not holds():
        assert monotonic() < end, "it never happened"
        sleep(0.002)


class Visitor(threading.Thread):
    """Somebody who waits for the lock, notes the places seen, and keeps the lock until told to go."""

    def __init__(self, queue: FairQueue, served: list[Visitor]) -> None:
        super().__init__(daemon=True)
        self.queue, self.served = queue, served
        self.places: list[int] = []
        self.cancel, self.go, self.here = threading.Event(), threading.Event(), threading.Event()

    def run(self) -> None:
        """Wait, hold the lock, release it."""
        waiting = self.queue.positions(self, self.cancel)
        for place in waiting:
            self.places.append(place)
            self.here.set()
        self.here.set()
        if not self.cancel.is_set():
            self.served.append(self)
            assert self.go.wait(LONG_S)
        self.queue.release(self)


def arrive(count: int) -> tuple[list[Visitor], list[Visitor]]:
    """Visitors who come one after the other; the first one gets the lock. Also who was served, in order."""
    queue, served = FairQueue(), list[Visitor]()
    visitors = [Visitor(queue, served) for _ in range(count)]
    for visitor in visitors:
        visitor.start()
        assert visitor.here.wait(LONG_S)
    until(lambda: len(served) == 1)
    return visitors, served


def leave(visitors: list[Visitor]) -> None:
    for visitor in visitors:
        visitor.go.set()
    for visitor in visitors:
        visitor.join(LONG_S)
        assert not visitor.is_alive()


def test_everyone_is_served_in_the_order_of_coming() -> None:
    visitors, served = arrive(5)
    leave(visitors)
    assert served == visitors


def test_the_lock_is_held_by_one_at_a_time() -> None:
    visitors, served = arrive(3)
    sleep(0.25)
    assert served == visitors[:1]
    visitors[0].go.set()
    until(lambda: len(served) == 2)
    sleep(0.05)
    assert served == visitors[:2]
    leave(visitors)


def test_everyone_sees_their_place_come_nearer() -> None:
    visitors, _ = arrive(4)
    assert [visitor.places for visitor in visitors] == [[], [1], [2], [3]]
    for visitor in visitors[:3]:
        visitor.go.set()
    leave(visitors)
    for visitor in visitors[1:]:
        assert visitor.places[-1] >= 1
        assert all(later < earlier for earlier, later in pairwise(visitor.places))


def test_whoever_gives_up_leaves_the_queue_and_the_others_move_up() -> None:
    visitors, served = arrive(3)
    visitors[1].cancel.set()
    visitors[1].join(LONG_S)
    assert not visitors[1].is_alive()
    until(lambda: visitors[2].places == [2, 1])
    leave([visitors[0], visitors[2]])
    assert served == [visitors[0], visitors[2]]


def test_a_ticket_released_twice_does_no_harm() -> None:
    queue, one, other = FairQueue(), object(), object()
    assert list(queue.positions(one, threading.Event())) == []
    queue.release(one)
    queue.release(one)
    assert list(queue.positions(other, threading.Event())) == []
    queue.release(other)


def test_a_free_lock_shows_no_place() -> None:
    queue = FairQueue()
    for _ in range(3):
        ticket = object()
        assert list(queue.positions(ticket, threading.Event())) == []
        queue.release(ticket)
