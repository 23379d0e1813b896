"""The two edges of a knowledge state (Falmagne and Doignon, *Learning Spaces*, 2011, section 4.1)."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph


def outer_fringe(graph: ConceptGraph, known: Iterable[ConceptId]) -> tuple[ConceptId, ...]:
    """What is ready to learn: not known, every prerequisite known; shallow first, ties by id."""
    state = graph.closure(known)
    ready = [
        concept.id
        for concept in graph.catalogue
        if concept.id not in state and state.issuperset(graph.prerequisites(concept.id))
    ]
    return tuple(sorted(ready, key=lambda concept: (graph.depths[concept], concept)))


def inner_fringe(graph: ConceptGraph, known: Iterable[ConceptId]) -> tuple[ConceptId, ...]:
    """What was learned last: known, and needed by nothing else that is known; deep first, ties by id."""
    state = graph.closure(known)
    last = [concept for concept in state if state.isdisjoint(graph.dependents(concept))]
    return tuple(sorted(last, key=lambda concept: (-graph.depths[concept], concept)))
