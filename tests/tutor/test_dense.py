"""The vector index: a real Chroma in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tutor.errors import StoreError
from tutor.retrieval.dense import DenseIndex, Entry
from tutor.retrieval.embedder import Embedder

TEXTS = {
    "cache": "The KV cache stores keys and values of earlier tokens.",
    "softmax": "Softmax turns scores into probabilities.",
    "dropout": "Dropout switches off random units during training.",
}


def entry(concept: str, text: str) -> Entry:
    return Entry(id=f"{concept}#definition", concept=concept, text=text)


@pytest.fixture
def index(tmp_path: Path, embedder: Embedder) -> DenseIndex:
    dense = DenseIndex(tmp_path / "dense")
    dense.add("passages", [entry(*pair) for pair in TEXTS.items()], embedder.embed(list(TEXTS.values())))
    return dense


def cosines(index: DenseIndex, embedder: Embedder, text: str) -> dict[str, float]:
    """Concept → cosine of its passage to the text."""
    shelved = index.read("passages")
    return shelved.best(shelved.cosines(embedder.embed([text])[0]))


@pytest.mark.parametrize(
    ("question", "concept"),
    [("What are keys and values kept for?", "cache"), ("turning off units at random", "dropout")],
)
def test_what_is_meant_is_nearest(index: DenseIndex, embedder: Embedder, question: str, concept: str) -> None:
    found = cosines(index, embedder, question)
    assert max(found, key=lambda name: found[name]) == concept


def test_the_cosine_is_that_of_the_vectors(index: DenseIndex, embedder: Embedder) -> None:
    question, cache = embedder.embed(["keys and values", TEXTS["cache"]])
    assert cosines(index, embedder, "keys and values")["cache"] == pytest.approx(float(question @ cache), abs=1e-4)
    assert cosines(index, embedder, TEXTS["cache"])["cache"] == pytest.approx(1.0, abs=1e-4)


def test_the_best_entry_of_a_concept_counts_and_its_centre_lies_between(index: DenseIndex, embedder: Embedder) -> None:
    texts = ["Dropout is noise.", "Bread is baked from flour."]
    entries = [Entry(id=f"dropout#{number}", concept="dropout", text=text) for number, text in enumerate(texts)]
    index.add("questions", entries, embedder.embed(texts))
    shelved = index.read("questions")
    one, other = embedder.embed(texts)
    assert shelved.best(shelved.cosines(other))["dropout"] == pytest.approx(1.0, abs=1e-4)
    centre = shelved.centres()
    middle = (one + other) / np.linalg.norm(one + other)
    assert centre.cosines(middle) == pytest.approx([1.0], abs=1e-4)
    assert centre.cosines(one) == pytest.approx(centre.cosines(other), abs=1e-4)


def test_the_shelves_are_apart_and_an_empty_one_has_nothing(index: DenseIndex, embedder: Embedder) -> None:
    shelved = index.read("questions")
    assert shelved.ids == ()
    assert shelved.best(shelved.cosines(embedder.embed(["anything"])[0])) == {}
    assert shelved.centres().ids == ()


def test_an_entry_with_a_known_id_replaces_the_old_one(index: DenseIndex, embedder: Embedder) -> None:
    bread = "Bread is baked from flour."
    index.add("passages", [entry("cache", bread)], embedder.embed([bread]))
    found = cosines(index, embedder, bread)
    assert set(found) == set(TEXTS)
    assert found["cache"] == pytest.approx(1.0, abs=1e-4)


def test_what_is_removed_is_not_found(index: DenseIndex, embedder: Embedder) -> None:
    index.remove(["cache", "never there"])
    assert set(cosines(index, embedder, TEXTS["cache"])) == {"softmax", "dropout"}
    index.remove([])
    assert len(index.read("passages").ids) == 2


def test_it_is_still_there_when_opened_again(index: DenseIndex, embedder: Embedder, tmp_path: Path) -> None:
    assert cosines(DenseIndex(tmp_path / "dense"), embedder, "x") == cosines(index, embedder, "x")


def test_a_folder_that_cannot_be_opened_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreError):
        DenseIndex(tmp_path / "file" / "dense")


def test_a_damaged_database_is_an_error_of_ours(tmp_path: Path) -> None:
    folder = tmp_path / "dense"
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError) as caught:
        DenseIndex(folder)
    assert "rebuild" in caught.value.hint


def test_an_index_that_vanishes_while_it_is_open_is_an_error_of_ours(
    index: DenseIndex, embedder: Embedder, tmp_path: Path
) -> None:
    vectors = embedder.embed(["x"])
    shutil.rmtree(tmp_path / "dense")
    with pytest.raises(StoreError):
        index.add("passages", [entry("x", "x")], vectors)
