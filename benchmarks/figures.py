"""The figures of a fresh machine: loading, indexing, time to first token, speed and memory.

    python benchmarks/figures.py [MODEL...]

Each model answers three questions of one conversation (the second and third are follow-ups), in a process of its own.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from tutor.events import Finished, SentenceShown
from tutor.factory import open_embedder, open_graph, open_tutor, update_index
from tutor.retrieval.embedder import Embedder, Vectors
from tutor.retrieval.index import build_index
from tutor.settings import Settings, load_settings
from tutor.types import Conversation, Learner

QUESTIONS = (
    "Why is the second token faster than the first?",
    "why does it grow?",
    "how is it different from grouped-query attention?",
)


class _Timed:
    """An embedder that counts its texts and its seconds."""

    def __init__(self, embedder: Embedder) -> None:
        self.digest, self._embedder, self.texts, self.seconds = embedder.digest, embedder, 0, 0.0

    def embed(self, texts: Sequence[str]) -> Vectors:
        start = time.perf_counter()
        vectors = self._embedder.embed(texts)
        self.texts, self.seconds = self.texts + len(texts), self.seconds + time.perf_counter() - start
        return vectors


def loading(settings: Settings) -> None:
    """Seconds to load all pages and validate the graph, and to build the whole index."""
    for state in ("cold", "warm"):
        start = time.perf_counter()
        graph = open_graph(settings)
        print(f"load {len(graph)} pages and the graph, {state}: {time.perf_counter() - start:.2f} s")
    embedder = _Timed(open_embedder(settings))
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        build_index(graph.catalogue, cast("Embedder", embedder), Path(folder), lambda _done, _total: None)
        whole = time.perf_counter() - start
    print(
        f"index of {embedder.texts} texts from nothing: {whole:.1f} s, of which the embedder {embedder.seconds / whole:.0%}"
    )
    start = time.perf_counter()
    update_index(settings, graph, lambda _: None)
    print(f"index that is up to date: {time.perf_counter() - start:.2f} s")


def answering(settings: Settings) -> None:
    """Time to first token, to the first sentence on screen, tokens a second, and peak memory."""
    tutor = open_tutor(settings, lambda _: None)
    conversation = Conversation()
    for question in QUESTIONS:
        start, first = time.perf_counter(), 0.0
        turn = tutor.turn(
            question, conversation=conversation, learner=Learner(), now=datetime.now(UTC), cancel=threading.Event()
        )
        for event in turn:
            if isinstance(event, SentenceShown) and not first:
                first = time.perf_counter() - start
            if isinstance(event, Finished):
                conversation, timing = event.conversation, event.timing
                print(
                    f"{settings.model}: {timing.prompt_tokens} prompt tokens, {timing.reused_tokens} reused, first token "
                    f"{timing.first_token_s:.2f} s, first sentence {first:.2f} s, {timing.tokens_per_s:.1f} tokens/s, "
                    f"{len(event.dropped)} dropped"
                )
    print(f"{settings.model}: peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


def main() -> None:
    """Measure everything, or with `--only MODEL` one model's answers."""
    settings = load_settings(os.environ)
    if sys.argv[1:2] == ["--only"]:
        answering(settings.model_copy(update={"model": sys.argv[2]}))
        return
    loading(settings)
    for model in sys.argv[1:] or ("starter", "small", "standard"):
        subprocess.run([sys.executable, __file__, "--only", model], check=True)  # noqa: S603 - ourselves


if __name__ == "__main__":
    main()
