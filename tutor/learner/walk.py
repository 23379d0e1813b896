"""Walking a path one activity at a time; which one comes next is worked out from the log, so nothing is lost by leaving.

Every activity ends with one answer. That is why no counter and no "has read it" is needed: the answers themselves say
what was explained and what was checked (docs/learner/walk.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Aim, Attempt, Entry, Purpose
from tutor.learner.knowledge import KnowledgeState

MOST_ANSWERS = 8
"""Answers on one concept in one walk, after which the walk goes on without mastery and says so."""

PROBABLY = 0.5
"""Mastery from which a concept that was never answered is checked before it is explained: more likely known than not."""


class ActivityKind(StrEnum):
    """What a learner does next.

    `explain` is to read the concept and then answer a question on it; `check` is to answer another one; `root cause`
    is to answer one on the concept that a wrong answer betrays; `done` is the end of the walk.
    """

    EXPLAIN = "explain"
    CHECK = "check"
    ROOT_CAUSE = "root cause"
    DONE = "done"


class Activity(Value):
    """The next thing to do.

    Attributes:
        concept: What it is about; None at the end.
        why: Why now, one sentence.
        back_to: The failed concept that the walk returns to afterwards; None where it went straight on.
        on_faith: Direct prerequisites of the concept that are not mastered, in the order of its page.
        open: At the end, the steps that were left without mastery, in their order.
    """

    kind: ActivityKind
    concept: ConceptId | None = None
    why: str
    back_to: ConceptId | None = None
    on_faith: tuple[ConceptId, ...] = ()
    open: tuple[ConceptId, ...] = ()


def next_activity(
    graph: ConceptGraph, steps: Sequence[ConceptId], state: KnowledgeState, entries: Sequence[Entry]
) -> Activity:
    """The one thing to do next on the way through the steps.

    The first step that is neither mastered nor out of tries is the current one. Where its last answer was wrong and
    betrays another concept, that one is tested, and the walk goes down to it if it fails there too.

    Args:
        graph: The concepts.
        steps: The path, prerequisites first; what is missing from it is taken on faith.
        state: The learner's knowledge, worked out from the same entries.
        entries: The log. Only answers since the latest aim count, so saying an aim anew gives every concept new tries;
            answers of the placement do not count, because they come before anything is explained.
    """
    return _Walk(graph, tuple(steps), state, _answers(entries)).next()


def _answers(entries: Iterable[Entry]) -> tuple[Attempt, ...]:
    """The answers since the latest aim, without those of the placement."""
    answers: list[Attempt] = []
    for entry in entries:
        if isinstance(entry, Aim):
            answers = []
        elif isinstance(entry, Attempt) and entry.purpose is not Purpose.PLACEMENT:
            answers.append(entry)
    return tuple(answers)


@dataclass(frozen=True)
class _Walk:
    """A path, what is known, and the answers that count."""

    graph: ConceptGraph
    steps: tuple[ConceptId, ...]
    state: KnowledgeState
    answers: tuple[Attempt, ...]

    @cached_property
    def last(self) -> dict[ConceptId, int]:
        """For each answered concept, the place of its last answer."""
        return {answer.concept: place for place, answer in enumerate(self.answers)}

    @cached_property
    def spent(self) -> frozenset[ConceptId]:
        """The concepts that are out of tries."""
        asked = Counter(answer.concept for answer in self.answers)
        return frozenset(concept for concept, times in asked.items() if times >= MOST_ANSWERS)

    def next(self) -> Activity:
        """The next activity."""
        waiting = (step for step in self.steps if not self._settled(step))
        current = next(waiting, None)
        return self._done() if current is None else self._below((current,))

    def _settled(self, concept: ConceptId) -> bool:
        return concept in self.state.known or concept in self.spent

    def _below(self, chain: tuple[ConceptId, ...]) -> Activity:
        """What to do about the last concept of a chain, each of which is suspected to be why the one before failed."""
        concept = chain[-1]
        cause = self._cause(chain)
        if cause is None:
            return self._lesson(chain)
        if self._answered_since(cause, self.last[concept]):
            return self._below((*chain, cause))
        why = f"Your answer on {self._title(concept)} suggests that {self._title(cause)} is not clear yet."
        return self._activity(ActivityKind.ROOT_CAUSE, cause, why, back_to=concept)

    def _cause(self, chain: tuple[ConceptId, ...]) -> ConceptId | None:
        """The concept that the last answer betrays, until it is clear; None where there is nothing to clear."""
        failure = self._failure(chain[-1])
        cause = failure.betrays if failure else None
        if cause is None or cause in self.spent or not self._is_testable(cause, chain):
            return None
        return None if self._is_clear(cause, self.last[chain[-1]]) else cause

    def _is_testable(self, cause: ConceptId, chain: tuple[ConceptId, ...]) -> bool:
        """Whether a question on a concept makes sense now.

        Not where it rests on something of the chain, nor where the learner is not ready for it, unless the failed
        concept itself rests on it.
        """
        if cause not in self.graph or cause in chain or not self.graph.ancestors(cause).isdisjoint(chain):
            return False
        return cause in self.graph.ancestors(chain[-1]) or all(map(self._settled, self.graph.prerequisites(cause)))

    def _is_clear(self, cause: ConceptId, failed: int) -> bool:
        """Whether a concept was answered since the failure, and is known or was right the last time."""
        return self._answered_since(cause, failed) and (cause in self.state.known or self._failure(cause) is None)

    def _answered_since(self, concept: ConceptId, place: int) -> bool:
        return self.last.get(concept, -1) > place

    def _failure(self, concept: ConceptId) -> Attempt | None:
        """The last answer on a concept, where it was wrong."""
        place = self.last.get(concept)
        return None if place is None or self.answers[place].right else self.answers[place]

    def _lesson(self, chain: tuple[ConceptId, ...]) -> Activity:
        """Explain the last concept of a chain or check it: explain at first and after a wrong answer."""
        concept, failed = chain[-1], chain[-2] if len(chain) > 1 else None
        title = self._title(concept)
        if concept not in self.last and self.state[concept].mastery >= PROBABLY:
            why = f"You may know {title} already; one question will tell."
            return self._activity(ActivityKind.CHECK, concept, why, back_to=failed)
        if concept in self.last and self._failure(concept) is None:
            why = f"Your last answer on {title} was right; another question makes sure."
            return self._activity(ActivityKind.CHECK, concept, why, back_to=failed)
        why = self._why_below(concept, failed) if failed else self._why_explained(concept)
        return self._activity(ActivityKind.EXPLAIN, concept, why, back_to=failed)

    def _why_below(self, concept: ConceptId, failed: ConceptId) -> str:
        return f"{self._title(concept)} was not clear yet, so it comes first; then back to {self._title(failed)}."

    def _why_explained(self, concept: ConceptId) -> str:
        failure, title = self._failure(concept), self._title(concept)
        if failure is None:
            later = next((step for step in self.steps if concept in self._before(step)), None)
            return self.graph.reason(concept, later) if later else f"{title} is what you want to learn."
        betrayed = failure.betrays
        if betrayed in self.graph and betrayed and self._answered_since(betrayed, self.last[concept]):
            return f"Back to {title}, now that {self._title(betrayed)} was cleared up."
        return f"Your last answer on {title} was not right, so here it is once more."

    def _before(self, step: ConceptId) -> tuple[ConceptId, ...]:
        return self.graph.prerequisites(step) if step in self.graph else ()

    def _done(self) -> Activity:
        left = tuple(step for step in self.steps if step not in self.state.known)
        why = "You have mastered every step of this path."
        if left:
            titles = ", ".join(map(self._title, left))
            why = f"That is the end of this path; still open after {MOST_ANSWERS} answers each: {titles}."
        return Activity(kind=ActivityKind.DONE, why=why, open=left)

    def _activity(self, kind: ActivityKind, concept: ConceptId, why: str, *, back_to: ConceptId | None) -> Activity:
        faith = tuple(before for before in self.graph.prerequisites(concept) if before not in self.state.known)
        return Activity(kind=kind, concept=concept, why=why, back_to=back_to, on_faith=faith)

    def _title(self, concept: ConceptId) -> str:
        return self.graph.catalogue[concept].title
