"""Everything wrong with a prerequisite graph, all of it at once."""

from __future__ import annotations

from corpus.catalogue import Catalogue
from corpus.types import Concept, Problem
from graph.validate import graph_problems
from tests.building import concept


def found(*concepts: Concept) -> list[tuple[str, str]]:
    return [(problem.path, problem.message) for problem in graph_problems(Catalogue(concepts))]


def test_a_good_graph() -> None:
    assert found(concept("a"), concept("b", "a"), concept("c", "b", level="advanced")) == []


def test_an_empty_graph() -> None:
    assert found() == []


def test_dangling_prerequisite() -> None:
    assert found(concept("a"), concept("b", "a", "gone")) == [("area/b.md", "prerequisite 'gone' is not a concept")]


def test_prerequisite_of_a_higher_level() -> None:
    assert found(concept("a", level="advanced"), concept("b", "a", level="intermediate")) == [
        ("area/b.md", "prerequisite 'a' is advanced, but this page is intermediate")
    ]


def test_prerequisite_of_the_same_or_a_lower_level_is_fine() -> None:
    assert found(concept("a", level="intermediate"), concept("b", "a", level="intermediate")) == []
    assert found(concept("a", level="beginner"), concept("b", "a", level="advanced")) == []


def test_orphan() -> None:
    assert found(concept("a"), concept("b", "a"), concept("alone")) == [
        ("area/alone.md", "orphan: no prerequisite and no dependent")
    ]


def test_redundant_prerequisite() -> None:
    assert found(concept("a"), concept("b", "a"), concept("c", "b"), concept("d", "c", "a")) == [
        ("area/d.md", "prerequisite 'a' is redundant: another prerequisite already needs it")
    ]


def test_cycle_is_shown() -> None:
    assert found(concept("a", "c"), concept("b", "a"), concept("c", "b")) == [
        ("area/a.md", "cycle of prerequisites: a → b → c → a")
    ]


def test_concept_that_needs_itself() -> None:
    assert found(concept("a", "a"), concept("b", "a")) == [("area/a.md", "cycle of prerequisites: a → a")]


def test_every_separate_cycle_is_shown() -> None:
    assert found(concept("a", "b"), concept("b", "a"), concept("y", "z"), concept("z", "y", "a")) == [
        ("area/a.md", "cycle of prerequisites: a → b → a"),
        ("area/y.md", "cycle of prerequisites: y → z → y"),
    ]


BAD = (
    concept("alone"),
    concept("base", level="advanced"),
    concept("egg", "hen", level="advanced"),
    concept("hen", "base", "egg", "gone", level="advanced"),
    concept("top", "hen", level="beginner"),
)


def test_all_problems_of_a_bad_graph_at_once_ordered_by_page() -> None:
    assert found(*BAD) == [
        ("area/alone.md", "orphan: no prerequisite and no dependent"),
        ("area/egg.md", "cycle of prerequisites: egg → hen → egg"),
        ("area/hen.md", "prerequisite 'gone' is not a concept"),
        ("area/top.md", "prerequisite 'hen' is advanced, but this page is beginner"),
    ]


def test_all_problems_of_a_graph_without_a_cycle() -> None:
    assert found(
        concept("alone"),
        concept("base", level="advanced"),
        concept("middle", "base", "gone"),
        concept("top", "middle", "base", level="advanced"),
    ) == [
        ("area/alone.md", "orphan: no prerequisite and no dependent"),
        ("area/middle.md", "prerequisite 'base' is advanced, but this page is beginner"),
        ("area/middle.md", "prerequisite 'gone' is not a concept"),
        ("area/top.md", "prerequisite 'base' is redundant: another prerequisite already needs it"),
    ]


def test_the_order_of_the_pages_does_not_matter() -> None:
    assert found(*reversed(BAD)) == found(*BAD)


def test_problems_belong_to_the_whole_file() -> None:
    (problem,) = graph_problems(Catalogue([concept("alone", path="zoo/alone.md")]))
    assert problem == Problem(path="zoo/alone.md", line=None, message="orphan: no prerequisite and no dependent")
    assert str(problem) == "zoo/alone.md: orphan: no prerequisite and no dependent"
