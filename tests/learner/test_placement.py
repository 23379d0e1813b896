"""Placement on the shipped graph: what it asks, what it concludes, and how well, on simulated learners."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import pytest

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.learner.placement import GUESS, MOST_QUESTIONS, SLIP, Placement, best_estimate, expected_reduction
from tutor.learner.prior_states import landmarks_of, plausible_states


def answer_all(placement: Placement, knows: Callable[[ConceptId], bool]) -> Placement:
    while (asked := placement.question()) is not None:
        placement.answered(asked, right=knows(asked))
    return placement


def test_at_most_twelve_different_concepts_with_items_are_asked(shipped_graph: ConceptGraph) -> None:
    placement = answer_all(Placement(shipped_graph), lambda asked: shipped_graph.depths[asked] < 6)
    assert len(set(placement.asked)) == len(placement.asked) <= MOST_QUESTIONS
    assert all(shipped_graph.catalogue[asked].items for asked in placement.asked)
    assert placement.question() is None


def test_whoever_misses_everything_knows_little_and_whoever_misses_nothing_knows_much(
    shipped_graph: ConceptGraph,
) -> None:
    nothing = answer_all(Placement(shipped_graph), lambda _: False).known()
    everything = answer_all(Placement(shipped_graph), lambda _: True).known()
    assert len(nothing) < len(shipped_graph) / 10
    assert len(everything) > len(shipped_graph) * 9 / 10


def test_answers_settle_concepts(shipped_graph: ConceptGraph) -> None:
    placement = Placement(shipped_graph)
    before = placement.uncertainty
    assert answer_all(placement, lambda asked: shipped_graph.depths[asked] < 6).uncertainty < before / 2 <= 0.5


def test_replaying_the_answers_leads_to_the_same_place(shipped_graph: ConceptGraph) -> None:
    coin = Random(5)
    first = answer_all(Placement(shipped_graph, seed=3), lambda _: coin.random() < 0.5)
    again = Placement(shipped_graph, seed=3)
    for answer in first.answers:
        assert again.question() == answer.concept
        again.answered(answer.concept, right=answer.right)
    assert again.known() == first.known()
    assert again.uncertainty == first.uncertainty


def test_not_knowing_says_at_least_as_much_as_a_wrong_answer(shipped_graph: ConceptGraph) -> None:
    honest, wrong, guessed = (Placement(shipped_graph) for _ in range(3))
    honest.answered("attention", right=None)
    wrong.answered("attention", right=False)
    guessed.answered("attention", right=False, guess=1 / 3)
    assert honest.belief("attention") < wrong.belief("attention") < guessed.belief("attention")
    assert honest.belief("softmax") < Placement(shipped_graph).belief("softmax")


def test_a_right_answer_is_weaker_the_easier_it_is_to_guess(shipped_graph: ConceptGraph) -> None:
    sure, lucky = Placement(shipped_graph), Placement(shipped_graph)
    sure.answered("attention", right=True)
    lucky.answered("attention", right=True, guess=1 / 3)
    assert sure.belief("attention") > lucky.belief("attention") > Placement(shipped_graph).belief("attention")


def test_concepts_without_items_are_not_asked_about() -> None:
    silent = ConceptGraph.of([concept("a"), concept("b", "a")])
    placement = Placement(silent)
    assert placement.question() is None
    placement.answered("b", right=True)
    assert placement.known() == {"a", "b"}


def test_an_answer_about_a_page_that_is_gone_changes_nothing_but_counts(shipped_graph: ConceptGraph) -> None:
    placement = Placement(shipped_graph)
    before = placement.known()
    placement.answered("no-such-page", right=True)
    assert placement.known() == before
    assert placement.asked == ("no-such-page",)


def test_a_graph_without_concepts_has_nothing_to_ask() -> None:
    placement = Placement(ConceptGraph.of([]))
    assert (placement.question(), placement.known(), placement.uncertainty) == (None, frozenset(), 0.0)


def test_a_large_graph_is_placed_by_landmarks_spread_over_its_depths() -> None:
    """A chain of 900 concepts: one is believed no more than what comes before it, landmark or not."""
    chain = [concept("c0", items=item("c0"))]
    chain += [concept(f"c{place}", f"c{place - 1}", items=item(f"c{place}")) for place in range(1, 900)]
    graph = ConceptGraph.of(chain)
    placement = answer_all(Placement(graph), lambda asked: int(asked[1:]) < 400)
    beliefs = [placement.belief(f"c{place}") for place in range(0, 900, 7)]
    assert beliefs == sorted(beliefs, reverse=True)
    assert len(landmarks_of(graph).concepts) < len(graph)
    assert placement.known() == graph.closure(placement.known())
    assert abs(len(placement.known()) - 400) < 60


def item(of: str) -> list[dict[str, object]]:
    options = [{"text": text, "right": text == "yes", "feedback": "So it is."} for text in ("yes", "no", "never")]
    return [{"id": f"{of}#1", "concept": of, "kind": "recall", "stem": "Is it?", "options": options}]


def test_the_expected_reduction_is_the_entropy_that_an_answer_takes_away() -> None:
    """Two concepts, always known together: an answer about one says the same about the other."""
    known = np.array([[0, 0], [1, 1]], dtype=np.float32)
    one_answer = 1 + GUESS * np.log2(GUESS) + (1 - GUESS) * np.log2(1 - GUESS)
    assert SLIP == GUESS
    reduction = expected_reduction(known, np.array([0.5, 0.5], dtype=np.float32))
    assert reduction == pytest.approx([2 * one_answer, 2 * one_answer], abs=1e-4)


def test_the_expected_reduction_of_a_sure_thing_is_nothing() -> None:
    known = np.array([[1, 0], [1, 1]], dtype=np.float32)
    sure, open_ = expected_reduction(known, np.array([0.5, 0.5], dtype=np.float32))
    assert sure == pytest.approx(0, abs=1e-4)
    assert open_ > 0.5


def test_the_estimate_is_the_one_with_the_best_expected_balanced_accuracy() -> None:
    """Tried against all sets of four concepts."""
    known = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [0, 0, 0, 0], [1, 1, 1, 1]], dtype=np.float32)
    weights = np.array([0.4, 0.1, 0.2, 0.1, 0.2])

    def expected(found: np.ndarray) -> float:
        parts = []
        for state in known.astype(bool):
            shares = [(found == state)[kind].mean() for kind in (state, ~state) if kind.any()]
            parts.append(sum(shares) / len(shares))
        return float(np.dot(weights, parts))

    sets = [np.array([number >> place & 1 for place in range(4)], dtype=bool) for number in range(16)]
    assert expected(best_estimate(weights, known)) == pytest.approx(max(map(expected, sets)))


def test_our_questions_tell_more_than_random_ones(shipped_graph: ConceptGraph) -> None:
    """Thirty learners of a kind by ability; the full table is that of `benchmarks/placement.py`."""
    states = plausible_states(shipped_graph, 0)
    coin = Random(11)
    chooser = Random(12)
    ours, random = [], []
    for _ in range(30):
        bar = coin.gauss(6, 3)
        likes = {area: coin.gauss(0, 2) for area in {page.area for page in shipped_graph.catalogue}}
        known = shipped_graph.closure(
            page.id for page in shipped_graph.catalogue if shipped_graph.depths[page.id] < bar + likes[page.area]
        )

        def replies(asked: ConceptId, known: frozenset[ConceptId] = known) -> bool:
            return coin.random() < (1 - SLIP if asked in known else GUESS)

        ours.append(accuracy(known, answer_all(Placement(shipped_graph, states=states), replies), shipped_graph))
        other = Placement(shipped_graph, states=states)
        for asked in chooser.sample(sorted(page.id for page in shipped_graph.catalogue), MOST_QUESTIONS):
            other.answered(asked, right=replies(asked))
        random.append(accuracy(known, other, shipped_graph))
    assert sum(ours) / 30 > max(0.85, sum(random) / 30)


def accuracy(known: frozenset[ConceptId], placement: Placement, graph: ConceptGraph) -> float:
    found, every = placement.known(), frozenset(graph.depths)
    kinds = [kind for kind in (known & found, every - known - found) if kind or known]
    shares = [len(kinds[0]) / max(len(known), 1), len(kinds[-1]) / max(len(every - known), 1)]
    return sum(shares) / 2
