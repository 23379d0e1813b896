"""Whole documents against a list of concepts: ours always, and the source glossaries where they are at hand.

A corpus is a folder of documents, numbered 000 to 004, and beside it `concepts.tsv`, which lists each concept's title,
its aliases and the records that define it (`004#37`).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from corpus.documents import Document, read_document, read_documents

OURS = Path(__file__).parent / "fixtures" / "sources"
SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
COUNTS = {OURS: (9, 3, 5, 4, 12), SEEDS: (31, 25, 80, 17, 396)}
# Titles that are inferred and formulas in 000, levels in 003, parts in 001.
DETAILS = {
    OURS: (
        7,
        2,
        {"beginner": 1, "intermediate": 2, "advanced": 1},
        {"importance": 2, "intuition": 2, "breakdown": 2, "picture breakdown": 1},
    ),
    SEEDS: (
        24,
        7,
        {"beginner": 1, "intermediate": 7, "advanced": 9},
        {"importance": 25, "intuition": 25, "breakdown": 25, "image breakdown": 1},
    ),
}
CORPORA = [folder for folder in COUNTS if folder.is_dir()]
FORMATS = ("definition-list", "numbered-articles", "letter-glossary", "badge-cards", "glued-list")
DOCUMENTS = [path for folder in CORPORA for path in sorted(folder.glob("*.txt"))]

# Lines that name a part of an article, and badges, are read into names and levels.
LABEL = re.compile("^[🔹💡].*")
BADGE = re.compile("^(beginner|intermediate|advanced)")


def letters(text: str) -> str:
    return re.sub(r"[^\w+]+", "", text.lower())


def everything(document: Document) -> str:
    return letters(
        "".join(
            "".join([record.title, record.formula or "", record.text, *(part.text for part in record.parts)])
            for record in document.records
        )
    )


@pytest.mark.parametrize("folder", CORPORA, ids=lambda folder: folder.name)
def test_formats_and_counts(folder: Path) -> None:
    documents = read_documents(folder)
    assert tuple(document.format for document in documents) == FORMATS
    assert tuple(len(document.records) for document in documents) == COUNTS[folder]


@pytest.mark.parametrize("folder", CORPORA, ids=lambda folder: folder.name)
def test_titles_are_those_of_the_concepts(folder: Path) -> None:
    records = {
        f"{Path(document.path).name[:3]}#{record.number}": record
        for document in read_documents(folder)
        for record in document.records
    }
    with (folder.parent / "concepts.tsv").open(encoding="utf-8") as file:
        concepts = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = [
        (place, records[place].title, concept["title"])
        for concept in concepts
        for place in filter(None, concept["defined_in"].split(", "))
        if not is_named(records[place].title, concept, exactly=place[:3] in {"002", "004"})
    ]
    assert wrong == []
    assert len(concepts) >= len(records) / 2


def is_named(title: str, concept: dict[str, str], *, exactly: bool) -> bool:
    """Whether a title is one of the concept's names or, where a record covers two concepts, contains one."""
    names = [letters(name) for name in (concept["title"], *concept["aliases"].split(";")) if name]
    return letters(title) in names or (not exactly and any(name in letters(title) for name in names))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name[:3])
def test_no_line_after_the_heading_is_lost(path: Path) -> None:
    document = read_document(path)
    lines = path.read_text(encoding="utf-8").split("\n")[document.records[0].line - 1 :]
    read = everything(document)
    bare = [letters(BADGE.sub("", LABEL.sub("", line))) for line in lines if not line.startswith(("| Concept", "|--"))]
    assert [line for line in bare if re.sub(r"^\d+", "", line) not in read] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name[:3])
def test_records_are_numbered_in_order_and_filled(path: Path) -> None:
    records = read_document(path).records
    assert [record.number for record in records] == list(range(1, len(records) + 1))
    assert sorted({record.line for record in records}) == [record.line for record in records]
    assert all(record.title and record.text for record in records)


@pytest.mark.parametrize("folder", CORPORA, ids=lambda folder: folder.name)
def test_what_the_records_carry(folder: Path) -> None:
    definitions, articles, _, cards, _ = (document.records for document in read_documents(folder))
    inferred, formulas, levels, parts = DETAILS[folder]
    assert sum(record.title_inferred for record in definitions) == inferred
    assert sum(record.formula is not None for record in definitions) == formulas
    assert Counter(record.level for record in cards) == levels
    assert Counter(part.name for record in articles for part in record.parts) == parts
