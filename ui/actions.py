"""The seven things that programs and assistants ask of the tutor; the Gradio API and the MCP server offer exactly these.

What is asked for comes as one value with bounds on everything in it; its fields are the parameters that those doors
describe, and the docstrings of the methods are their descriptions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final, NamedTuple, cast

from corpus.types import Concept, ConceptId, Value
from graph.concept_graph import ConceptGraph
from graph.paths import learning_path
from tutor.events import Event, KnowledgeStated
from tutor.learner.items.asked import AskedItem, asked_again
from tutor.learner.items.grading import Graded
from tutor.learner.plans.schedule import weeks_of
from tutor.learner.study import Study
from tutor.protocols import Cancellation
from ui.action_values import (
    LARGEST_SEED,
    AskInput,
    ConceptInput,
    ConceptPage,
    DatedPath,
    GradeInput,
    LinkedConcept,
    NextInput,
    PathInput,
    QuizItemInput,
    SearchHits,
    SearchInput,
    Upcoming,
)
from ui.live import Doing, LiveTutor
from ui.live_turn import live_turn

WAIT_S: Final = 20.0
"""Seconds that what needs the index waits for it by default, before it says that it is still being opened."""


class Actions:
    """What can be asked for in the name of one learner.

    Args:
        study: The learner's study.
        live: The tutor, as far as it is open.
        clock: Says what time it is.
        wait_s: Most seconds to wait for an index that is still being opened.
    """

    def __init__(self, study: Study, live: LiveTutor, clock: Callable[[], datetime], *, wait_s: float = WAIT_S) -> None:
        self._study = study
        self._live = live
        self._clock = clock
        self._wait_s = wait_s

    @property
    def graph(self) -> ConceptGraph:
        """The concepts."""
        return self._study.graph

    @property
    def model(self) -> str | None:
        """The name of the language model that answers; None where the tutor quotes."""
        tutor = self._live.tutor
        return tutor.llm.name if tutor and tutor.llm else None

    def ask(self, asked: AskInput, cancel: Cancellation) -> Iterator[Event | Doing]:
        """Ask the tutor how modern AI works: a concept, a comparison, a study path, what to learn next.

        Every sentence of an answer was checked against the passage that it cites; what no passage supports is left out, and
        a question that the pages do not cover gets an honest no. What the learner says they know is noted in their log.

        Raises:
            TutorError: If a name is no concept's, the index is not open yet, or the language model fails.
        """
        now = self._clock()
        learner = self._study.as_learner(now).who_knows(self._concepts(asked.known))
        self._live.opened(self._wait_s)
        conversation = asked.conversation
        turn = live_turn(self._live, asked.question, conversation=conversation, learner=learner, now=now, cancel=cancel)
        with closing(cast("Any", turn)) as events:
            for event in events:
                if isinstance(event, KnowledgeStated):
                    self._study.say(event.concepts, now, known=True)
                yield event

    def path(self, wanted: PathInput) -> DatedPath:
        """The shortest study path to one or several concepts, computed from the prerequisite graph.

        It has exactly what the learner is missing, prerequisites first, each step with minutes and the reason why it is
        there; with a pace, also what is done in which week. Needs no language model.

        Raises:
            UnknownConceptError: If a name is no concept's, or several concepts have it; with suggestions.
        """
        now = self._clock()
        learner = self._study.as_learner(now).who_knows(self._concepts(wanted.known))
        path = learning_path(self.graph, self._concepts(wanted.goals), learner.known)
        lengths = [(step.concept, step.minutes) for step in path.steps]
        weeks = weeks_of(lengths, wanted.minutes_a_week, now.date()) if wanted.minutes_a_week else ()
        return DatedPath(**dict(path), weeks=weeks)

    def search(self, wanted: SearchInput) -> SearchHits:
        """The passages of concept pages that are worth reading for a question, best first, in their own words.

        Needs no language model; each score is comparable only within one search.

        Raises:
            TutorError: If the index is not open yet.
        """
        found = self._live.opened(self._wait_s).retriever.search(wanted.question, k=wanted.most)
        return SearchHits(concepts=found.concepts, hits=found.hits)

    def concept(self, wanted: ConceptInput) -> ConceptPage:
        """The page of one concept: what it is, intuition, formula, example, misconceptions, and where sources differ.

        With what must be understood first and why, what it unlocks, what it is easily confused with, and how likely the
        learner knows it. Needs no language model.

        Raises:
            UnknownConceptError: If it is no concept's name, or several concepts have it; with suggestions.
        """
        page = self.graph.catalogue[self.graph.resolve(wanted.concept)]
        return _page(self.graph, page, self._study.state(self._clock())[page.id].mastery)

    def next(self, wanted: NextInput) -> Upcoming:
        """Three concepts that the learner can take up now, each with why: near the goal, unlocking most, due, or quick.

        What is due for review counts too. Needs no language model.

        Raises:
            UnknownConceptError: If a name is no concept's, or several concepts have it; with suggestions.
        """
        known, towards = self._concepts(wanted.known), self._concepts(wanted.towards)
        return Upcoming(steps=self._study.next_up(self._clock(), known=known, towards=towards))

    def quiz_item(self, wanted: QuizItemInput) -> AskedItem:
        """A question about one concept, without its answer: the next one that the learner has not answered yet.

        It is answered with `grade`, which needs the question's `id` and `seed`. Needs no language model.

        Raises:
            UnknownConceptError: If it is no concept's name, or several concepts have it; with suggestions.
            ItemError: If there is nothing to ask about the concept.
        """
        seed = int(self._clock().timestamp() * 1000) % LARGEST_SEED if wanted.seed is None else wanted.seed
        return self._study.item(self.graph.resolve(wanted.concept), seed)

    def grade(self, given: GradeInput) -> Graded:
        """Grade an answer to a question of `quiz_item` and note it in the learner's log.

        Tells whether it is right, what to say to it, and the right answer with its reason. The same question and attempt
        count once: sent again, they are told as they were noted the first time, whatever the answer is then.

        Raises:
            ItemError: If there is no such question.
            AnswerError: If the answer cannot be read; nothing is noted then, and it can be given again.
        """
        item = asked_again(self.graph, given.item, given.seed)
        attempt = blake2b(f"{item.id} {item.seed} {given.attempt}".encode(), digest_size=16).hexdigest()
        return self._study.answer(item, given.answer, attempt_id=attempt, now=self._clock(), hints=given.hints)

    def _concepts(self, names: Iterable[str]) -> tuple[ConceptId, ...]:
        return tuple(dict.fromkeys(map(self.graph.resolve, names)))


def _page(graph: ConceptGraph, page: Concept, mastery: float) -> ConceptPage:
    def linked(reasons: Iterable[tuple[ConceptId, str]]) -> tuple[LinkedConcept, ...]:
        known = ((concept, why) for concept, why in reasons if concept in graph)
        return tuple(LinkedConcept(concept=c, title=graph.catalogue[c].title, because=why) for c, why in known)

    return ConceptPage(
        id=page.id,
        title=page.title,
        aliases=page.aliases,
        area=page.area,
        level=page.level,
        minutes=page.minutes,
        sections=page.sections,
        prerequisites=linked((one, graph.reason(one, page.id)) for one in graph.prerequisites(page.id)),
        unlocks=linked((one, graph.reason(page.id, one)) for one in graph.dependents(page.id)),
        contrasts=linked((contrast.concept, contrast.how) for contrast in page.contrasts),
        questions=page.questions,
        sources=page.sources,
        mastery=mastery,
    )


class Action(NamedTuple):
    """An action that gives one value at once.

    Attributes:
        name: Its stable name.
        title: What people call it.
        do: The method of `Actions`.
        takes: What the method takes.
        gives: What it returns.
        records: Whether it writes to the learner's log.
    """

    name: str
    title: str
    do: Callable[[Actions, Any], Value]
    takes: type[Value]
    gives: type[Value]
    records: bool = False


AT_ONCE: Final[Sequence[Action]] = (
    Action("path", "Find a study path", Actions.path, PathInput, DatedPath),
    Action("search", "Search the pages", Actions.search, SearchInput, SearchHits),
    Action("concept", "Read a concept's page", Actions.concept, ConceptInput, ConceptPage),
    Action("next", "What to learn next", Actions.next, NextInput, Upcoming),
    Action("quiz_item", "Get a question to practise with", Actions.quiz_item, QuizItemInput, AskedItem),
    Action("grade", "Grade an answer", Actions.grade, GradeInput, Graded, records=True),
)
"""Every action but `ask`, which yields events as they come."""


def description(method: Callable[..., object]) -> str:
    """What an action does, in words: its docstring as far as its sections."""
    lines = [line.strip() for line in (method.__doc__ or "").partition("Raises:")[0].strip().splitlines()]
    return " ".join(filter(None, lines))
