"""The root of every error a person can cause or meet, and the errors of the corpus.

The whole tree is drawn in `tutor.errors`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.types import Problem


class TutorError(Exception):
    """Something a person can understand and act on.

    Args:
        message: What was wrong, and where.
        hint: What to do about it.
    """

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class CorpusError(TutorError):
    """A page or document that cannot be read; carries every problem found, not only the first."""

    def __init__(self, message: str, *, hint: str, problems: Sequence[Problem] = ()) -> None:
        listed = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(message + listed, hint=hint)
        self.problems = tuple(problems)


def read_text(path: Path) -> str:
    """Read a UTF-8 text file.

    Raises:
        CorpusError: If the file is missing, is not a file, or is not UTF-8; the offending byte is named.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 text: byte {error.start} cannot be decoded."
        raise CorpusError(message, hint="Save the file as UTF-8 and try again.") from error
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise CorpusError(message, hint="Check the path and its permissions.") from error
