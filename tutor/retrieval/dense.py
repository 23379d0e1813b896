"""Vectors kept in Chroma, in a folder, and searched in memory; they are always our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from corpus.types import ConceptId, Value
from tutor.errors import StoreError
from tutor.retrieval.embedder import DIMENSIONS, Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where

Shelf = Literal["passages", "questions", "outside"]
"""Where an entry stands: a passage of a page, a question of a page, or a question that no page answers."""

_BATCH = 1000


class Entry(Value):
    """Something to find: its id, the concept it belongs to, and the text that is embedded."""

    id: str
    concept: ConceptId
    text: str


class Shelved:
    """What a shelf holds, read into memory, the entries of a concept side by side.

    At this size one product of all vectors with a question's is exact and several times faster than asking Chroma's
    graph of neighbours (docs/experiments.md).

    Args:
        ids: The entries.
        concepts: The concept of each entry.
        vectors: The vector of each entry, shape (entries, dimensions), of length 1.
    """

    def __init__(self, ids: Sequence[str], concepts: Sequence[ConceptId], vectors: Vectors) -> None:
        order = sorted(range(len(ids)), key=lambda place: (concepts[place], ids[place]))
        owners = [concepts[place] for place in order]
        self._starts = [place for place, owner in enumerate(owners) if place == 0 or owner != owners[place - 1]]
        self.ids = tuple(ids[place] for place in order)
        self.concepts = tuple(owners[place] for place in self._starts)
        self.vectors = vectors[order]

    def cosines(self, vector: Vectors) -> Vectors:
        """The cosine of every entry to a vector of length 1, shape (dimensions,).

        `einsum` keeps to one thread; the matrix product of NumPy wakes others, which costs more than they save.
        """
        return np.asarray(np.einsum("ij,j->i", self.vectors, vector), dtype=np.float32)

    def best(self, cosines: Vectors) -> dict[ConceptId, float]:
        """Concept → the best of its entries' cosines, shape (entries,)."""
        if not self.ids:
            return {}
        return dict(zip(self.concepts, np.maximum.reduceat(cosines, self._starts).tolist(), strict=True))

    def centres(self) -> Shelved:
        """One entry for each concept: the direction in which its entries lie on average."""
        if not self.ids:
            return self
        sums = np.add.reduceat(self.vectors, self._starts, axis=0)
        return Shelved(self.concepts, self.concepts, sums / np.linalg.norm(sums, axis=1, keepdims=True))


class DenseIndex:
    """Vectors of passages and questions, on disk.

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
            self._shelves: dict[Shelf, Collection] = {shelf: _shelf(client, shelf) for shelf in get_args(Shelf)}
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

    def read(self, shelf: Shelf) -> Shelved:
        """Everything on a shelf."""
        with self._translated():
            found = self._shelves[shelf].get(include=["embeddings", "metadatas"])
        concepts = [str(metadata["concept"]) for metadata in found["metadatas"] or ()]
        vectors = np.asarray(found["embeddings"], dtype=np.float32).reshape(len(found["ids"]), DIMENSIONS)
        return Shelved(found["ids"], concepts, vectors)


def _shelf(client: ClientAPI, name: Shelf) -> Collection:
    return client.get_or_create_collection(name, embedding_function=None)
