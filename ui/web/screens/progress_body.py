"""What progress looks like: what to take up, the days with answers, every area, and what the learner said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tutor.errors import TutorError
from tutor.learner.history import (
    WEEKS,
    AreaStanding,
    StudyDay,
    area_standings,
    past_answers,
    said_to_be_known,
    spoken_days,
    study_days,
)
from tutor.learner.next_up import NextUp, WhyNow
from tutor.learner.plans.spoken import MONTHS, counted, listed
from tutor.learner.standing import standings
from ui.dialect import escape_plain, escape_prose
from ui.render import duration
from ui.web.pieces import button, concept_link, heading, meter
from ui.web.screen import Visitor
from ui.web.screens.areas import area_name
from ui.web.screens.progress_answers import about_field, answer_list, when
from ui.web.screens.progress_data import data_forms
from ui.web.screens.standing import standing_sign

_NEWEST = 5
_DAYS = 7
_SOME, _MANY = 5, 15


def everything(visitor: Visitor) -> str:
    """The whole page of somebody who has a log."""
    study, now = visitor.study, visitor.now
    entries, state = study.entries(), study.state(now)
    known, all_of_them = len(state.known), len(study.graph)
    parts = [
        heading("My progress"),
        f'<p class="told">You know {known} of {counted(all_of_them, "concept")}.</p>',
        meter(known / max(1, all_of_them), f"{known} of {all_of_them} known"),
        *_ready(visitor),
        *_due(visitor),
        *_days(study_days(entries, now)),
        *_areas(area_standings(study.graph, entries, state, now)),
        *_answers(visitor),
        *_said(visitor),
        data_forms(len(entries)),
    ]
    return "\n".join(parts)


def area_page(visitor: Visitor, area: str) -> str:
    """Every concept of an area, with where the learner stands and why.

    Raises:
        TutorError: If there is no such area.
    """
    graph, state = visitor.study.graph, visitor.study.state(visitor.now)
    found = area_standings(graph, visitor.study.entries(), state, visitor.now)
    here = next((one for one in found if one.area == area), None)
    if here is None:
        raise TutorError(f"There is no area called '{area[:80]}'.", hint="Go back to your progress.")
    held = sorted((page for page in graph.catalogue if page.area == area), key=lambda page: page.title.casefold())
    stands = standings(state, [page.id for page in held], visitor.now)
    touched = {*here.known, *here.learning, *here.due}
    lines = "".join(
        f"<li>{standing_sign(stands[page.id])}<div>{concept_link(graph.catalogue, page.id)}"
        f"{_because(state.explain(page.id)) if page.id in touched else ''}</div></li>"
        for page in held
    )
    links = (
        f'<p class="row"><a class="button" href="?screen=practice&about={area}">Be asked about it</a></p>'
        '<p class="leave"><a href="?screen=progress">Back to my progress</a></p>'
    )
    return f'{heading(area_name(area))}\n<p class="told">{here.spoken()}</p>\n<ul class="held">{lines}</ul>\n{links}'


def _because(explained: str) -> str:
    return f'<p class="hint">{escape_plain(explained)}</p>'


def _ready(visitor: Visitor) -> Iterator[str]:
    """What to take up now, each with why."""
    steps = visitor.study.next_up(visitor.now)
    yield '<h2>Ready for you now</h2>\n<ul class="ready">' if steps else ""
    yield from (_step(one) for one in steps)
    yield "</ul>" if steps else ""


def _step(one: NextUp) -> str:
    where = "?screen=practice" if one.reason is WhyNow.DUE else f"?concept={one.concept}"
    title = escape_plain(one.title)
    return (
        f'<li><div><p><a href="?concept={one.concept}">{title}</a> <small>{duration(one.minutes)}</small></p>'
        f'<p class="hint">{escape_prose(_sentence(one.why))}</p></div>'
        f'<a class="button" href="{where}">{"Review" if one.reason is WhyNow.DUE else "Start"}'
        f'<span class="unseen"> {title}</span></a></li>'
    )


def _sentence(words: str) -> str:
    line = " ".join(words.split())
    return f"{line[:1].upper()}{line[1:].rstrip('.')}."


def _due(visitor: Visitor) -> Iterator[str]:
    review = visitor.study.review(visitor.now)
    yield f"<h2>Review</h2>\n<p>{escape_plain(review.spoken(visitor.now.date()))}</p>"
    if review.concepts:
        yield f'<p class="row"><a class="button" href="?screen=practice">Review {len(review.concepts)} now</a></p>'


def _days(days: Sequence[StudyDay]) -> Iterator[str]:
    """The last weeks as a calendar: a column for each week, a field for each day."""
    yield f"<h2>The last {WEEKS} weeks</h2>\n<p>{spoken_days(days)}</p>"
    mondays = [day.day for day in days[::_DAYS]]
    months = "".join(f"<span>{_month(monday, first=not place)}</span>" for place, monday in enumerate(mondays))
    fields = "".join(f'<span class="of-{_much(day.answers)}" title="{_told(day)}"></span>' for day in days)
    studied = [day for day in days if day.answers]
    label = f"{len(studied)} of the last {len(days)} days have answers"
    yield (
        f'<div class="calendar" role="img" aria-label="{label}"><div class="months">{months}</div>'
        f'<div class="days">{fields}</div></div>'
    )
    if studied:
        lines = "".join(f"<li>{_told(day)}</li>" for day in reversed(studied))
        yield f"<details><summary>The same as a list</summary><ul>{lines}</ul></details>"


def _month(monday: date, *, first: bool) -> str:
    """The month's name over the week in which it begins."""
    return MONTHS[monday.month - 1][:3] if first or monday.day <= _DAYS else ""


