"""From a question to updates of the page, as they come."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any, NamedTuple, cast

import gradio as gr
from gradio.components.chatbot import MessageDict

from corpus.types import ConceptId
from tutor.errors import TutorError
from tutor.events import Event, KnowledgeStated
from tutor.factory import passages_by_id
from tutor.learner.study import Study
from tutor.session import Tutor
from tutor.types import Conversation, Learner, Timing
from ui.render import trouble
from ui.web.answer import Answer
from ui.web.markup import WEB
from ui.web.model_line import model_line
from ui.web.neighbourhood import neighbourhood_html
from ui.web.passages import numbered, passages_markdown
from ui.web.turns import RunningTurns

log = logging.getLogger("tutor")

LONGEST_QUESTION = 2000
"""Most characters of a question."""

_BROKEN = "Something went wrong on this side, not with your question. The terminal that runs the tutor says what."


class Update(NamedTuple):
    """New values for the parts of the page, in the order of the outputs; what is left out stays as it is."""

    question: object = gr.skip()
    chat: object = gr.skip()
    passages: object = gr.skip()
    neighbourhood: object = gr.skip()
    model: object = gr.skip()
    conversation: object = gr.skip()
    learner: object = gr.skip()


class Chat:
    """Asks one tutor and shows what it answers.

    Args:
        tutor: The tutor.
        privacy: What the page says about where questions go.
        clock: Says what time it is.
        study: The study of the one learner of this machine; None where each page is somebody of their own.
    """

    def __init__(
        self, tutor: Tutor, *, privacy: str, clock: Callable[[], datetime], study: Study | None = None
    ) -> None:
        self.tutor = tutor
        self.running = RunningTurns()
        self._privacy = privacy
        self._clock = clock
        self._study = study
        self._passages = passages_by_id(tutor.graph)

    def empty(self) -> Update:
        """The page before the first question."""
        return Update(
            question=box_idle(value=""),
            chat=[],
            passages=passages_markdown((), ()),
            neighbourhood=neighbourhood_html(self.tutor.graph, None, ()),
            model=self.model_line(Timing()),
            conversation=Conversation(),
        )

    def model_line(self, timing: Timing) -> str:
        """The footer."""
        return model_line(self.tutor.llm, self._privacy, timing)

    def events(self, text: str, conversation: Conversation, learner: Learner, session: str) -> Iterator[Event]:
        """One turn, which `running.stop(session)` ends."""
        with self.running.turn(session) as cancel:
            now = self._clock()
            known = self._study.as_learner(now).who_knows(learner.known) if self._study else learner
            turn = self.tutor.turn(
                text[:LONGEST_QUESTION], conversation=conversation, learner=known, now=now, cancel=cancel
            )
            with closing(cast("Any", turn)) as events:
                for event in events:
                    if self._study and isinstance(event, KnowledgeStated):
                        self._study.say(event.concepts, now, known=True)
                    yield event

    def answer(
        self,
        text: str,
        history: Sequence[MessageDict],
        conversation: Conversation,
        learner: Learner,
        session: str,
        *,
        typed: bool,
    ) -> Iterator[Update]:
        """One turn as updates of the page; the last one gives the question box back.

        Args:
            text: The question.
            history: The chat so far.
            conversation: The turns so far.
            learner: Who asks.
            session: What `running.stop` stops.
            typed: Whether the question stands in the box, which is then emptied; a draft stays.
        """
        chat: list[MessageDict] = [*history, {"role": "user", "content": WEB.plain(text)}]
        answer = Answer()
        yield Update(question=box_busy(value="") if typed else box_busy(), chat=[*chat, _message(answer)])
        events = self.events(text, conversation, learner, session)
        try:
            with closing(cast("Any", events)):
                for event in events:
                    before, answer = answer, answer.after(event, self.tutor.graph.catalogue)
                    learner = answer.learner or learner
                    yield self._changes(before, answer, conversation, learner)._replace(chat=[*chat, _message(answer)])
        except TutorError as error:
            answer = answer.block(trouble(error, WEB))
        except Exception:
            log.exception("a turn broke off")
            answer = answer.block(_BROKEN)
        yield Update(question=box_idle(), chat=[*chat, _message(answer.ended())])

    def _changes(self, before: Answer, answer: Answer, conversation: Conversation, learner: Learner) -> Update:
        """The parts beside the chat that an event changed."""
        update = Update()
        if answer.finished is not None:
            update = update._replace(conversation=answer.finished.conversation)
            if answer.finished.timing.answer_tokens:
                update = update._replace(model=self.model_line(answer.finished.timing))
        if answer.used is not None and answer.used != before.used:
            update = update._replace(passages=passages_markdown(answer.used, numbered(conversation, self._passages)))
        if answer.learner != before.learner:
            update = update._replace(learner=learner)
        if (answer.focus, answer.learner) != (before.focus, before.learner):
            update = update._replace(neighbourhood=self._neighbourhood(answer.focus, learner))
        return update

    def _neighbourhood(self, focus: ConceptId | None, learner: Learner) -> object:
        if focus is None:
            return gr.skip()
        return neighbourhood_html(self.tutor.graph, focus, self.tutor.graph.closure(learner.known))


def _message(answer: Answer) -> MessageDict:
    message: MessageDict = {"role": "assistant", "content": answer.markdown}
    if answer.options and answer.finished is not None:
        message["options"] = [{"value": option} for option in answer.options]
    return message


def box_busy(value: str | None = None) -> object:
    """The question box while an answer is being written."""
    return _box(value, submit_btn=False, stop_btn="Stop")


def box_idle(value: str | None = None) -> object:
    """The question box while there is nothing to stop."""
    return _box(value, submit_btn="Ask", stop_btn=False)


def _box(value: str | None, *, submit_btn: str | bool, stop_btn: str | bool) -> object:
    buttons = gr.update(submit_btn=submit_btn, stop_btn=stop_btn)
    return buttons if value is None else {**buttons, "value": value}
