"""Whether a sentence is supported by passages; asked of every sentence before it is shown.

A first check, by words: enough of the sentence's content stands in two neighbouring sentences of one passage, its
numbers and the concepts it names stand in that passage, and the passage sentence closest to it neither negates it nor
says the opposite. A near copy with a flipped negation or direction is stopped by the last rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corpus.catalogue import Catalogue, normalise_name
from corpus.types import ConceptId, Passage, Value
from tutor.dialogue.evidence import evidence_sentences, misconceptions
from tutor.dialogue.opposition import turns_round
from tutor.retrieval.embedder import Embedder, Vectors
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.words import content_words, words
from tutor.types import Citation, Mention

SUPPORTED_COVERAGE = 0.62
"""Share of a sentence's content, weighted by rarity, that two sentences of a passage must hold."""

SUPPORTED_COSINE = 0.45
"""Cosine that the closest passage sentence must reach."""

_NUMBER = re.compile(r"(?<![\w.)])[-\u2212]?\d+(?:[.,]\d+)*(?![\w])")
_CLOSE = 0.6
_BELIEF_MARGIN = 0.03
_TIE = 0.1
_REMEMBERED = 500
_NAMED = 0.3
_OPENING = 12


class Support(Value):
    """How well passages support a sentence.

    Attributes:
        supported: Whether it may be shown.
        citations: The passages it rests on, best first; empty where it is not supported.
        score: The best passage's share of the sentence's content, from 0 to 1.
        reason: Why it may not be shown, in words; empty where it may.
    """

    supported: bool
    citations: tuple[Citation, ...] = ()
    score: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class _Claim:
    """A sentence to check: its words and its vector, and the words of the question."""

    text: str
    content: tuple[str, ...]
    asked: frozenset[str]
    question: str
    vector: Vectors


