"""What a learner answered, newest first, and what the tutor believes of a concept because of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Purpose
from tutor.learner.history import PastAnswer, PastAnswers, past_answers
from tutor.learner.plans.spoken import MONTHS, counted
from tutor.learner.standing import standings
from ui.dialect import escape_plain
from ui.web.pieces import concept_link, heading, prose, row
from ui.web.screen import Visitor
from ui.web.screens.standing import standing_chip

PAGE = 30
"""Answers on one page."""

_BACK = '<p class="leave"><a href="?screen=progress">Back to my progress</a></p>'


def answers_page(visitor: Visitor, page: int) -> str:
    """Every answer, a page at a time.

    Args:
        visitor: Whose answers they are.
        page: Which page, from 1.
    """
    found = past_answers(visitor.study.graph, visitor.study.entries(), skip=(page - 1) * PAGE, most=PAGE)
    told = f"{counted(found.every, 'answer')}, the newest first." if found.every else "There are no answers yet."
    parts = [
        heading("What you answered"),
        f'<p class="hint">{told}</p>',
        about_field(),
        answer_list(visitor, found.answers),
    ]
    return "\n".join([*parts, _pages(found, page, {"answers": "all"}), _BACK])


def about_concept(visitor: Visitor, concept: ConceptId, page: int) -> str:
    """What is believed of a concept, why, and the answers on it.

    Args:
        visitor: Whose answers they are.
        concept: The concept.
        page: Which page of answers, from 1.
    """
    graph, now = visitor.study.graph, visitor.now
    state = visitor.study.state(now)
    found = past_answers(graph, visitor.study.entries(), about=concept, skip=(page - 1) * PAGE, most=PAGE)
    chip = standing_chip(standings(state, [concept], now)[concept])
    sure = f"That you know it is taken to be {state[concept].mastery:.0%} likely."
    due = state[concept].due
    again = f" It is to be asked again {when(due, now, clock=False)}." if due else ""
    parts = [
        heading(graph.catalogue[concept].title),
        f'<p class="told">{chip} {escape_plain(state.explain(concept))}. {sure}{again}</p>',
        row(
            [
                f'<a class="button" href="?concept={concept}">Its page</a>',
                f'<a class="button" href="?screen=practice&about={concept}">Be asked about it</a>',
            ]
        ),
        f"<h2>Your answers on it</h2>{answer_list(visitor, found.answers)}" if found.answers else "",
    ]
    return "\n".join(
        [*filter(None, parts), _pages(found, page, {"about": concept}), about_field("Another concept"), _BACK]
    )


def about_field(label: str = "Why does the tutor believe what it believes? Name a concept") -> str:
    """The field in which a concept is named."""
    return (
        f'<form class="about" data-go="progress"><label class="field" for="about"><span>{escape_plain(label)}</span></label>'
        '<div class="with-button"><input id="about" name="about" maxlength="200" autocomplete="off" spellcheck="false" required>'
        '<button type="submit" class="button">Show</button></div></form>'
    )


def answer_list(visitor: Visitor, answers: Sequence[PastAnswer]) -> str:
    """Answers as a list; a question is Markdown, so blank lines stand around it."""
    lines = "\n".join(_answer(visitor.study.graph, one, visitor.now) for one in answers)
    return f'<ul class="answers">\n{lines}\n</ul>' if lines else ""


def _answer(graph: ConceptGraph, one: PastAnswer, now: datetime) -> str:
    sign = '<span aria-hidden="true">✓</span>' if one.right else '<span aria-hidden="true">✗</span>'
    verdict = f'<span class="chip {"good" if one.right else ""}">{sign} {escape_plain(one.spoken())}</span>'
    head = (
        f'<p class="head">{concept_link(graph.catalogue, one.concept)} {verdict} <small>{when(one.at, now)}</small></p>'
    )
    return f"<li>{head}{prose(one.question) if one.question else _unasked(one)}</li>"


def _unasked(one: PastAnswer) -> str:
    explained = one.purpose is Purpose.EXPLAIN
    told = "You explained it in your own words." if explained else "The question is no longer on the page."
    return f'<p class="hint">{told}</p>'


def _pages(found: PastAnswers, page: int, values: dict[str, str]) -> str:
    """The ways to newer and older answers."""
    ways = [(page - 1, "Newer")] if page > 1 else []
    ways += [(page + 1, "Older")] if page * PAGE < found.every else []
    links = [
        f'<a class="button" href="?{urlencode({"screen": "progress", **values, "page": to})}">{text} answers</a>'
        for to, text in ways
    ]
    return row(links) if links else ""


def when(at: datetime, now: datetime, *, clock: bool = True) -> str:
    """A moment as people say it: "today 14:05", "yesterday", "4 May", "4 May 2025".

    Args:
        at: The moment.
        now: The present one, which says what today is and where.
        clock: Whether the time of today is told.
    """
    there = at.astimezone(now.tzinfo)
    days = (now.date() - there.date()).days
    if days in _NEAR:
        return f"{_NEAR[days]} {there:%H:%M}" if clock and not days else _NEAR[days]
    year = "" if there.year == now.year else f" {there.year}"
    return f"{'' if clock else 'on '}{there.day} {MONTHS[there.month - 1]}{year}"


_NEAR = {-1: "tomorrow", 0: "today", 1: "yesterday"}
