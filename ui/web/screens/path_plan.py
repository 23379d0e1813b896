"""A plan on the page: how far it has come, its weeks as a checklist, and everything that can be done to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Aim
from tutor.learner.plans.alternatives import Alternative
from tutor.learner.plans.plan import Shortfall, StudyPlan
from tutor.learner.plans.plan_steps import Faith, PlanStep
from tutor.learner.plans.schedule import Sitting, Week
from tutor.learner.plans.so_far import DoneStep, SoFar
from tutor.learner.plans.spoken import MONTHS, counted, listed
from tutor.learner.walk import Activity
from ui.dialect import escape_plain, escape_prose
from ui.render import duration
from ui.web.pieces import button, concept_link, heading, meter, row
from ui.web.screens.aim_form import aim_values, bound_fields, concept_ticks, hidden_fields, time_fields

FILES = (
    ("Checklist (Markdown)", ".md"),
    ("Calendar (.ics)", ".ics"),
    ("Anki cards", ".apkg"),
    ("Diagram (Mermaid)", ".mmd"),
)
"""What a plan can be saved as: the words of the button, and the ending of the file."""

_LAST_DAY = 6
_UNFOLDED = 2


@dataclass(frozen=True)
class Journey:
    """Everything that the page tells of a plan.

    Attributes:
        graph: The concepts.
        aim: What the plan is for.
        plan: What is left of it, from today on.
        so_far: What is done of it.
        activity: What comes next.
        others: What could be skipped.
        today: The day.
        opened: A week that stays open because something was just done in it, counted as in the plan; 0 for none.
    """

    graph: ConceptGraph
    aim: Aim
    plan: StudyPlan
    so_far: SoFar
    activity: Activity
    others: tuple[Alternative, ...]
    today: date
    opened: int = 0

    @property
    def goals(self) -> str:
        """The titles of the goals."""
        return listed([self.graph.catalogue[goal].title for goal in self.plan.goals])

    @property
    def current(self) -> ConceptId | None:
        """The step that is under way; None where nothing is left."""
        steps = [step.concept for step in self.plan.steps]
        named = (self.activity.concept, self.activity.back_to)
        return next((one for one in named if one in steps), steps[0] if steps else None)

    def link(self, concept: ConceptId) -> str:
        """A concept's title that opens its page."""
        return concept_link(self.graph.catalogue, concept)


def plan_body(journey: Journey) -> str:
    """The whole page of a plan."""
    parts = [
        heading(f"Your path to {journey.goals}"),
        _standing(journey),
        *(_shortfall(one) for one in journey.plan.shortfalls),
        *_next(journey),
        *_done_weeks(journey),
        *(_week(journey, week) for week in journey.plan.weeks),
        *_ways(journey),
    ]
    return "\n".join(parts)


def _standing(journey: Journey) -> str:
    """How far it has come, in words and as a bar."""
    done, left = len(journey.so_far.done), len(journey.plan.steps)
    words = escape_plain(journey.so_far.spoken(journey.plan))
    bar = meter(done / (done + left), f"{done} of {counted(done + left, 'step')} done") if done + left else ""
    return f'<p class="told">{words}</p>\n{bar}'


def _shortfall(shortfall: Shortfall) -> str:
    """What cannot be met, with the changes that would help as buttons."""
    ways = [_preview(_capital(remedy.words), remedy.aim, "button") for remedy in shortfall.remedies]
    offered = f'<p class="hint">What would help:</p>{row(ways)}' if ways else ""
    return f'<div class="verdict"><p><strong>Not everything fits.</strong> {escape_plain(shortfall.said)}</p>{offered}</div>'


def _next(journey: Journey) -> Iterator[str]:
    """What comes next and why, and the way there."""
    concept = journey.activity.concept
    if concept is None:
        yield f"<p>{escape_plain(journey.activity.why)}</p>"
        yield '<p class="row"><a class="button primary" href="?screen=path&say=">Choose another goal</a></p>'
        return
    yield '<div class="next"><p><a class="button primary" href="?screen=path&walk=1">Start the next step</a></p>'
    yield f"<p><strong>{journey.link(concept)}</strong> {_line(journey.activity.why)}</p></div>"


def _done_weeks(journey: Journey) -> Iterator[str]:
    """What is done, folded, a line for each week."""
    for number, group in groupby(journey.so_far.done, key=lambda step: step.week):
        steps = list(group)
        lines = "\n".join(_done(journey, step) for step in steps)
        week = f"Week {number}{' so far' if number == journey.so_far.week else ''}"
        summary = f"{week} <small>{counted(len(steps), 'step')} done</small>"
        yield f'<details class="done"><summary>{summary}</summary><ol class="steps">\n{lines}\n</ol></details>'


def _done(journey: Journey, step: DoneStep) -> str:
    undo = button("Not yet after all", "not-yet", look="link", concept=step.concept)
    return (
        f'<li class="ticked">{_TICK}<div><p class="title">{journey.link(step.concept)}</p>'
        f'<p class="why">{_line(step.why)}.</p></div><div class="does">{undo}</div></li>'
    )


_TICK = '<span class="tick" aria-hidden="true">✓</span><span class="unseen">done: </span>'
_BOX = '<span class="tick" aria-hidden="true"></span>'


