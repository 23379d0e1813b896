"""A chat on a database of its own, and what a page would show of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from tutor.learner.stores import Stores
from tutor.learner.study import Study
from ui.live import LiveTutor
from ui.web.chat.chat import Chat, Update
from ui.web.model_line import ModelLine

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def new_id() -> str:
    return uuid4().hex


class Clock:
    """A second later each time that it is asked."""

    def __init__(self) -> None:
        self._now = NOW

    def __call__(self) -> datetime:
        """The time."""
        self._now += timedelta(seconds=1)
        return self._now


class Desk:
    """A chat with its stores, and a page in front of it.

    Args:
        live: The tutor.
        folder: Where the database is made, or is already.
    """

    def __init__(self, live: LiveTutor, folder: Path) -> None:
        self.stores = Stores(f"sqlite:///{folder}/learners.db")
        self.chat = Chat(live, self.stores.conversations, self.study, foot=ModelLine(live), clock=Clock())
        self.live = live

    def study(self, learner: str) -> Study:
        """Their study."""
        return Study(self.live.graph, self.stores.log, learner)

    def ask(self, conversation: str, text: str, learner: str = "ann", **how: Any) -> list[Update]:
        """Ask, and wait for the whole answer."""
        return list(self.chat.answer(learner, conversation, text, how.pop("session", "page"), **how))

    def talk(self, conversation: str, learner: str = "ann") -> list[str]:
        """The messages that a page sees which opens the conversation."""
        return contents(self.chat.history(learner, conversation).chat)


def contents(chat: object) -> list[str]:
    """The messages of a chat, without what they end with on a page."""
    messages = chat["value"] if isinstance(chat, dict) else chat
    assert isinstance(messages, list)
    return [message["content"] for message in messages]


def last_chat(updates: Iterable[Update]) -> list[str]:
    """What the chat shows after updates."""
    return contents([update.chat for update in updates if isinstance(update.chat, list)][-1])
