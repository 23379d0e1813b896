"""What reaches the terminal, and what a program that reads it gets."""

from __future__ import annotations

import json

import pytest

from corpus.types import Passage, SectionName
from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.errors import TutorError
from tutor.events import Event, Finished, Quoted, SentenceShown
from tutor.types import Citation, Conversation, Timing
from ui.console import downloading, show_error, show_events, show_json, tell

GRAPH = ConceptGraph.of([concept("softmax")])
MARKUP = ["[red]x[/]", "[/nope]", "a\\[/nope]", "end\\", "[", "{0}", "100 %", "🦙"]


def passage(title: str) -> Passage:
    return Passage(
        id="softmax#definition", concept="softmax", title=title, section=SectionName.DEFINITION, text="It sums to one."
    )


@pytest.mark.parametrize("text", MARKUP)
def test_an_error_is_shown_word_for_word_on_stderr(capsys: pytest.CaptureFixture[str], text: str) -> None:
    show_error(TutorError(f"wrong: {text}", hint=f"do: {text}"))
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"wrong: {text}" in shown.err
    assert f"do: {text}" in shown.err


@pytest.mark.parametrize("text", MARKUP)
def test_sources_are_listed_word_for_word_and_once(capsys: pytest.CaptureFixture[str], text: str) -> None:
    citation = Citation(number=2, passage=passage(f"Title {text}"))
    events: list[Event] = [
        SentenceShown(text="One.", citations=(citation,)),
        SentenceShown(text="Two.", citations=(citation,)),
        Finished(conversation=Conversation(), timing=Timing()),
    ]
    assert list(show_events(events, GRAPH.catalogue)) == events
    shown = capsys.readouterr().out
    assert "One. [2]" in shown
    assert shown.count(f"Title {text}") == 1


def test_events_are_handed_on_as_they_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    quoted = Quoted(citation=Citation(number=1, passage=passage("Softmax")), reason="Here is the page.")
    handed = show_events(iter([quoted]), GRAPH.catalogue)
    assert next(handed) == quoted
    assert "It sums to one." in capsys.readouterr().out


def test_json_keeps_every_letter(capsys: pytest.CaptureFixture[str]) -> None:
    show_json([{"title": "Naïve 🦙 [x]"}])
    shown = capsys.readouterr().out
    assert json.loads(shown) == [{"title": "Naïve 🦙 [x]"}]
    assert "🦙" in shown


def test_progress_goes_to_stderr_one_line_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    with downloading() as report:
        for done in range(0, 100, 10):
            report("fetching [starter]", done, 100)
        report("checking", 1, 1)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == ["fetching [starter]", "checking"]


def test_what_is_being_done_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    tell("Loading the model 'x' (4 GB [free])")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Loading the model 'x' (4 GB [free])" in shown.err
