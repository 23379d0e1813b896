"""BM25 over stemmed passages."""

from __future__ import annotations

import pytest

from tutor.retrieval.dense import Entry
from tutor.retrieval.lexical import LexicalIndex

TEXTS = {
    "cache": "The cache stores keys and values. Caching saves work.",
    "softmax": "Softmax normalizes scores into probabilities.",
    "dropout": "Dropout switches off units at random while training.",
    "cats": "A cat sleeps.",
}
INDEX = LexicalIndex([Entry(id=f"{name}#d", concept=name, text=text) for name, text in TEXTS.items()])


@pytest.mark.parametrize(
    ("question", "concept"),
    [("caches", "cache"), ("normalized score", "softmax"), ("trained with switched units", "dropout"), ("CAT", "cats")],
)
def test_words_are_found_in_any_form(question: str, concept: str) -> None:
    assert INDEX.search(question, 3)[0].concept == concept


def test_only_what_shares_a_word_is_found_best_first() -> None:
    found = INDEX.search("random probabilities of softmax", 10)
    assert [match.concept for match in found] == ["softmax", "dropout"]
    assert found[0].score > found[1].score > 0


@pytest.mark.parametrize("text", ["", "the of and", "?!", "xylophone", "注意力"])
def test_nothing_is_found_where_no_word_is_known(text: str) -> None:
    assert INDEX.search(text, 5) == ()


def test_no_more_come_than_were_asked_for() -> None:
    assert len(INDEX.search("cache softmax dropout cat", 2)) == 2


def test_a_rare_word_counts_for_more_than_a_common_one() -> None:
    texts = ["token model", "token vector", "token matrix", "token rope"]
    index = LexicalIndex([Entry(id=text, concept=text.split()[1], text=text) for text in texts])
    assert index.search("token rope", 4)[0].concept == "rope"
