"""One search: names, questions, vectors and words, fused by concept; then the passages worth reading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, zip_longest
from types import MappingProxyType

from corpus.types import ConceptId, Passage, SectionName, Value
from graph.concept_graph import ConceptGraph
from tutor.retrieval.dense import DenseIndex, Neighbour
from tutor.retrieval.embedder import Embedder
from tutor.retrieval.fusion import fuse
from tutor.retrieval.index import passage_entries
from tutor.retrieval.lexical import LexicalIndex, LexicalMatch
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.words import Vocabulary
from tutor.types import Hit, Mention, RankedConcept

_DEPTH = 60
_NAME_STRENGTH = 0.25
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
    mentions: tuple[Mention, ...]
    questions: tuple[Neighbour, ...]
    passages: tuple[Neighbour, ...]
    words: tuple[LexicalMatch, ...]


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
        self._dense = dense
        self._embedder = embedder
        self._names = names
        self._lexical = LexicalIndex([entry for concept in graph.catalogue for entry in passage_entries(concept)])

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
        scores = self._channels(query)
        kept = {channel: found for channel, found in scores.items() if channel not in without}
        fused = fuse(kept)
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
        return _Query(
            text=question,
            mentions=self._names.find(question),
            questions=self._dense.search("questions", vector, _DEPTH),
            passages=self._dense.search("passages", vector, _DEPTH),
            words=self._lexical.search(question, _DEPTH),
        )

    def _channels(self, query: _Query) -> dict[str, dict[ConceptId, float]]:
        """Channel → concept → score, best first."""
        named = [(concept, self._names.strength(mention)) for mention in query.mentions for concept in mention.concepts]
        return {
            "name": _best(pair for pair in named if pair[1] >= _NAME_STRENGTH),
            "question": _best((found.concept, found.cosine) for found in query.questions),
            "dense": _best((found.concept, found.cosine) for found in query.passages),
            "lexical": _best((match.concept, match.score) for match in query.words),
        }

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
        return [self._hit(passage, query, scores.get(passage.concept, 0.0)) for passage in passages]

    def _chosen(self, concept: ConceptId, query: _Query, together: Sequence[ConceptId]) -> list[Passage]:
        """A concept's passages: the definition, then the section asked for, then by closeness to the question.

        Where several concepts are in focus, the contrast between them counts as asked for.
        """
        page = self._graph.catalogue[concept]
        asked = set(asked_sections(query.text))
        if any(contrast.concept in together for contrast in page.contrasts):
            asked.add(SectionName.CONTRASTS)
        cosines = {found.id: found.cosine for found in query.passages}

        def order(passage: Passage) -> tuple[bool, bool, float]:
            definition = passage.section is SectionName.DEFINITION
            return (not definition, passage.section not in asked, -cosines.get(passage.id, 0.0))

        return sorted(page.passages, key=order)

    def _hit(self, passage: Passage, query: _Query, score: float) -> Hit:
        channels = {
            "dense": next((found.cosine for found in query.passages if found.id == passage.id), None),
            "lexical": next((match.score for match in query.words if match.id == passage.id), None),
        }
        known = {channel: value for channel, value in channels.items() if value is not None}
        return Hit(passage=passage, score=score, channels=known)

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


def _best(scores: Iterable[tuple[ConceptId, float]]) -> dict[ConceptId, float]:
    """The best score of each concept, best first."""
    best: dict[ConceptId, float] = {}
    for concept, score in scores:
        best[concept] = max(score, best.get(concept, score))
    return dict(sorted(best.items(), key=lambda pair: -pair[1]))
