"""What to learn next: three concepts that the learner is ready for, each with why now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from itertools import islice

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from graph.fringe import outer_fringe
from tutor.learner.entries import Aim
from tutor.learner.knowledge import KnowledgeState
from tutor.learner.review import todays_review

_MOST = 3


class WhyNow(StrEnum):
    """What speaks for a concept now; the order in which reasons are used."""

    GOAL = "closest to the goal"
    UNLOCKS = "unlocks most"
    DUE = "due"
    QUICK = "quick to learn"


class NextUp(Value):
    """A concept to take up now.

    Attributes:
        minutes: Honest study time in minutes.
        reason: What speaks for it.
        why: The same as a sentence.
    """

    concept: ConceptId
    title: str
    minutes: int
    reason: WhyNow
    why: str


def next_up(graph: ConceptGraph, state: KnowledgeState, now: datetime) -> tuple[NextUp, ...]:
    """Three things to take up now, each for another reason where there are that many; fewer where nothing is left.

    The ready concept closest to a goal, the one that makes most others ready, the most urgent one that is due, the
    shortest one; then the next ones for the same reasons. All but those that are due are ready to learn: not mastered,
    and everything before them is. Ties by depth and id.

    Args:
        graph: The concepts.
        state: The learner's knowledge; its aim says what the goals are and what is left out.
        now: The time, for what is due.
    """
    ready = [concept for concept in outer_fringe(graph, state.known) if _is_wanted(graph, state.aim, concept)]
    queues = [
        _towards_goals(graph, state, ready),
        _unlocking(graph, state, ready),
        _due(graph, state, now),
        _quick(graph, ready),
    ]
    return tuple(islice(_in_turn(queues), _MOST))


def _is_wanted(graph: ConceptGraph, aim: Aim | None, concept: ConceptId) -> bool:
    """Whether the aim leaves neither the concept's area nor its level out."""
    page = graph.catalogue[concept]
    return aim is None or (page.area not in aim.without and (aim.level is None or page.level.rank <= aim.level.rank))


def _in_turn(queues: list[Iterator[NextUp]]) -> Iterator[NextUp]:
    """One from each queue in turn, no concept twice, until all are empty."""
    seen: set[ConceptId] = set()
    while queues:
        for queue in list(queues):
            one = next((one for one in queue if one.concept not in seen), None)
            if one is None:
                queues.remove(queue)
            else:
                seen.add(one.concept)
                yield one


def _towards_goals(graph: ConceptGraph, state: KnowledgeState, ready: list[ConceptId]) -> Iterator[NextUp]:
    """The ready concepts on the way to a goal, nearest first: those with the fewest steps after them."""
    steps: list[tuple[int, ConceptId, ConceptId]] = []
    for goal in state.aim.goals if state.aim else ():
        missing = (graph.ancestors(goal) | {goal}) - state.known
        steps += [(len(graph.descendants(concept) & missing), goal, concept) for concept in ready if concept in missing]
    for after, goal, concept in sorted(steps, key=lambda step: step[0]):
        title = graph.catalogue[goal].title
        why = f"it is on the way to {title}, where {_number(after, 'step')} still {_rest(after)} on it"
        if concept == goal:
            why = "it is your goal, and you have everything it needs"
        yield _next_up(graph, concept, WhyNow.GOAL, why)


def _unlocking(graph: ConceptGraph, state: KnowledgeState, ready: list[ConceptId]) -> Iterator[NextUp]:
    """The ready concepts that make others ready, the most first."""
    known = graph.closure(state.known)
    opened = {concept: _opened(graph, known, concept) for concept in ready}
    for concept in sorted(filter(opened.__getitem__, ready), key=lambda concept: -opened[concept]):
        why = f"with it you are ready for {_number(opened[concept], 'more concept')}"
        yield _next_up(graph, concept, WhyNow.UNLOCKS, why)


def _opened(graph: ConceptGraph, known: frozenset[ConceptId], concept: ConceptId) -> int:
    """How many concepts become ready to learn with this one."""
    state = known | {concept}
    return sum(state.issuperset(graph.prerequisites(later)) for later in graph.dependents(concept))


def _due(graph: ConceptGraph, state: KnowledgeState, now: datetime) -> Iterator[NextUp]:
    """What was learned and is due for review, the most urgent first."""
    for concept in todays_review(graph, state, (), now).concepts:
        yield _next_up(graph, concept, WhyNow.DUE, f"it is due for review: {state.explain(concept)}")


def _quick(graph: ConceptGraph, ready: list[ConceptId]) -> Iterator[NextUp]:
    """The ready concepts, the shortest first."""
    for concept in sorted(ready, key=lambda concept: graph.catalogue[concept].minutes):
        minutes = graph.catalogue[concept].minutes
        why = f"you have everything it needs, and it takes {_number(minutes, 'minute')}"
        yield _next_up(graph, concept, WhyNow.QUICK, why)


def _next_up(graph: ConceptGraph, concept: ConceptId, reason: WhyNow, why: str) -> NextUp:
    page = graph.catalogue[concept]
    return NextUp(concept=concept, title=page.title, minutes=page.minutes, reason=reason, why=why)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _rest(count: int) -> str:
    return "rests" if count == 1 else "rest"
