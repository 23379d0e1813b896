r"""A learning path worked out by hand, on a graph drawn like the precedence diagrams of knowledge space theory.

The graph is school arithmetic, our own, in the shape of a learning hierarchy (Gagné, *The Conditions of Learning*);
states and fringes are those of Falmagne and Doignon, *Learning Spaces*, 2011. Lines run downwards, from what is
needed to what needs it; minutes stand in parentheses:

                     counting (5)
                         |
                     addition (10)
                     /          \
        multiplication (20)   subtraction (15)
              /        \        /
      multiples (10)   division (25)
              \             |
               \        fractions (30)
                \         /
              adding fractions (20)

By hand, from nothing to adding fractions. Of its two prerequisites, multiples has three edges above it at most and
fractions four, so multiples comes first, and with it the chain counting, addition, multiplication. For fractions there
remain subtraction, then division. The order is therefore

    counting, addition, multiplication, multiples, subtraction, division, fractions, adding fractions

and 5 + 10 + 20 + 10 + 15 + 25 + 30 + 20 = 135 minutes. Addition unlocks multiplication and subtraction; multiplication
unlocks multiples but not division, which still waits for subtraction; multiples unlocks nothing, as adding fractions
waits for fractions.

The knowledge states: nothing, counting, counting and addition, and then (abbreviated, both of these always included)
M, S, MS, MP, MPS, MSD, MPSD, MSDF, MPSDF and the whole domain: 13 in all.
"""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from graph.concept_graph import ConceptGraph
from graph.fringe import inner_fringe, outer_fringe
from graph.paths import learning_path
from tests.building import concept

GRAPH = ConceptGraph.of(
    [
        concept("counting", minutes=5),
        concept("addition", "counting", minutes=10),
        concept("subtraction", "addition", minutes=15),
        concept("multiplication", "addition", minutes=20),
        concept("division", "multiplication", "subtraction", minutes=25),
        concept("multiples", "multiplication", minutes=10),
        concept("fractions", "division", minutes=30),
        concept("adding-fractions", "fractions", "multiples", minutes=20),
    ]
)


def test_from_nothing() -> None:
    path = learning_path(GRAPH, ["adding-fractions"])
    assert [(step.concept, step.unlocks) for step in path.steps] == [
        ("counting", ("addition",)),
        ("addition", ("multiplication", "subtraction")),
        ("multiplication", ("multiples",)),
        ("multiples", ()),
        ("subtraction", ("division",)),
        ("division", ("fractions",)),
        ("fractions", ("adding-fractions",)),
        ("adding-fractions", ()),
    ]
    assert path.minutes == 135


def test_reasons_from_nothing() -> None:
    path = learning_path(GRAPH, ["adding-fractions"])
    assert {step.concept: [reason.concept for reason in step.why] for step in path.steps} == {
        "counting": ["addition"],
        "addition": ["multiplication", "subtraction"],
        "multiplication": ["multiples", "division"],
        "multiples": ["adding-fractions"],
        "subtraction": ["division"],
        "division": ["fractions"],
        "fractions": ["adding-fractions"],
        "adding-fractions": [],
    }


def test_for_somebody_who_can_divide() -> None:
    """Division implies everything above it; what remains is multiples, fractions and the goal: 60 minutes."""
    path = learning_path(GRAPH, ["adding-fractions"], ["division"])
    assert path.known == ("addition", "counting", "division", "multiplication", "subtraction")
    assert [step.concept for step in path.steps] == ["multiples", "fractions", "adding-fractions"]
    assert path.minutes == 60


def test_two_goals_that_share_a_beginning() -> None:
    """Subtraction first, as asked; multiples then needs only multiplication: 5 + 10 + 15 + 20 + 10 minutes."""
    path = learning_path(GRAPH, ["subtraction", "multiples"])
    assert [step.concept for step in path.steps] == [
        "counting",
        "addition",
        "subtraction",
        "multiplication",
        "multiples",
    ]
    assert path.minutes == 60


def test_depths() -> None:
    assert GRAPH.depths == {
        "counting": 0,
        "addition": 1,
        "multiplication": 2,
        "subtraction": 2,
        "multiples": 3,
        "division": 3,
        "fractions": 4,
        "adding-fractions": 5,
    }


def test_knowledge_states() -> None:
    domain = [page.id for page in GRAPH.catalogue]
    subsets = chain.from_iterable(combinations(domain, size) for size in range(len(domain) + 1))
    assert len({GRAPH.closure(subset) for subset in subsets}) == 13


@pytest.mark.parametrize(
    ("known", "inner", "outer"),
    [
        ([], (), ("counting",)),
        (["addition"], ("addition",), ("multiplication", "subtraction")),
        (["multiplication"], ("multiplication",), ("subtraction", "multiples")),
        (["multiples", "subtraction"], ("multiples", "subtraction"), ("division",)),
        (["division"], ("division",), ("multiples", "fractions")),
        (["adding-fractions"], ("adding-fractions",), ()),
    ],
)
def test_fringes(known: list[str], inner: tuple[str, ...], outer: tuple[str, ...]) -> None:
    assert inner_fringe(GRAPH, known) == inner
    assert outer_fringe(GRAPH, known) == outer
