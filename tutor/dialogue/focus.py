"""What a conversation is about, and which of several things the learner's words point at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from corpus.types import Concept, ConceptId
from graph.concept_graph import ConceptGraph
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.words import content_words, words
from tutor.types import Conversation, Mention

_BETWEEN = re.compile(r"\s*(?:,|/|&|(?:,\s*)?\b(?:and|or|vs\.?|versus|plus)\b)\s*(?:(?:and|or)\s+)?(?:the\s+|an?\s+)?", re.IGNORECASE)  # fmt: skip
_PLACES: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(rf"\b(?:{words_})\b", re.IGNORECASE), place)
    for words_, place in (
        ("first|former|1st|beginning|start|original(?:ly)?|initial", 0),
        ("second|2nd", 1),
        ("third|3rd", 2),
        ("last|latter|final", -1),
    )
)
_EARLIER = re.compile(r"\b(?:previous|earlier|before|prior|last|preceding|other)\b", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:the|that|this)\s+(?:very\s+)?(?P<place>first|second|third|last|final|former|latter|1st|2nd|3rd)"
    r"(?:\s+(?:one|thing|part|of\s+(?:them|those|these|the(?:se)?\s+(?:two|three|four|few))))*(?=\W*$|[,.?!:;]|\s+(?:is|are|was|do|does|did|can|work|works|differ|mean|means|in|a|to|and|with|for)\b)",
    re.IGNORECASE,
)
_NAMED_WORD = 2.0
_STATED_WORD = 1.0
_TOLD_WORD = 0.5
_VAGUE = frozenset(
    [
        "one",
        "kind",
        "thing",
        "meaning",
        "sense",
        "version",
        "type",
        "part",
        "topic",
        "subject",
        "question",
        "idea",
        "concept",
        "bit",
        "stuff",
        "other",
        "another",
        "first",
        "second",
        "third",
        "last",
        "earlier",
        "previous",
        "before",
        "original",
        "step",
        "again",
        "back",
        "said",
        "mentioned",
        "talked",
        "asked",
        "mean",
        "meant",
    ]
)


def stack(conversation: Conversation, graph: ConceptGraph) -> tuple[ConceptId, ...]:
    """The concepts the conversation has been about, the latest turn's first; those whose pages are gone are left out."""
    turns = (turn.focus for turn in reversed(conversation.turns))
    return tuple(dict.fromkeys(concept for concept in chain.from_iterable(turns) if concept in graph))


def opening(conversation: Conversation, graph: ConceptGraph) -> tuple[ConceptId, ...]:
    """The main concept of every turn, the first turn's first, each once."""
    mains = (turn.focus[0] for turn in conversation.turns if turn.focus)
    return tuple(dict.fromkeys(concept for concept in mains if concept in graph))


def returned_to(phrase: str, conversation: Conversation, graph: ConceptGraph, names: NameMatcher) -> ConceptId | None:
    """The earlier concept that a learner wants to go back to: by its name, its place or what is said of it."""
    before = stack(conversation, graph)
    named = [concept for mention in names.find(phrase) for concept in mention.concepts]
    if here := next((concept for concept in named if concept in before), None):
        return here
    order = opening(conversation, graph)
    if _EARLIER.search(phrase) and len(before) > 1:
        return described(phrase, before[1:], graph, names) or (order[-2] if len(order) > 1 else before[1])
    for pattern, place in _PLACES:
        if pattern.search(phrase) and -1 <= place < len(order):
            return order[place]
    return described(phrase, before, graph, names)


def placed(text: str, listed: Sequence[ConceptId]) -> tuple[re.Match[str], ConceptId] | None:
    """Where a text says "the first" or "the latter" of things that were listed, and which one that is."""
    found = _PLACED.search(text)
    if found is None:
        return None
    place = next(place for pattern, place in _PLACES if pattern.search(found["place"]))
    return (found, listed[place]) if place < len(listed) and len(listed) > 1 else None


def listed(text: str, names: NameMatcher) -> tuple[ConceptId, ...]:
    """The last run of two or more concepts that a text lists: "queries, keys and values"."""
    runs: list[list[Mention]] = [[]]
    for mention in _each_named(text, names):
        if runs[-1] and not _BETWEEN.fullmatch(text[runs[-1][-1].end : mention.start]):
            runs.append([])
        runs[-1].append(mention)
    last = next((run for run in reversed(runs) if len(run) > 1), [])
    return tuple(mention.concepts[0] for mention in last)


def _each_named(text: str, names: NameMatcher) -> Iterator[Mention]:
    """The concepts named in a text; of a name that is a list itself, each part."""
    for mention in names.find(text):
        parts = _BETWEEN.split(mention.text)
        inside = [names.find(part) for part in parts]
        if len(parts) == 1 or not all(inside):
            yield mention
            continue
        start = mention.start
        for part, found in zip(parts, inside, strict=True):
            start = text.index(part, start)
            yield found[0].model_copy(update={"start": start, "end": start + len(part)})


def described(
    phrase: str, candidates: Iterable[ConceptId], graph: ConceptGraph, names: NameMatcher
) -> ConceptId | None:
    """The candidate that a description fits best, such as "the keyword one"; None where it fits none.

    A word counts by its rarity: most in a concept's names, less in its definition and questions, least elsewhere on its
    page. Ties go to the earlier candidate.
    """
    sought = [word for word in content_words(phrase) if word not in _VAGUE] or [
        word for word in words(phrase) if len(word) == 1 and word not in {"a", "i"}
    ]
    best, most = None, 0.0
    for candidate in candidates:
        fit = _fit(sought, graph.catalogue[candidate], names)
        if fit > most:
            best, most = candidate, fit
    return best


def _fit(sought: Iterable[str], concept: Concept, names: NameMatcher) -> float:
    named = set(words(" ".join((concept.title, *concept.aliases))))
    stated = set(words(" ".join((concept.definition, *concept.questions))))
    told = set(words(" ".join(section.text for section in concept.sections)))
    worth = ((named, _NAMED_WORD), (stated, _STATED_WORD), (told, _TOLD_WORD))
    return sum(
        names.vocabulary.rarity(word) * next((value for there, value in worth if _among(word, there)), 0.0)
        for word in sought
    )


def _among(word: str, there: set[str]) -> bool:
    """Whether a word or one with the same beginning is there ("scoring", "score")."""
    stem = word[: max(4, len(word) - 3)]
    return word in there or (len(word) > 4 and any(other.startswith(stem) for other in there))  # noqa: PLR2004 - shorter words are whole stems
