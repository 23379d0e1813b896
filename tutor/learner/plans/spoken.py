"""Times, dates and lists in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

_HOUR = 60
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""The months in English, whatever the machine's language."""


def spoken_minutes(minutes: int) -> str:
    """An amount of time.

    >>> spoken_minutes(60), spoken_minutes(95), spoken_minutes(120), spoken_minutes(1)
    ('1 hour', '1 hour 35 minutes', '2 hours', '1 minute')
    """
    hours, rest = divmod(minutes, _HOUR)
    said = [counted(hours, "hour")] if hours else []
    return " ".join([*said, counted(rest, "minute")] if rest or not hours else said)


def spoken_date(day: date) -> str:
    """A day, in the same words whatever the machine's language.

    >>> spoken_date(date(2026, 12, 5))
    '5 December 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def counted(number: int, noun: str) -> str:
    """A number of things, as in "1 step" and "2 steps"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(things: Iterable[str]) -> str:
    """Things as a sentence lists them.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    *most, last = [*things] or [""]
    return f"{', '.join(most)} and {last}" if most else last
