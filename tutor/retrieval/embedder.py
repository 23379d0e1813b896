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
        """Embed texts; the order is kept. Longer texts are cut after 256 tokens.

        Texts are embedded one by one, several at a time: without padding, an 8-bit model on a CPU is faster that way
        than in batches (docs/experiments.md).
        """
        if len(texts) == 1:
            return self._embed_one(texts[0])[None, :]
        with ThreadPoolExecutor(self._workers) as pool:
            return np.stack(list(pool.map(self._embed_one, texts)))

    def _embed_one(self, text: str) -> Vectors:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        hidden = np.asarray(self._session.run(None, {name: inputs[name] for name in self._inputs})[0], dtype=np.float32)
        pooled = hidden[0].mean(axis=0)
        return np.asarray(pooled / np.linalg.norm(pooled), dtype=np.float32)
