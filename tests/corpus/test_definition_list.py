"""Definitions without titles and a table of formulas."""

from __future__ import annotations

import pytest

from corpus.errors import CorpusError
from corpus.loaders import cues, definition_list, titles

SOURCE = "000_definition_list.txt"
TABLE = "| Concept | Formula | What it means |\n|---|---|---|\n"


def test_titles_are_inferred_and_marked(source: str) -> None:
    records = definition_list.load(source, path="a.txt")
    inferred = [record.title for record in records if record.title_inferred]
    assert inferred == [
        "Dropout",
        "Bias and Variance",
        "WER and CER",
        "Perplexity",
        "Gradient",
        "Regularization",
        "Puts a limit on how long",
    ]
    assert [record.line for record in records] == [2, 3, 4, 5, 6, 7, 8, 11, 12]


def test_rows_of_the_table_are_records_with_a_formula(source: str) -> None:
    mean, conditional = definition_list.load(source, path="a.txt")[-2:]
    assert (mean.number, mean.title, mean.formula) == (8, "Mean", "(Σᵢ xᵢ) / n")
    assert mean.text == "The balance point of the numbers"
    assert conditional.formula == "P(A|B) = P(A,B) / P(B)"
    assert not conditional.title_inferred


def test_a_definition_that_names_itself_is_not_renamed_by_a_cue() -> None:
    text = "Dropout is one of the techniques that prevent overfitting."
    assert cues.title_by_cue(text) == "Regularization"
    assert definition_list.infer_title(text) == "Dropout"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A random forest is a committee of trees.", "Random forest"),
        ("In physics, entropy is a count of states.", "Entropy"),
        ("Mean = the sum over the count. Median = the one in the middle.", "Mean and Median"),
        ("Tells how sure it is. A confidence of 0.9 means nine right in ten.", "Confidence"),
        ("TER counts edits. METEOR looks at stems too.", "TER and METEOR"),
        ("Keep the top five sequences and go on with them.", "Beam Search"),
        ("The little arrow on the map, pointing uphill.", "Little arrow on the map"),
    ],
)
def test_each_rule_for_titles(text: str, title: str) -> None:
    assert definition_list.infer_title(text) == title


def test_no_rule_answers_for_a_text_without_its_mark() -> None:
    text = "Something plain that nobody has named."
    assert titles.equated_names(text) is None
    assert titles.acronym_subjects(text) is None
    assert titles.measured_name(text) is None
    assert titles.defined_term(text) is None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Heading\nWhole.\nA stray heading\n" + TABLE + "| A | b | c |", 3, "expected a definition in whole sentences"),
        ("Heading\nWhole.\n- A bullet.\n" + TABLE + "| A | b | c |", 3, "expected a definition in whole sentences"),
        ("Heading\nWhole.\n" + TABLE + "| A | b |", 5, "expected 3 filled cells"),
        ("Heading\nWhole.\n" + TABLE + "| A | b | c", 5, "expected 3 filled cells"),
        ("Heading\nWhole.\n" + TABLE + "| A | b | c |\nMore text.", 6, "text after the table"),
        ("Heading\nWhole.\n| Concept | Formula | Meaning |\n| A | b | c |", 4, "expected the rule"),
    ],
)
def test_a_line_without_a_place_is_named(text: str, line: int, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as caught:
        definition_list.load(text, path="a.txt")
    assert [problem.line for problem in caught.value.problems] == [line]


def test_the_sniff_wants_sentences_and_a_table_at_the_end(source: str) -> None:
    assert definition_list.matches(source)
    assert not definition_list.matches("Heading\nWhole.\n")
    assert not definition_list.matches(source + "And more.\n")
    assert not definition_list.matches("# Heading\n\n## Part\nWhole.\n" + TABLE + "| A | b | c |")
