"""Where each concept stands in a picture of the graph: columns by depth, rows so that areas hang together.

A layered drawing after Sugiyama, Tagawa and Toda, *Methods for Visual Understanding of Hierarchical System Structures*,
1981: a concept's column is its depth; sweeps over the columns then put it near the mean of what it is joined to. Two things
are our own. Concepts of one area stand together in every column, and areas keep one order from top to bottom, so that an area
is a band that one can colour and name. And rows are real numbers: what wants to stand on a line may, as long as nothing
comes nearer to its neighbour than one row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean
from typing import Final

import numpy as np

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph

AREA_GAP: Final = 0.9
"""Rows left free between two areas of a column, beyond the one row between neighbours."""

_SWEEPS: Final = 8
_PULL: Final = 2
"""How many neighbours its own area counts for when a concept looks for its row."""
_NEAR: Final = 2
"""Columns to either side in which an area pulls."""
_STARTS: Final = 6
_MOST_TRIES: Final = 9_000
"""About how many orders of areas are tried: a fraction of a second."""


class Layout(Value):
    """A picture of the graph without its size.

    Attributes:
        areas: The areas from top to bottom.
        columns: Concept → its column, counted from 0: its depth.
        rows: Concept → its row, from 0 at the top; neighbours in a column are at least one row apart.
        height: The last row.
    """

    areas: tuple[str, ...]
    columns: dict[ConceptId, int]
    rows: dict[ConceptId, float]
    height: float


def layout(graph: ConceptGraph) -> Layout:
    """Place every concept; the same graph gives the same picture."""
    areas = ordered_areas(graph)
    drawing = _Drawing(graph, areas)
    for sweep in range(_SWEEPS):
        drawing.sweep(backwards=sweep % 2 == 1)
    top = min(drawing.rows.values(), default=0.0)
    rows = {concept: round(row - top, 2) for concept, row in drawing.rows.items()}
    return Layout(areas=areas, columns=dict(graph.depths), rows=rows, height=max(rows.values(), default=0.0))


class _Drawing:
    """The columns while rows are looked for."""

    def __init__(self, graph: ConceptGraph, areas: Sequence[str]) -> None:
        self._graph = graph
        place = {area: index for index, area in enumerate(areas)}
        self._area = {page.id: place[page.area] for page in graph.catalogue}
        self._members: defaultdict[int, list[ConceptId]] = defaultdict(list)
        self._columns: list[list[ConceptId]] = [[] for _ in range(1 + max(graph.depths.values(), default=-1))]
        for concept, area in self._area.items():
            self._members[area].append(concept)
            self._columns[graph.depths[concept]].append(concept)
        self.rows: dict[ConceptId, float] = {}
        for column in self._columns:
            column.sort(key=lambda concept: (self._area[concept], concept))
            self.rows.update((concept, index - (len(column) - 1) / 2) for index, concept in enumerate(column))

    def sweep(self, *, backwards: bool) -> None:
        """Put every column where its neighbours pull it, from the first to the last or the other way round."""
        places = range(len(self._columns))
        for place in reversed(places) if backwards else places:
            self._settle(place)

    def _settle(self, place: int) -> None:
        """Order a column within its areas by where each concept is drawn to, and give it rows as near to that as there is room."""
        column, area = self._columns[place], self._area
        middles = {one: self._middle(one, place) for one in {area[concept] for concept in column}}
        wanted = {concept: self._drawn_to(concept, middles[area[concept]]) for concept in column}
        column.sort(key=lambda concept: (area[concept], wanted[concept], concept))
        gaps = [1.0 if area[above] == area[below] else 1 + AREA_GAP for above, below in pairwise(column)]
        self.rows.update(zip(column, apart([wanted[concept] for concept in column], gaps), strict=True))

    def _middle(self, area: int, place: int) -> float:
        near = (concept for concept in self._members[area] if abs(self._graph.depths[concept] - place) <= _NEAR)
        return fmean(self.rows[concept] for concept in near)

    def _drawn_to(self, concept: ConceptId, middle: float) -> float:
        near = (*self._graph.prerequisites(concept), *self._graph.dependents(concept))
        return (sum(self.rows[other] for other in near) + _PULL * middle) / (len(near) + _PULL)


def apart(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """The numbers nearest to the wanted ones, by least squares, that keep their order and these gaps.

    Pool adjacent violators (Barlow et al., *Statistical Inference under Order Restrictions*, 1972) on what is left when the
    gaps are taken away.

    >>> apart([0.0, 0.0, 5.0], [1.0, 1.0])
    [-0.5, 0.5, 5.0]
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=False):
        total, count = want - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            above, more = pools.pop()
            total, count = total + above, count + more
        pools.append((total, count))
    level = [total / count for total, count in pools for _ in range(count)]
    return [base + offset for base, offset in zip(level, offsets, strict=False)]


