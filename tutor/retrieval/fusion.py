"""From the scores of every channel to one: a weighted sum, the weights fitted on our own tuning cases.

Reciprocal rank fusion was measured first and lost: it forgets by how much a channel prefers its first concept
(docs/experiments.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from corpus.types import ConceptId

Scores = Mapping[ConceptId, float]
"""Concept → score in one channel; a concept that the channel did not find is left out."""

CHANNEL_WEIGHTS: Mapping[str, float] = MappingProxyType({"question": 3.0, "dense": 1.0, "lexical": 1.0, "name": 0.1})
"""What a full score in each channel is worth; `benchmarks/fit_retrieval.py` fits them."""

_FULL_SCORE_IS_BEST = frozenset({"lexical"})
"""Channels without an upper bound, whose best score in a search counts as 1."""


def fuse(channels: Mapping[str, Scores]) -> dict[ConceptId, float]:
    """The fused score of every concept that any channel found.

    Args:
        channels: Channel → scores. Cosines and name strengths count as they are; BM25 scores are divided by the best
            one of the search.

    Returns:
        Concept → score, best first; ties by id.
    """
    fused: dict[ConceptId, float] = {}
    for channel, scores in channels.items():
        full = max(scores.values(), default=1.0) if channel in _FULL_SCORE_IS_BEST else 1.0
        for concept, score in scores.items():
            fused[concept] = fused.get(concept, 0.0) + CHANNEL_WEIGHTS[channel] * score / full
    return dict(sorted(fused.items(), key=lambda pair: (-pair[1], pair[0])))
