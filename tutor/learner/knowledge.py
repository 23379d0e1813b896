"""What a learner knows, replayed from the log: attempts, statements and aims up to a moment.

What a statement does. "I know this" speaks for the concept and everything it needs; "not yet" speaks for the concept and
everything that needs it. Of the statements that speak for a concept, the latest stands:

* "I know this" lifts its mastery to `STATED`, unless its answers so far had lifted it higher;
* "not yet" sets its mastery to `NOT_YET`. What only rests on the concept named is set down until that concept is mastered
  by answers or said to be known; then it is as if "not yet" had not been said of it.

Each later attempt moves mastery on from there, as it would from any other (`tutor.learner.tracing`): after "I know this"
one wrong answer is enough to be no longer mastered, and right ones lead back; after "not yet" right answers lead out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Final, NamedTuple

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from graph.errors import UnknownConceptError
from tutor.learner.entries import Aim, Attempt, Entry, Share, Statement
from tutor.learner.memory import Memory, memory_of
from tutor.learner.spreading import BOUND, Evidence, evidence_on, moved, tally
from tutor.learner.tracing import MASTERED, TRACING, traced

STATED: Final = 0.97
"""Mastery of what a learner says they know: enough to be known, too little to outlast a wrong answer."""

NOT_YET: Final = 0.1
"""Mastery of what a learner says they do not know yet; no answers lead lower."""


class ConceptState(Value):
    """What is known of a learner and one concept.

    Attributes:
        mastery: Probability that the concept is known, 0 to 1.
        retrievability: Probability that it is recalled now, 0 to 1; None before the first right answer.
        due: When it should be asked again, in UTC; None before the first right answer.
        right: Attempts that were right.
        answers: Attempts in all.
        last: The last attempt.
        stated: Whether the statement that stands for it says that it is known; None where there is none.
        from_others: Answers on other concepts that moved its mastery.
    """

    concept: ConceptId
    mastery: Share
    retrievability: Share | None = None
    due: datetime | None = None
    right: int = 0
    answers: int = 0
    last: datetime | None = None
    stated: bool | None = None
    from_others: int = 0


class _Claim(NamedTuple):
    """A statement, by its place in the log; the concept is the one it names."""

    place: int
    known: bool
    concept: ConceptId


_NONE: Final = _Claim(-1, known=False, concept="")


class KnowledgeState:
    """What a learner knows at a moment. Concepts are worked out when they are asked for, and then kept.

    Args:
        graph: The prerequisite graph. Entries on concepts that are not in it are passed over.
        entries: The learner's log; replayed in order of time, ties in the order given.
        now: The moment; later entries are passed over.
    """

    def __init__(self, graph: ConceptGraph, entries: Sequence[Entry], now: datetime) -> None:
        self._graph, self._now = graph, now
        self._attempts: defaultdict[ConceptId, list[tuple[int, Attempt]]] = defaultdict(list)
        self._claims: list[_Claim] = []
        self._aim: Aim | None = None
        self._states: dict[ConceptId, ConceptState] = {}
        self._memories: dict[ConceptId, Memory | None] = {}
        past = sorted((entry for entry in entries if entry.at <= now), key=lambda entry: entry.at)
        for place, entry in enumerate(past):
            self._take(place, entry)
        self._tallies = {concept: tally(one for _, one in marks) for concept, marks in self._attempts.items()}

    def _take(self, place: int, entry: Entry) -> None:
        if isinstance(entry, Aim):
            self._aim = entry
        elif entry.concept not in self._graph:
            return
        elif isinstance(entry, Statement):
            self._claims.append(_Claim(place, entry.known, entry.concept))
        else:
            self._attempts[entry.concept].append((place, entry))

    def __getitem__(self, concept: ConceptId) -> ConceptState:
        """What is known of one concept; `UnknownConceptError` for an id that is none."""
        if concept not in self._graph:
            raise UnknownConceptError(concept)
        if concept not in self._states:
            self._states[concept] = self._state(concept)
        return self._states[concept]

    def _state(self, concept: ConceptId) -> ConceptState:
        evidence, claim, memory = self._evidence(concept), self._claim(concept), self._memory(concept)
        attempts = self._answers(concept)
        return ConceptState(
            concept=concept,
            mastery=moved(self._own(concept), evidence.shift),
            retrievability=memory.retrievability(self._now) if memory else None,
            due=memory.due if memory else None,
            right=sum(attempt.right for attempt in attempts),
            answers=len(attempts),
            last=attempts[-1].at if attempts else None,
            stated=None if claim is _NONE else claim.known,
            from_others=evidence.answers,
        )

    @cached_property
    def known(self) -> frozenset[ConceptId]:
        """What is mastered, by answers or by statements.

        Not closed under prerequisites: a concept that was answered wrong is not in it although something that needs it
        is. A learning path closes it (`ConceptGraph.closure`).
        """
        touched = self._attempts.keys() | self._said_known.keys()
        return frozenset(concept for concept in touched if self._is_mastered(concept))

    def _is_mastered(self, concept: ConceptId) -> bool:
        own = self._own(concept)
        within_reach = moved(own, BOUND) >= MASTERED  # else nothing around it needs to be looked at
        return own >= MASTERED or (within_reach and moved(own, self._evidence(concept).shift) >= MASTERED)

    @property
    def aim(self) -> Aim | None:
        """The latest aim, with those of its goals that are concepts; None where it has no such goal."""
        goals = tuple(goal for goal in self._aim.goals if goal in self._graph) if self._aim else ()
        return self._aim.model_copy(update={"goals": goals}) if self._aim and goals else None

    def due(self, now: datetime) -> tuple[ConceptId, ...]:
        """What should be asked again by `now`: the most forgotten first, then the longest due, ties by id."""
        memories = [(concept, self._memory(concept)) for concept in self._attempts]
        waiting = [(concept, memory) for concept, memory in memories if memory and memory.due <= now]
        ranked = sorted((memory.retrievability(now), memory.due, concept) for concept, memory in waiting)
        return tuple(concept for *_, concept in ranked)

    def explain(self, concept: ConceptId) -> str:
        """Where the state of a concept comes from, in one plain sentence without its full stop."""
        state, evidence = self[concept], self._evidence(concept)
        parts = []
        if state.last:
            days = _days_ago(state.last.astimezone(self._now.tzinfo).date(), self._now.date())
            parts.append(f"{state.right} of {state.answers} right, last {days}")
        if state.stated is not None:
            parts.append(self._spoken(concept, self._claim(concept)))
        if evidence.needing:
            needs = "needs" if evidence.needing == 1 else "need"
            parts.append(f"you answered {_things(evidence.needing)} that {needs} it")
        if evidence.needed:
            parts.append(f"you missed {_things(evidence.needed)} that it needs")
        *first, last = parts or ["nothing is known about it yet"]
        sentence = f"{', '.join(first)}, and {last}" if first else last
        return sentence[0].upper() + sentence[1:]

    def _spoken(self, concept: ConceptId, claim: _Claim) -> str:
        """The statement that stands for a concept, in words."""
        named = "it" if claim.concept == concept else self._graph.catalogue[claim.concept].title
        if claim.known:
            return f"you said that you know {named}" + ("" if named == "it" else ", which needs it")
        return f'you said "not yet" to {named}' + ("" if named == "it" else ", which it needs")

    def _answers(self, concept: ConceptId) -> list[Attempt]:
        return [attempt for _, attempt in self._attempts.get(concept, ())]

    def _evidence(self, concept: ConceptId) -> Evidence:
        return evidence_on(self._graph, concept, self._tallies)

    def _memory(self, concept: ConceptId) -> Memory | None:
        if concept not in self._memories:
            self._memories[concept] = memory_of(self._answers(concept))
        return self._memories[concept]

    def _own(self, concept: ConceptId) -> float:
        """Mastery from the concept's own answers and the statement that stands for it."""
        marks, claim = self._attempts.get(concept, ()), self._claim(concept)
        before = traced(TRACING.initially_known, (one for place, one in marks if place < claim.place))
        said = max(STATED, before) if claim.known else NOT_YET
        start = before if claim is _NONE else said
        return traced(start, (one for place, one in marks if place > claim.place))

    def _claim(self, concept: ConceptId) -> _Claim:
        """The statement that stands for a concept."""
        return max(self._said_known.get(concept, _NONE), self._said_not_yet.get(concept, _NONE))

    @cached_property
    def _said_known(self) -> dict[ConceptId, _Claim]:
        """For each concept that a statement says is known, or something that needs it: the latest one."""
        return _spread((claim for claim in self._claims if claim.known), self._graph.prerequisites)

    @cached_property
    def _said_not_yet(self) -> dict[ConceptId, _Claim]:
        """For each concept of which "not yet" was said, or still holds of something it needs: the latest one."""
        named = {claim.concept: claim for claim in self._claims if not claim.known}
        holding = _spread((claim for claim in named.values() if self._holds(claim)), self._graph.dependents)
        return {concept: max(holding.get(concept, _NONE), named.get(concept, _NONE)) for concept in holding | named}

    def _holds(self, claim: _Claim) -> bool:
        """Whether a "not yet" still holds back what rests on its concept: not known since, by words or by answers."""
        mastery = NOT_YET
        for place, attempt in self._attempts.get(claim.concept, ()):
            mastery = traced(mastery, [attempt]) if place > claim.place else mastery
            if mastery >= MASTERED:
                return False
        return self._said_known.get(claim.concept, _NONE) < claim


def knowledge_of(graph: ConceptGraph, entries: Sequence[Entry], now: datetime) -> KnowledgeState:
    """What a learner knows at a moment: nothing but the graph, the log and the moment decides it.

    Args:
        graph: The prerequisite graph.
        entries: The learner's log.
        now: The moment, with its time zone; a past one gives the state of that time.
    """
    return KnowledgeState(graph, entries, now)


def _spread(
    claims: Iterable[_Claim], neighbours: Callable[[ConceptId], Iterable[ConceptId]]
) -> dict[ConceptId, _Claim]:
    """For each concept that can be reached from a claim's, the latest such claim; each concept is visited once."""
    found: dict[ConceptId, _Claim] = {}
    for claim in sorted(claims, reverse=True):
        waiting = [claim.concept]
        while waiting:
            concept = waiting.pop()
            if concept not in found:  # what lies beyond a concept already found was found with it
                found[concept] = claim
                waiting.extend(neighbours(concept))
    return found


def _days_ago(day: date, today: date) -> str:
    days = (today - day).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _things(count: int) -> str:
    number = _WORDS[count] if count < len(_WORDS) else str(count)
    return f"{number} thing" if count == 1 else f"{number} things"
