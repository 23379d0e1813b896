"""A whole item, with what is right; it stays on this side of the wire (`tutor.learner.items.asked` shows the other side)."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from corpus.errors import TutorError
from corpus.types import ConceptId, Option, Value

Form = Literal["choice", "number", "order", "blank"]
"""How an item is answered: by an option, by a number, by an order of the options, or by a name."""


class ItemError(TutorError):
    """There is no such item."""


class AnswerError(TutorError):
    """An answer that cannot be read. It is not a wrong answer: the learner may give it again."""


class ChoiceKey(Value):
    """One of the options is right.

    Attributes:
        options: The options in the order shown, exactly one of them right.
    """

    form: Literal["choice"] = "choice"
    options: tuple[Option, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The options as the learner sees them."""
        return tuple(option.text for option in self.options)

    @property
    def right(self) -> Option:
        """The right option."""
        return next(option for option in self.options if option.right)

    @property
    def guess(self) -> float:
        """The chance to be right without knowing."""
        return 1 / len(self.options)


class OrderKey(Value):
    """The options have one right order.

    Attributes:
        shown: The options in the order shown.
        concepts: The concept behind each of them.
        places: For each option shown, its place in the right order, from 0.
        reasons: Why the right order is right: for each place but the last, why the next one needs what stands there.
    """

    form: Literal["order"] = "order"
    shown: tuple[str, ...]
    concepts: tuple[ConceptId, ...]
    places: tuple[int, ...]
    reasons: tuple[str, ...]

    @property
    def right(self) -> tuple[str, ...]:
        """The options in the right order."""
        return tuple(text for _, text in sorted(zip(self.places, self.shown, strict=True)))

    @property
    def guess(self) -> float:
        """The chance to be right without knowing."""
        return 1 / math.factorial(len(self.shown))


class Slip(Value):
    """A wrong number with a known cause.

    Attributes:
        value: The number, in the unit of the item.
        feedback: What was done instead of the right thing.
        see: The concept that whoever gives it has probably not understood.
    """

    value: float
    feedback: str
    see: ConceptId | None = None


class NumberKey(Value):
    """A number is right, up to a tolerance.

    Attributes:
        expected: The right number, in the unit.
        unit: What a bare number is counted in: "" for none, "share", a unit of bytes, or a word such as "nats".
        tolerance: How far a right answer may be from the expected number, as a share of it.
        steps: The worked solution, with the same numbers.
        nudge: Which idea is needed, without the answer.
        slips: Wrong numbers with a known cause, the likeliest first.
    """

    form: Literal["number"] = "number"
    expected: float
    unit: str
    tolerance: float
    steps: tuple[str, ...]
    nudge: str
    slips: tuple[Slip, ...] = ()
    shown: tuple[str, ...] = ()
    guess: float = 0.0

    def meets(self, number: float, expected: float) -> bool:
        """Whether a number agrees with an expected one up to the tolerance."""
        return math.isclose(number, expected, rel_tol=0, abs_tol=self.tolerance * abs(expected) * (1 + 1e-9))


class BlankKey(Value):
    """The name of a concept is right.

    Attributes:
        missing: The concept whose name was taken out.
        title: Its title.
        reason: Why the concept of the item needs it.
        names: Every name that is accepted.
    """

    form: Literal["blank"] = "blank"
    missing: ConceptId
    title: str
    reason: str
    names: tuple[str, ...]
    shown: tuple[str, ...] = ()
    guess: float = 0.0


Key = Annotated[ChoiceKey | OrderKey | NumberKey | BlankKey, Field(discriminator="form")]
"""What is right, by form."""


class FullItem(Value):
    """An item with what is right.

    Attributes:
        id: The id of the item; with the seed it rebuilds the same item.
        concept: What the item is about.
        seed: What the options were shuffled with and the numbers drawn from.
        stem: The question.
        key: What is right.
    """

    id: str
    concept: ConceptId
    seed: int
    stem: str
    key: Key
