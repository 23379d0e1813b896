"""Figures of the prerequisite graph as a whole, for looking at it with fresh eyes."""

from __future__ import annotations

from collections import Counter

import networkx as nx

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph

_MOST = 10


class Ranked(Value):
    """A concept and a count."""

    concept: ConceptId
    count: int


class GraphStats(Value):
    """The figures.

    Attributes:
        concepts: Number of concepts.
        prerequisites: Number of direct prerequisites.
        by_level: Concepts of each level.
        by_area: Concepts of each area, in order of area.
        minutes: Study time of everything, in minutes.
        prerequisites_per_concept: Number of direct prerequisites → concepts that have so many.
        foundations: Concepts without a prerequisite, in order of id.
        parts: Groups of concepts that no prerequisite connects; 1 means that everything hangs together.
        longest_chain: The longest chain of prerequisites, first to last.
        most_needed: Concepts that most others rest on, directly or not.
        most_direct: Concepts that most others name as a prerequisite.
        longest_ways: Concepts with the most other concepts before them.
    """

    concepts: int
    prerequisites: int
    by_level: dict[str, int]
    by_area: dict[str, int]
    minutes: int
    prerequisites_per_concept: dict[int, int]
    foundations: tuple[ConceptId, ...]
    parts: int
    longest_chain: tuple[ConceptId, ...]
    most_needed: tuple[Ranked, ...]
    most_direct: tuple[Ranked, ...]
    longest_ways: tuple[Ranked, ...]


def graph_stats(graph: ConceptGraph) -> GraphStats:
    """Compute the figures; ties by id."""
    pages, edges = list(graph.catalogue), graph.digraph
    direct = {page.id: len(graph.prerequisites(page.id)) for page in pages}
    return GraphStats(
        concepts=len(pages),
        prerequisites=edges.number_of_edges(),
        by_level=dict(Counter(page.level.value for page in pages)),
        by_area=dict(sorted(Counter(page.area for page in pages).items())),
        minutes=sum(page.minutes for page in pages),
        prerequisites_per_concept=dict(sorted(Counter(direct.values()).items())),
        foundations=tuple(concept for concept, count in direct.items() if not count),
        parts=nx.number_weakly_connected_components(edges),
        longest_chain=tuple(nx.dag_longest_path(edges)),
        most_needed=_ranked({page.id: len(graph.descendants(page.id)) for page in pages}),
        most_direct=_ranked({page.id: len(graph.dependents(page.id)) for page in pages}),
        longest_ways=_ranked({page.id: len(graph.ancestors(page.id)) for page in pages}),
    )


def _ranked(counts: dict[ConceptId, int]) -> tuple[Ranked, ...]:
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]
    return tuple(Ranked(concept=concept, count=count) for concept, count in best)
