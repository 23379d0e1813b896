"""Placement: at most twelve questions find what a learner knows, each the one that settles the most.

What is not known is which of many plausible states (`tutor.learner.prior_states`) the learner is in. Each answer
reweighs them by Bayes' rule; the next question is the one with the largest expected reduction of the summed entropy
of all concepts. The formulas and the simulation stand in `docs/learner/placement.md`.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.learner.prior_states import Numbers, PlausibleStates, plausible_states

MOST_QUESTIONS = 12
SLIP = 0.1
"""The chance to miss an item about what one knows."""
GUESS = 0.1
"""The chance to get an item right about what one does not know, where "I don't know" is offered."""
SETTLED = 0.8
"""A concept is settled when it is believed known, or not known, at least this much."""
LOOKED_AT = 1000
"""States that the choice of a question looks at: a systematic sample of all, by weight."""
NEARLY = 0.98
"""Questions that settle at least this share of what the best one settles are as good; the shallowest is asked."""

Weights = npt.NDArray[np.float64]


class Answer(NamedTuple):
    """An answer in a placement; `right` is None for "I don't know"."""

    concept: ConceptId
    right: bool | None


class Placement:
    """A placement of one learner; the same answers in the same order always lead to the same place.

    Args:
        graph: The prerequisite graph.
        seed: Of the draw of plausible states.
        states: The plausible states; drawn from the prior where not given.
    """

    def __init__(self, graph: ConceptGraph, seed: int = 0, states: PlausibleStates | None = None) -> None:
        self._graph = graph
        self._states = states or plausible_states(graph, seed)
        self._place = {concept: place for place, concept in enumerate(self._states.landmarks.concepts)}
        self._askable = [bool(graph.catalogue[concept].items) for concept in self._place]
        self._weights: Weights = np.full(len(self._states.known), 1 / len(self._states.known))
        self._answers: list[Answer] = []

    @property
    def states(self) -> PlausibleStates:
        """The states that are weighed."""
        return self._states

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers so far, in order."""
        return tuple(self._answers)

    @property
    def asked(self) -> tuple[ConceptId, ...]:
        """The concepts of the answers, in order."""
        return tuple(answer.concept for answer in self._answers)

    def question(self) -> ConceptId | None:
        """The concept to ask about next; None after `MOST_QUESTIONS` answers, or where nothing more can be settled.

        It has a check item and was not asked about. Among questions that settle nearly as much as the best one, it is
        the shallowest, ties by id.
        """
        asked = set(self.asked)
        open_ = [place for place, one in enumerate(self._concepts) if self._askable[place] and one not in asked]
        if not open_ or len(self._answers) >= MOST_QUESTIONS:
            return None
        settled = expected_reduction(*self._sample())[open_]
        best = float(settled.max())
        if best < 1e-6:  # noqa: PLR2004 - nothing but rounding
            return None
        # Landmarks stand in order of depth, ties by id.
        return self._concepts[open_[int(np.argmax(settled >= NEARLY * best))]]

    def answered(self, concept: ConceptId, right: bool | None, guess: float = GUESS) -> None:  # noqa: FBT001 - the answer
        """Take an answer into account, to a question of ours or to any other.

        Args:
            concept: What the item was about; an answer about no landmark only counts as asked.
            right: Whether it was right; None for "I don't know", which is a wrong answer that nobody guessed.
            guess: The chance to be right without knowing.
        """
        self._answers.append(Answer(concept, right))
        if concept not in self._place:
            return
        if_known = 1 - SLIP if right else SLIP
        if_not = {True: guess, False: 1 - guess, None: 1.0}[right]
        weights = self._weights * np.where(self._states.known[:, self._place[concept]] > 0, if_known, if_not)
        self._weights = weights / weights.sum()
        self.__dict__.pop("_beliefs", None)  # they follow from the weights

    def belief(self, concept: ConceptId) -> float:
        """How likely the concept is known, from 0 to 1; never less than that of what needs it.

        Between landmarks it is the middle of what the nearest ones allow: at least the belief in each landmark that
        needs it, at most that in each one that it needs.
        """
        if concept in self._place:
            return float(self._beliefs[self._place[concept]])
        beliefs, place = self._beliefs, self._place
        least = max((float(beliefs[place[one]]) for one in self._graph.descendants(concept) if one in place), default=0)
        most = min((float(beliefs[place[one]]) for one in self._graph.ancestors(concept) if one in place), default=1)
        return (least + most) / 2

    def known(self) -> frozenset[ConceptId]:
        """The state that the answers speak for: the one with the highest expected balanced accuracy.

        A concept counts as known where Σ w/|S| over the states S with it exceeds Σ w/(n - |S|) over those without it.
        That set is downward-closed, because whatever a state knows, it knows the prerequisites of. The closure adds
        what lies between landmarks, on a graph with more concepts than landmarks.
        """
        found = best_estimate(self._weights, self._states.known)
        return self._graph.closure(self._concepts[place] for place in np.flatnonzero(found))

    @property
    def uncertainty(self) -> float:
        """The share of the landmarks that are not settled, from 0 to 1."""
        beliefs = self._beliefs
        return float(np.mean((beliefs > 1 - SETTLED) & (beliefs < SETTLED))) if len(beliefs) else 0.0

    @property
    def _concepts(self) -> tuple[ConceptId, ...]:
        return self._states.landmarks.concepts

    @cached_property
    def _beliefs(self) -> Numbers:
        beliefs: Numbers = np.clip(self._weights.astype(np.float32) @ self._states.known, 0, 1)
        return beliefs

    def _sample(self) -> tuple[Numbers, Numbers]:
        """Some states, and their weights: as many hits of an even comb over the summed weights as each state takes."""
        comb = (np.arange(LOOKED_AT) + 0.5) / LOOKED_AT
        hits = np.minimum(np.searchsorted(np.cumsum(self._weights), comb), len(self._weights) - 1)
        rows, counts = np.unique(hits, return_counts=True)
        return self._states.known[rows], (counts / LOOKED_AT).astype(np.float32)


