"""The whole turn with the real starter model, and the turns that need no model."""

from __future__ import annotations

import logging
import threading

import pytest
import pytest_socket

from corpus.types import SectionName
from graph.concept_graph import ConceptGraph
from graph.paths import learning_path
from tests.tutor.parts import Dialogue, cited, events_of, finished, only, retrieved, shown_sentences, tutor_with
from tutor.events import (
    AskedBack,
    Declined,
    Event,
    KnowledgeStated,
    NextFound,
    PathFound,
    Quoted,
    Retrieved,
    Said,
    SentenceShown,
    Suggested,
    Understood,
)
from tutor.llm.local import LocalLLM
from tutor.retrieval.retriever import Retriever
from tutor.session import Tutor
from tutor.types import Conversation, Learner, TurnRecord

ORDER = [
    "understood",
    "retrieved",
    "uncovered",
    "bridged",
    "compared",
    "queued",
    "sentence",
    "quoted",
    "sources differ",
    "suggested",
    "finished",
]


@pytest.fixture(params=["faster", "grow", "different"])
def turn(request: pytest.FixtureRequest, dialogue: Dialogue) -> list[Event]:
    """Each turn of the dialogue that the model answers."""
    events: list[Event] = getattr(dialogue, request.param)
    return events


def test_events_come_in_order_and_end_with_finished(turn: list[Event]) -> None:
    places = [ORDER.index(event.kind) for event in turn]
    assert places == sorted(places)
    for kind in (Understood, Retrieved, Suggested):
        assert len(only(turn, kind)) == 1
    assert turn[-1].kind == "finished"
    assert {event.kind for event in turn} & {"sentence", "quoted", "compared"}


def test_every_citation_shown_is_among_the_passages_found(turn: list[Event]) -> None:
    assert cited(turn)
    assert all(citation in retrieved(turn) for citation in cited(turn))
    assert all(event.citations for event in only(turn, SentenceShown))


def test_what_was_shown_is_what_the_conversation_keeps(turn: list[Event]) -> None:
    record = finished(turn).conversation.turns[-1]
    for sentence in shown_sentences(turn):
        assert sentence in record.shown
        assert sentence not in finished(turn).dropped
    assert record.focus[0] == "kv-cache"


def test_a_conversation_comes_back_from_json(dialogue: Dialogue) -> None:
    conversation = finished(dialogue.capital).conversation
    assert len(conversation.turns) == 4
    assert Conversation.model_validate_json(conversation.model_dump_json()) == conversation


def test_every_event_has_a_json_form(dialogue: Dialogue) -> None:
    for event in (event for turn in dialogue for event in turn):
        assert type(event).model_validate_json(event.model_dump_json()) == event


def test_everything_works_without_a_network(tutor: Tutor) -> None:
    pytest_socket.disable_socket()
    try:
        events = events_of(tutor, "What is softmax?")
    finally:
        pytest_socket.enable_socket()
    assert cited(events)[0].passage.concept == "softmax"
    assert finished(events).timing.answer_tokens > 0


def test_an_answer_of_the_real_model_can_be_stopped(tutor: Tutor) -> None:
    class Soon:
        """Somebody who stops after a few tokens."""

        looks = 0

        def is_set(self) -> bool:
            self.looks += 1
            return self.looks > 8

    events = events_of(tutor, "What is dropout?", cancel=Soon())
    assert finished(events).cancelled
    assert finished(events).timing.answer_tokens < 10
    assert events[-1].kind == "finished"


def test_one_line_is_logged_for_a_turn(quoting: Tutor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="tutor"):
        events_of(quoting, "What is softmax?")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "tutor"]
    assert "softmax" in line
    assert "\n" not in line


@pytest.mark.parametrize("text", ["Hello!", "thanks a lot", "who are you?"])
def test_small_talk_is_answered_by_a_fixed_sentence(quoting: Tutor, text: str) -> None:
    events = events_of(quoting, text)
    assert [event.kind for event in events] == ["understood", "said", "finished"]
    assert only(events, Said)[0].text


def test_what_the_learner_knows_is_noted(quoting: Tutor, shipped_graph: ConceptGraph) -> None:
    events = events_of(quoting, "I know softmax and the dot product", learner=Learner(known=("relu",)))
    (stated,) = only(events, KnowledgeStated)
    assert set(stated.concepts) == {"softmax", "dot-product"}
    assert set(stated.learner.known) == {"relu", "softmax", "dot-product"}
    state = shipped_graph.closure(stated.learner.known)
    (ready,) = only(events, NextFound)
    assert ready.ready
    assert all(state.issuperset(shipped_graph.prerequisites(step.concept)) for step in ready.ready)
    assert all(step.concept not in state for step in ready.ready)


def test_a_path_leaves_out_what_is_known(quoting: Tutor, shipped_graph: ConceptGraph) -> None:
    known = ("dot-product", "softmax")
    events = events_of(quoting, "study path to FlashAttention", learner=Learner(known=known))
    (found,) = only(events, PathFound)
    assert found.path == learning_path(shipped_graph, ["flashattention"], known)
    assert found.path.steps[-1].concept == "flashattention"
    assert not {step.concept for step in found.path.steps} & shipped_graph.closure(known)


def test_what_is_said_to_be_known_counts_for_the_path_in_the_same_breath(
    quoting: Tutor, shipped_graph: ConceptGraph
) -> None:
    events = events_of(quoting, "path to FlashAttention knowing dot product and softmax")
    assert only(events, KnowledgeStated)[0].learner.known == ("dot-product", "softmax")
    assert only(events, PathFound)[0].path == learning_path(
        shipped_graph, ["flashattention"], ("dot-product", "softmax")
    )


