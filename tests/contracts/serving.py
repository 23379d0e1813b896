"""An OpenAI-compatible server on loopback: answers of a real model as server-sent events, or a fault."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from typing import Any

from tutor.errors import ContextOverflowError
from tutor.protocols import LLM, Message, Text

Reply = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]
"""Answers one request, whose JSON body it is given."""


def event(content: str) -> bytes:
    """One piece of a streamed chat completion."""
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": None}
    part = {"id": "1", "object": "chat.completion.chunk", "model": "starter", "choices": [choice]}
    return f"data: {json.dumps(part)}\n\n".encode()


ROLE = b'data: {"choices": [{"index": 0, "delta": {"role": "assistant", "content": null}}]}\n\n'
USAGE = b'data: {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2}}\n\n'
DONE = b"data: [DONE]\n\n"


def answer_with(llm: LLM) -> Reply:
    """Answers of a real model, as its server would stream them."""

    def reply(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        messages = [Message.model_validate(message) for message in request["messages"]]
        chunks = llm.stream(messages, max_tokens=request["max_tokens"], cancel=threading.Event())
        try:
            first = next(chunks)
        except ContextOverflowError as error:
            send(400, json.dumps({"error": {"message": error.message}}).encode())(handler, request)
            return
        start_stream(handler)
        handler.wfile.write(ROLE)
        with suppress(BrokenPipeError, ConnectionResetError):
            for chunk in chain([first], chunks):
                if isinstance(chunk, Text):
                    handler.wfile.write(event(chunk.text))
            handler.wfile.write(USAGE + DONE)

    return reply


def send(status: int, body: bytes, kind: str = "application/json") -> Reply:
    """A fixed answer."""

    def reply(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def stream(*pieces: bytes, silence_s: float = 0.0, promised: int | None = None) -> Reply:
    """Fixed pieces of a stream, with a silence before the last one; fewer bytes than promised are a broken answer."""

    def reply(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        start_stream(handler, promised)
        with suppress(BrokenPipeError, ConnectionResetError):
            for piece in pieces[:-1]:
                handler.wfile.write(piece)
            threading.Event().wait(silence_s)
            handler.wfile.write(pieces[-1])

    return reply


def start_stream(handler: BaseHTTPRequestHandler, length: int | None = None) -> None:
    """The head of an answer in pieces."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    if length is not None:
        handler.send_header("Content-Length", str(length))
    handler.end_headers()


@contextmanager
def serving(reply: Reply, seen: list[dict[str, Any]] | None = None) -> Iterator[str]:
    """The base address of a server that answers every chat completion with `reply`.

    Args:
        reply: What it answers.
        seen: Takes every request: its path, headers and body.
    """

    class Server(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if seen is not None:
                seen.append({"path": self.path, "headers": dict(self.headers), "body": body})
            reply(self, body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
