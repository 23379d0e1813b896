"""Timing a stream of tokens: what the model takes, without what the reader does between tokens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TypeVar

Token = TypeVar("Token")


class Clock:
    """Started when it is made; `timed` hands a stream on and measures it."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.first_token_s = 0.0
        self._decoding_s = 0.0
        self.tokens = 0

    def timed(self, stream: Iterator[Token]) -> Iterator[Token]:
        """Every token of the stream, timed while it is waited for."""
        while True:
            before = time.perf_counter()
            try:
                token = next(stream)
            except StopIteration:
                return
            after = time.perf_counter()
            if self.tokens:
                self._decoding_s += after - before
            else:
                self.first_token_s = after - self._start
            self.tokens += 1
            yield token

    @property
    def tokens_per_s(self) -> float:
        """Speed after the first token; 0 where fewer than two came."""
        return (self.tokens - 1) / self._decoding_s if self._decoding_s > 0 else 0.0