def test_a_path_to_nowhere_asks_back(quoting: Tutor) -> None:
    events = events_of(quoting, "give me a study path")
    (asked,) = only(events, AskedBack)
    assert asked.options
    for option in asked.options:
        assert only(events_of(quoting, option), PathFound)


def test_a_path_follows_the_subject(quoting: Tutor, dialogue: Dialogue) -> None:
    events = events_of(quoting, "what should I read first?", finished(dialogue.grow).conversation)
    assert only(events, PathFound)[0].path.goals == ("kv-cache",)


def test_what_next_names_what_is_ready(quoting: Tutor, shipped_graph: ConceptGraph) -> None:
    learner = Learner(known=("transformer",))
    events = events_of(quoting, "What should I learn next?", learner=learner)
    (found,) = only(events, NextFound)
    state = shipped_graph.closure(learner.known)
    assert found.ready
    assert all(state.issuperset(shipped_graph.prerequisites(step.concept)) for step in found.ready)


def test_an_ambiguous_name_asks_back_and_each_option_is_a_question(quoting: Tutor) -> None:
    events = events_of(quoting, "What is bias?")
    (asked,) = only(events, AskedBack)
    assert len(asked.options) > 1
    answers = [events_of(quoting, option) for option in asked.options]
    subjects = [finished(answer).conversation.focus[0] for answer in answers]
    assert set(subjects) == {"bias-fairness", "bias-parameter"}


def test_another_name_settles_an_ambiguous_one(quoting: Tutor) -> None:
    events = events_of(quoting, "What is the bias of a neuron in a fully connected layer?")
    assert only(events, AskedBack) == []


@pytest.mark.parametrize("text", ["What is the capital of France?", "How do I bake a pizza?", "How do SQL joins work?"])
def test_what_is_not_taught_is_declined_with_what_is_near(quoting: Tutor, text: str) -> None:
    events = events_of(quoting, text)
    (declined,) = only(events, Declined)
    assert declined.message
    assert declined.nearest
    assert only(events, Retrieved) == []
    assert finished(events).conversation.focus == ()


def test_a_comparison_brings_both(quoting: Tutor) -> None:
    events = events_of(quoting, "What is the difference between LoRA and QLoRA?")
    assert {citation.passage.concept for citation in retrieved(events)} == {"lora", "qlora"}
    assert set(finished(events).conversation.focus) >= {"lora", "qlora"}


def test_a_formula_is_quoted_also_by_the_real_model(tutor: Tutor) -> None:
    events = events_of(tutor, "What is the formula of softmax?")
    (quoted,) = only(events, Quoted)
    assert quoted.citation.passage.section is SectionName.FORMULA
    assert finished(events).timing.answer_tokens == 0


def test_bridges_are_only_for_a_learner_who_said_what_they_know(quoting: Tutor, shipped_graph: ConceptGraph) -> None:
    question = "How does FlashAttention work?"
    (some,) = only(events_of(quoting, question, learner=Learner(known=("vector",))), Retrieved)
    bridges = [hit.passage.concept for hit in some.hits if hit.role == "bridge"]
    assert bridges
    assert set(bridges) <= set(shipped_graph.prerequisites("flashattention"))
    knows = Learner(known=shipped_graph.prerequisites("flashattention"))
    (none,) = only(events_of(quoting, question, learner=knows), Retrieved)
    assert all(hit.role == "direct" for hit in none.hits)


@pytest.mark.parametrize("text", ["", "   ", "?", "🦙", "a" * 10_000, "\0", "[1]", "<b>bold</b>"])
def test_any_text_is_a_turn(quoting: Tutor, text: str) -> None:
    last = finished(events_of(quoting, text))
    assert len(last.conversation.turns) == 1
    assert len(last.conversation.turns[0].text) <= 4000


def test_a_conversation_that_names_passages_that_are_gone_goes_on(quoting: Tutor) -> None:
    old = TurnRecord(
        text="What is phlogiston?",
        question="What is phlogiston?",
        focus=("phlogiston",),
        passages=("phlogiston#definition",),
    )
    events = events_of(quoting, "What is softmax?", Conversation(turns=(old,)))
    assert cited(events)[0].passage.concept == "softmax"
    assert min(citation.number for citation in retrieved(events)) == 2


def test_two_conversations_do_not_mix(quoting: Tutor) -> None:
    one = finished(events_of(quoting, "What is dropout?")).conversation
    two = finished(events_of(quoting, "What is softmax?")).conversation
    assert finished(events_of(quoting, "why does it help?", one)).conversation.focus[0] == "dropout"
    assert finished(events_of(quoting, "what is it used for?", two)).conversation.focus[0] == "softmax"


def test_two_people_at_once_are_both_answered(
    starter: LocalLLM, shipped_graph: ConceptGraph, retriever: Retriever
) -> None:
    tutor = tutor_with(starter, shipped_graph, retriever, answer_tokens=30)
    answers: dict[str, list[Event]] = {}

    def ask(text: str) -> None:
        answers[text] = events_of(tutor, text)

    people = [threading.Thread(target=ask, args=(text,)) for text in ("What is ReLU?", "What is a learning rate?")]
    for person in people:
        person.start()
    for person in people:
        person.join(120)
    assert {text: cited(events)[0].passage.concept for text, events in answers.items()} == {
        "What is ReLU?": "relu",
        "What is a learning rate?": "learning-rate",
    }
