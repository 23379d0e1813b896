"""Follow-ups: text and focus to a question that stands on its own; and texts that must stay as they are."""

from __future__ import annotations

import pytest

from graph.concept_graph import ConceptGraph
from tutor.dialogue.understand import understand
from tutor.retrieval.names import NameMatcher
from tutor.types import Conversation, Intent, TurnRecord, Understanding

CACHE = ("Why is the second token faster than the first?", "kv-cache")
DROPOUT = ("What is dropout?", "dropout")

REPLACED = [
    (CACHE, "why does it grow?", "why does Key-Value Caching grow?"),
    (
        CACHE,
        "how is it different from grouped-query attention?",
        "how is Key-Value Caching different from grouped-query attention?",
    ),
    (CACHE, "how much memory does it need?", "how much memory does Key-Value Caching need?"),
    (CACHE, "does it change the output?", "does Key-Value Caching change the output?"),
    (CACHE, "is it the same as gradient checkpointing?", "is Key-Value Caching the same as gradient checkpointing?"),
    (CACHE, "What are its drawbacks?", "What are Key-Value Caching's drawbacks?"),
    (CACHE, "who uses this?", "who uses Key-Value Caching?"),
    (CACHE, "does this one need a GPU?", "does Key-Value Caching need a GPU?"),
    (CACHE, "compare it with PagedAttention", "compare Key-Value Caching with PagedAttention"),
    (DROPOUT, "why does it work?", "why does Dropout work?"),
    (DROPOUT, "how does it compare to L2 regularization?", "how does Dropout compare to L2 regularization?"),
]
"""A pronoun gives way to the title, and every other word stays."""

CONTINUED = [
    (CACHE, "why?", "why"),
    (CACHE, "and why?", "why"),
    (CACHE, "and why does that matter?", "why"),
    (CACHE, "how?", "how"),
    (CACHE, "give me the formula", "formula"),
    (CACHE, "show me an example", "example"),
    (CACHE, "can you explain that more simply?", "simple"),
    (CACHE, "explain like I'm five", "simple"),
    (CACHE, "what's the intuition?", "intuition"),
    (CACHE, "tell me more", "explain"),
    (CACHE, "go on", "explain"),
    (CACHE, "what are common mistakes?", "misconception"),
    (CACHE, "what should I read first?", "before"),
    (DROPOUT, "and what is the formula?", "formula"),
]
"""Nothing is named: the subject is added, and what was asked for stays recognisable."""

KEPT = [
    (CACHE, "What is softmax?"),
    (CACHE, "How does LoRA save memory when it freezes the weights?"),
    (CACHE, "how does dropout work and why does it help?"),
    (CACHE, "Is it possible to train a transformer without softmax?"),
    (CACHE, "What is the capital of France?"),
    (CACHE, "Explain backpropagation and its cost."),
    (CACHE, "thanks!"),
    (DROPOUT, "What is the difference between RoPE and ALiBi?"),
    (DROPOUT, "Does a transformer need positional encodings?"),
    (None, "why does it grow?"),
    (None, "and why?"),
    (None, "give me the formula"),
]
"""They name their subject, or there is nothing to refer to."""


def heard(before: tuple[str, str] | None, text: str, shipped_graph: ConceptGraph, names: NameMatcher) -> Understanding:
    turns = (TurnRecord(text=before[0], question=before[0], focus=(before[1],)),) if before else ()
    return understand(text, Conversation(turns=turns), shipped_graph, names)


@pytest.mark.parametrize(("before", "text", "question"), REPLACED)
def test_a_pronoun_becomes_the_subject(
    before: tuple[str, str], text: str, question: str, shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    understanding = heard(before, text, shipped_graph, names)
    assert understanding.question == question
    assert understanding.rewritten
    assert understanding.focus[0] == before[1]


@pytest.mark.parametrize(("before", "text", "word"), CONTINUED)
def test_a_text_without_a_subject_continues_the_last_one(
    before: tuple[str, str], text: str, word: str, shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    understanding = heard(before, text, shipped_graph, names)
    assert understanding.focus == (before[1],)
    assert word in understanding.question.lower()
    assert understanding.text == text


@pytest.mark.parametrize(("before", "text"), KEPT)
def test_a_text_that_stands_on_its_own_stays_as_it_is(
    before: tuple[str, str] | None, text: str, shipped_graph: ConceptGraph, names: NameMatcher
) -> None:
    understanding = heard(before, text, shipped_graph, names)
    assert understanding.question == text
    assert not understanding.rewritten
    assert before is None or before[1] not in understanding.focus or before[1] in text


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("what about grouped-query attention?", "gqa"),
        ("and PagedAttention?", "pagedattention"),
        ("how about quantization?", "quantization"),
    ],
)
def test_another_subject_takes_over(text: str, concept: str, shipped_graph: ConceptGraph, names: NameMatcher) -> None:
    understanding = heard(CACHE, text, shipped_graph, names)
    assert understanding.focus == (concept,)
    assert understanding.question.endswith("?")


def test_the_same_question_is_asked_of_another_subject(shipped_graph: ConceptGraph, names: NameMatcher) -> None:
    before = ("Why does dropout reduce overfitting?", "dropout")
    understanding = heard(before, "and weight decay?", shipped_graph, names)
    assert understanding.question == "Why does weight decay reduce overfitting?"


@pytest.mark.parametrize("text", ["and in a CNN?", "and with a small batch?"])
def test_a_short_addition_keeps_the_subject(text: str, shipped_graph: ConceptGraph, names: NameMatcher) -> None:
    assert "dropout" in heard(DROPOUT, text, shipped_graph, names).focus


def test_what_to_read_first_asks_for_the_path_to_the_subject(shipped_graph: ConceptGraph, names: NameMatcher) -> None:
    understanding = heard(CACHE, "what should I read first?", shipped_graph, names)
    assert (understanding.intent, understanding.focus) == (Intent.PATH, ("kv-cache",))


def test_a_subject_whose_page_is_gone_is_forgotten(shipped_graph: ConceptGraph, names: NameMatcher) -> None:
    understanding = heard(("What is phlogiston?", "phlogiston"), "why does it burn?", shipped_graph, names)
    assert understanding.question == "why does it burn?"
    assert understanding.focus == ()


def test_the_focus_is_that_of_the_last_turn_that_had_one(shipped_graph: ConceptGraph, names: NameMatcher) -> None:
    turns = (
        TurnRecord(text="What is dropout?", question="What is dropout?", focus=("dropout",)),
        TurnRecord(text=CACHE[0], question=CACHE[0], focus=("kv-cache",)),
        TurnRecord(text="thanks", question="thanks"),
    )
    understanding = understand("why does it grow?", Conversation(turns=turns), shipped_graph, names)
    assert understanding.focus == ("kv-cache",)
