"""A fair lock: first come, first served, and everyone can see their place."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from tutor.protocols import Cancellation

_LOOK_S = 0.1


class FairQueue:
    """A lock that is taken in the order of asking."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[object] = []

    def positions(self, ticket: object, cancel: Cancellation) -> Iterator[int]:
        """Wait for the ticket's turn; yield its place whenever it changes (1 is next), nothing when it is free at once.

        The caller must `release` the ticket, also when it was cancelled while waiting.
        """
        with self._changed:
            self._waiting.append(ticket)
        shown = 0
        while not cancel.is_set():
            with self._changed:
                place = self._waiting.index(ticket)
                if place == shown and place:
                    self._changed.wait(timeout=_LOOK_S)
                    place = self._waiting.index(ticket)
            if place == 0:
                return
            if place != shown:
                shown = place
                yield place

    def release(self, ticket: object) -> None:
        """Give up the lock or the place in the queue; does nothing the second time."""
        with self._changed:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                self._changed.notify_all()
