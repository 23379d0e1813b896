"""Learning paths: exactly what is missing before a goal, in an order that can be studied."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from corpus.types import ConceptId, Level, Value
from graph.concept_graph import ConceptGraph


class Reason(Value):
    """Why a step is on the path: a later concept needs it, and what for."""

    concept: ConceptId
    because: str


class Step(Value):
    """One concept of a learning path.

    Attributes:
        minutes: Honest study time in minutes.
        why: The concepts of the path that need this step directly, with their reasons, in path order;
            empty for a goal that nothing else needs.
        unlocks: The concepts of the path that become ready to learn with this step, in path order.
    """

    concept: ConceptId
    title: str
    level: Level
    minutes: int
    why: tuple[Reason, ...]
    unlocks: tuple[ConceptId, ...]


class LearningPath(Value):
    """The steps to one or several goals.

    Attributes:
        goals: The goals, in the order in which they were asked for.
        known: The knowledge state that was assumed, closed under prerequisites, in order of id.
        steps: The missing concepts, prerequisites first, each goal included unless it is known.
        minutes: Total study time in minutes.
    """

    goals: tuple[ConceptId, ...]
    known: tuple[ConceptId, ...]
    steps: tuple[Step, ...]
    minutes: int


def learning_path(graph: ConceptGraph, goals: Sequence[ConceptId], known: Iterable[ConceptId] = ()) -> LearningPath:
    """The shortest valid path to the goals: every missing ancestor, and nothing else.

    Steps stand in depth-first order, so that what belongs together is learned together; among the prerequisites of
    one concept the shallower ones come first, ties by id. The result depends on nothing but the arguments.

    Args:
        graph: The prerequisite graph.
        goals: Ids of the goals.
        known: Ids of known concepts; what comes before them counts as known too (`ConceptGraph.closure`).
    """
    state = graph.closure(known)
    place = {concept: index for index, concept in enumerate(_study_order(graph, goals, state))}
    steps = tuple(_step(graph, concept, place, state) for concept in place)
    return LearningPath(
        goals=tuple(dict.fromkeys(goals)),
        known=tuple(sorted(state)),
        steps=steps,
        minutes=sum(step.minutes for step in steps),
    )


def _study_order(graph: ConceptGraph, goals: Iterable[ConceptId], state: Collection[ConceptId]) -> list[ConceptId]:
    """Depth-first post-order without recursion: a concept is placed once everything before it is placed."""
    order: list[ConceptId] = []
    placed = set(state)
    stack = list(reversed(list(goals)))
    while stack:
        concept = stack[-1]
        missing = [before for before in graph.prerequisites(concept) if before not in placed]
        if concept in placed or not missing:
            stack.pop()
            if concept not in placed:
                placed.add(concept)
                order.append(concept)
        else:
            stack.extend(sorted(missing, key=lambda before: (graph.depths[before], before), reverse=True))
    return order


def _step(graph: ConceptGraph, concept: ConceptId, place: dict[ConceptId, int], state: Collection[ConceptId]) -> Step:
    page = graph.catalogue[concept]
    needed_by = sorted((later for later in graph.dependents(concept) if later in place), key=place.__getitem__)
    reasons = tuple(Reason(concept=later, because=graph.reason(concept, later)) for later in needed_by)
    unlocks = tuple(later for later in needed_by if _last_missing(graph, later, place, state) == concept)
    return Step(concept=concept, title=page.title, level=page.level, minutes=page.minutes, why=reasons, unlocks=unlocks)


def _last_missing(
    graph: ConceptGraph, concept: ConceptId, place: dict[ConceptId, int], state: Collection[ConceptId]
) -> ConceptId:
    """The prerequisite that the path teaches last: with it, the concept becomes ready to learn."""
    return max((before for before in graph.prerequisites(concept) if before not in state), key=place.__getitem__)
