"""What can go wrong with a server; every fault is an error of ours with a hint, never a crash, never silence."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from tests.contracts.serving import DONE, ROLE, USAGE, Reply, event, send, serving, stream
from tutor.errors import BackendError, BackendTimeoutError, BackendUnavailableError, TutorError
from tutor.llm.remote import RemoteLLM
from tutor.protocols import Chunk, Completed, Message, Text

ASKED = [Message(role="user", content="What is a cat?")]


def say(address: str, *, timeout_s: float = 20.0, key: str = "") -> list[Chunk]:
    llm = RemoteLLM(address, model="tiny", key=key, timeout_s=timeout_s)
    return list(llm.stream(ASKED, max_tokens=20, cancel=threading.Event()))


def fault(reply: Reply, *, timeout_s: float = 20.0) -> BackendError:
    with serving(reply) as address, pytest.raises(BackendError) as caught:
        say(address, timeout_s=timeout_s)
    assert caught.value.message
    assert caught.value.hint
    return caught.value


def text_of(said: list[Chunk]) -> str:
    return "".join(chunk.text for chunk in said if isinstance(chunk, Text))


def test_a_request_is_what_such_servers_expect() -> None:
    seen: list[dict[str, Any]] = []
    with serving(stream(ROLE, event("Hi"), DONE), seen) as address:
        said = say(address + "/", key="secret")
    (request,) = seen
    assert request["path"] == "/v1/chat/completions"
    assert request["headers"]["Authorization"] == "Bearer secret"
    assert request["body"]["messages"] == [{"role": "user", "content": "What is a cat?"}]
    assert (request["body"]["model"], request["body"]["max_tokens"], request["body"]["stream"]) == ("tiny", 20, True)
    assert text_of(said) == "Hi"


def test_no_key_is_sent_where_there_is_none() -> None:
    seen: list[dict[str, Any]] = []
    with serving(stream(event("Hi"), DONE), seen) as address:
        say(address)
    assert "Authorization" not in seen[0]["headers"]


def test_parts_without_text_and_comments_are_passed_over() -> None:
    with serving(stream(b": ping\n\n", ROLE, event("a"), b"event: x\n\n", event("ñ🦙"), USAGE, DONE)) as address:
        said = say(address)
    assert text_of(said) == "añ🦙"
    assert isinstance(said[-1], Completed)


def test_a_stream_without_spaces_after_the_colon_is_read_too() -> None:
    with serving(stream(event("a").replace(b"data: ", b"data:"), b"data:[DONE]\n\n")) as address:
        assert text_of(say(address)) == "a"


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_broken_server_may_be_asked_again(status: int) -> None:
    error = fault(send(status, b"oops", "text/plain"))
    assert isinstance(error, BackendUnavailableError)
    assert error.retryable
    assert str(status) in error.message


def test_a_refusal_repeats_what_the_server_says() -> None:
    error = fault(send(401, json.dumps({"error": {"message": "Incorrect API key provided"}}).encode()))
    assert "Incorrect API key provided" in error.message
    assert "401" in error.message
    assert not error.retryable


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>no</html>",
        b"[]",
        b"null",
        b'"no"',
        b'{"error": "no"}',
        b'{"error": null}',
        b'{"detail": "no"}',
        b'{"error": "\xe9"}',
    ],
)
def test_a_refusal_in_any_words_is_a_refusal(body: bytes) -> None:
    error = fault(send(404, body))
    assert "404" in error.message
    assert not error.retryable


def test_a_redirection_is_no_answer() -> None:
    assert "301" in fault(send(301, b"")).message


def test_silence_is_a_timeout() -> None:
    error = fault(stream(event("a"), silence_s=2.0), timeout_s=0.2)
    assert isinstance(error, BackendTimeoutError)
    assert error.retryable


def test_silence_in_the_middle_of_an_answer_is_a_timeout() -> None:
    assert isinstance(fault(stream(ROLE, event("a"), DONE, silence_s=2.0), timeout_s=0.3), BackendTimeoutError)


def test_a_connection_cut_in_the_middle_may_be_tried_again() -> None:
    error = fault(stream(ROLE, event("a"), promised=100_000))
    assert isinstance(error, BackendUnavailableError)
    assert error.retryable


@pytest.mark.parametrize("data", [b"data: {\n\n", b"data: hello\n\n", b"data: [1]\n\n", b'data: {"choices": 3}\n\n'])
def test_garbage_in_the_stream_is_an_error(data: bytes) -> None:
    fault(stream(ROLE, data, DONE))


def test_an_error_in_the_stream_is_an_error() -> None:
    error = fault(stream(ROLE, b'data: {"error": {"code": 500, "message": "out of memory"}}\n\n', DONE))
    assert "out of memory" in error.message


@pytest.mark.parametrize("body", [b"<html><body>Welcome!</body></html>", b"", b"{}"])
def test_an_answer_that_is_no_stream_is_an_error(body: bytes) -> None:
    fault(send(200, body, "text/html"))


def test_nobody_listens_there() -> None:
    with serving(stream(DONE)) as address:
        gone = address
    with pytest.raises(BackendUnavailableError) as caught:
        say(gone)
    assert caught.value.retryable
    assert gone.split("/")[2] in caught.value.message


@pytest.mark.parametrize("address", ["localhost:8000/v1", "http://[", "http://", "ftp://127.0.0.1/v1", "nonsense"])
def test_an_address_that_is_none_is_an_error_of_ours(address: str) -> None:
    with pytest.raises(TutorError):
        say(address)
