"""JSON lists and mappings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.loaders import json_records
from corpus.types import RecordPart


def test_a_list_of_objects(fixtures: Path) -> None:
    epoch, batch = json_records.load((fixtures / "tables" / "words.json").read_text(encoding="utf-8"), path="a.json")
    assert (epoch.title, epoch.text, epoch.level, epoch.line) == ("Epoch", "One pass over the data.", "beginner", 2)
    assert epoch.parts == (RecordPart(name="seen", text="3"),)
    assert (batch.number, batch.formula, batch.line) == (2, "n = 32", 4)
    assert batch.parts == (RecordPart(name="aliases", text="minibatch, mini-batch"),)


def test_an_object_that_maps_titles_to_definitions(fixtures: Path) -> None:
    records = json_records.load((fixtures / "tables" / "titles.json").read_text(encoding="utf-8"), path="a.json")
    assert [(record.line, record.title) for record in records] == [(2, "Epoch"), (3, "Batch")]


def test_an_object_with_a_title_and_a_definition_is_one_record() -> None:
    (record,) = json_records.load('\n{"Name": "Epoch", "Text": "One pass."}', path="a.json")
    assert (record.title, record.text, record.line) == ("Epoch", "One pass.", 2)


def test_a_title_that_stands_twice_is_not_lost() -> None:
    records = json_records.load('{"Bias": "A lasting error.", "Bias": "A constant."}', path="a.json")
    assert [record.text for record in records] == ["A lasting error.", "A constant."]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[{"term": "A",\n "text": }]', 2, "not JSON: Expecting value"),
        ('[{"term": "A", "text": "a"},\n 7]', 2, "expected an object"),
        ('[\n{"term": "A"}]', 2, "no definition: expected text under definition"),
        ('[{"term": "A", "text": "a", "level": "easy"}]', 1, "unknown level 'easy'"),
        ('[{"term": "A", "text": {"en": "a"}}]', 1, "'text' must be a text, a number or a list of texts"),
        ('[{"term": "A", "text": "a", "text": "b"}]', 1, "'text' stands twice"),
        ('{"A": "a",\n\n"B": {"text": "b"}}', 3, "'definition' must be a text"),
        ('"A"', 1, "expected a list or an object"),
    ],
)
def test_a_faulty_entry_is_named(text: str, line: int, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as caught:
        json_records.load(text, path="a.json")
    assert [str(problem).startswith(f"a.json:{line}: ") for problem in caught.value.problems] == [True]


def test_an_empty_list_holds_no_record() -> None:
    with pytest.raises(CorpusError, match=r"a.json holds no record"):
        json_records.load("[]", path="a.json")


def test_the_sniff_looks_at_the_opening() -> None:
    assert json_records.matches(' [\n {"a": 1}]')
    assert json_records.matches('{ "A": "a" }')
    assert not json_records.matches("[[Softmax]] turns scores into shares.")
    assert not json_records.matches("{curly} words")


TEXTS = st.text(min_size=1).map(str.strip).filter(bool)


@given(st.dictionaries(TEXTS, TEXTS, min_size=1), st.sampled_from([None, 2]), st.booleans())
def test_a_mapping_is_read_back(definitions: dict[str, str], indent: int | None, ascii_only: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    text = json.dumps(definitions, indent=indent, ensure_ascii=ascii_only)
    assert {record.title: record.text for record in json_records.load(text, path="a.json")} == definitions


@given(st.lists(st.fixed_dictionaries({"concept": TEXTS, "meaning": TEXTS, "formula": TEXTS}), min_size=1))
def test_a_list_is_read_back(objects: list[dict[str, str]]) -> None:
    records = json_records.load(json.dumps(objects), path="a.json")
    read = [{"concept": record.title, "meaning": record.text, "formula": record.formula} for record in records]
    assert read == objects
