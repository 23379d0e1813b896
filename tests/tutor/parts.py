"""The tutor put together from real parts for tests, and what a turn of it yields."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple, TypeVar

from graph.concept_graph import ConceptGraph
from tutor.dialogue.check import SupportCheck
from tutor.dialogue.explain import Explainer
from tutor.events import Event, Finished, Retrieved, SentenceShown, citations_of
from tutor.factory import open_llm, passages_by_id
from tutor.llm.local import LocalLLM
from tutor.protocols import LLM, Cancellation
from tutor.retrieval.retriever import Retriever
from tutor.session import Tutor
from tutor.settings import Settings
from tutor.types import Citation, Conversation, Learner

NOW = datetime(2026, 1, 1, tzinfo=UTC)

E = TypeVar("E", bound=Event)


class Dialogue(NamedTuple):
    """The dialogue of the project, a turn for each text."""

    faster: list[Event]
    grow: list[Event]
    different: list[Event]
    capital: list[Event]


DIALOGUE = (
    "Why is the second token faster than the first?",
    "why does it grow?",
    "how is it different from grouped-query attention?",
    "What is the capital of France?",
)


@cache
def starter_llm(settings: Settings) -> LocalLLM:
    """The real starter model, loaded once for every test that asks for it."""
    llm = open_llm(settings, lambda _: None)
    assert isinstance(llm, LocalLLM)
    return llm


def tutor_with(
    llm: LLM | None,
    graph: ConceptGraph,
    retriever: Retriever,
    *,
    answer_tokens: int = 120,
    passage_tokens: int = 320,
) -> Tutor:
    """A tutor of the shipped pages with that language model."""
    check = SupportCheck(retriever.embedder, retriever.names, graph.catalogue)
    explainer = Explainer(llm, check, passages_by_id(graph), answer_tokens=answer_tokens, passage_tokens=passage_tokens)
    return Tutor(graph, retriever, explainer)


def events_of(
    tutor: Tutor,
    text: str,
    conversation: Conversation | None = None,
    learner: Learner | None = None,
    cancel: Cancellation | None = None,
) -> list[Event]:
    """Everything that one turn yields."""
    turn = tutor.turn(
        text,
        conversation=conversation or Conversation(),
        learner=learner or Learner(),
        now=NOW,
        cancel=cancel or threading.Event(),
    )
    return list(turn)


def only(events: list[Event], kind: type[E]) -> list[E]:
    """The events of one kind, in order."""
    return [event for event in events if isinstance(event, kind)]


def finished(events: list[Event]) -> Finished:
    """The last event, which ends every turn."""
    last = events[-1]
    assert isinstance(last, Finished)
    return last


def retrieved(events: list[Event]) -> tuple[Citation, ...]:
    """The passages that the turn may cite."""
    return tuple(citation for event in only(events, Retrieved) for citation in event.citations)


def cited(events: list[Event]) -> list[Citation]:
    """The passages that the learner sees cited or quoted, in order."""
    return [citation for event in events for citation in citations_of(event)]


def shown_sentences(events: list[Event]) -> list[str]:
    """The model's sentences that the learner sees."""
    return [event.text for event in only(events, SentenceShown)]
