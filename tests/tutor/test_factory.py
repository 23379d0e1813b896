"""The tutor put together from settings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graph.concept_graph import ConceptGraph
from tutor.assets import pinned_assets
from tutor.errors import CorpusError, DigestMismatchError, ModelNotFoundError, SettingsError, StaleIndexError
from tutor.factory import open_embedder, open_graph, open_llm, open_retriever, open_tutor, pick_model, update_index
from tutor.llm.remote import RemoteLLM
from tutor.settings import Settings

PAGE = """---
title: {title}
level: beginner
minutes: 5
prerequisites: [{before}]
related: []
contrasts: []
questions: [What is {title} for?]
sources: []
---
{title} is a thing of its own that is described here in one plain sentence.
"""


def silent(_: str) -> None:
    """Nobody listens."""


def write_pages(folder: Path) -> Path:
    (folder / "kitchen").mkdir(parents=True)
    before = "{concept: flour, because: Dough is made of flour.}"
    for name, needs in (("flour", ""), ("dough", before)):
        text = PAGE.format(title=name.title(), before=needs)
        (folder / "kitchen" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_a_corpus_of_ones_own_is_taught_instead(home: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", corpus=write_pages(tmp_path / "pages"), model="none")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "models").symlink_to(home / "models")
    said: list[str] = []
    tutor = open_tutor(settings, said.append)
    assert [concept.id for concept in tutor.graph.catalogue] == ["dough", "flour"]
    assert tutor.graph.prerequisites("dough") == ("flour",)
    assert tutor.retriever.search("What is dough for?").concepts[0].concept == "dough"
    assert tutor.llm is None
    assert said, "what is being done is told"


def test_a_corpus_that_cannot_be_read_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        open_graph(Settings(corpus=tmp_path / "nowhere"))


def test_without_the_embedder_it_is_said_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError) as caught:
        open_embedder(Settings(home=tmp_path))
    assert "tutor pull" in caught.value.hint


def test_a_model_file_with_a_wrong_digest_is_never_loaded(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / pinned_assets()["starter"].file).write_bytes(b"GGUF but not the pinned one")
    with pytest.raises(DigestMismatchError):
        open_llm(Settings(home=tmp_path, model="starter"), silent)


@pytest.mark.parametrize("wish", ["small", "hub:owner/repo/model.gguf", "absent.gguf"])
def test_a_model_that_is_not_here_is_not_fetched_behind_ones_back(tmp_path: Path, wish: str) -> None:
    with pytest.raises(ModelNotFoundError):
        open_llm(Settings(home=tmp_path, model=wish), silent)


def test_nonsense_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        open_llm(Settings(home=tmp_path, model="enormous"), silent)


def test_no_model_is_a_choice(tmp_path: Path) -> None:
    assert open_llm(Settings(home=tmp_path, model="none"), silent) is None


def test_a_server_wins_over_a_local_model(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, server="http://127.0.0.1:9/v1", server_model="big", context_tokens=2048)
    llm = open_llm(settings, silent)
    assert isinstance(llm, RemoteLLM)
    assert (llm.name, llm.context_tokens) == ("big", 2048)
    assert "127.0.0.1:9" in llm.place


def test_a_folder_of_assets_is_used_and_not_written(home: Path, tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    assets.mkdir()
    for name in ("embedder", "tokenizer"):
        shutil.copy(home / "models" / pinned_assets()[name].file, assets)
    before = sorted(assets.iterdir())
    settings = Settings(home=tmp_path / "home", assets=assets)
    assert open_embedder(settings).embed(["x"]).shape == (1, 384)
    assert sorted(assets.iterdir()) == before


def test_pages_without_an_index_are_stale(home: Path, tmp_path: Path) -> None:
    (tmp_path / "models").symlink_to(home / "models")
    settings = Settings(home=tmp_path, corpus=write_pages(tmp_path / "pages"))
    graph = open_graph(settings)
    with pytest.raises(StaleIndexError):
        open_retriever(settings, graph)
    update_index(settings, graph, silent)
    assert open_retriever(settings, graph).search("flour").concepts


def test_the_model_in_use_is_the_one_of_the_settings(settings: Settings) -> None:
    assert pick_model(settings).name == "starter"


def test_the_shipped_pages_are_all_there(shipped_graph: ConceptGraph) -> None:
    assert len(shipped_graph) >= 80
    assert {"softmax", "transformer", "kv-cache", "rope", "flashattention", "lora", "quantization", "rag"} <= {
        concept.id for concept in shipped_graph.catalogue
    }
