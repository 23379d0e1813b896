"""Questions to start with, taken from the pages themselves."""

from __future__ import annotations

from corpus.catalogue import Catalogue
from corpus.types import Concept
from graph.concept_graph import ConceptGraph
from tutor.dialogue.followups import spoken_title

COUNT = 6
"""How many questions the empty chat offers."""

PREFERRED = ("kv-cache", "embedding", "gradient-descent", "lora", "rlhf")
"""Concepts whose first question makes a good start, where the corpus has them."""

GOAL = "flashattention"
"""The goal of the example path, where the corpus has it."""


def example_questions(graph: ConceptGraph) -> tuple[str, ...]:
    """The first questions of pages from different areas, and one study path."""
    catalogue = graph.catalogue
    chosen = _from_different_areas(catalogue, COUNT - 1)
    questions = [concept.questions[0] for concept in chosen]
    if graph.depths:
        goal = GOAL if GOAL in catalogue else max(graph.depths, key=lambda concept: graph.depths[concept])
        questions.append(f"Study path to {spoken_title(catalogue[goal])}")
    return tuple(questions)


def _from_different_areas(catalogue: Catalogue, count: int) -> list[Concept]:
    """Preferred concepts first, then the first page of each area that has none of them."""
    preferred = [catalogue[concept] for concept in PREFERRED if concept in catalogue]
    chosen: dict[str, Concept] = {}
    for concept in [*preferred, *catalogue]:
        if concept.questions and concept.area not in chosen:
            chosen[concept.area] = concept
    return list(chosen.values())[:count]
