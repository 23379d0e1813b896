"""One learner's study: everything that front doors ask for and record, on top of their log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from uuid import uuid4

from corpus.errors import TutorError
from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from graph.fringe import inner_fringe
from tutor.learner.entries import Aim, Attempt, Entry, Purpose, Statement
from tutor.learner.items.asked import AskedItem, asked_again
from tutor.learner.items.choosing import item_for, items_for
from tutor.learner.items.grading import Graded, grade
from tutor.learner.knowledge import KnowledgeState, knowledge_of
from tutor.learner.log.store import LearnerStore
from tutor.learner.next_up import NextUp, next_up
from tutor.learner.placement import GUESS, Placement
from tutor.learner.plans.plan import StudyPlan, study_plan
from tutor.learner.plans.so_far import SoFar, so_far
from tutor.learner.plans.wish import Wish
from tutor.learner.review import MOST_A_DAY, Review, todays_review
from tutor.learner.walk import Activity, next_activity
from tutor.types import Learner


def new_id() -> str:
    """An id for an entry, made before the learner answers, so that what is sent twice counts once."""
    return uuid4().hex


SURE = 0.7
"""Belief from which a placement's finding is noted: no measurement, a choice between skipping and asking too much."""


class Study:
    """What one learner knows and wants, and what they do next.

    Args:
        graph: The concepts.
        store: Keeps the log.
        learner: The learner's name.
    """

    def __init__(self, graph: ConceptGraph, store: LearnerStore, learner: str) -> None:
        self.graph = graph
        self._store = store
        self.learner = learner

    def entries(self) -> tuple[Entry, ...]:
        """The log."""
        return self._store.entries(self.learner)

    def state(self, now: datetime) -> KnowledgeState:
        """What the learner knows."""
        return knowledge_of(self.graph, self.entries(), now)

    def as_learner(self, now: datetime) -> Learner:
        """The learner as a turn of the chat needs them."""
        state = self.state(now)
        return Learner(id=self.learner, known=tuple(sorted(state.known)), aim=state.aim.goals if state.aim else ())

    def say(self, concepts: Iterable[ConceptId], now: datetime, *, known: bool) -> None:
        """Note that the learner says they know concepts, or do not know them yet; said twice at a moment, it counts once."""
        for concept in concepts:
            self._store.append(self.learner, _statement(concept, now, known=known))

    def note(self, entry: Attempt | Aim) -> Entry:
        """Note an attempt that was graded elsewhere, or an aim; what the log has under that id is handed back."""
        return self._store.append(self.learner, entry)

    def want(self, wish: Wish, now: datetime) -> StudyPlan:
        """Take up a wish: what it says of the learner's knowledge, then its aim.

        Raises:
            TutorError: If there is no goal; nothing is noted then.
        """
        if not wish.goals:
            message = "I did not find what you want to learn."
            raise TutorError(message, hint="Name at least one concept; `tutor concept --list` shows them all.")
        self.say(wish.known_concepts, now, known=True)
        self.say(wish.not_yet, now, known=False)
        self.note(wish.aim(_id_of("aim", now), now))
        plan = self.plan(now)
        assert plan is not None
        return plan

    def plan(self, now: datetime) -> StudyPlan | None:
        """The plan for the learner's aim as it looks now; None without an aim."""
        state = self.state(now)
        return study_plan(self.graph, state.aim, state.known, now.date()) if state.aim else None

    def activity(self, now: datetime) -> Activity | None:
        """What to do next on the way to the aim; None without an aim."""
        entries = self.entries()
        state = knowledge_of(self.graph, entries, now)
        if state.aim is None:
            return None
        steps = [step.concept for step in study_plan(self.graph, state.aim, state.known, now.date()).steps]
        return next_activity(self.graph, steps, state, entries)

    def so_far(self, now: datetime) -> SoFar | None:
        """What is done of the plan for the learner's aim; None without an aim."""
        return so_far(self.graph, self.entries(), now)

    def item(self, concept: ConceptId, seed: int) -> AskedItem:
        """The next item about a concept."""
        return item_for(self.graph, concept, self.entries(), seed)

    def quiz(self, concepts: Sequence[ConceptId], seed: int, most: int) -> tuple[AskedItem, ...]:
        """Items about several concepts, mixed."""
        return items_for(self.graph, concepts, self.entries(), seed, most=most)

    def review(self, now: datetime, most: int = MOST_A_DAY) -> Review:
        """What is to be reviewed today."""
        entries = self.entries()
        return todays_review(self.graph, knowledge_of(self.graph, entries, now), entries, now, most)

    def next_up(
        self, now: datetime, known: Sequence[ConceptId] = (), towards: Sequence[ConceptId] = ()
    ) -> tuple[NextUp, ...]:
        """Three concepts to take up now, each with why; as if the learner had also said what they know and want."""
        said: list[Entry] = [_statement(concept, now, known=True) for concept in known]
        if towards:
            said.append(Aim(id=_id_of("aim", now), at=now, goals=tuple(towards)))
        return next_up(self.graph, knowledge_of(self.graph, [*self.entries(), *said], now), now)

    def placement(self, since: datetime, seed: int) -> Placement:
        """A placement with the answers that were given to it since a moment."""
        placement = Placement(self.graph, seed=seed)
        for entry in self.entries():
            if isinstance(entry, Attempt) and entry.purpose is Purpose.PLACEMENT and entry.at >= since:
                placement.answered(entry.concept, entry.right if entry.answer else None, max(GUESS, entry.guess))
        return placement

    def place(self, since: datetime, now: datetime, seed: int) -> frozenset[ConceptId]:
        """End a placement: what it is sure of is noted as said to be known; nothing where nothing was answered.

        The placement's own estimate treats both errors alike (`Placement.known`). Here what is wrongly taken as known
        would be skipped, while a question too many costs a minute, so only what is believed at least as much as `SURE` is noted.
        """
        placement = self.placement(since, seed)
        sure = (concept.id for concept in self.graph.catalogue if placement.belief(concept.id) >= SURE)
        found = frozenset(sure if placement.asked else ())
        self.say(inner_fringe(self.graph, found), now, known=True)
        return found

    def answer(
        self,
        asked: AskedItem,
        answer: str,
        *,
        attempt_id: str,
        now: datetime,
        hints: int = 0,
        purpose: Purpose = Purpose.QUIZ,
    ) -> Graded:
        """Grade an answer and note it; an attempt that was noted before is told again as it was, whatever is sent now.

        Raises:
            TutorError: If the answer cannot be read; nothing is noted then.
            StoreError: If it cannot be noted.
        """
        graded = self._graded(asked, answer, attempt_id, now, hints, purpose)
        first = self._store.append(self.learner, graded.attempt)
        if first == graded.attempt or not isinstance(first, Attempt):
            return graded
        item = asked_again(self.graph, first.item, first.seed)
        return self._graded(item, first.answer, first.id, first.at, first.hints, first.purpose)

    def export(self) -> str:
        """The learner's whole log as JSON, which `take_in` takes back."""
        return self._store.export(self.learner)

    def take_in(self, text: str) -> int:
        """Add the entries of an export to the learner's log; returns how many were new.

        Raises:
            StoreError: If the text is no export of ours; nothing is noted then.
        """
        return self._store.import_(text, self.learner)

    def delete(self) -> int:
        """Delete the learner's whole log for good; returns the number of entries it had."""
        return self._store.delete(self.learner)

    def _graded(
        self, asked: AskedItem, answer: str, attempt_id: str, now: datetime, hints: int, purpose: Purpose
    ) -> Graded:
        return grade(self.graph, asked, answer, at=now, attempt_id=attempt_id, hints=hints, purpose=purpose)


def _statement(concept: ConceptId, now: datetime, *, known: bool) -> Statement:
    return Statement(id=_id_of(f"{concept} {known}", now), at=now, concept=concept, known=known)


def _id_of(what: str, now: datetime) -> str:
    """An id that depends on what was said and when, so that the same log can be made again."""
    return blake2b(f"{what} {now.astimezone(UTC).isoformat()}".encode(), digest_size=16).hexdigest()
