"""Cutting text into sentences, each with the citations it carries."""

from __future__ import annotations

import pytest

from corpus.types import SectionName
from graph.concept_graph import ConceptGraph
from tutor.dialogue.evidence import evidence, evidence_sentences, misconceptions
from tutor.dialogue.sentences import Sentence, SentenceStream, parse_sentence, split_sentences

WHOLE = [
    ("One. Two.", ["One.", "Two."]),
    ("Is it so? Yes! It is.", ["Is it so?", "Yes!", "It is."]),
    ("It uses e.g. Adam. It works.", ["It uses e.g. Adam.", "It works."]),
    ("Use i.e. The rule. See Eq. 3 there.", ["Use i.e. The rule.", "See Eq. 3 there."]),
    ("LoRA vs. Full tuning is a choice.", ["LoRA vs. Full tuning is a choice."]),
    ("The rate is 0.5 and 1.2 grows.", ["The rate is 0.5 and 1.2 grows."]),
    ("It costs 3.5 GB. That is much.", ["It costs 3.5 GB.", "That is much."]),
    ("Softmax is $e^{z_i}$. It sums to one.", ["Softmax is $e^{z_i}$.", "It sums to one."]),
    ("Take $x.y$ here. Then stop.", ["Take $x.y$ here.", "Then stop."]),
    ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
    ("First line.\nSecond line.", ["First line.", "Second line."]),
    ("A heading\n\nA sentence.", ["A heading", "A sentence."]),
    ("- One thing.\n- Another thing.", ["One thing.", "Another thing."]),
    ("1. One thing.\n2. Another thing.", ["1. One thing.", "2. Another thing."]),
    ("The library numpy.linalg is used. It works.", ["The library numpy.linalg is used.", "It works."]),
    ("", [""]),
    ("no end", ["no end"]),
]

CITED = [
    ("The cache grows [1]. It is fast [2].", [("The cache grows.", (1,)), ("It is fast.", (2,))]),
    ("The cache grows. [1] It is fast. [2]", [("The cache grows.", (1,)), ("It is fast.", (2,))]),
    ("It grows [1][2]. Done.", [("It grows.", (1, 2)), ("Done.", ())]),
    ("It grows [1, 2]. Done.", [("It grows.", (1, 2)), ("Done.", ())]),
    ("It grows [2; 1] with time [2].", [("It grows with time.", (2, 1))]),
    ("It grows [1]", [("It grows", (1,))]),
    ("The vector $[1, 2]$x is short.", None),
    ("Row a[0] is first [3].", None),
]


def streamed(text: str, size: int = 1) -> list[Sentence]:
    stream, found = SentenceStream(), list[Sentence]()
    for start in range(0, len(text), size):
        found += stream.feed(text[start : start + size])
    return [*found, *stream.close()]


@pytest.mark.parametrize(("text", "sentences"), WHOLE)
def test_text_is_cut_at_its_sentences(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(("text", "expected"), [case for case in CITED if case[1]])
def test_marks_are_taken_out_and_go_with_their_sentence(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(sentence.text, sentence.numbers) for sentence in streamed(text, len(text))] == expected


@pytest.mark.parametrize("text", [text for text, _ in (*WHOLE, *CITED)])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_stream_is_cut_like_the_whole(text: str, size: int) -> None:
    assert streamed(text, size) == streamed(text, max(len(text), 1))


def test_a_sentence_comes_as_soon_as_the_next_one_begins() -> None:
    stream = SentenceStream()
    assert list(stream.feed("The cache grows [1]. ")) == []
    assert [sentence.text for sentence in stream.feed("It")] == ["The cache grows."]


def test_a_sentence_cut_off_in_the_middle_is_not_shown() -> None:
    assert streamed("It grows. Every token adds a") == streamed("It grows. ")
    assert streamed("Every token adds") == []


def test_a_sentence_without_words_is_none() -> None:
    assert streamed("... !!! [1]\n---\n") == []


def test_a_mark_that_is_repeated_counts_once() -> None:
    assert parse_sentence("A [1] b [1][2].").numbers == (1, 2)


def test_every_page_is_cut_like_a_stream(shipped_graph: ConceptGraph) -> None:
    pages = list(shipped_graph.catalogue)[::15]
    for passage in (passage for page in pages for passage in page.passages):
        whole = streamed(passage.text, len(passage.text))
        assert streamed(passage.text, 11) == whole, passage.id


def test_wrong_beliefs_and_code_are_no_evidence(shipped_graph: ConceptGraph) -> None:
    passages = {passage.section: passage for passage in shipped_graph.catalogue["kv-cache"].passages}
    wrong = passages[SectionName.MISCONCEPTIONS]
    beliefs = misconceptions(wrong)
    assert len(beliefs) > 1
    assert all(belief in wrong.text for belief in beliefs)
    assert not any(belief in evidence(wrong) for belief in beliefs)
    assert misconceptions(passages[SectionName.DEFINITION]) == []
    assert "```" in passages[SectionName.EXAMPLE].text
    assert "```" not in evidence(passages[SectionName.EXAMPLE])
    assert len(evidence_sentences(passages[SectionName.DEFINITION])) > 1


def test_what_single_sources_say_is_no_evidence_of_its_own(shipped_graph: ConceptGraph) -> None:
    cache = shipped_graph.catalogue["kv-cache"]
    differ = next(passage for passage in cache.passages if passage.section is SectionName.DIFFER)
    assert "One source says that the KV cache stores attention outputs." in differ.text
    (stated,) = evidence_sentences(differ)
    assert stated.startswith("The vectors stored are the keys and values")
