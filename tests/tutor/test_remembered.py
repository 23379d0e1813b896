"""Turns as they are kept, and the conversation that comes of them."""

from __future__ import annotations

from graph.concept_graph import ConceptGraph
from tests.tutor.parts import DIALOGUE, events_of, finished, tutor_with
from tutor.dialogue.remembered import kept_body, kept_events, remembered
from tutor.events import Event, Finished, Retrieved
from tutor.retrieval.retriever import Retriever
from tutor.types import Conversation


def turns_of(graph: ConceptGraph, retriever: Retriever) -> tuple[Conversation, list[tuple[str, list[Event]]]]:
    tutor, conversation, turns = tutor_with(None, graph, retriever), Conversation(), []
    for text in DIALOGUE:
        events = events_of(tutor, text, conversation)
        conversation = finished(events).conversation
        turns.append((text, events))
    return conversation, turns


def test_a_conversation_is_remembered_from_its_kept_turns(shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    conversation, turns = turns_of(shipped_graph, retriever)
    kept = [(text, kept_events(kept_body(events))) for text, events in turns]
    assert remembered(kept) == conversation
    assert remembered(kept[:2]).focus == finished(turns[1][1]).conversation.focus


def test_a_body_grows_with_its_turn_and_not_with_the_conversation(
    shipped_graph: ConceptGraph, retriever: Retriever
) -> None:
    _, turns = turns_of(shipped_graph, retriever)
    (last,) = [event for event in kept_events(kept_body(turns[-1][1])) if isinstance(event, Finished)]
    assert len(last.conversation.turns) == 1


def test_a_turn_that_broke_off_counts_with_what_was_seen(shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    _, turns = turns_of(shipped_graph, retriever)
    (text, events), following = turns[0], events_of
    seen = [event for event in events if not isinstance(event, Finished)]
    before = remembered([(text, seen)])
    (brought,) = [event.citations for event in seen if isinstance(event, Retrieved)]
    assert before.passages == tuple(citation.passage.id for citation in sorted(brought, key=lambda one: one.number))
    assert before.focus[0] == "kv-cache"
    later = following(tutor_with(None, shipped_graph, retriever), "What is softmax?", before)
    numbers = [one.number for event in later if isinstance(event, Retrieved) for one in event.citations]
    assert min(numbers) > len(before.passages)


def test_what_cannot_be_read_is_nothing() -> None:
    assert kept_events("") == kept_events("[{}]") == kept_events("{") == ()
    assert remembered([("Hello", ())]).turns[0].question == "Hello"
