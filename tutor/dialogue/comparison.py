"""Concepts side by side, from their pages alone: no word of it is the model's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.types import Concept, Contrast, Passage, SectionName
from graph.concept_graph import ConceptGraph
from tutor.dialogue.evidence import evidence_sentences
from tutor.dialogue.followups import spoken_title
from tutor.events import CitedText, Compared, ComparedRow
from tutor.types import Citation

Cite = Callable[[Passage], Citation]
"""Gives a passage its number in the conversation."""

_PREREQUISITES = 3


def compare(pages: Sequence[Concept], graph: ConceptGraph, cite: Cite) -> Compared:
    """A table of what each is, what it is for, its level and what it builds on; then the differences the pages state.

    Args:
        pages: What is compared, in the order of the columns.
        graph: Knows the titles of prerequisites.
        cite: Numbers the passages that the table quotes.
    """
    rows = [
        ComparedRow(name="What it is", cells=tuple(_quoted(page, SectionName.DEFINITION, cite) for page in pages)),
        ComparedRow(name="Why it matters", cells=tuple(_quoted(page, SectionName.WHY, cite) for page in pages)),
        ComparedRow(name="Level", cells=tuple(CitedText(text=page.level.value) for page in pages)),
        ComparedRow(name="Builds on", cells=tuple(CitedText(text=_before(page, graph)) for page in pages)),
    ]
    told = tuple(row for row in rows if any(cell.text for cell in row.cells))
    return Compared(concepts=tuple(page.id for page in pages), rows=told, differences=_differences(pages, cite))


def _quoted(page: Concept, section: SectionName, cite: Cite) -> CitedText:
    """The first sentence of a section."""
    passage = next((passage for passage in page.passages if passage.section is section), None)
    return CitedText(text=evidence_sentences(passage)[0], citation=cite(passage)) if passage else CitedText(text="")


def _before(page: Concept, graph: ConceptGraph) -> str:
    titles = [spoken_title(graph.catalogue[before]) for before in graph.prerequisites(page.id)[:_PREREQUISITES]]
    return ", ".join(titles) or "nothing"


def _differences(pages: Sequence[Concept], cite: Cite) -> tuple[CitedText, ...]:
    """What the first page that says how two of them differ says; none where no page does."""
    compared = {page.id for page in pages}
    for page in pages:
        stated = [contrast for contrast in page.contrasts if contrast.concept in compared]
        if stated:
            return tuple(CitedText(text=contrast.how, citation=cite(_contrasts(page, contrast))) for contrast in stated)
    return ()


def _contrasts(page: Concept, contrast: Contrast) -> Passage:
    return next(passage for passage in page.passages if contrast.how in passage.text)
