"""FSRS-6 worked out from its formulas with the library's default weights, beside the library.

By hand, for two right answers two days apart:

    stability    S = w2 = 2.3065 days; 90 % is left after 2.3065 days, so the concept is due after 2
    difficulty   D = w4 - e^(2 w5) + 1 = 6.4133 - 5.2952 + 1 = 2.1181
    after 2 days R = (1 + 0.9804 * 2 / 2.3065)^-0.1542 = 0.9095, where 0.9804 = 0.9^(-1 / 0.1542) - 1
    then         S = 2.3065 (1 + e^w8 (11 - 2.1181) 2.3065^-w9 (e^(w10 (1 - 0.9095)) - 1))
                   = 2.3065 (1 + 6.5026 * 8.8819 * 0.8700 * 0.0747) = 10.96 days, so it is due after 11

The formulas are those of "The Algorithm" in the wiki of open-spaced-repetition, for FSRS-6.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tutor.learner.entries import Attempt, Purpose
from tutor.learner.memory import Memory, memory_of

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
DECAY = 0.1542


def attempt(day: float, credit: float = 1.0, *, hints: int = 0, purpose: Purpose = Purpose.QUIZ) -> Attempt:
    return Attempt(
        id=f"a{day}",
        at=NOON + timedelta(days=day),
        item="softmax#1",
        concept="softmax",
        right=credit > 0,
        credit=credit,
        hints=hints,
        purpose=purpose,
    )


def memory(attempts: Iterable[Attempt]) -> Memory:
    found = memory_of(attempts)
    assert found is not None
    return found


def left(days: int, stability: float) -> float:
    """Retrievability by the formula of FSRS-6."""
    return math.pow(1 + (0.9 ** (-1 / DECAY) - 1) * days / stability, -DECAY)


def test_the_first_right_answer() -> None:
    first = memory([attempt(0)])
    assert first.stability == 2.3065
    assert first.difficulty == pytest.approx(6.4133 - math.exp(0.8334 * 2) + 1)
    assert first.due == NOON + timedelta(days=2)


@pytest.mark.parametrize("days", [0, 1, 2, 7, 30, 365])
def test_retrievability(days: int) -> None:
    assert memory([attempt(0)]).retrievability(NOON + timedelta(days=days)) == pytest.approx(left(days, 2.3065))


def test_ninety_per_cent_is_left_after_the_stability() -> None:
    assert left(10, 10.0) == pytest.approx(0.9)
    assert left(2, 2.3065) == pytest.approx(0.9095, abs=5e-5)


def test_the_second_right_answer() -> None:
    second = memory([attempt(0), attempt(2)])
    assert second.stability == pytest.approx(10.96, abs=0.005)
    assert second.due == NOON + timedelta(days=2 + 11)


def recalled(stability: float, difficulty: float, days: int) -> float:
    """Stability after a right answer, by the formula of FSRS-6."""
    gain = math.exp(1.8722) * (11 - difficulty) * math.pow(stability, -0.1666)
    return stability * (1 + gain * (math.exp(0.796 * (1 - left(days, stability))) - 1))


def test_intervals_of_a_concept_that_is_always_right() -> None:
    """Difficulty is drawn towards that of an easy first answer, w4 - e^(3 w5) + 1, by a thousandth each time."""
    easy, difficulty, stability, days = 6.4133 - math.exp(0.8334 * 3) + 1, 6.4133 - math.exp(0.8334 * 2) + 1, 2.3065, 2
    attempts, intervals = [attempt(0)], [2]
    for _ in range(4):
        stability = recalled(stability, difficulty, days)
        difficulty = 0.001 * easy + 0.999 * difficulty
        days = round(stability)
        attempts.append(attempt(sum(intervals)))
        intervals.append((memory(attempts).due - attempts[-1].at).days)
        assert intervals[-1] == days
    assert intervals == [2, 11, 46, 163, 497]


def test_a_wrong_answer_brings_it_back_the_next_day() -> None:
    """A day is the least."""
    assert memory([attempt(0), attempt(1, 0.0)]).due == NOON + timedelta(days=2)
    assert memory([attempt(0), attempt(2), attempt(13, 0.0)]).due < NOON + timedelta(days=13 + 11)


def test_hints_and_part_of_the_credit_make_it_due_sooner() -> None:
    assert memory([attempt(0, 0.7, hints=1)]).stability == memory([attempt(0, 0.7)]).stability == 1.2931


def test_the_purpose_does_not_matter() -> None:
    assert {memory([attempt(0, purpose=purpose)]) for purpose in Purpose} == {memory([attempt(0)])}


def test_the_zone_of_a_time_does_not_matter() -> None:
    there = [one.model_copy(update={"at": one.at.astimezone(timezone(timedelta(hours=9)))}) for one in [attempt(0)]]
    assert memory(there) == memory([attempt(0)])


def test_without_attempts_there_is_no_memory() -> None:
    assert memory_of([]) is None
