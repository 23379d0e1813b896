"""What goes with an answer: whom it is for, what it leaves out, and what the pages themselves show beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.types import ConceptId, Passage, SectionName
from graph.concept_graph import ConceptGraph
from graph.paths import learning_path
from tutor.dialogue.comparison import Cite, compare
from tutor.dialogue.evidence import evidence_sentences
from tutor.dialogue.focus import stack
from tutor.dialogue.manner import is_beginner
from tutor.dialogue.uncovered import uncovered
from tutor.events import Bridged, Event, FarAhead, SourcesDiffer, Uncovered
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.retriever import SearchResult
from tutor.types import Conversation, Intent, Learner, Understanding

_PAGES = 3
_KNOWN = 2
_FAR = 8
"""Missing concepts before a subject from which on a learner is told so."""


@dataclass(frozen=True)
class Lesson:
    """What goes with one answer.

    Attributes:
        graph: The concepts.
        subject: What the answer is about.
        beginner: Whether the learner says that they are one.
        uncovered: Names in the question that no source speaks of.
        known: Direct prerequisites of the subject that the learner knows.
        lacking: The deepest direct prerequisite that they lack; None where it need not be bridged.
        far: How far ahead of the learner the subject is; None where it is near.
        compared: The concepts to show side by side.
        differing: Where the page says that sources differ, if the question touches it.
    """

    graph: ConceptGraph
    subject: ConceptId
    beginner: bool = False
    uncovered: tuple[str, ...] = ()
    known: tuple[ConceptId, ...] = ()
    lacking: ConceptId | None = None
    far: FarAhead | None = None
    compared: tuple[ConceptId, ...] = ()
    differing: Passage | None = None

    def opening(self, cite: Cite) -> Iterator[Event]:
        """What is shown before the model's words."""
        if self.uncovered:
            yield Uncovered(names=self.uncovered)
        if self.far:
            yield self.far
        if self.known or self.lacking:
            yield self._bridge(cite)
        if len(self.compared) > 1:
            yield compare([self.graph.catalogue[concept] for concept in self.compared], self.graph, cite)

    def closing(self, cite: Cite) -> Iterator[SourcesDiffer]:
        """What is shown after the model's words, unless they have told it."""
        if self.differing:
            yield SourcesDiffer(text=evidence_sentences(self.differing)[0], citation=cite(self.differing))

    def _bridge(self, cite: Cite) -> Bridged:
        if self.lacking is None:
            return Bridged(concept=self.subject, known=self.known)
        passage = self.graph.catalogue[self.lacking].passages[0]
        return Bridged(
            concept=self.subject,
            known=self.known,
            lacking=self.lacking,
            text=evidence_sentences(passage)[0],
            because=self.graph.reason(self.lacking, self.subject),
            citation=cite(passage),
        )


def calls_themselves_beginner(text: str, conversation: Conversation) -> bool:
    """Whether the learner says so now or has said so before."""
    return is_beginner(text) or any(is_beginner(turn.text) for turn in conversation.turns)


def lesson_for(
    understanding: Understanding,
    found: SearchResult,
    conversation: Conversation,
    learner: Learner,
    graph: ConceptGraph,
    names: NameMatcher,
) -> Lesson:
    """What goes with the answer to a question.

    What the learner knows and lacks is told when a subject comes up, to those who have said what they know or that they
    are beginners; not when concepts are compared.
    """
    ranked = [rank.concept for rank in found.concepts]
    subject = ranked[0]
    compared = understanding.focus if understanding.intent is Intent.COMPARE else ()
    pages = [graph.catalogue[concept] for concept in (*compared, *ranked[:_PAGES])]
    beginner = calls_themselves_beginner(understanding.text, conversation)
    lesson = Lesson(
        graph=graph,
        subject=subject,
        beginner=beginner,
        uncovered=uncovered(understanding.question, pages, names),
        compared=compared,
        differing=_differing(subject, found),
    )
    if compared or subject in stack(conversation, graph) or not (learner.known or beginner):
        return lesson
    known = graph.closure(learner.known)
    return replace(
        lesson,
        known=_known(subject, learner, known, graph),
        lacking=_lacking(subject, known, graph),
        far=_far(subject, learner, graph),
    )


def _differing(subject: ConceptId, found: SearchResult) -> Passage | None:
    passages = (hit.passage for hit in found.hits if hit.passage.concept == subject)
    return next((passage for passage in passages if passage.section is SectionName.DIFFER), None)


def _known(
    subject: ConceptId, learner: Learner, known: Collection[ConceptId], graph: ConceptGraph
) -> tuple[ConceptId, ...]:
    """Direct prerequisites that are known; those that the learner has named first."""
    direct = [concept for concept in graph.prerequisites(subject) if concept in known]
    return tuple(sorted(direct, key=lambda concept: concept not in learner.known)[:_KNOWN])


def _lacking(subject: ConceptId, known: Collection[ConceptId], graph: ConceptGraph) -> ConceptId | None:
    lacking: Sequence[ConceptId] = [concept for concept in graph.prerequisites(subject) if concept not in known]
    return min(lacking, key=lambda concept: (-graph.depths[concept], concept), default=None)


def _far(subject: ConceptId, learner: Learner, graph: ConceptGraph) -> FarAhead | None:
    """Whether much is missing before a subject, for a learner of whom anything is known."""
    before = learning_path(graph, [subject], learner.known).steps[:-1]
    if not learner.known or len(before) < _FAR:
        return None
    minutes = sum(step.minutes for step in before)
    return FarAhead(concept=subject, missing=len(before), minutes=minutes, start=before[0].concept)
