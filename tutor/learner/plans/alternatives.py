"""What could be skipped in a study plan, and what would then be taken on faith."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from tutor.learner.plans.plan import StudyPlan
from tutor.learner.plans.plan_steps import Faith, LeftOut, PlanStep
from tutor.learner.plans.spoken import listed, spoken_minutes

MOST_EDGES = 3
"""Skipping what more steps than this need directly is not offered."""

MOST_SHARE = 1 / 3
"""Skipping more than this share of a plan's minutes would make it another plan."""


class Alternative(Value):
    """A step that could be skipped.

    Attributes:
        concept: The step.
        faith: The edges that would be taken on faith, in the order of the steps that need them.
        falls_away: The other steps that nothing would need any more, in the order of the plan.
        minutes: Study time saved.
        words: All of it in a sentence.
    """

    concept: ConceptId
    faith: tuple[Faith, ...]
    falls_away: tuple[ConceptId, ...]
    minutes: int
    words: str


def alternatives(graph: ConceptGraph, plan: StudyPlan, most: int = 3) -> tuple[Alternative, ...]:
    """The steps that save the most minutes for each edge taken on faith; ties by id.

    Goals are never offered, nor is a step that more than `MOST_EDGES` others need, nor one that takes more than
    `MOST_SHARE` of the plan with it, nor one that falls away with a better one or takes it along.

    Args:
        graph: The prerequisite graph.
        plan: A plan of that graph.
        most: How many at most.
    """
    offered: list[Alternative] = []
    for one in sorted(_worth(graph, plan), key=lambda one: (-one.minutes / len(one.faith), one.concept)):
        if len(offered) < most and not any(_overlap(one, other) for other in offered):
            offered.append(one)
    return tuple(offered)


def _overlap(one: Alternative, other: Alternative) -> bool:
    return one.concept in other.falls_away or other.concept in one.falls_away


def _worth(graph: ConceptGraph, plan: StudyPlan) -> Iterator[Alternative]:
    """Every step worth skipping, with what would follow from it."""
    steps = {step.concept: step for step in plan.steps}
    place = {concept: index for index, concept in enumerate(steps)}
    needed_by = {one: sorted(place.keys() & graph.dependents(one), key=place.__getitem__) for one in steps}
    for concept, step in steps.items():
        if concept in plan.ends or len(needed_by[concept]) > MOST_EDGES:
            continue
        gone = _gone(graph, concept, needed_by, plan.ends)
        if sum(steps[one].minutes for one in gone) <= MOST_SHARE * plan.minutes:
            falling = [steps[one] for one in sorted(gone, key=place.__getitem__)]
            yield _alternative(graph, falling, step, needed_by[concept])


def _gone(
    graph: ConceptGraph,
    concept: ConceptId,
    needed_by: Mapping[ConceptId, Sequence[ConceptId]],
    ends: Collection[ConceptId],
) -> set[ConceptId]:
    """The concept, and the steps that only what is gone needs."""
    gone, waiting, lost = {concept}, [concept], Counter[ConceptId]()
    while waiting:
        for before in graph.prerequisites(waiting.pop()):
            lost[before] += 1
            if before in needed_by and before not in ends and lost[before] == len(needed_by[before]):
                gone.add(before)
                waiting.append(before)
    return gone


def _alternative(
    graph: ConceptGraph, gone: Sequence[PlanStep], skipped: PlanStep, needed_by: Sequence[ConceptId]
) -> Alternative:
    faith = tuple(
        Faith(
            prerequisite=skipped.concept,
            dependent=later,
            because=graph.reason(skipped.concept, later),
            why=LeftOut.SKIPPED,
        )
        for later in needed_by
    )
    others, minutes = [step for step in gone if step != skipped], sum(step.minutes for step in gone)
    edges = listed([f"{skipped.title} → {graph.catalogue[later].title}" for later in needed_by])
    away = (
        f" {listed([step.title for step in others])} {'falls' if len(others) == 1 else 'fall'} away too."
        if others
        else ""
    )
    return Alternative(
        concept=skipped.concept,
        faith=faith,
        falls_away=tuple(step.concept for step in others),
        minutes=minutes,
        words=f"Skip {skipped.title} and save {spoken_minutes(minutes)}: then {edges} "
        f"{'is' if len(faith) == 1 else 'are'} taken on faith.{away}",
    )
