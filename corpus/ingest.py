"""Teaching somebody's own notes: records become passages of the concepts they name, or concepts of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from corpus.catalogue import Catalogue, normalise_name
from corpus.documents import Document, read_documents
from corpus.types import Concept, ConceptId, Level, Record, Section, SectionName

AREA = "notes"
"""The area of concepts that come from notes."""

_WORDS_A_MINUTE = 120
_LEAST_MINUTES = 5
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


def with_notes(concepts: Iterable[Concept], notes: Path) -> tuple[Concept, ...]:
    """The concepts together with a file or folder of notes.

    A record named like a concept becomes the section "From your notes" of its page. Every other record becomes a
    concept of its own, related to the concepts it links to; what must come before it is not guessed.

    Raises:
        CorpusError: If the notes cannot be read, with every problem of every file.
    """
    catalogue = Catalogue(concepts)
    added: dict[ConceptId, list[str]] = {}
    own: dict[ConceptId, Concept] = {}
    for document in read_documents(notes):
        for record in document.records:
            known = catalogue.find(record.title)
            if known:
                added.setdefault(known[0], []).append(_text(record))
            else:
                concept = _concept(record, document, catalogue, own)
                own[concept.id] = concept
    extended = (_extended(concept, added) for concept in catalogue)
    return (*extended, *(_linked(concept, catalogue, own) for concept in own.values()))


def _text(record: Record) -> str:
    formula = [f"Formula: {record.formula}"] if record.formula else []
    parts = [f"{part.name}: {part.text}" for part in record.parts]
    return "\n\n".join([record.text, *formula, *parts])


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
