"""A category page: definitions without titles, each followed by a badge that is glued to the next line.

    Category
    Decoding
    How a model chooses its next word.
    Greedy decoding picks the most probable token at every step.
    beginnerA beam is a small set of unfinished answers that are kept side by side.
    advanced

The badge at the beginning of a line is the level of the definition on the line before, so the last line is a badge
alone. The title is the grammatical subject of the definition ("A beam is …" -> Beam) and is marked as inferred. The
page may open with three lines of its own: the word Category, the category's name, and what it is about.
"""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.loaders.lines import Line, complete, filled_lines
from corpus.loaders.titles import opening_words, subject
from corpus.types import Level, Problem, Record

EXPECTED = "definitions without titles, each one's level (beginner, intermediate, advanced) beginning the next line"

_LONGEST_HEAD = 3
# A level in small letters at the start of the line, glued to the next definition or alone.
_BADGE = re.compile(r"^(?P<level>beginner|intermediate|advanced)(?P<rest>\S.*)?$")


def matches(text: str) -> bool:
    """Whether the page ends in a badge alone and, after its head and first definition, every line begins with one."""
    lines = filled_lines(text)
    start = _first_badge(lines)
    badges = lines[start:]
    return 0 < start <= _LONGEST_HEAD + 1 and bool(badges) and not _definition(lines[-1]) and all(map(_level, badges))


def load(text: str, *, path: str) -> tuple[Record, ...]:
    """Read the definitions, each with its level.

    Raises:
        CorpusError: With every definition that has no badge and every badge that has no definition.
    """
    lines = filled_lines(text)
    start = max(_first_badge(lines) - 1, 0)
    problems = [
        Problem(path=path, line=line.number, message="neither the page's head nor a definition with a badge")
        for line in lines[_LONGEST_HEAD:start]
    ]
    cards = pairwise(lines[start:])
    records = [_record(line, after, number, path, problems) for number, (line, after) in enumerate(cards, start=1)]
    if lines and _definition(lines[-1]):
        message = "expected the last definition's badge alone on the last line"
        problems.append(Problem(path=path, line=lines[-1].number, message=message))
    return complete(records, problems, path=path, expected=EXPECTED)


def _record(line: Line, after: Line, number: int, path: str, problems: list[Problem]) -> Record:
    text, level = _definition(line), _level(after)
    if not text:
        problems.append(Problem(path=path, line=line.number, message="a badge without a definition after it"))
    if level is None:
        message = f"expected a badge at the start of this line, the level of the definition on line {line.number}"
        problems.append(Problem(path=path, line=after.number, message=message))
    title = subject(text) or opening_words(text)
    return Record(number=number, title=title, title_inferred=True, text=text, level=level, line=line.number)


def _first_badge(lines: list[Line]) -> int:
    """The index of the first line that begins with a badge; the number of lines if none does."""
    return next((index for index, line in enumerate(lines) if _level(line)), len(lines))


def _level(line: Line) -> Level | None:
    """The level that the badge at the start of a line names."""
    found = _BADGE.match(line.text)
    return Level(found["level"]) if found else None


def _definition(line: Line) -> str:
    """What stands on a line after its badge."""
    found = _BADGE.match(line.text)
    return line.text if found is None else found["rest"] or ""
