"""What is evaluated: the parts of the tutor, each opened when it is first asked for; and whole conversations."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from graph.concept_graph import ConceptGraph
from tutor.events import Event, Finished, KnowledgeStated
from tutor.types import Conversation, Learner

if TYPE_CHECKING:
    from tutor.dialogue.check import SupportCheck
    from tutor.protocols import LLM
    from tutor.retrieval.retriever import Retriever
    from tutor.session import Tutor


class Parts:
    """The parts of the tutor.

    Args:
        graph: The concepts.
        open_tutor: Opens the tutor, with its language model or without (`with_model`).
        open_noted: Opens a tutor like another one that also teaches notes, with a folder for its index.
        open_check: Opens the check of sentences, given what finds passages.
        now: When the evaluation began; handed to every turn.
        judged: Whether the language model judges claims too.
    """

    def __init__(
        self,
        graph: ConceptGraph,
        open_tutor: Callable[..., Tutor],
        open_noted: Callable[[Tutor, Path, Path], Tutor],
        open_check: Callable[[Retriever], SupportCheck],
        now: datetime,
        *,
        judged: bool = False,
    ) -> None:
        self.graph = graph
        self.now = now
        self._open_tutor = open_tutor
        self._open_noted = open_noted
        self._open_check = open_check
        self._judged = judged

    @cached_property
    def tutor(self) -> Tutor:
        """The tutor with its language model."""
        return self._open_tutor(with_model=True)

    @cached_property
    def quoting(self) -> Tutor:
        """The tutor without a language model; everything but the writing is the same."""
        return self._open_tutor(with_model=False)

    @property
    def judge(self) -> LLM | None:
        """The language model that judges claims; None where the check is measured without one."""
        return self.tutor.llm if self._judged else None

    def noted(self, notes: Path, index: Path) -> Tutor:
        """The tutor with its language model, teaching notes beside the pages; `index` is a folder that is not there."""
        return self._open_noted(self.tutor, notes, index)

    @property
    def retriever(self) -> Retriever:
        """What finds concepts and passages."""
        return self.quoting.retriever

    @cached_property
    def check(self) -> SupportCheck:
        """What decides whether a sentence may be shown."""
        return self._open_check(self.retriever)


class Turn(NamedTuple):
    """Everything that a turn yielded, and how long it took in milliseconds."""

    events: tuple[Event, ...]
    ms: float

    @property
    def finished(self) -> Finished:
        """The last event."""
        last = self.events[-1]
        assert isinstance(last, Finished)
        return last


def converse(tutor: Tutor, texts: Iterable[str], now: datetime) -> Sequence[Turn]:
    """Have a conversation with somebody who knows nothing yet, and keep every turn."""
    conversation, learner, turns = Conversation(), Learner(), list[Turn]()
    for text in texts:
        start = time.perf_counter()
        events = tuple(tutor.turn(text, conversation=conversation, learner=learner, now=now, cancel=threading.Event()))
        turns.append(Turn(events, 1000 * (time.perf_counter() - start)))
        conversation = turns[-1].finished.conversation
        learner = next((event.learner for event in events if isinstance(event, KnowledgeStated)), learner)
    return turns
