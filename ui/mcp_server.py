"""The tutor for assistants: an MCP server with the seven actions as tools, over stdio or HTTP (docs/api.md).

Everything about the protocol is here; what a tool does is in `ui.actions`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import anyio
from anyio import to_thread
from mcp import stdio_server, types
from mcp.server import Server, ServerRequestContext
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.types import Value
from tutor.errors import TutorError
from tutor.events import Event, Queued, SentenceShown
from ui.action_values import taken
from ui.actions import AT_ONCE, Action, Actions, description
from ui.live import Doing
from ui.mcp_texts import TEXTS, Answer, Question, answer_of, answer_text
from ui.render import queue_place, trouble

log = logging.getLogger("tutor")

PATH: Final = "/mcp"
"""Where the page serves it."""

ActionsOf = Callable[[Request | None], Actions]
"""Who asks: the actions in the name of whoever a request is from; None is the one program at the other end of stdio."""

_INSTRUCTIONS: Final = (
    "An honest tutor of modern AI on this machine. Everything it tells comes from its own pages: cite the numbered sources "
    "that an answer names, and pass on a no as a no. Use `ask` for a question, `search` and `concept` to read for yourself, "
    "`path` and `next` for what to learn, `quiz_item` and `grade` to practise; show a question to the learner before grading."
)
_BROKEN: Final = "Something went wrong on this side, not with what you sent. The log of the tutor says what."
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_MOST_BYTES: Final = 1 << 20

Context = ServerRequestContext[Any, Request]


class _Told(NamedTuple):
    """What a tool gives: words for reading, and the value."""

    text: str
    value: Value


def tutor_server(actions_of: ActionsOf) -> Server[Any]:
    """The server; one for every transport and everybody who asks.

    Args:
        actions_of: Says who asks. May raise `TutorError`, whose sentence the assistant then reads.
    """
    tools = [_ask_tool(), *map(_tool, AT_ONCE)]

    async def list_tools(_: Context, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools)

    async def call_tool(context: Context, called: types.CallToolRequestParams) -> types.CallToolResult:
        given = called.arguments or {}
        try:
            actions = await to_thread.run_sync(actions_of, context.request)
            if called.name == "ask":
                return _result(await _ask(actions, given, context))
            return _result(await to_thread.run_sync(_do, called.name, actions, given))
        except TutorError as error:
            return _failed(trouble(error))
        except Exception:
            log.exception("the tool %s failed", called.name)
            return _failed(_BROKEN)

    return Server(
        "tutor",
        version=version("kg-tutor"),
        title="Tutor of modern AI",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def serve_stdio(server: Server[Any], begin: Callable[[], None]) -> None:
    """Talk with the one program at the other end of stdin and stdout, until it hangs up.

    Args:
        server: The server.
        begin: Called once stdout belongs to the protocol; what is printed from then on goes to stderr.
    """

    async def serve() -> None:
        async with stdio_server() as (read, write):
            begin()
            await server.run(read, write, server.create_initialization_options())

    anyio.run(serve)


class Mounted(NamedTuple):
    """The server as a part of a web application.

    Attributes:
        routes: To be among the application's routes, before any that takes every path.
        lifespan: To be entered with the application, once.
    """

    routes: list[Route]
    lifespan: Callable[[object], AbstractAsyncContextManager[None]]


def mounted(server: Server[Any], host: str) -> Mounted:
    """Serve it at `PATH` over streamable HTTP; no session is kept, so any replica may answer any request.

    Pages of other sites get nothing, also by a name that they point at this machine: on loopback only its own names are
    served; elsewhere, where names are not known, a page must come from the very address that it asks.

    Args:
        server: The server.
        host: The address that the application listens on.
    """
    local = host in {"127.0.0.1", "localhost", "::1"}
    names = [f"{name}{port}" for name in _LOOPBACK for port in ("", ":*")]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=local,
        allowed_hosts=names,
        allowed_origins=[f"http://{name}" for name in names],
    )
    manager = StreamableHTTPSessionManager(
        server, stateless=True, security_settings=security, max_request_body_size=_MOST_BYTES
    )
    served = StreamableHTTPASGIApp(manager)

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        async with manager.run():
            yield

    return Mounted([Route(PATH, served if local else _SameOrigin(served))], lifespan)


class _SameOrigin:
    """Refuses what a browser sends for a page of another address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc != headers.get("host")
        await (PlainTextResponse("Foreign origin", 403) if foreign else self._app)(scope, receive, send)


async def _ask(actions: Actions, given: dict[str, Any], context: Context) -> _Told:
    """Answer a question; progress is reported event by event, and hanging up stops the answer."""
    asked = taken(Question, given)
    about = [actions.graph.resolve(name) for name in asked.about]
    cancel, told = threading.Event(), list[Event | Doing]()
    turn = actions.ask(asked.with_conversation(about), cancel)
    try:
        while event := await to_thread.run_sync(_after, turn, abandon_on_cancel=True):
            told.append(event)
            await context.session.report_progress(len(told), message=_progress(event))
    finally:
        cancel.set()
    events = [event for event in told if not isinstance(event, Doing)]
    answer = answer_of(events, actions.graph.catalogue, actions.model)
    return _Told(answer_text(answer), answer)


def _after(turn: Iterator[Event | Doing]) -> Event | Doing | None:
    return next(turn, None)


def _progress(event: Event | Doing) -> str:
    if isinstance(event, Doing):
        return event.what
    if isinstance(event, Queued):
        return queue_place(event)
    return event.text if isinstance(event, SentenceShown) else event.kind


def _do(name: str, actions: Actions, given: dict[str, Any]) -> _Told:
    action = next((action for action in AT_ONCE if action.name == name), None)
    if action is None:
        raise TutorError(
            f"There is no tool called '{name}'.", hint=f"Use ask, {', '.join(one.name for one in AT_ONCE)}."
        )
    value = action.do(actions, taken(action.takes, given))
    return _Told(TEXTS[action.gives](actions.graph, value), value)


def _ask_tool() -> types.Tool:
    return types.Tool(
        name="ask",
        title="Ask the tutor",
        description=description(Actions.ask),
        input_schema=Question.model_json_schema(),
        output_schema=Answer.model_json_schema(mode="serialization"),
        annotations=_hints(records=True),
    )


def _tool(action: Action) -> types.Tool:
    return types.Tool(
        name=action.name,
        title=action.title,
        description=description(action.do),
        input_schema=action.takes.model_json_schema(),
        output_schema=action.gives.model_json_schema(mode="serialization"),
        annotations=_hints(records=action.records),
    )


def _hints(*, records: bool) -> types.ToolAnnotations:
    """Nothing is ever taken away, what is sent twice counts once, and nothing beyond the pages is touched."""
    return types.ToolAnnotations(
        read_only_hint=not records, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )


def _result(told: _Told) -> types.CallToolResult:
    content = types.TextContent(type="text", text=told.text)
    return types.CallToolResult(content=[content], structured_content=told.value.model_dump(mode="json"))


def _failed(sentence: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=sentence)], is_error=True)
