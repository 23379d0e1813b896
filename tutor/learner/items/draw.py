"""What one draw of a computed item gives, and how its numbers are written."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from corpus.types import ConceptId, Value
from tutor.learner.items.full_item import Slip

_DIGITS = 4
_EXACT = 10**12


class Draw(Value):
    """A question with fresh numbers and everything that was computed from them.

    Attributes:
        stem: The question, with every number that the answer needs.
        expected: The answer, computed from these numbers.
        unit: What a bare number is counted in, as in `NumberKey`.
        whole: Whether the answer is a count, to be given exactly.
        nudge: Which idea is needed, without the answer.
        steps: The worked solution with the same numbers.
        slips: Wrong numbers with a known cause, the likeliest first.
    """

    stem: str
    expected: float
    unit: str = ""
    whole: bool = False
    nudge: str
    steps: tuple[str, ...]
    slips: tuple[Slip, ...] = ()


class Kind(NamedTuple):
    """A kind of computed item: its name, the concept it is about, and what draws it."""

    name: str
    concept: ConceptId
    draw: Callable[[Random], Draw]


def shown(number: float) -> str:
    """A number as it is written: whole ones in full with commas, others to four digits.

    >>> shown(1048576), shown(0.66524), shown(128.0), shown(4.2e22)
    ('1,048,576', '0.6652', '128', '4.2e+22')
    """
    if float(number).is_integer() and abs(number) < _EXACT:
        return f"{int(number):,}"
    return f"{number:.{_DIGITS}g}"
