"""Commands that talk: one question, a chat in the terminal, the chat in the browser."""

# ruff: noqa: PLC0415 - heavy packages are imported by the commands that need them

from __future__ import annotations

import signal
import threading
from collections import deque
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tutor.factory import open_study, open_tutor
from ui.cli.options import Json, Known, Question, resolved, settings

if TYPE_CHECKING:
    from collections.abc import Iterator


def ask(question: Question, json: Json = False, known: Known = "") -> None:
    """Answer one question, with its sources."""
    from tutor.types import Conversation
    from ui.console import show_events, show_json, tell

    loaded, now = settings(), datetime.now(UTC)
    tutor = open_tutor(loaded, tell)
    learner = open_study(loaded, tutor.graph).as_learner(now).who_knows(resolved(tutor.graph, known))
    events = tutor.turn(
        " ".join(question),
        conversation=Conversation(),
        learner=learner,
        now=now,
        cancel=threading.Event(),
    )
    if json:
        show_json([event.model_dump(mode="json") for event in events])
    else:
        deque(show_events(events, tutor.graph.catalogue), maxlen=0)


def chat(known: Known = "") -> None:
    """Talk with the tutor; an empty line or Ctrl-D ends it, Ctrl-C stops an answer."""
    from tutor.events import Finished, KnowledgeStated
    from tutor.types import Conversation
    from ui.console import out, show_events, tell

    loaded = settings()
    tutor = open_tutor(loaded, tell)
    study, conversation = open_study(loaded, tutor.graph), Conversation()
    study.say(resolved(tutor.graph, known), datetime.now(UTC), known=True)
    out.print("Ask away. An empty line ends the chat.")
    while text := _typed():
        cancel, now = threading.Event(), datetime.now(UTC)
        learner = study.as_learner(now)
        with _stopping(cancel):
            turn = tutor.turn(text, conversation=conversation, learner=learner, now=now, cancel=cancel)
            for event in show_events(turn, tutor.graph.catalogue):
                if isinstance(event, KnowledgeStated):
                    study.say(event.concepts, now, known=True)
                if isinstance(event, Finished):
                    conversation = event.conversation


def web() -> None:
    """Open the chat in the browser."""
    from ui.web.launch import launch

    launch(settings())


def _typed() -> str:
    try:
        return input("\nyou> ").strip()
    except (EOFError, KeyboardInterrupt):
        return ""


@contextmanager
def _stopping(cancel: threading.Event) -> Iterator[None]:
    """Let Ctrl-C stop the answer, not the chat."""
    before = signal.signal(signal.SIGINT, lambda *_: cancel.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
