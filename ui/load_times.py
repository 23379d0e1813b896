"""How long models took to load, so that people can be told how long it will take."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter


class LoadTimes:
    """How long each model took to load the last time on this machine, in a small file.

    Args:
        file: Where it is kept; a file that cannot be read or written is done without.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def of(self, model: str) -> float | None:
        """Seconds, or None for a model that was never loaded here."""
        return self._read().get(model)

    def keep(self, model: str, seconds: float) -> None:
        """Note how long a model took."""
        draft = self._file.with_suffix(".draft")
        with suppress(OSError):
            draft.write_text(json.dumps(self._read() | {model: round(seconds, 2)}, indent=1), encoding="utf-8")
            draft.replace(self._file)

    def _read(self) -> dict[str, float]:
        with suppress(OSError, ValueError):
            return TypeAdapter(dict[str, float]).validate_json(self._file.read_bytes())
        return {}
