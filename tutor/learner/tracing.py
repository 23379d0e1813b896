"""Bayesian Knowledge Tracing: how probable it is that a concept is known, after each answer on it.

Corbett and Anderson, *Knowledge tracing: modeling the acquisition of procedural knowledge* (1995). A concept is known or
not. Whoever knows it answers right but for a slip; whoever does not answers wrong but for a lucky guess; and each answer,
with what is told after it, is a chance to learn. L is the probability that the concept is known:

    after a right answer   L(1 - slips) / (L(1 - slips) + (1 - L) guesses)
    after a wrong answer   L slips / (L slips + (1 - L)(1 - guesses))
    then, with P from one of these, the next L is P + (1 - P) learns

The guess belongs to the item (Pardos and Heffernan, *KT-IDEM*, 2011): that of the attempt is taken where it is larger.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final

from pydantic import Field

from corpus.types import Value
from tutor.learner.entries import Attempt

Probability = Annotated[float, Field(gt=0, lt=1)]


class Tracing(Value):
    """The four parameters of Bayesian Knowledge Tracing; `docs/learner/knowledge.md` says why these values.

    Attributes:
        initially_known: That a concept is known before its first answer.
        learns: That an unknown concept is known after an answer on it and what is told about the answer.
        slips: That the answer is wrong although the concept is known.
        guesses: That the answer is right although the concept is unknown; the least for any item.
    """

    initially_known: Probability = 0.3
    learns: Probability = 0.2
    slips: Probability = 0.1
    guesses: Probability = 0.2


TRACING: Final = Tracing()

MASTERED: Final = 0.95
"""Mastery from which a concept counts as known, as in Corbett and Anderson."""

MOST: Final = 0.995
"""The highest mastery: nobody is so certain of knowing that wrong answers could not tell otherwise."""


def traced(mastery: float, attempts: Iterable[Attempt], tracing: Tracing = TRACING) -> float:
    """The mastery of a concept after attempts on it, from what it was before them.

    Credit between 0 and 1, as after hints, mixes what a right and a wrong answer would have led to in that proportion
    (Jeffrey's rule for uncertain evidence). An attempt without any credit never raises mastery, so that the learning step
    cannot reward wrong answers.

    Args:
        mastery: Before the attempts, 0 to 1.
        attempts: Attempts on the one concept, oldest first.
        tracing: The parameters.

    Returns:
        The mastery, at most `MOST`.
    """
    for attempt in attempts:
        mastery = _after(mastery, attempt, tracing)
    return mastery


def _after(mastery: float, attempt: Attempt, tracing: Tracing) -> float:
    guess = min(max(tracing.guesses, attempt.guess), 1 - tracing.slips)  # easier still, an answer would say nothing
    right = _share(mastery * (1 - tracing.slips), (1 - mastery) * guess)
    wrong = _share(mastery * tracing.slips, (1 - mastery) * (1 - guess))
    seen = attempt.credit * right + (1 - attempt.credit) * wrong
    learned = min(seen + (1 - seen) * tracing.learns, MOST)
    return learned if attempt.credit else min(learned, mastery)


def _share(known: float, unknown: float) -> float:
    return known / (known + unknown)
