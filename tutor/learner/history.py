"""What a learner did and where they stand, counted from the log: days, areas, answers, and what they said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, takewhile

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Attempt, Entry, Purpose, Statement
from tutor.learner.items.asked import asked_again
from tutor.learner.items.full_item import ItemError
from tutor.learner.knowledge import KnowledgeState
from tutor.learner.plans.spoken import counted

WEEKS = 12
"""Weeks that are looked back on, this one among them."""

_DAYS = 7
_MONTH = 28


class StudyDay(Value):
    """A day and how many answers were given on it."""

    day: date
    answers: int


def study_days(entries: Iterable[Entry], now: datetime, weeks: int = WEEKS) -> tuple[StudyDay, ...]:
    """Every day of the last weeks, from a Monday to today, the oldest first.

    Args:
        entries: The learner's log.
        now: The moment; its time zone says when a day begins.
        weeks: How many weeks, this one among them; at least 1.
    """
    today = now.date()
    first = today - timedelta(days=today.weekday() + _DAYS * (weeks - 1))
    answers = Counter(one.at.astimezone(now.tzinfo).date() for one in _attempts(entries) if one.at <= now)
    days = (first + timedelta(days=number) for number in range((today - first).days + 1))
    return tuple(StudyDay(day=day, answers=answers[day]) for day in days)


def spoken_days(days: Sequence[StudyDay]) -> str:
    """The last four weeks in words; a row of days is told while it lasts, and never that it ended."""
    month = days[-_MONTH:]
    studied = sum(day.answers > 0 for day in month)
    if not studied:
        return f"There are no answers from the last {_MONTH} days. What you learned before is kept."
    said = f"You studied on {studied} of the last {_MONTH} days."
    row = sum(1 for _ in takewhile(lambda day: day.answers, reversed(days)))
    return f"{said} Today is day {row} in a row." if row > 1 else said


class AreaStanding(Value):
    """Where a learner stands in an area.

    Attributes:
        concepts: How many concepts it has.
        known: Those that are mastered, in order of id.
        learning: Those that were answered, are not mastered and are not due, in order of id.
        due: Those that are due for review, the most forgotten first; they may be known too.
    """

    area: str
    concepts: int
    known: tuple[ConceptId, ...] = ()
    learning: tuple[ConceptId, ...] = ()
    due: tuple[ConceptId, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether anything of it is known or was answered."""
        return bool(self.known or self.learning or self.due)

    def spoken(self) -> str:
        """It in words, as in "12 of 39 known, 2 being learned, 1 due for review"."""
        learning = f", {len(self.learning)} being learned" if self.learning else ""
        due = f", {len(self.due)} due for review" if self.due else ""
        return f"{len(self.known)} of {self.concepts} known{learning}{due}"


def area_standings(
    graph: ConceptGraph, entries: Iterable[Entry], state: KnowledgeState, now: datetime
) -> tuple[AreaStanding, ...]:
    """Where a learner stands in each area, by the name of the area.

    Args:
        graph: The concepts.
        entries: The learner's log.
        state: Their knowledge, worked out from the same log.
        now: The time, for what is due.
    """
    due = state.due(now)
    learning = {one.concept for one in _attempts(entries)} - state.known - set(due)
    pages = sorted(graph.catalogue, key=lambda page: (page.area, page.id))
    groups = ((area, [page.id for page in group]) for area, group in groupby(pages, key=lambda page: page.area))
    return tuple(
        AreaStanding(
            area=area,
            concepts=len(held),
            known=tuple(one for one in held if one in state.known),
            learning=tuple(one for one in held if one in learning),
            due=tuple(one for one in due if one in held),
        )
        for area, held in groups
    )


class PastAnswer(Value):
    """An answer of the past.

    Attributes:
        question: What was asked, Markdown; empty where the question is no longer there, or none was asked.
        purpose: Why it was asked.
        hints: Hints taken before the answer.
        unknown: Whether the answer was "I don't know".
    """

    at: datetime
    concept: ConceptId
    question: str
    purpose: Purpose
    right: bool
    hints: int
    unknown: bool

    def spoken(self) -> str:
        """What it was worth, as in "right, with 1 hint"."""
        verdict = "right" if self.right else "you did not know yet" if self.unknown else "not right"
        return f"{verdict}, with {counted(self.hints, 'hint')}" if self.hints else verdict


class PastAnswers(Value):
    """Some of the answers of the past, newest first.

    Attributes:
        answers: Those that were wanted.
        every: How many there are in all.
    """

    answers: tuple[PastAnswer, ...]
    every: int


def past_answers(
    graph: ConceptGraph, entries: Iterable[Entry], about: ConceptId | None = None, skip: int = 0, most: int = 30
) -> PastAnswers:
    """Answers of the past, newest first; of one moment, the one noted later comes first.

    Args:
        graph: The concepts, for the questions.
        entries: The learner's log.
        about: Only answers on this concept.
        skip: How many of the newest to pass over, at least 0.
        most: How many at most, at least 0.
    """
    found = [one for one in _attempts(entries) if about in {None, one.concept}]
    newest = sorted(found, key=lambda one: one.at)[::-1]
    return PastAnswers(answers=tuple(_past(graph, one) for one in newest[skip : skip + most]), every=len(found))


def said_to_be_known(entries: Iterable[Entry]) -> tuple[Statement, ...]:
    """What learners say they know, newest first, without what they took back or said anew later."""
    latest: dict[ConceptId, Statement] = {}
    for one in sorted((one for one in entries if isinstance(one, Statement)), key=lambda one: one.at):
        latest[one.concept] = one
    standing = [one for one in latest.values() if one.known]
    return tuple(sorted(standing, key=lambda one: one.at, reverse=True))


def _attempts(entries: Iterable[Entry]) -> Iterator[Attempt]:
    return (one for one in entries if isinstance(one, Attempt))


def _past(graph: ConceptGraph, attempt: Attempt) -> PastAnswer:
    return PastAnswer(
        at=attempt.at,
        concept=attempt.concept,
        question=_question(graph, attempt),
        purpose=attempt.purpose,
        right=attempt.right,
        hints=attempt.hints,
        unknown=not attempt.answer,
    )


def _question(graph: ConceptGraph, attempt: Attempt) -> str:
    try:
        return asked_again(graph, attempt.item, attempt.seed).stem
    except ItemError:
        return ""