def _much(answers: int) -> int:
    """How dark a day is."""
    return (answers > 0) + (answers >= _SOME) + (answers >= _MANY)


def _told(day: StudyDay) -> str:
    return f"{day.day.day} {MONTHS[day.day.month - 1]}: {counted(day.answers, 'answer')}"


def _areas(areas: Sequence[AreaStanding]) -> Iterator[str]:
    """Areas that were begun, each with a bar; the names of the others."""
    yield "<h2>By area</h2>"
    lines = "".join(_area(one) for one in areas if one.begun)
    yield f'<ul class="areas">{lines}</ul>' if lines else ""
    others = [f"{_area_link(one)} ({one.concepts})" for one in areas if not one.begun]
    if others:
        yield f'<p class="hint">Not begun yet: {listed(others)}.</p>'


def _area(one: AreaStanding) -> str:
    words = one.spoken()
    return f"<li><p>{_area_link(one)} <small>{words}</small></p>{meter(len(one.known) / one.concepts, words)}</li>"


def _area_link(one: AreaStanding) -> str:
    return f'<a href="?screen=progress&area={escape_plain(one.area)}">{escape_plain(area_name(one.area))}</a>'


def _answers(visitor: Visitor) -> Iterator[str]:
    """The newest answers, and the way to all of them."""
    found = past_answers(visitor.study.graph, visitor.study.entries(), most=_NEWEST)
    yield "<h2>What you answered</h2>"
    yield answer_list(visitor, found.answers) if found.answers else '<p class="hint">There are no answers yet.</p>'
    if found.every > _NEWEST:
        yield f'<p><a href="?screen=progress&answers=all">All {found.every} answers</a></p>'
    yield about_field()


def _said(visitor: Visitor) -> Iterator[str]:
    """What the learner said they know, each to be taken back."""
    catalogue = visitor.study.graph.catalogue
    lines = "".join(
        f"<li><span>{concept_link(catalogue, one.concept)} <small>{when(one.at, visitor.now)}</small></span>"
        f"{button('Take back', 'not-yet', look='link', concept=one.concept)}</li>"
        for one in said_to_be_known(visitor.study.entries())
        if one.concept in catalogue
    )
    if lines:
        told = "With each of these, what comes before it counts as known too."
        yield (
            "<h2>What you said you know</h2>\n<details><summary>Show, or take something back</summary>"
            f'<p class="hint">{told}</p><ul class="said">{lines}</ul></details>'
        )
