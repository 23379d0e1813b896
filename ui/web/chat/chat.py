"""The chat: from a question to updates of the page, and from a kept conversation to the same page again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

import gradio as gr

from corpus.sanitise import visible
from tutor.errors import StoreError
from tutor.learner.conversations.store import ConversationStore
from tutor.learner.study import Study
from ui.live import LiveTutor
from ui.web.chat.answer import Answer
from ui.web.chat.answering import Answering, known
from ui.web.chat.drawn import Drawn, answer_message, question_message
from ui.web.chat.examples import example_questions
from ui.web.chat.greeting import greeting_markdown
from ui.web.chat.keeping import Keeping
from ui.web.chat.neighbourhood import neighbourhood_html
from ui.web.chat.passages import passages_markdown
from ui.web.chat.turns import RunningTurns
from ui.web.chat.update import Update, box_busy, box_idle
from ui.web.model_line import ModelLine

__all__ = ["LONGEST_QUESTION", "Chat", "Update"]

LONGEST_QUESTION = 2000
"""Most characters of a question."""

_LOOK_S = 0.25
_ELSEWHERE = "Another question of this conversation is still being answered"


class Chat:
    """Asks the tutor, shows what it answers and keeps it.

    Args:
        live: The tutor, as far as it is open.
        conversations: Where conversations are kept.
        study_of: The study of a learner by their name.
        foot: The footer.
        clock: Says what time it is.

    Attributes:
        running: The turns that are being answered.
    """

    def __init__(
        self,
        live: LiveTutor,
        conversations: ConversationStore,
        study_of: Callable[[str], Study],
        *,
        foot: ModelLine,
        clock: Callable[[], datetime],
    ) -> None:
        self.running = RunningTurns()
        self._live = live
        self._conversations = conversations
        self._study_of = study_of
        self._foot = foot
        self._clock = clock

    def greeting(self, learner: str) -> dict[str, Any]:
        """What stands in a conversation that has no questions yet; those that it has stay."""
        greeting = greeting_markdown(None)
        with suppress(StoreError):
            greeting = greeting_markdown(self._study_of(learner), self._clock())
        examples = [{"text": example} for example in example_questions(self._live.graph)]
        return gr.update(placeholder=greeting, examples=examples)

    def empty(self, learner: str) -> Update:
        """The page before the first question of a conversation."""
        return Update(
            question=box_idle(value=""),
            chat={**self.greeting(learner), "value": []},
            passages=passages_markdown((), ()),
            neighbourhood=neighbourhood_html(self._live.graph, None, ()),
            model=self._foot.html(),
        )

    def history(self, learner: str, conversation: str) -> Update:
        """The page of a kept conversation; the empty one where there is none with that id."""
        drawn = self._drawn(learner, conversation)
        if not drawn.turns:
            return self.empty(learner)
        graph, focus = self._live.graph, next(iter(drawn.conversation.focus), None)
        state = graph.closure(known(self._study_of(learner), self._clock()).known)
        return Update(
            question=box_idle(value=""),
            chat=drawn.messages(),
            passages=passages_markdown(drawn.answers[-1].used or (), drawn.brought, graph),
            neighbourhood=neighbourhood_html(graph, focus, state),
            model=self._foot.html(),
        )

    def answer(
        self,
        learner: str,
        conversation: str,
        text: str,
        session: str,
        *,
        typed: bool = False,
        number: int | None = None,
    ) -> Iterator[Update]:
        """One turn as updates of the page; the last one gives the question box back. It is kept while it grows.

        Args:
            learner: Who asks.
            conversation: The conversation's id; it begins with its first question.
            text: The question; empty to ask the one of that number again.
            session: What `running.stop` stops.
            typed: Whether the question stands in the box, which is then emptied; a draft stays.
            number: Which question it replaces, with everything after it, from 1; None to ask behind the last one.
        """
        asked = visible(text).strip()[:LONGEST_QUESTION]
        if not asked and number is None:
            yield Update()
            return
        place = self.running.place(learner, conversation)
        with self.running.turn(session) as cancel:
            yield Update(question=box_busy(value="") if typed else box_busy())
            if not place.take(0):
                yield self._behind(learner, conversation, asked)
                while not place.take(_LOOK_S):
                    if cancel.is_set():
                        yield self.history(learner, conversation)
                        return
                    yield Update()
            try:
                yield from self._answering(learner, conversation).updates(asked, number, cancel)
            finally:
                place.give_back()

    def _answering(self, learner: str, conversation: str) -> Answering:
        catalogue = self._live.graph.catalogue
        keeping = Keeping(self._conversations, learner, conversation, catalogue, self._clock)
        return Answering(self._live, keeping, self._study_of(learner), self._foot, self._clock)

    def _drawn(self, learner: str, conversation: str) -> Drawn:
        """What is kept of a conversation; nothing where nothing is, or where it cannot be read."""
        try:
            kept = self._conversations.turns(learner, conversation)
        except StoreError:
            kept = ()
        return Drawn.of(kept, self._live.graph.catalogue)

    def _behind(self, learner: str, conversation: str, text: str) -> Update:
        """What is seen while another turn of the conversation is still being answered, in another window for example."""
        drawn = self._drawn(learner, conversation)
        number = len(drawn.turns) + 1
        asked = [question_message(number, text)] if text else []
        waiting = answer_message(number, Answer(status=_ELSEWHERE), last=True)
        return Update(chat=[*drawn.messages(open_end=True), *asked, waiting])
