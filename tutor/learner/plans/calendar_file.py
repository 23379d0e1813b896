"""A study plan as an iCalendar file (RFC 5545); the only door to `icalendar`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event

from corpus.sanitise import visible
from graph.concept_graph import ConceptGraph
from tutor.errors import TutorError
from tutor.learner.plans.plan import StudyPlan
from tutor.learner.plans.spoken import spoken_minutes

_DOMAIN = "kg-tutor"

Grain = Literal["step", "week"]


def to_calendar(graph: ConceptGraph, plan: StudyPlan, now: datetime, grain: Grain = "step") -> bytes:
    """The plan as all-day events: one for each sitting on the day on which it is done, or one for each week.

    The id of an event depends on the concept and the part, or on the goals and the week, and on nothing else, so that a new
    plan read by the same calendar moves its events.

    Args:
        graph: The graph of the plan.
        plan: The plan.
        now: The moment the file is made, with its time zone.
        grain: `step` or `week`.

    Raises:
        TutorError: If there is nothing to learn; a calendar needs at least one event.
    """
    if not plan.weeks:
        message = "There is nothing left to learn, so there is no calendar."
        raise TutorError(message, hint="Choose another goal.")
    calendar = Calendar()
    calendar.add("prodid", "-//kg-tutor//study plan//EN")
    calendar.add("version", "2.0")
    for event in _sittings(graph, plan) if grain == "step" else _weeks(graph, plan):
        event.add("dtstamp", now.astimezone(UTC))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _sittings(graph: ConceptGraph, plan: StudyPlan) -> Iterator[Event]:
    steps = {step.concept: step for step in plan.steps}
    for sitting in (sitting for week in plan.weeks for sitting in week.sittings):
        step = steps[sitting.concept]
        part = f", part {sitting.part} of {sitting.parts}" if sitting.parts > 1 else ""
        reasons = [f"For {graph.catalogue[why.concept].title}: {why.because}" for why in step.why]
        yield _event(
            f"{sitting.concept}.{sitting.part}",
            f"Learn {step.title} ({spoken_minutes(sitting.minutes)}{part})",
            reasons or ["This is a goal."],
            (sitting.day, 1),
        )


def _weeks(graph: ConceptGraph, plan: StudyPlan) -> Iterator[Event]:
    for week in plan.weeks:
        learned = [f"{graph.catalogue[one.concept].title}: {spoken_minutes(one.minutes)}" for one in week.sittings]
        yield _event(
            f"{'.'.join(plan.goals)}.week-{week.number}",
            f"Study week {week.number} ({spoken_minutes(week.minutes)})",
            learned,
            (week.start, 7),
        )


def _event(uid: str, summary: str, lines: list[str], days: tuple[date, int]) -> Event:
    """An event over so many whole days, transparent: it says what to do, not when one is busy."""
    event = Event()
    event.add("uid", f"{uid}@{_DOMAIN}")
    event.add("summary", _plain(summary))
    event.add("description", "\n".join(map(_plain, lines)))
    event.add("dtstart", days[0])
    event.add("dtend", days[0] + timedelta(days=days[1]))
    event.add("transp", "TRANSPARENT")
    return event


def _plain(text: str) -> str:
    return " ".join(visible(text).split())
