"""Turns as they are kept: their events as text, and the conversation that they make up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import TypeAdapter, ValidationError

from tutor.events import Event, Finished, Retrieved, SentenceShown, Understood
from tutor.types import Conversation, TurnRecord

_EVENTS: TypeAdapter[tuple[Event, ...]] = TypeAdapter(tuple[Event, ...])


def kept_body(events: Iterable[Event]) -> str:
    """Events as JSON, without what nobody draws and what the turns before keep already."""
    return _EVENTS.dump_json(tuple(map(_lean, events))).decode()


def kept_events(body: str) -> tuple[Event, ...]:
    """The events of a kept body; none where it is empty or from a version that wrote other events."""
    try:
        return _EVENTS.validate_json(body) if body else ()
    except ValidationError:
        return ()


def remembered(turns: Iterable[tuple[str, Sequence[Event]]]) -> Conversation:
    """The conversation after kept turns.

    A turn that broke off counts with the passages that the learner saw, so that no later passage gets their numbers.

    Args:
        turns: Each turn's text and events, in order.
    """
    conversation = Conversation()
    for text, events in turns:
        finished = next((event for event in events if isinstance(event, Finished)), None)
        whole = finished and finished.conversation.turns
        conversation = conversation.after(whole[-1] if whole else _broken_off(text, events, conversation))
    return conversation


def _lean(event: Event) -> Event:
    match event:
        case Retrieved():
            return event.model_copy(update={"hits": ()})
        case Finished(conversation=conversation):
            return event.model_copy(update={"conversation": Conversation(turns=conversation.turns[-1:])})
        case _:
            return event


def _broken_off(text: str, events: Sequence[Event], before: Conversation) -> TurnRecord:
    understood = next((event.understanding for event in events if isinstance(event, Understood)), None)
    found = next((event for event in events if isinstance(event, Retrieved)), Retrieved(citations=(), hits=()))
    new = {cited.number: cited.passage.id for cited in found.citations if cited.number > len(before.passages)}
    return TurnRecord(
        text=text,
        question=understood.question if understood else text,
        focus=(understood and understood.focus) or found.concepts[:1],
        aside=tuple(new[number] for number in sorted(new)),
        shown=" ".join(event.text for event in events if isinstance(event, SentenceShown)),
    )
