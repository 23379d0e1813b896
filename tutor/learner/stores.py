"""Everything that is kept of people, in one database."""

from __future__ import annotations

from typing import Self

from tutor.learner.accounts import Accounts
from tutor.learner.conversations.store import ConversationStore
from tutor.learner.log.database import Database
from tutor.learner.log.store import LearnerStore


class Stores:
    """The stores of one database.

    Args:
        url: The address of the database.

    Attributes:
        log: What everybody has learned.
        conversations: What everybody has asked.
        accounts: Who may sign in.

    Raises:
        StoreError: If the database cannot be opened.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self.log = LearnerStore(self._database)
        self.conversations = ConversationStore(self._database)
        self.accounts = Accounts(self._database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish what was begun, and close the database."""
        self._database.close()
