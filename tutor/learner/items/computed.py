"""Computed items: questions with fresh numbers, answered by a program and never by a model."""

from __future__ import annotations

from random import Random

from corpus.types import ConceptId
from tutor.learner.items.computed_measures import MEASURES
from tutor.learner.items.computed_parameters import PARAMETERS
from tutor.learner.items.computed_probabilities import PROBABILITIES
from tutor.learner.items.computed_sizes import SIZES
from tutor.learner.items.draw import Draw, Kind
from tutor.learner.items.full_item import FullItem, ItemError, NumberKey

KINDS: tuple[Kind, ...] = (*PROBABILITIES, *MEASURES, *PARAMETERS, *SIZES)
"""Every kind of computed item."""

PREFIX = "computed:"
"""What the id of a computed item begins with; the name of its kind follows."""

TOLERANCE = 0.01
"""How far a right answer may be off, as a share of it: three digits are rounded by 0.5 % at most."""

COUNT_TOLERANCE = 0.001
"""The same for counts: below a thousand they must be exact, "1.049 million" is 1,048,576."""


def computed_ids(concept: ConceptId) -> tuple[str, ...]:
    """The ids of the computed items about a concept."""
    return tuple(f"{PREFIX}{kind.name}" for kind in KINDS if kind.concept == concept)


def computed_item(item_id: str, seed: int) -> FullItem:
    """The item with that id and the numbers of that seed.

    Raises:
        ItemError: If there is no such kind.
    """
    kind = next((kind for kind in KINDS if f"{PREFIX}{kind.name}" == item_id), None)
    if kind is None:
        raise ItemError(f"There is no item '{item_id}'.", hint="Ask for a new item.")
    draw = kind.draw(Random(f"{item_id} {seed}"))  # noqa: S311 - numbers for an exercise, not a secret
    key = NumberKey(
        expected=draw.expected,
        unit=draw.unit,
        tolerance=COUNT_TOLERANCE if draw.whole else TOLERANCE,
        steps=draw.steps,
        nudge=draw.nudge,
        slips=draw.slips,
    )
    return FullItem(id=item_id, concept=kind.concept, seed=seed, stem=f"{draw.stem} {_manner(draw)}", key=key)


def _manner(draw: Draw) -> str:
    """How the answer is to be written."""
    if draw.whole:
        return "Give the whole number."
    if draw.unit == "share":
        return "Answer as a share between 0 and 1 or in percent; three digits are enough."
    counted = f"Answer in {draw.unit}; three" if draw.unit else "Three"
    return f"{counted} digits are enough."
