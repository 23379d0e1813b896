"""Placement on the page: questions, what is still uncertain, and a result that can be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.concept_graph import ConceptGraph
from tests.ui.pressing import Pressing
from tutor.errors import TutorError
from tutor.learner.entries import Attempt, Purpose, Statement
from tutor.learner.items.asked import full_item
from tutor.learner.items.full_item import ChoiceKey
from tutor.learner.prior_states import plausible_states
from tutor.learner.stores import Stores
from tutor.learner.study import Study
from ui.web.screens.placement import PlacementScreen, prepare_placements

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def page(shipped_graph: ConceptGraph, tmp_path: Path) -> Iterator[Pressing]:
    with Stores(f"sqlite:///{tmp_path}/learners.db") as stores:
        study = Study(shipped_graph, stores.log, "ann")
        pressing = Pressing(PlacementScreen(), "placement", study, stores, NOW)
        pressing.open("?screen=placement")
        yield pressing


def answer(page: Pressing, *, right: bool) -> None:
    data = next(data for data in page.buttons if data["act"] == "unknown")
    key = full_item(page.study.graph, data["item"], int(data["seed"])).key
    if isinstance(key, ChoiceKey) and right:
        page.press(str(key.options.index(key.right) + 1))
    else:
        page.press("0")


def placed(page: Pressing) -> Pressing:
    """A placement in which everything but two answers was right."""
    page.press(act="begin")
    for number in range(12):
        if not any(data["act"] == "unknown" for data in page.buttons):
            break
        answer(page, right=number not in {3, 5})
    return page


def attempts(page: Pressing) -> list[Attempt]:
    return [entry for entry in page.study.entries() if isinstance(entry, Attempt)]


def test_it_says_what_it_is_and_that_not_knowing_helps(page: Pressing) -> None:
    assert page.seen.body.startswith("<h1>")
    assert "At most 12 questions" in page.words
    assert "that helps as much" in page.words


def test_a_question_says_where_it_stands_and_has_no_hints(page: Pressing) -> None:
    page.press(act="begin")
    assert "Question 1 of at most 12" in page.words
    assert re.search(r'role="img" aria-label="\d+% still uncertain"', page.seen.body.replace("&#37;", "%"))
    assert not [data for data in page.buttons if data["act"] == "hint"]
    answer(page, right=True)
    assert "Question 2 of at most 12" in page.words
    assert "The last one was right" in page.words
    page.press("0")
    assert "The last one is noted as not known yet" in page.words
    assert {one.purpose for one in attempts(page)} == {Purpose.PLACEMENT}


def test_what_was_prepared_is_not_drawn_again(page: Pressing) -> None:
    prepare_placements(page.study.graph)
    drawn = plausible_states.cache_info().misses
    page.press(act="begin")
    page.press("0")
    assert plausible_states.cache_info().misses == drawn


def test_a_double_click_counts_once(page: Pressing) -> None:
    page.press(act="begin")
    data = next(data for data in page.buttons if data["act"] == "unknown")
    ours = {name: value for name, value in data.items() if name not in {"act", "key"}}
    for _ in range(2):
        page.act("unknown", ours)
    assert len(attempts(page)) == 1
    assert "Question 2 of at most 12" in page.words


def test_a_reload_goes_on_where_it_was(page: Pressing) -> None:
    page.press(act="begin")
    page.press("0")
    asked = page.buttons
    page.open(page.address)
    assert "Question 2 of at most 12" in page.words
    assert page.buttons == asked


def test_the_result_counts_leads_on_and_notes_once(page: Pressing) -> None:
    placed(page)
    number = len(page.study.state(page.now).known)
    assert number > 20
    assert page.words.startswith(f"{number} of 452 concepts are taken as known")
    assert {"?screen=path", "?screen=map", "?"} <= set(page.links)
    assert "A good first step:" in page.words
    before = page.study.entries()
    page.open(page.address)
    assert page.study.entries() == before
    assert page.words.startswith(f"{number} of 452")


def test_a_concept_is_taken_back_and_said_to_be_known_again(page: Pressing) -> None:
    placed(page)
    concept = next(data["concept"] for data in page.buttons if "concept" in data)
    area = page.study.graph.catalogue[concept].area
    page.press(act="take-back", concept=concept)
    assert page.seen.said.startswith(f"Taken back: {page.study.graph.catalogue[concept].title}")
    assert concept not in page.study.state(page.now).known
    assert page.seen.body.count("<details open>") == 1
    (focused,) = [data for data in page.buttons if "focus" in data]
    assert (focused["act"], focused["concept"]) == ("keep", concept)
    page.open(page.address)
    assert concept not in page.study.state(page.now).known
    page.press(act="keep", concept=concept)
    assert concept in page.study.state(page.now).known
    assert area == page.study.graph.catalogue[concept].area


def test_an_area_is_taken_back_as_a_whole(page: Pressing) -> None:
    placed(page)
    area = next(data["area"] for data in page.buttons if "area" in data)
    held = {one.id for one in page.study.graph.catalogue if one.area == area}
    assert held & page.study.state(page.now).known
    page.press(act="take-back", area=area)
    assert not held & page.study.state(page.now).known
    page.press(act="keep", area=area)
    assert held & page.study.state(page.now).known


def test_enough_for_now_counts_what_was_answered(page: Pressing) -> None:
    page.press(act="begin")
    answer(page, right=True)
    (leave,) = [link for link in page.links if link.endswith("&over=yes")]
    page.open(leave)
    assert "concepts are taken as known" in page.words
    assert len(attempts(page)) == 1


def test_leaving_at_once_notes_nothing(page: Pressing) -> None:
    page.press(act="begin")
    page.open(f"{page.address}&over=yes")
    assert "No question was answered" in page.words
    assert not page.study.entries()


def test_nothing_known_is_said_kindly(page: Pressing) -> None:
    page.press(act="begin")
    for _ in range(12):
        if not any(data["act"] == "unknown" for data in page.buttons):
            break
        page.press("0")
    assert "everything is explained from the beginning" in page.words
    assert not [entry for entry in page.study.entries() if isinstance(entry, Statement)]


@pytest.mark.parametrize("began", ["", "soon", "20260504T120000.000000Z<script>"])
def test_an_address_that_is_none_says_how_to_go_on(page: Pressing, began: str) -> None:
    with pytest.raises(TutorError) as caught:
        page.open(f"?screen=placement&began={began}")
    assert caught.value.hint


@pytest.mark.parametrize("values", [{}, {"concept": "softmax!"}, {"area": "nowhere"}, {"area": ""}])
def test_what_the_placement_has_not_found_cannot_be_taken_back(page: Pressing, values: dict[str, str]) -> None:
    placed(page)
    before = page.study.entries()
    with pytest.raises(TutorError):
        page.act("take-back", values)
    with pytest.raises(TutorError):
        page.act("delete", values)
    assert page.study.entries() == before
