"""Numbers as people write them: "1,024", "1.5e3", "12 %", "3/4", "2 GiB"."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

from tutor.learner.items.full_item import AnswerError

_DIGITS = r"[-+]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[-+]?\d+)?"
_ANSWER = re.compile(rf"({_DIGITS})(?:\s*/\s*({_DIGITS}))?\s*(%|[a-z][a-z\s]*)?")
_POWER_OF_TEN = re.compile(r"\s*[x×*·]\s*10\s*(?:\^|\*\*)\s*([-+]?\d+)")  # noqa: RUF001 - a sign people write
_SPACE_IN_NUMBER = re.compile(r"(?<=\d)[\s_'](?=\d{3}(?!\d))")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?![\d,])")
_DECIMAL_COMMA = re.compile(r"([-+]?\d+),(\d+)(e[-+]?\d+)?")

_BYTES = {"byte": 1, "bytes": 1, "b": 1}
_BYTES |= {f"{letter}b": 1000**power for power, letter in enumerate("kmgt", start=1)}
_BYTES |= {f"{letter}ib": 1024**power for power, letter in enumerate("kmgt", start=1)}
_TIMES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_TIMES |= {"k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "t": 1e12}
_SHARES = {"%": 0.01, "percent": 0.01}


def read_number(answer: str, unit: str) -> float:
    """The number in an answer, in the unit of the item.

    A comma between groups of three digits is a thousands separator, any other single comma a decimal one.

    Args:
        answer: What was typed.
        unit: What a bare number is counted in: "" for none, "share", a unit of bytes, or a word such as "nats".

    Raises:
        AnswerError: If there is no number, its unit does not fit, or a share is not between 0 and 1.
    """
    found = _ANSWER.fullmatch(_tidy(answer))
    if found is None:
        raise AnswerError(
            f"'{answer.strip()}' is not a number.", hint="Write a number such as 1,024, 0.12, 3/4 or 1.5e3."
        )
    above, below = _value(found[1]), _value(found[2] or "1")
    number = above / below * _factor(found[3] or "", unit) if below else math.inf
    if not math.isfinite(number):
        raise AnswerError(f"'{answer.strip()}' is not a finite number.", hint="Check the number and write it again.")
    if unit == "share" and not 0 <= number <= 1:
        message = f"'{answer.strip()}' is not between 0 and 1."
        raise AnswerError(message, hint="Write the share as 0.12 or as 12 %.")
    return number


def _tidy(answer: str) -> str:
    text = answer.strip().lower().replace("\N{MINUS SIGN}", "-").lstrip("=≈~ ")
    return _POWER_OF_TEN.sub(r"e\1", _SPACE_IN_NUMBER.sub("", text))


def _value(digits: str) -> float:
    if _THOUSANDS.match(digits):
        return float(digits.replace(",", ""))
    if decimal := _DECIMAL_COMMA.fullmatch(digits):
        return float(f"{decimal[1]}.{decimal[2]}{decimal[3] or ''}")
    if "," in digits:
        raise AnswerError(f"'{digits}' has a comma that cannot be read.", hint="Write the number without commas.")
    return float(digits)


def _factor(written: str, unit: str) -> float:
    """What to multiply with, for the words written after a number."""
    factor = 1.0 / _BYTES[unit.lower()] if unit.lower() in _BYTES and written else 1.0
    known = _known(unit)
    for word in written.split():
        if word not in known:
            counted = f"in {unit}" if unit else "without a unit"
            raise AnswerError(
                f"'{word}' does not fit here: the answer is counted {counted}.", hint="Leave the unit out."
            )
        factor *= known[word]
    return factor


def _known(unit: str) -> Mapping[str, float]:
    """The words that may stand after a number counted in the unit, and what they multiply it by."""
    if unit == "share":
        return MappingProxyType(_SHARES)
    if unit.lower() in _BYTES:
        return MappingProxyType(_BYTES)
    return MappingProxyType(_TIMES | ({unit.lower(): 1.0} if unit else {}))
