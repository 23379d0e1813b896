"""Loading a folder of concept pages."""

from __future__ import annotations

from importlib import resources
from itertools import pairwise
from pathlib import Path

from corpus.errors import CorpusError, read_text
from corpus.page import parse_page
from corpus.types import Concept, Problem


def shipped_pages() -> Path:
    """The folder of the concept pages that come with the project."""
    return Path(str(resources.files("corpus") / "concepts"))


def load_pages(root: Path) -> tuple[Concept, ...]:
    """Read every page below a folder, ordered by id.

    Args:
        root: A folder whose sub-folders are areas and whose files are pages.

    Raises:
        CorpusError: If the folder is missing or holds no page, or with every problem of every page.
    """
    files = sorted(root.rglob("*.md"), key=lambda file: (file.stem, file.as_posix()))
    if not files:
        raise CorpusError(f"No concept page (*.md) below {root}.", hint="Point to a folder of pages.")
    concepts: list[Concept] = []
    problems: list[Problem] = []
    for file in files:
        try:
            concepts.append(_load(file, root))
        except CorpusError as error:
            path = file.relative_to(root).as_posix()
            problems.extend(
                error.problems or [Problem(path=path, message=error.message.replace(str(file), "the file"))]
            )
    problems.extend(_same_ids(concepts))
    if problems:
        message = f"{len(problems)} problems in the pages below {root}:"
        raise CorpusError(message, hint="The format is described in docs/corpus-format.md.", problems=problems)
    return tuple(concepts)


def _same_ids(concepts: list[Concept]) -> list[Problem]:
    """Pages that share their id with the page before them in the order."""
    return [
        Problem(path=after.path, message=f"the id '{after.id}' also belongs to {before.path}")
        for before, after in pairwise(concepts)
        if before.id == after.id
    ]


def _load(file: Path, root: Path) -> Concept:
    path = file.relative_to(root).as_posix()
    return parse_page(read_text(file), concept=file.stem, area=file.parent.name, path=path)
