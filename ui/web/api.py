"""The tutor for programs: named endpoints of the Gradio API (docs/api.md)."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterator
from typing import Any, get_origin

import gradio as gr
from gradio.events import api
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from corpus.types import Value
from tutor.errors import TutorError
from tutor.events import Event
from ui.action_values import AskInput, taken
from ui.actions import AT_ONCE, Action, Actions, description
from ui.live import Doing
from ui.render import trouble

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)
Json = dict[str, Any]
ActionsOf = Callable[[gr.Request], Actions]
"""Who asks: the actions in the name of whoever a request is from. May raise `TutorError`."""


def add_api(actions_of: ActionsOf) -> None:
    """Add the endpoints to the page that is being built; only `ask` waits in the queue.

    Args:
        actions_of: Says who asks.
    """
    asking = _described(_asker(actions_of), AskInput, list[Json], f"{description(Actions.ask)}\n{_STREAMED}")
    api(asking, api_name="ask")
    for action in AT_ONCE:
        answering = _described(_answerer(action, actions_of), action.takes, Json, description(action.do))
        api(answering, api_name=action.name, queue=False)


_STREAMED = (
    "Yields the events so far, in order; the last one is of kind `finished` and carries the next `conversation`."
)


def _asker(actions_of: ActionsOf) -> Callable[..., Iterator[list[Json]]]:
    def ask(*values: object) -> Iterator[list[Json]]:
        cancel, events = threading.Event(), list[Json]()
        try:
            actions, given = actions_of(_request(values)), _given(AskInput, values)
            for event in actions.ask(given, cancel):
                if not isinstance(event, Doing):
                    events.append(_EVENT.dump_python(event, mode="json"))
                    yield list(events)
        except TutorError as error:
            raise _told(error) from error
        finally:
            cancel.set()

    return ask


def _answerer(action: Action, actions_of: ActionsOf) -> Callable[..., Json]:
    def answer(*values: object) -> Json:
        try:
            given = _given(action.takes, values)
            return action.do(actions_of(_request(values)), given).model_dump(mode="json")
        except TutorError as error:
            raise _told(error) from error

    return answer


def _request(values: tuple[object, ...]) -> gr.Request:
    """The request, which Gradio puts behind the parameters."""
    request = values[-1]
    assert isinstance(request, gr.Request)
    return request


def _given(kind: type[Any], values: tuple[object, ...]) -> Any:  # noqa: ANN401 - a value of that kind
    return taken(kind, dict(zip(kind.model_fields, values, strict=False)))


def _told(error: TutorError) -> gr.Error:
    return gr.Error(trouble(error), print_exception=False)


def _described(function: Callable[..., Any], takes: type[Value], gives: object, words: str) -> Callable[..., Any]:
    """The function with the parameters that its input has, as Gradio reads them: signature, types and docstring."""
    types: dict[str, object] = {name: _plain(field) for name, field in takes.model_fields.items()}
    types["request"] = gr.Request
    required = {name for name, field in takes.model_fields.items() if field.is_required()}
    parameters = [
        inspect.Parameter(
            name,
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            annotation=kind,
            default=inspect.Parameter.empty if name in required else None,
        )
        for name, kind in types.items()
    ]
    lines = [f"    {name}: {field.description}" for name, field in takes.model_fields.items()]
    function.__annotations__ = {**types, "return": gives}
    function.__doc__ = "\n".join([words, "", "Args:", *lines])
    vars(function)["__signature__"] = inspect.Signature(parameters, return_annotation=gives)
    return function


def _plain(field: FieldInfo) -> object:
    """The type of a parameter as JSON has it; one that can be left out may be null."""
    kind: Any = field.annotation
    if get_origin(kind) is tuple:
        kind = list[str]
    elif inspect.isclass(kind) and issubclass(kind, Value):
        kind = Json
    return kind if field.is_required() else kind | None
