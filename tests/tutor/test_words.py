"""The words of the pages."""

from __future__ import annotations

import pytest

from corpus.catalogue import Catalogue
from tests.building import concept
from tutor.retrieval.words import Vocabulary, content_words, spans, words

PAGES = Catalogue(
    [
        concept(name, sections=[{"name": "Definition", "text": f"A model with {name}."}])
        for name in ("rope", "alibi", "lora")
    ]
)
VOCABULARY = Vocabulary(PAGES)


def test_words_are_reduced_and_found_again_where_they_stand() -> None:
    text = "Naïve policies, C++ and key-value caches!"
    assert words(text) == ["naive", "policy", "c++", "and", "key", "value", "cache"]
    assert [text[start:end] for _, start, end in spans(text)][:3] == ["Naïve", "policies", "C++"]


def test_content_words_leave_out_what_every_text_has() -> None:
    assert content_words("What is the KV cache of a model?") == ["kv", "cache", "model"]
    assert content_words("how does it do that") == []


def test_a_rare_word_counts_for_more() -> None:
    assert VOCABULARY.rarity("rope") > VOCABULARY.rarity("model")
    assert VOCABULARY.rarity("pizza") >= VOCABULARY.rarity("rope")
    assert all(0 <= VOCABULARY.rarity(word) <= 1 for word in ("rope", "model", "pizza"))


@pytest.mark.parametrize(
    ("text", "least", "most"), [("rope and alibi", 1, 1), ("pizza dough", 0, 0), ("", 0, 0), ("rope pizza", 0.3, 0.7)]
)
def test_coverage_is_the_share_of_known_content(text: str, least: float, most: float) -> None:
    assert least <= VOCABULARY.coverage(text) <= most


def test_it_knows_the_words_of_its_pages() -> None:
    assert "rope" in VOCABULARY
    assert "pizza" not in VOCABULARY
