"""The page of one learner on their own machine: what they say they know is kept, and counts in every answer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.concept_graph import ConceptGraph
from tests.tutor.parts import tutor_with
from tutor.events import Bridged, Event, KnowledgeStated
from tutor.learner.entries import Aim
from tutor.learner.log.store import LearnerStore
from tutor.learner.study import Study
from tutor.retrieval.retriever import Retriever
from tutor.types import Conversation, Learner
from ui.web.chat import Chat

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def study(shipped_graph: ConceptGraph, tmp_path: Path) -> Study:
    return Study(shipped_graph, LearnerStore(f"sqlite:///{tmp_path}/learners.db"), "ann")


@pytest.fixture
def chat(study: Study, shipped_graph: ConceptGraph, retriever: Retriever) -> Chat:
    return Chat(tutor_with(None, shipped_graph, retriever), privacy="", clock=lambda: NOW, study=study)


def said(chat: Chat, text: str) -> list[Event]:
    return list(chat.events(text, Conversation(), Learner(), "page"))


def test_what_is_said_in_the_chat_is_kept(chat: Chat, study: Study) -> None:
    (stated,) = [event for event in said(chat, "I know softmax") if isinstance(event, KnowledgeStated)]
    assert stated.concepts == ("softmax",)
    assert "softmax" in study.state(NOW).known


def test_what_is_known_counts_in_the_answer_of_a_new_page(chat: Chat, study: Study) -> None:
    direct = study.graph.prerequisites("lora")[:1]
    study.say(direct, NOW, known=True)
    (bridge,) = [event for event in said(chat, "How does LoRA work?") if isinstance(event, Bridged)]
    assert bridge.known == direct


def test_the_aim_says_what_comes_next_after_an_answer(chat: Chat, study: Study) -> None:
    study.note(Aim(id="aim", at=NOW, goals=("flashattention",)))
    assert "on path" in [event.kind for event in said(chat, "What is a vector?")]
