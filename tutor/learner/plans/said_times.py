"""Times in words: how long, how often and until when, read without a language model."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from corpus.types import Value
from tutor.learner.plans.said_dates import DEADLINES, LIKE_A_DAY, SPAN, WEEKDAYS, DayReader
from tutor.learner.plans.said_numbers import NUMBER, WORD, number

EVENING, AFTERNOON, WEEKEND = 120, 240, 480
"""Minutes of study that an evening or a morning, an afternoon, and a weekend are taken to hold."""

MARK = "\x1e"
"""Stands in the rest of a text where a time was."""

_LONGEST_DAYS = 3650
_MOST_WEEKLY = 168 * 60
_MOST_MINUTES = 10_000 * 60

_ADJECTIVE = r"(?:(?:full|whole|good|free|spare|more|solid|long|short|single|whole)\s+)?"
_CLOCK = r"(?:hours?|hrs?|h|minutes?|mins?)"
_SLOT = r"(?:evenings?|mornings?|nights?|afternoons?|weekends?)"
_TIME = (
    rf"(?<![\w.,-])(?P<n>{NUMBER})(?:\s*(?:-|\u2013|to|or)\s*{NUMBER})?[\s-]*{_ADJECTIVE}"
    rf"(?P<unit>{_CLOCK}|{_SLOT})(?:\b|(?=\d\d\b))(?P<half>\s+and\s+a\s+half)?"
    rf"(?:\s*(?:and\s+)?(?P<n2>\d+|{WORD})\s*(?:minutes?|mins?|m)\b|(?P<mm>\d\d)\b)?"
)
_PERIOD = rf"(?P<period>working\s+day|weekday|day|week|month|evening|morning|afternoon|night|weekend|{WEEKDAYS})s?"
_EVERY = r"(?:a|an|per|each|every|/|in\s+an?|in\s+the|on)"
_A_WEEK = {
    "day": 7.0,
    "daily": 7,
    "monthly": 12 / 52,
    "evening": 7,
    "morning": 7,
    "afternoon": 7,
    "night": 7,
    "weekday": 5,
    "working day": 5,
    "month": 12 / 52,
}
_TIMES = rf"(?P<often>once|twice|{NUMBER}\s+(?P<what>times|sessions|days|evenings?|mornings?|nights?|afternoons?))\s+{_EVERY}\s*week\b"


class SaidTimes(Value):
    """The times said in a text.

    Attributes:
        hours: Time in all.
        hours_per_week: Time a week.
        deadline: The last day.
        assumed: What a word was taken to mean, such as "a weekend counts 8 hours".
        unclear: Times that mean nothing, as they were written.
        rest: The text with `MARK` in place of every time.
    """

    hours: float | None = None
    hours_per_week: float | None = None
    deadline: date | None = None
    assumed: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    rest: str


def said_times(text: str, today: date) -> SaidTimes:
    """Read every time in a text; what is said first counts.

    Args:
        text: Words, lower case.
        today: What "tomorrow" and "in two weeks" start from.
    """
    reading = _Reading(text, today)
    reading.read()
    return SaidTimes(
        hours=reading.hours,
        hours_per_week=reading.weekly,
        deadline=reading.deadline,
        assumed=tuple(reading.assumed),
        unclear=tuple(reading.unclear),
        rest=reading.rest,
    )


class _Reading:
    """A text of which one time after another is read and marked."""

    def __init__(self, text: str, today: date) -> None:
        self.rest, self.today = text, today
        self.hours: float | None = None
        self.weekly: float | None = None
        self.deadline: date | None = None
        self.assumed: list[str] = []
        self.unclear: list[str] = []

    def read(self) -> None:
        """How long ago is no wish; then what happens every week, then until when, then how long in all."""
        self._each(rf"(?:\b{SPAN}\s+ago\b|\b(?:for|since)\s+(?:{NUMBER})\s+years?\b)", lambda _: None)
        self._each(rf"{_TIME},?\s*(?:(?:each|at\s+a\s+time),?\s*)?{_TIMES}", self._times)
        self._each(rf"{_TIMES}(?:[,:]?\s*(?:for|of|with|,)?\s*{_TIME}(?:\s+(?:each|at\s+a\s+time))?)?", self._times)
        self._each(rf"{_TIME}\s*{_EVERY}\s*{_PERIOD}\b", self._rate)
        self._each(
            rf"\b(?:every|each|per)\s+{_PERIOD}\b[:,]?\s*(?:i\s+(?:have|can|could)\s+(?:\w+\s+)?)?{_TIME}", self._rate
        )
        self._each(rf"{_TIME}\s+(?P<adverb>daily|weekly|monthly)\b", self._rate)
        self._each(rf"\b(?P<adverb>daily|weekly|monthly)[:,]?\s+{_TIME}", self._rate)
        self._each(r"\b(?:every|each)\s+(?P<unit>evening|morning|night|afternoon|weekend)\b", self._slots)
        self._each(r"\b(?:on\s+|at\s+|only\s+)*(?P<unit>weekend)s(?:\s+only)?\b", self._slots)
        self._each(r"\b(?:this|the|over\s+the|on\s+the|coming)\s+(?:coming\s+)?weekend\b", self._weekend)
        for pattern, read in DEADLINES:
            self._each(pattern, partial(self._until, read))
        self._each(rf"(?P<count>{NUMBER})\s+(?:sessions|times|evenings|mornings)\s+of\s+{_TIME}", self._in_all)
        self._each(rf"(?:\b(?:in|within)\s+)?{_TIME}(?:\s+in\s+(?:all|total))?", self._in_all)
        self._each(rf"{LIKE_A_DAY}|\d\S*\s*{_CLOCK}\b", self._strange)

    def _each(self, pattern: str, read: Callable[[re.Match[str]], None]) -> None:
        """Read and mark every match; a match from which nothing can be made is named as unclear."""
        while match := re.search(pattern, self.rest):
            try:
                read(match)
            except (ValueError, OverflowError):
                self.unclear.append(match[0].strip(" ,"))
            self.rest = self.rest[: match.start()] + MARK + self.rest[match.end() :]

    def _rate(self, match: re.Match[str]) -> None:
        said = match.groupdict()
        often = said.get("adverb") or re.sub(r"\s+", " ", said["period"])
        self._weekly(self._minutes(match) * _A_WEEK.get(often, 1.0))

    def _times(self, match: re.Match[str]) -> None:
        often = {"once": 1.0, "twice": 2.0}.get(match["often"]) or number(match["often"])
        if match["unit"]:
            self._weekly(often * self._minutes(match))
        elif match["what"] and match["what"].rstrip("s") in _A_WEEK and match["what"] != "days":
            self._weekly(often * self._slot(match["what"]))
        else:
            raise ValueError(match[0])

    def _slots(self, match: re.Match[str]) -> None:
        self._weekly(self._slot(match["unit"]) * (1 if match["unit"] == "weekend" else 7))

    def _weekly(self, minutes: float) -> None:
        if not 0 < minutes <= _MOST_WEEKLY:
            raise ValueError(minutes)
        self.weekly = self.weekly or minutes / 60

    def _strange(self, match: re.Match[str]) -> None:
        raise ValueError(match[0])

    def _in_all(self, match: re.Match[str]) -> None:
        minutes = self._minutes(match) * number(match.groupdict().get("count") or "one")
        if not 0 < minutes <= _MOST_MINUTES:
            raise ValueError(minutes)
        self.hours = self.hours or minutes / 60

    def _weekend(self, _: re.Match[str]) -> None:
        self.hours = self.hours or self._slot("weekend") / 60
        self.deadline = self.deadline or self.today + timedelta(days=6 - self.today.weekday())

    def _until(self, read: DayReader, match: re.Match[str]) -> None:
        day = read(match, self.today)
        if (day - self.today).days > _LONGEST_DAYS:
            raise ValueError(day)
        self.deadline = self.deadline or day

    def _minutes(self, match: re.Match[str]) -> float:
        """The minutes of an amount of time."""
        unit, amount = match["unit"], number(match["n"]) + (0.5 if match["half"] else 0)
        if unit.startswith("min"):
            return amount
        if unit.startswith("h"):
            return amount * 60 + (number(match["n2"] or match["mm"]) if match["n2"] or match["mm"] else 0)
        return amount * self._slot(unit)

    def _slot(self, unit: str) -> float:
        name = unit.rstrip("s")
        minutes = {"weekend": WEEKEND, "afternoon": AFTERNOON}.get(name, EVENING)
        self.assumed.append(f"{'an' if name[0] in 'aeiou' else 'a'} {name} counts {minutes // 60} hours")
        return minutes
