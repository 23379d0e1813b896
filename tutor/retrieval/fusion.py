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

CHANNEL_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "question": 2.0,  # the best cosine to a question that leads to the page
        "gist": 1.5,  # the cosine to the centre of all of them
        "dense": 1.0,  # the best cosine to a passage
        "lexical": 1.0,  # BM25 over the whole page, its questions included
        "wording": 0.5,  # the best BM25 over single questions
        "name": 1.0,  # how much of the question is names, the concept's among them
    }
)
"""What a full score in each channel is worth; `benchmarks/fit_retrieval.py` fits them."""

_FULL_SCORE_IS_BEST = frozenset({"lexical", "wording"})
"""Channels without an upper bound, whose best score in a search counts as 1."""

_SQUARED = frozenset({"question"})
"""Channels in which a score near 1 says far more than one half-way: that question is known."""


def counted(channel: str, scores: Scores) -> Scores:
    """What the scores of a channel count for, none more than 1.

    Cosines and names count as they are, those to single questions squared; BM25 scores are divided by the best one of
    the search.
    """
    if channel in _SQUARED:
        return {concept: max(score, 0.0) ** 2 for concept, score in scores.items()}
    if channel in _FULL_SCORE_IS_BEST:
        full = max(scores.values(), default=1.0)
        return {concept: score / full for concept, score in scores.items()}
    return scores


def fuse(channels: Mapping[str, Scores]) -> dict[ConceptId, float]:
    """The fused score of every concept that any channel found.

    Args:
        channels: Channel → scores.

    Returns:
        Concept → score, best first; ties by id.
    """
    fused: dict[ConceptId, float] = {}
    for channel, scores in channels.items():
        for concept, share in counted(channel, scores).items():
            fused[concept] = fused.get(concept, 0.0) + CHANNEL_WEIGHTS[channel] * share
    return dict(sorted(fused.items(), key=lambda pair: (-pair[1], pair[0])))
