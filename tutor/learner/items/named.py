"""Names of concepts in the text of a page: where they stand, and the text with some of them taken out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from corpus.catalogue import Catalogue, names_of, normalise_name
from corpus.types import Concept, ConceptId, Value

BLANK = "_____"
"""What stands for a name that was taken out."""

_WORD = re.compile(r"[\w+#]+")
_APART = re.compile(r"\$[^$]*\$|`[^`]*`")
_JOINT = re.compile(r"[\s'/\u2010-\u2013\u2019-]+")
_LONGEST_NAME = 9
_SHORTEST_PLURAL = 4


class Naming(Value):
    """A name of concepts in a text, from `start` up to `end`."""

    concepts: tuple[ConceptId, ...]
    start: int
    end: int


def plain_name(name: str) -> str:
    """A name as answers are compared: normalised, every word in the singular, without spaces.

    >>> plain_name("Feed-Forward Networks"), plain_name("feedforward network")
    ('feedforwardnetwork', 'feedforwardnetwork')
    """
    return "".join(map(_singular, normalise_name(name).split()))


def namings(text: str, catalogue: Catalogue) -> tuple[Naming, ...]:
    """The names in a text outside formulas and code, from left to right, the longest first, without overlap."""
    kept = _APART.sub(lambda found: " " * len(found[0]), text)
    return tuple(_scan(kept, list(_WORD.finditer(kept)), catalogue))


def without_names(text: str, concepts: Collection[ConceptId], catalogue: Catalogue) -> str:
    """The text with `BLANK` for every name of one of the concepts."""
    for naming in reversed(namings(text, catalogue)):
        if not set(concepts).isdisjoint(naming.concepts):
            text = f"{text[: naming.start]}{BLANK}{text[naming.end :]}"
    return text


def mentions(text: str, concept: Concept) -> bool:
    """Whether a name of the concept stands in the text, in the plural or within a longer name too."""
    padded = f" {normalise_name(text)}"
    return any(f" {name.removesuffix('y')}" in padded for name in names_of(concept))


def _scan(text: str, found: list[re.Match[str]], catalogue: Catalogue) -> Iterator[Naming]:
    words = [normalise_name(word[0]) for word in found]
    place = 0
    while place < len(found):
        most = min(_LONGEST_NAME, _joined(text, found, place))
        size, concepts = _longest(words[place : place + most], catalogue)
        if concepts:
            yield Naming(concepts=concepts, start=found[place].start(), end=found[place + size - 1].end())
        place += size


def _joined(text: str, found: list[re.Match[str]], place: int) -> int:
    """How many words from a place on stand together, with nothing but spaces and hyphens between them."""
    last = place
    while last + 1 < len(found) and _JOINT.fullmatch(text, found[last].end(), found[last + 1].start()):
        last += 1
    return last - place + 1


def _longest(words: list[str], catalogue: Catalogue) -> tuple[int, tuple[ConceptId, ...]]:
    """How many of the words make a name, and the concepts that have it; 1 and none where none do."""
    for size in range(len(words), 0, -1):
        *first, last = words[:size]
        for ending in (last, _singular(last)):
            if concepts := catalogue.names.get(" ".join([*first, ending])):
                return size, concepts
    return 1, ()


def _singular(word: str) -> str:
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