def _week(journey: Journey, week: Week) -> str:
    """A week that is to come, with its days and its steps; only the first ones are unfolded."""
    steps = {step.concept: step for step in journey.plan.steps}
    number = journey.so_far.week + week.number - 1
    days, size = _days(week.start, journey.today), counted(len(week.sittings), "step")
    facts = f"{days} · {size} · {duration(week.minutes)}"
    lines = "\n".join(_sitting(journey, steps[one.concept], one, week.number) for one in week.sittings)
    unfolded = " open" if week.number <= _UNFOLDED or week.number == journey.opened else ""
    head = f"<summary><h2>Week {number} <small>{facts}</small></h2></summary>"
    return f'<details class="week"{unfolded}>{head}<ol class="steps">\n{lines}\n</ol></details>'


def _days(start: date, today: date) -> str:
    """The days of a week, as in "4 to 10 May"; the first week begins today."""
    end = start + timedelta(days=_LAST_DAY)
    month = f" {MONTHS[start.month - 1]}" if start.month != end.month else ""
    year = f" {end.year}" if end.year != today.year else ""
    first = "today" if start == today else f"{start.day}{month}"
    return f"{first} to {end.day} {MONTHS[end.month - 1]}{year}"


def _sitting(journey: Journey, step: PlanStep, sitting: Sitting, week: int) -> str:
    part = f", part {sitting.part} of {sitting.parts}" if sitting.parts > 1 else ""
    facts = f'<span class="minutes">{duration(sitting.minutes)}{part}</span>'
    begins, is_current = sitting.part == 1, step.concept == journey.current
    goal = '<span class="chip">goal</span>' if step.concept in journey.plan.goals else ""
    why = f'<p class="why">{_why(journey, step)}</p>' if begins else ""
    look = ' class="current" aria-current="step"' if begins and is_current else ""
    return (
        f'<li{look}>{_BOX}<div><p class="title">{journey.link(step.concept)} {facts} {goal}</p>{why}</div>'
        f'<div class="does">{_does(journey, step, week, current=is_current) if begins else ""}</div></li>'
    )


def _why(journey: Journey, step: PlanStep) -> str:
    """What needs the step, the first of the reasons in full."""
    if not step.why:
        return "What you want to learn."
    first, *others = step.why
    more = f" Also for {listed([journey.graph.catalogue[one.concept].title for one in others[:3]])}." if others else ""
    title = journey.graph.catalogue[first.concept].title
    return f"For {escape_plain(title)}: {_line(first.because)}{escape_plain(more)}"


def _does(journey: Journey, step: PlanStep, week: int, *, current: bool) -> str:
    title = escape_plain(journey.graph.catalogue[step.concept].title)
    start = f'<a class="button primary" href="?screen=path&walk=1">Start<span class="unseen"> {title}</span></a>'
    return f"{start if current else ''}{button('I know this', 'know', look='link', concept=step.concept, week=week)}"


def _ways(journey: Journey) -> Iterator[str]:
    """What can be done to the plan, each folded."""
    yield '<div class="ways">'
    yield from _fold("What you could skip", (_alternative(journey, one) for one in journey.others))
    yield from _fold(
        f"Taken on faith ({len(journey.plan.faith)})", (_faith(journey, edge) for edge in journey.plan.faith)
    )
    yield f"<details><summary>Change the plan</summary>{edit_form(journey.graph, journey.aim)}</details>"
    saving = row(button(text, "export", ending=ending) for text, ending in FILES)
    if journey.plan.steps:
        yield f"<details><summary>Take the plan along</summary>{saving}</details>"
    yield '<p><a href="?screen=path&say=">Another goal</a></p>'
    drop = button("Yes, drop it", "drop", look="button danger")
    told = "The plan goes. What you have learned and answered stays, and you can ask for the same plan again."
    yield f'<details class="sure"><summary>Drop this goal…</summary><p>{told}</p>{row([drop])}</details></div>'


def _fold(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines behind their title; nothing where there are none."""
    if shown := "".join(f"<li>{line}</li>" for line in lines):
        yield f"<details><summary>{title}</summary><ul>{shown}</ul></details>"


def _alternative(journey: Journey, other: Alternative) -> str:
    aim = journey.aim.model_copy(update={"skipped": (*journey.aim.skipped, other.concept)})
    return f"{escape_plain(other.words)} {_preview('See what changes', aim, 'link')}"


def _preview(text: str, aim: Aim, look: str) -> str:
    """A button that shows what another aim would change."""
    submit = f'<button type="submit" class="{look}">{escape_plain(text)}</button>'
    return f'<form class="inline" data-act="preview">{hidden_fields(aim_values(aim))}{submit}</form>'


def _faith(journey: Journey, edge: Faith) -> str:
    ends = f"{journey.link(edge.prerequisite)} for {journey.link(edge.dependent)}"
    return f"{ends}: {_line(edge.because)}"


def edit_form(graph: ConceptGraph, aim: Aim) -> str:
    """The aim as a form; what it leads to is shown before anything is changed."""
    values = aim_values(aim)
    goals = concept_ticks("You want to learn", "goals", graph, aim.goals)
    skipped = concept_ticks("You take on faith", "skipped", graph, aim.skipped)
    return (
        f'<form class="wish" data-act="preview">{goals}{time_fields(values)}{bound_fields(values, graph)}{skipped}'
        '<div class="row"><button type="submit" class="button">See what changes</button></div></form>'
    )


def _line(text: str) -> str:
    """Words of a page on one line."""
    return escape_prose(" ".join(text.split()))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
