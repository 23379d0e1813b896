"""Teaching somebody's own notes: records become passages of the concepts they name, or concepts of their own.

Notes come from anywhere, so they are taken in as plain text: what nobody sees, markup and links are taken off, and a
paragraph that gives the tutor orders is left out, with a problem that says so.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from corpus.catalogue import Catalogue, normalise_name
from corpus.documents import Document, read_documents
from corpus.orders import gives_orders
from corpus.sanitise import hides, visible, without_markup
from corpus.types import Concept, ConceptId, Level, Problem, Record, RecordPart, Section, SectionName

log = logging.getLogger("tutor")

AREA = "notes"
"""The area of concepts that come from notes."""

_WORDS_A_MINUTE = 120
_LEAST_MINUTES = 5
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_PARAGRAPHS = re.compile(r"(?:```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|.)+?(?=\n[ \t]*\n|\Z)", re.DOTALL)
_SHOWN = 60


def read_notes(notes: Path) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Read a file or folder of notes as plain text.

    Returns:
        The documents without what must not be taught, and a problem for everything that was left out.

    Raises:
        CorpusError: If the notes cannot be read, with every problem of every file.
    """
    left_out: list[Problem] = []
    documents = [_cleaned(document, left_out) for document in read_documents(notes)]
    return tuple(documents), tuple(left_out)


def with_notes(concepts: Iterable[Concept], notes: Path) -> tuple[Concept, ...]:
    """The concepts together with a file or folder of notes.

    A record named like a concept becomes the section "From your notes" of its page. Every other record becomes a
    concept of its own, related to the concepts it links to; what must come before it is not guessed.

    Raises:
        CorpusError: If the notes cannot be read, with every problem of every file.
    """
    catalogue = Catalogue(concepts)
    documents, left_out = read_notes(notes)
    if left_out:
        log.warning("left out of your notes: %d (`tutor corpus check` says what and why)", len(left_out))
    added: dict[ConceptId, list[str]] = {}
    own: dict[ConceptId, Concept] = {}
    for document in documents:
        for record in document.records:
            known = catalogue.find(record.title)
            if known:
                added.setdefault(known[0], []).append(_text(record))
            else:
                concept = _concept(record, document, catalogue, own)
                own[concept.id] = concept
    extended = (_extended(concept, added) for concept in catalogue)
    return (*extended, *(_linked(concept, catalogue, own) for concept in own.values()))


def _cleaned(document: Document, left_out: list[Problem]) -> Document:
    cleaned = [_cleaned_record(record, document.path, left_out) for record in document.records]
    return document.model_copy(update={"records": tuple(record for record in cleaned if record)})


def _cleaned_record(record: Record, path: str, left_out: list[Problem]) -> Record | None:
    """The record as plain text; None where its title gives orders or nothing of its text is left."""
    title = " ".join(without_markup(visible(record.title)).split())
    if not title or gives_orders(title):
        left_out.append(_left_out(record, path, record.title))
        return None
    text, formula = (_plain(part, record, path, left_out) for part in (record.text, record.formula or ""))
    parts = ((part.name, _plain(part.text, record, path, left_out)) for part in record.parts)
    named = tuple(RecordPart(name=name, text=part) for name, part in parts if part and not gives_orders(name))
    if not (text or named):
        return None
    return record.model_copy(update={"title": title, "text": text, "formula": formula or None, "parts": named})


def _plain(text: str, record: Record, path: str, left_out: list[Problem]) -> str:
    """A text of a record without markup, and without the paragraphs that give orders."""
    seen = visible(text)
    if hides(seen):
        left_out.append(Problem(path=path, line=record.line, message=f"'{record.title}': hidden or active HTML"))
    kept: list[str] = []
    for paragraph in _PARAGRAPHS.findall(without_markup(seen)):
        if gives_orders(paragraph):
            left_out.append(_left_out(record, path, paragraph))
        elif paragraph.strip():
            kept.append(paragraph.strip("\n"))
    return "\n\n".join(kept).strip()


def _left_out(record: Record, path: str, text: str) -> Problem:
    beginning = " ".join(visible(text).split())[:_SHOWN].rstrip()
    return Problem(path=path, line=record.line, message=f"this gives the tutor orders: {beginning}…")


def _text(record: Record) -> str:
    formula = [f"Formula: {record.formula}"] if record.formula else []
    parts = [f"{part.name}: {part.text}" for part in record.parts]
    return "\n\n".join([*([record.text] if record.text else []), *formula, *parts])


def _extended(concept: Concept, added: Mapping[ConceptId, list[str]]) -> Concept:
    if concept.id not in added:
        return concept
    section = Section(name=SectionName.NOTES, text="\n\n".join(added[concept.id]))
    return concept.model_copy(update={"sections": (*concept.sections, section)})


def _concept(record: Record, document: Document, catalogue: Catalogue, own: Mapping[ConceptId, Concept]) -> Concept:
    text = _text(record)
    return Concept(
        id=_free_id(record.title, {concept.id for concept in catalogue} | set(own)),
        area=AREA,
        path=document.path,
        title=record.title,
        level=record.level or Level.INTERMEDIATE,
        minutes=max(_LEAST_MINUTES, len(text.split()) // _WORDS_A_MINUTE),
        related=(),
        sources=(f"{document.path}:{record.line}", *record.links),
        sections=(Section(name=SectionName.DEFINITION, text=text),),
    )


def _linked(concept: Concept, catalogue: Catalogue, own: Mapping[ConceptId, Concept]) -> Concept:
    """Turn the names that a note links to into related concepts; a link that leads nowhere is left out."""
    titles = {normalise_name(other.title): other.id for other in own.values()}
    place, *links = concept.sources
    found = [next(iter(catalogue.find(link)), titles.get(normalise_name(link))) for link in links]
    related = tuple(dict.fromkeys(link for link in found if link and link != concept.id))
    return concept.model_copy(update={"related": related, "sources": (place,)})


def _free_id(title: str, taken: set[ConceptId]) -> ConceptId:
    stem = _NOT_IN_ID.sub("-", normalise_name(title)).strip("-")[:70].strip("-") or "note"
    candidates = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)
