"""Definitions without titles, one a line, and then a table of formulas.

    What every beginner should know.
    The step size of gradient descent is set once. It decides how far each update goes.
    Recall = the share of true positives that were found.
    | Concept | Formula | What it means |
    |---|---|---|
    | Mean | Σx / n | The centre of the numbers |

The first line is the document's heading. Each further line holds whole sentences and is one record, whose title is
worked out from its words (`titles`, then the vocabulary in `cues`, then the opening words) and marked as inferred.
Each row of the table is a record with a formula and its meaning. Any other line is an error.
"""

from __future__ import annotations

import re

from corpus.loaders import cues, titles
from corpus.loaders.lines import Line, complete, filled_lines
from corpus.types import Problem, Record

EXPECTED = "a heading, one definition a line without titles, then a Markdown table 'Concept | Formula | What it means'"

_COLUMNS = 3
_BAR = re.compile(r"(?<!\\)\|")  # A bar between two cells; a bar inside a cell is written \|.
_RULE = re.compile(r"^[|:\- ]+$")  # The line between the table's header and its rows.
_MARKUP = re.compile(r"^(?:#+|[-*+]|\d+\.|>)\s")  # A heading, a list item or a quotation.


def matches(text: str) -> bool:
    """Whether the text is lines of whole sentences and ends in a table of formulas."""
    lines = filled_lines(text)
    rows = [line for line in lines if _is_row(line)]
    prose = [line for line in lines if not _is_row(line)]
    if not rows or len(prose) < 2 or lines[-len(rows) :] != rows:  # noqa: PLR2004 - a heading and one definition
        return False
    return "formula" in rows[0].text.lower() and all(_is_sentences(line) for line in prose[1:])


def load(text: str, *, path: str) -> tuple[Record, ...]:
    """Read the definitions and the rows of the table.

    Raises:
        CorpusError: With every line that is neither a definition nor a row.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    rows: list[Line] = []
    for line in filled_lines(text)[1:]:
        if _is_row(line):
            rows.append(line)
        elif rows:
            problems.append(Problem(path=path, line=line.number, message="text after the table; expected a row"))
        elif not _is_sentences(line):
            message = f"expected a definition in whole sentences, found '{line.text[:60]}'"
            problems.append(Problem(path=path, line=line.number, message=message))
        else:
            records.append(_definition(line, len(records) + 1))
    records += _formulas(rows, len(records), path, problems)
    return complete(records, problems, path=path, expected=EXPECTED)


def infer_title(text: str) -> str:
    """The title of a definition, by the first rule that applies."""
    rules = (
        titles.defined_term,
        titles.equated_names,
        titles.measured_name,
        titles.acronym_subjects,
        cues.title_by_cue,
    )
    found = (rule(text) for rule in rules)
    return next((title for title in found if title), titles.opening_words(text))


def _is_row(line: Line) -> bool:
    return line.text.startswith("|")


def _is_sentences(line: Line) -> bool:
    return line.text.endswith((".", "!", "?")) and not _MARKUP.match(line.text)


def _definition(line: Line, number: int) -> Record:
    return Record(number=number, title=infer_title(line.text), title_inferred=True, text=line.text, line=line.number)


def _formulas(rows: list[Line], before: int, path: str, problems: list[Problem]) -> list[Record]:
    """The rows below the table's header and its rule."""
    records: list[Record] = []
    for line in rows[1:2]:
        if not _RULE.match(line.text):
            message = "expected the rule '|---|---|---|' below the table's header"
            problems.append(Problem(path=path, line=line.number, message=message))
    for line in rows[2:]:
        cells = _cells(line)
        if len(cells) != _COLUMNS or not all(cells):
            message = f"expected {_COLUMNS} filled cells between bars, found '{line.text[:60]}'"
            problems.append(Problem(path=path, line=line.number, message=message))
            continue
        title, formula, meaning = cells
        number = before + len(records) + 1
        records.append(Record(number=number, title=title, text=meaning, formula=formula, line=line.number))
    return records


def _cells(line: Line) -> list[str]:
    """The cells of a row; none if the row has no bar at its end."""
    cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(line.text)]
    return cells[1:-1] if not cells[-1] else []