def ordered_areas(graph: ConceptGraph) -> tuple[str, ...]:
    """The areas from top to bottom, so that the prerequisites between them are short.

    From each of several starts, areas are moved one by one to where the sum of lengths is least, until no move helps; the
    best end counts. The starts are turns of one list: the areas by mean depth, ties by name.
    """
    depths: defaultdict[str, list[int]] = defaultdict(list)
    for page in graph.catalogue:
        depths[page.area].append(graph.depths[page.id])
    names = sorted(depths, key=lambda area: (fmean(depths[area]), area))
    if not names:
        return ()
    stacks = _Stacks(graph, names)
    starts = max(1, min(_STARTS, _MOST_TRIES // (3 * len(names) ** 2)))
    turns = sorted({start * len(names) // starts for start in range(starts)})
    ends = [stacks.improved([*range(turn, len(names)), *range(turn)], _MOST_TRIES // len(turns)) for turn in turns]
    lengths = stacks.lengths(ends)
    return tuple(names[area] for area in ends[lengths.index(min(lengths))])


class _Stacks:
    """The columns as stacks of areas, each stack centred: enough to tell one order of areas from another."""

    def __init__(self, graph: ConceptGraph, names: Sequence[str]) -> None:
        number = {area: index for index, area in enumerate(names)}
        width = 1 + max(graph.depths.values())
        cell = {page.id: number[page.area] * width + graph.depths[page.id] for page in graph.catalogue}
        sizes = np.bincount(list(cell.values()), minlength=len(names) * width).reshape(len(names), width)
        self._heights = sizes + AREA_GAP * (sizes > 0)
        joined = Counter(
            (cell[before], here) for concept, here in cell.items() for before in graph.prerequisites(concept)
        )
        ends = np.array([*joined], dtype=np.intp).reshape(-1, 2)
        self._from, self._to = ends[:, 0], ends[:, 1]
        self._counts = np.array([*joined.values()], dtype=float)

    def lengths(self, orders: Sequence[Sequence[int]]) -> list[float]:
        """For each order, how many rows all prerequisites cross together."""
        chosen = np.array(orders)
        heights = self._heights[chosen]
        placed = heights.cumsum(axis=1) - heights / 2 - heights.sum(axis=1, keepdims=True) / 2
        middles = np.empty_like(placed)
        np.put_along_axis(middles, chosen[:, :, np.newaxis], placed, axis=1)
        flat = middles.reshape(len(chosen), -1)
        crossed: list[float] = (np.abs(flat[:, self._from] - flat[:, self._to]) @ self._counts).tolist()
        return crossed

    def improved(self, order: list[int], most_tries: int) -> list[int]:
        """The order after moving areas one by one while that makes it shorter; no round begins after so many tries."""
        best, tries, shorter = self.lengths([order])[0], 0, True
        while shorter and tries < most_tries:
            shorter = False
            for area in list(order):
                rest = [other for other in order if other != area]
                moves = [[*rest[:place], area, *rest[place:]] for place in range(len(order))]
                lengths = self.lengths(moves)
                tries += len(moves)
                if min(lengths) < best - 1e-9:
                    best, shorter = min(lengths), True
                    order = moves[lengths.index(best)]
        return order
