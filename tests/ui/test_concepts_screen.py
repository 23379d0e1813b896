"""The list of concepts: an index by area, and finding while somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from corpus.types import Level
from graph.concept_graph import ConceptGraph
from graph.fringe import outer_fringe
from tutor.errors import TutorError
from tutor.learner.stores import Stores
from tutor.learner.study import Study
from tutor.retrieval.finding import Finder
from tutor.retrieval.retriever import Retriever
from ui.web.screen import Act, Shown, Visitor
from ui.web.screens.concepts import ConceptsScreen

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def visitor(shipped_graph: ConceptGraph, tmp_path: Path) -> Iterator[Visitor]:
    with Stores(f"sqlite:///{tmp_path}/learners.db") as stores:
        study = Study(shipped_graph, stores.log, "ann")
        yield Visitor(study=study, conversations=stores.conversations, now=NOW)


@pytest.fixture
def by_name(shipped_graph: ConceptGraph) -> ConceptsScreen:
    return ConceptsScreen(shipped_graph, lambda: None)


@pytest.fixture
def by_meaning(shipped_graph: ConceptGraph, retriever: Retriever) -> ConceptsScreen:
    return ConceptsScreen(shipped_graph, lambda: retriever)


def shown(screen: ConceptsScreen, visitor: Visitor, name: str = "show", **values: str) -> Shown:
    return screen.show(Act(screen="concepts", name=name, values=values), visitor)


def listed(seen: Shown) -> list[str]:
    """The concepts that are shown, in order."""
    return re.findall(r'href="\?concept=([^"&]+)"', seen.body)


def words(body: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_without_a_wish_every_concept_stands_under_its_area(by_name: ConceptsScreen, visitor: Visitor) -> None:
    visitor.study.say(["softmax"], NOW, known=True)
    seen = shown(by_name, visitor)
    assert seen.body.startswith("<h1>Concepts</h1>")
    assert sorted(listed(seen)) == [page.id for page in visitor.study.graph.catalogue]
    known = visitor.study.state(NOW).known
    held = [page.id for page in visitor.study.graph.catalogue if page.area == "neural-networks"]
    assert f"Neural networks you know {len(known.intersection(held))} of {len(held)}" in words(seen.body)
    ticked = re.findall(
        r'concept=([^"]+)">[^<]*</a> <small>\w+</small> <span class="sign good" title="known">', seen.body
    )
    assert set(ticked) == known


@pytest.mark.parametrize(("typed", "first"), [("kv cac", "kv-cache"), ("softma", "softmax"), ("LORA", "lora")])
def test_names_are_found_while_they_are_typed(
    by_name: ConceptsScreen, visitor: Visitor, typed: str, first: str
) -> None:
    seen = shown(by_name, visitor, "find", find=typed)
    assert listed(seen)[0] == first
    assert re.search(r'<input [^>]*name="find"[^>]* data-search', seen.body)


def test_a_result_says_what_it_is(by_name: ConceptsScreen, visitor: Visitor) -> None:
    said = words(shown(by_name, visitor, "find", find="kv cache").body)
    assert "Key-Value (KV) Caching “KV cache”" in said
    assert "KV caching stores the key and value vectors" in said
    assert "At each step the model computes" not in said, "the first sentence is enough"
    assert "Systems · intermediate · 15 min ○ not yet" in said


def test_without_an_index_a_typing_error_is_forgiven(by_name: ConceptsScreen, visitor: Visitor) -> None:
    seen = shown(by_name, visitor, "find", find="transfomer")
    assert "Perhaps you mean" in words(seen.body)
    assert listed(seen)[0] == "transformer"


def test_with_an_index_meaning_finds_what_no_name_has(by_meaning: ConceptsScreen, visitor: Visitor) -> None:
    seen = shown(by_meaning, visitor, "find", find="why is the second token so much faster than the first")
    assert "Near in meaning" in words(seen.body)
    assert listed(seen)[0] == "kv-cache"
    both = shown(by_meaning, visitor, "find", find="softmax")
    assert listed(both)[0] == "softmax"
    assert len(listed(both)) == len(set(listed(both))), "what a name has found is not found again by meaning"


def test_filters_narrow_the_list_and_stand_in_the_address(by_name: ConceptsScreen, visitor: Visitor) -> None:
    catalogue = visitor.study.graph.catalogue
    seen = shown(by_name, visitor, area="systems", level="advanced")
    assert seen.address == "?screen=concepts&area=systems&level=advanced"
    assert set(listed(seen)) == {p.id for p in catalogue if p.area == "systems" and p.level is Level.ADVANCED}
    found = shown(by_name, visitor, "find", find="attention", level="advanced")
    assert listed(found)
    assert all(catalogue[one].level is Level.ADVANCED for one in listed(found))


def test_what_is_ready_can_be_seen_alone(by_name: ConceptsScreen, visitor: Visitor) -> None:
    visitor.study.say(["softmax"], NOW, known=True)
    ready = outer_fringe(visitor.study.graph, visitor.study.state(NOW).known)
    assert sorted(listed(shown(by_name, visitor, ready="on"))) == sorted(ready)


def test_filters_also_hold_for_what_is_found_by_meaning(by_meaning: ConceptsScreen, visitor: Visitor) -> None:
    seen = shown(by_meaning, visitor, "find", find="making answers come faster", area="decoding")
    assert listed(seen)
    assert {visitor.study.graph.catalogue[one].area for one in listed(seen)} == {"decoding"}


def test_a_filter_that_there_is_not_is_left_out_and_told(by_name: ConceptsScreen, visitor: Visitor) -> None:
    seen = shown(by_name, visitor, area="cooking", level="wizard")
    assert seen.address == "?screen=concepts"
    assert (
        seen.said
        == "There is no area called 'cooking'; all are shown. There is no level called 'wizard'; all are shown."
    )
    assert len(listed(seen)) == len(visitor.study.graph)


def test_nothing_found_says_where_to_go_on(by_name: ConceptsScreen, visitor: Visitor) -> None:
    seen = shown(by_name, visitor, "find", find="qqqq zzzz")
    assert "I found nothing for “qqqq zzzz” here." in words(seen.body)
    assert 'href="?ask=qqqq+zzzz"' in seen.body


@pytest.mark.parametrize(
    "typed", ['"><script>alert(1)</script>', "$$x$$ <img src=x onerror=alert(1)>", "*" * 5000, "\x00"]
)
def test_whatever_is_typed_stays_text(by_meaning: ConceptsScreen, visitor: Visitor, typed: str) -> None:
    seen = shown(by_meaning, visitor, "find", find=typed)
    assert "<script" not in seen.body
    assert "<img" not in seen.body
    assert len(re.findall(r"<input ", seen.body)) == 1
    assert len(seen.address) < 1000


def test_an_act_that_there_is_not_is_refused(by_name: ConceptsScreen, visitor: Visitor) -> None:
    with pytest.raises(TutorError, match="nothing called 'delete'"):
        shown(by_name, visitor, "delete")


def test_names_that_begin_with_the_text_come_first_and_short_ones_before_long_ones(shipped_graph: ConceptGraph) -> None:
    found = Finder(shipped_graph).find("attention")
    assert found[0].concept == "attention"
    begins = [one.name.casefold().startswith("attention") for one in found]
    assert begins == sorted(begins, reverse=True)
    assert len({one.concept for one in found}) == len(found)
    assert Finder(shipped_graph).find("  ") == ()
