"""Whether to answer: questions outside the pages are declined, questions inside are answered."""

from __future__ import annotations

import pytest

from tutor.dialogue.decide import decide, decision_score
from tutor.retrieval.retriever import Retriever
from tutor.types import Verdict

OUTSIDE = [
    "What is the capital of France?",
    "How do I bake a pizza?",
    "How do SQL joins work?",
    "Who won the world cup in 2018?",
    "What is photosynthesis?",
    "How tall is Mount Everest?",
    "How do I file my taxes?",
    "Explain the French revolution",
    "How do I center a div in CSS?",
    "asdf qwer zxcv",
]

INSIDE = [
    "What is softmax?",
    "How does backpropagation work?",
    "Why is the second token faster than the first?",
    "What is the difference between LoRA and full fine-tuning?",
    "Why do we divide attention scores by the square root of the dimension?",
    "How does RAG reduce hallucinations?",
    "What does temperature do when sampling?",
    "why do gradients vanish in deep networks",
    "how does flash attention save memory",
    "What is overfitting and how can I prevent it?",
    "How are words turned into numbers?",
    "why do we need positional encodings",
    "How can a model be made smaller?",
    "How do chatbots avoid rereading the whole conversation for every word?",
]


def verdict(retriever: Retriever, question: str) -> Verdict:
    return decide(decision_score(question, retriever.search(question, k=8).concepts, retriever.vocabulary))


@pytest.mark.parametrize("question", OUTSIDE)
def test_a_question_outside_the_pages_is_declined(retriever: Retriever, question: str) -> None:
    assert verdict(retriever, question) is Verdict.ABSTAIN


@pytest.mark.parametrize("question", INSIDE)
def test_a_question_inside_the_pages_is_answered(retriever: Retriever, question: str) -> None:
    assert verdict(retriever, question) is Verdict.ANSWER


def test_the_score_is_a_probability_and_nothing_found_is_no(retriever: Retriever) -> None:
    scores = [
        decision_score(question, retriever.search(question).concepts, retriever.vocabulary) for question in INSIDE
    ]
    assert all(0 <= score <= 1 for score in scores)
    assert decide(decision_score("What is softmax?", (), retriever.vocabulary)) is Verdict.ABSTAIN
