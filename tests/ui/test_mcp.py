"""The MCP server with the official client: over stdio in a process of its own, and over HTTP."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import anyio
import httpx
import pytest
import uvicorn
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, StdioServerParameters, types
from starlette.applications import Starlette
from starlette.requests import Request

from corpus.errors import TutorError
from tutor.learner.log.store import LearnerStore
from tutor.learner.study import Study
from tutor.settings import Settings
from ui.actions import Actions
from ui.live import LiveTutor
from ui.mcp_server import PATH, mounted, tutor_server

ROOT = Path(__file__).parents[2]
SERVE = "import sys; sys.argv = ['tutor', 'mcp']; from ui.cli import main; main()"
TOOLS = ("ask", "path", "search", "concept", "next", "quiz_item", "grade")
PATIENCE_S = 180.0
QUESTION = "Why is the second token faster than the first?"
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Assistant(NamedTuple):
    """A program that uses the tools, one call after another."""

    portal: BlockingPortal
    client: Client

    def tools(self) -> dict[str, types.Tool]:
        """The tools by name."""
        return {tool.name: tool for tool in self.portal.call(self.client.list_tools).tools}

    def call(self, tool: str, **given: object) -> types.CallToolResult:
        """Call a tool."""
        return self.portal.call(self.client.call_tool, tool, given)

    def value(self, tool: str, **given: object) -> Any:
        """The value that a tool gives."""
        result = self.call(tool, **given)
        assert not result.is_error, words(result)
        return result.structured_content


def words(result: types.CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    return content.text


def command(home: Path, learners: Path) -> StdioServerParameters:
    ours = {"TUTOR_HOME": str(home), "TUTOR_MODEL": "starter", "TUTOR_LEARNERS": f"sqlite:///{learners}/learners.db"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TUTOR_")}
    environment = {**kept, **ours, "PYTHONPATH": str(ROOT)}
    return StdioServerParameters(command=sys.executable, args=["-c", SERVE], env=environment, cwd=home)


@pytest.fixture(scope="module")
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="module")
def assistant(home: Path, tmp_path_factory: pytest.TempPathFactory, portal: BlockingPortal) -> Iterator[Assistant]:
    """An assistant at the other end of `tutor mcp`."""
    server = command(home, tmp_path_factory.mktemp("log"))
    with portal.wrap_async_context_manager(Client(server, read_timeout_seconds=PATIENCE_S)) as client:
        yield Assistant(portal, client)


def test_the_seven_tools_are_described_and_nothing_else_is_there(assistant: Assistant) -> None:
    tools = assistant.tools()
    assert tuple(tools) == TOOLS
    for tool in tools.values():
        assert tool.title
        assert len(tool.description or "") > 40
        assert tool.input_schema["additionalProperties"] is False
        assert all("description" in shape for shape in tool.input_schema["properties"].values())
        assert (tool.output_schema or {})["type"] == "object"
    assert tools["path"].input_schema["required"] == ["goals"]
    assert tools["grade"].input_schema["properties"]["hints"]["maximum"] == 3


def test_only_what_is_recorded_is_no_reading(assistant: Assistant) -> None:
    hints = {name: tool.annotations for name, tool in assistant.tools().items()}
    assert [name for name, hint in hints.items() if hint and not hint.read_only_hint] == ["ask", "grade"]
    assert all(hint and not hint.destructive_hint and hint.idempotent_hint for hint in hints.values())


def test_a_question_is_answered_with_its_sources_while_progress_is_told(assistant: Assistant) -> None:
    told: list[tuple[float, str | None]] = []

    async def progress(done: float, _: float | None, message: str | None) -> None:
        told.append((done, message))

    async def ask() -> types.CallToolResult:
        return await assistant.client.call_tool("ask", {"question": QUESTION}, progress_callback=progress)

    result = assistant.portal.call(ask)
    answer: Any = result.structured_content
    assert answer["model"] == "starter"
    assert answer["question"] == QUESTION
    assert "kv-cache" in answer["about"]
    cited = [source["number"] for source in answer["sources"]]
    assert cited
    assert all(f"[{number}]" in answer["text"] for number in cited)
    assert all(f"[{source['number']}] {source['label']}" in words(result) for source in answer["sources"])
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert {"understood", "finished"} <= {message for _, message in told}


def test_whoever_gives_up_makes_room_for_the_next(assistant: Assistant) -> None:
    async def give_up() -> bool:
        with anyio.CancelScope() as patience:

            async def progress(_: float, __: float | None, message: str | None) -> None:
                if message == "retrieved":
                    patience.cancel()

            await assistant.client.call_tool("ask", {"question": QUESTION}, progress_callback=progress)
        return patience.cancelled_caught

    assert all(assistant.portal.call(give_up) for _ in range(3))
    assert assistant.value("ask", question="What is LoRA?")["about"][0] == "lora"


def test_a_follow_up_is_understood_from_what_the_answer_was_about(assistant: Assistant) -> None:
    answer = assistant.value("ask", question="why does it grow?", about=["kv-cache"])
    assert "Key-Value" in answer["question"]
    assert answer["about"][0] == "kv-cache"


def test_a_path_is_given_in_words_and_as_a_value(assistant: Assistant) -> None:
    result = assistant.call("path", goals=["LoRA"], known=["Transformer"], minutes_a_week=120)
    path: Any = result.structured_content
    assert path["goals"] == ["lora"]
    assert path["steps"][-1]["concept"] == "lora"
    assert sum(week["minutes"] for week in path["weeks"]) == path["minutes"]
    assert words(result).startswith("Study path to **Low-Rank Adaptation (LoRA)**")
    assert "- Week 1, from" in words(result)


def test_passages_are_searched_and_pages_read(assistant: Assistant) -> None:
    found = assistant.call("search", question=QUESTION, most=2)
    hits = (found.structured_content or {})["hits"]
    assert hits[0]["passage"]["concept"] == "kv-cache"
    assert all(hit["passage"]["text"] in words(found) for hit in hits)
    page = assistant.call("concept", concept="KV cache")
    assert (page.structured_content or {})["id"] == "kv-cache"
    assert words(page).startswith("# Key-Value (KV) Caching")


def test_practising_goes_from_next_to_a_graded_answer(assistant: Assistant) -> None:
    concept = assistant.value("next")["steps"][0]["concept"]
    asked = assistant.call("quiz_item", concept=concept, seed=5)
    item: Any = asked.structured_content
    assert item["id"] in words(asked)
    graded = [assistant.value("grade", item=item["id"], seed=5, answer=answer) for answer in ("1", "2")]
    assert graded[0] == graded[1], "the same question counts once"
    assert graded[0]["feedback"]
    assert graded[0]["answer"]


@pytest.mark.parametrize(
    ("tool", "given", "sentence"),
    [
        ("path", {"goals": ["Lorra"]}, "There is no concept called 'Lorra'. Did you mean lora"),
        ("path", {}, "goals: Field required. It takes goals, known, minutes_a_week."),
        ("ask", {"question": "x" * 2001}, "at most 2000 characters"),
        ("ask", {"question": "and why?", "about": ["Lorra"]}, "There is no concept called 'Lorra'"),
        ("search", {"question": "softmax", "most": 0}, "most: Input should be greater than or equal to 1"),
        ("concept", {"concept": "bias"}, "means several concepts"),
        ("quiz_item", {"concept": "softmax", "answers": True}, "answers: Extra inputs are not permitted"),
        ("grade", {"item": "softmax/1", "seed": 1, "answer": "9"}, "There is no option '9'."),
        ("grade", {"item": "no/1", "seed": 1, "answer": "1"}, "There is no item 'no/1'."),
        ("fly", {}, "There is no tool called 'fly'. Use ask, path"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    assistant: Assistant, tool: str, given: dict[str, object], sentence: str
) -> None:
    result = assistant.call(tool, **given)
    assert result.is_error
    assert sentence in words(result)
    assert "Error" not in words(result)


def test_nothing_but_the_protocol_is_on_stdout_and_hanging_up_ends_it(home: Path, tmp_path: Path) -> None:
    started = command(home, tmp_path)
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {"name": "ask", "arguments": {"question": "hello"}},
        },
    ]
    with subprocess.Popen(
        [started.command, *started.args],
        cwd=home,
        env=started.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write("".join(json.dumps(line) + "\n" for line in lines))
        server.stdin.flush()
        answers = [json.loads(server.stdout.readline()) for _ in range(2)]
        rest, said = server.communicate(timeout=PATIENCE_S)
    assert [answer["id"] for answer in answers] == [1, 2]
    assert "Ask me anything" in answers[1]["result"]["content"][0]["text"]
    assert rest == ""
    assert server.returncode == 0
    assert "intent=smalltalk" in said
    assert "Traceback" not in said


def test_an_interrupt_ends_it_at_once(home: Path, tmp_path: Path) -> None:
    started = command(home, tmp_path)
    with subprocess.Popen(
        [started.command, *started.args],
        cwd=home,
        env=started.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stderr is not None
        assert "Loading the model" in server.stderr.readline(), "it waits for stdin, and has begun to open"
        server.send_signal(signal.SIGINT)
        assert server.wait(PATIENCE_S) == -signal.SIGINT
        assert "Traceback" not in server.stderr.read()


class Refused(NamedTuple):
    """Actions in nobody's name, where the request does not say who asks."""

    actions: Actions

    def of(self, request: Request | None) -> Actions:
        """Those of whoever says their name."""
        if request is None or request.headers.get("x-name") == "nobody":
            message = "Nobody has signed in."
            raise TutorError(message, hint="Sign in first.")
        return self.actions


