"""The page of one concept: what it says, where it stands in the graph, and where the learner stands with it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote_plus

from corpus.catalogue import names_of, normalise_name
from corpus.types import Concept, ConceptId
from graph.concept_graph import ConceptGraph
from tutor.dialogue.followups import spoken_title, with_subject
from tutor.errors import TutorError, UnknownConceptError
from tutor.learner.standing import standings
from ui.dialect import escape_plain
from ui.web.pieces import concept_link, heading
from ui.web.screen import Act, Shown, Visitor
from ui.web.screens.concept_page import LONGEST_QUESTION, Reader, concept_body
from ui.web.screens.search_field import search_field

_SAYS: Mapping[str, bool] = MappingProxyType({"know": True, "not-yet": False})
"""What is said with an act: that the concept is known, or that it is not known yet."""


class ConceptScreen:
    """Shows a concept's page, notes what the learner says of it, and passes their questions on to the chat."""

    def show(self, act: Act, visitor: Visitor) -> Shown:
        """Do what was done on a concept's page and draw it.

        Raises:
            TutorError: If the act is none of a concept's page, or there is no question to ask.
        """
        graph = visitor.study.graph
        try:
            page = graph.catalogue[graph.resolve(act.values.get("concept", "").strip())]
        except UnknownConceptError as error:
            return _unknown(graph, error)
        said, address = _done(act, page, visitor)
        section = act.values.get("section", "")
        shown = f"?concept={page.id}" + (f"&section={quote_plus(section)}" if section else "")
        body = concept_body(_reader(page, visitor, section=section, acted=act.name in _SAYS))
        return Shown(title=page.title, body=body, address=address or shown, said=said)


def _done(act: Act, page: Concept, visitor: Visitor) -> tuple[str, str]:
    """Do what was done; what is said of it, and where it leads."""
    if act.name in _SAYS:
        known = _SAYS[act.name]
        visitor.study.say([page.id], visitor.now, known=known)
        title = spoken_title(page)
        return (
            f"Noted: you know {title}, and what comes before." if known else f"Noted: {title} is not yet known."
        ), ""
    if act.name == "ask":
        return "", f"?ask={quote_plus(_question(act.values.get('question', ''), page))}"
    if act.name != "show":
        message = f"A concept's page has nothing called '{act.name}'."
        raise TutorError(message, hint="Reload the page.")
    return "", ""


def _question(typed: str, page: Concept) -> str:
    """The question as the chat is asked it; a page is read before no conversation, so that the question names its subject."""
    question = " ".join(typed.split())[:LONGEST_QUESTION]
    if not question:
        message = "There is no question yet."
        raise TutorError(message, hint="Write one into the field, or choose one of those below it.")
    words = f" {normalise_name(question)} "
    return question if any(f" {name} " in words for name in names_of(page)) else with_subject(question, page)


def _reader(page: Concept, visitor: Visitor, *, section: str, acted: bool) -> Reader:
    graph, state = visitor.study.graph, visitor.study.state(visitor.now)
    near: list[ConceptId] = [*graph.neighbourhood(page.id), *(contrast.concept for contrast in page.contrasts)]
    here = [concept for concept in dict.fromkeys([*near, *page.related]) if concept in graph]
    return Reader(
        graph=graph,
        page=page,
        standings=standings(state, here, visitor.now),
        why=state.explain(page.id),
        section=section,
        acted=acted,
    )


def _unknown(graph: ConceptGraph, error: UnknownConceptError) -> Shown:
    """What is seen where no page, or more than one, has the name."""
    near = "".join(f"<li>{concept_link(graph.catalogue, concept)}</li>" for concept in error.suggestions)
    title = "Which one?" if graph.catalogue.find(error.name) else "No such page"
    asked = escape_plain(error.message) if error.name else "The address names no concept."
    parts = [
        heading(title),
        f"<p>{asked}{' The nearest that I have:' if near else ''}</p>",
        f"<ul>{near}</ul>" if near else "",
        search_field("Look for something else", error.name),
        '<p class="row"><a class="button" href="?screen=concepts">All concepts</a></p>',
    ]
    return Shown(title=title, body="\n".join(filter(None, parts)))
