"""Weeks filled with study time: what is done when, at so many minutes a week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from math import ceil
from typing import NamedTuple

from corpus.types import ConceptId, Value

SHORTEST_PART = 10
"""A step is divided between two weeks only if this many minutes stand on either side."""

MOST_WEEKS = 520
"""Nobody plans further ahead than ten years."""

MOST_MINUTES_A_WEEK = 56 * 60
"""Eight hours a day."""

_DAYS = 7
_GRID = 30


class Sitting(Value):
    """A step, or a part of one, in one week.

    Attributes:
        minutes: Its study time.
        part: Which part of the step it is, from 1.
        parts: How many parts the step has; 1 for a step that is not divided.
        moved: Whether the whole step begins in this week because it did not fit into the rest of the week before.
        day: The day on which it is done when the week's time is spread evenly over its seven days.
    """

    concept: ConceptId
    minutes: int
    part: int = 1
    parts: int = 1
    moved: bool = False
    day: date


class Week(Value):
    """Seven days of study.

    Attributes:
        number: Counted from 1.
        start: Its first day.
        minutes: Study time in it.
        sittings: In the order in which they are done.
    """

    number: int
    start: date
    minutes: int
    sittings: tuple[Sitting, ...]


class _Piece(NamedTuple):
    step: int
    week: int
    minutes: int
    moved: bool
    used: int
    """Minutes of the week that are used up after it."""


def weeks_of(lengths: Sequence[tuple[ConceptId, int]], pace: int, start: date) -> tuple[Week, ...]:
    """Fill weeks in order; a step that does not fit into the rest of a week is divided or moved.

    It is divided if each part keeps `SHORTEST_PART` minutes, or if it is longer than a whole week; else it begins in the
    next week. What lies beyond `MOST_WEEKS` is left out.

    Args:
        lengths: Each step with its minutes, in the order of the plan.
        pace: Minutes a week, at least 1.
        start: The first day of the first week.
    """
    pieces = [piece for piece in _pieces([minutes for _, minutes in lengths], pace) if piece.week < MOST_WEEKS]
    sittings = _sittings(lengths, pieces, pace, start)
    by_week = groupby(zip(pieces, sittings, strict=True), key=lambda pair: pair[0].week)
    return tuple(_week(number, start, [sitting for _, sitting in pairs]) for number, pairs in by_week)


def pace_for(lengths: Sequence[int], days: int) -> int | None:
    """The smallest pace, in minutes a week and a multiple of 30, at which everything is done within so many days.

    None where that would be more than `MOST_MINUTES_A_WEEK`, or where there are no days.
    """
    if days < 1:
        return None
    least = max(_GRID, ceil(sum(lengths) * _DAYS / days / _GRID) * _GRID)
    paces = range(least, MOST_MINUTES_A_WEEK + 1, _GRID)
    return next((pace for pace in paces if days_needed(lengths, pace) <= days), None)


def days_needed(lengths: Sequence[int], pace: int) -> int:
    """How many days everything takes, the first one counted; 0 for nothing."""
    last = None
    for piece in _pieces(lengths, pace):
        last = piece
    return 0 if last is None else _day(last, pace) + 1


def _pieces(lengths: Sequence[int], pace: int) -> Iterator[_Piece]:
    week = used = 0
    for step, minutes in enumerate(lengths):
        rest = pace - used
        moved = rest > 0 and _moves(minutes, rest, pace)
        if moved:
            week, used = week + 1, 0
        left = minutes
        while left:
            if used == pace:
                week, used = week + 1, 0
            done = min(left, pace - used)
            used, left = used + done, left - done
            yield _Piece(step, week, done, moved, used)


def _moves(minutes: int, rest: int, pace: int) -> bool:
    """Whether a step waits for the next week rather than being divided."""
    return rest < minutes <= pace and min(rest, minutes - rest) < SHORTEST_PART


def _day(piece: _Piece, pace: int) -> int:
    return _DAYS * piece.week + ceil(piece.used * _DAYS / pace) - 1


def _sittings(
    lengths: Sequence[tuple[ConceptId, int]], pieces: Sequence[_Piece], pace: int, start: date
) -> Iterator[Sitting]:
    for step, group in groupby(pieces, key=lambda piece: piece.step):
        parts = list(group)
        for number, piece in enumerate(parts, 1):
            yield Sitting(
                concept=lengths[step][0],
                minutes=piece.minutes,
                part=number,
                parts=len(parts),
                moved=piece.moved,
                day=start + timedelta(days=_day(piece, pace)),
            )


def _week(number: int, start: date, sittings: Sequence[Sitting]) -> Week:
    return Week(
        number=number + 1,
        start=start + timedelta(days=_DAYS * number),
        minutes=sum(sitting.minutes for sitting in sittings),
        sittings=tuple(sittings),
    )
