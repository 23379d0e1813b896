"""Whether to answer: one calibrated score from what every channel found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tutor.retrieval.words import Vocabulary
from tutor.types import RankedConcept, Verdict

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"bias": -16.4, "question": 8.4, "dense": 10.4, "lexical": 3.1, "coverage": 3.0}
)
"""Weights of the logistic score; `benchmarks/fit_retrieval.py` fits them on our own tuning cases."""

THRESHOLD = 0.5
"""Below this score the tutor declines."""


def decision_score(question: str, ranked: Sequence[RankedConcept], vocabulary: Vocabulary) -> float:
    """How likely it is, from 0 to 1, that the pages can answer a question.

    A logistic regression over the best cosine to a known question and to a passage, the logarithm of 1 + the best BM25
    score, and the share of the question's content words that the pages use at all, weighted by rarity.
    """
    best = {
        channel: max((concept.channels.get(channel, 0.0) for concept in ranked), default=0.0)
        for channel in ("question", "dense", "lexical")
    }
    features = best | {"lexical": math.log1p(best["lexical"]), "coverage": vocabulary.coverage(question)}
    total = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-total))


def decide(score: float) -> Verdict:
    """What to do with a question of that score."""
    return Verdict.ANSWER if score >= THRESHOLD else Verdict.ABSTAIN
