"""What there is to practise: the page on which people choose."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.errors import UnknownConceptError
from tutor.learner.history import area_standings
from tutor.learner.plans.spoken import counted
from tutor.learner.practice import LATELY, MINUTES_A_QUESTION, QUESTIONS, Pick, Topic, learned_lately
from ui.dialect import escape_attribute, escape_plain
from ui.web.pieces import button, heading, row
from ui.web.screen import Visitor
from ui.web.screens.areas import area_name
from ui.web.screens.practice_run import pick_written

_LONGEST_NAME = 200


def run_title(graph: ConceptGraph, pick: Pick) -> str:
    """What a run of questions is called."""
    if pick.topic is Topic.CONCEPT:
        return f"Quiz on {graph.catalogue[graph.resolve(pick.name)].title}"
    if pick.topic is Topic.AREA:
        return f"Quiz on {area_name(pick.name).lower()}"
    return {Topic.DUE: "Review", Topic.PLAN: "Quiz on your plan", Topic.LATELY: "Quiz on the last two weeks"}[
        pick.topic
    ]


def practice_choices(visitor: Visitor, due: int) -> str:
    """Everything that can be practised.

    Args:
        visitor: Who wants to practise.
        due: How many concepts they are to review today.
    """
    lines = "\n".join([_due(visitor, due), *_personal(visitor), _one_concept()])
    areas = f'<h2>One area</h2>\n<p class="hint">{_size(QUESTIONS, "Up to ")} in each.</p>\n{_areas(visitor)}'
    return f'{heading("Practice")}\n<div class="choices">\n{lines}\n</div>\n{areas}'


def choices_about(visitor: Visitor, name: str) -> str:
    """What can be practised under a name: of a concept, of an area, or of both."""
    graph = visitor.study.graph
    folder = name[:_LONGEST_NAME].lower().replace(" ", "-")
    is_area = any(page.area == folder for page in graph.catalogue)
    try:
        concept = graph.resolve(name[:_LONGEST_NAME])
    except UnknownConceptError as error:
        return (
            f'{heading("Practice")}\n<div class="choices">\n{_one_area(folder)}\n</div>'
            if is_area
            else _unknown(graph, error)
        )
    area = f'\n<div class="choices">\n{_one_area(folder)}\n</div>' if is_area else ""
    return f"{heading(graph.catalogue[concept].title)}\n{_about(visitor, concept)}{area}"


def _about(visitor: Visitor, concept: ConceptId) -> str:
    study = visitor.study
    number = len(study.quiz([concept], 0, QUESTIONS))
    explain = f'<a class="button" href="?screen=practice&amp;explain={concept}">Explain it in your own words</a>'
    pick = pick_written(Pick(topic=Topic.CONCEPT, name=concept))
    begin = button("Begin the quiz", "start", look="button primary", focus=True, pick=pick)
    page = f'<a href="?concept={concept}">Read the page first</a>'
    known = escape_plain(study.state(visitor.now).explain(concept))
    return f"<p>{_size(number)}. {known}.</p>\n{row([*([begin] if number else []), explain, page])}"


def _unknown(graph: ConceptGraph, error: UnknownConceptError) -> str:
    links = "".join(
        f'<li><a href="?screen=practice&amp;about={quote_plus(one)}">{escape_plain(graph.catalogue[one].title)}</a></li>'
        for one in error.suggestions
    )
    near = f"<p>Did you mean</p>\n<ul>{links}</ul>" if links else ""
    return f'{heading("Practice")}\n<p>{escape_plain(error.message)}</p>\n{near}\n<div class="choices">\n{_one_concept()}\n</div>'


def _due(visitor: Visitor, due: int) -> str:
    if not due:
        return _choice("Review", visitor.study.review(visitor.now).spoken(visitor.now.date()))
    said = f"{_size(due)}. {visitor.study.review(visitor.now).spoken(visitor.now.date())}"
    begin = button(
        f"Review what is due ({due})", "start", look="button primary", pick=pick_written(Pick(topic=Topic.DUE))
    )
    return _choice("Review", said, begin)


def _personal(visitor: Visitor) -> Iterator[str]:
    """The plan, and what was learned lately."""
    study = visitor.study
    plan = study.plan(visitor.now)
    if plan and plan.steps:
        said = f"{_size(QUESTIONS, 'Up to ')} on the {counted(len(plan.steps), 'step')} that are left."
        yield _choice("Your plan", said, _begin(Pick(topic=Topic.PLAN)))
    else:
        way = '<a class="button" href="?screen=path">I want to learn…</a>'
        yield _choice(
            "Your plan", "There is no plan to ask about yet." if plan is None else "Nothing is left of it.", way
        )
    if lately := learned_lately(study.graph, study.entries(), visitor.now):
        said = f"{_size(QUESTIONS, 'Up to ')} on {counted(len(lately), 'concept')} of the last {LATELY.days} days."
        yield _choice("What you learned lately", said, _begin(Pick(topic=Topic.LATELY)))


def _one_concept() -> str:
    field = (
        '<form class="row" data-go="practice"><label class="unseen" for="practise-about">Concept</label>'
        f'<input id="practise-about" name="about" required maxlength="{_LONGEST_NAME}" autocomplete="off"'
        ' placeholder="softmax, LoRA, …"><button type="submit" class="button">Find</button></form>'
    )
    return _choice("One concept", "A few questions on it, or explain it in your own words.", field)


def _one_area(folder: str) -> str:
    said = f"{_size(QUESTIONS, 'Up to ')} on the whole area."
    return _choice(area_name(folder), said, _begin(Pick(topic=Topic.AREA, name=folder)))


def _begin(pick: Pick) -> str:
    return button("Begin", "start", pick=pick_written(pick))


def _choice(name: str, said: str, way: str = "") -> str:
    return f'<div class="choice"><div><h2>{escape_plain(name)}</h2><p class="hint">{escape_plain(said)}</p></div>{way}</div>'


def _areas(visitor: Visitor) -> str:
    study = visitor.study
    lines = []
    for one in area_standings(study.graph, study.entries(), study.state(visitor.now), visitor.now):
        pick = escape_attribute(pick_written(Pick(topic=Topic.AREA, name=one.area)))
        lines.append(
            f'<button type="button" class="area" data-act="start" data-pick="{pick}">'
            f"<strong>{escape_plain(area_name(one.area))}</strong><small>{escape_plain(one.spoken())}</small></button>"
        )
    return f'<div class="areas">{"".join(lines)}</div>'


def _size(questions: int, before: str = "") -> str:
    minutes = counted(questions * MINUTES_A_QUESTION, "minute")
    return f"{before}{counted(questions, 'question')}, about {minutes}"
