"""A language model that says what it is told to, for producing faults and exact replies on purpose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tutor.errors import BackendError
from tutor.protocols import Cancellation, Chunk, Completed, Message, Text
from tutor.types import Timing


class ScriptedLLM:
    """Replies with the scripted texts in order, word by word; an error in the script is raised in its place.

    Args:
        script: The replies. The last one is repeated for ever.
        context_tokens: The context to claim, in words.
        odds: What it answers whenever it is asked to judge.
    """

    name = "scripted"
    place = "a script"

    def __init__(
        self, script: Sequence[str | BackendError], *, context_tokens: int = 4096, odds: float | None = None
    ) -> None:
        self._script = list(script)
        self._odds = odds
        self.context_tokens = context_tokens
        self.asked: list[tuple[Message, ...]] = []

    def count_tokens(self, text: str) -> int:
        """The number of words."""
        return len(text.split())

    def odds(self, messages: Sequence[Message], one: str, other: str) -> float | None:  # noqa: ARG002 - the protocol's
        """The odds it was given."""
        return self._odds

    def stream(self, messages: Sequence[Message], *, max_tokens: int, cancel: Cancellation) -> Iterator[Chunk]:
        """Say the next line of the script."""
        line = self._script[min(len(self.asked), len(self._script) - 1)]
        self.asked.append(tuple(messages))
        if isinstance(line, BackendError):
            raise line
        count = 0
        for word in line.split(" ")[:max_tokens]:
            if cancel.is_set():
                break
            count += 1
            yield Text(text=word if count == 1 else f" {word}")
        yield Completed(timing=Timing(answer_tokens=count), cancelled=cancel.is_set())
