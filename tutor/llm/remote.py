"""A language model behind any OpenAI-compatible server, such as llama-server or vLLM."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import httpx
from pydantic import ValidationError

from corpus.types import Value
from tutor.errors import BackendError, BackendTimeoutError, BackendUnavailableError, ContextOverflowError
from tutor.llm.clock import Clock
from tutor.protocols import Cancellation, Chunk, Completed, Message, Text
from tutor.types import Timing

_BYTES_PER_TOKEN = 3
_OVERLOADED = 500
_PROBE_S = 5.0


class _Delta(Value, extra="ignore"):
    content: str | None = None


class _Choice(Value, extra="ignore"):
    delta: _Delta = _Delta()


class _Fault(Value, extra="ignore"):
    message: str = "no reason given"


class _Part(Value, extra="ignore"):
    """One server-sent event of a streamed chat completion."""

    choices: tuple[_Choice, ...] = ()
    error: _Fault | None = None


class RemoteLLM:
    """A model on a server; the server queues and caches.

    Args:
        base_url: The server's address up to and including `/v1`.
        model: The model's name on the server.
        key: The key the server asks for; empty where it asks for none.
        context_tokens: The context the server grants, in tokens.
        temperature: Sampling temperature.
        seed: Seed of the sampler.
        timeout_s: Longest silence, in seconds.
    """

    def __init__(
        self,
        base_url: str,
        *,
        model: str,
        key: str = "",
        context_tokens: int = 4096,
        temperature: float = 0.2,
        seed: int = 7,
        timeout_s: float = 60.0,
    ) -> None:
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._model = model
        self._sampling: dict[str, float | int] = {"temperature": temperature, "seed": seed}
        self._context_tokens = context_tokens
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(timeout=timeout_s, headers=headers)

    @property
    def name(self) -> str:
        """The model's name on the server."""
        return self._model

    @property
    def place(self) -> str:
        """The server's address."""
        return f"server {httpx.URL(self._url).netloc.decode()}"

    @property
    def context_tokens(self) -> int:
        """The context the server grants, in tokens."""
        return self._context_tokens

    def probe(self) -> None:
        """Ask the server for its models, to see that it is there.

        Raises:
            BackendUnavailableError: If it cannot be reached.
        """
        try:
            self._client.get(self._url.replace("/chat/completions", "/models"), timeout=_PROBE_S)
        except httpx.HTTPError as error:
            message = f"The {self.place} cannot be reached: {error}"
            raise BackendUnavailableError(message, hint="Start the server or unset TUTOR_SERVER.") from error

    def count_tokens(self, text: str) -> int:
        """An estimate from above for ordinary text: a token for every three bytes."""
        return -(-len(text.encode()) // _BYTES_PER_TOKEN)

    def odds(self, messages: Sequence[Message], one: str, other: str) -> float | None:  # noqa: ARG002 - the protocol's
        """None: what a server tells about the words it did not say differs from one to the next."""
        return None

    def stream(self, messages: Sequence[Message], *, max_tokens: int, cancel: Cancellation) -> Iterator[Chunk]:
        """Answer a chat; see `tutor.protocols.LLM.stream`."""
        needed = sum(self.count_tokens(message.content) for message in messages)
        if needed + max_tokens > self._context_tokens:
            message = f"The turn needs about {needed} + {max_tokens} tokens, the context has {self._context_tokens}."
            raise ContextOverflowError(message, hint="Raise TUTOR_CONTEXT_TOKENS or ask something shorter.")
        request: dict[str, object] = {
            "model": self._model,
            "messages": [message.model_dump() for message in messages],
            "max_tokens": max_tokens,
            "stream": True,
            **self._sampling,
        }
        clock = Clock()
        try:
            for text in clock.timed(self._deltas(request, cancel)):
                yield Text(text=text)
        except httpx.TimeoutException as error:
            message = f"The {self.place} did not answer in time."
            raise BackendTimeoutError(message, hint="Try again, or raise TUTOR_TIMEOUT_S.") from error
        except httpx.HTTPError as error:
            message = f"The {self.place} cannot be reached: {error}"
            raise BackendUnavailableError(message, hint="Start the server or unset TUTOR_SERVER.") from error
        timing = Timing(
            prompt_tokens=needed,
            answer_tokens=clock.tokens,
            first_token_s=clock.first_token_s,
            tokens_per_s=clock.tokens_per_s,
        )
        yield Completed(timing=timing, cancelled=cancel.is_set())

    def _deltas(self, request: dict[str, object], cancel: Cancellation) -> Iterator[str]:
        with self._client.stream("POST", self._url, json=request) as response:
            if not response.is_success:
                response.read()
                raise _refusal(response, self.place)
            started = False
            for line in response.iter_lines():
                data = line.removeprefix("data:").strip()
                if cancel.is_set() or (line.startswith("data:") and data == "[DONE]"):
                    return
                if line.startswith("data:"):
                    started = True
                    yield from _content(data, self.place)
            if not started:
                message = f"The {self.place} did not answer with a stream of chat completions."
                raise BackendError(message, hint="Check that TUTOR_SERVER ends in /v1.")


def _content(data: str, place: str) -> Iterator[str]:
    try:
        part = _Part.model_validate_json(data)
    except ValidationError as error:
        message = f"The {place} sent something that is not a chat completion: {data[:80]!r}"
        raise BackendError(message, hint="Check that TUTOR_SERVER ends in /v1.") from error
    if part.error is not None:
        message = f"The {place} broke off: {part.error.message}"
        raise BackendUnavailableError(message, hint="Try again, or look at the server's log.")
    yield from (choice.delta.content for choice in part.choices if choice.delta.content)


def _refusal(response: httpx.Response, place: str) -> BackendError:
    kind = BackendUnavailableError if response.status_code >= _OVERLOADED else BackendError
    try:
        said = response.json()["error"]["message"]
    except (ValueError, KeyError, TypeError):
        said = response.reason_phrase
    hint = "Check TUTOR_SERVER, TUTOR_SERVER_MODEL and TUTOR_SERVER_KEY."
    return kind(f"The {place} answered {response.status_code}: {said}", hint=hint)
