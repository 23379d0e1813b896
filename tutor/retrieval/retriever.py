"""One search: questions, passages, words and names, fused by concept; then the passages worth reading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, zip_longest
from types import MappingProxyType

from corpus.types import ConceptId, Passage, SectionName, Value
from graph.concept_graph import ConceptGraph
from tutor.retrieval.dense import DenseIndex, Shelved
from tutor.retrieval.embedder import Embedder, Vectors
from tutor.retrieval.fusion import CHANNEL_WEIGHTS, Scores, fuse
from tutor.retrieval.index import page_entry, question_entries
from tutor.retrieval.lexical import LexicalIndex, LexicalMatch
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.words import Vocabulary, content_words
from tutor.types import Hit, RankedConcept

_DEPTH = 60
_NAME_STRENGTH = 0.25
_SAME_QUESTION = 0.8
"""Cosine from which on a page asks what was thought to be outside."""
_BRIDGES = 1
_CONCEPTS = 3
_NEAR = 0.75
"""Share of the best score from which on another concept is worth reading too."""
_SECTIONS = 3
_WORD = re.compile(r"\w+")

_ASKED_FOR: Mapping[str, SectionName] = MappingProxyType(
    {
        "formula": SectionName.FORMULA,
        "equation": SectionName.FORMULA,
        "computed": SectionName.FORMULA,
        "calculate": SectionName.FORMULA,
        "example": SectionName.EXAMPLE,
        "why": SectionName.WHY,
        "important": SectionName.WHY,
        "matter": SectionName.WHY,
        "useful": SectionName.WHY,
        "misconception": SectionName.MISCONCEPTIONS,
        "mistake": SectionName.MISCONCEPTIONS,
        "wrong": SectionName.MISCONCEPTIONS,
        "intuition": SectionName.INTUITION,
        "intuitively": SectionName.INTUITION,
        "simple": SectionName.INTUITION,
        "simply": SectionName.INTUITION,
        "analogy": SectionName.INTUITION,
    }
)
"""Words with which learners ask for one section of a page."""


class SearchResult(Value):
    """What a search found.

    Attributes:
        concepts: Concepts, best first.
        hits: Passages worth reading, best first; those of the best concept come first.
    """

    concepts: tuple[RankedConcept, ...]
    hits: tuple[Hit, ...]


class _Query(Value):
    """A question and what every channel found for it."""

    text: str
    channels: Mapping[str, Scores]
    passages: Mapping[str, float]


class Retriever:
    """Searches one index.

    Args:
        graph: The concepts and their order.
        dense: The index of their passages and questions.
        embedder: The embedder the index was made with.
        names: Finds concepts that are named.
    """

    def __init__(self, graph: ConceptGraph, dense: DenseIndex, embedder: Embedder, names: NameMatcher) -> None:
        self._graph = graph
        self._embedder = embedder
        self._names = names
        self._passages, self._questions = dense.read("passages"), dense.read("questions")
        self._gists = self._questions.centres()
        self._outside = _elsewhere(dense.read("outside"), self._questions)
        self._pages = LexicalIndex([page_entry(concept) for concept in graph.catalogue])
        self._wordings = LexicalIndex([entry for concept in graph.catalogue for entry in question_entries(concept)])

    @property
    def embedder(self) -> Embedder:
        """The embedder."""
        return self._embedder

    @property
    def names(self) -> NameMatcher:
        """Finds concepts that are named."""
        return self._names

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the pages."""
        return self._names.vocabulary

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        focus: Sequence[ConceptId] = (),
        missing: Collection[ConceptId] = (),
        without: Collection[str] = (),
    ) -> SearchResult:
        """Find the concepts and passages for a self-contained question.

        Args:
            question: The question.
            k: Most concepts, and most passages.
            focus: Concepts the question is known to be about, such as those to compare; only their passages are
                read then.
            missing: Concepts the learner lacks; of the best concept's prerequisites among them, the nearest one
                enters as a bridge.
            without: Channels to leave out, for measuring what each is worth.
        """
        query = self._look_up(self._names.corrected(question))
        kept = {channel: found for channel, found in query.channels.items() if channel not in without}
        fused = fuse({channel: found for channel, found in kept.items() if channel in CHANNEL_WEIGHTS})
        ranked = tuple(
            RankedConcept(
                concept=concept,
                score=score,
                channels={channel: found[concept] for channel, found in kept.items() if concept in found},
            )
            for concept, score in list(fused.items())[:k]
        )
        hits = self._hits(query, ranked, focus)[:k]
        shown = {hit.passage.id for hit in hits}
        bridges = [hit for hit in self._bridges(ranked, missing) if hit.passage.id not in shown]
        return SearchResult(concepts=ranked, hits=(*hits, *bridges))

    def _look_up(self, question: str) -> _Query:
        vector = self._embedder.embed([question])[0]
        passages = self._passages.cosines(vector)
        asked = self._questions.best(self._questions.cosines(vector))
        outside = float((self._outside @ vector).max(initial=-1.0))
        channels = {
            "name": self._named(question),
            "question": asked,
            "gist": self._gists.best(self._gists.cosines(vector)),
            "dense": self._passages.best(passages),
            "lexical": _best(self._pages.search(question, _DEPTH)),
            "wording": _best(self._wordings.search(question, _DEPTH)),
            "lead": {concept: cosine - outside for concept, cosine in asked.items()},
        }
        cosines = dict(zip(self._passages.ids, passages.tolist(), strict=True))
        return _Query(text=question, channels=channels, passages=cosines)

    def _named(self, question: str) -> dict[ConceptId, float]:
        """How much of the question is names, for every concept that is named; less for a name that says little."""
        strengths = {mention: self._names.strength(mention) for mention in self._names.find(question)}
        telling = {mention: strength for mention, strength in strengths.items() if strength >= _NAME_STRENGTH}
        said = self.vocabulary.weight(chain.from_iterable(content_words(mention.text) for mention in telling))
        share = min(said / (self.vocabulary.weight(content_words(question)) or 1.0), 1.0)
        pairs = ((concept, strength) for mention, strength in telling.items() for concept in mention.concepts)
        return {concept: share * strength for concept, strength in sorted(pairs, key=lambda pair: pair[1])}

    def _hits(self, query: _Query, ranked: Sequence[RankedConcept], focus: Sequence[ConceptId]) -> list[Hit]:
        """The best passages: of the concepts in focus in turn, or mostly of the best concept."""
        scores = {rank.concept: rank.score for rank in ranked}
        near = [concept for concept, score in scores.items() if score >= _NEAR * max(scores.values())]
        order = list(focus) or near[:_CONCEPTS]
        chosen = [self._chosen(concept, query, order) for concept in order]
        if focus:
            turns = zip_longest(*(passages[:_SECTIONS] for passages in chosen))
            passages = [passage for turn in turns for passage in turn if passage]
        else:
            passages = [*chain.from_iterable(p[: _SECTIONS if not place else 1] for place, p in enumerate(chosen))]
        return [
            Hit(passage=p, score=scores.get(p.concept, 0.0), channels={"dense": query.passages[p.id]}) for p in passages
        ]

    def _chosen(self, concept: ConceptId, query: _Query, together: Sequence[ConceptId]) -> list[Passage]:
        """A concept's passages: the definition, then the section asked for, then by closeness to the question.

        Where several concepts are in focus, the contrast between them counts as asked for.
        """
        page = self._graph.catalogue[concept]
        asked = set(asked_sections(query.text))
        if any(contrast.concept in together for contrast in page.contrasts):
            asked.add(SectionName.CONTRASTS)

        def order(passage: Passage) -> tuple[bool, bool, float]:
            definition = passage.section is SectionName.DEFINITION
            return (not definition, passage.section not in asked, -query.passages[passage.id])

        return sorted(page.passages, key=order)

    def _bridges(self, ranked: Sequence[RankedConcept], missing: Collection[ConceptId]) -> list[Hit]:
        """Definitions of direct prerequisites of the best concept that the learner lacks, deepest first."""
        if not ranked:
            return []
        best = ranked[0].concept
        lacking = [concept for concept in self._graph.prerequisites(best) if concept in missing]
        lacking.sort(key=lambda concept: (-self._graph.depths[concept], concept))
        return [
            Hit(passage=self._graph.catalogue[concept].passages[0], score=0.0, channels={}, role="bridge")
            for concept in lacking[:_BRIDGES]
        ]


def asked_sections(question: str) -> frozenset[SectionName]:
    """The sections of a page that a question asks for by name, such as its formula."""
    return frozenset(_ASKED_FOR[word] for word in _WORD.findall(question.lower()) if word in _ASKED_FOR)


def _best(matches: Iterable[LexicalMatch]) -> dict[ConceptId, float]:
    """The best score of each concept; matches come best first."""
    best: dict[ConceptId, float] = {}
    for match in matches:
        best.setdefault(match.concept, match.score)
    return best


def _elsewhere(outside: Shelved, questions: Shelved) -> Vectors:
    """The vectors of the questions that these pages do not answer: those nobody asks on a page in similar words."""
    nearest = (outside.vectors @ questions.vectors.T).max(axis=1, initial=-1.0)
    vectors: Vectors = outside.vectors[nearest < _SAME_QUESTION]
    return vectors
