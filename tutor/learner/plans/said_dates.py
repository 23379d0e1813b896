"""The last day, in words: dates, weekdays, "in two weeks", "by the end of January"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from tutor.learner.plans.said_numbers import NUMBER, number
from tutor.learner.plans.spoken import MONTHS

DayReader = Callable[[re.Match[str], date], date]
"""The day that a match means, seen from today; `ValueError` or `OverflowError` where there is no such day."""

WEEKDAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
SPAN = rf"(?P<count>{NUMBER})\s+(?:(?:full|whole|more|short)\s+)?(?P<span>day|week|month|year)s?"

_MONTHS = {name.lower(): place for place, name in enumerate(MONTHS, 1)}
_MONTH = "|".join([*_MONTHS, *(rf"{name[:3]}\.?" for name in _MONTHS), r"sept\.?"])
_DATE = (
    rf"(?:(?P<iso>\d{{4}}-\d\d?-\d\d?)|(?P<d1>\d\d?)(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m1>{_MONTH})\b(?:,?\s*(?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>\d\d?)(?:st|nd|rd|th)?\b(?!\s*(?:h|min|-|\u2013))(?:,?\s*(?P<y2>\d{{4}}))?"
    r"|(?P<d3>\d\d?)\.(?P<m3>\d\d?)\.(?P<y3>\d{4})?|(?P<s1>\d\d?)/(?P<s2>\d\d?)(?:/(?P<y4>\d{4}))?)"
)
_LEAD = (
    r"(?:\b(?P<lead>by|before|until|till|up\s+to|deadline(?:\s+is)?:?|due|on|for|this|coming|over|within|in)\s+"
    r"(?:the\s+|this\s+|coming\s+)*)"
)
_END = rf"end\s+of\s+(?:(?:(?:the|this)\s+)?(?P<unit>week|month|year)|(?P<month>{_MONTH}))"
_NEAR = (
    r"(?P<near>(?:the\s+)?day\s+after\s+tomorrow|tomorrow|today|tonight|christmas"
    r"|(?:next|this)\s+(?:week|month)(?=\s*(?:[.,;!?]|$)))"
)


def _dated(match: re.Match[str], today: date) -> date:
    said = match.groupdict()
    if said["iso"]:
        year, month, day = map(int, said["iso"].split("-"))
        found = date(year, month, day)
    elif said["s1"]:
        found = _day(*_slashed(int(said["s1"]), int(said["s2"])), said["y4"], today)
    else:
        day = int(said["d1"] or said["d2"] or said["d3"])
        month = int(said["m3"]) if said["m3"] else _month(said["m1"] or said["m2"])
        found = _day(day, month, said["y1"] or said["y2"] or said["y3"], today)
    return found - timedelta(days=1) if said["lead"] == "before" else found


def _slashed(first: int, second: int) -> tuple[int, int]:
    """Day and month, where only one order is possible."""
    if first > 12 or first == second:  # noqa: PLR2004 - months
        return first, second
    if second > 12:  # noqa: PLR2004 - months
        return second, first
    raise ValueError(first, second)


def _day(day: int, month: int, year: str | None, today: date) -> date:
    """A day; without a year, the next such day, today counted."""
    if year:
        return date(int(year), month, day)
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)


def _month(name: str) -> int:
    return next(place for month, place in _MONTHS.items() if month[:3] == name[:3])


def _ended(match: re.Match[str], today: date) -> date:
    if match["month"]:
        month = _month(match["month"])
        return _last(today.year + (month < today.month), month)
    if match["unit"] == "week":
        return today + timedelta(days=6 - today.weekday())
    return date(today.year, 12, 31) if match["unit"] == "year" else _last(today.year, today.month)


def _middle(match: re.Match[str], today: date) -> date:
    return _day(15, _month(match["month"]), None, today)


def _before_month(match: re.Match[str], today: date) -> date:
    """The last day before a month: what is due by January is done in December."""
    month = _month(match["month"])
    return date(today.year + (month <= today.month), month, 1) - timedelta(days=1)


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _near(match: re.Match[str], today: date) -> date:
    said = re.sub(r"\s+", " ", match["near"])
    sunday = today + timedelta(days=6 - today.weekday())
    first = _last(today.year, today.month) + timedelta(days=1)
    if said == "christmas":
        return _day(24, 12, None, today)
    days = {"tomorrow": 1, "today": 0, "tonight": 0}
    weeks = {"this week": sunday, "next week": sunday + timedelta(days=7)}
    months = {"this month": first - timedelta(days=1), "next month": _last(first.year, first.month)}
    later = weeks | months
    return later[said] if said in later else today + timedelta(days=days.get(said, 2))


def _weekday(match: re.Match[str], today: date) -> date:
    """The next such day after today; with "next", the one in the week that begins on the next Monday."""
    place = WEEKDAYS.split("|").index(match["weekday"])
    if match["next"] or match["late"]:
        day = today + timedelta(days=7 - today.weekday() + place)
    else:
        day = today + timedelta(days=(place - today.weekday() - 1) % 7 + 1)
    return day - timedelta(days=1) if match["lead"] == "before" else day


def _later(match: re.Match[str], today: date) -> date:
    count, span = number(match["count"]), match["span"]
    if span in {"day", "week"}:
        return today + timedelta(days=round(count * (7 if span == "week" else 1)))
    months = today.month - 1 + round(count * (12 if span == "year" else 1))
    last = _last(today.year + months // 12, months % 12 + 1)
    return last.replace(day=min(today.day, last.day))


LIKE_A_DAY = rf"\b(?:{'|'.join(name for name in _MONTHS if name not in {'may', 'march'})}|{WEEKDAYS})s?\b"
"""Names of days and months; one that no pattern reads is a time that was not understood."""

DEADLINES: tuple[tuple[str, DayReader], ...] = (
    (rf"{_LEAD}?{_DATE}(?!\w)", _dated),
    (rf"{_LEAD}?{_END}\b", _ended),
    (rf"{_LEAD}?\b(?:mid|middle\s+of)[\s-]+(?P<month>{_MONTH})\b", _middle),
    (rf"\b(?:by|before|until|till)\s+(?P<month>{_MONTH})\b", _before_month),
    (rf"(?:\b(?:by|for|until)\s+)?\b{_NEAR}\b", _near),
    (rf"\b(?:{_LEAD}|(?P<next>next\s+))(?P<late>next\s+)?(?P<weekday>{WEEKDAYS})\b", _weekday),
    (
        rf"\b(?:(?:in|within|for|over|during|have(?:\s+only)?|got)\s+)?(?:the\s+next\s+)?{SPAN}(?:\s+from\s+now)?\b",
        _later,
    ),
)
"""Patterns of deadlines with what they mean, in the order in which they are tried."""
