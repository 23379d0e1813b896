"""Memory: how well a concept is still remembered and when it should be asked again, by FSRS-6.

Every attempt is a review of its concept, whatever its purpose, so placement counts too. Statements are not: who says "I
know this" has recalled nothing, and there is nothing to measure the forgetting from. The scheduler is the `fsrs` library
with its own weights, without fuzz and without steps of minutes: a concept is due on a day, and the same log gives the
same dates. The library counts whole days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import dropwhile
from typing import Final

from fsrs import Card, Rating, Scheduler, State

from corpus.types import Value
from tutor.learner.entries import Attempt

RETENTION: Final = 0.9
"""Retrievability at which a concept is due."""

_SCHEDULER: Final = Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_CARD: Final = 1  # one card at a time; its id means nothing, but the library would read the clock for one


class Memory(Value):
    """What FSRS holds of a concept after its last attempt.

    Attributes:
        stability: Days in which retrievability falls from 1 to 0.9.
        difficulty: How hard it is to make the memory more stable, 1 to 10.
        last: When it was last asked, in UTC.
        due: When it should be asked again, in UTC.
    """

    stability: float
    difficulty: float
    last: datetime
    due: datetime

    def retrievability(self, now: datetime) -> float:
        """The probability that it is recalled now, 0 to 1: (1 + (0.9^(-1/w) - 1) days / stability)^-w, w = 0.1542."""
        card = Card(_CARD, State.Review, stability=self.stability, due=self.due, last_review=self.last)
        return _SCHEDULER.get_card_retrievability(card, now.astimezone(UTC))


def memory_of(attempts: Iterable[Attempt]) -> Memory | None:
    """The memory that attempts on one concept leave, oldest first; None without a right one.

    It begins with the first right answer: before that there is nothing to forget.
    """
    card: Card | None = None
    for attempt in dropwhile(lambda attempt: not attempt.right, attempts):
        at = attempt.at.astimezone(UTC)
        card, _ = _SCHEDULER.review_card(card or Card(_CARD, due=at), rating(attempt), at)
    if card is None or card.stability is None or card.difficulty is None or card.last_review is None:
        return None
    return Memory(stability=card.stability, difficulty=card.difficulty, last=card.last_review, due=card.due)


def rating(attempt: Attempt) -> Rating:
    """How an attempt is rated: wrong is "again", right with hints or without full credit "hard", else "good".

    "Easy" is never given: nothing in an attempt tells how easy it was.
    """
    if not attempt.right:
        return Rating.Again
    return Rating.Good if attempt.credit >= 1 and not attempt.hints else Rating.Hard
