"""Reading one concept page: front matter, sections and check items, every problem with its line.

The format is described in `docs/corpus-format.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from corpus.errors import CorpusError
from corpus.types import (
    Concept,
    ConceptId,
    Contrast,
    Item,
    Level,
    Option,
    Prerequisite,
    Problem,
    Section,
    SectionName,
    Sentence,
    Value,
)

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader, in C where PyYAML was built with it: four times as fast."""

_FENCE = "---"
_FENCES = 2
_LEAST_OPTIONS = 2
_HEADING = re.compile(r"^##\s+(.*?)\s*$")
_STEM = re.compile(r"^\*\*(?P<stem>\S.*)\*\*\s*\((?P<kind>recall|understand|compute)\)\s*$")
_OPTION = re.compile(
    r"^- \[(?P<mark>[ xX])\] (?P<text>\S.*?) — (?P<feedback>(?:(?!\(see:).)*?[^\s(](?:(?!\(see:).)*?)"
    r"(?: \(see: (?P<see>[a-z0-9]+(?:-[a-z0-9]+)*)\))?\s*$"
)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOT_WRITTEN = (SectionName.DEFINITION, SectionName.CONTRASTS, SectionName.NOTES)
_HINT = "The format is described in docs/corpus-format.md."

Line = tuple[int, str]
"""A line of the page: its number, counted from 1, and its text."""


class FrontMatter(Value):
    """The fields between the two `---` lines of a page."""

    title: Sentence
    aliases: tuple[Sentence, ...] = ()
    level: Level
    minutes: Annotated[int, Field(ge=1, le=600)]
    prerequisites: tuple[Prerequisite, ...] = ()
    related: tuple[ConceptId, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    questions: tuple[Sentence, ...] = ()
    sources: tuple[Sentence, ...] = ()


def parse_page(text: str, *, concept: str, area: str, path: str) -> Concept:
    """Read a concept page.

    Args:
        text: The Markdown of the page.
        concept: The concept's id, which is the file's name.
        area: The name of the folder.
        path: The path shown in problems.

    Raises:
        CorpusError: With every problem of the page and its line.
    """
    problems: list[Problem] = []
    if not _ID.fullmatch(concept):
        message = f"the file name '{concept}' is no id: expected lower-case letters, digits and single hyphens"
        problems.append(Problem(path=path, message=message))
        concept = "unnamed"
    lines = list(enumerate(text.splitlines(), start=1))
    head, body = _split(lines, path)
    front = _front_matter(head, path, problems)
    sections = _sections(body, path, problems)
    items = tuple(_items(sections.pop(SectionName.CHECK, []), concept, path, problems))
    parsed = tuple(Section(name=name, text=_join(block)) for name, block in sections.items())
    if front is None or problems:
        raise CorpusError(f"{path} is not a concept page.", hint=_HINT, problems=problems)
    fields = {name: getattr(front, name) for name in FrontMatter.model_fields}
    return Concept(id=concept, area=area, path=path, sections=parsed, items=items, **fields)


def _split(lines: list[Line], path: str) -> tuple[list[Line], list[Line]]:
    fences = [index for index, (_, line) in enumerate(lines) if line.strip() == _FENCE][:_FENCES]
    if len(fences) < _FENCES or fences[0] != 0:
        problem = Problem(path=path, line=1, message="expected front matter between two lines of '---'")
        raise CorpusError(f"{path} is not a concept page.", hint=_HINT, problems=[problem])
    return lines[1 : fences[1]], lines[fences[1] + 1 :]


def _front_matter(head: list[Line], path: str, problems: list[Problem]) -> FrontMatter | None:
    text = "\n".join(line for _, line in head)
    try:
        return FrontMatter.model_validate(yaml.load(text, Loader=_Loader) or {})  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        problems.append(Problem(path=path, line=line, message=f"front matter is not YAML: {_first_line(error)}"))
    except ValidationError as error:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        for issue in error.errors(include_url=False):
            place = ".".join(str(part) for part in issue["loc"])
            message = _plain(issue["type"], place, issue["msg"])
            problems.append(Problem(path=path, line=_line_of(node, issue["loc"]), message=message))
    except ValueError as error:  # a date or number that YAML recognises but Python cannot make
        problems.append(Problem(path=path, line=2, message=f"front matter has a value that cannot be read: {error}"))
    return None


def _first_line(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]


def _plain(kind: str, place: str, message: str) -> str:
    if kind == "extra_forbidden":
        return f"unknown field '{place}'; known are {', '.join(FrontMatter.model_fields)}"
    if kind == "missing":
        return f"the field '{place}' is missing"
    return f"'{place}': {message[0].lower()}{message[1:]}"


def _line_of(node: yaml.Node | None, place: tuple[str | int, ...]) -> int:
    """The line of a field in the file; front matter begins on line 2."""
    line = 0
    for part in place:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == part), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line
    return line + 2


