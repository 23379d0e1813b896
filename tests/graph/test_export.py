"""The graph for other programs: what is written is read back, and awkward letters are quoted."""

from __future__ import annotations

import json
from io import BytesIO

import networkx as nx
import pytest

from graph.concept_graph import ConceptGraph
from graph.export import EXPORTERS, subgraph, to_dot, to_graphml, to_json, to_mermaid
from tests.building import concept

AWKWARD = 'The "<b>big</b>" & the \\small → größer'

CONCEPTS = (
    concept("plain", title="Plain", area="zoo", minutes=5),
    concept("awkward", "plain", title=AWKWARD, level="advanced", minutes=50),
    concept(
        "last",
        title="Last",
        prerequisites=[
            {"concept": "awkward", "because": 'It says "so" & \\n <here>.'},
        ],
    ),
    concept("alone", title="Alone"),
)
GRAPH = ConceptGraph.of(CONCEPTS)

NODES = {
    "plain": {"title": "Plain", "area": "zoo", "level": "beginner", "minutes": 5},
    "awkward": {"title": AWKWARD, "area": "area", "level": "advanced", "minutes": 50},
    "last": {"title": "Last", "area": "area", "level": "beginner", "minutes": 10},
    "alone": {"title": "Alone", "area": "area", "level": "beginner", "minutes": 10},
}
EDGES = {
    ("plain", "awkward"): {"because": "awkward needs plain."},
    ("awkward", "last"): {"because": 'It says "so" & \\n <here>.'},
}


def nodes(graph: nx.DiGraph[str]) -> dict[str, object]:
    return dict(graph.nodes(data=True))


def edges(graph: nx.DiGraph[str]) -> dict[tuple[str, str], object]:
    return {(source, target): data for source, target, data in graph.edges(data=True)}


def read_json(text: str) -> nx.DiGraph[str]:
    return nx.node_link_graph(json.loads(text), edges="edges")


def read_graphml(text: str) -> nx.DiGraph[str]:
    return nx.read_graphml(BytesIO(text.encode()))


def test_labelled_graph() -> None:
    assert nodes(subgraph(GRAPH)) == NODES
    assert edges(subgraph(GRAPH)) == EDGES


def test_part_of_the_graph_keeps_the_edges_between_its_concepts() -> None:
    part = subgraph(GRAPH, ["last", "awkward", "alone"])
    assert list(part.nodes) == ["alone", "awkward", "last"]
    assert list(part.edges) == [("awkward", "last")]
    assert list(subgraph(GRAPH, ["plain", "last"]).edges) == []
    assert len(subgraph(GRAPH, [])) == 0


def test_json_is_read_back_to_the_same_graph() -> None:
    read = read_json(to_json(GRAPH))
    assert read.is_directed()
    assert nodes(read) == NODES
    assert edges(read) == EDGES


def test_json_has_the_keys_nodes_and_edges() -> None:
    written = json.loads(to_json(GRAPH, ["plain", "awkward"]))
    assert [node["id"] for node in written["nodes"]] == ["awkward", "plain"]
    assert written["edges"] == [{"source": "plain", "target": "awkward", "because": "awkward needs plain."}]
    assert "größer" in to_json(GRAPH)


def test_graphml_is_read_back_to_the_same_graph() -> None:
    read = read_graphml(to_graphml(GRAPH))
    assert read.is_directed()
    assert nodes(read) == NODES
    assert edges(read) == EDGES


def test_graphml_of_a_part() -> None:
    assert sorted(read_graphml(to_graphml(GRAPH, ["plain", "awkward"])).edges) == [("plain", "awkward")]


def test_mermaid_escapes_quotes_and_angle_brackets() -> None:
    assert to_mermaid(GRAPH).splitlines() == [
        "graph TD",
        '  c0["Alone"]',
        '  c1["The #quot;#lt;b#gt;big#lt;/b#gt;#quot; & the \\small → größer"]',
        '  c2["Last"]',
        '  c3["Plain"]',
        "  c1 --> c2",
        "  c3 --> c1",
    ]


def test_mermaid_names_hold_no_reserved_word() -> None:
    graph = ConceptGraph.of([concept("end", title="End"), concept("class", "end", title="Class")])
    assert to_mermaid(graph) == 'graph TD\n  c0["Class"]\n  c1["End"]\n  c1 --> c0\n'


def test_dot_quotes_titles_and_reasons() -> None:
    assert to_dot(GRAPH).endswith("}\n")
    assert to_dot(GRAPH).splitlines() == [
        "digraph prerequisites {",
        '  "alone" [label="Alone"];',
        '  "awkward" [label="The \\"<b>big</b>\\" & the \\\\small → größer"];',
        '  "last" [label="Last"];',
        '  "plain" [label="Plain"];',
        '  "awkward" -> "last" [tooltip="It says \\"so\\" & \\\\n <here>."];',
        '  "plain" -> "awkward" [tooltip="awkward needs plain."];',
        "}",
    ]


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_the_order_of_the_pages_does_not_matter(name: str) -> None:
    exporter = EXPORTERS[name]
    assert exporter(ConceptGraph.of(reversed(CONCEPTS)), None) == exporter(GRAPH, None)
    assert exporter(GRAPH, ["plain", "last", "alone"]) == exporter(GRAPH, {"alone", "last", "plain"})


def test_every_format_has_its_exporter() -> None:
    assert dict(EXPORTERS) == {"mermaid": to_mermaid, "graphml": to_graphml, "json": to_json, "dot": to_dot}
