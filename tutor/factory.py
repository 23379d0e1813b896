"""Putting the tutor together from settings; the only place that reads them.

Heavy packages are imported where they are needed, so that `tutor --help` and what needs no model answer at once.
"""

# ruff: noqa: PLC0415 - heavy packages are imported where they are needed

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.catalogue import Catalogue
from corpus.load import load_pages, shipped_pages
from corpus.types import Passage
from graph.concept_graph import ConceptGraph
from tutor.assets import AssetStore, pinned_assets
from tutor.dialogue.judgement import asking
from tutor.dialogue.prompt import SYSTEM
from tutor.errors import ModelNotFoundError
from tutor.protocols import Message
from tutor.settings import Settings

if TYPE_CHECKING:
    from tutor.dialogue.check import SupportCheck
    from tutor.learner.stores import Stores
    from tutor.learner.study import Study
    from tutor.llm.choose import ModelChoice
    from tutor.llm.local import LocalLLM
    from tutor.llm.remote import RemoteLLM
    from tutor.protocols import LLM
    from tutor.retrieval.dense import DenseIndex
    from tutor.retrieval.embedder import Embedder
    from tutor.retrieval.index import IndexProgress, IndexReport
    from tutor.retrieval.retriever import Retriever
    from tutor.session import Tutor

Tell = Callable[[str], None]
"""Called with a sentence about what is being done."""


def asset_store(settings: Settings) -> AssetStore:
    """Where model files are kept."""
    return AssetStore(settings.home / "models", settings.assets)


def index_folder(settings: Settings) -> Path:
    """Where indexes are kept."""
    return settings.home / "index"


def open_graph(settings: Settings) -> ConceptGraph:
    """The concepts and their order; needs no model and no index.

    Raises:
        CorpusError: With every problem of every page, or a cycle.
    """
    pages = load_pages(settings.corpus or shipped_pages())
    if settings.notes:
        from corpus.ingest import with_notes

        pages = with_notes(pages, settings.notes)
    return ConceptGraph(Catalogue(pages))


def open_embedder(settings: Settings) -> Embedder:
    """The embedder.

    Raises:
        ModelNotFoundError: If its files are not here.
        DigestMismatchError: If they are not the pinned ones.
    """
    from tutor.retrieval.embedder import Embedder

    store, assets = asset_store(settings), pinned_assets()
    model, tokenizer = store.require(assets["embedder"]), store.require(assets["tokenizer"])
    return Embedder(model, tokenizer, digest=assets["embedder"].sha256)


def update_index(
    settings: Settings, graph: ConceptGraph, tell: Tell, *, rebuild: bool = False, progress: IndexProgress | None = None
) -> IndexReport:
    """Bring the index up to date with the pages; every batch is told in a sentence, or to `progress` in figures.

    Raises:
        TutorError: If the embedder is missing or the folder cannot be written to.
    """
    from tutor.retrieval.index import build_index, current_report

    digest = pinned_assets()["embedder"].sha256
    if not rebuild and (report := current_report(graph.catalogue, digest, index_folder(settings))):
        return report

    def say(done: int, total: int) -> None:
        tell(f"Indexing {len(graph)} concepts: {done} of {total} texts")

    embedder = open_embedder(settings)
    return build_index(graph.catalogue, embedder, index_folder(settings), progress or say, rebuild=rebuild)


def open_retriever(settings: Settings, graph: ConceptGraph) -> Retriever:
    """The retriever over an index that is up to date.

    Raises:
        StaleIndexError: If the index does not belong to these pages.
    """
    from tutor.retrieval.index import open_index

    embedder = open_embedder(settings)
    return _retriever(graph, open_index(graph.catalogue, embedder.digest, index_folder(settings)), embedder)


def _retriever(graph: ConceptGraph, dense: DenseIndex, embedder: Embedder) -> Retriever:
    from tutor.retrieval.names import NameMatcher
    from tutor.retrieval.retriever import Retriever
    from tutor.retrieval.words import Vocabulary

    return Retriever(graph, dense, embedder, NameMatcher(graph.catalogue, Vocabulary(graph.catalogue)))


def open_study(settings: Settings, graph: ConceptGraph) -> Study:
    """The study of the learner of the settings.

    Raises:
        StoreError: If the log cannot be opened.
    """
    from tutor.learner.log.store import LearnerStore
    from tutor.learner.study import Study

    return Study(graph, LearnerStore(learners_url(settings)), settings.learner)


def open_stores(settings: Settings) -> Stores:
    """Everything that is kept of people.

    Raises:
        StoreError: If the database cannot be opened.
    """
    from tutor.learner.stores import Stores

    return Stores(learners_url(settings))


def learners_url(settings: Settings) -> str:
    """Where logs of learners are kept."""
    return settings.learners or f"sqlite:///{settings.home / 'learners.db'}"


