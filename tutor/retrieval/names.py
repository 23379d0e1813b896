"""Concepts named in a text: the longest name wins; plurals, hyphens and small typing errors are forgiven."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from rapidfuzz.distance import DamerauLevenshtein

from corpus.catalogue import Catalogue
from corpus.types import ConceptId
from tutor.retrieval.words import Vocabulary, singular, spans, words
from tutor.types import Mention

_LONGEST_NAME = 9
_TYPO_LENGTH = 6
_LONG_WORD = 10
_TYPO_DISCOUNT = 0.8


class NameMatcher:
    """Finds every concept named in a text.

    Args:
        catalogue: The concepts and their names.
        vocabulary: The words of their pages; a word that they use is no typing error.
    """

    def __init__(self, catalogue: Catalogue, vocabulary: Vocabulary) -> None:
        self._names: dict[tuple[str, ...], tuple[ConceptId, ...]] = {}
        for name, concepts in catalogue.names.items():
            key = tuple(map(singular, name.split()))
            self._names[key] = tuple(dict.fromkeys((*self._names.get(key, ()), *concepts)))
        self.vocabulary = vocabulary
        self._single = tuple(key[0] for key in self._names if len(key) == 1 and len(key[0]) >= _TYPO_LENGTH)

    def find(self, text: str) -> tuple[Mention, ...]:
        """The concepts named in a text, from left to right, without overlap."""
        return tuple(self._scan(text))

    def strength(self, mention: Mention) -> float:
        """How much a mention says, from 0 to 1: a name of several words all, a word used everywhere little."""
        named = words(mention.text)
        strength = self.vocabulary.rarity(named[0]) if len(named) == 1 else 1.0
        return strength if mention.exact else _TYPO_DISCOUNT * strength

    def _scan(self, text: str) -> Iterator[Mention]:
        found = list(spans(text))
        reduced = [word for word, _, _ in found]
        place = 0
        while place < len(reduced):
            size, concepts, exact = self._longest(reduced, place)
            if concepts:
                start, end = found[place][1], found[place + size - 1][2]
                yield Mention(concepts=concepts, text=text[start:end], start=start, end=end, exact=exact)
            place += size

    def _longest(self, reduced: list[str], place: int) -> tuple[int, tuple[ConceptId, ...], bool]:
        """How many words from `place` form a name, the concepts that have it, and whether it was spelt right."""
        ahead = reduced[place : place + _LONGEST_NAME]
        for key in reversed(list(accumulate(((word,) for word in ahead), lambda left, right: left + right))):
            if key in self._names:
                return len(key), self._names[key], True
        near = self._mistyped(reduced[place])
        return 1, self._names[near,] if near else (), False

    def _mistyped(self, word: str) -> str | None:
        """The one-word name that is a typing error away from a word we never use ourselves."""
        if len(word) < _TYPO_LENGTH or word in self.vocabulary:
            return None
        allowed = 2 if len(word) >= _LONG_WORD else 1
        distances = [(DamerauLevenshtein.distance(word, name, score_cutoff=allowed), name) for name in self._single]
        distance, name = min(distances, default=(allowed + 1, ""))
        return name if distance <= allowed else None
