"""Recognising formats and reading folders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from corpus.documents import FORMATS, read_document, read_documents
from corpus.errors import CorpusError

RECOGNISED = {
    "sources/000_definition_list.txt": ("definition-list", 9),
    "sources/001_numbered_articles.txt": ("numbered-articles", 3),
    "sources/002_letter_glossary.txt": ("letter-glossary", 5),
    "sources/003_badge_cards.txt": ("badge-cards", 4),
    "sources/004_glued_list.txt": ("glued-list", 12),
    "tables/titles.json": ("json-records", 2),
    "tables/words.csv": ("tables", 2),
    "tables/words.json": ("json-records", 2),
    "tables/words.tsv": ("tables", 2),
    "vault/Decoding/Greedy decoding.md": ("notes", 1),
    "vault/Decoding/plain.md": ("notes", 1),
    "vault/Decoding/temperature.md": ("notes", 1),
    "vault/beam-search.md": ("notes", 1),
    "vault/many.md": ("notes", 2),
}


@pytest.mark.parametrize(("name", "expected"), RECOGNISED.items())
def test_the_format_is_recognised(fixtures: Path, name: str, expected: tuple[str, int]) -> None:
    document = read_document(fixtures / name)
    assert (document.format, len(document.records)) == expected
    assert document.path == (fixtures / name).as_posix()
    assert document == read_document(fixtures / name, format=document.format)


@pytest.mark.parametrize("name", [name for name in RECOGNISED if not name.startswith("vault")])
def test_no_document_fits_two_formats(fixtures: Path, name: str) -> None:
    text = (fixtures / name).read_text(encoding="utf-8")
    assert [shape for shape, loader in FORMATS.items() if loader.matches(text)] == [RECOGNISED[name][0]]


def test_a_document_is_frozen(fixtures: Path) -> None:
    document = read_document(fixtures / "tables/words.csv")
    with pytest.raises(ValidationError, match="frozen"):
        document.format = "notes"


def test_an_unknown_format_names_the_known_ones(fixtures: Path) -> None:
    with pytest.raises(CorpusError, match="Unknown format 'pdf'; known are auto, json-records, tables") as caught:
        read_document(fixtures / "tables/words.csv", format="pdf")
    assert all(name in caught.value.message for name in FORMATS)
    with pytest.raises(CorpusError, match="Unknown format 'pdf'"):
        read_documents(fixtures / "tables", format="pdf")


def test_a_document_that_fits_nothing_says_what_was_expected(tmp_path: Path) -> None:
    path = tmp_path / "prose.txt"
    path.write_text("Just prose.\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="fits none of the known formats") as caught:
        read_document(path)
    lines = caught.value.message.splitlines()[1:]
    assert lines == [f"  {name}: {shape.EXPECTED}" for name, shape in FORMATS.items()]
    assert "name its format" in caught.value.hint


def test_a_named_format_tells_which_lines_do_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "prose.txt"
    path.write_text("- KiwiA kiwi is green.\nJust prose.\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=re.escape(f"{path.as_posix()}:2: expected a '- ' line")):
        read_document(path, format="glued-list")


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_document_is_an_error_in_every_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"empty\.txt"):
        read_document(path, format=name)
    with pytest.raises(CorpusError, match="is empty"):
        read_document(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nowhere\.md cannot be read"):
        read_documents(tmp_path / "nowhere.md")


def test_a_folder_is_read_in_order_without_hidden_files(fixtures: Path) -> None:
    documents = read_documents(fixtures / "vault")
    names = [Path(document.path).relative_to(fixtures).as_posix() for document in documents]
    assert names == [name for name in RECOGNISED if name.startswith("vault")]


def test_a_file_may_stand_for_its_folder(fixtures: Path) -> None:
    path = fixtures / "tables/words.tsv"
    assert read_documents(path) == (read_document(path),)


def test_a_folder_without_documents_names_the_suffixes(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"")
    with pytest.raises(CorpusError, match="No document below") as caught:
        read_documents(tmp_path)
    assert caught.value.hint == "Files that can be read end in .csv, .json, .md, .tsv, .txt."


def test_every_problem_of_a_folder_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("term,definition\nA,\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Just prose.\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text("term,definition\nC,Fine.\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="2 problems in the documents") as caught:
        read_documents(tmp_path)
    assert [Path(problem.path).name for problem in caught.value.problems] == ["a.csv", "b.txt"]


# Lines made of the marks that the loaders look for, so that random text comes close to every shape.
MARKS = ["---", "## ", "# A", "- ", "- KiwiA kiwi", "A", "B", "|", "| a | b | c |", "1\ufe0f\u20e3 A", "🔹 Definition"]
MORE_MARKS = [
    "beginner",
    "advancedA is b.",
    "Category",
    "term,text",
    "a,b",
    '"',
    "[",
    "{",
    '{"A": "a"}',
    "]",
    "[[a|b]]",
]
LINES = st.lists(st.one_of(st.sampled_from(MARKS + MORE_MARKS), st.text(max_size=12), st.just("It is.")), max_size=8)


@pytest.mark.parametrize("name", FORMATS)
@given(lines=LINES)
def test_any_text_is_read_or_refused_with_a_reason(name: str, lines: list[str]) -> None:
    text = "\n".join(lines)
    assert FORMATS[name].matches(text) in {True, False}
    try:
        records = FORMATS[name].load(text, path="a.txt")
    except CorpusError as error:
        assert error.message.startswith("a.txt ")  # noqa: PT017 - either outcome is right, each in its way
        assert error.hint == f"Expected {FORMATS[name].EXPECTED}."  # noqa: PT017 - as above
    else:
        assert all(record.title and record.text for record in records)
