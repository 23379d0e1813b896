"""What is right and wrong on this machine, each with what to do."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from typing import Literal

from corpus.types import Value
from tutor.assets import pinned_assets
from tutor.errors import TutorError
from tutor.factory import asset_store, index_folder, open_graph, open_llm, open_remote, pick_model
from tutor.llm.choose import available_memory, memory_needed
from tutor.retrieval.index import index_is_current
from tutor.settings import Settings

_OLDEST_PYTHON = (3, 11)
_PACKAGES = ("networkx", "llama-cpp-python", "chromadb", "gradio", "pydantic")


class Finding(Value):
    """One line of the report."""

    state: Literal["ok", "warning", "error"]
    subject: str
    text: str


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Check Python, packages, pages, assets, index, memory, model, GPU and port, in that order."""
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _python,
        _packages,
        _pages,
        _assets,
        _index,
        _memory,
        _model,
        _port,
    )
    return tuple(finding for check in checks for finding in _guarded(check, settings))


def _guarded(check: Callable[[Settings], Iterator[Finding]], settings: Settings) -> Iterator[Finding]:
    try:
        yield from check(settings)
    except TutorError as error:
        yield Finding(state="error", subject=check.__name__.strip("_"), text=f"{error.message} {error.hint}")


def _python(_: Settings) -> Iterator[Finding]:
    version = sys.version.split()[0]
    if sys.version_info < _OLDEST_PYTHON:
        yield Finding(state="error", subject="python", text=f"{version}; install Python 3.11 or newer.")
    else:
        yield Finding(state="ok", subject="python", text=version)


def _packages(_: Settings) -> Iterator[Finding]:
    for package in _PACKAGES:
        try:
            yield Finding(state="ok", subject="package", text=f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            yield Finding(state="error", subject="package", text=f"{package} is missing; run `make chat` again.")


def _pages(settings: Settings) -> Iterator[Finding]:
    graph = open_graph(settings)
    edges = sum(len(graph.prerequisites(concept.id)) for concept in graph.catalogue)
    yield Finding(state="ok", subject="pages", text=f"{len(graph)} concepts, {edges} prerequisites")


def _assets(settings: Settings) -> Iterator[Finding]:
    store = asset_store(settings)
    for asset in pinned_assets().values():
        state = store.state(asset, compute=True)
        text = f"{asset.name}: {state}"
        if state == "wrong digest":
            path = store.locate(asset)
            yield Finding(state="error", subject="asset", text=f"{text}; move {path} away, then run `tutor pull`.")
        elif state == "absent" and asset.kind != "llm":
            yield Finding(state="error", subject="asset", text=f"{text}; run `tutor pull {asset.name}`.")
        else:
            yield Finding(state="ok", subject="asset", text=text)


def _index(settings: Settings) -> Iterator[Finding]:
    digest = pinned_assets()["embedder"].sha256
    if index_is_current(open_graph(settings).catalogue, digest, index_folder(settings)):
        yield Finding(state="ok", subject="index", text="belongs to these pages")
    else:
        yield Finding(state="warning", subject="index", text="out of date; run `tutor index`.")


def _memory(settings: Settings) -> Iterator[Finding]:
    free = available_memory()
    choice = pick_model(settings) if not settings.server and settings.model != "none" else None
    needed = memory_needed(choice.asset) if choice and choice.asset else 0
    text = f"{free / 1e9:.1f} GB free" + (f", '{choice.name}' needs {needed / 1e9:.1f} GB" if choice and needed else "")
    if needed > free:
        yield Finding(state="warning", subject="memory", text=f"{text}; close programs or set TUTOR_MODEL=starter.")
    else:
        yield Finding(state="ok", subject="memory", text=text)


def _model(settings: Settings) -> Iterator[Finding]:
    """Load the model, which tells how many layers really went to a GPU; a server is only asked whether it is there."""
    if settings.server:
        remote = open_remote(settings, settings.server)
        remote.probe()
        yield Finding(state="ok", subject="model", text=f"{remote.name} runs on {remote.place}")
        return
    llm = open_llm(settings, lambda _: None)
    if llm is None:
        yield Finding(state="warning", subject="model", text="none is wanted; the tutor only quotes its pages.")
    else:
        yield Finding(state="ok", subject="model", text=f"{llm.name} runs on {llm.place}")
    if llm is not None:
        from tutor.llm.local import gpu_offload_compiled  # noqa: PLC0415 - loads llama.cpp

        compiled = gpu_offload_compiled()
        advice = "compiled in" if compiled else "not compiled in; docs/architecture.md says how, if you have a GPU"
        yield Finding(state="ok", subject="gpu offload", text=advice)


def _port(settings: Settings) -> Iterator[Finding]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            text = f"{settings.host}:{settings.port} cannot be used ({error.strerror}); set TUTOR_PORT to another."
            yield Finding(state="warning", subject="port", text=text)
        else:
            yield Finding(state="ok", subject="port", text=f"{settings.host}:{settings.port} is free")
