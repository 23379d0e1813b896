"""Kept turns as the page shows them: messages, the passages that they brought, and what comes of them for the next turn."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from gradio.components.chatbot import MessageDict

from corpus.catalogue import Catalogue
from tutor.dialogue.remembered import kept_events, remembered
from tutor.events import Event, Retrieved
from tutor.learner.conversations.store import KeptTurn
from tutor.types import Citation, Conversation
from ui.web.chat.answer import Answer
from ui.web.chat.markup import WEB

_TITLE_LETTERS = 60


@dataclass(frozen=True)
class Drawn:
    """Kept turns.

    Attributes:
        turns: Each turn's text and events.
        answers: Their answers.
        conversation: What the next turn starts from.
        brought: Every passage that they brought, by its number.
    """

    turns: tuple[tuple[str, tuple[Event, ...]], ...]
    answers: tuple[Answer, ...]
    conversation: Conversation
    brought: tuple[Citation, ...]

    @classmethod
    def of(cls, kept: Sequence[KeptTurn], catalogue: Catalogue) -> Drawn:
        """Turns as they were kept, in order."""
        turns = tuple((turn.text, kept_events(turn.body)) for turn in kept)
        answers = tuple(Answer.of(events, catalogue).ended() for _, events in turns)
        found = [event for _, events in turns for event in events if isinstance(event, Retrieved)]
        brought = {citation.number: citation for event in found for citation in event.citations}
        in_order = tuple(brought[number] for number in sorted(brought))
        return cls(turns, answers, remembered(turns), in_order)

    def messages(self, *, open_end: bool = False) -> list[MessageDict]:
        """The messages of the chat.

        Args:
            open_end: Whether more comes below; else the last answer offers what to do next.
        """
        last = 0 if open_end else len(self.turns)
        return [
            message
            for number, ((text, _), answer) in enumerate(zip(self.turns, self.answers, strict=True), start=1)
            for message in (question_message(number, text), answer_message(number, answer, last=number == last))
        ]


def question_message(number: int, text: str) -> MessageDict:
    """A question, which can be edited."""
    edit = f'<a class="turn edit" href="#edit-{number}">Edit<span class="unseen"> question {number}</span></a>'
    return {"role": "user", "content": f"{WEB.plain(text)}\n\n{edit}"}


def answer_message(number: int, answer: Answer, *, last: bool) -> MessageDict:
    """An answer; the last one, once it is over, can be had again and offers what to ask next."""
    if not last or answer.status:
        return {"role": "assistant", "content": answer.markdown}
    again = f'<a class="turn retry" href="#retry-{number}">Try again</a>'
    message: MessageDict = {"role": "assistant", "content": f"{answer.markdown}\n\n{again}"}
    if answer.options and answer.finished:
        message["options"] = [{"value": option} for option in answer.options]
    return message


def title_of(text: str) -> str:
    """What a conversation is called that begins with a question.

    >>> title_of("Why is the second token of an answer so much faster than the first one?")
    'Why is the second token of an answer so much faster than…'
    """
    line = " ".join(text.split())
    short = textwrap.shorten(line, _TITLE_LETTERS, placeholder="…")
    return short if len(short) > 1 else f"{line[: _TITLE_LETTERS - 1]}…"
