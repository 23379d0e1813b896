"""How long the learner's questions to the graph take, on the shipped graph and on one of a million concepts.

    python benchmarks/learner_scale.py [CONCEPTS EDGES]

Each figure is a median, also as a ratio to one plain networkx ancestor search from the same goal on the same graph. The
generated graph has twenty layers; what a concept needs lies in the layer before it, within a hundred places of its own.
A million concepts take 4 GiB of memory and about four minutes.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import networkx as nx

from corpus.types import Concept, ConceptId, Item, Level, Prerequisite, Section, SectionName
from graph.concept_graph import ConceptGraph
from graph.fringe import outer_fringe
from graph.paths import learning_path
from tutor.factory import open_graph
from tutor.learner.entries import Attempt
from tutor.learner.knowledge import knowledge_of
from tutor.learner.placement import MOST_QUESTIONS, Placement
from tutor.settings import load_settings

CONCEPTS, EDGES = 1_000_000, 5_000_000
LAYERS, NEAR, AREAS = 20, 100, 20
ATTEMPTS = 200
REPEATS = 5
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def pages(concepts: int, edges: int, coin: random.Random) -> Iterator[Concept]:
    """Concepts in layers, without the checks that pages from a file go through; parts that are equal are shared."""
    width = concepts // LAYERS
    needed = [Prerequisite.model_construct(concept=f"c{place}", because="It is used.") for place in range(concepts)]
    sections = (Section(name=SectionName.DEFINITION, text="A generated concept."),)
    item = Item.model_construct(id="item", concept="c0", kind="recall", stem="Which?", options=())
    places = concepts - width
    for place in range(concepts):
        layer, across = divmod(place, width)
        count = edges * (place - width + 1) // places - edges * (place - width) // places if layer else 0
        reach = [max(layer - 1, 0) * width + (across + step) % width for step in range(-NEAR, NEAR)]
        yield Concept.model_construct(
            id=f"c{place}",
            area=f"area-{across * AREAS // width}",
            path="",
            title=f"c{place}",
            level=Level.BEGINNER,
            minutes=10,
            prerequisites=tuple(needed[before] for before in coin.sample(reach, count)),
            sections=sections,
            items=(item,),
        )


def seconds(act: Callable[[], object], repeats: int = REPEATS) -> float:
    """The median time of an act."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def attempts(graph: ConceptGraph, coin: random.Random) -> list[Attempt]:
    """Answers about random concepts, an hour apart."""
    concepts = coin.sample(list(graph.depths), min(ATTEMPTS, len(graph)))
    return [
        Attempt(
            id=f"a{number}",
            at=NOW - timedelta(hours=ATTEMPTS - number),
            item=f"{concept}#1",
            concept=concept,
            right=right,
            credit=float(right),
        )
        for number, concept in enumerate(concepts)
        for right in (coin.random() < 0.7,)  # noqa: PLR2004 - most answers are right
    ]


def measure(name: str, graph: ConceptGraph) -> None:
    """Print the figures of one graph; the goal is its deepest concept, ties by id."""
    digraph = graph._graph  # noqa: SLF001 - `digraph` is a copy, and the search is to run on the graph itself
    print(f"\n{name}: {len(graph)} concepts, {digraph.number_of_edges()} edges")
    depths = seconds(lambda: graph.depths, 1)
    goal: ConceptId = min(graph.depths, key=lambda concept: (-graph.depths[concept], concept))
    before = graph.prerequisites(goal)[:1]
    search = seconds(lambda: nx.ancestors(digraph, goal))
    print(f"  plain ancestor search from {goal}, {len(graph.ancestors(goal))} ancestors: {search * 1000:.2f} ms")
    log = attempts(graph, random.Random(3))  # noqa: S311 - no secret

    def show(what: str, taken: float) -> None:
        print(f"  {what:<58} {taken * 1000:10.2f} ms  {taken / search:9.1f} x", flush=True)

    show("depths, once per graph", depths)
    show("learning path to it", seconds(lambda: learning_path(graph, [goal])))
    show("outer fringe, one of its prerequisites known", seconds(lambda: outer_fringe(graph, before)))
    show(f"knowledge state from {len(log)} attempts", seconds(lambda: knowledge_of(graph, log, NOW).known))
    show("plausible states, once per graph", seconds(lambda: Placement(graph), 1))
    placement = Placement(graph)
    times = []
    for _ in range(MOST_QUESTIONS):
        start = time.perf_counter()
        asked = placement.question()
        times.append(time.perf_counter() - start)
        if asked is not None:
            placement.answered(asked, right=graph.depths[asked] < graph.depths[goal] / 2)
    show("placement question", statistics.median(times))
    show("placement from its twelve answers: what is known", seconds(placement.known, 1))
    print(f"  most memory so far: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB", flush=True)


def main() -> None:
    """Measure both graphs."""
    measure("shipped", open_graph(load_settings(os.environ)))
    concepts, edges = map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (CONCEPTS, EDGES)  # noqa: PLR2004 - both or none
    start = time.perf_counter()
    graph = ConceptGraph.of(pages(concepts, edges, random.Random(1)))  # noqa: S311 - no secret
    print(f"\nbuilt in {time.perf_counter() - start:.0f} s")
    measure("generated", graph)


if __name__ == "__main__":
    main()
