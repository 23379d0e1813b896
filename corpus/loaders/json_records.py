"""JSON: a list of objects with the fields of `columns`, or one object that maps titles to definitions.

    [{"term": "Epoch", "definition": "One pass over the training set.", "level": "beginner"}]

    {"Epoch": "One pass over the training set.", "Batch": "The examples of one update."}

An object that has a title and a definition itself is one record. Numbers and truth values become text, the texts of a
list are joined by commas, null and empty fields are left out; any other value is an error. No name may stand twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from corpus.loaders import columns
from corpus.loaders.lines import complete
from corpus.types import Problem, Record

EXPECTED = f"JSON: a list of objects with {columns.EXPECTED}, or one object that maps titles to definitions"

# A list that is empty or begins with an object, or an object that is empty or begins with a name.
_OPENING = re.compile(r"^\s*(?:\[\s*[\]{]|\{\s*[\"}])")
_GAP = re.compile(r"[\s,:]*")  # What stands between two values: space, commas, colons.


class _Entry(NamedTuple):
    line: int
    value: object


def matches(text: str) -> bool:
    """Whether the text opens like a list of objects or like an object."""
    return _OPENING.match(text) is not None


def load(text: str, *, path: str) -> tuple[Record, ...]:
    """Read the objects of the list, or the titles of the one object.

    Raises:
        CorpusError: If the text is not JSON, or with every entry that is not a record.
    """
    problems: list[Problem] = []
    records: list[Record] = []
    for number, entry in enumerate(_entries(text, path, problems), start=1):
        fields = _fields(entry, path, problems)
        if fields is not None:
            records.append(columns.record(fields, number=number, line=entry.line, path=path, problems=problems))
    return complete(records, problems, path=path, expected=EXPECTED)


def _entries(text: str, path: str, problems: list[Problem]) -> Iterator[_Entry]:
    """The entries of the document, each an object, with the line on which it begins."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        problems.append(Problem(path=path, line=error.lineno, message=f"not JSON: {error.msg}"))
        return
    if isinstance(document, list):
        yield from _values(text)
    elif isinstance(document, dict) and columns.names_a_record(document):
        start = text.index("{")
        yield _Entry(_line(text, start), json.JSONDecoder(object_pairs_hook=_Pairs).raw_decode(text, start)[0])
    elif isinstance(document, dict):
        pairs = iter(list(_values(text)))
        for title, definition in zip(pairs, pairs, strict=True):
            yield _Entry(title.line, _Pairs([("title", title.value), ("definition", definition.value)]))
    else:
        problems.append(Problem(path=path, line=1, message="expected a list or an object"))


class _Pairs(list[tuple[str, object]]):
    """The fields of an object as they stand, so that a name that stands twice can be seen."""


def _values(text: str) -> Iterator[_Entry]:
    """Every value directly inside the outermost bracket, names included, in text that is known to be JSON."""
    decoder = json.JSONDecoder(object_pairs_hook=_Pairs)
    end = len(text.rstrip()) - 1
    place = _skip(text, len(text) - len(text.lstrip()) + 1)
    while place < end:
        value, after = decoder.raw_decode(text, place)
        yield _Entry(_line(text, place), value)
        place = _skip(text, after)


def _skip(text: str, place: int) -> int:
    gap = _GAP.match(text, place)
    return gap.end() if gap else place


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _fields(entry: _Entry, path: str, problems: list[Problem]) -> Mapping[str, str] | None:
    """The fields of an entry as text, or None if one of them is faulty."""
    if not isinstance(entry.value, _Pairs):
        problems.append(Problem(path=path, line=entry.line, message="expected an object"))
        return None
    fields: dict[str, str] = {}
    faults: list[str] = []
    for name, value in entry.value:
        text = _text(value)
        if text is None:
            faults.append(f"'{name}' must be a text, a number or a list of texts")
        elif name in fields:
            faults.append(f"'{name}' stands twice")
        else:
            fields[name] = text
    problems.extend(Problem(path=path, line=entry.line, message=fault) for fault in faults)
    return None if faults else fields


def _text(value: object) -> str | None:
    """The text of a value, or None for an object and for a list that holds more than texts."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return None
