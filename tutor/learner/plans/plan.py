"""A study plan: the steps to an aim, week by week, and what of it cannot be met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from math import ceil

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from tutor.errors import TutorError
from tutor.learner.entries import Aim, Depth
from tutor.learner.plans.plan_steps import Blocked, Faith, PlanStep, Road, road
from tutor.learner.plans.schedule import MOST_WEEKS, Week, pace_for, weeks_of
from tutor.learner.plans.spoken import listed, spoken_date, spoken_minutes

USUAL_PACE = 3 * 60
"""Minutes a week where nothing was said about time."""

MOST_IN_ONE_WEEK = 40 * 60
"""An amount of time without a pace is used up in one week, up to a working week."""

_HOUR = 60
_GRID = 30
_LONGEST_AIM = 10_000


class Remedy(Value):
    """A change of the aim with which a shortfall is gone.

    Attributes:
        words: The change, such as "5 hours a week instead of 3".
        aim: The changed aim.
    """

    words: str
    aim: Aim


class Shortfall(Value):
    """Something that the plan cannot meet.

    Attributes:
        said: What, and how far the plan comes, in sentences.
        remedies: The nearest aims that can be met, each on its own; empty where there is none.
    """

    said: str
    remedies: tuple[Remedy, ...] = ()


class StudyPlan(Value):
    """The steps to an aim, in an order that can be studied, and when.

    Attributes:
        goals: The goals, in the order in which they were asked for.
        known: The known concepts that a step needs directly, in order of id.
        steps: What is learned, prerequisites first; goals that are known or left out are not among it.
        ends: The steps that are learned for their own sake: the goals, and the nearest to goals left out.
        faith: The edges taken on faith, in the order of the steps that need them.
        minutes: Study time of all steps.
        minutes_a_week: The pace of the weeks.
        pace_said: Whether the learner named that pace; else it follows from the deadline, the time in all, or habit.
        weeks: All steps, also those after the deadline, without gaps; at most ten years.
        deadline: The last day that was asked for.
        in_time: How many steps, from the first on, are done within the deadline and the time that was named.
        shared: The steps that more than one goal needs, in the order of the plan.
        saved: Minutes saved by learning them once.
        shortfalls: What cannot be met, with the nearest plan that can.
    """

    goals: tuple[ConceptId, ...]
    known: tuple[ConceptId, ...]
    steps: tuple[PlanStep, ...]
    ends: tuple[ConceptId, ...]
    faith: tuple[Faith, ...]
    minutes: int
    minutes_a_week: int
    pace_said: bool
    start: date
    weeks: tuple[Week, ...]
    deadline: date | None
    in_time: int
    shared: tuple[ConceptId, ...]
    saved: int
    shortfalls: tuple[Shortfall, ...] = ()

    @property
    def end(self) -> date | None:
        """The day on which the last step is done; None where there is nothing to learn."""
        return self.weeks[-1].sittings[-1].day if self.weeks else None


def study_plan(
    graph: ConceptGraph, aim: Aim, known: Iterable[ConceptId], start: date, skipped: Iterable[ConceptId] = ()
) -> StudyPlan:
    """The minimal plan for an aim; what cannot be met is told by the plan, never raised.

    Args:
        graph: The prerequisite graph.
        aim: What the learner wants.
        known: Ids of known concepts; what comes before them counts as known too.
        start: The first day of study.
        skipped: Concepts that the learner takes on faith (`tutor.learner.plans.alternatives`), beside those of the aim.

    Raises:
        TutorError: If the aim has no goal, or leaves out an area that does not exist.
        UnknownConceptError: If a goal is no concept.
    """
    aim = _checked(graph, aim)
    state, skips = frozenset(known), frozenset((*aim.skipped, *skipped))

    def drafted(other: Aim) -> StudyPlan:
        return _draft(other, road(graph, other, state, skips), start)

    way = road(graph, aim, state, skips)
    plan = _draft(aim, way, start)
    blocked = [_blocked_shortfall(graph, aim, one) for one in way.blocked]
    late = [_time_shortfall(graph, aim, plan, drafted)] if plan.in_time < len(plan.steps) else []
    return plan.model_copy(update={"shortfalls": (*blocked, *late)})


def _checked(graph: ConceptGraph, aim: Aim) -> Aim:
    if not aim.goals:
        message = "There is no goal to plan for."
        raise TutorError(message, hint="Name at least one concept that you want to reach.")
    areas = sorted({page.area for page in graph.catalogue} if aim.without else ())
    if strange := [area for area in aim.without if area not in areas]:
        raise TutorError(f"There is no area called '{strange[0]}'.", hint=f"The areas are {', '.join(areas)}.")
    return aim.model_copy(update={"goals": tuple(map(graph.resolve, aim.goals))})


def _draft(aim: Aim, way: Road, start: date) -> StudyPlan:
    """The plan without a word on what it cannot meet."""
    lengths = [(step.concept, step.minutes) for step in way.steps]
    pace = _pace(aim, [minutes for _, minutes in lengths], start)
    weeks = weeks_of(lengths, pace, start)
    return StudyPlan(
        goals=aim.goals,
        known=way.rests_on,
        steps=way.steps,
        ends=way.ends,
        faith=way.faith,
        minutes=sum(minutes for _, minutes in lengths),
        minutes_a_week=pace,
        pace_said=aim.hours_per_week is not None,
        start=start,
        weeks=weeks,
        deadline=aim.deadline,
        in_time=_in_time(aim, way.steps, weeks),
        shared=tuple(step.concept for step in way.steps if len(step.goals) > 1),
        saved=sum(step.minutes * (len(step.goals) - 1) for step in way.steps),
    )


def _pace(aim: Aim, lengths: Sequence[int], start: date) -> int:
    if aim.hours_per_week is not None:
        return max(1, round(aim.hours_per_week * _HOUR))
    if aim.deadline is not None:
        return max(USUAL_PACE, pace_for(lengths, _days(aim.deadline, start)) or 0)
    return USUAL_PACE if aim.hours is None else max(1, min(MOST_IN_ONE_WEEK, round(aim.hours * _HOUR)))


def _days(deadline: date | None, start: date) -> int:
    """The days there are, the first and the last one counted; 0 or less for a deadline in the past."""
    most = 7 * MOST_WEEKS
    return most if deadline is None else min(most, (deadline - start).days + 1)


def _in_time(aim: Aim, steps: Sequence[PlanStep], weeks: Sequence[Week]) -> int:
    """Steps come one after another, so those in time are the first ones."""
    done = {sitting.concept: sitting for week in weeks for sitting in week.sittings}
    ends = [done.get(step.concept) for step in steps]
    spent = accumulate(step.minutes for step in steps)
    return sum(
        end is not None
        and end.part == end.parts
        and (aim.deadline is None or end.day <= aim.deadline)
        and (aim.hours is None or minutes <= aim.hours * _HOUR)
        for end, minutes in zip(ends, spent, strict=True)
    )


def _blocked_shortfall(graph: ConceptGraph, aim: Aim, blocked: Blocked) -> Shortfall:
    """A goal that the aim leaves out, and the aim that allows it."""
    page = graph.catalogue[blocked.goal]
    changes: dict[str, object] = {}
    said, words = [], []
    if page.area in aim.without:
        changes["without"] = tuple(area for area in aim.without if area != page.area)
        said.append(f"lies in the area {page.area}, which you leave out")
        words.append(f"the area {page.area}")
    if aim.level is not None and page.level.rank > aim.level.rank:
        changes["level"] = page.level
        said.append(f"is {page.level.value}, and you want nothing above {aim.level.value}")
        words.append(f"{page.level.value} concepts")
    remedy = Remedy(words=f"with {' and '.join(words)}", aim=aim.model_copy(update=changes))
    near = listed([graph.catalogue[concept].title for concept in blocked.nearest])
    reach = f"The plan goes as far as {near}." if near else "Nothing that comes before it is left to learn."
    said = said or ["is a goal and skipped at the same time"]
    return Shortfall(said=f"{page.title} {'; it '.join(said)}. {reach}", remedies=(remedy,) if words else ())


def _time_shortfall(graph: ConceptGraph, aim: Aim, plan: StudyPlan, replanned: Callable[[Aim], StudyPlan]) -> Shortfall:
    """What is not done in time, and the changed aims that are; each is planned before it is offered."""
    changed = [_changed(graph, aim, changes) for changes in _changes(aim, plan) if changes]
    plans = [(remedy, replanned(remedy.aim)) for remedy in changed]
    fitting = tuple(remedy for remedy, other in plans if other.steps and other.in_time == len(other.steps))
    return Shortfall(said=f"{_limits(aim, plan)} {_reached(plan)}", remedies=fitting)


def _limits(aim: Aim, plan: StudyPlan) -> str:
    needed = f"The {len(plan.steps)} steps take {spoken_minutes(plan.minutes)}"
    pace = f" at {spoken_minutes(plan.minutes_a_week)} a week"
    if aim.deadline is not None and aim.deadline < plan.start:
        return f"{needed}, and {spoken_date(aim.deadline)} is past."
    if aim.hours is not None and plan.minutes > aim.hours * _HOUR:
        return f"{needed}, and you have {spoken_minutes(round(aim.hours * _HOUR))}."
    if aim.deadline is not None and plan.end is not None:
        return f"{needed}; {pace.strip()} they end on {spoken_date(plan.end)}, after {spoken_date(aim.deadline)}."
    return f"{needed}, which is more than ten years{pace}."


def _reached(plan: StudyPlan) -> str:
    if not plan.in_time:
        return "Not even the first of them is done in time."
    done = plan.steps[: plan.in_time]
    reached = [step.title for step in done if step.concept in plan.goals]
    goals = f"; that reaches {listed(reached)}" if reached else ""
    return f"In time you finish {len(done)} of them, as far as {done[-1].title}{goals}."


def _changes(aim: Aim, plan: StudyPlan) -> Iterator[dict[str, object]]:
    """Changes of an aim that may make it fit: more time, a later day, less depth, one goal instead of several."""
    hours = ceil(plan.minutes / _GRID) * _GRID / _HOUR
    in_all: dict[str, object] = {"hours": hours} if aim.hours is not None and aim.hours < hours <= _LONGEST_AIM else {}
    faster = pace_for([step.minutes for step in plan.steps], _days(aim.deadline, plan.start)) or 0
    weekly: dict[str, object] = (
        {"hours_per_week": faster / _HOUR} if aim.hours_per_week and faster > plan.minutes_a_week else {}
    )
    later: dict[str, object] = {"deadline": plan.end} if aim.deadline and plan.end and plan.end > aim.deadline else {}
    yield in_all | weekly
    if later:
        yield in_all | later
    for depth in list(Depth)[: list(Depth).index(aim.depth)]:
        yield {"depth": depth}
    for goal in aim.goals if len(aim.goals) > 1 else ():
        yield {"goals": (goal,)}


def _changed(graph: ConceptGraph, aim: Aim, changes: Mapping[str, object]) -> Remedy:
    other = aim.model_copy(update=changes)
    said = {
        "hours_per_week": f"{_spoken_hours(other.hours_per_week)} a week instead of {_spoken_hours(aim.hours_per_week)}",
        "hours": f"{_spoken_hours(other.hours)} in all instead of {_spoken_hours(aim.hours)}",
        "deadline": f"until {_spoken_day(other.deadline)} instead of {_spoken_day(aim.deadline)}",
        "depth": "only deep enough to follow it"
        if other.depth is Depth.FOLLOW
        else "to understand it, not to implement it",
        "goals": f"only {graph.catalogue[other.goals[0]].title}",
    }
    return Remedy(words=" and ".join(words for field, words in said.items() if field in changes), aim=other)


def _spoken_hours(hours: float | None) -> str:
    return "" if hours is None else spoken_minutes(round(hours * _HOUR))


def _spoken_day(day: date | None) -> str:
    return "" if day is None else spoken_date(day)
