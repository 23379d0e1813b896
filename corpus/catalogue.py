"""The catalogue: every concept by id and by any of its names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from corpus.types import Concept, ConceptId

_PARENTHESIS = re.compile(r"\s*\([^)]*\)")
_SEPARATORS = re.compile(r"[^\w+#]+")


def normalise_name(name: str) -> str:
    """A name as it is compared: lower case, without accents, hyphens and punctuation as single spaces.

    >>> normalise_name("Self-Attention")
    'self attention'
    >>> normalise_name("Naïve  Bayes'")
    'naive bayes'
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _SEPARATORS.sub(" ", bare).strip()


def names_of(concept: Concept) -> tuple[str, ...]:
    """Every normalised name of a concept: its id, title and aliases, and the title without its parenthesis."""
    bare = _PARENTHESIS.sub("", concept.title)
    names = [concept.title, bare, concept.id, *concept.aliases]
    return tuple(dict.fromkeys(filter(None, map(normalise_name, names))))


class Catalogue:
    """Every concept, found by id or by name.

    Args:
        concepts: The concepts; iteration is in order of id.

    Raises:
        ValueError: If two concepts have the same id.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        ordered = sorted(concepts, key=lambda concept: concept.id)
        self._concepts = {concept.id: concept for concept in ordered}
        if len(self._concepts) != len(ordered):
            message = "two concepts have the same id"
            raise ValueError(message)
        names: dict[str, tuple[ConceptId, ...]] = {}
        for concept in ordered:
            for name in names_of(concept):
                names[name] = (*names.get(name, ()), concept.id)
        self._names = names

    def __getitem__(self, concept: ConceptId) -> Concept:
        """The concept with that id; `KeyError` where there is none."""
        return self._concepts[concept]

    def get(self, concept: ConceptId) -> Concept | None:
        """The concept with that id, or None."""
        return self._concepts.get(concept)

    def __contains__(self, concept: object) -> bool:
        """Whether there is a concept with that id."""
        return concept in self._concepts

    def __iter__(self) -> Iterator[Concept]:
        """Every concept, in order of id."""
        return iter(self._concepts.values())

    def __len__(self) -> int:
        """The number of concepts."""
        return len(self._concepts)

    @property
    def names(self) -> Mapping[str, tuple[ConceptId, ...]]:
        """Normalised name → the concepts that have it (two where a name is ambiguous), in order of id."""
        return MappingProxyType(self._names)

    def find(self, name: str) -> tuple[ConceptId, ...]:
        """The concepts with exactly that id, title or alias, whatever its case and punctuation."""
        return (name,) if name in self._concepts else self._names.get(normalise_name(name), ())
