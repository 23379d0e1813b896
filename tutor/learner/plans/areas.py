"""Whole areas named in words: which concepts "linear algebra" or "basic probability" stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.catalogue import normalise_name
from corpus.types import ConceptId, Level, Value
from graph.concept_graph import ConceptGraph

_SYNONYMS = {
    "maths": "mathematics",
    "math": "mathematics",
    "probability theory": "probability",
    "computer vision": "vision",
    "ai safety": "safety",
    "regularisation": "regularization",
    "optimisation": "optimization",
    "tokenisation": "tokenization",
    "prompt engineering": "prompting",
    "finetuning": "fine-tuning",
}
_ALSO = {
    "probability": ("probability",),
    "mathematics": ("function", "exponential-function", "logarithm", "vector", "matrix"),
}
"""Concepts that belong to a subject and stand in another folder."""

_SUBJECTS: dict[str, tuple[ConceptId, ...]] = {
    "linear algebra": (
        "vector", "matrix", "dot-product", "linear-combination", "linear-function", "affine-transformation",
        "matrix-multiplication", "vector-space", "dimension", "basis", "linear-independence", "norm", "projection",
        "l1-vs-l2-norms", "eigenvalue", "eigenvector", "svd",
    ),
    "calculus": (
        "function", "composite-function", "exponential-function", "logarithm", "derivative", "partial-derivative",
        "gradient", "chain-rule",
    ),
    "statistics": (
        "mean", "probability", "random-variable", "probability-distribution", "discrete-probability-distribution",
        "expectation", "variance", "normal-distribution", "confidence-interval", "bootstrap-resampling", "log-likelihood",
        "mle", "linear-regression",
    ),
}  # fmt: skip
"""Subjects that are taught as a course but are no folder of their own."""

_COURSES = frozenset({"mathematics", "probability", *_SUBJECTS})
"""Where a concept has the same name, the subject is meant."""

_BASIC = re.compile(r"\b(?:basic|elementary|introductory|simple|some|a little|a bit of|(?:basics|fundamentals|foundations) (?:of|in))\s+(?:the\s+)?$")  # fmt: skip
_ALL = re.compile(r"\b(?:advanced|all(?: of| about)?|everything (?:about|in|on|from)|the (?:whole|entire)(?: area| field)?(?: of)?|every)\s+(?:the\s+)?$")  # fmt: skip
_BASICS = re.compile(r"\s+(?:basics|fundamentals)\b")


class Area(Value):
    """A subject or a folder of pages, with what belongs to it.

    Attributes:
        name: How it is called.
        folder: The folder, for an area that can be left out; None for a subject that has none of its own.
        concepts: Its concepts, in order of id.
    """

    name: str
    folder: str | None
    concepts: tuple[ConceptId, ...]


class NamedArea(Value):
    """An area as it is named in a text.

    Attributes:
        upto: The highest level that is meant: `beginner` for "basic probability", `advanced` for "all of probability",
            `intermediate` for the bare name.
        whole: Whether the words mean the area and no concept of the same name.
        start: Offset of the first character of the name.
        end: Offset after the last one.
    """

    area: Area
    upto: Level
    whole: bool
    start: int
    end: int


class Areas:
    """Finds whole areas in a text, and says what they hold.

    Args:
        graph: The concepts; subjects keep those of their concepts that are in it.
    """

    def __init__(self, graph: ConceptGraph) -> None:
        self.graph = graph
        folders: dict[str, list[ConceptId]] = {}
        for page in graph.catalogue:
            folders.setdefault(page.area, []).append(page.id)
        found = {
            normalise_name(folder): _area(graph, normalise_name(folder), folder, (*held, *_ALSO.get(folder, ())))
            for folder, held in folders.items()
        }
        found |= {name: _area(graph, name, None, concepts) for name, concepts in _SUBJECTS.items()}
        found |= {
            name: found[normalise_name(other)] for name, other in _SYNONYMS.items() if normalise_name(other) in found
        }
        self._areas = {name: area for name, area in found.items() if area.concepts}
        names = sorted(self._areas, key=len, reverse=True)
        any_name = "|".join("[ -]".join(map(re.escape, name.split())) for name in names)
        self._pattern = re.compile(rf"\b(?:{any_name})\b")

    def find(self, text: str) -> Iterator[NamedArea]:
        """The areas named in a text of lower case, from left to right; the longest name wins."""
        for match in self._pattern.finditer(text) if self._areas else ():
            area, before = self._areas[normalise_name(match[0])], text[: match.start()]
            basic = _BASIC.search(before) or _BASICS.match(text, match.end())
            upto = Level.BEGINNER if basic else Level.ADVANCED if _ALL.search(before) else Level.INTERMEDIATE
            whole = upto is not Level.INTERMEDIATE or area.name in _COURSES
            yield NamedArea(area=area, upto=upto, whole=whole, start=match.start(), end=match.end())

    def held(self, named: NamedArea) -> tuple[ConceptId, ...]:
        """The concepts of a named area up to the level that is meant, in order of id."""
        levels = ((concept, self.graph.catalogue[concept].level) for concept in named.area.concepts)
        return tuple(concept for concept, level in levels if level.rank <= named.upto.rank)


def _area(graph: ConceptGraph, name: str, folder: str | None, concepts: tuple[ConceptId, ...]) -> Area:
    return Area(name=name, folder=folder, concepts=tuple(sorted({concept for concept in concepts if concept in graph})))
