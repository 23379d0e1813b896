"""What the map shows: the graph as a picture, the same for everybody, and a learner's whereabouts in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.types import ConceptId, Level, Value
from graph.concept_graph import ConceptGraph
from graph.errors import UnknownConceptError
from graph.fringe import outer_fringe
from graph.layout import Layout, layout
from graph.paths import LearningPath, learning_path
from tutor.learner.knowledge import KnowledgeState
from ui.render import duration
from ui.web.screens.areas import area_name

LONGEST_GOAL = 100
"""Most characters of a goal's name that are repeated."""

_LEFT, _RIGHT, _ABOVE = 0.12, 0.55, 0.6
"""How far a band reaches beyond its concepts: columns to the left and to the right, where the names are, and rows."""
_ROUND_X, _ROUND_Y = 0.065, 0.5


class Spot(Value):
    """A concept in the picture.

    Attributes:
        id: The concept.
        title: Its title.
        names: Its other names, for searching.
        area: Its area, by place in `MapPicture.areas`.
        level: Its level.
        minutes: Study time in minutes.
        column: Steps from the beginning: its depth.
        row: Where it stands from top to bottom; neighbours in a column are at least one row apart.
        opens: How many concepts name it as a prerequisite.
    """

    id: ConceptId
    title: str
    names: tuple[str, ...]
    area: int
    level: Level
    minutes: int
    column: int
    row: float
    opens: int


class Stretch(Value):
    """The part of a column that an area takes.

    Attributes:
        column: The column.
        top: Its first row, with some air.
        bottom: Its last row, with some air.
    """

    column: int
    top: float
    bottom: float


class Band(Value):
    """An area in the picture.

    Attributes:
        name: The area in words.
        stretches: What it takes of each column it is in, from left to right.
        outline: The shapes around it, as an SVG path; x in columns, y in rows.
    """

    name: str
    stretches: tuple[Stretch, ...]
    outline: str


class MapPicture(Value):
    """The graph as it is drawn.

    Attributes:
        areas: The areas from top to bottom.
        spots: The concepts, in order of id.
        edges: Prerequisite and dependent, each by its place in `spots`.
        columns: Number of columns.
        height: The last row.
    """

    areas: tuple[Band, ...]
    spots: tuple[Spot, ...]
    edges: tuple[tuple[int, int], ...]
    columns: int
    height: float


class Whereabouts(Value):
    """Where a learner stands in the picture.

    Attributes:
        known: What counts as known, closed under prerequisites, in order of id.
        ready: What can be learned next: everything that it needs is known.
        learning: What was answered and is not known, with its mastery from 0 to 1, in hundredths.
        aim: The goals of the learner's aim; empty without one.
        way: The concepts from what is known to the chosen goal, or else to the aim, in the order of the learning path.
        told: The way in one sentence; empty where there is no goal.
    """

    known: tuple[ConceptId, ...]
    ready: tuple[ConceptId, ...]
    learning: dict[ConceptId, float]
    aim: tuple[ConceptId, ...]
    way: tuple[ConceptId, ...]
    told: str


def picture(graph: ConceptGraph) -> MapPicture:
    """Draw the graph."""
    placed, pages = layout(graph), list(graph.catalogue)
    number = {page.id: index for index, page in enumerate(pages)}
    spots = tuple(
        Spot(
            id=page.id,
            title=page.title,
            names=page.aliases,
            area=placed.areas.index(page.area),
            level=page.level,
            minutes=page.minutes,
            column=placed.columns[page.id],
            row=placed.rows[page.id],
            opens=len(graph.dependents(page.id)),
        )
        for page in pages
    )
    return MapPicture(
        areas=_bands(placed, spots),
        spots=spots,
        edges=tuple((number[before], number[page.id]) for page in pages for before in graph.prerequisites(page.id)),
        columns=1 + max(placed.columns.values(), default=-1),
        height=placed.height,
    )


