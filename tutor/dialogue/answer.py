"""An answer in the making: what is shown and left out, and the numbers of what is cited beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from corpus.types import Passage
from tutor.types import Citation, Conversation, Timing, TurnRecord


class Answer:
    """An answer in the making, and its record at the end.

    Args:
        has_model: Whether a language model writes it.
        told: What the learner has read already, such as the cells of a table; it is not said again.
    """

    def __init__(self, *, has_model: bool, told: Collection[str] = ()) -> None:
        self.has_model = has_model
        self._told = frozenset(told)
        self.reply = ""
        self.shown: list[str] = []
        self.cited: list[Citation] = []
        self.replaced: list[str] = []
        self.dropped: list[str] = []
        self.timing = Timing()
        self.cancelled = False
        self.record = TurnRecord(text="", question="")

    def show(self, text: str, citations: Sequence[Citation]) -> bool:
        """Take a text into the answer, unless the learner has read it already; whether it was taken."""
        if not text or text in self.shown or text in self._told:
            return False
        self.shown.append(text)
        self.cited.extend(citations)
        return True


class Numbers:
    """Numbers the passages that only the learner sees: their number in the conversation, or the next free one.

    Args:
        given: The passages that the model may use now, numbered.
        fresh: How many passages this turn brings.
        conversation: The turns before.

    Attributes:
        aside: Those passages, in the order in which they were cited.
        new: The ids of those that the conversation did not have before.
    """

    def __init__(self, given: Sequence[Citation], fresh: int, conversation: Conversation) -> None:
        kept = {passage: number for number, passage in enumerate(conversation.passages, start=1)}
        self._numbers = kept | {citation.passage.id: citation.number for citation in given}
        self._next = len(conversation.passages) + fresh + 1
        self._given = frozenset(citation.passage.id for citation in given)
        self.aside: list[Citation] = []
        self.new: list[str] = []

    def cite(self, passage: Passage) -> Citation:
        """The citation of a passage."""
        if passage.id not in self._numbers:
            self._numbers[passage.id] = self._next + len(self.new)
            self.new.append(passage.id)
        citation = Citation(number=self._numbers[passage.id], passage=passage)
        if passage.id not in self._given and citation not in self.aside:
            self.aside.append(citation)
        return citation
