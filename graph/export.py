"""The prerequisite graph for other programs: Mermaid, GraphML, JSON and DOT."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from io import BytesIO
from types import MappingProxyType

import networkx as nx

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph, DiGraph

_MERMAID_ESCAPES = str.maketrans({'"': "#quot;", "<": "#lt;", ">": "#gt;"})


def subgraph(graph: ConceptGraph, concepts: Collection[ConceptId] | None = None) -> DiGraph:
    """The graph, or its part between the given concepts, with title, area, level and minutes at every concept."""
    view = graph.digraph if concepts is None else graph.digraph.subgraph(concepts)
    labelled: DiGraph = nx.DiGraph()
    for concept in sorted(view.nodes):
        page = graph.catalogue[concept]
        labelled.add_node(concept, title=page.title, area=page.area, level=page.level.value, minutes=page.minutes)
    for source, target in sorted(view.edges):
        labelled.add_edge(source, target, because=graph.reason(source, target))
    return labelled


def to_mermaid(graph: ConceptGraph, concepts: Collection[ConceptId] | None = None) -> str:
    """A Mermaid flowchart, prerequisites above."""
    part = subgraph(graph, concepts)
    names = {concept: f"c{index}" for index, concept in enumerate(part.nodes)}
    lines = [f'  {names[concept]}["{_title(part, concept).translate(_MERMAID_ESCAPES)}"]' for concept in part.nodes]
    lines += [f"  {names[source]} --> {names[target]}" for source, target in part.edges]
    return "\n".join(["graph TD", *lines, ""])


def to_graphml(graph: ConceptGraph, concepts: Collection[ConceptId] | None = None) -> str:
    """GraphML, as Gephi and yEd read it."""
    buffer = BytesIO()
    nx.write_graphml(subgraph(graph, concepts), buffer)
    return buffer.getvalue().decode()


def to_json(graph: ConceptGraph, concepts: Collection[ConceptId] | None = None) -> str:
    """Node-link JSON with the keys `nodes` and `edges`."""
    return json.dumps(nx.node_link_data(subgraph(graph, concepts), edges="edges"), ensure_ascii=False, indent=2)


def to_dot(graph: ConceptGraph, concepts: Collection[ConceptId] | None = None) -> str:
    """DOT, as Graphviz reads it."""
    part = subgraph(graph, concepts)
    lines = [f"  {json.dumps(concept)} [label={_quoted(_title(part, concept))}];" for concept in part.nodes]
    lines += [
        f"  {json.dumps(source)} -> {json.dumps(target)} [tooltip={_quoted(graph.reason(source, target))}];"
        for source, target in part.edges
    ]
    return "\n".join(["digraph prerequisites {", *lines, "}", ""])


def _title(part: DiGraph, concept: ConceptId) -> str:
    return str(part.nodes[concept]["title"])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


Exporter = Callable[[ConceptGraph, Collection[ConceptId] | None], str]

EXPORTERS: Mapping[str, Exporter] = MappingProxyType(
    {"mermaid": to_mermaid, "graphml": to_graphml, "json": to_json, "dot": to_dot}
)
"""Format name → exporter."""
