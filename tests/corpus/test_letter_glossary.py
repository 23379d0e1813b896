"""A glossary in alphabetical order."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.loaders import letter_glossary

SOURCE = "002_letter_glossary.txt"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_titles_and_lines(source: str) -> None:
    records = letter_glossary.load(source, path="a.txt")
    assert [(record.line, record.title) for record in records] == [
        (6, "Batch"),
        (8, "The Bias term"),
        (14, "Clipping"),
        (17, "Codebook (quantizer)"),
        (22, "k-fold validation"),
    ]


def test_latex_and_further_lines_are_kept(source: str) -> None:
    records = letter_glossary.load(source, path="a.txt")
    assert (
        records[1].text == "A number added to every weighted sum: \\(y = wx + b\\).\nIts gradient is the error itself."
    )
    assert records[2].text.endswith("long:\n\\[ g \\leftarrow g \\cdot \\min(1, c / \\|g\\|) \\]")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("B\nBatch\nMany.\nA\nArm\nOne.", 4, "the letter A stands after B"),
        ("A\nArm\nOne.\nBatch\nMany.", 4, "expected a title that begins with A, found 'Batch'"),
        ("A\nOne whole sentence.\nB\nBatch\nMany.", 2, "expected a title that begins with A"),
        ("A\nArm\nB\nBatch\nMany.", 2, "'Arm' has no definition"),
        ("A\nArm\nOne without a stop\nAsk\nMany.", 4, "'Ask' may be a title"),
        ("A\nArm\nAsk\nMany.", 4, "'Many.' may be a title"),
    ],
)
def test_a_line_without_a_place_is_named(text: str, line: int, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as caught:
        letter_glossary.load(text, path="a.txt")
    assert caught.value.problems[0].line == line


def test_the_sniff_wants_letters_in_order_with_their_titles(source: str) -> None:
    assert letter_glossary.matches(source)
    assert not letter_glossary.matches("A\nArm\nOne.")
    assert not letter_glossary.matches("B\nBatch\nMany.\nA\nArm\nOne.")
    assert not letter_glossary.matches("A\nBatch\nMany.\nB\nBall\nOne.")


WORDS = st.lists(st.text("abcxyz-()", min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)
SENTENCES = WORDS.map(lambda words: f"So {words}.")
ENTRIES = st.lists(
    st.tuples(st.sampled_from(LETTERS), WORDS, st.lists(SENTENCES, min_size=1, max_size=3)), min_size=1, max_size=12
).map(lambda entries: sorted(entries, key=lambda entry: entry[0]))


@given(ENTRIES)
def test_what_is_written_as_a_glossary_is_read_back(entries: list[tuple[str, str, list[str]]]) -> None:
    lines = ["Glossary", ""]
    for letter, group in groupby(entries, key=lambda entry: entry[0]):
        lines += ["", letter, ""]
        for _, words, sentences in group:
            lines += [f"{letter}{words}", *sentences]
    records = letter_glossary.load("\n".join(lines), path="a.txt")
    assert [(record.title, record.text) for record in records] == [
        (f"{letter}{words}", "\n".join(sentences)) for letter, words, sentences in entries
    ]
