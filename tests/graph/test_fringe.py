"""The two edges of a knowledge state, on a small graph."""

from __future__ import annotations

import pytest

from graph.concept_graph import ConceptGraph
from graph.fringe import inner_fringe, outer_fringe
from tests.building import concept

#   root ── left ───┐
#     └──── right ──┴── goal          island
GRAPH = ConceptGraph.of(
    [
        concept("root"),
        concept("left", "root"),
        concept("right", "root"),
        concept("goal", "left", "right"),
        concept("island"),
    ]
)


@pytest.mark.parametrize(
    ("known", "outer", "inner"),
    [
        ([], ("island", "root"), ()),
        (["root"], ("island", "left", "right"), ("root",)),
        (["left"], ("island", "right"), ("left",)),
        (["left", "right"], ("island", "goal"), ("left", "right")),
        (["island"], ("root",), ("island",)),
        (["root", "island"], ("left", "right"), ("island", "root")),
        (["left", "island"], ("right",), ("left", "island")),
        (["goal"], ("island",), ("goal",)),
        (["goal", "island"], (), ("goal", "island")),
    ],
)
def test_fringes(known: list[str], outer: tuple[str, ...], inner: tuple[str, ...]) -> None:
    assert outer_fringe(GRAPH, known) == outer
    assert inner_fringe(GRAPH, known) == inner


def test_shallow_is_offered_first_and_deep_was_learned_last() -> None:
    graph = ConceptGraph.of([concept("zero"), concept("one", "zero"), concept("deep", "one"), concept("wide", "zero")])
    assert outer_fringe(graph, ["one"]) == ("wide", "deep")
    assert inner_fringe(graph, ["deep", "wide"]) == ("deep", "wide")


def test_prerequisites_without_a_page_hold_nothing_back() -> None:
    graph = ConceptGraph.of([concept("here", "gone")])
    assert outer_fringe(graph, []) == ("here",)
