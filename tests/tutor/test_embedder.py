"""The real embedder."""

from __future__ import annotations

import numpy as np
import pytest

from tutor.retrieval.embedder import DIMENSIONS, Embedder

TEXTS = [
    "The KV cache stores keys and values.",
    "Keys and values of earlier tokens are kept in a cache.",
    "A cat sleeps on the warm roof.",
    "Softmax turns scores into probabilities.",
    "x",
    "word " * 400,
]


def test_every_vector_has_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_a_batch_equals_its_texts_one_by_one(embedder: Embedder) -> None:
    one_by_one = np.concatenate([embedder.embed([text]) for text in TEXTS])
    np.testing.assert_allclose(embedder.embed(TEXTS), one_by_one, atol=1e-5)


def test_the_order_is_kept(embedder: Embedder) -> None:
    forward, backward = embedder.embed(TEXTS), embedder.embed(TEXTS[::-1])
    np.testing.assert_allclose(forward, backward[::-1], atol=1e-5)


def test_similar_sentences_are_closer(embedder: Embedder) -> None:
    cache, paraphrase, cat = embedder.embed(TEXTS[:3])
    assert cache @ paraphrase > 0.5
    assert cache @ cat < 0.2


@pytest.mark.parametrize("text", ["", " ", "\x00", "🦙", "ﬁne naïve 注意力", "$$e^{z_i}$$"])
def test_any_text_has_a_vector(embedder: Embedder, text: str) -> None:
    assert np.isfinite(embedder.embed([text])).all()


def test_what_comes_after_the_longest_text_is_cut(embedder: Embedder) -> None:
    long = "attention " * 300
    np.testing.assert_allclose(embedder.embed([long]), embedder.embed([long + "pizza " * 50]), atol=1e-6)


def test_no_texts_have_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, DIMENSIONS)
    assert embedder.embed(["one"]).shape == (1, DIMENSIONS)
