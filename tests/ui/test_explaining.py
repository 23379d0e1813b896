"""Explaining in one's own words on the page: point by point, and nothing is lost while the index is opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.concept_graph import ConceptGraph
from tests.ui.pressing import Pressing
from tutor.dialogue.explain_back import ExplainBack
from tutor.errors import TutorError
from tutor.factory import open_check
from tutor.learner.entries import Attempt, Purpose
from tutor.learner.stores import Stores
from tutor.learner.study import Study
from tutor.retrieval.retriever import Retriever
from ui.web.screens.practice import Practice

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def page(shipped_graph: ConceptGraph, tmp_path: Path) -> Iterator[Pressing]:
    """A page whose index is still being opened."""
    with Stores(f"sqlite:///{tmp_path}/learners.db") as stores:
        study = Study(shipped_graph, stores.log, "ann")
        yield Pressing(Practice(lambda: None), "practice", study, stores, NOW)


def answers(page: Pressing) -> list[Attempt]:
    return [entry for entry in page.study.entries() if isinstance(entry, Attempt)]


@pytest.fixture
def explaining(page: Pressing, shipped_graph: ConceptGraph, retriever: Retriever) -> Pressing:
    check = open_check(retriever, shipped_graph)
    explain_back = ExplainBack(retriever.embedder, retriever.names, shipped_graph.catalogue, check)
    page.screen = Practice(lambda: explain_back)
    page.open("?screen=practice&explain=softmax")
    return page


def test_an_explanation_is_told_point_by_point_with_the_pages_sentences(explaining: Pressing) -> None:
    explaining.send(
        text="Softmax divides each score by the sum of the scores.\n\nIt gives a <b>probability</b> distribution."
    )
    assert "You wrote: Softmax divides each score by the sum of the scores." in explaining.words
    assert "softmax exponentiates first" in explaining.words
    assert "✓ Said" in explaining.words
    assert "○ Missing" in explaining.words
    assert "<b>" not in explaining.seen.body
    assert "&#10;&#10;It gives" in explaining.seen.body
    assert "?concept=softmax&section=misconceptions" in explaining.links
    (noted,) = answers(explaining)
    assert (noted.purpose, noted.right) == (Purpose.EXPLAIN, False)


def test_an_explanation_that_is_sent_twice_counts_once(explaining: Pressing) -> None:
    form = {"attempt": "explain.1", "text": "Softmax turns a vector of real scores into a probability distribution."}
    explaining.act("grade", form)
    explaining.act("grade", form)
    assert len(answers(explaining)) == 1


def test_what_is_about_something_else_is_not_noted(explaining: Pressing) -> None:
    explaining.send(text="My bicycle has two wheels and a red bell.")
    assert "This seems to be about something else" in explaining.words
    assert not answers(explaining)


def test_while_the_index_is_opened_the_text_is_kept(page: Pressing) -> None:
    page.open("?screen=practice&explain=softmax")
    assert "still being opened" in page.words
    page.send(text="It turns scores\n\ninto shares.")
    assert "Your text is kept" in page.words
    assert "It turns scores&#10;&#10;into shares&#46;</textarea>" in page.seen.body
    assert not answers(page)


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_an_explanation_that_cannot_be_taken_is_said(explaining: Pressing, text: str) -> None:
    with pytest.raises(TutorError):
        explaining.send(text=text)
