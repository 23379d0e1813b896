"""Keeping a turn while it is answered, so that a reload, a closed tab or a restart loses nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from corpus.catalogue import Catalogue
from tutor.dialogue.remembered import kept_body
from tutor.errors import StoreError
from tutor.events import Event, Retrieved, SentenceShown
from tutor.learner.conversations.store import ConversationStore, KeptTurn
from ui.dialect import WORDS
from ui.render import event_markdown
from ui.web.chat.drawn import title_of

T = TypeVar("T")


class Keeping:
    """Keeps one turn of one conversation; where that fails the answer goes on, and `trouble` says why.

    Args:
        store: Where conversations are kept.
        learner: Whose conversation it is.
        conversation: Its id.
        catalogue: Names the concepts in what is searched later.
        clock: Says what time it is.

    Attributes:
        trouble: Why the turn could not be kept when that was last tried; None where it was.
    """

    def __init__(
        self,
        store: ConversationStore,
        learner: str,
        conversation: str,
        catalogue: Catalogue,
        clock: Callable[[], datetime],
    ) -> None:
        self.trouble: StoreError | None = None
        self._store = store
        self._whose = (learner, conversation)
        self._catalogue = catalogue
        self._clock = clock
        self._number = 0
        self._events: list[Event] = []

    def ask(self, text: str, number: int | None) -> tuple[str, tuple[KeptTurn, ...]]:
        """Note what is asked, behind the turns before it; those from its number on are replaced.

        Args:
            text: The question; empty for the one that has that number.
            number: Its number, from 1; None, or one that the conversation does not have, for behind the last one.

        Returns:
            The question, empty where there is none; and the turns before it.
        """
        now = self._clock()
        if text:
            self._tried(lambda: self._store.begin(*self._whose, title_of(text), now))
        turns = self._tried(lambda: self._store.turns(*self._whose)) or ()
        place = number - 1 if number and 0 < number <= len(turns) else len(turns)
        before, replaced = turns[:place], turns[place:]
        asked = text or (replaced[0].text if replaced else "")
        if asked and self.trouble is None:
            self._tried(lambda: self._store.ask(*self._whose, place + 1, asked, now))
            self._number = place + 1
            self._title_anew(asked, replaced)
        return asked, before

    def took(self, event: Event) -> None:
        """Take an event of the answer; what takes time to make is kept at once."""
        self._events.append(event)
        if isinstance(event, (Retrieved, SentenceShown)) and self.trouble is None:
            self.over()

    def over(self) -> None:
        """Keep the answer, as much of it as there is."""
        if not self._number:
            return
        words = " ".join(" ".join(event_markdown(event, self._catalogue, WORDS).split()) for event in self._events)
        body = kept_body(self._events)
        self.trouble = None
        self._tried(lambda: self._store.answered(*self._whose, self._number, body, words, self._clock()))

    def _title_anew(self, text: str, replaced: tuple[KeptTurn, ...]) -> None:
        """A conversation that is still called by its first question is called by the new one."""
        if self._number == 1 and replaced and replaced[0].text != text:
            heading = self._tried(lambda: self._store.heading(*self._whose))
            if heading and heading.title == title_of(replaced[0].text):
                self._tried(lambda: self._store.rename(*self._whose, title_of(text)))

    def _tried(self, work: Callable[[], T]) -> T | None:
        try:
            return work()
        except StoreError as error:
            self.trouble = error
            return None
