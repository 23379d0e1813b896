"""Whether to answer: one calibrated score from what every channel found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tutor.retrieval.words import Vocabulary
from tutor.types import RankedConcept, Verdict

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "bias": -8.07,
        "question": 1.55,  # the best cosine to a known question
        "lead": 5.94,  # by how much it beats the nearest question that no page answers
        "gist": 4.22,  # the best cosine to the centre of a page's questions
        "dense": 1.91,  # the best cosine to a passage
        "lexical": 0.52,  # the best BM25 score of a page
        "coverage": 2.0,  # the share of the question's content, weighted by rarity, that the pages have words for
    }
)
"""Weights of the logistic score; `benchmarks/fit_retrieval.py` fits them on our own tuning cases."""

THRESHOLD = 0.4
"""Below this score the tutor declines; chosen to answer 95 % of our tuning questions in scope; it declines 92 % of the others."""


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
