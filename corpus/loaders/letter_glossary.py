r"""A glossary in alphabetical order: letters, and below each its titles, each followed by its definition.

    Glossary

    B

    Beam search
    A way of decoding that keeps several candidates. Their scores are \(\log p\).

    C

    Clipping
    Cutting a gradient that has grown too long.

Everything before the first letter is the document's heading. A title is a line without a full stop that begins with the
letter it stands under (an article does not count); under # it may begin with anything. The lines after it, up to the
next title, are its definition, which ends like a sentence; LaTeX is kept as it stands. Any other line is an error.
"""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.loaders.lines import Line, complete, filled_lines
from corpus.types import Problem, Record

EXPECTED = "letters in alphabetical order, below each its titles, each title followed by its definition"

_LETTER = re.compile(r"^(?:#+\s+)?(?P<letter>[A-Z#])$")  # One capital on its own line, also as a Markdown heading.
_ARTICLE = re.compile(r"^(?:An?|The)\s+", re.IGNORECASE)
# A full stop, an ellipsis, a colon or a semicolon, perhaps before closing quotes or brackets; or the end of a formula.
_NO_TITLE = re.compile("[.\u2026:;][\"'\u2019\u201d)\\]]*$|\\\\\\]$|\\$\\$$")
# The end of a sentence, perhaps before closing quotes or brackets; or the end of a formula.
_FINISHED = re.compile("[.!?\u2026][\"'\u2019\u201d)\\]]*$|\\\\\\]$|\\$\\$$")


def matches(text: str) -> bool:
    """Whether the text has at least two letters, in order, and a title with that letter below each."""
    lines = filled_lines(text)
    below = [(_letter(line), after) for line, after in pairwise(lines) if _letter(line)]
    letters = [letter for letter, _ in below]
    return (
        len(letters) > 1
        and letters == sorted(set(letters))
        and all(_is_title(after) and _begins_with(after, letter) for letter, after in below)
    )


def load(text: str, *, path: str) -> tuple[Record, ...]:
    """Read the titles and their definitions.

    Raises:
        CorpusError: With every letter or title out of place, every title without a definition, and every line that
            may be a title or may continue a definition.
    """
    problems: list[Problem] = []
    letter = ""
    entries: list[list[Line]] = []
    for line in filled_lines(text):
        if _letter(line):
            if _letter(line) <= letter:
                message = f"the letter {_letter(line)} stands after {letter}"
                problems.append(Problem(path=path, line=line.number, message=message))
            letter = _letter(line)
            entries.append([])
        elif letter:
            _place(line, letter, entries, path, problems)
    records = _records([entry for entry in entries if entry], path, problems)
    return complete(records, problems, path=path, expected=EXPECTED)


def _place(line: Line, letter: str, entries: list[list[Line]], path: str, problems: list[Problem]) -> None:
    """Add a line to the entry above it, or begin a new entry with it."""
    entry = entries[-1]
    finished = len(entry) > 1 and bool(_FINISHED.search(entry[-1].text))
    if entry and not (finished and _is_title(line)):
        if len(entry) > 1 and not finished and line.text[0].isupper():
            message = f"'{line.text[:60]}' may be a title: end the definition above with a full stop, or join the lines"
            problems.append(Problem(path=path, line=line.number, message=message))
        entry.append(line)
        return
    if not (_is_title(line) and _begins_with(line, letter)):
        message = f"expected a title that begins with {letter}, found '{line.text[:60]}'"
        problems.append(Problem(path=path, line=line.number, message=message))
    entries.append([line])


def _letter(line: Line) -> str:
    """The letter that a heading names, or nothing for any other line."""
    found = _LETTER.match(line.text)
    return found["letter"] if found else ""


def _is_title(line: Line) -> bool:
    return not _NO_TITLE.search(line.text)


def _begins_with(line: Line, letter: str) -> bool:
    return letter == "#" or _ARTICLE.sub("", line.text)[:1].upper() == letter or line.text[:1].upper() == letter


def _records(entries: list[list[Line]], path: str, problems: list[Problem]) -> list[Record]:
    records: list[Record] = []
    for number, (title, *definition) in enumerate(entries, start=1):
        if not definition:
            problems.append(Problem(path=path, line=title.number, message=f"'{title.text}' has no definition"))
        text = "\n".join(line.text for line in definition)
        records.append(Record(number=number, title=title.text, text=text, line=title.number))
    return records
