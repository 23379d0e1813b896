"""Bayesian Knowledge Tracing worked out by hand, to four digits.

With initially known 0.3, learns 0.2, slips 0.1 and three options, so that the guess is 1/3:

    right   0.3 * 0.9 / (0.3 * 0.9 + 0.7 / 3)             = 0.27 / 0.5033     = 0.5364, learned: 0.6291 (+ 0.4636 * 0.2)
    right   0.6291 * 0.9 / (0.6291 * 0.9 + 0.3709 / 3)    = 0.5662 / 0.6898   = 0.8208, learned: 0.8566
    right   0.8566 * 0.9 / (0.8566 * 0.9 + 0.1434 / 3)    = 0.7710 / 0.8188   = 0.9416, learned: 0.9533
    wrong   0.9533 * 0.1 / (0.9533 * 0.1 + 0.0467 * 2/3)  = 0.0953 / 0.1265   = 0.7538, learned: 0.8031

and with other parameters, initially known 0.4, learns 0.1, slips 0.3 and guesses 0.2:

    wrong   0.4 * 0.3 / (0.4 * 0.3 + 0.6 * 0.8)           = 0.12 / 0.60       = 0.2000, learned: 0.2800
    right   0.28 * 0.7 / (0.28 * 0.7 + 0.72 * 0.2)        = 0.196 / 0.340     = 0.5765, learned: 0.6188
    right   0.6188 * 0.7 / (0.6188 * 0.7 + 0.3812 * 0.2)  = 0.4332 / 0.5094   = 0.8503, learned: 0.8653
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tutor.learner.entries import Attempt
from tutor.learner.tracing import MASTERED, TRACING, Tracing, traced

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


def attempt(*, credit: float, guess: float = 0.0) -> Attempt:
    right = credit > 0
    return Attempt(id="a", at=NOON, item="softmax#1", concept="softmax", right=right, credit=credit, guess=guess)


def after(*credits_: float, guess: float = 0.0, tracing: Tracing = TRACING) -> float:
    attempts = [attempt(credit=credit, guess=guess) for credit in credits_]
    return traced(tracing.initially_known, attempts, tracing)


@pytest.mark.parametrize(
    ("answers", "mastery"),
    [((1,), 0.6291), ((1, 1), 0.8566), ((1, 1, 1), 0.9533), ((1, 1, 1, 0), 0.8031)],
)
def test_three_options(answers: tuple[int, ...], mastery: float) -> None:
    assert after(*answers, guess=1 / 3) == pytest.approx(mastery, abs=5e-5)


@pytest.mark.parametrize(("answers", "mastery"), [((0,), 0.2800), ((0, 1), 0.6188), ((0, 1, 1), 0.8653)])
def test_other_parameters(answers: tuple[int, ...], mastery: float) -> None:
    tracing = Tracing(initially_known=0.4, learns=0.1, slips=0.3, guesses=0.2)
    assert after(*answers, tracing=tracing) == pytest.approx(mastery, abs=5e-5)


def test_credit_mixes_what_a_right_and_a_wrong_answer_lead_to() -> None:
    """One right answer leads to 0.6291; a wrong one, 0.03 / (0.03 + 0.7 * 2/3) = 0.0604, to 0.2483; half-way 0.4387."""
    assert after(0.5, guess=1 / 3) == pytest.approx(0.4387, abs=5e-5)


@pytest.mark.parametrize(("guess", "needed"), [(0.0, 3), (0.2, 3), (1 / 4, 3), (1 / 3, 3), (1 / 2, 5)])
def test_right_answers_that_make_mastery(guess: float, needed: int) -> None:
    assert after(*[1] * (needed - 1), guess=guess) < MASTERED <= after(*[1] * needed, guess=guess)


def test_hints_put_mastery_off() -> None:
    assert after(0.75, 0.75, 0.75, guess=1 / 3) < after(1, 1, 1, guess=1 / 3)
    assert after(0.75, 0.75, 0.75, guess=1 / 3) < MASTERED


def test_an_answer_that_everybody_gets_right_says_nothing_but_is_a_chance_to_learn() -> None:
    assert after(1, guess=1.0) == pytest.approx(0.3 + 0.7 * 0.2)
    assert after(0, guess=1.0) == pytest.approx(0.3)


def test_a_thousand_right_answers_can_be_outweighed() -> None:
    assert after(*[1] * 1000) > after(*[1] * 1000, 0) >= MASTERED > after(*[1] * 1000, 0, 0)
