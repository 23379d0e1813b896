"""The result of an evaluation, and the card that keeps every one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pydantic import JsonValue, TypeAdapter, ValidationError

from corpus.errors import read_text
from corpus.types import Value
from tutor.errors import StoreError
from tutor.evaluation.evaluation import Scores

_ENTRIES: TypeAdapter[list[dict[str, JsonValue]]] = TypeAdapter(list[dict[str, JsonValue]])


class Result(Value):
    """What was measured, on what, and what came out.

    Attributes:
        eval: The name of the evaluation.
        date: When it began.
        commit: The git commit of the code; None outside a checkout.
        model: The language model; None where none was asked.
        corpus: The fingerprint of the pages and the embedder.
        cases: The name of the file of cases.
        sha256: Its digest.
        limit: How many of its cases were asked for; None for all.
        by: The field of the groups; empty where there are none.
        scores: `n` and the metrics of all cases.
        groups: Value of the field → `n` and the metrics of these cases.
        channels: Channels left out, in words → `n` and the metrics.
    """

    eval: str
    date: datetime
    commit: str | None
    model: str | None
    corpus: str
    cases: str
    sha256: str
    limit: int | None = None
    by: str = ""
    scores: Scores
    groups: Mapping[str, Scores] = {}
    channels: Mapping[str, Scores] = {}

    def flat(self) -> dict[str, JsonValue]:
        """One JSON object with the metrics at its top; groups and channels only where they were asked for."""
        plain = self.model_dump(mode="json")
        metrics, *optional = [(name, plain.pop(name)) for name in ("scores", "by", "groups", "channels")]
        return {**plain, **metrics[1], **{name: value for name, value in optional if value}}


def read_card(path: Path) -> list[dict[str, JsonValue]]:
    """Every entry of a card, oldest first; none where there is no card yet.

    Raises:
        StoreError: If the file is no card.
        CorpusError: If it cannot be read.
    """
    if not path.exists():
        return []
    try:
        return _ENTRIES.validate_json(read_text(path))
    except ValidationError as error:
        message = f"{path} is no card of evaluations: it does not hold a JSON list of objects."
        raise StoreError(message, hint="Move it away, or name another file with --card.") from error


def add_to_card(path: Path, result: Result) -> None:
    """Add a result at the end of a card; the card is replaced as a whole, so that a crash leaves the old one.

    Raises:
        StoreError: If the card cannot be written, or is no card.
    """
    text = json.dumps([*read_card(path), result.flat()], ensure_ascii=False, indent=2)
    write_whole(path, text + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all; its folder is made where it is missing.

    Raises:
        StoreError: If that is not possible.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise StoreError(message, hint="Name another file, or free the place.") from error
