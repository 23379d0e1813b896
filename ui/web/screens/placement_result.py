"""What came out of a placement: what is taken as known, by area, and the way to take any of it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import groupby

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.errors import TutorError
from tutor.learner.plans.spoken import counted
from ui.dialect import escape_plain
from ui.web.pieces import button, concept_link, empty_state, heading, row
from ui.web.screen import Visitor
from ui.web.screens.areas import area_name

_DOORS = (
    '<a class="button primary" href="?screen=path">I want to learn…</a>',
    '<a class="button" href="?screen=map">See it on the map</a>',
    '<a class="button" href="?">Ask something</a>',
)


def nothing_answered() -> str:
    """What is seen of a placement that was left at once."""
    again = '<a class="button" href="?screen=placement">Begin again</a>'
    return f"{heading('No question was answered')}\n{empty_state('So nothing was noted.', again, *_DOORS)}"


def result_body(visitor: Visitor, found: Collection[ConceptId], values: Mapping[str, str]) -> str:
    """What came out of a placement.

    Args:
        visitor: Whose placement it was.
        found: What it is sure of.
        values: What was corrected last, as in `correct`: its area is open, and its button has the focus.
    """
    study = visitor.study
    known = study.state(visitor.now).known
    number = len(known.intersection(found))
    verb = "is" if number == 1 else "are"
    title = f"{number} of {counted(len(study.graph), 'concept')} {verb} taken as known"
    told = (
        "Plans leave them out and answers build on them. Take back whatever does not fit; your answers correct it too."
    )
    if not found:
        told = "Your answers do not show what you know already, so everything is explained from the beginning."
    areas = f"<h2>By area</h2>\n{_areas(study.graph, found, known, values)}" if found else ""
    return f"{heading(title)}\n<p>{told}</p>\n{_first(visitor)}{row(_DOORS)}\n{areas}"


def _first(visitor: Visitor) -> str:
    """What to take up first."""
    study = visitor.study
    step = next(iter(study.next_up(visitor.now)), None)
    if step is None:
        return ""
    link = concept_link(study.graph.catalogue, step.concept)
    return f"<p>A good first step: {link}, {counted(step.minutes, 'minute')}; {escape_plain(step.why)}.</p>\n"


def _areas(
    graph: ConceptGraph, found: Collection[ConceptId], known: frozenset[ConceptId], values: Mapping[str, str]
) -> str:
    pages = sorted(graph.catalogue, key=lambda page: (page.area, page.title))
    groups = ((area, [page.id for page in group]) for area, group in groupby(pages, key=lambda page: page.area))
    drawn = []
    for area, concepts in groups:
        here = [concept for concept in concepts if concept in found]
        taken = len(known.intersection(here))
        is_open = " open" if values.get("area") == area or values.get("concept") in here else ""
        summary = f"{escape_plain(area_name(area))} <small>{taken} of {len(concepts)}</small>"
        lines = [_line(graph, one, values, is_known=one in known) for one in here]
        whole = _whole(area, values, is_known=bool(taken))
        if here:
            lined = f"<ul>{''.join(lines)}</ul>{whole}"
            drawn.append(f"<details{is_open}><summary>{summary}</summary>{lined}</details>")
    return f'<div class="found">{"".join(drawn)}</div>'


def _whole(area: str, values: Mapping[str, str], *, is_known: bool) -> str:
    act, text = ("take-back", "Take back all of") if is_known else ("keep", "I know all of")
    focus = values.get("area") == area
    return f"<p>{button(f'{text} {area_name(area).lower()}', act, look='link', focus=focus, area=area)}</p>"


def _line(graph: ConceptGraph, concept: ConceptId, values: Mapping[str, str], *, is_known: bool) -> str:
    link, title = concept_link(graph.catalogue, concept), graph.catalogue[concept].title
    act, text = ("take-back", "Take it back") if is_known else ("keep", "I know it")
    sign = "" if is_known else ' <span class="chip">not known</span>'
    way = button(text, act, look="link", focus=values.get("concept") == concept, concept=concept)
    named = way.replace("</button>", f'<span class="unseen">: {escape_plain(title)}</span></button>')
    return f"<li><span>{link}{sign}</span>{named}</li>"


def correct(visitor: Visitor, found: Collection[ConceptId], values: Mapping[str, str], *, known: bool) -> str:
    """Note that a concept, or all of an area that the placement is sure of, is not known after all, or is.

    Args:
        visitor: Who says it.
        found: What the placement is sure of.
        values: A `concept` or an `area`.
        known: Whether it is known.

    Returns:
        What that did, in a sentence.

    Raises:
        TutorError: If the placement found no such thing.
    """
    study, now, area = visitor.study, visitor.now, values.get("area", "")
    said = [one for one in sorted(found) if values.get("concept") == one or study.graph.catalogue[one].area == area]
    if not said:
        message = "The placement has not found that."
        raise TutorError(message, hint="Reload the page.")
    before = study.state(now).known
    study.say(said, now, known=known)
    others = len((before ^ study.state(now).known).difference(said))
    what = study.graph.catalogue[said[0]].title if len(said) == 1 else counted(len(said), "concept")
    with_it = f", and {counted(others, 'other')} with it" if others else ""
    return f"{'Taken as known' if known else 'Taken back'}: {what}{with_it}."
