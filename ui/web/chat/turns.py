"""The turns that are running now, so that a button or a closed tab can stop them, and no two answer one conversation.

This is the only thing that the web process remembers, and only while an answer is being written.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary


class RunningTurns:
    """One running turn per session at most, and one per conversation."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[str, threading.Event] = {}
        self._places: WeakValueDictionary[tuple[str, str], _Place] = WeakValueDictionary()

    @contextmanager
    def turn(self, session: str) -> Iterator[threading.Event]:
        """Run a turn; the event is set when it should stop. A turn that is already running is stopped."""
        cancel = threading.Event()
        with self._lock:
            earlier = self._running.get(session)
            self._running[session] = cancel
        if earlier:
            earlier.set()
        try:
            yield cancel
        finally:
            cancel.set()
            with self._lock:
                if self._running.get(session) is cancel:
                    del self._running[session]

    def stop(self, session: str) -> None:
        """Stop the session's turn, if one is running."""
        with self._lock:
            running = self._running.get(session)
        if running:
            running.set()

    def place(self, learner: str, conversation: str) -> _Place:
        """Where a turn of a conversation stands while it runs; the same one for everybody who asks meanwhile."""
        with self._lock:
            return self._places.setdefault((learner, conversation), _Place())

    def __len__(self) -> int:
        """The number of running turns."""
        with self._lock:
            return len(self._running)


class _Place:
    """A place for one turn at a time; another thread than the one that took it may give it back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def take(self, wait_s: float) -> bool:
        """Take the place; whether it was free, or became so within that time."""
        return self._lock.acquire(timeout=wait_s)

    def give_back(self) -> None:
        """Let the next one take it."""
        self._lock.release()
