"""A turn of a tutor that is still opening: it waits for what it needs, and for no more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Any, cast

from tutor.errors import TutorError
from tutor.events import Event, Finished, Understood
from tutor.protocols import Cancellation
from tutor.session import Tutor
from tutor.types import Conversation, Intent, Learner, Timing, TurnRecord
from ui.live import Doing, LiveTutor

_FOR_THE_MODEL = frozenset({Intent.ASK, Intent.COMPARE})


def live_turn(
    live: LiveTutor, text: str, *, conversation: Conversation, learner: Learner, now: datetime, cancel: Cancellation
) -> Iterator[Event | Doing]:
    """One turn, as `Tutor.turn` describes it, and before it what is being opened for it.

    Everything needs the index; a question for the language model waits for that too, unless it could not be loaded.

    Yields:
        What is being done while something is missing, then the events of the turn.

    Raises:
        TutorError: If the index could not be opened.
        BackendError: If the language model fails.
    """

    def turn(tutor: Tutor) -> Iterator[Event]:
        return tutor.turn(text, conversation=conversation, learner=learner, now=now, cancel=cancel)

    for doing in live.ready(cancel):
        if (tutor := live.tutor) and (tutor.llm or not _asks_the_model(turn(tutor))):
            break
        yield doing
    if cancel.is_set():
        record = TurnRecord(text=text, question=text)
        yield Finished(conversation=conversation.after(record), timing=Timing(), cancelled=True)
        return
    with closing(cast("Any", turn(_open(live)))) as events:
        yield from events


def _asks_the_model(turn: Iterator[Event]) -> bool:
    """Whether the language model would answer; a turn says first how it was understood, and is broken off there."""
    with closing(cast("Any", turn)) as events:
        understood = next(events)
    return isinstance(understood, Understood) and understood.understanding.intent in _FOR_THE_MODEL


def _open(live: LiveTutor) -> Tutor:
    if tutor := live.tutor:
        return tutor
    if trouble := live.trouble:
        raise TutorError(trouble.message, hint=trouble.hint) from trouble
    message = "The tutor is being closed."
    raise TutorError(message, hint="Start it again, then ask again.")
