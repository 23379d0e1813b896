"""What every test has: a home of its own, no network but loopback; and the real parts, opened once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts

from graph.concept_graph import ConceptGraph
from tutor.factory import open_graph, open_retriever, update_index
from tutor.retrieval.retriever import Retriever
from tutor.settings import Settings, load_settings

PULLED = load_settings(os.environ).home
"""Where `make test` has put the real embedder, the real starter model and the index, before the tests begin."""


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees the settings of the person who runs it, or reaches beyond this machine."""
    for name in [name for name in os.environ if name.startswith("TUTOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    yield
    socket_allow_hosts(None)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the pulled assets and an index of the shipped pages, copied so that no test changes the real one."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "models").symlink_to(PULLED / "models", target_is_directory=True)
    if (PULLED / "index").is_dir():
        shutil.copytree(PULLED / "index", folder / "index")
    settings = Settings(home=folder, model="starter")
    update_index(settings, open_graph(settings), lambda _: None)
    return folder


@pytest.fixture(scope="session")
def settings(home: Path) -> Settings:
    """Settings of that home, with the starter model."""
    return Settings(home=home, model="starter")


@pytest.fixture(scope="session")
def shipped_graph(settings: Settings) -> ConceptGraph:
    """The shipped pages and their order."""
    return open_graph(settings)


@pytest.fixture(scope="session")
def retriever(settings: Settings, shipped_graph: ConceptGraph) -> Retriever:
    """The retriever over the shipped pages."""
    return open_retriever(settings, shipped_graph)
