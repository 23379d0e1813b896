"""The tutor's real parts, opened once."""

from __future__ import annotations

import pytest

from graph.concept_graph import ConceptGraph
from tests.tutor.parts import DIALOGUE, Dialogue, events_of, finished, starter_llm, tutor_with
from tutor.events import Event
from tutor.llm.local import LocalLLM
from tutor.retrieval.embedder import Embedder
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.retriever import Retriever
from tutor.session import Tutor
from tutor.settings import Settings
from tutor.types import Conversation


@pytest.fixture(scope="session")
def starter(settings: Settings) -> LocalLLM:
    """The real starter model."""
    return starter_llm(settings)


@pytest.fixture(scope="session")
def embedder(retriever: Retriever) -> Embedder:
    """The real embedder."""
    return retriever.embedder


@pytest.fixture(scope="session")
def names(retriever: Retriever) -> NameMatcher:
    """The name matcher over the shipped pages."""
    return retriever.names


@pytest.fixture(scope="session")
def tutor(starter: LocalLLM, shipped_graph: ConceptGraph, retriever: Retriever) -> Tutor:
    """The whole tutor with the starter model."""
    return tutor_with(starter, shipped_graph, retriever, answer_tokens=60)


@pytest.fixture(scope="session")
def quoting(shipped_graph: ConceptGraph, retriever: Retriever) -> Tutor:
    """The tutor without a language model, which quotes its pages."""
    return tutor_with(None, shipped_graph, retriever)


@pytest.fixture(scope="session")
def dialogue(tutor: Tutor) -> Dialogue:
    """The dialogue of the project with the starter model."""
    conversation, turns = Conversation(), list[list[Event]]()
    for text in DIALOGUE:
        turns.append(events_of(tutor, text, conversation))
        conversation = finished(turns[-1]).conversation
    return Dialogue(*turns)
