"""A graded explanation: which key points of the page were said, what the page says otherwise, and what that is worth."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from corpus.types import ConceptId, Value
from tutor.learner.entries import Attempt, EntryId, Purpose
from tutor.retrieval.words import STOP_WORDS, words
from tutor.types import Citation

_RIGHT = 0.5
"""Credit from which an explanation counts as right."""

_LIST = 8
"""Words from which on a text without a single small word ("the", "when", "is") is a list."""


class PointState(StrEnum):
    """Whether an explanation says a key point."""

    SAID = "said"
    UNSURE = "unsure"
    MISSING = "missing"


class KeyPoint(Value):
    """A sentence of the page that an explanation should say in some form, and whether it does."""

    text: str
    citation: Citation
    state: PointState


class Slip(Value):
    """Something that the page says otherwise.

    Attributes:
        said: The learner's sentence.
        page: The page's sentence; for a known misconception, its correction.
        citation: Where the page says it.
        sure: Whether they certainly differ; otherwise it is worth asking what was meant.
    """

    said: str
    page: str
    citation: Citation
    sure: bool


class ExplanationVerdict(StrEnum):
    """What an explanation is worth."""

    GOOD = "good"
    PARTIAL = "partial"
    MISTAKEN = "mistaken"
    UNSURE = "unsure"
    ELSEWHERE = "about something else"
    EMPTY = "empty"


_JUDGED = frozenset({ExplanationVerdict.GOOD, ExplanationVerdict.PARTIAL, ExplanationVerdict.MISTAKEN})


class GradedExplanation(Value):
    """A graded explanation.

    Attributes:
        points: The page's key points in page order; empty where nothing was compared.
        slips: What the page says otherwise, in the learner's order.
        credit: The share of the key points said, 0 to 1; 0 where something is certainly mistaken.
    """

    concept: ConceptId
    title: str
    text: str
    verdict: ExplanationVerdict
    points: tuple[KeyPoint, ...] = ()
    slips: tuple[Slip, ...] = ()
    credit: float = 0.0

    @property
    def missing(self) -> tuple[KeyPoint, ...]:
        """The key points that were not said."""
        return tuple(point for point in self.points if point.state is PointState.MISSING)

    @property
    def feedback(self) -> tuple[str, ...]:
        """What the learner is told, sentence by sentence."""
        if self.verdict is ExplanationVerdict.EMPTY:
            return (f"There is nothing to read yet; one sentence about what {self.title} does is a fine beginning.",)
        if self.verdict is ExplanationVerdict.ELSEWHERE:
            return (f"This seems to be about something else; try to say in a sentence what {self.title} is.",)
        said = sum(point.state is PointState.SAID for point in self.points)
        asked = {slip.page for slip in self.slips}
        doubts = [point for point in self.points if point.state is PointState.UNSURE and point.text not in asked]
        unsure = self.verdict is ExplanationVerdict.UNSURE
        if unsure and is_list(self.text):
            return ("These are words that belong here; say in a sentence or two how they belong together.",)
        lacking = "I did not recognise" if unsure else "Still missing"
        return (
            f"You said {said} of {len(self.points)} key points.",
            *(_spoken(slip) for slip in self.slips),
            *(f'I am not sure whether you meant: "{p.text}" [{p.citation.number}]' for p in doubts),
            *(f'{lacking}: "{p.text}" [{p.citation.number}]' for p in self.missing),
        )

    def attempt(self, entry: EntryId, at: datetime) -> Attempt | None:
        """The entry for the log; None where the text says nothing about what the learner knows."""
        if self.verdict not in _JUDGED:
            return None
        return Attempt(
            id=entry,
            at=at,
            item=f"{self.concept}#explain",
            concept=self.concept,
            answer=self.text,
            right=self.credit >= _RIGHT,
            credit=self.credit,
            purpose=Purpose.EXPLAIN,
        )


def is_list(text: str) -> bool:
    """Whether a text only lists words, so that nobody can tell what it says of them."""
    found = words(text)
    return len(found) >= _LIST and STOP_WORDS.isdisjoint(found)


def _spoken(slip: Slip) -> str:
    """A slip in words."""
    if slip.sure:
        return f'You wrote: "{slip.said}" The page says: "{slip.page}" [{slip.citation.number}]'
    return f'I am not sure whether you meant: "{slip.page}" [{slip.citation.number}] You wrote: "{slip.said}"'
