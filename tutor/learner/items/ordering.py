"""Lines of prerequisites: concepts of which each needs the one before it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph

SHORTEST_LINE = 3
"""The fewest concepts whose order is worth asking for."""

_STEPS_UP = 5
_STEPS_DOWN = 2


def line_through(graph: ConceptGraph, concept: ConceptId, rng: Random) -> tuple[ConceptId, ...]:
    """A line of prerequisites that the concept lies on, the first to be learned first.

    It goes up to five steps before the concept and two steps beyond it. At every step it prefers what leads further, so
    it has at least three concepts wherever some line does.
    """
    before = _climb(concept, graph.prerequisites, _STEPS_UP, rng)
    beyond = _climb(concept, graph.dependents, _STEPS_DOWN, rng)
    return (*reversed(before), concept, *beyond)


def _climb(
    concept: ConceptId, onward: Callable[[ConceptId], tuple[ConceptId, ...]], steps: int, rng: Random
) -> list[ConceptId]:
    line: list[ConceptId] = []
    while len(line) < steps and (choices := onward(concept)):
        leading = [choice for choice in choices if onward(choice)]
        concept = rng.choice(leading or choices)
        line.append(concept)
    return line
