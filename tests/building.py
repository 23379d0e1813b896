"""Concepts for tests: complete values from an id and the ids of the prerequisites."""

from __future__ import annotations

from corpus.types import Concept


def concept(concept_id: str, /, *prerequisites: str, **fields: object) -> Concept:
    """A concept with these direct prerequisites; fields override what is filled in.

    The reason of an edge reads "child needs parent."; the title is the id in title case.
    """
    filled: dict[str, object] = {
        "id": concept_id,
        "area": "area",
        "path": f"area/{concept_id}.md",
        "title": concept_id.replace("-", " ").title(),
        "level": "beginner",
        "minutes": 10,
        "prerequisites": [{"concept": before, "because": f"{concept_id} needs {before}."} for before in prerequisites],
        "sections": [{"name": "Definition", "text": f"What {concept_id} is."}],
    }
    return Concept.model_validate(filled | fields)
