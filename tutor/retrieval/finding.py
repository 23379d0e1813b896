"""Finding concepts while their name is typed; by meaning too, where the index is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from corpus.catalogue import normalise_name
from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from graph.errors import UnknownConceptError

if TYPE_CHECKING:
    from tutor.retrieval.retriever import Retriever

_MOST_BY_MEANING = 40
_SHORTEST_MEANING = 3
"""Fewer letters mean nothing yet."""


class Found(Value):
    """A concept that was found.

    Attributes:
        name: The title or alias that was found, as the page writes it; empty where it was found by meaning.
        by: What led to it: its name, a name that is spelled nearly so, or its meaning.
    """

    concept: ConceptId
    name: str = ""
    by: Literal["name", "spelling", "meaning"]


class Finder:
    """Finds concepts from what somebody has typed so far.

    Args:
        graph: The concepts.
    """

    def __init__(self, graph: ConceptGraph) -> None:
        self._graph = graph
        self._names = [
            (normalise_name(name), name, page.id) for page in graph.catalogue for name in (page.title, *page.aliases)
        ]

    def find(self, text: str, retriever: Retriever | None = None) -> tuple[Found, ...]:
        """The concepts that somebody may look for.

        Concepts with a name that has all words typed, the last of them perhaps unfinished: those first whose name begins
        with the text, then short names, ties by id. Then what is near in meaning, best first; without a retriever,
        names that are spelled nearly so where no name fits.

        Args:
            text: What was typed.
            retriever: Finds by meaning, and takes tens of milliseconds; None where its index is not open.
        """
        named = self._named(normalise_name(text))
        if retriever is None:
            return tuple(named or self._spelled(text))
        seen = {found.concept for found in named}
        meant = (found for found in _meant(text, retriever) if found.concept not in seen)
        return (*named, *meant)

    def _named(self, typed: str) -> list[Found]:
        words = typed.split()
        if not words:
            return []
        fits = [
            (not name.startswith(typed), len(name), concept, written)
            for name, written, concept in self._names
            if _has(name.split(), words)
        ]
        best: dict[ConceptId, str] = {}
        for *_, concept, written in sorted(fits):
            best.setdefault(concept, written)
        return [Found(concept=concept, name=written, by="name") for concept, written in best.items()]

    def _spelled(self, text: str) -> Iterator[Found]:
        try:
            near: tuple[str, ...] = (self._graph.resolve(text),)
        except UnknownConceptError as error:
            near = error.suggestions
        for concept in near if text.strip() else ():
            yield Found(concept=concept, name=self._graph.catalogue[concept].title, by="spelling")


def _has(words: list[str], typed: list[str]) -> bool:
    """Whether a name has every word that was typed, or words that begin so."""
    return all(any(word.startswith(one) for word in words) for one in typed)


def _meant(text: str, retriever: Retriever) -> Iterator[Found]:
    if len(text.strip()) >= _SHORTEST_MEANING:
        for rank in retriever.search(text, k=_MOST_BY_MEANING).concepts:
            yield Found(concept=rank.concept, by="meaning")
