"""What becomes of a plan when its aim changes, told before the change is taken."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from tutor.learner.plans.plan import StudyPlan
from tutor.learner.plans.spoken import counted, listed, spoken_date, spoken_minutes

_NAMED = 8


class PlanChange(Value):
    """How one plan differs from another.

    Attributes:
        left_out: The steps that only the earlier plan has, in its order.
        added: The steps that only the later plan has, in its order.
        sentences: All of it in words.
    """

    left_out: tuple[ConceptId, ...]
    added: tuple[ConceptId, ...]
    sentences: tuple[str, ...]


def plan_change(graph: ConceptGraph, now: StudyPlan, then: StudyPlan) -> PlanChange:
    """How a plan would change.

    Args:
        graph: The graph of both plans.
        now: The plan as it is.
        then: The plan as it would be.
    """
    left_out, added = _without(now, then), _without(then, now)
    said = [f"Now {_size(now)}.", f"Then {_size(then)}."]
    said += [f"Left out: {_titles(graph, left_out)}."] if left_out else []
    said += [f"New: {_titles(graph, added)}."] if added else []
    said += [f"Taken on faith: {counted(len(then.faith), 'connection')}."] if then.faith else []
    return PlanChange(left_out=left_out, added=added, sentences=tuple(said))


def _without(one: StudyPlan, other: StudyPlan) -> tuple[ConceptId, ...]:
    held = {step.concept for step in other.steps}
    return tuple(step.concept for step in one.steps if step.concept not in held)


def _size(plan: StudyPlan) -> str:
    if plan.end is None:
        return "there is nothing to learn"
    weeks = f"{spoken_minutes(plan.minutes)} in {counted(len(plan.weeks), 'week')}, until {spoken_date(plan.end)}"
    return f"{counted(len(plan.steps), 'step')}, {weeks}"


def _titles(graph: ConceptGraph, concepts: Sequence[ConceptId]) -> str:
    named = [graph.catalogue[concept].title for concept in concepts[:_NAMED]]
    more = len(concepts) - len(named)
    return listed([*named, f"{more} more"] if more else named)