def expected_reduction(known: Numbers, weights: Numbers) -> Numbers:
    """By how many bits asking about each concept is expected to reduce the summed entropy of all concepts.

    The sum over the concepts c of the mutual information between the answer to the question and whether c is known,
    Σ H(c) - P(right) Σ H(c | right) - P(not right) Σ H(c | not right).

    Args:
        known: States as rows of 0 and 1.
        weights: Of the states; they sum to 1.
    """
    belief = weights @ known
    both = known.T @ (weights[:, None] * known)
    right = (1 - SLIP) * belief + GUESS * (1 - belief)
    right_and = (1 - SLIP - GUESS) * both + GUESS * belief[None, :]
    if_right = _entropy(right_and / right[:, None]).sum(axis=1)
    if_not = _entropy((belief[None, :] - right_and) / (1 - right)[:, None]).sum(axis=1)
    reduction: Numbers = _entropy(belief).sum() - right * if_right - (1 - right) * if_not
    return reduction


def best_estimate(weights: Weights, known: Numbers) -> npt.NDArray[np.bool_]:
    """Which concepts to call known, for the highest expected balanced accuracy over weighted states.

    A state that knows everything, or nothing, has one kind of concept only, which then counts for the whole.
    """
    size = known.sum(axis=1)
    rest = known.shape[1] - size
    halves = np.where((size == 0) | (rest == 0), 1.0, 0.5)
    hit = weights * np.where(size == 0, 0, halves / np.maximum(size, 1))
    miss = weights * np.where(rest == 0, 0, halves / np.maximum(rest, 1))
    found: npt.NDArray[np.bool_] = (hit + miss).astype(np.float32) @ known > miss.sum()
    return found


def _entropy(chance: Numbers | Weights) -> Numbers:
    """Of a yes or no, in bits."""
    inside: Numbers = np.clip(chance, 1e-6, 1 - 1e-6).astype(np.float32, copy=False)
    bits: Numbers = -inside * np.log2(inside) - (1 - inside) * np.log2(1 - inside)
    return bits
