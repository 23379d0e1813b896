"""Definitions without titles, each followed by a glued badge."""

from __future__ import annotations

import pytest

from corpus.errors import CorpusError
from corpus.loaders import badge_cards, titles

SOURCE = "003_badge_cards.txt"


def test_titles_levels_and_lines(source: str) -> None:
    records = badge_cards.load(source, path="a.txt")
    assert [(record.line, record.title, record.level) for record in records] == [
        (4, "Greedy decoding", "beginner"),
        (5, "Beam", "intermediate"),
        (6, "Top-p sampling", "advanced"),
        (7, "KV cache of a decoder", "intermediate"),
    ]
    assert all(record.title_inferred for record in records)


def test_the_badge_is_not_part_of_the_text(source: str) -> None:
    records = badge_cards.load(source, path="a.txt")
    assert records[1].text == "A beam is a small set of unfinished answers that are kept side by side."


def test_a_level_that_is_a_word_of_the_definition_is_no_badge() -> None:
    (record,) = badge_cards.load("beginner courses are free.\nadvanced", path="a.txt")
    assert (record.text, record.level) == ("beginner courses are free.", "advanced")


def test_a_page_may_have_no_head() -> None:
    (record,) = badge_cards.load("Dropout silences random units.\nadvanced", path="a.txt")
    assert (record.title, record.level, record.line) == ("Dropout", "advanced", 1)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A sparse autoencoder learns features that are rarely active.", "Sparse autoencoder"),
        ("RoPE encodes where a token stands.", "RoPE"),
        ("The bag of words counts terms.", "Bag of words"),
        ("Scaling laws describe how loss falls.", "Scaling laws"),
        ("Mixture of Experts is a layer with a choice.", "Mixture of Experts"),
        ("Principal component analysis (PCA) finds directions.", "Principal component analysis (PCA)"),
        ("Ordinary least squares (OLS) fits a line.", "Ordinary least squares (OLS)"),
        ("Top-p, or nucleus, sampling keeps the likeliest tokens.", "Top-p, or nucleus, sampling"),
        ("In statistics, bias is a lasting error.", "Bias"),
    ],
)
def test_the_title_is_the_grammatical_subject(text: str, title: str) -> None:
    assert titles.subject(text) == title


def test_without_a_verb_the_opening_words_are_the_title() -> None:
    (record,) = badge_cards.load("Something rather small about nothing in particular.\nbeginner", path="a.txt")
    assert record.title == "Something rather small about nothing in"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Category\nA is b.\nbeginnerC is d.", 3, "expected the last definition's badge alone"),
        ("Category\nA is b.\nbeginnerC is d.\nE is f.\nadvanced", 4, "the level of the definition on line 3"),
        ("Category\nName\nAbout.\nA is b.\nC is d.\nadvanced", 4, "neither the page's head nor a definition"),
        ("beginnerA is b.\nadvanced\nadvanced", 2, "a badge without a definition"),
    ],
)
def test_a_missing_badge_or_definition_is_named(text: str, line: int, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as caught:
        badge_cards.load(text, path="a.txt")
    assert line in [problem.line for problem in caught.value.problems]


def test_the_sniff_wants_a_badge_on_every_line_after_the_first(source: str) -> None:
    assert badge_cards.matches(source)
    assert not badge_cards.matches(source.removesuffix("intermediate\n"))
    assert not badge_cards.matches("Category\nA is b.\nC is d.\n")
