"""What the map shows: the picture of the graph, and a learner's whereabouts in it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graph.concept_graph import ConceptGraph
from graph.errors import UnknownConceptError
from graph.paths import learning_path
from tests.building import concept
from tutor.errors import TutorError
from tutor.learner.entries import Aim, Attempt, Entry, Statement
from tutor.learner.knowledge import KnowledgeState, knowledge_of
from ui.web.screens.map_picture import MapPicture, picture, whereabouts

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def knowing(graph: ConceptGraph, *concepts: str, aim: str = "", missed: str = "") -> KnowledgeState:
    """Somebody who says they know some concepts, wants one, and has answered one wrong."""
    entries: list[Entry] = [Statement(id=one, at=NOW - timedelta(hours=2), concept=one, known=True) for one in concepts]
    if aim:
        entries.append(Aim(id="aim", at=NOW - timedelta(hours=1), goals=(aim,)))
    if missed:
        entries.append(Attempt(id="a", at=NOW, item=f"{missed}#1", concept=missed, right=False, credit=0.0))
    return knowledge_of(graph, entries, NOW)


@pytest.fixture(scope="module")
def drawn(shipped_graph: ConceptGraph) -> MapPicture:
    return picture(shipped_graph)


def test_every_concept_and_prerequisite_is_drawn_once(drawn: MapPicture, shipped_graph: ConceptGraph) -> None:
    assert [spot.id for spot in drawn.spots] == [page.id for page in shipped_graph.catalogue]
    named = {(drawn.spots[before].id, drawn.spots[after].id) for before, after in drawn.edges}
    assert named == set(shipped_graph.digraph.edges)
    assert len(named) == len(drawn.edges)


def test_prerequisites_lead_from_left_to_right(drawn: MapPicture) -> None:
    assert all(drawn.spots[before].column < drawn.spots[after].column for before, after in drawn.edges)
    assert drawn.columns == 1 + max(spot.column for spot in drawn.spots)


def test_a_spot_says_what_its_page_says(drawn: MapPicture, shipped_graph: ConceptGraph) -> None:
    spot = next(spot for spot in drawn.spots if spot.id == "softmax")
    page = shipped_graph.catalogue["softmax"]
    assert (spot.title, spot.names, spot.level, spot.minutes) == (page.title, page.aliases, page.level, page.minutes)
    assert spot.opens == len(shipped_graph.dependents("softmax"))
    assert drawn.areas[spot.area].name == page.area.replace("-", " ").capitalize()


def test_a_band_holds_its_concepts_and_no_others(drawn: MapPicture) -> None:
    for spot in drawn.spots:
        around = [
            index
            for index, band in enumerate(drawn.areas)
            for stretch in band.stretches
            if stretch.column == spot.column and stretch.top < spot.row < stretch.bottom
        ]
        assert around == [spot.area], f"{spot.id} stands in {around}"


def test_an_outline_is_a_path_with_a_shape_for_each_run_of_columns(drawn: MapPicture) -> None:
    for band in drawn.areas:
        assert re.fullmatch(r"(M[-\d. ]+(?:[LQC][-\d. ]+)+Z)+", band.outline)
        columns = [stretch.column for stretch in band.stretches]
        runs = sum(column - 1 not in columns for column in columns)
        assert band.outline.count("M") == runs


def test_a_graph_without_concepts_has_a_picture() -> None:
    empty = picture(ConceptGraph.of([]))
    assert (empty.spots, empty.edges, empty.columns) == ((), (), 0)


def test_the_way_is_the_learning_path_to_the_aim(shipped_graph: ConceptGraph) -> None:
    state = knowing(shipped_graph, "softmax", aim="flashattention")
    here = whereabouts(shipped_graph, state)
    path = learning_path(shipped_graph, ["flashattention"], state.known)
    assert here.way == tuple(step.concept for step in path.steps)
    assert here.aim == ("flashattention",)
    assert here.told == f"Your way: {len(here.way)} concepts, {path.minutes // 60} h {path.minutes % 60} min"
    assert "softmax" in here.known
    assert "softmax" not in here.way


def test_a_chosen_goal_comes_before_the_aim(shipped_graph: ConceptGraph) -> None:
    here = whereabouts(shipped_graph, knowing(shipped_graph, aim="flashattention"), "softmax")
    assert here.way[-1] == "softmax"
    assert here.aim == ("flashattention",)


def test_whoever_has_no_goal_has_no_way(shipped_graph: ConceptGraph) -> None:
    here = whereabouts(shipped_graph, knowing(shipped_graph))
    assert (here.way, here.told, here.aim) == ((), "", ())
    assert set(here.ready) == {page.id for page in shipped_graph.catalogue if not page.prerequisites}


def test_whoever_is_there_is_told_so(shipped_graph: ConceptGraph) -> None:
    assert whereabouts(shipped_graph, knowing(shipped_graph, "softmax"), "softmax").told == "You are there already."


def test_what_comes_before_something_known_is_known_and_what_is_ready_needs_nothing_else(
    shipped_graph: ConceptGraph,
) -> None:
    here = whereabouts(shipped_graph, knowing(shipped_graph, "self-attention"))
    assert set(here.known) == shipped_graph.closure(["self-attention"])
    for ready in here.ready:
        assert ready not in here.known
        assert set(shipped_graph.prerequisites(ready)) <= set(here.known)


def test_what_was_answered_and_is_not_known_is_being_learned(shipped_graph: ConceptGraph) -> None:
    state = knowing(shipped_graph, "softmax", missed="transformer")
    assert whereabouts(shipped_graph, state).learning == {"transformer": round(state["transformer"].mastery, 2)}


def test_a_goal_that_is_no_concept_is_an_error(shipped_graph: ConceptGraph) -> None:
    with pytest.raises(UnknownConceptError, match="no concept called"):
        whereabouts(shipped_graph, knowing(shipped_graph), "<b>" * 100)


def functions(graph: ConceptGraph, state: KnowledgeState | TutorError) -> Any:
    """The part of the page, with the functions that its script may call."""
    import gradio as gr

    from ui.web.screens.map_view import map_view

    def state_of(_: gr.Request) -> KnowledgeState:
        if isinstance(state, TutorError):
            raise state
        return state

    with gr.Blocks():
        return map_view(graph, state_of)


def test_the_page_asks_for_the_picture_and_the_whereabouts(shipped_graph: ConceptGraph, drawn: MapPicture) -> None:
    part = functions(shipped_graph, knowing(shipped_graph, aim="softmax"))
    assert MapPicture.model_validate(json.loads(json.dumps(part.map_picture("")))) == drawn
    assert json.loads(json.dumps(part.map_whereabouts("", None)))["way"][-1] == "softmax"
    assert part.map_whereabouts("lora", None)["way"][-1] == "lora"


def test_nothing_of_the_picture_is_in_the_page_until_it_is_asked_for(shipped_graph: ConceptGraph) -> None:
    part = functions(shipped_graph, knowing(shipped_graph))
    sent = json.dumps(part.get_config(), default=str)
    assert "Key-Value" not in sent
    assert len(sent) < 50_000


def test_trouble_is_a_sentence_on_the_map(shipped_graph: ConceptGraph) -> None:
    part = functions(shipped_graph, TutorError("The log cannot be read.", hint="Look at its folder."))
    assert part.map_whereabouts("", None) == {"trouble": "The log cannot be read. Look at its folder."}
    assert "no concept called" in functions(shipped_graph, knowing(shipped_graph)).map_whereabouts("x", None)["trouble"]


def test_titles_reach_the_page_as_they_are() -> None:
    graph = ConceptGraph.of([concept("odd", title="<script>alert(1)</script>")])
    assert picture(graph).spots[0].title == "<script>alert(1)</script>"
