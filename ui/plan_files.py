"""A study plan as a file to take along; how it is written is said by its ending."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from graph.concept_graph import ConceptGraph
from tutor.errors import TutorError
from tutor.learner.plans.alternatives import alternatives
from tutor.learner.plans.anki import to_anki
from tutor.learner.plans.calendar_file import to_calendar
from tutor.learner.plans.checklist import to_checklist
from tutor.learner.plans.diagram import to_diagram
from tutor.learner.plans.plan import StudyPlan
from tutor.learner.plans.spoken import listed

ENDINGS: Final = (".md", ".mmd", ".ics", ".apkg")
"""Checklist, diagram, calendar, cards."""

_DECK_SEED = 7


def plan_file(graph: ConceptGraph, plan: StudyPlan, ending: str, now: datetime) -> bytes:
    """The content of a file that holds a plan.

    Args:
        graph: The graph of the plan.
        plan: The plan.
        ending: One of `ENDINGS`.
        now: The moment the file is made.

    Raises:
        TutorError: If the ending is none of ours, or there is nothing that such a file could hold.
    """
    match ending:
        case ".md":
            return to_checklist(graph, plan, alternatives(graph, plan)).encode()
        case ".mmd":
            return to_diagram(graph, plan).encode()
        case ".ics":
            return to_calendar(graph, plan, now)
        case ".apkg":
            items = [item for step in plan.steps for item in step.check]
            return to_anki(graph, listed(graph.catalogue[goal].title for goal in plan.goals), items, _DECK_SEED, now)
        case _:
            message = f"There is no way to write a plan to a file that ends in '{ending}'."
            raise TutorError(message, hint=f"Let it end in {', '.join(ENDINGS)}.")
