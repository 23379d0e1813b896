"""A sentence taken apart for comparing: its words, their stems, its vector and the vectors of its words in context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tutor.retrieval.embedder import Embedder, Vectors
from tutor.retrieval.lexical import stem
from tutor.retrieval.words import STOP_WORDS, Vocabulary, reduced

_WORD = re.compile(r"-?\d+(?:[.,]\d+)*|n['\u2019]t\b|(?:(?!n['\u2019]t\b)[^\W_])+")
_NOT = re.compile(r"^n['\u2019]t$")
_REMEMBERED = 2000

NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "without",
        "neither",
        "nor",
        "cannot",
        "none",
        "unable",
        "fail",
        "fails",
        "instead",
        "avoid",
        "avoids",
        "prevent",
        "prevents",
        "nothing",
        "hardly",
        "rather",
        "lack",
        "lacks",
    ]
)
"""Words that turn what follows them into its opposite."""


@dataclass(frozen=True, eq=False)
class Line:
    """A sentence taken apart.

    Attributes:
        text: The sentence.
        words: Its words in order, in lower case; numbers with their sign.
        stems: Their stems.
        content: Places of the words that carry content, in order; no negations.
        rarity: How rare each content word is, from 0 to 1.
        vector: The sentence's vector, of length 1.
        vectors: One row for each content word: its vector in this sentence, of length 1.
    """

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    content: tuple[int, ...]
    rarity: Vectors
    vector: Vectors
    vectors: Vectors

    @property
    def content_stems(self) -> list[str]:
        """The stems of the content words, in order."""
        return [self.stems[place] for place in self.content]


class LineReader:
    """Takes sentences apart; each is read once and remembered.

    Args:
        embedder: Gives the vectors.
        vocabulary: Knows how rare a word is.
    """

    def __init__(self, embedder: Embedder, vocabulary: Vocabulary) -> None:
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._read: dict[str, Line] = {}

    def read(self, texts: Sequence[str]) -> list[Line]:
        """The lines of texts, in order."""
        known = dict(self._read)
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            cut = [_cut(text) for text in new]
            places = [[spans[place] for place in content] for _, _, content, spans in cut]
            embedded = self._embedder.embed_words(new, places)
            for text, (words, stems, content, _), (vector, vectors) in zip(new, cut, embedded, strict=True):
                rarity = np.array([self._vocabulary.rarity(reduced(words[place])) for place in content], np.float32)
                known[text] = Line(text, words, stems, content, rarity, vector, vectors)
            self._read = known if len(known) <= _REMEMBERED else {text: known[text] for text in new}
        return [known[text] for text in texts]


Cut = tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...], list[tuple[int, int]]]


def _cut(text: str) -> Cut:
    """Words, stems, places of content words, and the offsets of every word."""
    found = [(_NOT.sub("not", match[0].lower()), match.span()) for match in _WORD.finditer(text)]
    words = tuple(word for word, _ in found)
    content = tuple(place for place, word in enumerate(words) if is_content(word))
    return words, tuple(map(stem_of, words)), content, [span for _, span in found]


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of every word of a text, in order."""
    return _cut(text)[1]


def stem_of(word: str) -> str:
    """The stem of a lower-case word; a number is its own, without separators of thousands."""
    return word.replace(",", "") if is_number(word) else stem(reduced(word))


def negates(words: Iterable[str]) -> bool:
    """Whether one of some words negates."""
    return not NEGATIONS.isdisjoint(words)


def is_number(word: str) -> bool:
    """Whether a word is a number, with or without a sign."""
    return word.lstrip("-")[:1].isdigit()


def is_content(word: str) -> bool:
    """Whether a lower-case word carries content of its own."""
    if word in NEGATIONS:
        return False
    return is_number(word) or (len(word) > 1 and reduced(word) not in STOP_WORDS)
