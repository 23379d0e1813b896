"""What the line-based loaders share: numbered lines, and one way to report everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpus.errors import CorpusError
from corpus.types import Problem, Record


class Line(NamedTuple):
    """A line of a document, without the space around it.

    Attributes:
        number: Its place, counted from 1.
        text: What it says.
    """

    number: int
    text: str


def filled_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank."""
    lines = (Line(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1))
    return [line for line in lines if line.text]


def complete(records: Iterable[Record], problems: Sequence[Problem], *, path: str, expected: str) -> tuple[Record, ...]:
    """The records, provided that there are some and that every line of the document found its place.

    Args:
        records: What was read.
        problems: What could not be placed.
        path: The path shown in the error.
        expected: One line that says what the shape looks like.

    Raises:
        CorpusError: With every problem, or because there is no record at all.
    """
    read = tuple(records)
    hint = f"Expected {expected}."
    if problems:
        lines = "1 place needs" if len(problems) == 1 else f"{len(problems)} places need"
        raise CorpusError(f"{path} cannot be read: {lines} mending.", hint=hint, problems=problems)
    if not read:
        raise CorpusError(f"{path} holds no record.", hint=hint)
    return read
