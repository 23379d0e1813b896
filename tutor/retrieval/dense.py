"""Nearest neighbours by cosine in Chroma, in a folder; the vectors are always our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import chromadb
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from corpus.types import ConceptId, Value
from tutor.errors import StoreError
from tutor.retrieval.embedder import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where

Shelf = Literal["passages", "questions"]

_BATCH = 1000


class Entry(Value):
    """Something to find: its id, the concept it belongs to, and the text that is embedded."""

    id: str
    concept: ConceptId
    text: str


class Neighbour(Value):
    """A stored entry and its cosine to the query, from -1 to 1."""

    id: str
    concept: ConceptId
    cosine: float


class DenseIndex:
    """Vectors of passages and questions.

    Args:
        folder: Where Chroma keeps them.

    Raises:
        StoreError: If the folder cannot be opened.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            client = chromadb.PersistentClient(str(folder), ChromaSettings(anonymized_telemetry=False))
            self._shelves: dict[Shelf, Collection] = {
                "passages": _shelf(client, "passages"),
                "questions": _shelf(client, "questions"),
            }
        except (ChromaError, OSError, ValueError) as error:
            message = f"The index in {folder} cannot be opened: {error}"
            raise StoreError(message, hint="Run `tutor index --rebuild`.") from error

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Chroma's errors as ours."""
        try:
            yield
        except (ChromaError, OSError) as error:
            message = f"The index in {self._folder} cannot be used: {error}"
            raise StoreError(message, hint="Run `tutor index --rebuild`, then start again.") from error

    def add(self, shelf: Shelf, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Store entries with their vectors; an entry with a known id is replaced."""
        for start in range(0, len(entries), _BATCH):
            batch = entries[start : start + _BATCH]
            with self._translated():
                self._shelves[shelf].upsert(
                    ids=[entry.id for entry in batch],
                    embeddings=vectors[start : start + _BATCH],
                    metadatas=[{"concept": entry.concept} for entry in batch],
                )

    def remove(self, concepts: Iterable[ConceptId]) -> None:
        """Forget everything about the concepts."""
        gone = list(concepts)
        condition = cast("Where", {"concept": {"$in": gone}})
        for shelf in self._shelves.values() if gone else ():
            with self._translated():
                shelf.delete(where=condition)

    def search(self, shelf: Shelf, vector: Vectors, k: int) -> tuple[Neighbour, ...]:
        """The `k` nearest entries to a vector of shape (384,), nearest first."""
        with self._translated():
            count = self._shelves[shelf].count()
            if not count:
                return ()
            found = self._shelves[shelf].query(
                query_embeddings=vector[None, :], n_results=min(k, count), include=["metadatas", "distances"]
            )
        metadatas, distances = found["metadatas"] or [[]], found["distances"] or [[]]
        return tuple(
            Neighbour(id=entry, concept=str(metadata["concept"]), cosine=1.0 - distance)
            for entry, metadata, distance in zip(found["ids"][0], metadatas[0], distances[0], strict=True)
        )


def _shelf(client: ClientAPI, name: Shelf) -> Collection:
    return client.get_or_create_collection(
        name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 128}}
    )
