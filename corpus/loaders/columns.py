"""Turning named fields into a record, for tables and for JSON.

The title comes from the first of the columns title, term, concept, name; the definition from the first of definition,
text, description, meaning; upper and lower case are the same. Level and formula are optional. Every other filled field
becomes a part under its own name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corpus.types import Level, Problem, Record, RecordPart

TITLES = ("title", "term", "concept", "name")
DEFINITIONS = ("definition", "text", "description", "meaning")
EXPECTED = f"a title ({', '.join(TITLES)}) and a definition ({', '.join(DEFINITIONS)}), perhaps level and formula"

_LEVEL = "level"
_FORMULA = "formula"


def column(names: Iterable[str], wanted: tuple[str, ...]) -> str | None:
    """The name that stands for the first of the wanted ones that is there, in any case."""
    by_name = {name.strip().lower(): name for name in names}
    return next((by_name[want] for want in wanted if want in by_name), None)


def names_a_record(names: Iterable[str]) -> bool:
    """Whether there is a column for the title and one for the definition."""
    known = list(names)
    return column(known, TITLES) is not None and column(known, DEFINITIONS) is not None


def record(fields: Mapping[str, str], *, number: int, line: int, path: str, problems: list[Problem]) -> Record:
    """The record of one row or object.

    Args:
        fields: The text of each field under the name it has in the document.
        number: The record's number.
        line: The line on which it begins.
        path: The path shown in problems.
        problems: Receives what is missing and a level that does not exist.
    """
    filled = {name: text.strip() for name, text in fields.items() if text.strip()}
    title, definition = column(filled, TITLES), column(filled, DEFINITIONS)
    level, formula = column(filled, (_LEVEL,)), column(filled, (_FORMULA,))
    for found, what, wanted in ((title, "title", TITLES), (definition, "definition", DEFINITIONS)):
        if found is None:
            message = f"no {what}: expected text under {' or '.join(wanted)}"
            problems.append(Problem(path=path, line=line, message=message))
    used = {title, definition, level, formula}
    return Record(
        number=number,
        title=filled.get(title or "", ""),
        text=filled.get(definition or "", ""),
        level=read_level(filled.get(level or "", ""), line=line, path=path, problems=problems),
        formula=filled.get(formula or ""),
        parts=tuple(RecordPart(name=name.strip(), text=text) for name, text in filled.items() if name not in used),
        line=line,
    )


def read_level(text: str, *, line: int, path: str, problems: list[Problem]) -> Level | None:
    """The level that a text names in any case; None if it is empty, or if no such level exists, which is a problem."""
    name = text.strip().lower()
    if name in set(Level):
        return Level(name)
    if name:
        message = f"unknown level '{text}'; known are {', '.join(Level)}"
        problems.append(Problem(path=path, line=line, message=message))
    return None
