"""The weights of the check of sentences. `benchmarks/fit_check.py` fits them on our own tuning cases."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "bias": 1.49,
        "coverage": 0.61,
        "coverage_of_two": -1.76,
        "least_alike": 1.49,
        "windows": -2.06,
        "weakest_clause": 0.81,
        "subject": 1.83,
        "same_subject": -1.02,
        "copied": -2.19,
        "clean_copy": 3.34,
        "new_words": -0.36,
        "newest_word": -0.36,
        "absent_in_clause": -2.30,
        "edits": -1.34,
        "edit_absent": 1.34,
        "replaced": 1.03,
        "replaced_in_copy": -2.14,
        "missing_number": -4.24,
        "negated_copy": -0.96,
        "turned": -0.38,
        "opposite_in_place": -2.71,
        "exchanged": -0.37,
        "lost_hedge": -1.27,
        "absolute": -0.36,
        "all_of_them": -1.50,
        "only_this": 0.37,
    }
)
"""Log-odds that a signal adds to a sentence's being supported, for each unit of the signal.

Signals of the same thing share a weight between them, so that a single one may have a sign of its own: `windows` and
`copied` are below 0 because `clean_copy` already counts what they have in common, and what is left is a copy with
something changed.
"""

THRESHOLD = 0.5
"""Probability from which on a sentence is shown; about where our tuning cases, held out, are judged rightly most often."""

UNSURE = (-4.0, 3.5)
"""Log-odds between which the language model is asked."""

OWN = 1.5
"""Log-odds that a model's own sentence needs from the signals alone: it believes what it wrote (docs/experiments.md)."""

SURE = 0.95
"""Probability from which on a model's own sentence is shown where the model judged it too."""

JUDGED: Mapping[str, float] = MappingProxyType({"bias": -1.16, "signals": 0.65, "model": 1.26})
"""How the signals' log-odds and the model's own are put together where it was asked (`benchmarks/fit_judged.py`)."""

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "missing_number": "no passage has one of its numbers",
        "negated_copy": "a passage says the opposite",
        "turned": "a passage says the opposite",
        "opposite_in_place": "a passage says it the other way round",
        "exchanged": "a passage says it the other way round",
        "replaced_in_copy": "a passage says it of something else",
        "absolute": "no passage says it so absolutely",
        "all_of_them": "no passage says it of all",
        "lost_hedge": "no passage says it so absolutely",
        "absent_in_clause": "the passages do not say a part of it",
        "newest_word": "the passages do not say a part of it",
        "edits": "the passages do not say it",
    }
)
"""What a learner reads where a signal spoke most against a sentence."""
