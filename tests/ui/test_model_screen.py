"""Model and privacy: what answers, how to change it, and what leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from threading import Event

import pytest

from graph.concept_graph import ConceptGraph
from tutor.errors import AssetUnavailableError, TutorError
from tutor.learner.stores import Stores
from tutor.learner.study import Study
from tutor.session import Tutor
from tutor.settings import Settings
from tutor.types import Timing
from ui.live import Doing, LiveTutor
from ui.web.screen import Act, Shown, Visitor
from ui.web.screens.model_screen import ModelScreen

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@dataclass
class Opening:
    """A tutor in a state of opening that cannot be had at will: a download under way, a failure."""

    settings: Settings
    doing: Doing | None = None
    trouble: TutorError | None = None
    tutor: Tutor | None = None
    done: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Note it."""
        self.done.append("begin")

    def switch(self, wish: str) -> None:
        """Note it."""
        self.done.append(wish)


@pytest.fixture
def visitor(shipped_graph: ConceptGraph, tmp_path: Path) -> Iterator[Visitor]:
    with Stores(f"sqlite:///{tmp_path}/learners.db") as stores:
        study = Study(shipped_graph, stores.log, "ann <b>")
        yield Visitor(study=study, conversations=stores.conversations, now=NOW)


@pytest.fixture(scope="module")
def live(settings: Settings) -> Iterator[LiveTutor]:
    with LiveTutor(settings) as opened:
        for _ in opened.ready(Event()):
            pass
        yield opened


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """Settings of a machine on which no model is."""
    return Settings(home=tmp_path / "elsewhere", model="starter")


def screen(live: LiveTutor | Opening, timing: Timing | None = None, *, sign_in: bool = False) -> ModelScreen:
    return ModelScreen(live, lambda: timing, live.settings, sign_in_needed=sign_in)


def shown(drawn: ModelScreen, visitor: Visitor, name: str = "show", **values: str) -> Shown:
    return drawn.show(Act(screen="model", name=name, values=values), visitor)


