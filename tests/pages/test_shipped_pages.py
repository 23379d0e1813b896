"""The pages that come with the project: complete, consistent, in our own words, and with numbers that recompute.

The list of concepts and the source documents stand beside the repository, in `../shared`; where they are absent there
is nothing to cover and nothing to share words with.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.check import check_corpus
from corpus.documents import read_document
from corpus.load import load_pages, shipped_pages
from corpus.types import Concept
from graph.validate import graph_problems
from tests.pages.recompute import checked_lines, faults, python_blocks

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
DOCUMENTS = sorted((SHARED / "seeds").glob("*.txt"))
LIST = SHARED / "concepts.tsv"

FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]*\$", re.DOTALL)
RUN = 12
CHI_SQUARE = {3: 13.8, 4: 16.3}
"""Number of options → the value that the right options of an even spread exceed once in a thousand times."""


@pytest.fixture(scope="module")
def pages() -> tuple[Concept, ...]:
    return load_pages(shipped_pages())


def test_pages_keep_every_rule(pages: tuple[Concept, ...]) -> None:
    assert_none([*check_corpus(pages), *graph_problems(Catalogue(pages))])


def test_pages_keep_the_rules_of_the_format_that_concern_single_fields(pages: tuple[Concept, ...]) -> None:
    direct = {frozenset([page.id, before.concept]) for page in pages for before in page.prerequisites}
    faults = [f"{page.path}: {page.minutes} minutes" for page in pages if not 5 <= page.minutes <= 60]
    faults += [
        f"{page.path}: related '{other}' is a prerequisite or a dependent"
        for page in pages
        for other in page.related
        if frozenset([page.id, other]) in direct
    ]
    faults += [
        f"{page.path}: the right option '{option.text}' has a '(see: …)'"
        for page in pages
        for item in page.items
        for option in item.options
        if option.right and option.see
    ]
    assert_none(faults)


def test_every_concept_of_the_list_has_a_page(pages: tuple[Concept, ...]) -> None:
    assert_none(sorted(listed_concepts() - {page.id for page in pages}))


def test_sources_cover_every_record_of_the_source_documents(pages: tuple[Concept, ...]) -> None:
    cited = {source for page in pages for source in page.sources}
    assert_none(sorted(records() - cited))


def test_sources_name_records_that_exist(pages: tuple[Concept, ...]) -> None:
    known = records()
    places = [(page.path, source) for page in pages for source in page.sources]
    malformed = [place for place in places if not re.fullmatch(r"\d{3}#[1-9]\d*", place[1])]
    missing = [place for place in places if known and place[1] not in known]
    assert_none(malformed + missing)


def test_sentences_are_our_own(pages: tuple[Concept, ...]) -> None:
    taken = {run for path in DOCUMENTS for run in runs(path.read_text(encoding="utf-8"))}
    shared = [
        (page.path, " ".join(run)) for page in pages for text in prose(page) for run in runs(text) if run in taken
    ]
    assert_none(shared)


@pytest.mark.parametrize("options", [3, 4])
def test_right_options_are_spread_evenly(pages: tuple[Concept, ...], options: int) -> None:
    items = [item for page in pages for item in page.items if len(item.options) == options]
    places = Counter([option.right for option in item.options].index(True) for item in items)
    even = len(items) / options
    distance = sum((places[place] - even) ** 2 / even for place in range(options))
    assert distance < CHI_SQUARE[options], places


def test_the_longest_option_is_not_the_safe_guess(pages: tuple[Concept, ...]) -> None:
    items = [item for page in pages for item in page.items]
    longest = sum(max(item.options, key=lambda option: len(option.text)).right for item in items)
    assert longest / len(items) < 0.5


def test_numbers_of_the_examples_recompute(pages: tuple[Concept, ...]) -> None:
    blocks = [(page, block) for page in pages for section in page.sections for block in python_blocks(section.text)]
    assert sum(len(checked_lines(block)) for _, block in blocks) > len(pages)
    assert_none([f"{page.path}: {fault}" for page, block in blocks for fault in faults(block)])


def assert_none(found: Sequence[object]) -> None:
    """Nothing was found; shows all of it where something was, which pytest cuts short."""
    assert not found, "\n".join(map(str, ["", *found]))


def listed_concepts() -> set[str]:
    if not LIST.is_file():
        return set()
    with LIST.open(encoding="utf-8", newline="") as file:
        return {row["id"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def records() -> set[str]:
    """Every record of the source documents as a page names it: `004#37`."""
    return {f"{path.name[:3]}#{record.number}" for path in DOCUMENTS for record in read_document(path).records}


def prose(page: Concept) -> Iterator[str]:
    """Everything on a page but its names."""
    yield from page.questions
    yield from (section.text for section in page.sections)
    yield from (prerequisite.because for prerequisite in page.prerequisites)
    yield from (contrast.how for contrast in page.contrasts)
    for item in page.items:
        yield item.stem
        yield from (text for option in item.options for text in (option.text, option.feedback))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of twelve words that no formula interrupts."""
    for part in FORMULA.split(text):
        words = re.findall(r"\w+", part.casefold())
        yield from zip(*(words[start:] for start in range(RUN)), strict=False)
