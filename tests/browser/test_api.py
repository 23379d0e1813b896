"""The endpoints that programs use: served by Gradio, called by its own client, and by the example of the documents."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import Client as Assistant

from tutor.learner.log.store import LearnerStore
from tutor.learner.study import Study
from tutor.settings import Settings
from ui.actions import Actions
from ui.live import LiveTutor
from ui.mcp_server import PATH, mounted, tutor_server
from ui.web.api import add_api

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "client.py"
ENDPOINTS = ("ask", "path", "search", "concept", "next", "quiz_item", "grade")
LONG_S = 180.0
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def served(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with nothing on it but the endpoints, and the MCP server beside them."""
    log = tmp_path_factory.mktemp("log") / "learners.db"
    with LiveTutor(settings) as live, LearnerStore(f"sqlite:///{log}") as store:
        actions = Actions(Study(live.graph, store, "ann"), live, lambda: NOW)
        with gr.Blocks(analytics_enabled=False) as app:
            add_api(lambda _: actions)
        app.queue(default_concurrency_limit=8)
        deadline = time.monotonic() + LONG_S
        for _ in live.ready(threading.Event()):
            assert time.monotonic() < deadline
        app.launch(
            server_name="127.0.0.1",
            prevent_thread_lock=True,
            quiet=True,
            ssr_mode=False,
            app_kwargs=mounted(tutor_server(lambda _: actions), "127.0.0.1")._asdict(),
        )
        yield str(app.local_url).rstrip("/")
        app.close(verbose=False)


@pytest.fixture(scope="module")
def program(served: str) -> Iterator[Client]:
    """A program that talks to it."""
    talking = Client(served, verbose=False)
    yield talking
    talking.close()


def described(program: Client) -> dict[str, Any]:
    """What each endpoint says of itself, by name."""
    told: Any = program.view_api(return_format="dict", print_info=False)
    return dict(told["named_endpoints"])


def test_only_the_promised_endpoints_are_public(program: Client) -> None:
    endpoints = described(program)
    assert set(endpoints) == {f"/{name}" for name in ENDPOINTS}
    assert all(len(endpoint["description"]) > 40 for endpoint in endpoints.values())


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("ask", {"question": True, "conversation": False, "known": False}),
        ("path", {"goals": True, "known": False, "minutes_a_week": False}),
        ("search", {"question": True, "most": False}),
        ("concept", {"concept": True}),
        ("next", {"known": False, "towards": False}),
        ("quiz_item", {"concept": True, "seed": False}),
        ("grade", {"item": True, "seed": True, "answer": True, "hints": False, "attempt": False}),
    ],
)
def test_parameters_keep_their_names_and_what_may_be_left_out(
    program: Client, name: str, parameters: dict[str, bool]
) -> None:
    told = described(program)[f"/{name}"]["parameters"]
    assert {one["parameter_name"]: not one["parameter_has_default"] for one in told} == parameters


def test_a_program_asks_and_goes_on(program: Client) -> None:
    events = program.predict("study path to softmax", known=["vector"], api_name="/ask")
    assert [event["kind"] for event in events][:2] == ["understood", "path"]
    assert "vector" not in [step["concept"] for step in events[1]["path"]["steps"]]
    finished = events[-1]
    assert finished["kind"] == "finished"
    events = program.predict("what should I learn next?", conversation=finished["conversation"], api_name="/ask")
    assert [event["kind"] for event in events] == ["understood", "next", "finished"]
    assert len(events[-1]["conversation"]["turns"]) == 2


def test_an_answer_of_the_model_comes_event_by_event(program: Client) -> None:
    outputs = list(program.submit("What is softmax?", api_name="/ask"))
    lengths = [len(events) for events in outputs]
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[-1]
    assert outputs[-1][-1]["timing"]["answer_tokens"] > 0
    assert {"sentence", "quoted"} & {event["kind"] for event in outputs[-1]}


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("ask", {"question": "x" * 2001}, "question: String should have at most 2000 characters"),
        ("ask", {"question": "x", "conversation": {"turns": 5}}, "conversation.turns"),
        (
            "ask",
            {"question": "What is LoRA?", "known": ["Lorra"]},
            "There is no concept called 'Lorra'. Did you mean lora",
        ),
        ("path", {"goals": []}, "goals"),
        ("concept", {"concept": "bias"}, "'bias' means several concepts."),
        ("grade", {"item": "softmax/1", "seed": 1, "answer": "9"}, "There is no option '9'."),
    ],
)
def test_what_cannot_be_done_is_a_sentence(program: Client, name: str, given: dict[str, object], sentence: str) -> None:
    with pytest.raises(AppError) as caught:
        program.predict(**given, api_name=f"/{name}")
    assert sentence in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_what_needs_no_model_is_there_while_the_model_answers(program: Client) -> None:
    answering = program.submit("Why is the second token faster than the first?", api_name="/ask")
    while not answering.outputs():
        time.sleep(0.01)
    page = program.predict("KV cache", api_name="/concept")
    assert page["id"] == "kv-cache"
    assert not answering.done(), "the answer is still being written"
    assert answering.result(timeout=LONG_S)[-1]["kind"] == "finished"


def test_without_any_client_two_requests_do(served: str) -> None:
    call = f"{served}/gradio_api/call/concept"
    begun = httpx.post(call, json={"data": ["KV cache"]}, timeout=LONG_S).json()
    told = httpx.get(f"{call}/{begun['event_id']}", timeout=LONG_S).text
    (data,) = [line.removeprefix("data: ") for line in told.splitlines() if line.startswith("data: ")]
    assert json.loads(data)[0]["id"] == "kv-cache"


def test_the_example_of_the_documents_runs(served: str) -> None:
    command = [sys.executable, str(EXAMPLE), served]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONG_S, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "Understood as: why does Low-Rank Adaptation matter?" in ran.stdout
    assert "Key-Value (KV) Caching needs ['Causal (Masked) Self-Attention']" in ran.stdout
    assert "finished" in ran.stdout


def test_the_documents_show_the_example_as_it_is() -> None:
    assert f"```python\n{EXAMPLE.read_text(encoding='utf-8')}```" in (ROOT / "docs" / "api.md").read_text(
        encoding="utf-8"
    )


def test_assistants_are_served_beside_it(served: str) -> None:
    async def tools() -> list[str]:
        async with Assistant(served + PATH) as assistant:
            return [tool.name for tool in (await assistant.list_tools()).tools]

    with start_blocking_portal() as portal:
        assert tuple(portal.call(tools)) == ENDPOINTS


def test_the_page_itself_offers_the_same(address: str) -> None:
    page = Client(address, verbose=False)
    assert set(described(page)) == {f"/{name}" for name in ENDPOINTS}
    page.close()
