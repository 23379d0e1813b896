"""A study plan as a Mermaid flowchart: the weeks, the steps in them, and what is taken on faith."""

from __future__ import annotations

from corpus.sanitise import visible
from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from graph.export import to_mermaid
from tutor.learner.plans.plan import StudyPlan

_STYLES = (
    "  classDef goal stroke-width:4px",
    "  classDef faith stroke-dasharray:4 4",
)


def to_diagram(graph: ConceptGraph, plan: StudyPlan) -> str:
    """A Mermaid flowchart, prerequisites above.

    Steps stand in the week in which they begin; goals have a thick border; what is taken on faith stands outside the weeks,
    with a dotted arrow to each step that needs it.
    """
    steps = [step.concept for step in plan.steps]
    faith = sorted({edge.prerequisite for edge in plan.faith})
    boxes = _boxes(graph, {*steps, *faith})
    names = {concept: box.split("[", 1)[0].strip() for concept, box in boxes.items()}
    arrows = [
        f"  {names[step.concept]} --> {names[why.concept]}"
        for step in plan.steps
        for why in step.why
        if why.concept in names
    ]
    arrows += [f"  {names[edge.prerequisite]} -.-> {names[edge.dependent]}" for edge in plan.faith]
    goals = [f"  class {names[goal]} goal" for goal in plan.goals if goal in names]
    trusted = [f"  class {names[concept]} faith" for concept in faith]
    lines = [*_weeks(plan, boxes), *(boxes[concept] for concept in faith), *arrows, *_STYLES, *goals, *trusted]
    return "\n".join(["graph TD", *lines, ""])


def _boxes(graph: ConceptGraph, concepts: set[ConceptId]) -> dict[ConceptId, str]:
    """The line of each concept, named and quoted as in the diagram of the graph, each title on one line."""
    pages = (graph.catalogue[concept] for concept in concepts)
    part = ConceptGraph.of(page.model_copy(update={"title": " ".join(visible(page.title).split())}) for page in pages)
    lines = to_mermaid(part).splitlines()[1 : 1 + len(concepts)]
    return dict(zip(sorted(concepts), lines, strict=True))


def _weeks(plan: StudyPlan, boxes: dict[ConceptId, str]) -> list[str]:
    lines = []
    for week in plan.weeks:
        begun = [f"  {boxes[sitting.concept]}" for sitting in week.sittings if sitting.part == 1]
        if begun:
            lines += [f'  subgraph week{week.number}["Week {week.number}"]', *begun, "  end"]
    return lines