def pick_model(settings: Settings, *, present_only: bool = True) -> ModelChoice:
    """The model that the settings and this machine's memory lead to.

    Raises:
        ModelNotFoundError: If there is none.
        SettingsError: If the setting is not understood.
    """
    from tutor.llm.choose import available_memory, choose_model

    store = asset_store(settings)
    return choose_model(settings.model, pinned_assets(), store, available_memory(), present_only=present_only)


def open_llm(settings: Settings, tell: Tell) -> LLM | None:
    """The language model, local or remote; None where the setting `model` is `none`.

    Raises:
        BackendError: If it cannot be found or loaded.
    """
    if settings.server:
        return open_remote(settings, settings.server)
    if settings.model == "none":
        return None
    return open_local(settings, pick_model(settings), tell)


def open_local(settings: Settings, choice: ModelChoice, tell: Tell) -> LocalLLM:
    """The language model that was chosen, loaded into this process.

    Raises:
        BackendError: If it is not here or cannot be loaded.
        DigestMismatchError: If its file is not the pinned one.
    """
    from tutor.llm.local import LocalLLM

    if choice.path is None:
        message = f"The model '{choice.name}' is not on this machine."
        raise ModelNotFoundError(message, hint="Run `tutor pull` once, with a network.")
    path = asset_store(settings).require(choice.asset) if choice.asset else choice.path
    tell(f"Loading the model '{choice.name}' ({choice.because})")
    start = time.perf_counter()
    llm = LocalLLM(
        path,
        name=choice.name,
        context_tokens=settings.context_tokens,
        threads=settings.threads,
        gpu_layers=settings.gpu_layers,
        temperature=settings.temperature,
        seed=settings.seed,
        kept=settings.home / "kept",
    )
    warm_up(llm)
    tell(f"Model '{llm.name}' runs on {llm.place}; ready in {time.perf_counter() - start:.1f} s")
    return llm


def open_remote(settings: Settings, server: str) -> RemoteLLM:
    """The language model on that server; it is not asked for anything yet."""
    from tutor.llm.remote import RemoteLLM

    return RemoteLLM(
        server,
        model=settings.server_model,
        key=settings.server_key,
        context_tokens=settings.context_tokens,
        temperature=settings.temperature,
        seed=settings.seed,
        timeout_s=settings.timeout_s,
    )


def open_tutor(settings: Settings, tell: Tell, *, with_model: bool = True) -> Tutor:
    """The whole tutor; brings the index up to date first.

    Args:
        settings: The settings.
        tell: Told what is being done.
        with_model: Whether to load the language model; without it the tutor quotes.

    Raises:
        TutorError: If pages, assets, index or model cannot be used.
    """
    graph = open_graph(settings)
    update_index(settings, graph, tell)
    retriever = open_retriever(settings, graph)
    return put_together(settings, graph, retriever, open_llm(settings, tell) if with_model else None)


def open_noted(settings: Settings, tutor: Tutor, notes: Path, index: Path) -> Tutor:
    """A tutor like another, with the same language model, that also teaches notes.

    Args:
        settings: The settings.
        tutor: The other tutor.
        notes: A file or folder of notes.
        index: A folder for its index, so that the index of the settings stays as it is.

    Raises:
        CorpusError: If the notes cannot be read.
        StoreError: If the folder cannot be written to.
    """
    from corpus.ingest import with_notes
    from tutor.retrieval.index import build_index, open_index

    embedder = tutor.retriever.embedder
    shutil.copytree(index_folder(settings), index)
    graph = ConceptGraph(Catalogue(with_notes(tutor.graph.catalogue, notes)))
    build_index(graph.catalogue, embedder, index, lambda _done, _total: None)
    dense = open_index(graph.catalogue, embedder.digest, index)
    return put_together(settings, graph, _retriever(graph, dense, embedder), tutor.llm)


def open_check(retriever: Retriever, graph: ConceptGraph) -> SupportCheck:
    """The check of sentences; it needs no language model."""
    from tutor.dialogue.check import SupportCheck

    return SupportCheck(retriever.embedder, retriever.names, graph.catalogue)


def put_together(settings: Settings, graph: ConceptGraph, retriever: Retriever, llm: LLM | None) -> Tutor:
    """The tutor of parts that are open; without a language model it quotes."""
    from tutor.dialogue.explain import Explainer
    from tutor.session import Tutor

    explainer = Explainer(
        llm,
        open_check(retriever, graph),
        passages_by_id(graph),
        answer_tokens=settings.answer_tokens,
        passage_tokens=settings.passage_tokens,
    )
    return Tutor(graph, retriever, explainer)


def warm_up(llm: LLM) -> None:
    """Read once what every turn begins with: the examples of the check, and the system message into the KV cache."""
    asking(llm)("", ())
    messages = [Message(role="system", content=SYSTEM), Message(role="user", content="Hello")]
    for _ in llm.stream(messages, max_tokens=1, cancel=threading.Event()):
        pass


def passages_by_id(graph: ConceptGraph) -> dict[str, Passage]:
    """Every passage of every page by its id."""
    return {passage.id: passage for concept in graph.catalogue for passage in concept.passages}
