"""The metrics, each a function of plain values. Where there is nothing to measure, the value is None."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence


def mean(values: Iterable[float]) -> float | None:
    """The mean; for truth values the share that is true.

    >>> mean([True, False, True, True]), mean([])
    (0.75, None)
    """
    listed = list(values)
    return math.fsum(listed) / len(listed) if listed else None


def percentile(values: Iterable[float], share: float) -> float | None:
    """The value below which that share of the values lies, interpolated between the two nearest.

    >>> percentile([4, 1, 3, 2], 0.5), percentile([0, 10], 0.95), percentile([], 0.5)
    (2.5, 9.5, None)
    """
    ordered = sorted(values)
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def recall(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """The share of the gold found among the first k, of as many as the first k can hold.

    >>> recall(["a", "x", "b"], {"a", "b"}, 3), recall(["a", "x", "b"], {"a", "b"}, 1), recall(["x"], {"a"}, 3)
    (1.0, 1.0, 0.0)
    """
    return len(set(gold) & set(ranked[:k])) / min(k, len(gold))


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str]) -> float:
    """1 divided by the place of the first gold, counted from 1; 0 where there is none.

    >>> reciprocal_rank(["x", "a", "b"], {"a", "b"}), reciprocal_rank(["x"], {"a"})
    (0.5, 0.0)
    """
    return next((1 / place for place, found in enumerate(ranked, start=1) if found in gold), 0.0)


def ndcg(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """Normalised discounted cumulative gain of the first k: each gold gains 1, discounted by log2(place + 1).

    >>> ndcg(["a", "x"], {"a"}, 10), round(ndcg(["x", "a"], {"a"}, 10), 4)
    (1.0, 0.6309)
    """
    gained = sum(1 / math.log2(place + 1) for place, found in enumerate(ranked[:k], start=1) if found in gold)
    return gained / sum(1 / math.log2(place + 1) for place in range(1, min(k, len(gold)) + 1))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """How often a positive has a higher score than a negative, over all pairs; a tie counts half.

    >>> auroc([0.9, 0.5], [0.5, 0.1])
    0.875
    """
    if not positive or not negative:
        return None
    ordered = sorted(negative)
    below = sum(bisect_left(ordered, score) + bisect_right(ordered, score) for score in positive)
    return below / (2 * len(positive) * len(negative))
