"""The metrics against values worked out by hand."""

from __future__ import annotations

import itertools
import random

import pytest

from tutor.evaluation.metrics import auroc, mean, ndcg, percentile, recall, reciprocal_rank


def test_recall_divides_by_what_could_have_been_found() -> None:
    ranked = ["x", "a", "y", "b", "c"]
    gold = {"a", "b", "c", "d"}
    assert recall(ranked, gold, 1) == 0
    assert recall(ranked, gold, 3) == pytest.approx(1 / 3)
    assert recall(ranked, gold, 5) == pytest.approx(3 / 4)
    assert recall([], gold, 5) == 0


def test_the_reciprocal_rank_is_that_of_the_first_gold() -> None:
    assert reciprocal_rank(["x", "y", "b", "a"], {"a", "b"}) == pytest.approx(1 / 3)
    assert reciprocal_rank([], {"a"}) == 0


def test_ndcg_by_hand() -> None:
    # Gold on places 2 and 3: 1/log2(3) + 1/log2(4) = 0.63093 + 0.5; the best would be 1 + 0.63093.
    assert ndcg(["x", "a", "b"], {"a", "b"}, 10) == pytest.approx(1.13093 / 1.63093, abs=1e-5)
    assert ndcg(["a", "b"], {"a", "b"}, 10) == 1
    assert ndcg(["a"], {"a", "b"}, 1) == 1
    assert ndcg(["x"] * 10 + ["a"], {"a"}, 10) == 0


def test_auroc_with_ties_by_hand() -> None:
    # Of nine pairs, 4 is above three; 2 is above one and ties with one; 1 is above one: 3 + 1.5 + 1.
    assert auroc([4, 2, 1], [3, 2, 0]) == pytest.approx(5.5 / 9)
    assert auroc([1, 1], [1, 1, 1]) == 0.5
    assert auroc([2], [1]) == 1
    assert auroc([1], [2]) == 0


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    chance = random.Random(1)
    positive = [chance.randint(0, 9) for _ in range(40)]
    negative = [chance.randint(0, 7) for _ in range(30)]
    pairs = [(p > n) + (p == n) / 2 for p, n in itertools.product(positive, negative)]
    assert auroc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


@pytest.mark.parametrize(("share", "value"), [(0, 1), (0.5, 2.5), (0.95, 3.85), (1, 4)])
def test_percentiles_by_hand(share: float, value: float) -> None:
    assert percentile([3, 1, 4, 2], share) == pytest.approx(value)


def test_a_single_value_is_every_percentile() -> None:
    assert percentile([7], 0.05) == percentile([7], 0.95) == 7


def test_nothing_to_measure_is_none_and_not_zero() -> None:
    assert [mean([]), percentile([], 0.5), auroc([], [1]), auroc([1], [])] == [None] * 4