def words(body: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_it_says_what_answers_and_where(live: LiveTutor, visitor: Visitor) -> None:
    timing = Timing(answer_tokens=80, first_token_s=0.83, tokens_per_s=77.7)
    seen = shown(screen(live, timing), visitor)
    said = words(seen.body)
    assert live.tutor is not None
    assert live.tutor.llm is not None
    assert seen.body.startswith("<h1>Model and privacy</h1>")
    assert "SmolLM2 135M Instruct, called “starter” here" in said
    assert "98 MB, Apache-2.0" in said
    assert f"Runs on {live.tutor.llm.place.partition(' (')[0]}" in said
    assert "Layers on a GPU" in said
    assert f"{live.tutor.llm.context_tokens:,} tokens" in said
    assert "first word after 0.8 s, then 78 tokens a second" in said
    assert re.search(r"asks for 0\.8 GB; [\d.]+ [GM]B are free now", said)
    assert "data-again" not in seen.body, "nothing goes on, so that the page has no reason to ask again"


def test_before_the_first_answer_there_are_no_figures(live: LiveTutor, visitor: Visitor) -> None:
    for timing in (None, Timing()):
        assert "Last answer none yet" in words(shown(screen(live, timing), visitor).body)


def test_the_model_in_use_has_no_button_and_the_others_have_one(live: LiveTutor, visitor: Visitor) -> None:
    body = shown(screen(live), visitor).body
    assert re.findall(r'data-act="switch" data-model="(\w+)"', body) == ["small", "standard", "none"]
    assert "SmolLM2 135M Instruct ✓ in use" in words(body)


def test_switching_is_left_to_the_live_tutor(live: LiveTutor, visitor: Visitor) -> None:
    drawn = screen(live)
    shown(drawn, visitor, "switch", model="none")
    for _ in live.ready(Event()):
        pass
    assert live.tutor is not None
    assert live.tutor.llm is None
    seen = words(shown(drawn, visitor).body)
    assert "No language model, so that answers are quotations" in seen
    assert "No language model ✓ in use" in seen
    shown(drawn, visitor, "switch", model="starter")
    assert 'data-again="1000"' in shown(drawn, visitor).body
    for _ in live.ready(Event()):
        pass
    assert "starter" in words(shown(drawn, visitor).body)


def test_what_is_not_here_is_fetched_with_its_size(empty: Settings, visitor: Visitor) -> None:
    opening = Opening(empty)
    body = shown(screen(opening), visitor).body
    assert "Fetch standard, 1.1 GB" in words(body)
    assert "not on this machine yet" in words(body)
    shown(screen(opening), visitor, "switch", model="standard")
    assert opening.done == ["standard"]


def test_while_something_goes_on_it_is_told_and_nothing_can_be_chosen(empty: Settings, visitor: Visitor) -> None:
    fetching = Opening(empty, doing=Doing(what="Fetching standard, part 3 of 22", share=0.37))
    body = shown(screen(fetching), visitor).body
    assert "Fetching standard, part 3 of 22: 37%" in words(body)
    assert 'data-again="1000"' in body
    assert 'style="width:37%"' in body
    assert "data-act" not in body
    assert "data-focus" not in body, "asking again must not take the focus away"
    loading = Opening(empty, doing=Doing(what="Loading the model 'standard'", left_s=4.2))
    assert "Loading the model 'standard': about 4 s left" in words(shown(screen(loading), visitor).body)


def test_a_failure_is_sentences_and_a_next_step(empty: Settings, visitor: Visitor) -> None:
    trouble = AssetUnavailableError("standard", [("PyPI <x>", "not reachable"), ("Hub", "not reachable")])
    failed = Opening(empty, trouble=trouble)
    body = shown(screen(failed), visitor).body
    said = words(body)
    assert "could not be had from any source" in said
    assert "PyPI <x>: not reachable" in said
    assert trouble.hint in said
    assert "<x>" not in body
    shown(screen(failed), visitor, "again")
    assert failed.done == ["begin"]


@pytest.mark.parametrize("wish", ["", "enormous", "/etc/passwd.gguf", "hub:a/b/c.gguf", "embedder"])
def test_only_models_that_are_offered_can_be_wished_for(empty: Settings, visitor: Visitor, wish: str) -> None:
    opening = Opening(empty)
    with pytest.raises(TutorError, match="no model called"):
        shown(screen(opening), visitor, "switch", model=wish)
    assert opening.done == []


@pytest.mark.parametrize("name", ["switch", "again"])
def test_where_people_come_from_other_machines_nobody_changes_the_model_for_all(
    empty: Settings, visitor: Visitor, name: str
) -> None:
    served = Opening(empty.model_copy(update={"host": "0.0.0.0"}))
    for drawn in (screen(served, sign_in=True), screen(served)):
        assert "data-act" not in shown(drawn, visitor).body
        with pytest.raises(TutorError, match="the same for everybody"):
            shown(drawn, visitor, name, model="starter")
    assert served.done == []


def test_an_act_that_there_is_not_is_refused(empty: Settings, visitor: Visitor) -> None:
    with pytest.raises(TutorError, match="nothing called 'format'"):
        shown(screen(Opening(empty)), visitor, "format")


@pytest.mark.parametrize(
    ("changes", "leaves", "stays"),
    [
        ({}, "Nothing leaves this machine", "sent to"),
        ({"server": "http://127.0.0.1:8080/v1"}, "questions go to a model server on this machine", "are sent to "),
        ({"server": "https://models.example/v1"}, "Questions are sent to models.example", "Nothing leaves"),
        ({"learners": "postgresql://u:secret@db.example/x"}, "in a database on db.example", "Nothing leaves"),
        ({"host": "0.0.0.0"}, "whoever runs it can read what is kept there", "Nothing leaves this machine"),
    ],
)
def test_what_leaves_is_said_as_the_settings_make_it(
    empty: Settings, visitor: Visitor, changes: dict[str, str], leaves: str, stays: str
) -> None:
    drawn = screen(Opening(empty.model_copy(update=changes)))
    said = words(shown(drawn, visitor).body)
    assert leaves in said
    assert stays not in said
    assert "secret" not in said
    assert "no telemetry" in said
    assert "tutor pull" in said


def test_on_ones_own_machine_the_profile_can_be_changed(empty: Settings, visitor: Visitor) -> None:
    body = shown(screen(Opening(empty)), visitor).body
    assert 'method="post" action="/profile"' in body
    assert re.search(r'<input [^>]*name="name"', body)
    assert "You are ann <b> ." in words(body)
    assert "<b>" not in body
    assert 'href="?screen=progress"' in body


def test_who_has_signed_in_can_sign_out(empty: Settings, visitor: Visitor) -> None:
    body = shown(screen(Opening(empty), sign_in=True), visitor).body
    assert 'method="post" action="/sign-out"' in body
    assert "/profile" not in body
    guest = shown(screen(Opening(empty.model_copy(update={"host": "0.0.0.0"}))), visitor).body
    assert "/profile" not in guest
    assert "You are the guest" in words(guest)
    assert str(empty.home) not in guest, "the folders of a machine are not told to its guests"
