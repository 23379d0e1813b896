"""In what manner a question wants its answer, and whether a beginner asks."""

from __future__ import annotations

import pytest

from tutor.dialogue.manner import Manner, is_beginner, manner_of, without_introduction

MANNERS = [
    ("What is softmax?", Manner.WHAT),
    ("Explain backpropagation", Manner.WHAT),
    ("Why do we divide by the square root?", Manner.WHY),
    ("What is the point of dropout?", Manner.WHY),
    ("How does LoRA work?", Manner.HOW),
    ("What is the formula of softmax?", Manner.FORMULA),
    ("Give an example of overfitting.", Manner.EXAMPLE),
    ("What are misconceptions about attention?", Manner.MISCONCEPTION),
    ("Explain LoRA in simple words.", Manner.SIMPLER),
    ("Explain LoRA in more detail.", Manner.DEEPER),
    ("How much memory does a cache need?", Manner.OTHER),
    ("Does dropout slow down training?", Manner.OTHER),
]


@pytest.mark.parametrize(("question", "manner"), MANNERS)
def test_the_manner_of_a_question(question: str, manner: Manner) -> None:
    assert manner_of(question) is manner


@pytest.mark.parametrize(
    ("text", "beginner"),
    [
        ("I'm a complete beginner. What is softmax?", True),
        ("I am new to machine learning, what is a vector?", True),
        ("explain like I'm five", True),
        ("What do beginners get wrong about softmax?", False),
        ("What is a new token?", False),
    ],
)
def test_a_beginner_says_so(text: str, beginner: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_beginner(text) is beginner


def test_an_introduction_is_no_part_of_the_question() -> None:
    assert without_introduction("Hi, I'm a beginner. What is softmax?") == "What is softmax?"
    assert without_introduction("I'm asking why, not how.") == "I'm asking why, not how."
    assert without_introduction("I'm a beginner") == "I'm a beginner"
