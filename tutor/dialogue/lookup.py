"""Looking up what a turn is about: its words in their conversation, and the graph around what that is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from tutor.dialogue.decide import decision_score
from tutor.retrieval.retriever import Retriever, SearchResult
from tutor.retrieval.words import content_words
from tutor.types import Intent, RankedConcept, Understanding

_DEPTH = 60
_HITS = 8
_TOGETHER = 0.9
"""Share of the best score from which on the second concept is read in turn with the best."""
_SUBJECT = 0.7
_NEIGHBOUR = 0.3
"""What it is worth to be the conversation's subject, or beside it in the graph, where the words name no subject; half of
it for the subject before, and so on."""
_OF_OURS = 0.5
"""Share of the words that the pages must know before the conversation speaks for a question."""
_SURE, _UNLIKE = 0.7, 0.45
"""Cosines to the nearest known question: of words that stand on their own, and of words that do not."""
_TELLING = 5
"""Content words that say as much as the conversation does; the more there are, the less the conversation counts."""


class Found(Value):
    """What a turn can be answered from.

    Attributes:
        result: Concepts and passages, best first.
        score: How likely it is, from 0 to 1, that the pages can answer.
    """

    result: SearchResult
    score: float


def look_up(
    understanding: Understanding, retriever: Retriever, graph: ConceptGraph, missing: Collection[ConceptId] = ()
) -> Found:
    """Find the concepts and passages for a turn.

    Words that name their subject are searched as they are. Others are searched alone and, where they lean on the
    conversation, together with its subject; the scores are added up, and concepts near the subject gain a little.

    Args:
        understanding: What the learner's words mean.
        retriever: Searches the pages.
        graph: The concepts.
        missing: Concepts the learner lacks, for bridges.
    """
    question, vocabulary = understanding.question, retriever.vocabulary
    focus = understanding.focus if understanding.intent is Intent.COMPARE else ()
    if not understanding.leans_on or focus:
        found = retriever.search(question, k=_HITS, focus=focus, missing=missing)
        score = decision_score(question, found.concepts, vocabulary)
        return Found(result=found.model_copy(update={"concepts": _first(found.concepts, focus)}), score=score)
    ranked = _near(understanding, retriever, graph)
    close = tuple(rank.concept for rank in ranked[:2] if rank.score >= _TOGETHER * ranked[0].score)
    hits = retriever.search(question, k=_HITS, focus=close, missing=missing).hits
    foreign = content_words(understanding.text) and vocabulary.coverage(understanding.text) < _OF_OURS
    asked = understanding.text if foreign else question
    score = decision_score(asked, retriever.search(asked, k=_HITS).concepts, vocabulary)
    return Found(result=SearchResult(concepts=ranked[:_HITS], hits=hits), score=score)


def _near(understanding: Understanding, retriever: Retriever, graph: ConceptGraph) -> tuple[RankedConcept, ...]:
    """Every concept found, by the sum of its scores for the words alone and in context, and its nearness to it."""
    text = understanding.text
    subject = graph.catalogue[understanding.leans_on[0]]
    alone, together = (retriever.search(words, k=_DEPTH).concepts for words in (text, f"{text} ({subject.title})"))
    weight = min(1.0, (_TELLING / max(len(content_words(text)), 1)) ** 2)
    if not understanding.rewritten:
        weight *= _doubt(alone)
    scores = {rank.concept: weight * rank.score for rank in together}
    for rank in alone:
        scores[rank.concept] = scores.get(rank.concept, 0.0) + rank.score
    for place, about in enumerate(understanding.leans_on):
        for concept in _beside(about, graph) & scores.keys():
            scores[concept] += (_SUBJECT if concept == about else _NEIGHBOUR) / (place + 1)
    best = {rank.concept: rank for rank in reversed((*together, *alone))}
    ranked = [rank.model_copy(update={"score": scores[concept]}) for concept, rank in best.items()]
    ranked.sort(key=lambda rank: (-rank.score, rank.concept))
    return _every_reading(ranked, alone, subject.id, graph) if understanding.rewritten else tuple(ranked)


def _every_reading(
    ranked: Sequence[RankedConcept], alone: Sequence[RankedConcept], subject: ConceptId, graph: ConceptGraph
) -> tuple[RankedConcept, ...]:
    """The best concept, then the subject and the part of it that the words fit best: one of them is what is meant."""
    beside = _beside(subject, graph) - {subject}
    part = next((rank.concept for rank in alone if rank.concept in beside), subject)
    first = [ranked[0].concept, *(rank.concept for rank in ranked if rank.concept in {subject, part})]
    place = {concept: number for number, concept in enumerate(dict.fromkeys(first))}
    return tuple(sorted(ranked, key=lambda rank: place.get(rank.concept, len(place))))


def _doubt(alone: Collection[RankedConcept]) -> float:
    """From 1 where no known question is like the words to 0 where one surely is, so that they need no conversation."""
    nearest = max((rank.channels.get("question", 0.0) for rank in alone), default=0.0)
    return min(1.0, max(0.0, (_SURE - nearest) / (_SURE - _UNLIKE)))


def _beside(subject: ConceptId, graph: ConceptGraph) -> set[ConceptId]:
    """A concept, its neighbours in the graph, and what its page calls related or easily confused with it."""
    page = graph.catalogue[subject]
    return {*graph.neighbourhood(subject), *page.related, *(contrast.concept for contrast in page.contrasts)}


def _first(ranked: Collection[RankedConcept], focus: Collection[ConceptId]) -> tuple[RankedConcept, ...]:
    """The concepts in focus before the others."""
    known = {rank.concept: rank for rank in ranked}
    best = max((rank.score for rank in ranked), default=0.0)
    wanted = [known.get(concept) or RankedConcept(concept=concept, score=best, channels={}) for concept in focus]
    return (*wanted, *(rank for rank in ranked if rank.concept not in focus))
