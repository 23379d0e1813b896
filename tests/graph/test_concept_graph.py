"""The prerequisite graph: its relations, its depths, and names that are resolved or refused."""

from __future__ import annotations

import networkx as nx
import pytest

from corpus.errors import CorpusError, TutorError
from graph.concept_graph import ConceptGraph
from graph.errors import PrerequisiteCycleError, UnknownConceptError
from tests.building import concept

CONCEPTS = (
    concept("vector"),
    concept("matrix", "vector"),
    concept("softmax", title="Softmax (Normalised Exponential)", aliases=["soft-max"]),
    concept("attention", "softmax", "matrix", aliases=["Focus"]),
    concept("self-attention", "attention", aliases=["focus", "intra-attention"]),
    concept("masking"),
)
GRAPH = ConceptGraph.of(CONCEPTS)


def test_direct_relations() -> None:
    assert GRAPH.prerequisites("attention") == ("softmax", "matrix")
    assert GRAPH.prerequisites("vector") == ()
    assert GRAPH.dependents("attention") == ("self-attention",)
    assert GRAPH.dependents("self-attention") == ()
    assert GRAPH.neighbourhood("attention") == ("attention", "softmax", "matrix", "self-attention")


def test_dependents_are_in_order_of_id() -> None:
    graph = ConceptGraph.of([concept("root"), *(concept(name, "root") for name in ("cat", "ant", "bee"))])
    assert graph.dependents("root") == ("ant", "bee", "cat")


def test_everything_before_and_after() -> None:
    assert GRAPH.ancestors("self-attention") == {"attention", "softmax", "matrix", "vector"}
    assert GRAPH.descendants("vector") == {"matrix", "attention", "self-attention"}
    assert GRAPH.ancestors("masking") == GRAPH.descendants("masking") == frozenset()


def test_reason_of_an_edge() -> None:
    assert GRAPH.reason("softmax", "attention") == "attention needs softmax."
    with pytest.raises(KeyError):
        GRAPH.reason("vector", "attention")


def test_closure_adds_what_comes_before() -> None:
    assert GRAPH.closure(["matrix", "masking"]) == {"vector", "matrix", "masking"}
    assert GRAPH.closure(GRAPH.closure(["attention"])) == GRAPH.closure(["attention"])
    assert GRAPH.closure([]) == frozenset()


def test_depth_is_the_longest_chain_before() -> None:
    assert GRAPH.depths == {
        "vector": 0,
        "softmax": 0,
        "masking": 0,
        "matrix": 1,
        "attention": 2,
        "self-attention": 3,
    }


def test_size_and_membership() -> None:
    assert len(GRAPH) == 6
    assert "softmax" in GRAPH
    assert "Softmax" not in GRAPH


def test_prerequisites_without_a_page_are_left_out() -> None:
    graph = ConceptGraph.of([concept("here", "gone")])
    assert (len(graph), graph.prerequisites("here"), graph.depths) == (1, (), {"here": 0})


def test_digraph_carries_the_reasons_and_cannot_be_changed() -> None:
    view = GRAPH.digraph
    assert set(view.nodes) == {page.id for page in CONCEPTS}
    assert view.edges["vector", "matrix"]["because"] == "matrix needs vector."
    with pytest.raises(nx.NetworkXError):
        view.remove_node("vector")
    assert "vector" in GRAPH.ancestors("matrix")


@pytest.mark.parametrize(
    ("name", "concept_id"),
    [
        ("softmax", "softmax"),
        ("Soft Max", "softmax"),
        ("normalised softmax", None),
        ("SOFTMAX", "softmax"),
        ("Softmax (normalised exponential)", "softmax"),
        ("Self Attention", "self-attention"),
        ("intra attention", "self-attention"),
    ],
)
def test_resolve(name: str, concept_id: str | None) -> None:
    if concept_id is None:
        with pytest.raises(UnknownConceptError):
            GRAPH.resolve(name)
    else:
        assert GRAPH.resolve(name) == concept_id


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [("sotfmax", "softmax"), ("matrx", "matrix"), ("Self-Atention", "self-attention"), ("vektor", "vector")],
)
def test_misspelt_name_suggests_the_meant_one_first(misspelt: str, meant: str) -> None:
    with pytest.raises(UnknownConceptError) as caught:
        GRAPH.resolve(misspelt)
    error = caught.value
    assert error.name == misspelt
    assert error.suggestions[0] == meant
    assert len(error.suggestions) <= 3
    assert str(error) == f"There is no concept called '{misspelt}'."
    assert error.hint == f"Did you mean {', '.join(error.suggestions)}?"


def test_suggestions_name_a_concept_once_however_many_of_its_names_are_near() -> None:
    graph = ConceptGraph.of([concept("relu", aliases=["relus", "re-lu", "the relu"]), concept("gelu")])
    with pytest.raises(UnknownConceptError) as caught:
        graph.resolve("rellu")
    assert sorted(caught.value.suggestions) == sorted(set(caught.value.suggestions))
    assert caught.value.suggestions[0] == "relu"


def test_no_more_than_three_suggestions() -> None:
    graph = ConceptGraph.of(concept(f"layer-{letter}") for letter in "abcdef")
    with pytest.raises(UnknownConceptError) as caught:
        graph.resolve("layer")
    assert len(caught.value.suggestions) == 3


def test_name_like_no_other_has_no_suggestion() -> None:
    with pytest.raises(UnknownConceptError) as caught:
        GRAPH.resolve("qqqq")
    assert caught.value.suggestions == ()
    assert caught.value.hint


def test_ambiguous_name_suggests_all_who_have_it() -> None:
    with pytest.raises(UnknownConceptError) as caught:
        GRAPH.resolve("FOCUS")
    assert caught.value.suggestions == ("attention", "self-attention")


def test_cycle_is_refused_and_shown() -> None:
    with pytest.raises(PrerequisiteCycleError) as caught:
        ConceptGraph.of([concept("hen", "egg"), concept("egg", "hen"), concept("farm")])
    assert set(caught.value.cycle) == {"hen", "egg"}
    assert len(caught.value.cycle) == 2
    first = caught.value.cycle[0]
    assert f"{' → '.join([*caught.value.cycle, first])}" in str(caught.value)
    assert caught.value.hint


def test_concept_that_needs_itself_is_a_cycle() -> None:
    with pytest.raises(PrerequisiteCycleError) as caught:
        ConceptGraph.of([concept("ouroboros", "ouroboros")])
    assert caught.value.cycle == ("ouroboros",)


def test_errors_hang_in_the_tree_that_front_doors_catch() -> None:
    assert issubclass(UnknownConceptError, TutorError)
    assert issubclass(PrerequisiteCycleError, CorpusError)
    assert issubclass(CorpusError, TutorError)
