"""The prerequisite graph over networkx: edges run from prerequisite to dependent, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import networkx as nx
from rapidfuzz import process

from corpus.catalogue import Catalogue, normalise_name
from corpus.types import Concept, ConceptId
from graph.errors import PrerequisiteCycleError, UnknownConceptError

if TYPE_CHECKING:
    DiGraph = nx.DiGraph[str]
else:
    DiGraph = nx.DiGraph


class ConceptGraph:
    """Concepts and what must be understood before them.

    Args:
        catalogue: The concepts. Prerequisites that are not in it are left out here and reported by
            `graph.validate.graph_problems`.

    Raises:
        PrerequisiteCycleError: If concepts are prerequisites of one another.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._graph = prerequisite_digraph(catalogue)
        if not nx.is_directed_acyclic_graph(self._graph):
            raise PrerequisiteCycleError([source for source, _ in nx.find_cycle(self._graph)])

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> ConceptGraph:
        """The graph of a collection of concepts."""
        return cls(Catalogue(concepts))

    @property
    def digraph(self) -> DiGraph:
        """A read-only view of the networkx graph; edges carry `because`."""
        frozen: DiGraph = nx.freeze(self._graph.copy())
        return frozen

    def __contains__(self, concept: object) -> bool:
        """Whether there is a concept with that id."""
        return concept in self.catalogue

    def __len__(self) -> int:
        """The number of concepts."""
        return len(self.catalogue)

    def resolve(self, name: str) -> ConceptId:
        """The id behind an id, title or alias.

        Raises:
            UnknownConceptError: If no concept has the name, or more than one has it; with suggestions.
        """
        found = self.catalogue.find(name)
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownConceptError(name, suggestions=found, ambiguous=True)
        near = process.extract(normalise_name(name), list(self.catalogue.names), limit=6, score_cutoff=70)
        ids = dict.fromkeys(concept for match, *_ in near for concept in self.catalogue.names[match])
        raise UnknownConceptError(name, suggestions=list(ids)[:3])

    def prerequisites(self, concept: ConceptId) -> tuple[ConceptId, ...]:
        """The direct prerequisites, in the order of the page."""
        return tuple(self._graph.predecessors(concept))

    def dependents(self, concept: ConceptId) -> tuple[ConceptId, ...]:
        """The concepts that name this one as a direct prerequisite, in order of id."""
        return tuple(sorted(self._graph.successors(concept)))

    def ancestors(self, concept: ConceptId) -> frozenset[ConceptId]:
        """Everything that must be understood before the concept."""
        return frozenset(nx.ancestors(self._graph, concept))

    def descendants(self, concept: ConceptId) -> frozenset[ConceptId]:
        """Everything that rests on the concept."""
        return frozenset(nx.descendants(self._graph, concept))

    def reason(self, prerequisite: ConceptId, dependent: ConceptId) -> str:
        """Why the direct prerequisite is needed; `KeyError` where there is no such edge."""
        return str(self._graph.edges[prerequisite, dependent]["because"])

    def closure(self, known: Iterable[ConceptId]) -> frozenset[ConceptId]:
        """A knowledge state: the known concepts and everything that comes before them.

        Knowing softmax implies knowing what softmax rests on (a downward-closed set; Falmagne and Doignon,
        *Learning Spaces*, 2011, chapter 2). Ids that are no concept, such as those of pages that are gone, are left out.
        """
        state = {concept for concept in known if concept in self.catalogue}
        return frozenset(state.union(*(self.ancestors(concept) for concept in state)))

    @cached_property
    def depths(self) -> dict[ConceptId, int]:
        """For each concept, the number of edges of the longest chain of prerequisites before it."""
        depths: dict[ConceptId, int] = {}
        for concept in nx.lexicographical_topological_sort(self._graph):
            before = self._graph.predecessors(concept)
            depths[concept] = 1 + max((depths[prerequisite] for prerequisite in before), default=-1)
        return depths

    def neighbourhood(self, concept: ConceptId) -> tuple[ConceptId, ...]:
        """The concept, its direct prerequisites and its direct dependents, in that order."""
        return (concept, *self.prerequisites(concept), *self.dependents(concept))


def prerequisite_digraph(catalogue: Catalogue) -> DiGraph:
    """The edges whose two ends exist, prerequisite → dependent, with `because`; cycles are not rejected here."""
    graph: DiGraph = nx.DiGraph()
    graph.add_nodes_from(concept.id for concept in catalogue)
    for concept in catalogue:
        for prerequisite in concept.prerequisites:
            if prerequisite.concept in catalogue:
                graph.add_edge(prerequisite.concept, concept.id, because=prerequisite.because)
    return graph
