"""Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009), with a weight for each channel."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

RRF_K = 60
"""The constant of the paper: how little the very first ranks differ."""


def reciprocal_rank_fusion(
    rankings: Mapping[str, Sequence[Key]], weights: Mapping[str, float], *, k: int = RRF_K
) -> dict[Key, float]:
    """Fuse rankings: the sum over channels of weight / (k + rank), ranks from 1.

    Args:
        rankings: Channel → its keys, best first, each at most once.
        weights: Channel → weight; every channel needs one.
        k: The constant of the formula.

    Returns:
        Key → score, best first; ties in the order in which keys first appear in the rankings.
    """
    scores: dict[Key, float] = {}
    for channel, ranking in rankings.items():
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + weights[channel] / (k + rank)
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))
