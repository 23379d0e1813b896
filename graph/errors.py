"""Errors of the prerequisite graph."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import CorpusError, TutorError


class UnknownConceptError(TutorError):
    """A name that is no concept's id, title or alias, or that belongs to several (`ambiguous`)."""

    def __init__(self, name: str, *, suggestions: Sequence[str] = (), ambiguous: bool = False) -> None:
        near = f"Did you mean {', '.join(suggestions)}?" if suggestions else "See `tutor concept --list`."
        message = f"'{name}' means several concepts." if ambiguous else f"There is no concept called '{name}'."
        super().__init__(message, hint=near)
        self.name = name
        self.suggestions = tuple(suggestions)


class PrerequisiteCycleError(CorpusError):
    """Concepts that are prerequisites of one another, so that none can be learned first."""

    def __init__(self, cycle: Sequence[str]) -> None:
        shown = " → ".join([*cycle, cycle[0]])
        super().__init__(f"The prerequisites form a cycle: {shown}.", hint="Remove one of these prerequisites.")
        self.cycle = tuple(cycle)
