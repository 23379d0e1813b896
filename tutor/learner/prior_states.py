"""What people plausibly know, before they are asked: many downward-closed sets of concepts, drawn with a seed.

Knowledge states are downward-closed: with a concept, everything before it is known (Falmagne and Doignon,
*Learning Spaces*, 2011). How the three kinds of learner are drawn, and why, stands in `docs/learner/placement.md`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph

Numbers = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

STATES = 20_000
MOST_LANDMARKS = 512
GOAL_SHARE, SCATTERED_SHARE = 0.4, 0.15
"""The shares of learners by goals and of scattered ones; the rest are learners by ability."""
MOST_GOALS = 60
MOST_PREFERENCE, MOST_NOISE = 0.4, 0.2
"""How far an area, and a single concept, may lie from a learner's ability, in shares of the range of depths."""


class Landmarks(NamedTuple):
    """The concepts that states are made of, and their order.

    Attributes:
        concepts: In order of depth, ties by id: all concepts of a graph that has at most `MOST_LANDMARKS`.
        needs: Row needs column, directly or not; each needs itself.
        area: The number of the area of each.
        difficulty: The share of landmarks that are less deep, from 0 to 1; half of the equally deep count.
    """

    concepts: tuple[ConceptId, ...]
    needs: Numbers
    area: npt.NDArray[np.intp]
    difficulty: Numbers

    def upwards(self, chosen: Flags) -> Flags:
        """The chosen landmarks of each row and all that they need: the smallest states that hold them."""
        closed: Flags = chosen.astype(np.float32) @ self.needs > 0
        return closed

    def within(self, chosen: Flags) -> Flags:
        """Those of the chosen landmarks whose needs are all chosen: the largest states inside them."""
        closed: Flags = ~((~chosen).astype(np.float32) @ self.needs.T > 0)
        return closed


class PlausibleStates(NamedTuple):
    """States as rows of 0 and 1 over the landmarks, all equally likely at first."""

    landmarks: Landmarks
    known: Numbers


@lru_cache(maxsize=1)
def plausible_states(graph: ConceptGraph, seed: int, count: int = STATES) -> PlausibleStates:
    """States drawn from the prior; the same for the same graph, seed and count.

    The latest result is kept, because a placement is rebuilt from its answers each time it is looked at.

    Args:
        graph: The prerequisite graph.
        seed: Of the draw.
        count: How many states.
    """
    landmarks = landmarks_of(graph)
    random = np.random.default_rng(seed)
    by_goals, scattered = round(count * GOAL_SHARE), round(count * SCATTERED_SHARE)
    kinds = (
        _by_goals(landmarks, random, by_goals),
        _by_ability(landmarks, random, count - by_goals - scattered),
        _scattered(landmarks, random, scattered),
    )
    return PlausibleStates(landmarks, np.concatenate(kinds).astype(np.float32))


def landmarks_of(graph: ConceptGraph, most: int = MOST_LANDMARKS) -> Landmarks:
    """All concepts, or `most` of those that can be asked about, spread evenly over the depths.

    One pass over the graph in order of depth hands each concept the landmarks that it needs, as the bits of an integer.
    """
    order = sorted(graph.depths, key=lambda concept: (graph.depths[concept], concept))
    chosen = order
    if len(order) > most:
        able = [concept for concept in order if graph.catalogue[concept].items] or order
        chosen = [able[place] for place in np.linspace(0, len(able) - 1, min(most, len(able))).astype(int)]
    areas = {area: number for number, area in enumerate(sorted({graph.catalogue[one].area for one in chosen}))}
    depths = np.array([graph.depths[concept] for concept in chosen])
    return Landmarks(
        concepts=tuple(chosen),
        needs=_needs(graph, order, chosen),
        area=np.array([areas[graph.catalogue[concept].area] for concept in chosen], dtype=np.intp),
        difficulty=_ranks(depths),
    )


def _needs(graph: ConceptGraph, order: list[ConceptId], chosen: list[ConceptId]) -> Numbers:
    own = {concept: 1 << place for place, concept in enumerate(chosen)}
    bits: dict[ConceptId, int] = {}
    for concept in order:
        held = own.get(concept, 0)
        for before in graph.prerequisites(concept):
            held |= bits[before]
        bits[concept] = held
    rows = [[bits[concept] >> place & 1 for place in range(len(chosen))] for concept in chosen]
    return np.array(rows, dtype=np.float32).reshape(len(chosen), len(chosen))


def _ranks(depths: npt.NDArray[np.intp]) -> Numbers:
    ordered = np.sort(depths)
    below, up_to = np.searchsorted(ordered, depths, "left"), np.searchsorted(ordered, depths, "right")
    ranks: Numbers = ((below + up_to) / max(2 * len(depths), 1)).astype(np.float32)
    return ranks


def _by_goals(landmarks: Landmarks, random: np.random.Generator, count: int) -> Flags:
    """Learners who went for a few things: the closure of 1 to `MOST_GOALS` goals, small numbers more often.

    Areas draw goals unequally, and more so for some learners than for others.
    """
    size = len(landmarks.concepts)
    goals = np.minimum(np.exp(random.uniform(0, np.log(MOST_GOALS + 1), count)).astype(int), size)
    liking = np.exp(random.normal(size=(count, 1)) * _per_area(landmarks, random, count))
    # The largest of these keys are a weighted draw without replacement (Efraimidis and Spirakis, 2006).
    keys = random.random((count, size)) ** (1 / liking)
    last = np.sort(keys, axis=1)[np.arange(count), size - goals][:, None] if size else keys
    return landmarks.upwards(keys >= last)


def _by_ability(landmarks: Landmarks, random: np.random.Generator, count: int) -> Flags:
    """Learners who know what is not too deep for them, in some areas deeper than in others, with exceptions."""
    ability = random.uniform(-0.1, 1.1, (count, 1))
    preference = random.uniform(0, MOST_PREFERENCE, (count, 1)) * _per_area(landmarks, random, count)
    noise = random.uniform(0, MOST_NOISE, (count, 1)) * random.normal(size=(count, len(landmarks.concepts)))
    return landmarks.within(ability + preference + noise > landmarks.difficulty)


def _scattered(landmarks: Landmarks, random: np.random.Generator, count: int) -> Flags:
    """Learners without a pattern: each concept whose prerequisites are known is known with the same chance."""
    chance = random.uniform(0, 1, (count, 1))
    return landmarks.within(random.random((count, len(landmarks.concepts))) < chance)


def _per_area(landmarks: Landmarks, random: np.random.Generator, count: int) -> npt.NDArray[np.float64]:
    """A standard normal number for each learner and area, at the landmarks of the area."""
    areas = int(landmarks.area.max(initial=-1)) + 1
    return random.normal(size=(count, areas))[:, landmarks.area]
