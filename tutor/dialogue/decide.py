"""Whether to answer: one calibrated score from what every channel found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tutor.retrieval.words import Vocabulary
from tutor.types import RankedConcept, Verdict

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "bias": -8.09,
        "question": 1.97,  # the best cosine to a known question
        "lead": 4.8,  # by how much it beats the nearest question that no page answers
        "gist": 4.3,  # the best cosine to the centre of a page's questions
        "dense": 1.89,  # the best cosine to a passage
        "lexical": 0.49,  # the best BM25 score of a page
        "coverage": 1.98,  # the share of the question's content, weighted by rarity, that the pages have words for
    }
)
"""Weights of the logistic score; `benchmarks/fit_retrieval.py` fits them on our own tuning cases."""

THRESHOLD = 0.45
"""Below this score the tutor declines; chosen on our tuning cases to answer 94 to 95 % and decline 93 %."""


def decision_features(question: str, ranked: Sequence[RankedConcept], vocabulary: Vocabulary) -> dict[str, float]:
    """What the decision looks at, by name: the best that any concept has in each channel, and the coverage."""
    channels = WEIGHTS.keys() - {"bias", "coverage"}
    found = {channel: [rank.channels[channel] for rank in ranked if channel in rank.channels] for channel in channels}
    best = {channel: max(scores, default=0.0) for channel, scores in found.items()}
    return best | {"coverage": vocabulary.coverage(question)}


def decision_score(question: str, ranked: Sequence[RankedConcept], vocabulary: Vocabulary) -> float:
    """How likely it is, from 0 to 1, that the pages can answer a question: a logistic regression over its features."""
    features = decision_features(question, ranked, vocabulary)
    total = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-total))


def decide(score: float) -> Verdict:
    """What to do with a question of that score."""
    return Verdict.ANSWER if score >= THRESHOLD else Verdict.ABSTAIN
