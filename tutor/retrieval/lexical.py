"""BM25 over stemmed passages (Robertson and Zaragoza, 2009; Lucene's variant in bm25s)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache

import bm25s
import numpy as np
import Stemmer

from corpus.types import ConceptId, Value
from tutor.retrieval.dense import Entry

_STEMMER = Stemmer.Stemmer("english")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a lower-case English word, by the Snowball stemmer."""
    return str(_STEMMER.stemWord(word))


class LexicalMatch(Value):
    """A passage and its BM25 score, above 0."""

    id: str
    concept: ConceptId
    score: float


class LexicalIndex:
    """An inverted index in memory; 3,000 passages take about a third of a second to index.

    Args:
        entries: The passages; their text is stemmed, stop words are left out.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it reports every step on stderr otherwise
        self._entries = entries
        self._index = bm25s.BM25()
        self._index.index(self._tokens([entry.text for entry in entries]), show_progress=False)

    def search(self, text: str, k: int) -> tuple[LexicalMatch, ...]:
        """The `k` best passages, best first; none where no word of the text is known."""
        tokens = self._tokens([text])
        if not tokens[0]:
            return ()
        scores = np.asarray(self._index.get_scores(tokens[0]), dtype=np.float32)
        best = np.argsort(-scores, kind="stable")[:k]
        return tuple(
            LexicalMatch(id=self._entries[index].id, concept=self._entries[index].concept, score=float(scores[index]))
            for index in best
            if scores[index] > 0
        )

    def _tokens(self, texts: list[str]) -> list[list[str]]:
        tokens: list[list[str]] = bm25s.tokenize(
            texts, stopwords="en", stemmer=_STEMMER, return_ids=False, show_progress=False
        )
        return tokens
