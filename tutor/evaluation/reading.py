"""Reading case files: JSON Lines, or a table with tabs and a header. Every problem is told with its line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from corpus.errors import read_text
from corpus.types import Problem
from graph.concept_graph import ConceptGraph
from tutor.errors import CorpusError
from tutor.evaluation.cases import Case

C = TypeVar("C", bound=Case)

_TOLD = 20
_HINT = "docs/evaluation.md describes the fields of every kind of case."


@dataclass(frozen=True)
class Line(Generic[C]):
    """A case, and every field of its line that holds a word or a number, also those that the kind does not know."""

    case: C
    fields: Mapping[str, str]


def read_cases(path: Path, kind: type[C], graph: ConceptGraph) -> list[Line[C]]:
    """Read a case file; empty lines are passed over.

    Args:
        path: The file, UTF-8, with or without a byte order mark.
        kind: The kind of case.
        graph: Finds the concepts that cases name by id, title or alias.

    Raises:
        CorpusError: If the file cannot be read, has no cases, or has lines that are no such case; with line and field.
    """
    read, rows = _rows(read_text(path))
    lines: list[Line[C]] = []
    problems: list[Problem] = []
    for number, row in rows:
        try:
            fields = read(row)
            lines.append(Line(case=kind.model_validate(fields, context=graph), fields=_plain(fields)))
        except ValueError as error:
            problems += [Problem(path=str(path), line=number, message=message) for message in _messages(error)]
    if problems:
        left = len(problems) - _TOLD
        more = [Problem(path=str(path), message=f"{left} more problems")] if left > 0 else []
        message = f"These cases of {path.name} cannot be read:"
        raise CorpusError(message, hint=_HINT, problems=[*problems[:_TOLD], *more])
    if not lines:
        raise CorpusError(f"{path} has no cases.", hint=_HINT)
    return lines


def _rows(text: str) -> tuple[Callable[[str], dict[str, object]], list[tuple[int, str]]]:
    """What reads a line, and the lines that are not empty, counted from 1.

    Only a line feed ends a line: a JSON string may hold the other separators.
    """
    rows = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    first = rows[0][1].strip() if rows else ""
    if "\t" in first and not first.startswith(("{", "[")):
        return partial(_cells, [name.strip() for name in first.split("\t")]), rows[1:]
    return _object, rows


def _cells(names: list[str], row: str) -> dict[str, object]:
    cells = [cell.strip() for cell in row.split("\t")]
    if len(cells) != len(names):
        raise ValueError(f"{len(cells)} columns where the header has {len(names)}")
    return dict(zip(names, cells, strict=True))


def _object(row: str) -> dict[str, object]:
    try:
        fields = json.loads(row)
    except json.JSONDecodeError as error:
        raise ValueError(f"this is not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(fields, dict):
        message = "a case is a JSON object, from { to }"
        raise ValueError(message)  # noqa: TRY004 - a fault of the file, collected with the others
    return fields


def _plain(fields: Mapping[str, object]) -> dict[str, str]:
    plain = {name: value for name, value in fields.items() if isinstance(value, str | int | float)}
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in plain.items()}


def _messages(error: ValueError) -> list[str]:
    """What is wrong with a line, field by field."""
    if not isinstance(error, ValidationError):
        return [str(error)]
    faults = error.errors(include_url=False, include_context=False)
    return [f"`{_place(fault['loc'])}`: {fault['msg'].removeprefix('Value error, ')}" for fault in faults]


def _place(location: tuple[int | str, ...]) -> str:
    """A field as people write it: `turns[0].question`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
