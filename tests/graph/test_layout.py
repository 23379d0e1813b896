"""The layered picture: columns by depth, areas together, and fewer crossings than without the work."""

from __future__ import annotations

import time
from collections import defaultdict
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.concept_graph import ConceptGraph
from graph.layout import AREA_GAP, Layout, apart, layout, ordered_areas
from tests.building import concept

NUMBERS = st.floats(-100, 100)


def crossings(graph: ConceptGraph, columns: dict[str, int], rows: dict[str, float]) -> int:
    """How often two prerequisites cross, each drawn as a straight line."""
    between: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    for after, column in columns.items():
        for before in graph.prerequisites(after):
            length = column - columns[before]
            slope = (rows[after] - rows[before]) / length
            for step in range(length):
                start = rows[before] + slope * step
                between[columns[before] + step].append((start, start + slope))
    pairs = (pair for lines in between.values() for pair in combinations(lines, 2))
    return sum((one[0] - two[0]) * (one[1] - two[1]) < -1e-9 for one, two in pairs)


def in_columns(placed: Layout) -> list[list[str]]:
    columns: defaultdict[int, list[str]] = defaultdict(list)
    for name in sorted(placed.rows, key=placed.rows.__getitem__):
        columns[placed.columns[name]].append(name)
    return [columns[column] for column in sorted(columns)]


@pytest.fixture(scope="module")
def shipped(shipped_graph: ConceptGraph) -> Layout:
    return layout(shipped_graph)


def test_every_concept_stands_in_the_column_of_its_depth(shipped: Layout, shipped_graph: ConceptGraph) -> None:
    assert shipped.columns == shipped_graph.depths
    assert shipped.rows.keys() == shipped_graph.depths.keys()
    assert min(shipped.rows.values()) == 0
    assert max(shipped.rows.values()) == shipped.height


def test_neighbours_keep_their_distance_and_areas_a_wider_one(shipped: Layout, shipped_graph: ConceptGraph) -> None:
    for column in in_columns(shipped):
        for above, below in pairwise(column):
            same = shipped_graph.catalogue[above].area == shipped_graph.catalogue[below].area
            least = 1 if same else 1 + AREA_GAP
            assert shipped.rows[below] - shipped.rows[above] >= least - 0.011, f"{above} and {below} are too near"


def test_areas_stand_together_in_one_order(shipped: Layout, shipped_graph: ConceptGraph) -> None:
    place = {area: index for index, area in enumerate(shipped.areas)}
    assert sorted(place) == sorted({page.area for page in shipped_graph.catalogue})
    for column in in_columns(shipped):
        order = [place[shipped_graph.catalogue[name].area] for name in column]
        assert order == sorted(order)


def test_the_same_graph_gives_the_same_picture(shipped: Layout, shipped_graph: ConceptGraph) -> None:
    assert layout(ConceptGraph.of(reversed(list(shipped_graph.catalogue)))) == shipped


def test_it_crosses_less_than_the_alphabet(shipped: Layout, shipped_graph: ConceptGraph) -> None:
    alphabet: dict[str, float] = {}
    for column in in_columns(shipped):
        names = sorted(column, key=lambda name: (shipped_graph.catalogue[name].area, name))
        alphabet.update((name, float(row)) for row, name in enumerate(names))
    before = crossings(shipped_graph, shipped.columns, alphabet)
    assert crossings(shipped_graph, shipped.columns, shipped.rows) < 0.75 * before


def test_two_prerequisites_that_cross_by_name_do_not_cross_in_the_picture() -> None:
    graph = ConceptGraph.of([concept("a"), concept("b"), concept("x", "b"), concept("y", "a")])
    placed = layout(graph)
    assert crossings(graph, placed.columns, placed.rows) == 0
    assert placed.rows["a"] == placed.rows["y"]


def test_areas_that_need_each_other_are_neighbours() -> None:
    pages = [
        *(concept(f"root-{index}", area="middle") for index in range(3)),
        *(concept(f"up-{index}", f"root-{index}", area="zebra") for index in range(3)),
        *(concept(f"down-{index}", f"root-{index}", area="aardvark") for index in range(3)),
        *(concept(f"far-{index}", f"up-{index}", area="bee") for index in range(3)),
    ]
    order = ordered_areas(ConceptGraph.of(pages))
    assert abs(order.index("zebra") - order.index("bee")) == 1


@pytest.mark.parametrize("pages", [[], [concept("only")], [concept("one"), concept("two", area="other")]])
def test_small_graphs_have_a_picture(pages: list) -> None:
    placed = layout(ConceptGraph.of(pages))
    assert placed.rows.keys() == {page.id for page in pages}
    assert len(set(placed.rows.values())) == len(pages)


@given(st.lists(st.tuples(NUMBERS, st.floats(0, 5)), min_size=1, max_size=30))
def test_apart_keeps_the_gaps_and_moves_nothing_without_need(pairs: list[tuple[float, float]]) -> None:
    wanted, gaps = [want for want, _ in pairs], [gap for _, gap in pairs[1:]]
    placed = apart(wanted, gaps)
    assert all(below - above >= gap - 1e-6 for (above, below), gap in zip(pairwise(placed), gaps, strict=True))
    assert sum(placed) == pytest.approx(sum(wanted), abs=1e-6)
    assert apart(placed, gaps) == pytest.approx(placed, abs=1e-6)


def layered(concepts: int, layers: int, areas: int) -> ConceptGraph:
    """Concepts in layers that each need two of the layer before."""
    width = concepts // layers
    pages = []
    for place in range(layers * width):
        layer, across = divmod(place, width)
        before = {f"c{(layer - 1) * width + (across * step) % width}" for step in (1, 7)} if layer else set()
        pages.append(concept(f"c{place}", *sorted(before), area=f"area-{across % areas}"))
    return ConceptGraph.of(pages)


def best_of_three(graph: ConceptGraph) -> float:
    """Seconds of the processor, so that other work on the machine does not count."""
    assert graph.depths
    times = []
    for _ in range(3):
        start = time.process_time()
        layout(graph)
        times.append(time.process_time() - start)
    return min(times)


def test_the_shipped_graph_is_laid_out_in_a_third_of_a_second(shipped_graph: ConceptGraph) -> None:
    assert best_of_three(shipped_graph) < 0.3


@pytest.mark.parametrize("areas", [1, 22, 75])
def test_fifteen_hundred_concepts_are_laid_out_in_two_seconds(areas: int) -> None:
    assert best_of_three(layered(1500, 20, areas)) < 2
