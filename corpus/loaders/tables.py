"""A table in a text file: CSV or TSV, with a header.

    term,definition,level,example
    Epoch,One pass over the training set.,beginner,Ten epochs show each example ten times.

The header tells which of comma, tab and semicolon separates the cells. `columns` says what each column becomes. Cells
may be quoted and then hold separators and line breaks. Empty rows are passed over; a row longer or shorter than the
header is an error.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from corpus.loaders import columns
from corpus.loaders.lines import complete
from corpus.types import Problem, Record

EXPECTED = f"CSV or TSV whose header names {columns.EXPECTED}"

_SEPARATORS = ",\t;"
_LONGEST_HEADER = 10_000
_Row = tuple[int, list[str]]


def matches(text: str) -> bool:
    """Whether the first line is a header with a title and a definition."""
    first = next(iter(text.lstrip().splitlines()), "")[:_LONGEST_HEADER]
    names = next(csv.reader([first], delimiter=_separator(first)), [])
    return columns.names_a_record(names)


def load(text: str, *, path: str) -> tuple[Record, ...]:
    """Read the rows below the header.

    Raises:
        CorpusError: If the header is not one, or with every row that does not fit it.
    """
    problems: list[Problem] = []
    rows = list(_rows(text, path, problems))
    header_line, header = rows[0] if rows else (1, [])
    problems.extend(_header_problems(header, header_line, path))
    if problems:
        return complete((), problems, path=path, expected=EXPECTED)
    records: list[Record] = []
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            message = f"the row has {len(cells)} cells, the header has {len(header)}"
            problems.append(Problem(path=path, line=line, message=message))
            continue
        fields = dict(zip(header, cells, strict=True))
        number = len(records) + 1
        records.append(columns.record(fields, number=number, line=line, path=path, problems=problems))
    return complete(records, problems, path=path, expected=EXPECTED)


def _rows(text: str, path: str, problems: list[Problem]) -> Iterator[_Row]:
    """The rows with at least one filled cell, each with the line on which it begins."""
    lines = text.lstrip("\n")
    skipped = len(text) - len(lines)
    separator = _separator(lines.split("\n", maxsplit=1)[0])
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line + skipped, cells
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(path=path, line=line + skipped, message=f"not a row of a table: {error}"))


def _separator(header: str) -> str:
    return max(_SEPARATORS, key=header.count)


def _header_problems(header: list[str], line: int, path: str) -> Iterator[Problem]:
    names = [name.strip().lower() for name in header]
    if not columns.names_a_record(names):
        yield Problem(path=path, line=line, message=f"the header must name {columns.EXPECTED}")
    for name in sorted({name for name in names if not name or names.count(name) > 1}):
        message = f"the header names the column '{name}' twice" if name else "the header has a column without a name"
        yield Problem(path=path, line=line, message=message)
