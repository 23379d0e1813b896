"""Markdown notes: one concept per file, as in an Obsidian vault or in our own concept pages.

    ---
    title: Beam search
    level: intermediate
    ---
    Beam search keeps several candidates, unlike [[greedy decoding|the greedy way]].

    ## Intuition
    Several scouts, not one.

A note's title is the front matter's `title`, else the heading `# …` at the top, else the file's name; its definition is
the first paragraph. Further paragraphs before the first `## ` become the part "More", each `## ` section a part.

A file without a `title` in its front matter and without prose before its first `## ` holds several notes: each `## `
heading is a title and its `### ` sections are the parts. (If that first heading is "Definition", "Overview" or
"Summary", the file is one note that starts with it.) Of the front matter only `title` and `level` are read, and its
links. A paragraph of tags (`#ml #decoding`) is passed over.

Wiki links `[[target]]`, `[[target#heading|label]]` are collected by target and shown as plain text, except in code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import NamedTuple

import yaml

from corpus.loaders.columns import read_level
from corpus.loaders.lines import complete
from corpus.types import Problem, Record, RecordPart

EXPECTED = "Markdown: front matter between '---' lines, a '# ' or '## ' heading, or a [[wiki link]], with prose below"

_MORE = "More"
_FIRST_FIELD = 2  # The line of the first field; the one above it is '---'.
_DEFINING = frozenset({"definition", "overview", "summary"})
_HEADING = re.compile(r"^(?P<marks>#{1,3})\s+(?P<heading>.+?)\s*#*$")
_TAGS = re.compile(r"^(?:#[\w/-]+\s*)+$")
# A line of ---, the fields, and another line of ---, at the very beginning.
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]*`)", re.DOTALL)  # A fenced block, or code within a line.
# [[target#heading|label]], each but the brackets optional, perhaps with the ! of an embedded note.
_LINK = re.compile(r"!?\[\[(?P<target>[^\[\]|#\n]*)(?:#(?P<heading>[^\[\]|\n]*))?(?:\|(?P<label>[^\[\]\n]*))?\]\]")


class _Block(NamedTuple):
    """A heading, the marks before it, its line, and the lines below it."""

    heading: str
    marks: str
    line: int
    body: list[str]

    @property
    def paragraphs(self) -> list[str]:
        """The texts between blank lines, without those that are only tags."""
        parts = (part.strip() for part in re.split(r"\n\s*\n", "\n".join(self.body)))
        return [part for part in parts if part and not _TAGS.match(part)]


class _Note(NamedTuple):
    """A title and its line, the lines below it, and its sections."""

    title: str
    line: int
    lead: _Block
    sections: list[_Block]


def matches(text: str) -> bool:
    """Whether the text has front matter, a Markdown heading or a wiki link."""
    headings = _blocks(text.split("\n"), first_line=1, depth=2)[1:]
    return bool(_FRONT_MATTER.match(text) or headings or _links(text))


def load(text: str, *, path: str) -> tuple[Record, ...]:
    """Read the note, or the notes, of a file.

    Raises:
        CorpusError: If the front matter cannot be read, or with every note that has no prose.
    """
    problems: list[Problem] = []
    front, body = _parted(text)
    fields = _fields(front, path, problems)
    level = read_level(str(fields.get("level") or ""), line=_level_line(front), path=path, problems=problems)
    blocks = _blocks(body.split("\n"), first_line=text.count("\n") - body.count("\n") + 1, depth=2)
    notes = _notes(blocks, str(fields.get("title") or ""), PurePath(path).stem)
    records: list[Record] = []
    for number, note in enumerate(notes, start=1):
        record = _record(note, number, path, problems)
        links = record.links if len(notes) > 1 else _links(text)
        records.append(record.model_copy(update={"level": level, "links": links}))
    return complete(records, problems, path=path, expected=EXPECTED)


def _parted(text: str) -> tuple[str, str]:
    """The fields between the two lines of '---', and the text after them."""
    found = _FRONT_MATTER.match(text)
    return (found["fields"], text[found.end() :]) if found else ("", text)


def _fields(front: str, path: str, problems: list[Problem]) -> Mapping[str, object]:
    """The fields of the front matter, which is YAML, every plain value as the text that stands there."""
    try:
        fields = yaml.load(front, Loader=yaml.BaseLoader) or {}  # noqa: S506 - it builds texts only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + _FIRST_FIELD if mark else 1
        message = f"front matter is not YAML: {getattr(error, 'problem', None) or error}"
        problems.append(Problem(path=path, line=line, message=message))
        return {}
    if isinstance(fields, dict):
        return fields
    problems.append(Problem(path=path, line=1, message="front matter must be fields such as 'title: …'"))
    return {}


def _level_line(front: str) -> int:
    numbered = enumerate(front.split("\n"), start=_FIRST_FIELD)
    return next((number for number, line in numbered if line.startswith("level")), 1)


def _blocks(lines: list[str], *, first_line: int, depth: int) -> list[_Block]:
    """The lines before the first heading of that depth or above, then each such heading with the lines below it."""
    blocks = [_Block("", "", first_line, [])]
    fenced = False
    for number, line in enumerate(lines, start=first_line):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        found = None if fenced else _HEADING.match(line)
        if found and len(found["marks"]) <= depth:
            blocks.append(_Block(_shown(found["heading"]), found["marks"], number, []))
        else:
            blocks[-1].body.append(line)
    return blocks


def _notes(blocks: list[_Block], title: str, stem: str) -> list[_Note]:
    """The one note of a file, or one for each of its headings."""
    lead, *sections = blocks
    if not lead.paragraphs and sections and sections[0].marks == "#":
        lead = sections.pop(0)
    if title or lead.paragraphs or not sections or sections[0].heading.lower() in _DEFINING:
        return [_Note(title or lead.heading or stem, 1, lead, sections)]
    notes: list[_Note] = []
    for section in sections:
        top, *inner = _blocks(section.body, first_line=section.line + 1, depth=3)
        notes.append(_Note(section.heading, section.line, top, inner))
    return notes


def _record(note: _Note, number: int, path: str, problems: list[Problem]) -> Record:
    lead, sections = note.lead, note.sections
    if not lead.paragraphs and sections:
        lead, *sections = sections
    if not lead.paragraphs:
        problems.append(Problem(path=path, line=note.line, message=f"'{note.title}' has no prose"))
    definition, *more = lead.paragraphs or [""]
    bodies = [(_MORE, more), *((section.heading, section.paragraphs) for section in sections)]
    parts = [RecordPart(name=name, text=_shown("\n\n".join(body))) for name, body in bodies if body]
    raw = "\n".join(line for block in (note.lead, *note.sections) for line in block.body)
    return Record(
        number=number, title=note.title, text=_shown(definition), parts=tuple(parts), line=note.line, links=_links(raw)
    )


def _links(text: str) -> tuple[str, ...]:
    """The targets of the wiki links outside code, each once, in order."""
    prose = _CODE.sub("", text)
    targets = (found["target"].strip() for found in _LINK.finditer(prose))
    return tuple(dict.fromkeys(target for target in targets if target))


def _shown(text: str) -> str:
    """The text with each wiki link outside code as a reader sees it."""
    pieces = _CODE.split(text)
    pieces[::2] = [_LINK.sub(_label, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _label(link: re.Match[str]) -> str:
    return (link["label"] or link["target"] or link["heading"] or "").strip()
