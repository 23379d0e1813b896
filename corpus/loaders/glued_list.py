"""A bullet list in which each title is glued to its definition, with nothing in between.

    Tag: fruit
    3 topic(s)
    - AppleAn apple is a round fruit.
    - Kiwi (Chinese gooseberry)Kiwi is green inside.
    - iPlumiPlum is a plum with a name in small letters.

Everything before the first bullet is the document's heading; a count in it ("3 topic(s)") must be true. An indented
line without a bullet continues the bullet above it; any other line is an error.

The boundary is found by the rules in `_RULES`, from the surest to the weakest: the first rule that accepts a boundary
decides, at the first place it accepts. No rule knows any title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from corpus.loaders.lines import Line, complete, filled_lines
from corpus.types import Problem, Record

EXPECTED = "a list of '- ' lines, each a title with its definition glued to it, as in '- AppleAn apple is a fruit.'"

_BULLET = "- "
_LONGEST_TITLE = 120
_COUNT = re.compile(r"^(\d+) topic\(s\)$")
_SOON = 8
_OPENING_WORD = re.compile(r"^(?:(?:An?|The) )?(\w+)")  # The first word, but for an article.
# An article, or a word that places the concept, before a definition's own words.
_OPENER = re.compile(r"^(?:An?|The|In|For|When|This|It) ")
_SENTENCE = re.compile(r"^[A-Z]\S* [a-z]")  # A capitalised word and then a word in small letters.


def matches(text: str) -> bool:
    """Whether the text ends in a list in which a sure rule finds the boundary of most bullets."""
    lines = _lines(text)
    start = next((index for index, line in enumerate(lines) if line.text.startswith(_BULLET)), len(lines))
    bullets = [line.text for line in lines[start:]]
    sure = [bullet for bullet in bullets if _split(bullet.removeprefix(_BULLET), _SURE_RULES)]
    return len(sure) > len(bullets) / 2 and all(bullet.startswith(_BULLET) for bullet in bullets)


def load(text: str, *, path: str) -> tuple[Record, ...]:
    """Read the bullets, each split into its title and its definition.

    Raises:
        CorpusError: With every bullet whose boundary cannot be found, every line outside the list and a false count.
    """
    problems: list[Problem] = []
    records: list[Record] = []
    heading: list[Line] = []
    for line in _lines(text):
        if line.text.startswith(_BULLET):
            records.append(_record(line, len(records) + 1, path, problems))
        elif records:
            message = f"expected a '- ' line, found '{line.text[:60]}'"
            problems.append(Problem(path=path, line=line.number, message=message))
        else:
            heading.append(line)
    problems.extend(_false_counts(heading, len(records), path))
    return complete(records, problems, path=path, expected=EXPECTED)


def split(bullet: str) -> tuple[str, str] | None:
    """The title and the definition of a bullet's text, or None if no rule finds the boundary."""
    return _split(bullet, _RULES)


def _lines(text: str) -> list[Line]:
    """The filled lines, each indented line without a bullet joined to the bullet above it."""
    raw = text.split("\n")
    lines: list[Line] = []
    for line in filled_lines(text):
        indented = raw[line.number - 1][0].isspace() and not line.text.startswith(_BULLET)
        if indented and lines and lines[-1].text.startswith(_BULLET):
            lines[-1] = Line(lines[-1].number, f"{lines[-1].text} {line.text}")
        else:
            lines.append(line)
    return lines


def _record(line: Line, number: int, path: str, problems: list[Problem]) -> Record:
    bullet = line.text.removeprefix(_BULLET).strip()
    parts = split(bullet)
    if parts is None:
        message = f"cannot tell where the title ends in '{bullet[:60]}'"
        problems.append(Problem(path=path, line=line.number, message=message))
    title, definition = parts or ("", "")
    return Record(number=number, title=title, text=definition, line=line.number)


def _false_counts(heading: list[Line], count: int, path: str) -> Iterator[Problem]:
    for line in heading:
        promised = _COUNT.match(line.text)
        if promised and int(promised[1]) != count:
            message = f"the heading promises {promised[1]} topics, the list has {count}"
            yield Problem(path=path, line=line.number, message=message)


def _split(bullet: str, rules: tuple[Rule, ...]) -> tuple[str, str] | None:
    places = [(bullet[:index], bullet[index:]) for index in _seams(bullet)]
    return next((place for rule in rules for place in places if rule(*place)), None)


def _seams(bullet: str) -> Iterator[int]:
    """Where two texts could be glued: between two characters that are not spaces, outside brackets."""
    depth = 0
    for index in range(1, min(len(bullet), _LONGEST_TITLE)):
        before, after = bullet[index - 1], bullet[index]
        depth += (before in "([") - (before in ")]")
        if depth == 0 and after.isalnum() and (before.isalnum() or before in ")]?!+"):
            yield index


Rule = Callable[[str, str], bool]
"""Whether a title and a definition, as they stand on the two sides of a seam, belong together."""


def _repeats(title: str, definition: str) -> bool:
    """The definition begins with the very title: "EpochEpoch is"."""
    after = definition[len(title) : len(title) + 1]
    return definition.startswith(title) and not after.isalnum()


def _echoes(title: str, definition: str) -> bool:
    """The definition's first word, after an article, is one of the title's: "Linear MapA linear map is"."""
    opening = _OPENING_WORD.match(definition)
    return opening is not None and not definition[0].islower() and _words(opening[1])[0] in _words(title)


def _follows_mark(title: str, definition: str) -> bool:
    """The title ends in a bracket or a question mark: "Kiwi (fruit)Green inside"."""
    return title[-1] in ")]?!" and definition[0].isupper()


def _opens_about(title: str, definition: str) -> bool:
    """The definition opens like one and soon uses a word of the title: "ScalingIn statistics, scaling is"."""
    if not _OPENER.match(definition):
        return False
    return not set(_words(definition)[:_SOON]).isdisjoint(_words(title))


def _changes_case(title: str, definition: str) -> bool:
    """A small letter is followed by a capital that begins a sentence: "Dense layerConnects every unit"."""
    return (title[-1].islower() or title[-1].isdigit()) and bool(_SENTENCE.match(definition))


_SURE_RULES: tuple[Rule, ...] = (_repeats, _echoes, _follows_mark)
_RULES: tuple[Rule, ...] = (*_SURE_RULES, _opens_about, _changes_case)


def _words(text: str) -> list[str]:
    """The words in small letters, without a plural's s."""
    return [word.removesuffix("s") for word in re.findall(r"\w+", text.lower())]
