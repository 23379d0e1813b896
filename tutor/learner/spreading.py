"""Evidence moving along the graph: what an answer on one concept says about the concepts around it.

The rule. A right answer is weak evidence for what its concept needs; a wrong one is weak evidence against what needs its
concept; nothing else moves. An answer d edges away, along the shortest way, counts for

    WEIGHT * FADING ** (d - 1)   in log-odds, times its credit where it is right, times the credit it lacks where it is wrong

up to `REACH` edges. With x as the sum of what speaks for a concept less what speaks against it, its log-odds are moved by

    BOUND * tanh(x / BOUND)

which is never more than `BOUND`, however many answers there are. A concept that is mastered by itself stays mastered.

From this follows, and is tested on random graphs and logs:

* others' answers alone never make mastery (they lift 0.30 to 0.66 at most), and never take it away;
* an added right answer never lowers, and an added wrong one never raises, any other concept;
* a wrong answer turned into a right one lowers no concept at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Attempt
from tutor.learner.tracing import MASTERED

WEIGHT: Final = 0.4
"""Log-odds for an answer one edge away: two fifths of what a right choice out of three says of its own concept."""

FADING: Final = 0.5
"""What is left of the weight with each further edge."""

REACH: Final = 3
"""Edges beyond which an answer says nothing."""

BOUND: Final = 1.5
"""The most that all other answers together move a concept, in log-odds."""


class Tally(NamedTuple):
    """The answers on one concept: how many were right and their credit, how many were wrong and the credit they lack."""

    right: int
    credit: float
    wrong: int
    lack: float


class Evidence(NamedTuple):
    """What answers on other concepts say about a concept.

    Attributes:
        shift: By how much they move its log-odds.
        answers: How many of them speak for it or against it.
        needing: Concepts that need it and were answered right.
        needed: Concepts that it needs and that were answered wrong.
    """

    shift: float
    answers: int
    needing: int
    needed: int


def tally(attempts: Iterable[Attempt]) -> Tally:
    """Counts the answers on one concept."""
    right: list[float] = []
    wrong: list[float] = []
    for attempt in attempts:
        (right if attempt.right else wrong).append(attempt.credit)
    return Tally(len(right), sum(right), len(wrong), len(wrong) - sum(wrong))


def evidence_on(graph: ConceptGraph, concept: ConceptId, tallies: Mapping[ConceptId, Tally]) -> Evidence:
    """What the answers around a concept say about it, by the rule of this module.

    Only what is within `REACH` edges is visited, so the size of the graph does not matter.

    Args:
        graph: The prerequisite graph.
        concept: The concept.
        tallies: The answers on each concept that has any.
    """
    above = [(d, tallies[other]) for d, other in _around(concept, graph.dependents) if other in tallies]
    below = [(d, tallies[other]) for d, other in _around(concept, graph.prerequisites) if other in tallies]
    balance = sum(_weight(d) * other.credit for d, other in above) - sum(_weight(d) * other.lack for d, other in below)
    return Evidence(
        shift=BOUND * math.tanh(balance / BOUND),
        answers=sum(other.right for _, other in above) + sum(other.wrong for _, other in below),
        needing=sum(other.right > 0 for _, other in above),
        needed=sum(other.wrong > 0 for _, other in below),
    )


def moved(mastery: float, shift: float) -> float:
    """A concept's own mastery, moved by a shift of its log-odds; what is mastered stays mastered."""
    if not shift:
        return mastery
    log_odds = math.log(mastery / (1 - mastery)) + shift
    shifted = 1 / (1 + math.exp(-log_odds))
    return max(shifted, MASTERED) if mastery >= MASTERED else shifted


def _weight(distance: int) -> float:
    return WEIGHT * FADING ** (distance - 1)


def _around(
    concept: ConceptId, neighbours: Callable[[ConceptId], Iterable[ConceptId]]
) -> Iterator[tuple[int, ConceptId]]:
    """Each concept in one direction with its distance in edges, nearest first, up to `REACH`."""
    seen, ring = {concept}, [concept]
    for distance in range(1, REACH + 1):
        ring = list(dict.fromkeys(other for one in ring for other in neighbours(one) if other not in seen))
        seen.update(ring)
        yield from ((distance, other) for other in ring)
