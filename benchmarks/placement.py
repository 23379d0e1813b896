"""Placement simulated: how well twelve questions tell what a learner knows, on learners of several kinds.

    python benchmarks/placement.py [KIND...]

No kind draws true knowledge states as the prior of the placement does. (a) and (b) share an idea with it, by goals and by
ability, with other distributions; (c), (d) and (e) share none. Answers slip and guess at 10 %. Figures are the mean balanced accuracy of "knows" over all concepts, after 4, 8 and 12
questions. Questions are chosen by us, at random, or by the most ancestors and descendants; what is concluded from the
answers is the same for all three. "plain" concludes by closure alone: known is what a right answer implies. "told" is
ours with the learner's own kind as its prior: a yardstick for what such questions can do, not a proven limit.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.factory import open_graph
from tutor.learner.placement import GUESS, MOST_QUESTIONS, SLIP, Answer, Placement
from tutor.learner.prior_states import STATES, PlausibleStates, landmarks_of
from tutor.settings import load_settings

LEARNERS = 200
LOOKS = (4, 8, 12)
CHAIN_STEPS = 10_000
LONGEST_TOLD = 4_000
"""States of the Markov chain to be told about; they are slow to draw."""

Flags = npt.NDArray[np.bool_]
Next = Callable[[Placement], ConceptId | None]


class Nature:
    """Draws true states, as rows over the concepts in order of depth."""

    def __init__(self, graph: ConceptGraph) -> None:
        self.landmarks = landmarks_of(graph)
        self.concepts = self.landmarks.concepts
        place = {concept: number for number, concept in enumerate(self.concepts)}
        self.before = [[place[one] for one in graph.prerequisites(concept)] for concept in self.concepts]
        self.after = [[place[one] for one in graph.dependents(concept)] for concept in self.concepts]
        depth = np.array([graph.depths[concept] for concept in self.concepts])
        self.depth = (depth - depth.mean()) / depth.std()
        steps = np.array([graph.catalogue[concept].level.rank for concept in self.concepts]) + depth / depth.max()
        self.level = (steps - steps.mean()) / steps.std()
        self.letters = np.argsort(np.argsort(self.concepts))

    def goals(self, random: np.random.Generator, count: int) -> Flags:
        """(a) The closure of 1 to 30 concepts, each number and each concept equally likely."""
        chosen = np.zeros((count, len(self.concepts)), dtype=np.bool_)
        for row in chosen:
            row[random.choice(len(row), random.integers(1, 31), replace=False)] = True
        return self.landmarks.upwards(chosen)

    def ability(self, random: np.random.Generator, count: int) -> Flags:
        """(b) Normal ability against depth, with a normal preference of half that size for each area."""
        return self.landmarks.within(self._able(random, count) > self.depth)

    def ability_and_chance(self, random: np.random.Generator, count: int) -> Flags:
        """(b') The same, each concept harder or easier for each learner by 0.3 standard deviations of depth."""
        noise = 0.3 * random.normal(size=(count, len(self.concepts)))
        return self.landmarks.within(self._able(random, count) + noise > self.depth)

    def level_inside(self, random: np.random.Generator, count: int) -> Flags:
        """(b'') Ability against the page's level, then depth, with more chance (logistic, about 0.5); the largest state inside."""
        return self.landmarks.within(self._by_level(random, count))

    def level_closed(self, random: np.random.Generator, count: int) -> Flags:
        """(b''') The same, but the smallest state around what the draw says is known."""
        return self.landmarks.upwards(self._by_level(random, count))

    def chain(self, random: np.random.Generator, count: int) -> Flags:
        """(c) A Markov chain on the downward-closed sets that adds or drops any one concept: uniform in the limit."""
        return np.array([self._walk(random) for _ in range(count)])

    def areas(self, random: np.random.Generator, count: int) -> Flags:
        """(d) One to half of the areas, whole, with what they need; nothing else. Unlike the prior."""
        number = int(self.landmarks.area.max()) + 1
        likings = random.random((count, number))
        some = np.sort(likings)[np.arange(count), random.integers(0, number // 2, count)][:, None]
        return self.landmarks.upwards((likings <= some)[:, self.landmarks.area])

    def letters_read(self, random: np.random.Generator, count: int) -> Flags:
        """(e) Someone who read the pages in order of the alphabet up to somewhere, with what they need. Absurd."""
        return self.landmarks.upwards(self.letters < random.integers(1, len(self.concepts), (count, 1)))

    def _able(self, random: np.random.Generator, count: int) -> npt.NDArray[np.float64]:
        areas = int(self.landmarks.area.max()) + 1
        preference = 0.5 * random.normal(size=(count, areas))
        return random.normal(size=(count, 1)) + preference[:, self.landmarks.area]

    def _by_level(self, random: np.random.Generator, count: int) -> Flags:
        chance = 1 / (1 + np.exp(-3.4 * (self._able(random, count) - self.level)))
        drawn: Flags = random.random(chance.shape) < chance
        return drawn

    def _walk(self, random: np.random.Generator) -> list[bool]:
        known = [False] * len(self.concepts)
        for place in random.integers(0, len(known), CHAIN_STEPS):
            if known[place]:
                known[place] = any(known[one] for one in self.after[place])
            else:
                known[place] = all(known[one] for one in self.before[place])
        return known


class Way(NamedTuple):
    """A way to place someone: what is asked next, from which states conclusions are drawn."""

    name: str
    states: PlausibleStates
    ask: Next


def ours() -> Next:
    """Our questions; the same answers lead to the same question, which is worked out once."""
    kept: dict[tuple[Answer, ...], ConceptId | None] = {}

    def ask(placement: Placement) -> ConceptId | None:
        if placement.answers not in kept:
            kept[placement.answers] = placement.question()
        return kept[placement.answers]

    return ask


def at_random(concepts: tuple[ConceptId, ...], random: np.random.Generator) -> Next:
    """Any concept that was not asked about."""
    return lambda placement: str(random.choice([one for one in concepts if one not in placement.asked]))


def most_central(graph: ConceptGraph) -> Next:
    """The concepts with the most ancestors and descendants, ties by id."""
    order = sorted(graph.depths, key=lambda one: (-len(graph.ancestors(one)) - len(graph.descendants(one)), one))
    return lambda placement: order[len(placement.asked)]


def balanced_accuracy(true: frozenset[ConceptId], found: frozenset[ConceptId], number: int) -> float:
    """The mean of the shares of known and of unknown concepts told right; of one of them where there is one kind."""
    hit = len(true & found) / len(true) if true else None
    rest = number - len(true)
    spared = (rest - len(found - true)) / rest if rest else None
    shares = [share for share in (hit, spared) if share is not None]
    return sum(shares) / len(shares)


def simulate(
    graph: ConceptGraph, way: Way, truths: list[frozenset[ConceptId]], seed: int
) -> Iterator[tuple[list[float], list[float]]]:
    """For each learner, the balanced accuracies at the looks: concluded from the states, and by closure alone."""
    random = np.random.default_rng(seed)
    for true in truths:
        placement, right, accuracies, plain = Placement(graph, states=way.states), set[ConceptId](), [], []
        for number in range(1, MOST_QUESTIONS + 1):
            concept = way.ask(placement)
            if concept is not None:
                correct = bool(random.random() < (1 - SLIP if concept in true else GUESS))
                placement.answered(concept, right=correct)
                right |= {concept} if correct else set()
            if number in LOOKS:
                accuracies.append(balanced_accuracy(true, placement.known(), len(graph)))
                plain.append(balanced_accuracy(true, graph.closure(right), len(graph)))
        yield accuracies, plain


def told_about(nature: Nature, draw: Callable[[np.random.Generator, int], Flags], seed: int) -> PlausibleStates:
    """States of the learner's own kind."""
    count = LONGEST_TOLD if draw == nature.chain else STATES
    return PlausibleStates(nature.landmarks, draw(np.random.default_rng(seed), count).astype(np.float32))


def line(name: str, accuracies: list[list[float]]) -> str:
    """Means at the looks, and the standard error of the last."""
    table = np.array(accuracies)
    error = table[:, -1].std(ddof=1) / len(table) ** 0.5
    return f"  {name:<22}" + "".join(f"{mean:8.3f}" for mean in table.mean(axis=0)) + f"  ± {error:.3f}"


def main() -> None:
    """Print the table."""
    graph = open_graph(load_settings(os.environ))
    nature = Nature(graph)
    kinds = (
        nature.goals,
        nature.ability,
        nature.ability_and_chance,
        nature.level_inside,
        nature.level_closed,
        nature.chain,
        nature.areas,
        nature.letters_read,
    )
    states = Placement(graph).states
    kept = ours()
    for draw in kinds:
        if sys.argv[1:] and draw.__name__ not in sys.argv[1:]:
            continue
        start = time.perf_counter()
        rows = draw(np.random.default_rng(101), LEARNERS)
        truths = [frozenset(nature.concepts[place] for place in np.flatnonzero(row)) for row in rows]
        print(
            f"{draw.__doc__}\n  {LEARNERS} learners who know {np.percentile(rows.sum(axis=1), [5, 50, 95]).astype(int)}"
        )
        print(f"  {'questions':<22}" + "".join(f"{look:8d}" for look in LOOKS))
        ways = (
            Way("ours", states, kept),
            Way("random", states, at_random(nature.concepts, np.random.default_rng(7))),
            Way("most central", states, most_central(graph)),
            Way("told", told_about(nature, draw, 202), ours()),
        )
        for way in ways:
            found = list(simulate(graph, way, truths, 303))
            print(line(way.name, [accuracies for accuracies, _ in found]))
            if way.name != "told":
                print(line(f"{way.name}, plain", [plain for _, plain in found]), flush=True)
        print(f"  {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
