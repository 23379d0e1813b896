"""A whole turn with the model behind a server: the same events as with the model in this process."""

from __future__ import annotations

import threading

import pytest

from graph.concept_graph import ConceptGraph
from tests.contracts.serving import answer_with, send, serving
from tests.tutor.parts import NOW, cited, events_of, finished, retrieved, tutor_with
from tutor.errors import BackendUnavailableError
from tutor.events import Event
from tutor.llm.local import LocalLLM
from tutor.llm.remote import RemoteLLM
from tutor.retrieval.retriever import Retriever
from tutor.types import Conversation, Learner

FASTER = "Why is the second token faster than the first?"


def test_a_turn_through_a_server(starter: LocalLLM, shipped_graph: ConceptGraph, retriever: Retriever) -> None:
    with serving(answer_with(starter)) as address:
        llm = RemoteLLM(address, model="starter", timeout_s=120)
        events = events_of(tutor_with(llm, shipped_graph, retriever, answer_tokens=40), FASTER)
    assert cited(events)[0].passage.concept == "kv-cache"
    assert all(citation in retrieved(events) for citation in cited(events))
    assert finished(events).timing.answer_tokens > 0
    assert finished(events).conversation.turns[0].reply


def test_a_server_that_breaks_leaves_the_conversation_usable(
    starter: LocalLLM, shipped_graph: ConceptGraph, retriever: Retriever
) -> None:
    conversation, seen = Conversation(), list[Event]()
    with serving(send(503, b"busy", "text/plain")) as address:
        broken = tutor_with(RemoteLLM(address, model="starter"), shipped_graph, retriever)
        turn = broken.turn(FASTER, conversation=conversation, learner=Learner(), now=NOW, cancel=threading.Event())
        with pytest.raises(BackendUnavailableError):
            seen.extend(turn)
    assert [event.kind for event in seen] == ["understood", "retrieved"]
    again = events_of(tutor_with(starter, shipped_graph, retriever, answer_tokens=20), FASTER, conversation)
    assert len(finished(again).conversation.turns) == 1
