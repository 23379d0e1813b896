"""What speaks for a claim and what against it, given the sentences of the evidence: numbers with names, no verdict.

Words alone cannot tell a true claim from a false one that uses the same words, so most signals look at how the words
are put together: what changed between the claim and the sentence it copies, whether words that stand together in the
claim do so in the evidence, whether a negation, a number or a direction differs. `tutor/dialogue/check.py` weighs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tutor.dialogue import contradictions, support_signals
from tutor.dialogue.matching import Match

Signal = Callable[[Match], float]

_ALL: tuple[Signal, ...] = (
    support_signals.coverage,
    support_signals.coverage_of_two,
    support_signals.least_alike,
    support_signals.windows,
    support_signals.weakest_clause,
    support_signals.subject,
    support_signals.same_subject,
    support_signals.copied,
    support_signals.clean_copy,
    support_signals.new_words,
    support_signals.newest_word,
    support_signals.absent_in_clause,
    support_signals.edits,
    support_signals.edit_absent,
    support_signals.replaced,
    support_signals.replaced_in_copy,
    contradictions.missing_number,
    contradictions.negated_copy,
    contradictions.turned,
    contradictions.opposite_in_place,
    contradictions.exchanged,
    contradictions.lost_hedge,
    contradictions.absolute,
    contradictions.all_of_them,
    contradictions.only_this,
)

SIGNALS: Mapping[str, Signal] = MappingProxyType({signal.__name__: signal for signal in _ALL})
"""Every signal by its name; each is described where it is defined."""


def signals(match: Match) -> dict[str, float]:
    """All signals of a claim that has content, by name."""
    return {name: float(signal(match)) for name, signal in SIGNALS.items()}
