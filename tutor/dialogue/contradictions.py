"""Signals that a claim says something else than its evidence in the same words: negation, number, direction, order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from tutor.dialogue.lines import Line, is_number, negates
from tutor.dialogue.matching import Match
from tutor.dialogue.opposites import ABSOLUTE, ALL, HEDGES, ONLY, OPPOSITES
from tutor.dialogue.opposition import turns_round
from tutor.dialogue.support_signals import coverage

_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being) \w+(?:ed|en|wn|t)\b.* by ")
_NEAR = 4


def missing_number(given: Match) -> float:
    """Whether the claim has a number that is nowhere in the evidence, times how much of the claim is copied."""
    numbers = {stem for stem, word in zip(given.claim.stems, given.claim.words, strict=True) if is_number(word)}
    return given.copy.share * bool(numbers - given.stems - given.asked)


def negated_copy(given: Match) -> float:
    """Whether only one of claim and copied sentence negates, times how much of the claim is copied."""
    return given.copy.share * (negates(given.claim.words) != negates(given.copy.part))


def turned(given: Match) -> float:
    """Whether the claim turns round one of the two nearest sentences; see `tutor/dialogue/opposition.py`."""
    return float(any(turns_round(given.claim.text, line.text) for line in given.near))


def opposite_in_place(given: Match) -> float:
    """How much better a word's surroundings fit its opposite in the evidence than the word itself, from 0 to 1."""
    best = 0.0
    for left, right in OPPOSITES:
        for one, other in ((left, right), (right, left)):
            if mine := _around(given.claim, one):
                best = max(best, _fit(mine, given.lines, other) - _fit(mine, given.lines, one))
    return best


def _inversions(given: Match) -> float:
    """The share of pairs of shared content words that stand in the other order in the nearest sentence."""
    first: dict[str, int] = {}
    for place, stem in enumerate(given.near[0].content_stems):
        first.setdefault(stem, place)
    places = [first[stem] for stem in given.claim.content_stems if stem in first]
    pairs = list(combinations(places, 2))
    return sum(left > right for left, right in pairs) / (len(pairs) or 1)


def exchanged(given: Match) -> float:
    """How many shared words stand in another order, times the coverage; 0 where only one of the two is passive.

    Roles may have been exchanged.
    """
    same = bool(_PASSIVE.search(given.claim.text)) == bool(_PASSIVE.search(given.near[0].text))
    return _inversions(given) * coverage(given) * same


def lost_hedge(given: Match) -> float:
    """Whether the copied part of a sentence leaves room for exceptions and the claim does not, times how much is copied."""
    return given.copy.share * (bool(HEDGES & set(given.copy.part)) and not HEDGES & set(given.claim.words))


def absolute(given: Match) -> float:
    """Whether the claim has a word that leaves no room for exceptions, which the two nearest sentences do not have."""
    return _only_claimed(given, ABSOLUTE)


def all_of_them(given: Match) -> float:
    """Whether the claim speaks of all or of every one, and the two nearest sentences do not."""
    return _only_claimed(given, ALL)


def only_this(given: Match) -> float:
    """Whether the claim excludes everything else, and the two nearest sentences do not."""
    return _only_claimed(given, ONLY)


def _around(line: Line, sought: frozenset[str]) -> frozenset[str]:
    """Stems of the content words at most four words away from a sought one, without the sought ones."""
    places = [place for place, word in enumerate(line.words) if word in sought]
    near = {other for place in places for other in range(max(0, place - _NEAR), place + _NEAR + 1)}
    return frozenset(line.stems[place] for place in near & set(line.content) if line.words[place] not in sought)


def _fit(mine: frozenset[str], lines: Sequence[Line], sought: frozenset[str]) -> float:
    """The best share of the surroundings that a sought word has in a sentence."""
    return max((len(mine & _around(line, sought)) / len(mine) for line in lines), default=0.0)


def _only_claimed(given: Match, kind: frozenset[str]) -> float:
    there = {word for line in given.near for word in line.words}
    return float(bool(kind & set(given.claim.words)) and not kind & there)
