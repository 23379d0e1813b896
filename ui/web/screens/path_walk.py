"""The walk on the page: what comes next and why, what there is to read about it, and one question."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.types import Concept, SectionName
from tutor.learner.entries import Purpose
from tutor.learner.plans.spoken import counted, listed
from tutor.learner.study import new_id
from tutor.learner.walk import Activity, ActivityKind
from ui.dialect import escape_plain, escape_prose
from ui.web.pieces import button, concept_link, prose, row
from ui.web.screen import Act, Shown, Visitor
from ui.web.screens.item_view import ITEM_ACTS, Question, acted, answer_view, question_view

ADDRESS = "?screen=path&walk=1"
"""Where the walk is."""

_READ = (SectionName.DEFINITION, SectionName.INTUITION, SectionName.FORMULA, SectionName.EXAMPLE)


def walked(act: Act, visitor: Visitor) -> Shown | None:
    """Do to the walk's question what was done, or draw what comes next; None where there is no goal to walk to.

    Raises:
        TutorError: If what was sent is no answer to a question of ours.
    """
    activity = visitor.study.activity(visitor.now)
    if act.name not in ITEM_ACTS:
        return _shown(activity, visitor, None) if activity else None
    question, graded = acted(act, visitor, Purpose.CHECK)
    if graded is None:
        return _shown(activity, visitor, question) if activity else None
    graph = visitor.study.graph
    title = graph.catalogue[question.item.concept].title
    body = f"<h1>{escape_plain(title)}</h1>\n{answer_view(graph, question, graded, 'Go on')}\n{_LEAVE}"
    return Shown(title=title, body=body, address=ADDRESS)


def _shown(activity: Activity, visitor: Visitor, question: Question | None) -> Shown:
    if activity.concept is None:
        return Shown(title="The end of the path", body=_ended(activity, visitor), address=ADDRESS)
    page = visitor.study.graph.catalogue[activity.concept]
    return Shown(title=page.title, body="\n".join(_step(activity, page, visitor, question)), address=ADDRESS)


_LEAVE = '<p class="leave"><a href="?screen=path">Back to the plan</a></p>'


def _ended(activity: Activity, visitor: Visitor) -> str:
    ways = [
        '<a class="button primary" href="?screen=practice">Practise</a>',
        '<a class="button" href="?screen=path&say=">Choose another goal</a>',
    ]
    links = [f"<li>{concept_link(visitor.study.graph.catalogue, concept)}</li>" for concept in activity.open]
    left = f"<ul>{''.join(links)}</ul>" if links else ""
    return f"<h1>The end of the path</h1>\n<p>{escape_plain(activity.why)}</p>\n{left}\n{row(ways)}\n{_LEAVE}"


def _step(activity: Activity, page: Concept, visitor: Visitor, question: Question | None) -> Iterator[str]:
    """One activity; the focus is on its title when it begins, and where the question wants it afterwards."""
    graph, study = visitor.study.graph, visitor.study
    yield f"<h1{'' if question else ' data-focus'}>{escape_plain(page.title)}</h1>"
    yield f'<p class="told">{escape_prose(" ".join(activity.why.split()))}</p>'
    if activity.on_faith:
        named = listed(concept_link(graph.catalogue, concept) for concept in activity.on_faith)
        yield f'<p class="hint">Taken on faith for now: {named}.</p>'
    reads = activity.kind is ActivityKind.EXPLAIN
    if reads:
        yield from _explained(page)
    yield f"<h2>{'Now one question' if reads else 'One question'}</h2>"
    asked = question or Question(item=study.item(page.id, seed=len(study.entries())), attempt=new_id())
    yield question_view(graph, asked)
    knows = button("I know this already", "know", look="link", concept=page.id)
    yield f'<p class="leave"><a href="?screen=path">Back to the plan</a>{knows}</p>'


def _explained(page: Concept) -> Iterator[str]:
    """The part of a page that is read before the question."""
    yield f'<p class="hint">{counted(page.minutes, "minute")} for the whole page</p>'
    for name in _READ:
        if section := page.section(name):
            title = "" if name is SectionName.DEFINITION else f"<h2>{name.value}</h2>"
            yield f'<div class="{"definition" if not title else "part"}">{title}{prose(section.text)}</div>'
    yield f'<p><a href="?concept={page.id}">The whole page</a>, with what is easily misunderstood</p>'
