"""The walk to a goal in the terminal: what comes next and why, its page, a question, and on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from corpus.types import Concept, SectionName
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Purpose
from tutor.learner.items.grading import Graded
from tutor.learner.study import Study
from tutor.learner.walk import Activity, ActivityKind
from ui.asking import LeftError, ask_item
from ui.console import out, show_markdown

_READ = (SectionName.DEFINITION, SectionName.INTUITION, SectionName.FORMULA, SectionName.EXAMPLE)


def walk(study: Study, clock: Callable[[], datetime], seed: int) -> None:
    """Walk on from where the learner is, until they leave or the goal is reached; leaving loses nothing."""
    for turn in range(seed, seed + 1000):
        activity = study.activity(clock())
        if activity is None:
            out.print("There is no goal yet. Name one, as in: tutor learn flashattention")
            return
        show_markdown(activity_markdown(study.graph, activity))
        if activity.concept is None:
            return
        try:
            ask_item(study, study.item(activity.concept, turn), Purpose.CHECK, clock)
        except LeftError:
            out.print("Until next time: `tutor learn` goes on from here.", markup=False)
            return


def activity_markdown(graph: ConceptGraph, activity: Activity) -> str:
    """What comes next and why; the page where it is to be explained."""
    if activity.concept is None:
        return activity.why
    page = graph.catalogue[activity.concept]
    blocks = [f"## {page.title}", f"*{activity.why}*"]
    if activity.on_faith:
        names = ", ".join(graph.catalogue[concept].title for concept in activity.on_faith)
        blocks.append(f"*Taken on faith for now: {names}.*")
    if activity.kind is ActivityKind.EXPLAIN:
        blocks += _explained(page)
    return "\n\n".join(blocks)


def _explained(page: Concept) -> list[str]:
    sections = [section for name in _READ if (section := page.section(name))]
    return [
        section.text if section.name is SectionName.DEFINITION else f"**{section.name}.** {section.text}"
        for section in sections
    ]


def summary(graph: ConceptGraph, graded: Sequence[Graded]) -> str:
    """How it went, and what to read again."""
    if not graded:
        return "No question was answered."
    right = sum(one.right for one in graded)
    wrong = dict.fromkeys(one.betrays or one.attempt.concept for one in graded if not one.right)
    read = ", ".join(f"**{graph.catalogue[concept].title}**" for concept in wrong)
    return f"{right} of {len(graded)} right." + (f" Read again: {read}." if wrong else "")
