"""Every command once: its output, its JSON, its exit code."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pydantic import TypeAdapter

from graph.concept_graph import ConceptGraph
from graph.export import EXPORTERS
from tests.cli.conftest import Ran, Run
from tutor.events import Event

FASTER = "Why is the second token faster than the first?"
FIXTURES = Path(__file__).parents[1] / "corpus" / "fixtures"

COMMANDS = [
    ("ask",),
    ("chat",),
    ("path",),
    ("next",),
    ("compare",),
    ("concept",),
    ("search",),
    ("index",),
    ("pull",),
    ("models",),
    ("doctor",),
    ("eval",),
    ("web",),
    ("place",),
    ("plan",),
    ("learn",),
    ("quiz",),
    ("review",),
    ("explain",),
    ("me", "show"),
    ("me", "know"),
    ("me", "forget"),
    ("me", "export"),
    ("me", "import"),
    ("me", "delete"),
    ("graph", "export"),
    ("corpus", "check"),
    ("corpus", "read"),
]


def good(ran: Ran) -> Ran:
    assert ran.code == 0, ran.err
    return ran


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(run: Run, command: tuple[str, ...]) -> None:
    said = good(run(*command, "--help")).out
    assert "Usage" in said
    assert command[-1] in said


def test_help_names_every_command(run: Run) -> None:
    said = good(run("--help")).out
    assert all(command[0] in said for command in COMMANDS)


def test_a_path_lists_only_what_is_missing_in_a_valid_order(run: Run, shipped_graph: ConceptGraph) -> None:
    found = good(run("path", "flashattention", "--known", "dot-product,softmax", "--json")).json
    steps = [step["concept"] for step in found["steps"]]
    known = shipped_graph.closure(["dot-product", "softmax"])
    assert set(steps) == ({"flashattention"} | shipped_graph.ancestors("flashattention")) - known
    assert len(steps) == len(set(steps))
    for place, step in enumerate(steps):
        assert set(shipped_graph.prerequisites(step)) <= known | set(steps[:place])
    assert found["minutes"] == sum(step["minutes"] for step in found["steps"])


def test_a_path_reads_like_a_list(run: Run, shipped_graph: ConceptGraph) -> None:
    said = good(run("path", "Flash Attention", "--known", "Dot Product, softmax")).out
    titles = [
        shipped_graph.catalogue[step["concept"]].title
        for step in run("path", "flashattention", "--known", "dot-product,softmax", "--json").json["steps"]
    ]
    places = [said.index(f". **{title}**") for title in titles]
    assert places == sorted(places)


def test_a_path_to_several_goals(run: Run) -> None:
    found = good(run("path", "gqa", "lora", "--json")).json
    assert found["goals"] == ["gqa", "lora"]
    assert {"gqa", "lora"} <= {step["concept"] for step in found["steps"]}


def test_a_path_to_what_is_known_is_empty(run: Run) -> None:
    assert good(run("path", "softmax", "--known", "attention", "--json")).json["steps"] == []


def test_next_names_what_is_ready(run: Run, shipped_graph: ConceptGraph) -> None:
    steps = good(run("next", "--known", "transformer", "--json")).json
    state = shipped_graph.closure(["transformer"])
    assert len(steps) == 3
    assert all(state.issuperset(shipped_graph.prerequisites(step["concept"])) for step in steps)
    said = good(run("next", "--known", "transformer", "--towards", "flashattention")).out
    assert "FlashAttention" in said


def test_compare_shows_both_and_the_difference(run: Run, shipped_graph: ConceptGraph) -> None:
    pages = good(run("compare", "KV cache", "gradient checkpointing", "--json")).json
    assert [page["id"] for page in pages] == ["kv-cache", "gradient-checkpointing"]
    said = good(run("compare", "KV cache", "gradient checkpointing")).out
    how = shipped_graph.catalogue["kv-cache"].contrasts[0].how
    assert how in said
    assert how in good(run("compare", "gradient checkpointing", "KV cache")).out, "whichever is named first"


def test_a_concept_is_shown_with_what_it_needs_and_unlocks(run: Run, shipped_graph: ConceptGraph) -> None:
    page = shipped_graph.catalogue["gqa"]
    assert good(run("concept", "grouped query attention", "--json")).json["id"] == "gqa"
    said = good(run("concept", "gqa")).out
    assert page.definition in said
    for before in page.prerequisites:
        assert before.because in said
    for later in shipped_graph.dependents("gqa"):
        assert shipped_graph.catalogue[later].title in said


def test_concepts_are_listed(run: Run, shipped_graph: ConceptGraph) -> None:
    listed = good(run("concept", "--list", "--json")).json
    assert [row["id"] for row in listed] == [concept.id for concept in shipped_graph.catalogue]
    said = good(run("concept", "--list")).out
    assert all(f"`{row['id']}`" in said for row in listed)


def test_search_shows_the_score_of_every_channel(run: Run) -> None:
    found = good(run("search", FASTER, "-k", "3", "--json")).json
    assert found["concepts"][0]["concept"] == "kv-cache"
    assert len(found["concepts"]) == 3
    assert {"question", "dense", "lexical"} <= set(found["concepts"][0]["channels"])
    said = good(run("search", "second", "token", "faster", "than", "first")).out
    assert "Key-Value (KV) Caching" in said


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_search_for_no_passages_is_a_mistake(run: Run, count: str) -> None:
    assert run("search", "softmax", "-k", count).code == 2


@pytest.mark.parametrize("format", EXPORTERS)
def test_the_graph_is_exported(run: Run, shipped_graph: ConceptGraph, format: str) -> None:  # noqa: A002 - the option's name
    part = good(run("graph", "export", "--format", format, "--around", "Softmax")).out
    assert "softmax" in part.lower()
    assert "flashattention" not in part.lower()
    if format == "json":
        json.loads(part)
    if format == "graphml":
        nodes = [node for node in ET.fromstring(part).iter() if node.tag.endswith("}node")]
        assert len(nodes) == len(shipped_graph.ancestors("softmax")) + 1


def test_the_whole_graph_is_exported_without_more_words(run: Run, shipped_graph: ConceptGraph) -> None:
    assert good(run("graph", "export")).out == EXPORTERS["mermaid"](shipped_graph, None)


def test_the_graph_has_figures(run: Run, shipped_graph: ConceptGraph) -> None:
    assert good(run("graph", "stats", "--json")).json["concepts"] == len(shipped_graph)
    assert str(len(shipped_graph)) in good(run("graph", "stats")).out


def test_the_index_is_brought_up_to_date(run: Run, shipped_graph: ConceptGraph) -> None:
    report = good(run("index", "--json")).json
    assert (report["added"], report["kept"]) == (0, len(shipped_graph))
    assert report["fingerprint"] in good(run("index")).out


def test_what_is_here_is_pulled_without_a_network(run: Run, home: Path) -> None:
    ran = good(run("pull", "embedder", "tokenizer", "starter"))
    assert ran.out.count(str(home / "models")) == 3


def test_models_say_what_is_here_and_in_use(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_MODEL", "starter")
    rows = {row["name"]: row for row in good(run("models", "--json")).json}
    assert rows["starter"]["state"] == rows["embedder"]["state"] == "verified"
    assert [name for name, row in rows.items() if row["in_use"] and name not in {"embedder", "tokenizer"}] == [
        "starter"
    ]
    said = good(run("models")).out
    assert all(name in said for name in rows)
    assert "Apache-2.0" in said


def test_ask_answers_with_its_sources(run: Run) -> None:
    said = good(run("ask", FASTER)).out
    assert "KV caching stores" in said
    assert "[1] Key-Value (KV) Caching" in said


def test_ask_prints_the_events_as_json(run: Run) -> None:
    raw = good(run("ask", "Why", "is", "the", "second", "token", "faster", "than", "the", "first?", "--json"))
    events = TypeAdapter(list[Event]).validate_python(raw.json)
    assert [event.kind for event in events][-1] == "finished"
    assert json.loads(raw.out)[0]["understanding"]["text"] == FASTER


def test_ask_declines_with_a_helpful_line(run: Run) -> None:
    said = good(run("ask", "What is the capital of France?")).out
    assert "no source" in said
    assert "nearest" in said


def test_ask_takes_account_of_what_is_known(run: Run) -> None:
    events = good(run("ask", "How does FlashAttention work?", "--known", "vector", "--json")).json
    (found,) = (event for event in events if event["kind"] == "retrieved")
    assert any(hit["role"] == "bridge" for hit in found["hits"])


def test_chat_remembers_the_subject_and_what_is_known(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = [FASTER, "why does it grow?", "I know softmax", "study path to attention", "", "not read any more"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(typed) + "\n"))
    said = good(run("chat")).out
    assert "Understood as: why does Key-Value Caching grow?" in said
    path = said[said.index("Study path to") :]
    assert "**Attention Mechanism**" in path
    assert "**Softmax**" not in path


@pytest.mark.usefixtures("few_pages")
def test_chat_ends_with_its_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    good(run("chat"))


def test_documents_are_read(run: Run) -> None:
    (document,) = good(run("corpus", "read", str(FIXTURES / "sources/003_badge_cards.txt"), "--json")).json
    assert (document["format"], len(document["records"])) == ("badge-cards", 4)
    said = good(run("corpus", "read", str(FIXTURES / "sources/003_badge_cards.txt"))).out
    assert all(record["title"] in said for record in document["records"])


def test_a_folder_of_documents_is_read(run: Run) -> None:
    documents = good(run("corpus", "read", str(FIXTURES / "vault"), "--json")).json
    assert {document["format"] for document in documents} == {"notes"}


def test_pages_are_checked(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pages" / "kitchen"
    folder.mkdir(parents=True)
    head = "---\ntitle: {0}\nlevel: beginner\nminutes: 5\nprerequisites: [{1}]\nquestions: [What is {0}?]\n---\nA plain thing.\n"
    (folder / "dough.md").write_text(head.format("Dough", "{concept: flour, because: Made of it.}"), encoding="utf-8")
    monkeypatch.setenv("TUTOR_CORPUS", str(tmp_path / "pages"))
    ran = run("corpus", "check", "--json")
    assert ran.code == 1
    assert any("flour" in problem["message"] for problem in ran.json)
    assert "flour" in run("corpus", "check").out
    (folder / "flour.md").write_text(head.format("Flour", ""), encoding="utf-8")
    assert good(run("corpus", "check", "--json")).json == []
