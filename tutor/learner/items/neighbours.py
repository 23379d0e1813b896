"""Concepts near another one whose definitions cannot be taken for its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from corpus.catalogue import names_of
from corpus.types import Concept, ConceptId
from graph.concept_graph import ConceptGraph
from tutor.learner.items.named import mentions, without_names

_NEAREST = 8
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\W?[A-Z$])")


def opening(graph: ConceptGraph, concept: ConceptId) -> str:
    """The first sentence of a concept's definition, without the concept's own names."""
    first = _SENTENCE_END.split(graph.catalogue[concept].definition, maxsplit=1)[0]
    return without_names(first, [concept], graph.catalogue)


def unlike(graph: ConceptGraph, concept: ConceptId) -> tuple[ConceptId, ...]:
    """Up to eight concepts near by whose definitions are surely not this concept's, the nearest first.

    Nearest are its contrasts, then what is related, then what rests on the same prerequisites, the most shared ones and
    the nearest in depth first, then its area. Left out is what could be right, too: a concept before or after it
    (unless the pages contrast the two, so that they say how they differ), one whose names contain its names or the
    other way round, and one where either definition names the other. No two definitions begin alike.
    """
    found: dict[str, ConceptId] = {opening(graph, concept): concept}
    for other in _beside(graph, graph.catalogue[concept]):
        found.setdefault(opening(graph, other), other)
        if len(found) > _NEAREST:
            break
    return tuple(found.values())[1:]


def _beside(graph: ConceptGraph, page: Concept) -> Iterator[ConceptId]:
    """What is near a concept and told apart from it, the nearest first."""
    contrasts = {contrast.concept for contrast in page.contrasts}
    near = (other for other in dict.fromkeys(_near(graph, page)) if other != page.id)
    apart = (other for other in near if _apart(page, graph.catalogue[other]))
    yield from (other for other in apart if other in contrasts or not _in_line(graph, page.id, other))


def _near(graph: ConceptGraph, page: Concept) -> Iterator[ConceptId]:
    def distance(other: ConceptId) -> tuple[int, int, ConceptId]:
        same_area = graph.catalogue[other].area == page.area
        return -shared[other] - same_area, abs(graph.depths[other] - graph.depths[page.id]), other

    yield from (contrast.concept for contrast in page.contrasts if contrast.concept in graph)
    yield from (other for other in page.related if other in graph)
    shared = Counter(other for before in graph.prerequisites(page.id) for other in graph.dependents(before))
    yield from sorted(shared, key=distance)
    yield from sorted((other.id for other in graph.catalogue if other.area == page.area), key=distance)


def _in_line(graph: ConceptGraph, one: ConceptId, other: ConceptId) -> bool:
    """Whether one of two concepts comes before the other."""
    return other in graph.ancestors(one) or one in graph.ancestors(other)


def _apart(page: Concept, other: Concept) -> bool:
    """Whether no name of one contains a name of the other, and neither definition names the other."""
    mine, theirs = ([set(name.split()) for name in names_of(one)] for one in (page, other))
    contained = any(one <= two or two <= one for one in mine for two in theirs)
    return not (contained or mentions(page.definition, other) or mentions(other.definition, page))
