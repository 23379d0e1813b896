"""Sentence embeddings on ONNX Runtime: all-MiniLM-L6-v2, 8-bit (Reimers and Gurevych, 2019; Wang et al., 2020)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import psutil
from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]
"""Shape (texts, dimensions); each row has length 1."""

_MAX_TOKENS = 256
_BATCH = 32


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
        options.intra_op_num_threads = psutil.cpu_count(logical=False) or 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # a spinning thread starves the LLM
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._tokenizer.enable_padding()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; the order is kept. Longer texts are cut after 256 tokens."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for batch in batches:
            vectors[batch] = self._embed_batch([texts[index] for index in batch])
        return vectors

    def _embed_batch(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        ids = np.array([text.ids for text in encoded], dtype=np.int64)
        mask = np.array([text.attention_mask for text in encoded], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        wanted = {node.name for node in self._session.get_inputs()}
        hidden = np.asarray(self._session.run(None, {name: inputs[name] for name in wanted})[0], dtype=np.float32)
        weights = mask[:, :, None].astype(np.float32)
        pooled = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), dtype=np.float32)
