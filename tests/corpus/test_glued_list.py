"""Titles glued to their definitions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.loaders import glued_list

SOURCE = "004_glued_list.txt"


def test_every_boundary(source: str) -> None:
    records = glued_list.load(source, path="a.txt")
    assert [record.title for record in records] == [
        "Epoch",
        "Dense Layer",
        "Model Zoo",
        "RAG (Retrieval-Augmented Generation)",
        "What is a learning curve?",
        "Token ID",
        "Position-wise GLU",
        "miniGRU",
        "LoRA Rank",
        "Scaling (Statistics)",
        "Drift",
        "Feature Flag",
    ]
    assert records[8].text == "A LoRA rank is the width of the update."


def test_an_indented_line_continues_the_bullet(source: str) -> None:
    drift, flag = glued_list.load(source, path="a.txt")[-2:]
    assert drift.text.endswith("inputs change while the model stays the same.")
    assert (drift.line, flag.line) == (13, 15)


def test_indented_bullets_are_bullets_too() -> None:
    records = glued_list.load("2 topic(s)\n  - KiwiA kiwi is green.\n  - FigA fig is sweet.", path="a.txt")
    assert [record.title for record in records] == ["Kiwi", "Fig"]


@pytest.mark.parametrize(
    ("bullet", "title"),
    [
        ("BM25BM25 is a score.", "BM25"),
        ("ROC & AUCThe ROC curve shows trade-offs.", "ROC & AUC"),
        ("Norm (L1) & FriendsThe L1 norm adds sizes.", "Norm (L1) & Friends"),
        ("C++C++ is a language.", "C++"),
        ("3D Pooling3D pooling shrinks volumes.", "3D Pooling"),
        ("Ridge/LassoLasso or ridge, both shrink weights.", "Ridge/Lasso"),
        ("SupportIn trees, support means how many examples are left.", "Support"),
        ("AdaGrad MethodDivides each step by a running sum.", "AdaGrad Method"),
    ],
)
def test_each_rule_for_boundaries(bullet: str, title: str) -> None:
    assert glued_list.split(bullet) == (title, bullet.removeprefix(title))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "- KiwiA kiwi is green.\n- nothing to see here",
            2,
            "cannot tell where the title ends in 'nothing to see here'",
        ),
        ("- KiwiA kiwi is green.\nA stray line.", 2, "expected a '- ' line, found 'A stray line.'"),
        ("3 topic\\(s\\)\n- KiwiA kiwi is green.".replace("\\", ""), 1, "promises 3 topics, the list has 1"),
    ],
)
def test_a_line_without_a_place_is_named(text: str, line: int, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as caught:
        glued_list.load(text, path="a.txt")
    assert [problem.line for problem in caught.value.problems] == [line]


def test_the_sniff_wants_glue_in_most_bullets(source: str) -> None:
    assert glued_list.matches(source)
    assert not glued_list.matches("- Kiwi: a green fruit\n- Fig: a sweet fruit")
    assert not glued_list.matches("- KiwiA kiwi is green.\nA stray line.")
    assert not glued_list.matches("No list at all.")


WORDS = st.lists(st.from_regex(r"[a-z]{2,8}", fullmatch=True), min_size=1, max_size=4)
OPENERS = st.sampled_from(["A {} is small.", "An {} grows.", "The {} is new.", "In practice, {} means care."])


@given(st.lists(st.tuples(WORDS, OPENERS), min_size=1, max_size=8))
def test_what_is_glued_is_taken_apart(entries: list[tuple[list[str], str]]) -> None:
    pairs = [(" ".join(words).title(), opener.format(" ".join(words))) for words, opener in entries]
    text = "\n".join([f"{len(pairs)} topic(s)", *(f"- {title}{definition}" for title, definition in pairs)])
    records = glued_list.load(text, path="a.txt")
    assert [(record.title, record.text) for record in records] == pairs


@given(st.from_regex(r"[A-Za-z][A-Za-z0-9]{2,10}", fullmatch=True))
def test_a_title_repeated_in_its_own_spelling_is_found(name: str) -> None:
    assert glued_list.split(f"{name}{name} is a name.") == (name, f"{name} is a name.")
