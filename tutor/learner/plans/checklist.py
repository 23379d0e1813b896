"""A study plan as a Markdown checklist, week by week."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.sanitise import visible
from graph.concept_graph import ConceptGraph
from tutor.learner.plans.alternatives import Alternative
from tutor.learner.plans.plan import StudyPlan
from tutor.learner.plans.plan_steps import Faith, PlanStep
from tutor.learner.plans.schedule import Sitting
from tutor.learner.plans.spoken import counted, listed, spoken_date, spoken_minutes

_ACTIVE = re.compile(r"[\\`*_\[\]<>&$~|#!]")


def to_checklist(graph: ConceptGraph, plan: StudyPlan, others: tuple[Alternative, ...] = ()) -> str:
    """The plan as Markdown: a box to tick for each step of each week, with its reason, what it unlocks and its check.

    Args:
        graph: The graph of the plan.
        plan: The plan.
        others: What could be skipped, told at the end.
    """
    return "\n".join([*_head(graph, plan), *_weeks(graph, plan), *_tail(graph, plan, others), ""])


def escaped(text: str) -> str:
    r"""Text of a page as Markdown that shows it as it is and does nothing else.

    >>> escaped("a <b>\n[c](d)")
    'a \\<b\\> \\[c\\](d)'
    """
    return _ACTIVE.sub(r"\\\g<0>", " ".join(visible(text).split()))


def _head(graph: ConceptGraph, plan: StudyPlan) -> Iterator[str]:
    yield f"# Study plan: {listed([escaped(graph.catalogue[goal].title) for goal in plan.goals])}"
    yield ""
    if plan.end is None:
        yield "There is nothing left to learn for it."
    else:
        pace = f"{spoken_minutes(plan.minutes_a_week)} a week"
        yield (
            f"{counted(len(plan.steps), 'step')}, {spoken_minutes(plan.minutes)}, {pace}: "
            f"from {spoken_date(plan.start)} to {spoken_date(plan.end)}."
        )
    if plan.known:
        yield f"You already know {listed([escaped(graph.catalogue[concept].title) for concept in plan.known])}."
    if len(plan.goals) > 1 and plan.shared:
        yield f"{counted(len(plan.shared), 'step')} shared by several goals: learned once, that saves {spoken_minutes(plan.saved)}."
    for shortfall in plan.shortfalls:
        yield f"\n**Not everything can be met.** {escaped(shortfall.said)}"
        yield from (f"- Possible: {escaped(remedy.words)}." for remedy in shortfall.remedies)


def _weeks(graph: ConceptGraph, plan: StudyPlan) -> Iterator[str]:
    steps = {step.concept: step for step in plan.steps}
    for week in plan.weeks:
        yield f"\n## Week {week.number}: from {spoken_date(week.start)}, {spoken_minutes(week.minutes)}\n"
        for sitting in week.sittings:
            yield _box(steps[sitting.concept], sitting)
            yield from _notes(graph, plan, steps[sitting.concept]) if sitting.part == 1 else ()


def _box(step: PlanStep, sitting: Sitting) -> str:
    part = f", part {sitting.part} of {sitting.parts}" if sitting.parts > 1 else ""
    moved = ", moved here whole because the week before had too little left" if sitting.moved else ""
    return f"- [ ] **{escaped(step.title)}** ({spoken_minutes(sitting.minutes)}{part}{moved})"


def _notes(graph: ConceptGraph, plan: StudyPlan, step: PlanStep) -> Iterator[str]:
    if step.concept in plan.goals:
        yield "  - This is a goal."
    for reason in step.why:
        yield f"  - For {escaped(graph.catalogue[reason.concept].title)}: {escaped(reason.because)}"
    if step.unlocks:
        yield f"  - Unlocks {listed([escaped(graph.catalogue[concept].title) for concept in step.unlocks])}."
    if step.check:
        yield f"  - Check: {counted(len(step.check), 'item')}."


def _tail(graph: ConceptGraph, plan: StudyPlan, others: tuple[Alternative, ...]) -> Iterator[str]:
    if plan.faith:
        yield "\n## Taken on faith\n"
        yield from (_edge(graph, edge) for edge in plan.faith)
    if others:
        yield "\n## What you could skip\n"
        yield from (f"- {escaped(other.words)}" for other in others)


def _edge(graph: ConceptGraph, edge: Faith) -> str:
    ends = [escaped(graph.catalogue[end].title) for end in (edge.prerequisite, edge.dependent)]
    return f"- {' → '.join(ends)} ({edge.why.value}): {escaped(edge.because)}"
