"""Where to go from here; from the graph and the pages alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from graph.paths import learning_path
from tutor.dialogue.followups import spoken_title
from tutor.events import NextStep, OnPath, Suggested
from tutor.learner.entries import Aim, Entry, Statement
from tutor.learner.knowledge import knowledge_of
from tutor.learner.next_up import next_up
from tutor.retrieval.words import content_words
from tutor.types import Learner

_MOST = 3
_SAME = 0.6


def suggest(
    graph: ConceptGraph, focus: Sequence[ConceptId], known: Collection[ConceptId], asked: Collection[str]
) -> Suggested:
    """What this learner lacks for the concept in focus, what it makes ready, and good next questions.

    Args:
        graph: The concepts.
        focus: What the turn was about; the first counts.
        known: The learner's knowledge state, closed under prerequisites.
        asked: Questions of this conversation, which are not suggested again.
    """
    if not focus:
        return Suggested(missing=(), ready=(), questions=())
    concept = focus[0]
    missing = [before for before in graph.prerequisites(concept) if before not in known]
    state = {*known, *graph.closure([concept])}
    later_ones = (later for later in graph.dependents(concept) if later not in known)
    ready = [later for later in later_ones if state.issuperset(graph.prerequisites(later))]
    ready.sort(key=lambda later: (graph.depths[later], later))
    return Suggested(
        missing=tuple(missing[:_MOST]), ready=tuple(ready[:_MOST]), questions=_questions(graph, concept, ready, asked)
    )


def _questions(
    graph: ConceptGraph, concept: ConceptId, ready: Sequence[ConceptId], asked: Collection[str]
) -> tuple[str, ...]:
    """One about the concept itself, one that compares it, one that goes on; filled up from the page."""
    page = graph.catalogue[concept]
    before = [frozenset(content_words(question)) for question in asked]
    whole = sorted(page.questions, key=lambda question: not question.endswith("?"))
    own = [question for question in whole if _is_new(question, before)]
    title = spoken_title(page)
    others = [contrast.concept for contrast in page.contrasts if contrast.concept in graph]
    compare = [f"How does {title} differ from {spoken_title(graph.catalogue[other])}?" for other in others[:1]]
    further = [later for later in (*ready, *page.related) if later in graph]
    onward = [f"What is {spoken_title(graph.catalogue[later])}?" for later in further[:1]]
    wanted = [*own[:1], *compare, *onward, *own[1:]]
    fresh = (question for question in wanted if _is_new(question, before))
    return tuple(dict.fromkeys(fresh))[:_MOST]


def _is_new(question: str, before: Collection[frozenset[str]]) -> bool:
    """Whether no earlier question has most of the same words."""
    content = frozenset(content_words(question))
    return all(len(content & old) < _SAME * max(len(content | old), 1) for old in before)


def on_path(graph: ConceptGraph, learner: Learner) -> OnPath | None:
    """The next step on the way to the learner's aim; None without an aim, or where nothing is left to learn for it."""
    aim = tuple(concept for concept in learner.aim if concept in graph)
    steps = learning_path(graph, aim, learner.known).steps
    if not steps:
        return None
    because = steps[0].why[0].because if steps[0].why else ""
    return OnPath(aim=aim, step=steps[0].concept, minutes=steps[0].minutes, left=len(steps), because=because)


def next_steps(graph: ConceptGraph, learner: Learner, near: Sequence[ConceptId], now: datetime) -> tuple[NextStep, ...]:
    """What to take up now for a learner of whom only this is known, each with why (`tutor.learner.next_up`).

    Args:
        graph: The concepts.
        learner: What they know.
        near: Where they are heading.
        now: The moment.
    """
    said: list[Entry] = [Statement(id=concept, at=now, concept=concept, known=True) for concept in learner.known]
    if near:
        said.append(Aim(id="near", at=now, goals=tuple(near)))
    steps = next_up(graph, knowledge_of(graph, said, now), now)
    return tuple(NextStep(concept=s.concept, title=s.title, minutes=s.minutes, why=s.why) for s in steps)