def _bands(placed: Layout, spots: Iterable[Spot]) -> tuple[Band, ...]:
    rows: list[dict[int, list[float]]] = [{} for _ in placed.areas]
    for spot in spots:
        rows[spot.area].setdefault(spot.column, []).append(spot.row)
    bands = []
    for area, taken in zip(placed.areas, rows, strict=True):
        stretches = tuple(
            Stretch(column=column, top=round(min(here) - _ABOVE, 2), bottom=round(max(here) + _ABOVE, 2))
            for column, here in sorted(taken.items())
        )
        shapes = "".join(_outline(run) for run in _runs(stretches))
        bands.append(Band(name=area_name(area), stretches=stretches, outline=shapes))
    return tuple(bands)


def _runs(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """Stretches of columns that follow one another: where an area pauses, its band does too."""
    runs: list[list[Stretch]] = []
    for stretch in stretches:
        if runs and runs[-1][-1].column == stretch.column - 1:
            runs[-1].append(stretch)
        else:
            runs.append([stretch])
    return runs


def _outline(run: Sequence[Stretch]) -> str:
    """One shape with round corners: along the upper edges, and back along the lower ones."""
    first, last = run[0], run[-1]
    left, right = first.column - _LEFT, last.column + _RIGHT
    over = [(stretch.column - _LEFT, stretch.column + _RIGHT, stretch.top) for stretch in run]
    under = [(stretch.column + _RIGHT, stretch.column - _LEFT, stretch.bottom) for stretch in reversed(run)]
    return (
        f"M{left:.3f} {first.top + _ROUND_Y:.2f}Q{left:.3f} {first.top:.2f} {left + _ROUND_X:.3f} {first.top:.2f}"
        f"{_edge(over)}L{right - _ROUND_X:.3f} {last.top:.2f}Q{right:.3f} {last.top:.2f} {right:.3f} {last.top + _ROUND_Y:.2f}"
        f"L{right:.3f} {last.bottom - _ROUND_Y:.2f}Q{right:.3f} {last.bottom:.2f} {right - _ROUND_X:.3f} {last.bottom:.2f}"
        f"{_edge(under)}L{left + _ROUND_X:.3f} {first.bottom:.2f}"
        f"Q{left:.3f} {first.bottom:.2f} {left:.3f} {first.bottom - _ROUND_Y:.2f}Z"
    )


def _edge(levels: Sequence[tuple[float, float, float]]) -> str:
    """A line along levels (where each begins, where it ends, its row), with calm curves from one to the next."""
    parts = []
    for (_, end, row), (begin, _, next_row) in pairwise(levels):
        bend = (end + begin) / 2
        parts.append(f"L{end:.3f} {row:.2f}C{bend:.3f} {row:.2f} {bend:.3f} {next_row:.2f} {begin:.3f} {next_row:.2f}")
    return "".join(parts)


def whereabouts(graph: ConceptGraph, state: KnowledgeState, goal: ConceptId = "") -> Whereabouts:
    """Work out where a learner stands.

    Args:
        graph: The concepts.
        state: What the learner knows and wants.
        goal: Where the way is to lead; empty for the goals of the learner's aim.

    Raises:
        UnknownConceptError: If the goal is no concept.
    """
    if goal and goal not in graph:
        raise UnknownConceptError(goal[:LONGEST_GOAL])
    aim = state.aim.goals if state.aim else ()
    way = learning_path(graph, (goal,) if goal else aim, state.known)
    learning = (state[page.id] for page in graph.catalogue if page.id not in way.known)
    return Whereabouts(
        known=way.known,
        ready=outer_fringe(graph, way.known),
        learning={one.concept: round(one.mastery, 2) for one in learning if one.answers},
        aim=aim,
        way=tuple(step.concept for step in way.steps),
        told=_told(way),
    )


def _told(way: LearningPath) -> str:
    if not way.goals:
        return ""
    if not way.steps:
        return "You are there already."
    count = len(way.steps)
    return f"Your way: {count} {'concept' if count == 1 else 'concepts'}, {duration(way.minutes)}"
