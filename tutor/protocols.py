"""The seams behind which more than one real implementation stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

from corpus.types import Value
from tutor.types import Timing


class Message(Value):
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


class QueuePosition(Value):
    """Waiting for the model; position 1 is next."""

    position: int


class Text(Value):
    """A piece of the answer, in order."""

    text: str


class Completed(Value):
    """The answer has ended; always the last chunk, also after a cancellation."""

    timing: Timing
    cancelled: bool


Chunk = QueuePosition | Text | Completed


class Cancellation(Protocol):
    """Whether to stop; `threading.Event` is one."""

    def is_set(self) -> bool:
        """Whether the learner asked to stop."""
        ...


class LLM(Protocol):
    """A language model that streams chat answers."""

    @property
    def name(self) -> str:
        """What people call the model."""
        ...

    @property
    def place(self) -> str:
        """Where it runs, in words: the processor, the layers on a GPU, or the server."""
        ...

    @property
    def context_tokens(self) -> int:
        """The longest prompt and answer together, in tokens."""
        ...

    def count_tokens(self, text: str) -> int:
        """The number of tokens of a text on its own, never less than its share of a prompt by more than one."""
        ...

    def odds(self, messages: Sequence[Message], one: str, other: str) -> float | None:
        """How much rather the model would answer a chat with `one` than with `other`.

        Messages that differ from an earlier call's only in the last one are cheap. An answer in the making goes on as if
        nothing had been asked. To be called between the chunks of one's own stream, or while nobody is answered.

        Args:
            messages: The chat; the last message is the user's.
            one: A word; only its first token counts.
            other: Another word.

        Returns:
            The natural logarithm of their odds; None from a model that is too small to judge or does not tell, and for
            messages that do not fit the context.
        """
        ...

    def stream(self, messages: Sequence[Message], *, max_tokens: int, cancel: Cancellation) -> Iterator[Chunk]:
        """Answer a chat.

        Control tokens written in the messages are ordinary text. Messages that continue an earlier call's
        messages are cheap: what is already in the KV cache is not computed again.

        Args:
            messages: The chat; the last message is the user's.
            max_tokens: Most tokens of the answer.
            cancel: Checked between tokens.

        Raises:
            ContextOverflowError: If the messages and `max_tokens` do not fit the context.
            BackendError: If the model fails.
        """
        ...
