"""How far somebody has come with a plan: the steps that are done, in which week, and what is left in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Aim, Entry
from tutor.learner.knowledge import KnowledgeState, knowledge_of
from tutor.learner.plans.plan import StudyPlan
from tutor.learner.plans.plan_steps import PlanStep, road
from tutor.learner.plans.spoken import counted, spoken_date, spoken_minutes

_DAYS = 7


class DoneStep(Value):
    """A step that was missing when the plan began and is known now.

    Attributes:
        minutes: The study time that was planned for it.
        why: Where that knowledge comes from, a sentence without its full stop.
        week: In which week of the plan it became known, from 1.
    """

    concept: ConceptId
    title: str
    minutes: int
    why: str
    week: int


class SoFar(Value):
    """What is done of a plan.

    Attributes:
        began: The day of the first of the latest aims that share a goal with the present one: a changed pace or an area
            left out goes on with the same plan.
        week: The week it is now, from 1; weeks have seven days, counted from the day on which the plan began.
        done: By week, and within a week in the order of the path.
    """

    began: date
    week: int
    done: tuple[DoneStep, ...]

    def spoken(self, left: StudyPlan) -> str:
        """What is done, what is left and until when, in sentences."""
        every = len(self.done) + len(left.steps)
        if left.end is None:
            return f"All {counted(every, 'step')} {_are(every)} done." if every else "You know all of this already."
        done = f"{len(self.done)} of {counted(every, 'step')} {_are(len(self.done))} done."
        pace = f"at {spoken_minutes(left.minutes_a_week)} a week{'' if left.pace_said else ', which I assume,'}"
        return f"{done} {spoken_minutes(left.minutes)} to go: {pace} you finish on {spoken_date(left.end)}{_deadline(left)}."


def so_far(graph: ConceptGraph, entries: Sequence[Entry], now: datetime) -> SoFar | None:
    """What is done of the plan for the present aim; None without an aim.

    Args:
        graph: The prerequisite graph.
        entries: The learner's log.
        now: The moment, with its time zone, which says when a day begins.
    """
    state = knowledge_of(graph, entries, now)
    if state.aim is None:
        return None
    start = _beginning(entries, state.aim)
    missing = road(graph, state.aim, knowledge_of(graph, entries, start).known, state.aim.skipped).steps
    known = graph.closure(state.known)
    done = [step for step in missing if step.concept in known]
    began = start.astimezone(now.tzinfo).date()
    week = _week(now, began)
    weeks = sorted({_week(entry.at.astimezone(now.tzinfo), began) for entry in entries if start < entry.at <= now})
    ends = [(number, _end(began, number, now)) for number in weeks]
    known_at = ((number, state if end >= now else knowledge_of(graph, entries, end)) for number, end in ends)
    return SoFar(began=began, week=week, done=tuple(_by_week(graph, state, done, known_at)))


def _beginning(entries: Iterable[Entry], aim: Aim) -> datetime:
    """When the first of the latest aims with a common goal was said."""
    aims = sorted((one for one in entries if isinstance(one, Aim) and one.at <= aim.at), key=lambda one: one.at)
    start = aim.at
    for earlier in reversed(aims):
        if not set(earlier.goals).intersection(aim.goals):
            break
        start = earlier.at
    return start


def _by_week(
    graph: ConceptGraph,
    state: KnowledgeState,
    done: Sequence[PlanStep],
    known_at: Iterable[tuple[int, KnowledgeState]],
) -> Iterator[DoneStep]:
    """The steps that are done, each in the first week at whose end it was known; weeks without an entry are left out."""
    waiting = list(done)
    for week, then in known_at:
        if not waiting:
            break
        known = graph.closure(then.known)
        yield from (_done(step, state, week) for step in waiting if step.concept in known)
        waiting = [step for step in waiting if step.concept not in known]


def _done(step: PlanStep, state: KnowledgeState, week: int) -> DoneStep:
    return DoneStep(
        concept=step.concept, title=step.title, minutes=step.minutes, why=state.explain(step.concept), week=week
    )


def _end(began: date, week: int, now: datetime) -> datetime:
    return datetime.combine(began + timedelta(days=_DAYS * week), time.min, now.tzinfo)


def _week(at: datetime, began: date) -> int:
    return (at.date() - began).days // _DAYS + 1


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _deadline(plan: StudyPlan) -> str:
    if plan.deadline is None or plan.end is None:
        return ""
    return f", {'in time for' if plan.end <= plan.deadline else 'after'} {spoken_date(plan.deadline)}"