@pytest.fixture(scope="module")
def served(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where the server is mounted, by the address that its application was told to listen on."""
    log = tmp_path_factory.mktemp("log") / "learners.db"
    with LiveTutor(settings.model_copy(update={"model": "none"})) as live, LearnerStore(f"sqlite:///{log}") as store:
        live.opened(PATIENCE_S)
        server = tutor_server(Refused(Actions(Study(live.graph, store, "ann"), live, lambda: NOW)).of)
        hosts = ("127.0.0.1", "0.0.0.0")
        running = [_running(Starlette(**mounted(server, host)._asdict())) for host in hosts]
        yield {host: f"http://127.0.0.1:{_port(one)}{PATH}" for host, (one, _) in zip(hosts, running, strict=True)}
        for one, thread in running:
            one.should_exit = True
            thread.join(PATIENCE_S)


def _running(app: Starlette) -> tuple[uvicorn.Server, threading.Thread]:
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    return server, thread


def _port(server: uvicorn.Server) -> int:
    return int(server.servers[0].sockets[0].getsockname()[1])


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_the_same_tools_are_served_over_http(served: dict[str, str], portal: BlockingPortal, host: str) -> None:
    told: list[str | None] = []

    async def progress(_: float, __: float | None, message: str | None) -> None:
        told.append(message)

    async def use() -> tuple[list[str], types.CallToolResult, types.CallToolResult]:
        async with Client(served[host]) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]
            answer = await client.call_tool("ask", {"question": QUESTION}, progress_callback=progress)
            return names, answer, await client.call_tool("path", {"goals": ["Lorra"]})

    names, answer, failed = portal.call(use)
    assert tuple(names) == TOOLS
    assert (answer.structured_content or {})["model"] is None
    assert "[1]" in words(answer)
    assert "finished" in told
    assert failed.is_error


def call(address: str, **headers: str) -> httpx.Response:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "next", "arguments": {}}}
    accept = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-11-25"}
    return httpx.post(address, json=body, headers={**accept, **headers}, timeout=PATIENCE_S)


def test_on_loopback_only_its_own_names_are_served(served: dict[str, str]) -> None:
    address = served["127.0.0.1"]
    assert call(address).status_code == 200
    assert call(address, origin="http://localhost:7860").status_code == 200
    assert call(address, host="evil.example").status_code == 421
    assert call(address, origin="http://evil.example").status_code == 403


def test_elsewhere_a_page_must_come_from_the_address_that_it_asks(served: dict[str, str]) -> None:
    address = served["0.0.0.0"]
    assert call(address, host="school.example", origin="https://school.example").status_code == 200
    assert call(address, host="school.example", origin="https://evil.example").status_code == 403
    assert call(address, host="school.example").status_code == 200, "programs send no origin"


def test_who_has_not_signed_in_reads_what_to_do(served: dict[str, str]) -> None:
    answer = call(served["127.0.0.1"], **{"x-name": "nobody"}).text
    assert "Nobody has signed in. Sign in first." in answer
    assert '"isError":true' in answer


def test_what_is_too_large_is_not_read(served: dict[str, str]) -> None:
    body = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "next", "arguments": {"x": "x" * 2**20}},
    }
    assert httpx.post(served["127.0.0.1"], json=body, timeout=PATIENCE_S).status_code == 413
