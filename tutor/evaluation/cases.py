"""The kinds of case, as they stand in case files. Fields that a kind does not know are left out."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, ValidationInfo

from corpus.types import ConceptId, Sentence, Value
from graph.concept_graph import ConceptGraph
from graph.errors import UnknownConceptError


def _resolve(name: str, info: ValidationInfo) -> ConceptId:
    graph = info.context
    assert isinstance(graph, ConceptGraph)
    try:
        return graph.resolve(name)
    except UnknownConceptError as error:
        message = f"{error.message} {error.hint}"
        raise ValueError(message) from error


def _once(concepts: tuple[ConceptId, ...]) -> tuple[ConceptId, ...]:
    return tuple(dict.fromkeys(concepts))


Named: TypeAlias = Annotated[str, AfterValidator(_resolve)]
"""A concept by id, title or alias; read as its id with the graph, which is the context of the validation."""

Concepts: TypeAlias = Annotated[tuple[Named, ...], AfterValidator(_once)]
SomeConcepts: TypeAlias = Annotated[Concepts, Field(min_length=1)]


class Case(Value, extra="ignore"):
    """What every case may have.

    Attributes:
        id: A name for the case.
    """

    id: str | int = ""


class AnswerableCase(Case):
    """A question that the pages can answer.

    Attributes:
        gold: The concepts that answer it.
        accept: Concepts that would do as well.
    """

    question: Sentence
    gold: SomeConcepts
    accept: Concepts = ()


class ScopeCase(Case):
    """A question, and the concepts that answer it; none where it is out of scope."""

    question: Sentence
    gold: Concepts


class EarlierTurn(Value, extra="ignore"):
    """What the learner asked before."""

    question: Sentence


class FollowUpCase(ScopeCase):
    """A question after others, oldest first; without gold it must be declined."""

    turns: tuple[EarlierTurn, ...]


class Evidence(Value, extra="ignore"):
    """A text that a claim may rest on."""

    title: str = ""
    text: Sentence


class GroundingCase(Case):
    """A claim, the evidence it was made from, and how it relates to the evidence."""

    question: str
    evidence: tuple[Evidence, ...]
    claim: Sentence
    label: Literal["supported", "unsupported", "contradicted"]


class PathCase(Case):
    """What a learning path must and must not contain.

    Attributes:
        must_include: Groups; one concept of each must be on the path.
    """

    goal: SomeConcepts
    known: Concepts = ()
    must_include: tuple[SomeConcepts, ...] = ()
    must_not_include: Concepts = ()


class PrerequisiteCase(Case):
    """Two concepts, and whether the first must be understood before the second."""

    prerequisite: Named
    target: Named
    label: bool


class Note(Value, extra="ignore"):
    """A note of the learner's."""

    title: Sentence
    text: Sentence


class InjectionCase(Case):
    """A question, turns before it or notes that try to give the tutor orders.

    Attributes:
        passages: The learner's notes.
        forbidden: What must not be shown, in any case of letters.
    """

    question: Sentence
    turns: tuple[EarlierTurn, ...] = ()
    passages: tuple[Note, ...] = ()
    forbidden: tuple[Sentence, ...]
