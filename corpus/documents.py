"""Reading source documents: one file of any known format, or every such file below a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from corpus.errors import CorpusError, read_text
from corpus.loaders import (
    badge_cards,
    definition_list,
    glued_list,
    json_records,
    letter_glossary,
    notes,
    numbered_articles,
    tables,
)
from corpus.types import Problem, Record, Value

AUTO = "auto"
SUFFIXES = (".csv", ".json", ".md", ".tsv", ".txt")


class Format(Protocol):
    """The shape of a document: what each module in `corpus.loaders` that reads one offers."""

    @property
    def EXPECTED(self) -> str:  # noqa: N802 - a constant of the module
        """One line that says what the shape looks like."""

    def matches(self, text: str) -> bool:
        """Whether the text has this shape; strict, so that hardly any text fits two."""

    def load(self, text: str, *, path: str) -> tuple[Record, ...]:
        """Read the records, or raise a CorpusError that names every faulty line."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "json-records": json_records,
        "tables": tables,
        "numbered-articles": numbered_articles,
        "glued-list": glued_list,
        "badge-cards": badge_cards,
        "letter-glossary": letter_glossary,
        "definition-list": definition_list,
        "notes": notes,
    }
)
"""The formats by name, in the order in which `auto` tries them: the least mistakable first."""


class Document(Value):
    """A source document that has been read.

    Attributes:
        path: The file.
        format: The name of its format.
        records: Its records, in the order of the document.
    """

    path: str
    format: str
    records: tuple[Record, ...]


def read_document(path: Path, *, format: str = AUTO) -> Document:  # noqa: A002 - the word people use
    """Read one file.

    Args:
        path: The file, in UTF-8.
        format: The name of its format; `auto` tries the sniffs in the order of `FORMATS`, and takes a Markdown file
            that fits none of them for a note.

    Raises:
        CorpusError: If the file cannot be read, its format is unknown or not recognised, or lines of it are faulty.
    """
    _check_name(format)
    text = read_text(path)
    name = _recognise(text, path) if format == AUTO else format
    return Document(path=path.as_posix(), format=name, records=FORMATS[name].load(text, path=path.as_posix()))


def read_documents(path: Path, *, format: str = AUTO) -> tuple[Document, ...]:  # noqa: A002 - the word people use
    """Read a file, or every file below a folder whose suffix is in `SUFFIXES`, sorted by path.

    Files and folders whose name begins with a dot, such as an Obsidian vault's settings, are passed over.

    Raises:
        CorpusError: If there is no such file, or with every problem of every file.
    """
    _check_name(format)
    if not path.is_dir():
        return (read_document(path, format=format),)
    files = [file for file in sorted(path.rglob("*")) if _is_document(file, path)]
    if not files:
        raise CorpusError(f"No document below {path}.", hint=f"Files that can be read end in {', '.join(SUFFIXES)}.")
    documents: list[Document] = []
    problems: list[Problem] = []
    hints: list[str] = []
    for file in files:
        try:
            documents.append(read_document(file, format=format))
        except CorpusError as error:
            problems.extend(error.problems or [Problem(path=file.as_posix(), message=error.message)])
            hints.append(error.hint)
    if problems:
        message = f"{len(problems)} problems in the documents below {path}:"
        raise CorpusError(message, hint="\n".join(dict.fromkeys(hints)), problems=problems)
    return tuple(documents)


def _check_name(name: str) -> None:
    if name != AUTO and name not in FORMATS:
        message = f"Unknown format '{name}'; known are {AUTO}, {', '.join(FORMATS)}."
        raise CorpusError(message, hint=f"Leave the format out to let it be recognised ({AUTO}).")


def _is_document(file: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
    return file.is_file() and file.suffix.lower() in SUFFIXES and not hidden


def _recognise(text: str, path: Path) -> str:
    """The name of the first format whose sniff fits."""
    if not text.strip():
        raise CorpusError(f"{path} is empty.", hint="Point to a document with at least one record.")
    for name, shape in FORMATS.items():
        if (name != "notes" or path.suffix.lower() in SUFFIXES) and shape.matches(text):
            return name
    if path.suffix.lower() == ".md":
        return "notes"
    expected = "".join(f"\n  {name}: {shape.EXPECTED}" for name, shape in FORMATS.items())
    message = f"{path} fits none of the known formats. Expected one of:{expected}"
    raise CorpusError(message, hint="Change the document, or name its format to learn which lines do not fit.")