def _sections(body: list[Line], path: str, problems: list[Problem]) -> dict[SectionName, list[Line]]:
    blocks: dict[SectionName, list[Line]] = {SectionName.DEFINITION: []}
    headings = {SectionName.DEFINITION: body[0][0] if body else 1}
    known = {name.value: name for name in SectionName if name not in _NOT_WRITTEN}
    current, fenced = SectionName.DEFINITION, False
    for number, line in body:
        fenced ^= line.startswith("```")
        heading = None if fenced else _HEADING.match(line)
        if heading is None:
            blocks[current].append((number, line))
            continue
        name = known.get(heading[1])
        if name is None or name in blocks:
            fault = "section twice" if name else "unknown section"
            problems.append(
                Problem(path=path, line=number, message=f"{fault} '{heading[1]}'; known are {', '.join(known)}")
            )
            continue
        current = name
        blocks[name] = []
        headings[name] = number
    problems.extend(_misplaced(blocks, headings, path))
    return blocks


def _misplaced(blocks: dict[SectionName, list[Line]], headings: dict[SectionName, int], path: str) -> Iterator[Problem]:
    order = list(SectionName)
    for before, after in pairwise(blocks):
        if order.index(before) > order.index(after):
            message = f"section '{after.value}' must stand before '{before.value}'"
            yield Problem(path=path, line=headings[after], message=message)
    for name, block in blocks.items():
        if not _join(block):
            yield Problem(path=path, line=headings[name], message=f"section '{name.value}' is empty")


def _join(block: Iterable[Line]) -> str:
    return "\n".join(line for _, line in block).strip()


def _items(block: list[Line], concept: str, path: str, problems: list[Problem]) -> Iterator[Item]:
    stems = [index for index, (_, line) in enumerate(block) if _STEM.match(line)]
    for number, line in block[: stems[0] if stems else len(block)]:
        if line.strip():
            message = "expected a check item: '**Stem?** (recall)', (understand) or (compute)"
            problems.append(Problem(path=path, line=number, message=message))
    for position, (start, end) in enumerate(pairwise([*stems, len(block)]), start=1):
        stem = _STEM.match(block[start][1])
        options = list(_options(block[start + 1 : end], path, problems))
        if sum(option.right for option in options) != 1 or len(options) < _LEAST_OPTIONS:
            message = f"a check item needs at least two options and exactly one '[x]', found {len(options)} options"
            problems.append(Problem(path=path, line=block[start][0], message=message))
        elif stem is not None:
            yield Item.model_validate(
                {"id": f"{concept}/{position}", "concept": concept, "options": options, **stem.groupdict()}
            )


def _options(block: list[Line], path: str, problems: list[Problem]) -> Iterator[Option]:
    for number, line in block:
        if not line.strip():
            continue
        match = _OPTION.match(line)
        if match is None:
            message = "expected an option: '- [ ] text — feedback' or '- [x] text — feedback'"
            problems.append(Problem(path=path, line=number, message=message))
            continue
        yield Option(
            text=match["text"], right=match["mark"] in "xX", feedback=match["feedback"], see=match["see"] or None
        )
