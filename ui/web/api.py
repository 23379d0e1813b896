"""The same tutor for programs: named endpoints of the Gradio API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import gradio as gr
from gradio.events import api
from pydantic import TypeAdapter, ValidationError

from tutor.errors import TutorError
from tutor.events import Event
from tutor.types import Conversation, Learner
from ui.web.chat import Chat

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def add_api(chat: Chat) -> None:
    """Add the endpoints to the page that is being built."""
    api(_asker(chat), api_name="ask")


def _asker(chat: Chat) -> Callable[..., Iterator[list[dict[str, Any]]]]:
    def ask(
        question: str,
        conversation: dict[str, Any] | None = None,
        known: list[str] | None = None,
    ) -> Iterator[list[dict[str, Any]]]:
        """Ask the tutor one question.

        Args:
            question: The question.
            conversation: What the last event of the turn before carried as `conversation`; null to begin.
            known: Ids of concepts the learner knows.

        Yields:
            The events so far, in order; the last one is of kind `finished`.
        """
        try:
            before = Conversation.model_validate(conversation or {})
            learner = Learner.model_validate({"known": tuple(known or ())})
            events: list[dict[str, Any]] = []
            for event in chat.events(question, before, learner, f"api {uuid4()}"):
                events.append(_EVENT.dump_python(event, mode="json"))
                yield events
        except (TutorError, ValidationError) as error:
            raise gr.Error(str(error), print_exception=False) from error

    return ask
