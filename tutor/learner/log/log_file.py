"""A learner's log as a file: JSON with a version, which anyone can read, keep and take to another machine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from pydantic import ValidationError

from corpus.types import Value
from tutor.errors import StoreError
from tutor.learner.entries import Entry

SHOWN_FAULTS: Final = 5


class LogFile(Value):
    """A learner's whole log.

    Attributes:
        format: What the file is.
        version: Which version of that it is.
        learner: Whose log it is.
        entries: The entries, in the order of the log.
    """

    format: Literal["tutor-learner"]
    version: Literal[1]
    learner: str
    entries: tuple[Entry, ...]


def write_log(learner: str, entries: Iterable[Entry]) -> str:
    """The text of a log file."""
    file = LogFile(format="tutor-learner", version=1, learner=learner, entries=tuple(entries))
    return file.model_dump_json(indent=1) + "\n"


def read_log(text: str) -> tuple[Entry, ...]:
    """The entries of a log file.

    Raises:
        StoreError: If any part of it is wrong; the line of broken JSON or the number of the entry is named, from 1.
    """
    try:
        return LogFile.model_validate_json(text).entries
    except ValidationError as error:
        message = f"This is no learner's log that we can read; nothing was imported:{faults(error)}"
        hint = "Export it again, or update tutor if a newer version exported it."
        raise StoreError(message, hint=hint) from error


def faults(error: ValidationError) -> str:
    """What is wrong and where, a line for each; the first ones, and how many more."""
    found = error.errors(include_url=False, include_input=False)
    lines = [f"\n  {_where(fault['loc'])}{fault['msg']}" for fault in found[:SHOWN_FAULTS]]
    more = len(found) - len(lines)
    return "".join(lines) + (f"\n  and {more} more" if more else "")


def _where(loc: tuple[int | str, ...]) -> str:
    if len(loc) > 1 and loc[0] == "entries":
        loc = (f"entry {int(loc[1]) + 1}", *loc[3:])
    return ", ".join(map(str, loc)) + ": " if loc else ""
