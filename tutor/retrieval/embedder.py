"""Sentence embeddings on ONNX Runtime: all-MiniLM-L6-v2, 8-bit (Reimers and Gurevych, 2019; Wang et al., 2020)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import psutil
from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]
"""Shape (texts, dimensions); each row has length 1."""

DIMENSIONS = 384

_MAX_TOKENS = 256


class Embedder:
    """Texts to unit vectors of 384 dimensions; mean pooling over tokens, then L2 normalisation.

    Args:
        model: The ONNX file.
        tokenizer: The `tokenizer.json` that belongs to it.
        digest: The model's digest, which says whether stored vectors are still comparable.
    """

    def __init__(self, model: Path, tokenizer: Path, *, digest: str) -> None:
        self.digest = digest
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._workers = psutil.cpu_count(logical=False) or 1

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; the order is kept. Longer texts are cut after 256 tokens; no texts give no rows.

        Texts are embedded one by one, several at a time: without padding, an 8-bit model on a CPU is faster that way
        than in batches (docs/experiments.md).
        """
        if not texts:
            return np.empty((0, DIMENSIONS), dtype=np.float32)
        if len(texts) == 1:
            return self._embed_one(texts[0])[None, :]
        with ThreadPoolExecutor(self._workers) as pool:
            return np.stack(list(pool.map(self._embed_one, texts)))

    def embed_words(
        self, texts: Sequence[str], places: Sequence[Sequence[tuple[int, int]]]
    ) -> list[tuple[Vectors, Vectors]]:
        """Embed texts and some of their words in context.

        Args:
            texts: The texts.
            places: For each text, the first offset of every wanted word and the offset after it.

        Returns:
            For each text its vector, and one row of length 1 for each wanted word: the mean over its tokens; a word
            beyond the 256th token gets zeros.
        """
        with ThreadPoolExecutor(self._workers) as pool:
            return list(pool.map(self._embed_words_of_one, texts, places))

    def _embed_words_of_one(self, text: str, places: Sequence[tuple[int, int]]) -> tuple[Vectors, Vectors]:
        tokens = self._tokenizer.encode(text)
        hidden = self._hidden(tokens.ids)
        rows = np.zeros((len(places), hidden.shape[1]), dtype=np.float32)
        for row, (start, end) in enumerate(places):
            inside = [place for place, (first, last) in enumerate(tokens.offsets) if first < end and last > start]
            if inside:
                rows[row] = _unit(hidden[inside].mean(axis=0))
        return _unit(hidden.mean(axis=0)), rows

    def _embed_one(self, text: str) -> Vectors:
        return _unit(self._hidden(self._tokenizer.encode(text).ids).mean(axis=0))

    def _hidden(self, tokens: Sequence[int]) -> Vectors:
        """The last layer: one row for each token."""
        ids = np.array([tokens], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        last = self._session.run(None, {name: inputs[name] for name in self._inputs})[0]
        rows: Vectors = np.asarray(last, dtype=np.float32)[0]
        return rows


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
