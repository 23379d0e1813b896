"""One turn: asked, kept and shown while it grows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from tutor.errors import StoreError, TutorError
from tutor.events import Event, KnowledgeStated, Said
from tutor.learner.study import Study
from tutor.protocols import Cancellation
from tutor.types import Conversation, Learner
from ui.dialect import TERMINAL
from ui.live import Doing, LiveTutor
from ui.live_turn import live_turn
from ui.render import trouble
from ui.web.chat.answer import Answer
from ui.web.chat.drawn import Drawn, answer_message, question_message
from ui.web.chat.keeping import Keeping
from ui.web.chat.markup import WEB
from ui.web.chat.neighbourhood import neighbourhood_html
from ui.web.chat.passages import passages_markdown
from ui.web.chat.update import Update, box_idle
from ui.web.model_line import ModelLine, doing_sentence

log = logging.getLogger("tutor")

_BROKEN = "Something went wrong on this side, not with your question. The terminal that runs the tutor says what."
_QUOTED = "The language model could not be loaded, so pages are quoted."
_MODEL_PAGE = '<a href="?screen=model">Model and privacy</a>'
_UNKEPT = "This could not be kept, and is gone when you ask on or leave."


@dataclass(frozen=True)
class Answering:
    """Answers one turn of a conversation.

    Attributes:
        live: The tutor, as far as it is open.
        keeping: Keeps the turn.
        study: The study of whoever asks.
        foot: The footer.
        clock: Says what time it is.
    """

    live: LiveTutor
    keeping: Keeping
    study: Study
    foot: ModelLine
    clock: Callable[[], datetime]

    def updates(self, text: str, number: int | None, cancel: Cancellation) -> Iterator[Update]:
        """The turn as updates of the page; the last one gives the question box back.

        Args:
            text: The question; empty to ask the one of that number again.
            number: Which question it replaces, from 1; None to ask behind the last one.
            cancel: Ends the turn when it is set.
        """
        asked, kept = self.keeping.ask(text, number)
        before = Drawn.of(kept, self.live.graph.catalogue)
        place = len(kept) + 1
        above = [*before.messages(open_end=True), *([question_message(place, asked)] if asked else [])]
        answer = Answer()
        try:
            for answer, update in self._growing(asked, before, cancel) if asked else ():
                yield update._replace(chat=[*above, answer_message(place, answer, last=True)])
        finally:
            self.keeping.over()
        yield Update(question=box_idle(), chat=[*above, answer_message(place, self._over(answer), last=True)])

    def _growing(self, text: str, before: Drawn, cancel: Cancellation) -> Iterator[tuple[Answer, Update]]:
        """The answer after each event, with the parts beside the chat that the event changed."""
        answer, learner = Answer(), known(self.study, self.clock())
        yield answer, Update()
        try:
            with closing(cast("Any", self._events(text, before.conversation, learner, cancel))) as events:
                for event in events:
                    earlier, answer = answer, self._after(answer, event)
                    yield answer, self._beside(earlier, answer, before, learner)
        except TutorError as error:
            yield self._after(answer, Said(text=trouble(error, TERMINAL))), Update()
        except Exception:
            log.exception("a turn broke off")
            yield self._after(answer, Said(text=_BROKEN)), Update()

    def _events(
        self, text: str, conversation: Conversation, learner: Learner, cancel: Cancellation
    ) -> Iterator[Event | Doing]:
        return live_turn(self.live, text, conversation=conversation, learner=learner, now=self.clock(), cancel=cancel)

    def _after(self, answer: Answer, event: Event | Doing) -> Answer:
        if isinstance(event, Doing):
            return answer.but(status=doing_sentence(event))
        self.keeping.took(event)
        if isinstance(event, KnowledgeStated):
            self.study.say(event.concepts, self.clock(), known=True)
        return answer.after(event, self.live.graph.catalogue)

    def _beside(self, earlier: Answer, answer: Answer, before: Drawn, learner: Learner) -> Update:
        update = Update()
        graph = self.live.graph
        if answer.finished:
            self.foot.note(answer.finished.timing)
            update = update._replace(model=self.foot.html())
        if answer.used is not None and answer.used != earlier.used:
            update = update._replace(passages=passages_markdown(answer.used, before.brought, graph))
        if answer.focus and (answer.focus, answer.learner) != (earlier.focus, earlier.learner):
            state = graph.closure((answer.learner or learner).known)
            update = update._replace(neighbourhood=neighbourhood_html(graph, answer.focus, state))
        return update

    def _over(self, answer: Answer) -> Answer:
        """The answer at its end, with what went wrong beside it."""
        answer = answer.ended()
        tutor = self.live.tutor
        if answer.used is not None and tutor and tutor.llm is None and self.live.trouble:
            answer = answer.remark(f"{_QUOTED} {trouble(self.live.trouble, WEB)} {_MODEL_PAGE}")
        if self.keeping.trouble:
            answer = answer.remark(f"{_UNKEPT} {trouble(self.keeping.trouble, WEB)}")
        return answer


def known(study: Study, now: datetime) -> Learner:
    """The learner of a study; one who knows nothing where their log cannot be read."""
    try:
        return study.as_learner(now)
    except StoreError:
        return Learner(id=study.learner)
