"""The steps of a study plan: what is learned, how thoroughly, and what is taken on faith instead."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from math import ceil

from corpus.types import Concept, ConceptId, Level, SectionName, Value
from graph.concept_graph import ConceptGraph
from graph.paths import LearningPath, Reason, Step, learning_path
from tutor.learner.entries import Aim, Depth

FOLLOW_DISTANCE = 2
"""To follow a talk, prerequisites up to this many edges before a goal are learned; deeper ones are taken on faith."""

IMPLEMENT_DISTANCE = 1
"""To implement a goal, it and what stands at most this many edges before it are worked through by hand."""

MINUTES_AN_ITEM = 3
"""Time to answer a check item and read its feedback, where a concept is worked through by hand."""

_READ = frozenset({SectionName.DEFINITION, SectionName.INTUITION})
_WORKED = frozenset({SectionName.FORMULA, SectionName.EXAMPLE})


class LeftOut(StrEnum):
    """Why a concept that a goal needs is not learned."""

    DEPTH = "depth"
    LEVEL = "level"
    AREA = "area"
    SKIPPED = "skipped"


class Faith(Value):
    """An edge that the learner takes on faith: the prerequisite is left out, the dependent is learned.

    Attributes:
        because: What the dependent needs the prerequisite for.
        why: Why the prerequisite is left out.
    """

    prerequisite: ConceptId
    dependent: ConceptId
    because: str
    why: LeftOut


class PlanStep(Value):
    """One concept of a study plan.

    Attributes:
        depth: How thoroughly it is learned.
        minutes: Study time at that depth.
        why: What needs it directly, with the reasons: steps of the plan in their order, then goals left out.
        unlocks: The steps that become ready to learn with this one, in the order of the plan.
        check: Ids of the page's items that show whether it is understood, in page order.
        goals: The goals that need it, in the order in which they were asked for; a goal needs itself.
    """

    concept: ConceptId
    title: str
    area: str
    level: Level
    depth: Depth
    minutes: int
    why: tuple[Reason, ...]
    unlocks: tuple[ConceptId, ...]
    check: tuple[str, ...]
    goals: tuple[ConceptId, ...]


class Blocked(Value):
    """A goal that the wish itself leaves out.

    Attributes:
        nearest: The concepts before the goal at which the plan stops, nearest first; empty where none is missing.
    """

    goal: ConceptId
    why: LeftOut
    nearest: tuple[ConceptId, ...]


class Road(Value):
    """What is learned on the way to the goals of an aim.

    Attributes:
        steps: Prerequisites first.
        faith: The edges taken on faith, in the order of the steps that need them.
        blocked: The goals that the aim leaves out.
        ends: The steps that are learned for their own sake: the goals, and the nearest to goals left out.
        rests_on: The known concepts that a step needs directly, in order of id.
    """

    steps: tuple[PlanStep, ...]
    faith: tuple[Faith, ...]
    blocked: tuple[Blocked, ...]
    ends: tuple[ConceptId, ...]
    rests_on: tuple[ConceptId, ...]


Bar = Callable[[ConceptId], LeftOut | None]


def road(graph: ConceptGraph, aim: Aim, known: Iterable[ConceptId], skipped: Iterable[ConceptId] = ()) -> Road:
    """The minimal steps to the goals of an aim: what they need that is neither known nor left out.

    Args:
        graph: The prerequisite graph.
        aim: The goals, all of them concepts of the graph, and what is to be left out.
        known: Ids of known concepts; what comes before them counts as known too.
        skipped: Concepts that the learner takes on faith.
    """
    state, bar = graph.closure(known), _bar(graph, aim, frozenset(skipped))
    missing = [goal for goal in dict.fromkeys(aim.goals) if goal not in state]
    blocked = {goal: _blocked(graph, goal, state, bar) for goal in missing if bar(goal)}
    towards = {goal: blocked[goal].nearest if goal in blocked else (goal,) for goal in missing}
    targets = list(dict.fromkeys(target for nearest in towards.values() for target in nearest))
    near, shallow = _near(graph, targets, state), aim.depth is Depth.FOLLOW
    learned = _learned(
        graph, targets, lambda one: one in state or bar(one) is not None or (shallow and one not in near)
    )
    needed = {before for concept in learned for before in graph.prerequisites(concept)} - learned
    part = graph if state.issuperset(needed) else ConceptGraph.of(graph.catalogue[concept] for concept in learned)
    path = learning_path(part, targets, state)
    asked = _asked_by(part, towards, learned)
    depths = {concept: _depth(aim.depth, near.get(concept, FOLLOW_DISTANCE + 1)) for concept in learned}
    return Road(
        steps=tuple(_step(graph, step, depths[step.concept], asked, blocked) for step in path.steps),
        faith=_faith(graph, path, state, bar),
        blocked=tuple(blocked.values()),
        ends=tuple(targets),
        rests_on=tuple(sorted(state.intersection(needed))),
    )


def minutes_of(page: Concept, depth: Depth) -> int:
    """Study time of a page in whole minutes, from the page's own minutes and the words of its sections.

    To follow, the definition and the intuition are read: their share of the words, rounded up. To understand, the page is
    studied: its minutes. To implement, the formula and the example are then worked through once more by hand, and the
    items answered.
    """
    if depth is Depth.FOLLOW:
        return max(1, ceil(page.minutes * _share(page, _READ)))
    if depth is Depth.UNDERSTAND:
        return page.minutes
    return page.minutes + ceil(page.minutes * _share(page, _WORKED)) + MINUTES_AN_ITEM * len(page.items)


def _share(page: Concept, names: Collection[SectionName]) -> float:
    lengths = {section.name: len(section.text.split()) for section in page.sections}
    return sum(length for name, length in lengths.items() if name in names) / max(1, sum(lengths.values()))


def _bar(graph: ConceptGraph, aim: Aim, skipped: Collection[ConceptId]) -> Bar:
    def why(concept: ConceptId) -> LeftOut | None:
        page = graph.catalogue[concept]
        if concept in skipped:
            return LeftOut.SKIPPED
        if page.area in aim.without:
            return LeftOut.AREA
        return LeftOut.LEVEL if aim.level is not None and page.level.rank > aim.level.rank else None

    return why


def _blocked(graph: ConceptGraph, goal: ConceptId, state: Collection[ConceptId], bar: Bar) -> Blocked:
    """How far one can come: upwards from the goal through what is left out, to what is not."""
    nearest: list[ConceptId] = []
    seen, waiting = {goal}, deque([goal])
    while waiting:
        for before in graph.prerequisites(waiting.popleft()):
            if before not in seen and before not in state:
                seen.add(before)
                (waiting if bar(before) else nearest).append(before)
    return Blocked(goal=goal, why=bar(goal) or LeftOut.SKIPPED, nearest=tuple(nearest))


def _near(graph: ConceptGraph, targets: Iterable[ConceptId], state: Collection[ConceptId]) -> dict[ConceptId, int]:
    """The missing concepts up to `FOLLOW_DISTANCE` edges before a target, with that number, whatever is left out."""
    near = dict.fromkeys(targets, 0)
    for distance in range(1, FOLLOW_DISTANCE + 1):
        for concept in [concept for concept, edges in near.items() if edges == distance - 1]:
            for before in graph.prerequisites(concept):
                if before not in state:
                    near.setdefault(before, distance)
    return near


def _learned(graph: ConceptGraph, targets: Iterable[ConceptId], out: Callable[[ConceptId], bool]) -> set[ConceptId]:
    """The targets and what they need, without what is out and what only that needs."""
    learned = set(targets)
    waiting = list(learned)
    while waiting:
        for before in graph.prerequisites(waiting.pop()):
            if before not in learned and not out(before):
                learned.add(before)
                waiting.append(before)
    return learned


def _depth(wanted: Depth, distance: int) -> Depth:
    """What is far before a goal to be implemented need only be understood."""
    return Depth.UNDERSTAND if wanted is Depth.IMPLEMENT and distance > IMPLEMENT_DISTANCE else wanted


def _asked_by(
    part: ConceptGraph, towards: Mapping[ConceptId, Collection[ConceptId]], learned: Collection[ConceptId]
) -> dict[ConceptId, tuple[ConceptId, ...]]:
    """For each step, the goals that need it."""
    asked: dict[ConceptId, tuple[ConceptId, ...]] = {}
    for goal, targets in towards.items():
        needed = set(targets).union(*(part.ancestors(target) for target in targets))
        for concept in needed.intersection(learned):
            asked[concept] = (*asked.get(concept, ()), goal)
    return asked


def _step(
    graph: ConceptGraph,
    step: Step,
    depth: Depth,
    asked: Mapping[ConceptId, tuple[ConceptId, ...]],
    blocked: Collection[ConceptId],
) -> PlanStep:
    page = graph.catalogue[step.concept]
    beyond = [goal for goal in blocked if step.concept in graph.prerequisites(goal)]
    reasons = [Reason(concept=goal, because=graph.reason(step.concept, goal)) for goal in beyond]
    return PlanStep(
        concept=step.concept,
        title=page.title,
        area=page.area,
        level=page.level,
        depth=depth,
        minutes=minutes_of(page, depth),
        why=(*step.why, *reasons),
        unlocks=step.unlocks,
        check=tuple(item.id for item in page.items if depth is not Depth.FOLLOW or item.kind != "compute"),
        goals=asked[step.concept],
    )


def _faith(graph: ConceptGraph, path: LearningPath, state: Collection[ConceptId], bar: Bar) -> tuple[Faith, ...]:
    learned = {step.concept for step in path.steps}
    return tuple(
        Faith(
            prerequisite=before,
            dependent=step.concept,
            because=graph.reason(before, step.concept),
            why=bar(before) or LeftOut.DEPTH,
        )
        for step in path.steps
        for before in graph.prerequisites(step.concept)
        if before not in learned and before not in state
    )
