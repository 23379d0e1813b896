"""Every concept in words: an index by area, and a field that finds while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from corpus.types import Concept, ConceptId, Level, Value
from graph.concept_graph import ConceptGraph
from graph.fringe import outer_fringe
from tutor.dialogue.sentences import split_sentences
from tutor.errors import TutorError
from tutor.learner.knowledge import KnowledgeState
from tutor.learner.standing import Standing, standings
from tutor.retrieval.finding import Finder, Found
from ui.dialect import escape_plain
from ui.render import duration
from ui.web.pieces import ask_link, concept_link, empty_state, heading, prose
from ui.web.screen import Act, Shown, Visitor
from ui.web.screens.areas import area_name
from ui.web.screens.search_field import LONGEST_SEARCH, search_field
from ui.web.screens.standing import standing_chip, standing_sign

if TYPE_CHECKING:
    from tutor.retrieval.retriever import Retriever

TITLE = "Concepts"
_MOST_BY_NAME, _MOST_BY_MEANING = 24, 8
"""Most results that are shown."""


class Filters(Value):
    """Which concepts somebody wants to see.

    Attributes:
        find: What they typed; empty shows the index.
        area: Only of this area; empty for all.
        level: Only of this level; None for all.
        ready: Only what they are ready to learn.
    """

    find: str = ""
    area: str = ""
    level: Level | None = None
    ready: bool = False

    def address(self, **changes: object) -> str:
        """The address of the same list with some changes."""
        wanted = self.model_copy(update=changes)
        values = {"find": wanted.find, "area": wanted.area, "level": wanted.level or "", "ready": "on" * wanted.ready}
        return "?" + urlencode({"screen": "concepts", **{name: value for name, value in values.items() if value}})

    def fit(self, page: Concept, ready: frozenset[ConceptId]) -> bool:
        """Whether a concept is among those that are wanted."""
        return (
            self.area in {"", page.area} and self.level in {None, page.level} and (not self.ready or page.id in ready)
        )


class ConceptsScreen:
    """Lists and finds concepts.

    Args:
        graph: The concepts.
        retriever: Hands out what finds by meaning, or None while its index is not open.
    """

    def __init__(self, graph: ConceptGraph, retriever: Callable[[], Retriever | None]) -> None:
        self._graph = graph
        self._retriever = retriever
        self._finder = Finder(graph)
        self._areas = sorted({page.area for page in graph.catalogue})

    def show(self, act: Act, visitor: Visitor) -> Shown:
        """Draw the concepts that are wanted.

        Raises:
            TutorError: If there is no such act.
        """
        if act.name not in {"show", "find"}:
            message = f"The list of concepts has nothing called '{act.name}'."
            raise TutorError(message, hint="Reload the page.")
        filters, said = self._filters(act.values)
        state = visitor.study.state(visitor.now)
        drawing = _Drawing(self._graph, filters, state, visitor.now)
        shown = drawing.results(self._found(filters.find)) if filters.find.strip() else drawing.index()
        parts = [heading(TITLE), search_field("Find a concept", filters.find, live=True), self._choices(filters), shown]
        return Shown(title=TITLE, body="\n".join(parts), address=filters.address(), said=said)

    def _filters(self, values: Mapping[str, str]) -> tuple[Filters, str]:
        """What is wanted, and what of it is left out because there is no such thing."""
        area, level = values.get("area", ""), values.get("level", "")
        wrong = [("area", area)] if area and area not in self._areas else []
        wrong += [("level", level)] if level and level not in set(Level) else []
        filters = Filters(
            find=values.get("find", "")[:LONGEST_SEARCH],
            area="" if ("area", area) in wrong else area,
            level=None if not level or ("level", level) in wrong else Level(level),
            ready=values.get("ready") == "on",
        )
        return filters, " ".join(f"There is no {kind} called '{name}'; all are shown." for kind, name in wrong)

    def _found(self, text: str) -> tuple[Found, ...]:
        return self._finder.find(text, self._retriever())

    def _choices(self, filters: Filters) -> str:
        """The filters, as links: a level, what is ready, an area."""
        levels = [_choice("Any level", filters.address(level=None), chosen=filters.level is None)]
        levels += [
            _choice(level.value.capitalize(), filters.address(level=level), chosen=filters.level is level)
            for level in Level
        ]
        ready = _choice("Ready now", filters.address(ready=not filters.ready), chosen=filters.ready)
        areas = [_choice("All areas", filters.address(area=""), chosen=not filters.area)]
        areas += [
            _choice(area_name(area), filters.address(area=area), chosen=filters.area == area) for area in self._areas
        ]
        chosen = area_name(filters.area) if filters.area else "all"
        return (
            f'<nav class="choices" aria-label="Which concepts"><div class="row">{"".join([*levels, ready])}</div>'
            f'<details class="areas"><summary>Area: {escape_plain(chosen)}</summary>'
            f'<div class="row">{"".join(areas)}</div></details></nav>'
        )


def _choice(text: str, address: str, *, chosen: bool) -> str:
    """A link that filters; the one that is chosen says so with a tick."""
    mark = ' aria-current="true"' if chosen else ""
    tick = '<span aria-hidden="true">✓ </span>' if chosen else ""
    return f'<a class="choice"{mark} href="{escape_plain(address)}">{tick}{escape_plain(text)}</a>'


class _Drawing:
    """Draws the concepts that fit the filters, with where one learner stands."""

    def __init__(self, graph: ConceptGraph, filters: Filters, state: KnowledgeState, now: datetime) -> None:
        self._catalogue = graph.catalogue
        self._filters = filters
        ready = frozenset(outer_fringe(graph, state.known)) if filters.ready else frozenset()
        self._pages = {page.id: page for page in graph.catalogue if filters.fit(page, ready)}
        self._standings = standings(state, self._pages, now)

    def index(self) -> str:
        """Every concept by area, in order of title."""
        pages = sorted(self._pages.values(), key=lambda page: (page.area, page.title.casefold()))
        if not pages:
            return empty_state("No concept is like that.", _choice("Show all", Filters().address(), chosen=False))
        return "\n".join(self._area(area, list(group)) for area, group in groupby(pages, key=lambda page: page.area))

    def _area(self, area: str, pages: Sequence[Concept]) -> str:
        known = sum(self._standings[page.id] in {Standing.KNOWN, Standing.DUE} for page in pages)
        entries = "".join(
            f"<li>{concept_link(self._catalogue, page.id)} <small>{page.level.value}</small>{self._sign(page.id)}</li>"
            for page in pages
        )
        count = f"you know {known} of {len(pages)}"
        return (
            f'<section class="area"><h2>{escape_plain(area_name(area))} <small>{count}</small></h2>'
            f'<ul class="index">{entries}</ul></section>'
        )

    def _sign(self, concept: ConceptId) -> str:
        """Where the learner stands; nothing where nothing is known, so that what is known stands out."""
        standing = self._standings[concept]
        return "" if standing is Standing.NOT_YET else f" {standing_sign(standing)}"

    def results(self, found: Sequence[Found]) -> str:
        """What was found, by name first."""
        fitting = [one for one in found if one.concept in self._pages]
        meant = [one for one in fitting if one.by == "meaning"]
        kept = [*[one for one in fitting if one.by != "meaning"][:_MOST_BY_NAME], *meant[:_MOST_BY_MEANING]]
        if not kept:
            ways = [
                ask_link(self._filters.find, "Ask the tutor"),
                f'<a href="{Filters().address()}">Show all concepts</a>',
            ]
            return empty_state(f"I found nothing for “{self._filters.find.strip()}” here.", *ways)
        return "\n".join(self._groups(kept))

    def _groups(self, found: Sequence[Found]) -> Iterator[str]:
        heads = {"name": "By name", "spelling": "Perhaps you mean", "meaning": "Near in meaning"}
        for way, group in groupby(found, key=lambda one: one.by):
            yield f'<section class="results"><h2>{heads[way]}</h2>\n<ul>'
            yield from map(self._result, group)
            yield "</ul></section>"

    def _result(self, found: Found) -> str:
        page = self._pages[found.concept]
        alias = found.name if found.name not in {"", page.title} else ""
        also = f' <span class="also">“{escape_plain(alias)}”</span>' if alias else ""
        facts = f"{escape_plain(area_name(page.area))} · {page.level.value} · {duration(page.minutes)}"
        return (
            f"<li>\n<p><strong>{concept_link(self._catalogue, page.id)}</strong>{also}</p>"
            f"{prose(split_sentences(page.definition)[0])}"
            f'<p class="hint">{facts} {standing_chip(self._standings[page.id])}</p>\n</li>'
        )
