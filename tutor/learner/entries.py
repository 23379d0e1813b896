"""The entries of a learner's log: attempts, statements and aims. Everything else is worked out from them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints, TypeAdapter

from corpus.types import ConceptId, Level, Value

EntryId = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[\w.:#-]+$")]
"""Made by whoever shows the item, before the answer: the same id counts once, however often it is sent."""

Share = Annotated[float, Field(ge=0, le=1)]


class Purpose(StrEnum):
    """Why an item was answered."""

    PLACEMENT = "placement"
    QUIZ = "quiz"
    CHECK = "check"
    REVIEW = "review"
    EXPLAIN = "explain"


class Attempt(Value):
    """A learner's answer to an item.

    Attributes:
        at: When it was answered, with its time zone.
        item: The item's id.
        concept: What the item is about.
        seed: What the options were shuffled with and the numbers drawn from.
        answer: The answer as given; empty for "I don't know".
        right: Whether it was right.
        credit: What it counts for, 0 to 1: 1 for a right answer without hints, 0 for a wrong one.
        hints: Hints taken before the answer.
        guess: The chance to be right without knowing.
        betrays: For a wrong answer, the concept that whoever gives it has probably not understood.
    """

    kind: Literal["attempt"] = "attempt"
    id: EntryId
    at: AwareDatetime
    item: str
    concept: ConceptId
    seed: int = 0
    answer: str = ""
    right: bool
    credit: Share
    hints: Annotated[int, Field(ge=0, le=3)] = 0
    guess: Share = 0.0
    betrays: ConceptId | None = None
    purpose: Purpose = Purpose.QUIZ


class Statement(Value):
    """What a learner says of themselves: "I know this", or "not yet"."""

    kind: Literal["statement"] = "statement"
    id: EntryId
    at: AwareDatetime
    concept: ConceptId
    known: bool


class Depth(StrEnum):
    """How thoroughly a goal is to be understood; ordered.

    `follow` is enough to follow a talk, `understand` to explain it, `implement` to build it.
    """

    FOLLOW = "follow"
    UNDERSTAND = "understand"
    IMPLEMENT = "implement"


class Aim(Value):
    """What a learner wants, from when it is said until the next aim; without goals it takes the last one back.

    Attributes:
        goals: Concepts, in the order in which they were asked for.
        hours_per_week: Time for it; None where it was not said.
        hours: Time in all; None where it was not said.
        deadline: The last day; None where there is none.
        level: The highest level of a step; None for any.
        without: Areas to leave out.
        skipped: Concepts to leave out; they are taken on faith.
    """

    kind: Literal["aim"] = "aim"
    id: EntryId
    at: AwareDatetime
    goals: tuple[ConceptId, ...] = ()
    hours_per_week: Annotated[float, Field(gt=0, le=168)] | None = None
    hours: Annotated[float, Field(gt=0, le=10_000)] | None = None
    deadline: date | None = None
    level: Level | None = None
    without: tuple[str, ...] = ()
    skipped: tuple[ConceptId, ...] = ()
    depth: Depth = Depth.UNDERSTAND


Entry = Annotated[Attempt | Statement | Aim, Field(discriminator="kind")]
"""One line of the log."""

ENTRY: TypeAdapter[Attempt | Statement | Aim] = TypeAdapter(Entry)
"""Reads an entry from JSON and writes it."""
