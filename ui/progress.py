"""What is known of a learner as Markdown: by area, what is ready, what is due, and single concepts with their reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.learner.knowledge import KnowledgeState
from tutor.learner.next_up import NextUp, next_up


def progress(graph: ConceptGraph, state: KnowledgeState, now: datetime) -> str:
    """Mastery by area, what waits for review, and what to take up now."""
    due = len(state.due(now))
    head = f"You know {len(state.known)} of {len(graph)} concepts; {due} {'is' if due == 1 else 'are'} due for review."
    return "\n\n".join([head, "\n".join(_areas(graph, state)), upcoming(next_up(graph, state, now))])


def upcoming(steps: Sequence[NextUp]) -> str:
    """What to take up now, each with why."""
    if not steps:
        return "Nothing is left to learn here."
    return "\n".join(["What to take up now:", "", *(f"- **{s.title}**, {s.minutes} min: {s.why}" for s in steps)])


def concept_states(graph: ConceptGraph, state: KnowledgeState, concepts: Sequence[ConceptId]) -> str:
    """What is known of single concepts, each with why."""
    return "\n".join(
        f"- **{graph.catalogue[concept].title}**, {state[concept].mastery:.0%}: {state.explain(concept)}."
        for concept in concepts
    )


def _areas(graph: ConceptGraph, state: KnowledgeState) -> Iterator[str]:
    yield "| Area | known | of |"
    yield "| --- | ---: | ---: |"
    areas = sorted({page.area for page in graph.catalogue})
    for area in areas:
        held = [page.id for page in graph.catalogue if page.area == area]
        yield f"| {area} | {len(state.known.intersection(held))} | {len(held)} |"
