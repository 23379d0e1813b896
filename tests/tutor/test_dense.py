"""The vector index: a real Chroma in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

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


@pytest.mark.parametrize(
    ("question", "concept"),
    [("What are keys and values kept for?", "cache"), ("turning off units at random", "dropout")],
)
def test_the_nearest_entry_comes_first(index: DenseIndex, embedder: Embedder, question: str, concept: str) -> None:
    found = index.search("passages", embedder.embed([question])[0], 3)
    assert found[0].concept == concept
    assert [neighbour.cosine for neighbour in found] == sorted((n.cosine for n in found), reverse=True)


def test_the_cosine_is_that_of_the_vectors(index: DenseIndex, embedder: Embedder) -> None:
    question, cache = embedder.embed(["keys and values", TEXTS["cache"]])
    found = {neighbour.concept: neighbour.cosine for neighbour in index.search("passages", question, 3)}
    assert found["cache"] == pytest.approx(float(question @ cache), abs=1e-4)
    own = index.search("passages", cache, 1)[0]
    assert own.cosine == pytest.approx(1.0, abs=1e-4)


def test_no_more_come_than_were_asked_for_or_are_there(index: DenseIndex, embedder: Embedder) -> None:
    vector = embedder.embed(["anything"])[0]
    assert len(index.search("passages", vector, 2)) == 2
    assert len(index.search("passages", vector, 50)) == 3


def test_the_shelves_are_apart(index: DenseIndex, embedder: Embedder) -> None:
    assert index.search("questions", embedder.embed(["anything"])[0], 5) == ()


def test_an_entry_with_a_known_id_replaces_the_old_one(index: DenseIndex, embedder: Embedder) -> None:
    bread = "Bread is baked from flour."
    index.add("passages", [entry("cache", bread)], embedder.embed([bread]))
    found = index.search("passages", embedder.embed([bread])[0], 10)
    assert (found[0].concept, len(found)) == ("cache", 3)
    assert found[0].cosine == pytest.approx(1.0, abs=1e-4)


def test_what_is_removed_is_not_found(index: DenseIndex, embedder: Embedder) -> None:
    vector = embedder.embed([TEXTS["cache"]])[0]
    index.remove(["cache", "never there"])
    assert {neighbour.concept for neighbour in index.search("passages", vector, 10)} == {"softmax", "dropout"}
    index.remove([])
    assert len(index.search("passages", vector, 10)) == 2


def test_it_is_still_there_when_opened_again(index: DenseIndex, embedder: Embedder, tmp_path: Path) -> None:
    vector = embedder.embed([TEXTS["softmax"]])[0]
    assert DenseIndex(tmp_path / "dense").search("passages", vector, 1) == index.search("passages", vector, 1)


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
