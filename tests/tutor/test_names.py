"""Concepts named in a text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.catalogue import Catalogue
from tests.building import concept
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.words import Vocabulary

PAGES = Catalogue(
    [
        concept("attention"),
        concept("self-attention", aliases=["intra-attention"]),
        concept("multi-head-attention", title="Multi-Head Attention (MHA)", aliases=["MHA"]),
        concept("kv-cache", title="Key-Value (KV) Caching", aliases=["KV cache"]),
        concept("policy"),
        concept("loss"),
        concept("bias-parameter", title="Bias (parameter)", aliases=["bias"]),
        concept("bias-fairness", title="Bias (fairness)", aliases=["bias"]),
        concept("backpropagation"),
        concept("t5", title="T5"),
        concept("model"),
    ]
)
NAMES = NameMatcher(PAGES, Vocabulary(PAGES))


def named(text: str, names: NameMatcher = NAMES) -> list[Sequence[str]]:
    return [mention.concepts if len(mention.concepts) > 1 else mention.concepts[0] for mention in names.find(text)]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("What is attention?", ["attention"]),
        ("SELF-ATTENTION", ["self-attention"]),
        ("self attention and attention", ["self-attention", "attention"]),
        ("multi head attention", ["multi-head-attention"]),
        ("Is MHA the same as intra attention?", ["multi-head-attention", "self-attention"]),
        ("KV caches", ["kv-cache"]),
        ("kv-cache", ["kv-cache"]),
        ("Key-Value Caching", ["kv-cache"]),
        ("policies and losses", ["policy", "loss"]),
        ("T5's tokens", ["t5"]),
        ("backpropogation", ["backpropagation"]),
        ("atention", ["attention"]),
        ("atention and backpropagation", ["attention", "backpropagation"]),
        ("the kv, cache", ["kv-cache"]),
        ("What is the capital of France?", []),
        ("", []),
        ("tension", []),
    ],
)
def test_names_are_found_in_many_forms(text: str, concepts: list[str]) -> None:
    assert named(text) == concepts


def test_the_longest_name_wins() -> None:
    (mention,) = NAMES.find("How does multi-head attention work?")
    assert (mention.concepts, mention.text) == (("multi-head-attention",), "multi-head attention")


def test_an_ambiguous_name_has_every_meaning() -> None:
    (mention,) = NAMES.find("What is bias?")
    assert set(mention.concepts) == {"bias-fairness", "bias-parameter"}


def test_a_mention_says_where_it_stands() -> None:
    text = "Is  self-Attention, say, a KV cache?"
    assert [text[mention.start : mention.end] for mention in NAMES.find(text)] == ["self-Attention", "KV cache"]
    assert [mention.text for mention in NAMES.find(text)] == ["self-Attention", "KV cache"]


def test_a_typing_error_is_known_as_one_and_says_less() -> None:
    (right,), (wrong,) = NAMES.find("backpropagation"), NAMES.find("backpropogation")
    assert (right.exact, wrong.exact) == (True, False)
    assert NAMES.strength(wrong) < NAMES.strength(right)


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("how does backpropogation work", "how does backpropagation work"),
        ("what is atention?", "what is attention?"),
        ("What is attention?", "What is attention?"),
        ("a wholly unrelated sentence", "a wholly unrelated sentence"),
    ],
)
def test_typing_errors_are_put_right(text: str, corrected: str) -> None:
    assert NAMES.corrected(text) == corrected


def test_a_word_that_the_pages_use_is_no_typing_error(names: NameMatcher) -> None:
    assert names.corrected("a sharp loss, a large dose, a tensor") == "a sharp loss, a large dose, a tensor"


def test_a_common_word_says_less_than_a_rare_name(names: NameMatcher) -> None:
    strengths = {
        mention.text: names.strength(mention) for mention in names.find("the model uses grouped-query attention")
    }
    assert strengths["model"] < 0.3 < strengths["grouped-query attention"] if "model" in strengths else strengths
    assert all(0 <= strength <= 1 for strength in strengths.values())


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("flash attention", ["flashattention"]),
        ("grouped query attention", ["gqa"]),
        ("RoPE and ALiBi", ["rope", "alibi"]),
        ("curriculum learning", ["curriculum-learning"]),
        ("What's LoRA's rank?", ["lora"]),
        ("the KV caching", ["kv-cache"]),
        ("softmaxes", ["softmax"]),
        ("fine tuning", ["fine-tuning"]),
    ],
)
def test_learners_words_for_shipped_concepts(names: NameMatcher, text: str, concepts: list[str]) -> None:
    assert [one for one in named(text, names) if one in concepts] == concepts
