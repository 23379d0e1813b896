"""The local prerequisite graph: what comes before the concept in focus, and what it unlocks.

Boxes are buttons, which `around.js` turns into a question about the concept, or links to its page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from ui.dialect import escape_attribute, escape_plain
from ui.render import duration

HINT = "What comes before a concept, and what it opens up, appears here when you ask."
"""What the panel says before the first question."""

_COLUMNS = 2
_MOST = 4


def neighbourhood_html(
    graph: ConceptGraph, focus: ConceptId | None, known: Collection[ConceptId], *, linked: bool = False
) -> str:
    """The panel.

    Args:
        graph: The concepts.
        focus: The concept in the middle; None before the first question.
        known: The learner's knowledge state, closed under prerequisites; these boxes carry a tick.
        linked: Whether a box is a link to the concept's page, not a button.
    """
    if focus is None or focus not in graph:
        return f'<p class="hint">{HINT}</p>'
    before = graph.prerequisites(focus)
    after = sorted(graph.dependents(focus), key=lambda later: (graph.catalogue[later].level.rank, later))
    boxes = _Boxes(graph, focus, known, linked=linked)
    parts = [
        boxes.tier("Needed first", before, fan="down"),
        f'<div class="here" aria-current="true">{boxes.label(focus)}</div>',
        boxes.tier("Opens the way to", after, fan="up"),
    ]
    return f'<nav class="neighbourhood" aria-label="Prerequisites">{"".join(parts)}</nav>'


class _Boxes:
    """Draws the boxes around one concept."""

    def __init__(self, graph: ConceptGraph, focus: ConceptId, known: Collection[ConceptId], *, linked: bool) -> None:
        self._graph = graph
        self._focus = focus
        self._known = known
        self._linked = linked

    def tier(self, name: str, concepts: Sequence[ConceptId], *, fan: str) -> str:
        """One row of boxes with the lines to or from the concept in the middle."""
        if not concepts:
            return f'<p class="tier-name">{"Needs nothing first" if fan == "down" else "Nothing rests on it yet"}</p>'
        head = f'<p class="tier-name">{name}</p>'
        shown, rest = concepts[:_MOST], concepts[_MOST:]
        columns = min(_COLUMNS, len(shown))
        lines = _fan(columns, fan)
        grid = f'<div class="tier columns-{columns}">{"".join(map(self._box, shown))}</div>'
        if rest:
            more = "".join(map(self._box, rest))
            grid += f'<details class="more"><summary>{len(rest)} more</summary><div class="tier">{more}</div></details>'
        return f"{head}{grid}{lines}" if fan == "down" else f"{lines}{head}{grid}"

    def label(self, concept: ConceptId) -> str:
        """Title, minutes and level."""
        page = self._graph.catalogue[concept]
        tick = '<span class="tick">✓<span class="unseen"> known</span></span> ' if concept in self._known else ""
        about = f"{duration(page.minutes)} · {page.level.value}"
        return f"{tick}<strong>{escape_plain(page.title)}</strong><small>{about}</small>"

    def _box(self, concept: ConceptId) -> str:
        ends = (concept, self._focus) if concept in self._graph.prerequisites(self._focus) else (self._focus, concept)
        why = escape_attribute(self._graph.reason(*ends))
        if self._linked:
            return f'<a class="concept" href="?concept={concept}" title="{why}">{self.label(concept)}</a>'
        return f'<button type="button" class="concept" data-concept="{concept}" title="{why}">{self.label(concept)}</button>'


def _fan(columns: int, direction: str) -> str:
    """Curves from the middles of a row's columns to the concept, or the other way round."""
    middles = [(2 * column + 1) * 100 / (2 * columns) for column in range(columns)]
    top, bottom = (0, 24) if direction == "down" else (24, 0)
    paths = "".join(f'<path d="M{x:g} {top} C{x:g} 12 50 12 50 {bottom}"/>' for x in middles)
    return f'<svg class="fan" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">{paths}</svg>'
