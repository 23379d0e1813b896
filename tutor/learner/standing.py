"""Where a learner stands with concepts, in a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from corpus.types import ConceptId
from tutor.learner.knowledge import KnowledgeState


class Standing(StrEnum):
    """Where a learner stands with a concept."""

    DUE = "due for review"
    KNOWN = "known"
    LEARNING = "learning"
    NOT_YET = "not yet"


def standings(state: KnowledgeState, concepts: Iterable[ConceptId], now: datetime) -> Mapping[ConceptId, Standing]:
    """Where the learner stands with each of some concepts, in their order.

    What is due for review is that, known or not; what was answered and is not known is being learned.

    Args:
        state: What the learner knows.
        concepts: The concepts.
        now: The time, for what is due.

    Raises:
        UnknownConceptError: If an id is no concept.
    """
    due = frozenset(state.due(now))
    return {concept: _standing(state, concept, is_due=concept in due) for concept in concepts}


def _standing(state: KnowledgeState, concept: ConceptId, *, is_due: bool) -> Standing:
    if is_due:
        return Standing.DUE
    if concept in state.known:
        return Standing.KNOWN
    return Standing.LEARNING if state[concept].answers else Standing.NOT_YET
