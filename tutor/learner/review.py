"""What to review today: what FSRS says is due, the most at risk and most needed first, and never too much of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Attempt, Entry, Purpose
from tutor.learner.knowledge import KnowledgeState

MOST_A_DAY = 20
"""Reviews that a learner is asked for in one day."""

_FARTHEST = 366
_WEEK = 7


class Review(Value):
    """What is to be reviewed today.

    Attributes:
        concepts: What to review, in order; neighbours are of different areas where that is possible.
        reviewed: Reviews already answered today.
        waiting: How many due concepts are left for the coming days.
        done_by: The day on which nothing of that waits any more; None where nothing waits or no such day comes within
            a year.
    """

    concepts: tuple[ConceptId, ...]
    reviewed: int = 0
    waiting: int = 0
    done_by: date | None = None

    def spoken(self, today: date) -> str:
        """The review in words: "12 today, 40 wait; done by Friday."."""
        if not self.concepts and not self.waiting:
            return "Nothing is due today."
        if not self.waiting:
            return f"{len(self.concepts)} today, nothing else waits."
        end = f"; done by {_day(self.done_by, today)}" if self.done_by else ""
        verb = "waits" if self.waiting == 1 else "wait"
        return f"{len(self.concepts)} today, {self.waiting} {verb}{end}."


def todays_review(
    graph: ConceptGraph, state: KnowledgeState, entries: Sequence[Entry], now: datetime, most: int = MOST_A_DAY
) -> Review:
    """What is due now, as much of it as still fits into the learner's day.

    A concept comes the earlier, the more its risk of being forgotten (1 - retrievability) times its need is: 1, plus 1
    where the aim rests on it, plus log(1 + n) / log(1 + N) for n direct dependents among N concepts. Ties by id.

    Args:
        graph: The concepts.
        state: The learner's knowledge.
        entries: The log, for what was reviewed today already.
        now: The time; its time zone says when the learner's day begins.
        most: Reviews in one day, at least 0.
    """
    due = [concept for concept in state.due(now) if concept in graph]
    ranked = sorted(due, key=lambda concept: (-_urgency(graph, state, concept), concept))
    reviewed = sum(_is_review_of(entry, now) for entry in entries)
    room = max(most - reviewed, 0)
    waiting = len(ranked[room:])
    return Review(
        concepts=mixed(graph, ranked[:room]),
        reviewed=reviewed,
        waiting=waiting,
        done_by=_done_by(waiting, _coming(state, entries, now), now.date(), most) if waiting else None,
    )


def mixed(graph: ConceptGraph, ranked: Sequence[ConceptId]) -> tuple[ConceptId, ...]:
    """The concepts as near to their order as it goes with as few neighbours of one area as possible.

    An area that fills more than half of what is left comes at every second place; otherwise the first concept of
    another area than the last comes next.
    """
    left, order = list(ranked), list[ConceptId]()
    while left:
        count = Counter(_area(graph, concept) for concept in left)
        last = _area(graph, order[-1]) if order else None
        crowded = {area for area, number in count.items() if 2 * number > len(left)}
        other = [concept for concept in left if _area(graph, concept) != last]
        pressing = [concept for concept in other if _area(graph, concept) in crowded]
        chosen = (pressing or other or left)[0]
        left.remove(chosen)
        order.append(chosen)
    return tuple(order)


def _urgency(graph: ConceptGraph, state: KnowledgeState, concept: ConceptId) -> float:
    """The risk that a concept is forgotten, times how much it is needed."""
    retrievability = state[concept].retrievability
    goals = state.aim.goals if state.aim else ()
    aimed = any(goal in graph and (concept == goal or concept in graph.ancestors(goal)) for goal in goals)
    rests = math.log1p(len(graph.dependents(concept))) / math.log1p(len(graph))
    return (1 - (retrievability or 0.0)) * (1 + aimed + rests)


def _is_review_of(entry: Entry, now: datetime) -> bool:
    """Whether an entry is a review on the day of `now`."""
    if not isinstance(entry, Attempt) or entry.purpose is not Purpose.REVIEW:
        return False
    return entry.at.astimezone(now.tzinfo).date() == now.date()


def _coming(state: KnowledgeState, entries: Sequence[Entry], now: datetime) -> Counter[int]:
    """How many concepts that are not due now become due so many days from today."""
    concepts = {entry.concept for entry in entries if isinstance(entry, Attempt)}
    days = [due for concept in concepts if (due := state[concept].due) is not None and due > now]
    return Counter((due.astimezone(now.tzinfo).date() - now.date()).days for due in days)


def _done_by(waiting: int, coming: Counter[int], today: date, most: int) -> date | None:
    """The first day on which what waits, and what becomes due until then, is reviewed."""
    left = waiting + coming[0]
    for day in range(1, _FARTHEST):
        left += coming[day] - most
        if left <= 0:
            return today + timedelta(days=day)
    return None


def _day(day: date, today: date) -> str:
    """The weekday of a day within a week, otherwise its date."""
    near = (day - today).days < _WEEK
    return f"{day:%A}" if near else f"{day.day} {day:%B %Y}"


def _area(graph: ConceptGraph, concept: ConceptId) -> str:
    return graph.catalogue[concept].area
