"""CSV and TSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.loaders import tables
from corpus.types import Level, RecordPart


def test_columns_become_fields_and_parts(fixtures: Path) -> None:
    epoch, batch = tables.load((fixtures / "tables" / "words.csv").read_text(encoding="utf-8"), path="words.csv")
    assert (epoch.title, epoch.text, epoch.level, epoch.formula) == (
        "Epoch",
        "One pass, over all data.",
        "beginner",
        None,
    )
    assert (batch.text, batch.formula, batch.line) == ("The examples\nof one update.", "n = 32", 4)
    assert batch.parts == (RecordPart(name="Origin", text="baking"),)


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_header_tells_the_separator(separator: str) -> None:
    text = f"concept{separator}meaning\nEpoch{separator}One pass.\n"
    (record,) = tables.load(text, path="a")
    assert (record.title, record.text, record.line) == ("Epoch", "One pass.", 2)


def test_the_first_name_in_the_order_is_the_title_and_the_rest_are_parts() -> None:
    (record,) = tables.load("name,title,meaning,text\nn,t,m,x\n", path="a")
    assert (record.title, record.text) == ("t", "x")
    assert record.parts == (RecordPart(name="name", text="n"), RecordPart(name="meaning", text="m"))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("term,definition\nEpoch\n", 2, "the row has 1 cells, the header has 2"),
        ("term,definition\n\n\nEpoch,One,two\n", 4, "the row has 3 cells, the header has 2"),
        ("term,definition\nEpoch,\n", 2, "no definition: expected text under definition or text"),
        ("term,definition\n,One pass.\n", 2, "no title: expected text under title or term"),
        ("term,definition,level\nEpoch,One pass.,hard\n", 2, "unknown level 'hard'; known are beginner, intermediate"),
        ('term,definition\nEpoch,"One\n', 2, "not a row of a table: unexpected end of data"),
        ("word,sense\nEpoch,One pass.\n", 1, "the header must name a title"),
        ("term,Term,definition\na,b,c\n", 1, "the header names the column 'term' twice"),
        ("term,definition,\na,b,c\n", 1, "the header has a column without a name"),
    ],
)
def test_a_faulty_row_is_named(text: str, line: int, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as caught:
        tables.load(text, path="words.csv")
    assert [str(problem).startswith(f"words.csv:{line}: ") for problem in caught.value.problems] == [True]


def test_every_faulty_row_is_named_at_once() -> None:
    with pytest.raises(CorpusError, match="2 places need mending") as caught:
        tables.load("term,definition\nA,\nB,Fine.\nC,\n", path="words.csv")
    assert [problem.line for problem in caught.value.problems] == [2, 4]


def test_a_table_without_rows_holds_no_record() -> None:
    with pytest.raises(CorpusError, match=r"words.csv holds no record") as caught:
        tables.load("term,definition\n", path="words.csv")
    assert caught.value.hint.startswith("Expected CSV or TSV whose header names")


def test_the_sniff_wants_a_title_and_a_definition_in_the_first_line() -> None:
    assert tables.matches("Term,Definition\n")
    assert tables.matches('"Name";"Text";x\n')
    assert not tables.matches("Term,Sense\n")
    assert not tables.matches("A title, and then a text.\n")


CELLS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).map(str.strip).filter(bool)
MULTILINE = st.lists(CELLS, min_size=1, max_size=3).map("\n".join)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "term": CELLS,
            "definition": MULTILINE,
            "level": st.sampled_from(["", *Level]),
            "note": st.just("") | MULTILINE,
        }
    ),
    min_size=1,
    max_size=6,
)


@given(ROWS, st.sampled_from(["excel", "excel-tab", "unix"]))
def test_what_is_written_as_a_table_is_read_back(rows: list[dict[str, str]], dialect: str) -> None:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]), dialect=dialect)
    writer.writeheader()
    writer.writerows(rows)
    read = [
        {
            "term": record.title,
            "definition": record.text,
            "level": record.level or "",
            "note": "".join(part.text for part in record.parts),
        }
        for record in tables.load(target.getvalue(), path="a")
    ]
    assert read == rows
