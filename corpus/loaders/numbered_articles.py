"""Articles numbered with keycaps, each made of labelled parts.

    Five ideas in one page
    🔹 Introduction: why these five
    1️⃣ Warmup
    🔹 Technical Definition
    Warmup raises the learning rate slowly during the first steps.
    🔹 What Is It For?
    ✅ Calm beginnings: the first gradients are noisy.
    🔹 Intuition: How It Works
    A runner does not start with a sprint.
    💡 Breaking Down the Definition:
    “Slowly” → over some hundred steps.

Everything before the first keycap is the document's introduction. In an article, a line with 🔹 or 💡 begins a part.
The first part must be the definition and becomes the record's text. The others keep their lines as they stand; a part
the loader knows has a short name (importance, intuition, breakdown), any other has its label (image breakdown).
"""

from __future__ import annotations

import re
from itertools import dropwhile

from corpus.loaders.lines import Line, complete, filled_lines
from corpus.types import Problem, Record, RecordPart

EXPECTED = "articles numbered 1️⃣, 2️⃣, … with parts that begin with 🔹 or 💡, the definition first"

# One keycap per digit (the digit, an optional variation selector, the enclosing key), or the single keycap of ten.
_KEYCAP = re.compile("^(?P<number>(?:[0-9]\ufe0f?\u20e3)+|\U0001f51f)\\s*(?P<title>.*)$")
_LABEL = re.compile("^[\U0001f539\U0001f4a1]\\s*(?P<label>.+?):?$")
_NAMES = {
    "technical definition": "definition",
    "definition": "definition",
    "what is it for": "importance",
    "why is it important": "importance",
    "intuition": "intuition",
    "breaking down": "breakdown",
}


def matches(text: str) -> bool:
    """Whether a line begins with a keycap and a title, and the next begins with the label of a definition."""
    lines = list(dropwhile(lambda line: not _KEYCAP.match(line.text), filled_lines(text)))
    return len(lines) > 1 and _part_name(lines[1]) == "definition"


def load(text: str, *, path: str) -> tuple[Record, ...]:
    """Read the articles with all their parts.

    Raises:
        CorpusError: With every article out of order, untitled or without a definition, and every line outside a part.
    """
    problems: list[Problem] = []
    articles: list[list[Line]] = []
    for line in filled_lines(text):
        if _KEYCAP.match(line.text):
            articles.append([line])
        elif articles:
            articles[-1].append(line)
    records = [_article(lines, number, path, problems) for number, lines in enumerate(articles, start=1)]
    return complete(records, problems, path=path, expected=EXPECTED)


def _article(lines: list[Line], number: int, path: str, problems: list[Problem]) -> Record:
    title = _title(lines[0], number, path, problems)
    parts = _parts(lines[1:], path, problems)
    text = ""
    if parts and parts[0].name == "definition" and parts[0].text:
        text = parts.pop(0).text
    else:
        message = f"'{title}' does not begin with its definition (a line with 🔹 and 'Technical Definition')"
        problems.append(Problem(path=path, line=lines[0].number, message=message))
    return Record(number=number, title=title, text=text, parts=tuple(parts), line=lines[0].number)


def _title(line: Line, number: int, path: str, problems: list[Problem]) -> str:
    found = _KEYCAP.match(line.text)
    keycap, title = (found["number"], found["title"]) if found else ("", "")
    digits = "".join(character for character in keycap if character in "0123456789") or "10"
    if int(digits) != number:
        message = f"expected article {number}, found {digits}"
        problems.append(Problem(path=path, line=line.number, message=message))
    if not title:
        problems.append(Problem(path=path, line=line.number, message=f"article {digits} has no title"))
    return title


def _parts(lines: list[Line], path: str, problems: list[Problem]) -> list[RecordPart]:
    blocks: list[tuple[str, list[str]]] = []
    for line in lines:
        name = _part_name(line)
        if name is not None:
            blocks.append((name, []))
        elif blocks:
            blocks[-1][1].append(line.text)
        else:
            message = f"text outside a part: '{line.text[:60]}'"
            problems.append(Problem(path=path, line=line.number, message=message))
    return [RecordPart(name=name, text="\n".join(texts)) for name, texts in blocks]


def _part_name(line: Line) -> str | None:
    """The name of the part that a line begins, or None for any other line."""
    found = _LABEL.match(line.text)
    if found is None:
        return None
    label = found["label"].lower()
    return next((name for start, name in _NAMES.items() if label.startswith(start)), label)
