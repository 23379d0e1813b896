"""Everything that can be wrong with a prerequisite graph, reported all at once."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from corpus.catalogue import Catalogue
from corpus.types import Problem
from graph.concept_graph import DiGraph, prerequisite_digraph


def graph_problems(catalogue: Catalogue) -> tuple[Problem, ...]:
    """Cycles, dangling ids, inverted levels, redundant edges and orphans, ordered by page.

    A redundant edge is one implied by a longer chain of prerequisites. An orphan has no prerequisite and no
    dependent. Redundancy is looked for only where there is no cycle.
    """
    graph = prerequisite_digraph(catalogue)
    problems = [*_dangling(catalogue), *_levels(catalogue), *_orphans(catalogue, graph), *_cycles(catalogue, graph)]
    if nx.is_directed_acyclic_graph(graph):
        problems.extend(_redundant(catalogue, graph))
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.message)))


def _dangling(catalogue: Catalogue) -> Iterator[Problem]:
    for concept in catalogue:
        for prerequisite in concept.prerequisites:
            if prerequisite.concept not in catalogue:
                message = f"prerequisite '{prerequisite.concept}' is not a concept"
                yield Problem(path=concept.path, message=message)


def _levels(catalogue: Catalogue) -> Iterator[Problem]:
    for concept in catalogue:
        for prerequisite in concept.prerequisites:
            before = catalogue.get(prerequisite.concept)
            if before and before.level.rank > concept.level.rank:
                message = f"prerequisite '{before.id}' is {before.level}, but this page is {concept.level}"
                yield Problem(path=concept.path, message=message)


def _orphans(catalogue: Catalogue, graph: DiGraph) -> Iterator[Problem]:
    for concept in nx.isolates(graph):
        yield Problem(path=catalogue[concept].path, message="orphan: no prerequisite and no dependent")


def _cycles(catalogue: Catalogue, graph: DiGraph) -> Iterator[Problem]:
    for group in nx.strongly_connected_components(graph):
        inner = graph.subgraph(group)
        if inner.number_of_edges():
            cycle = [source for source, _ in nx.find_cycle(inner, source=min(group))]
            message = f"cycle of prerequisites: {' → '.join([*cycle, cycle[0]])}"
            yield Problem(path=catalogue[cycle[0]].path, message=message)


def _redundant(catalogue: Catalogue, graph: DiGraph) -> Iterator[Problem]:
    kept = nx.transitive_reduction(graph)
    for source, target in graph.edges:
        if not kept.has_edge(source, target):
            message = f"prerequisite '{source}' is redundant: another prerequisite already needs it"
            yield Problem(path=catalogue[target].path, message=message)
