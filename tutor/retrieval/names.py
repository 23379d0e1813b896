"""Concepts named in a text: the longest name wins; plurals, hyphens and small typing errors are forgiven."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from corpus.catalogue import Catalogue
from corpus.types import ConceptId
from tutor.retrieval.words import Vocabulary, singular, spans, words
from tutor.types import Mention

_LONGEST_NAME = 9
_SHORTEST_TYPO = 5
_TWO_ERRORS = 8
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
        parts = {word for key in self._names for word in key if len(word) >= _SHORTEST_TYPO}
        self._parts = tuple(sorted(parts))

    def find(self, text: str) -> tuple[Mention, ...]:
        """The concepts named in a text, from left to right, without overlap."""
        return tuple(self._scan(text))

    def strength(self, mention: Mention) -> float:
        """How much a mention says, from 0 to 1: a name of several words all, a word used everywhere little."""
        named = words(mention.text)
        strength = self.vocabulary.rarity(self._mended(named[0])) if len(named) == 1 else 1.0
        return strength if mention.exact else _TYPO_DISCOUNT * strength

    def corrected(self, text: str) -> str:
        """The text with every mistyped word of a concept's name put right."""
        for word, start, end in reversed(list(spans(text))):
            if (mended := self._mended(word)) != word:
                text = text[:start] + mended + text[end:]
        return text

    def _scan(self, text: str) -> Iterator[Mention]:
        found = list(spans(text))
        typed = [word for word, _, _ in found]
        mended = [self._mended(word) for word in typed]
        place = 0
        while place < len(mended):
            size, concepts = self._longest(mended, place)
            if concepts:
                start, end = found[place][1], found[place + size - 1][2]
                exact = typed[place : place + size] == mended[place : place + size]
                yield Mention(concepts=concepts, text=text[start:end], start=start, end=end, exact=exact)
            place += size

    def _longest(self, reduced: list[str], place: int) -> tuple[int, tuple[ConceptId, ...]]:
        """How many words from `place` form a name, and the concepts that have it; 1 and none where none do."""
        for size in range(min(_LONGEST_NAME, len(reduced) - place), 0, -1):
            key = tuple(reduced[place : place + size])
            if key in self._names:
                return size, self._names[key]
        return 1, ()

    def _mended(self, word: str) -> str:
        """The word of a name that is a typing error away from a word that no page uses; else the word itself."""
        if len(word) < _SHORTEST_TYPO or word in self.vocabulary:
            return word
        allowed = 2 if len(word) >= _TWO_ERRORS else 1
        distances = [(DamerauLevenshtein.distance(word, part, score_cutoff=allowed), part) for part in self._parts]
        distance, part = min(distances, default=(allowed + 1, ""))
        return part if distance <= allowed else word
