"""Practice: what a quiz or a review asks, and what came out of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from corpus.errors import TutorError
from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Attempt, Entry, Purpose
from tutor.learner.items.asked import AskedItem
from tutor.learner.study import Study

QUESTIONS: Final = 10
"""Questions of a quiz, at most."""

MINUTES_A_QUESTION: Final = 1
"""What a question takes, read and answered; about."""

LATELY: Final = timedelta(days=14)
"""How far back "lately" goes."""


class Topic(StrEnum):
    """What questions are taken from."""

    DUE = "due"
    PLAN = "plan"
    LATELY = "lately"
    AREA = "area"
    CONCEPT = "concept"


class Pick(Value):
    """What somebody wants to practise.

    Attributes:
        name: Which area or concept; empty for the other topics.
    """

    topic: Topic
    name: str = ""

    @property
    def purpose(self) -> Purpose:
        """What its answers are noted as."""
        return Purpose.REVIEW if self.topic is Topic.DUE else Purpose.QUIZ


class Outcome(Value):
    """What came out of a quiz or a review.

    Attributes:
        answered: How many questions were answered, "I don't know" among them.
        right: How many answers were right.
        read: What to read again: for each wrong answer the concept that it betrays, else the one it is about; each once.
        mastered: What was asked about, is mastered now and was not before, in the order of the answers.
    """

    answered: int
    right: int
    read: tuple[ConceptId, ...]
    mastered: tuple[ConceptId, ...]


def learned_lately(graph: ConceptGraph, entries: Sequence[Entry], now: datetime) -> tuple[ConceptId, ...]:
    """What was answered within `LATELY`, the placement apart, the latest first; each concept once."""
    answers = (entry for entry in reversed(entries) if isinstance(entry, Attempt) and now - LATELY <= entry.at <= now)
    taught = (answer.concept for answer in answers if answer.purpose is not Purpose.PLACEMENT)
    return tuple(dict.fromkeys(concept for concept in taught if concept in graph))


def practice_items(study: Study, pick: Pick, now: datetime, seed: int) -> tuple[AskedItem, ...]:
    """The questions of a quiz or a review; the item at a place has the seed plus its place.

    Args:
        study: Whose practice it is.
        pick: What is wanted.
        now: The time, for what is due.
        seed: What to choose by, to shuffle with and to draw numbers from.

    Raises:
        TutorError: If there is nothing to ask about.
    """
    if pick.topic is Topic.DUE:
        due = study.review(now).concepts
        items = tuple(study.item(concept, seed + place) for place, concept in enumerate(due))
    else:
        items = study.quiz(_concepts(study, pick, now), seed, QUESTIONS)
    if not items:
        raise TutorError(_NOTHING[pick.topic], hint="Choose something else to practise.")
    return items


_NOTHING: Final = {
    Topic.DUE: "Nothing is due for review now.",
    Topic.PLAN: "There is no step of a plan to ask about.",
    Topic.LATELY: f"Nothing was answered in the last {LATELY.days} days.",
    Topic.AREA: "There is no such area.",
    Topic.CONCEPT: "There is no question about this concept.",
}


def _concepts(study: Study, pick: Pick, now: datetime) -> Sequence[ConceptId]:
    if pick.topic is Topic.PLAN:
        plan = study.plan(now)
        return [step.concept for step in plan.steps] if plan else []
    if pick.topic is Topic.LATELY:
        return learned_lately(study.graph, study.entries(), now)
    if pick.topic is Topic.AREA:
        return [page.id for page in study.graph.catalogue if page.area == pick.name]
    return [study.graph.resolve(pick.name)]


def outcome(study: Study, attempts: Sequence[Attempt], began: datetime, now: datetime) -> Outcome:
    """What came out of some answers.

    Args:
        study: Whose answers they are.
        attempts: The answers, in order.
        began: A moment before the first of them.
        now: The time.
    """
    wrong = [one.betrays or one.concept for one in attempts if not one.right]
    before, after = study.state(began).known, study.state(now).known
    return Outcome(
        answered=len(attempts),
        right=sum(one.right for one in attempts),
        read=tuple(dict.fromkeys(concept for concept in wrong if concept in study.graph)),
        mastered=tuple(dict.fromkeys(one.concept for one in attempts if one.concept in after - before)),
    )
