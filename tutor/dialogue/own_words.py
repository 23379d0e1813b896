"""A learner's own words made ready to be compared with a page: typing errors mended, cut into pieces, the subject named."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from rapidfuzz.distance import DamerauLevenshtein

from corpus.types import Value
from tutor.dialogue.lines import stems_of
from tutor.retrieval.words import reduced, words

_END = re.compile(r"(?<=[.!?;])\s+|\n+")
_CLAUSE = re.compile(r"[,:]\s+|\s+(?:so|but|because|while|whereas|which|and)\s+|\s+-+>?\s+")
_PRONOUN = re.compile(r"^it\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST, _LONG = 5, 7
"""Letters from which a word is mended, and from which it may have two errors."""

_LEAST_WORDS = 3


class Piece(Value):
    """A sentence of the learner, or a clause of one.

    Attributes:
        text: The words, with an "it" at the beginning replaced by the subject.
        named: The same, with the subject before it where it is not named.
        whole: Whether it is a sentence.
    """

    text: str
    named: str
    whole: bool


def mended(text: str, page: Iterable[str], vocabulary: Container[str]) -> str:
    """A text in which words that no page has are replaced by the word of this page they probably stand for.

    A word of five letters or more may have one error and one of seven or more two; the first letter counts as right.

    Args:
        text: The learner's words.
        page: The texts of the page.
        vocabulary: The reduced words of all pages.
    """
    written = {word.lower() for part in page for word in _WORD.findall(part)}
    known = sorted(written | {word for part in page for word in words(part)})

    def mend(match: re.Match[str]) -> str:
        word = match[0].lower()
        if len(word) < _SHORTEST or word in written or reduced(word) in vocabulary:
            return match[0]
        most = 1 + (len(word) >= _LONG)
        near = [(DamerauLevenshtein.distance(word, other), other) for other in known if other[0] == word[0]]
        distance, best = min(near, default=(most + 1, ""))
        return best if distance <= most else match[0]

    return _WORD.sub(mend, text)


def pieces(text: str, title: str) -> tuple[Piece, ...]:
    """The sentences of a text, whatever their punctuation, and the clauses of each, in order; no piece twice."""
    found: dict[str, bool] = {}
    for sentence in filter(None, map(str.strip, _END.split(text))):
        found.setdefault(sentence, True)
        for clause in _CLAUSE.split(sentence):
            if len(clause.split()) >= _LEAST_WORDS:
                found.setdefault(clause.strip(), False)
    return tuple(_piece(words, title, whole=whole) for words, whole in found.items())


def _piece(text: str, title: str, *, whole: bool) -> Piece:
    said = _PRONOUN.sub(title, text)
    named = said if set(stems_of(title)) & set(stems_of(said)) else f"{title}: {said}"
    return Piece(text=said, named=named, whole=whole)