class SupportCheck:
    """Checks sentences against passages.

    Args:
        embedder: Compares a sentence with passage sentences.
        names: Finds the concepts that sentences speak of.
        catalogue: The pages, for the wrong beliefs that they correct.
    """

    def __init__(self, embedder: Embedder, names: NameMatcher, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._embedder = embedder
        self._vectors: dict[tuple[str, ...], Vectors] = {}
        self._names = names
        self._vocabulary = names.vocabulary

    def check(self, sentence: str, passages: Sequence[Citation], claimed: Sequence[int], question: str) -> Support:
        """Whether a sentence is supported, and by which passages.

        Args:
            sentence: The sentence, without citation marks.
            passages: What it may rest on.
            claimed: The numbers that the language model cited; they win ties, but prove nothing.
            question: The learner's question; repeating its numbers and words needs less support.
        """
        content = [word for word in content_words(sentence) if not word.isdigit()]
        if not content or not passages:
            return Support(supported=False, reason="says nothing that could be checked")
        claim = _Claim(
            text=sentence,
            content=tuple(content),
            asked=frozenset(words(question)),
            question=question,
            vector=self._embedder.embed([sentence])[0],
        )
        covered = [(self._coverage(claim, citation), citation) for citation in passages]
        best = max(coverage for coverage, _ in covered)
        if best < SUPPORTED_COVERAGE:
            return Support(supported=False, score=best, reason="the passages do not say it")
        near = [
            (self._stated(claim, citation.passage)[0][1], citation)
            for coverage, citation in covered
            if coverage >= best - _TIE
        ]
        near.sort(key=lambda entry: (-round(entry[0], 1), entry[1].number not in claimed, -entry[0]))
        citation = near[0][1]
        if reason := self._objection(claim, citation.passage):
            return Support(supported=False, score=best, reason=reason)
        also = [other for coverage, other in covered if other.number in claimed and coverage >= SUPPORTED_COVERAGE]
        return Support(supported=True, citations=tuple(dict.fromkeys((citation, *also[:1]))), score=best)

    def _coverage(self, claim: _Claim, citation: Citation) -> float:
        """The best share of the content that two neighbouring sentences of the passage and its title hold.

        A word of the question counts for half where the passage does not have it.
        """
        title = set(words(citation.passage.title))
        sentences = [set(words(sentence)) for sentence in evidence_sentences(citation.passage)]
        pairs = [one | other | title for one, other in pairwise([*sentences, set[str]()])]
        return max((self._share(claim, pair) for pair in pairs), default=0.0)

    def _share(self, claim: _Claim, there: set[str]) -> float:
        held = self._vocabulary.weight(word for word in claim.content if _stands_in(word, there))
        asked = self._vocabulary.weight(
            word for word in claim.content if word in claim.asked and not _stands_in(word, there)
        )
        return (held + asked / 2) / (self._vocabulary.weight(claim.content) or 1.0)

    def _objection(self, claim: _Claim, passage: Passage) -> str:
        """Why the sentence may not be shown, or an empty string."""
        numbers = set(_NUMBER.findall(f"{passage.title} {passage.text} {claim.question}"))
        if extra := set(_NUMBER.findall(claim.text)) - numbers:
            return f"the number {min(extra)} is not in the passage"
        stated = self._stated(claim, passage)
        if self._is_misconception(claim, stated[0][1], passage.concept):
            return "the page calls it a misconception"
        if stated[0][1] < SUPPORTED_COSINE:
            return "no sentence of the passage is close to it"
        if stranger := self._stranger(claim.text, [passage.title, *(text for text, _ in stated[:2])]):
            return f"what the passage says is not about {stranger}"
        return self._opposition(claim.text, stated[0][0])

    def _is_misconception(self, claim: _Claim, stated: float, concept: ConceptId) -> bool:
        """Whether a sentence repeats a wrong belief, which is closer to it than anything the passage states."""
        beliefs = [text for passage in self._catalogue[concept].passages for text in misconceptions(passage)]
        if not beliefs:
            return False
        belief, cosine = self._nearest(claim, tuple(beliefs))[0]
        return cosine >= stated + _BELIEF_MARGIN and _overlap(claim.text, belief) >= _CLOSE

    def _opposition(self, sentence: str, closest: str) -> str:
        """What a sentence turns round in the passage sentence that it nearly copies, or an empty string."""
        if _overlap(sentence, closest) < _CLOSE:
            return ""
        if turns_round(sentence, closest):
            return "the passage says the opposite"
        subject = self._other_subject(sentence, closest)
        return f"the passage says it of {subject}" if subject else ""

    def _other_subject(self, sentence: str, passage: str) -> str:
        """The concept that the passage sentence opens with, where the sentence opens with another one."""
        here, there = self._subject(sentence), self._subject(passage)
        if here is None or there is None:
            return ""
        named = {concept for mention in self._names.find(sentence) for concept in mention.concepts}
        return "" if named & set(there.concepts) else there.text

    def _subject(self, sentence: str) -> Mention | None:
        mentions = self._names.find(sentence)
        opening = (mention for mention in mentions if mention.start <= _OPENING)
        return next((mention for mention in opening if self._names.strength(mention) >= _NAMED), None)

    def _stranger(self, sentence: str, texts: Sequence[str]) -> str:
        """A concept that the sentence names and the texts do not, or an empty string."""
        there = {concept for text in texts for mention in self._names.find(text) for concept in mention.concepts}
        plain = normalise_name(" ".join(texts))
        for mention in self._names.find(sentence):
            strong = self._names.strength(mention) >= _NAMED
            if strong and not there.intersection(mention.concepts) and normalise_name(mention.text) not in plain:
                return mention.text
        return ""

    def _stated(self, claim: _Claim, passage: Passage) -> list[tuple[str, float]]:
        """The sentences that a passage states, with their cosine to the claim, nearest first."""
        return self._nearest(claim, evidence_sentences(passage))

    def _nearest(self, claim: _Claim, candidates: tuple[str, ...]) -> list[tuple[str, float]]:
        """Candidates with their cosine to the claim, nearest first; each set of candidates is embedded once."""
        vectors = self._vectors.get(candidates)
        if vectors is None:
            vectors = self._vectors[candidates] = self._embedder.embed(candidates)
            if len(self._vectors) > _REMEMBERED:
                self._vectors = {candidates: vectors}
        cosines = vectors @ np.asarray(claim.vector, dtype=np.float32)
        return [(candidates[index], float(cosines[index])) for index in (-cosines).argsort(kind="stable")]


def _stands_in(word: str, there: set[str]) -> bool:
    """Whether a word or one with the same beginning stands in the passage ("cached", "caching")."""
    if word in there:
        return True
    stem = word[: max(4, len(word) - 3)]
    return len(word) > 4 and any(other.startswith(stem) and abs(len(other) - len(word)) <= 4 for other in there)  # noqa: PLR2004


def _overlap(left: str, right: str) -> float:
    """The share of the shorter sentence's content words that the other has too."""
    first, second = set(content_words(left)), set(content_words(right))
    return len(first & second) / (min(len(first), len(second)) or 1)
