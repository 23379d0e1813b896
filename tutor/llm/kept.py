"""What a model has read of a chat's beginning that it is asked with again and again, kept in memory and in a file."""

from __future__ import annotations

import hashlib
import logging
import os
from contextlib import suppress
from pathlib import Path

log = logging.getLogger("tutor")

_FILES = 3
"""How many states a folder keeps: those of the models last used, some tens of megabytes each."""


class KeptState:
    """Keeps the state that a model was in after the last beginning that it was asked with.

    Args:
        folder: Where to keep it for the next start of the program; None keeps it in memory only.
        name: What tells this model, and what runs it, from others.
    """

    def __init__(self, folder: Path | None, name: str) -> None:
        self._folder = folder
        self._name = name
        self._tokens: list[int] = []
        self._state: bytes | None = None

    def find(self, tokens: list[int]) -> bytes | None:
        """The state after these tokens, or None where it is not kept."""
        if self._tokens != tokens:
            file = self._file(tokens)
            self._tokens, self._state = tokens, file.read_bytes() if file and file.is_file() else None
        return self._state

    def keep(self, tokens: list[int], state: bytes) -> None:
        """Keep a state; a folder that cannot be written to costs the next start of the program time and nothing else."""
        self._tokens, self._state = tokens, state
        file = self._file(tokens)
        if file is None:
            return
        half = file.with_suffix(f".{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(state)
            half.replace(file)
            for old in sorted(file.parent.glob("*.kv"), key=lambda one: one.stat().st_mtime)[:-_FILES]:
                old.unlink()
        except OSError as error:
            with suppress(OSError):  # it may not be there, as the folder may not
                half.unlink()
            log.warning("What the model has read cannot be kept in %s: %s", file.parent, error)

    def _file(self, tokens: list[int]) -> Path | None:
        read = hashlib.sha256(repr((self._name, tokens)).encode()).hexdigest()
        return self._folder / f"{read[:16]}.kv" if self._folder else None
