"""The seven actions over the real tutor without a language model, and what may be sent to them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.errors import TutorError
from corpus.types import Value
from graph.concept_graph import ConceptGraph
from graph.errors import UnknownConceptError
from tutor.events import Bridged, Event, Finished, KnowledgeStated, Understood
from tutor.learner.entries import Attempt
from tutor.learner.items.full_item import AnswerError, ItemError
from tutor.learner.log.store import LearnerStore
from tutor.learner.study import Study
from tutor.settings import Settings
from tutor.types import Conversation, TurnRecord
from ui.action_values import (
    AskInput,
    ConceptInput,
    GradeInput,
    NextInput,
    PathInput,
    QuizItemInput,
    SearchInput,
    taken,
)
from ui.actions import AT_ONCE, Action, Actions, description
from ui.live import Doing, LiveTutor

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LONG = TurnRecord(text="x", question="x", prompt="y" * 600_000)


@pytest.fixture(scope="module")
def live(settings: Settings) -> Iterator[LiveTutor]:
    with LiveTutor(settings.model_copy(update={"model": "none"})) as live:
        live.opened(60)
        yield live


@pytest.fixture
def study(shipped_graph: ConceptGraph, tmp_path: Path) -> Iterator[Study]:
    with LearnerStore(f"sqlite:///{tmp_path}/learners.db") as store:
        yield Study(shipped_graph, store, "ann")


@pytest.fixture
def actions(study: Study, live: LiveTutor) -> Actions:
    return Actions(study, live, lambda: NOW)


def told(actions: Actions, question: str, conversation: Conversation | None = None, *known: str) -> list[Event]:
    given = AskInput(question=question, conversation=conversation or Conversation(), known=known)
    return [event for event in actions.ask(given, threading.Event()) if not isinstance(event, Doing)]


def conversation_after(events: list[Event]) -> Conversation:
    last = events[-1]
    assert isinstance(last, Finished)
    return last.conversation


def test_a_question_is_answered_and_a_follow_up_understood(actions: Actions) -> None:
    first = told(actions, "What is LoRA?")
    assert [event.kind for event in first][:2] == ["understood", "retrieved"]
    second = told(actions, "why does it matter?", conversation_after(first))
    (understood,) = [event.understanding for event in second if isinstance(event, Understood)]
    assert "Low-Rank Adaptation" in understood.question
    assert len(conversation_after(second).turns) == 2


def test_what_is_said_to_be_known_is_noted_and_what_is_handed_in_is_not(actions: Actions, study: Study) -> None:
    stated = [event for event in told(actions, "I know softmax") if isinstance(event, KnowledgeStated)]
    assert [event.concepts for event in stated] == [("softmax",)]
    bridges = [event for event in told(actions, "How does LoRA work?", None, "PEFT") if isinstance(event, Bridged)]
    assert bridges[0].known == ("peft",)
    known = study.state(NOW).known
    assert "softmax" in known
    assert "peft" not in known


def test_what_is_asked_with_an_unknown_name_is_not_answered(actions: Actions) -> None:
    with pytest.raises(UnknownConceptError, match="Lorra"):
        told(actions, "What is LoRA?", None, "Lorra")


def test_a_path_has_what_is_missing_and_takes_any_name(actions: Actions, study: Study) -> None:
    path = actions.path(PathInput(goals=("softmax function", "softmax"), known=("Vector",)))
    steps = [step.concept for step in path.steps]
    assert path.goals == ("softmax",)
    assert steps[-1] == "softmax"
    assert "vector" not in steps
    assert path.weeks == ()
    study.say(["softmax"], NOW, known=True)
    assert actions.path(PathInput(goals=("softmax",))).steps == (), "what the log says counts"


def test_with_a_pace_every_minute_of_a_path_has_its_week(actions: Actions) -> None:
    path = actions.path(PathInput(goals=("lora",), minutes_a_week=60))
    sittings = [sitting for week in path.weeks for sitting in week.sittings]
    assert sum(sitting.minutes for sitting in sittings) == path.minutes
    assert list(dict.fromkeys(sitting.concept for sitting in sittings)) == [step.concept for step in path.steps]
    assert all(week.minutes <= 60 for week in path.weeks)
    assert path.weeks[0].start == NOW.date()


def test_a_search_gives_no_more_than_was_asked_for(actions: Actions) -> None:
    found = actions.search(SearchInput(question="Why is the second token faster than the first?", most=2))
    assert found.concepts[0].concept == "kv-cache"
    assert found.hits[0].passage.concept == "kv-cache"
    assert len(found.concepts) == len(found.hits) == 2


def test_a_page_has_its_neighbours_with_reasons_and_gives_no_answer_away(
    actions: Actions, study: Study, shipped_graph: ConceptGraph
) -> None:
    page = actions.concept(ConceptInput(concept="KV cache"))
    assert page.id == "kv-cache"
    assert [one.concept for one in page.prerequisites] == list(shipped_graph.prerequisites("kv-cache"))
    assert all(one.because for one in (*page.prerequisites, *page.unlocks, *page.contrasts))
    told = page.model_dump_json()
    assert not [
        option.feedback
        for item in shipped_graph.catalogue["kv-cache"].items
        for option in item.options
        if option.feedback in told
    ]
    study.say(["kv-cache"], NOW, known=True)
    assert actions.concept(ConceptInput(concept="kv-cache")).mastery > page.mastery


def test_what_comes_next_heads_for_what_was_named(actions: Actions) -> None:
    steps = actions.next(
        NextInput(known=("peft", "matrix-multiplication", "linear-independence"), towards=("LoRA",))
    ).steps
    assert steps[0].concept == "lora"
    assert all(step.why for step in steps)


def test_a_question_to_practise_is_asked_again_by_its_seed(actions: Actions) -> None:
    one, other = (actions.quiz_item(QuizItemInput(concept="softmax", seed=seed)) for seed in (5, 5))
    assert one == other
    assert one.concept == "softmax"
    assert actions.quiz_item(QuizItemInput(concept="softmax")).seed != 5


def test_an_answer_counts_once_and_another_attempt_again(actions: Actions, study: Study) -> None:
    item = actions.quiz_item(QuizItemInput(concept="softmax", seed=5))
    answers = [str(place) for place in range(1, 1 + len(item.options))]
    right = [
        actions.grade(GradeInput(item=item.id, seed=item.seed, answer=answer, attempt=answer)).right
        for answer in answers
    ]
    assert right.count(True) == 1
    first = actions.grade(GradeInput(item=item.id, seed=item.seed, answer=answers[0], attempt="1"))
    again = actions.grade(GradeInput(item=item.id, seed=item.seed, answer=answers[1], attempt="1"))
    assert again == first, "what was noted stands, whatever is sent later"
    assert len([entry for entry in study.entries() if isinstance(entry, Attempt)]) == len(answers)


def test_the_same_attempt_at_another_question_is_another_attempt(actions: Actions) -> None:
    items = [actions.quiz_item(QuizItemInput(concept=concept, seed=5)) for concept in ("softmax", "vector")]
    graded = [actions.grade(GradeInput(item=item.id, seed=5, answer="1", attempt="mine")) for item in items]
    assert [one.attempt.concept for one in graded] == ["softmax", "vector"]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"item": "softmax/1", "seed": 1, "answer": "9"}, AnswerError),
        ({"item": "softmax/99", "seed": 1, "answer": "1"}, ItemError),
        ({"item": "made:order:nothing", "seed": 1, "answer": "1"}, ItemError),
    ],
)
def test_what_cannot_be_graded_is_not_noted(
    actions: Actions, study: Study, given: dict[str, object], error: type[TutorError]
) -> None:
    with pytest.raises(error):
        actions.grade(taken(GradeInput, given))
    assert study.entries() == ()


def test_without_an_index_a_search_says_so(study: Study, settings: Settings) -> None:
    closed = Actions(study, LiveTutor(settings), lambda: NOW, wait_s=0.01)
    with pytest.raises(TutorError, match="still opening"):
        closed.search(SearchInput(question="softmax"))
    assert closed.path(PathInput(goals=("softmax",))).steps, "what needs no index is there"
    assert closed.model is None


@pytest.mark.parametrize(
    ("kind", "given", "fault"),
    [
        (AskInput, {}, "question: Field required"),
        (AskInput, {"question": "  "}, "question: String should have at least 1 character"),
        (AskInput, {"question": "x" * 2001}, "question: String should have at most 2000"),
        (AskInput, {"question": "x", "conversation": {"turns": "all"}}, "conversation.turns"),
        (AskInput, {"question": "x", "conversation": {"turns": [LONG, LONG]}}, "too long"),
        (AskInput, {"question": "x", "conversation": {"turns": [TurnRecord(text="", question="")] * 201}}, "too long"),
        (PathInput, {"goals": []}, "goals"),
        (PathInput, {"goals": ["x"] * 21}, "goals"),
        (PathInput, {"goals": "softmax"}, "goals"),
        (PathInput, {"goals": ["softmax"], "minutes_a_week": 0}, "minutes_a_week"),
        (PathInput, {"goals": ["softmax"], "known": ["x"] * 501}, "known"),
        (SearchInput, {"question": "x", "most": 21}, "most"),
        (ConceptInput, {"concept": "x" * 121}, "concept"),
        (NextInput, {"backwards": True}, "backwards"),
        (QuizItemInput, {"concept": "softmax", "seed": -1}, "seed"),
        (GradeInput, {"item": "softmax/1", "seed": 1, "answer": "1", "hints": 4}, "hints"),
        (GradeInput, {"item": "softmax/1", "seed": 1, "answer": "x" * 1001}, "answer"),
    ],
)
def test_what_does_not_fit_is_named(kind: type[Value], given: Mapping[str, object], fault: str) -> None:
    with pytest.raises(TutorError) as caught:
        taken(kind, given)
    assert fault in caught.value.message
    assert "It takes" in caught.value.hint


def test_null_counts_as_left_out() -> None:
    assert taken(PathInput, {"goals": ["softmax"], "known": None, "minutes_a_week": None}) == PathInput(
        goals=("softmax",)
    )


@pytest.mark.parametrize("action", AT_ONCE, ids=lambda action: str(action.name))
def test_every_action_and_everything_that_it_takes_is_described(action: Action) -> None:
    assert len(description(action.do)) > 40
    assert "Raises" not in description(action.do)
    assert all(field.description for field in action.takes.model_fields.values())
    json.dumps(action.gives.model_json_schema(mode="serialization"))
