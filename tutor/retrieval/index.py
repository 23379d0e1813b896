"""The index on disk: built page by page, never half-way, known by the fingerprint of what it holds."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.types import Concept, ConceptId, Value
from tutor.errors import StaleIndexError, StoreError
from tutor.retrieval.dense import DenseIndex, Entry, Shelf
from tutor.retrieval.embedder import Embedder
from tutor.retrieval.outside import OUTSIDE

_LAYOUT = "3"
"""Raised whenever what is embedded changes."""

_MANIFEST = "manifest.json"
_NO_PAGE = "outside-every-page"
"""What stands in the place of a concept for questions that no page answers."""
_KEPT = 3
_STRIDE = 128

IndexProgress = Callable[[int, int], None]
"""Called with the number of texts embedded and the number in all."""


class IndexReport(Value):
    """What a build did.

    Attributes:
        fingerprint: Of the pages and the embedder.
        added: Pages that are new or have changed.
        removed: Pages that are gone.
        kept: Pages that were taken over from the previous index.
    """

    fingerprint: str
    added: int
    removed: int
    kept: int


def passage_entries(concept: Concept) -> list[Entry]:
    """What is embedded of a page's passages: the title in front of the text."""
    return [
        Entry(id=passage.id, concept=concept.id, text=f"{passage.title}. {passage.text}")
        for passage in concept.passages
    ]


def question_entries(concept: Concept) -> list[Entry]:
    """What is embedded of a page's questions, its own and the plain one for each name."""
    plain = [f"What is {name}?" for name in (concept.title, *concept.aliases)]
    return [
        Entry(id=f"{concept.id}?{number}", concept=concept.id, text=question)
        for number, question in enumerate((*concept.questions, *plain), start=1)
    ]


def page_entry(concept: Concept) -> Entry:
    """A whole page as one text: its names, its questions and its passages."""
    parts = (concept.title, *concept.aliases, *concept.questions, *(entry.text for entry in passage_entries(concept)))
    return Entry(id=concept.id, concept=concept.id, text=" ".join(parts))


def _outside_entries() -> list[Entry]:
    return [
        Entry(id=f"{_NO_PAGE}?{number}", concept=_NO_PAGE, text=question)
        for number, question in enumerate(OUTSIDE, start=1)
    ]


def fingerprint(catalogue: Catalogue, embedder_digest: str) -> str:
    """The name of the index of these pages with this embedder: 16 hexadecimal digits."""
    return _fingerprint(_digests(catalogue), embedder_digest)


class _Manifest(Value):
    layout: str
    embedder: str
    pages: dict[ConceptId, str]


def build_index(
    catalogue: Catalogue, embedder: Embedder, root: Path, progress: IndexProgress, *, rebuild: bool = False
) -> IndexReport:
    """Bring the index up to date; only changed pages are embedded.

    A new index is made beside the old one and becomes valid with its manifest, which is written last, so that a crash
    leaves the old one usable. The three newest are kept.

    Args:
        catalogue: The pages.
        embedder: The embedder.
        root: The folder of indexes.
        progress: Told about every batch.
        rebuild: Embed every page again.

    Raises:
        StoreError: If the folder cannot be written to.
    """
    if not rebuild and (report := current_report(catalogue, embedder.digest, root)):
        return report
    digests = _digests(catalogue)
    name = _fingerprint(digests, embedder.digest)
    source, before = (None, {}) if rebuild else _newest(root, embedder.digest)
    changed = [concept for concept in catalogue if before.get(concept.id) != digests[concept.id]]
    gone = [concept for concept in before if before[concept] != digests.get(concept)]
    try:
        target = _prepare(root, name, source)
        outside = _outside_entries() if before.get(_NO_PAGE) != digests[_NO_PAGE] else []
        _embed(DenseIndex(target / "dense"), _shelves(changed, outside), gone, embedder, progress)
        _write_manifest(target, embedder.digest, digests)
        _remove_old(root)
    except OSError as error:
        message = f"The index cannot be written below {root}: {error.strerror or error}"
        raise StoreError(message, hint="Free some space or set TUTOR_HOME to another folder.") from error
    removed = len([concept for concept in gone if concept not in digests])
    return IndexReport(fingerprint=name, added=len(changed), removed=removed, kept=len(catalogue) - len(changed))


def _finished(root: Path) -> dict[Path, _Manifest]:
    """The folders of finished indexes with their manifests, newest first; a damaged manifest counts as none."""
    found: dict[Path, _Manifest] = {}
    for file in sorted(root.glob(f"*/{_MANIFEST}"), key=lambda file: file.stat().st_mtime_ns, reverse=True):
        with suppress(ValueError, OSError):
            found[file.parent] = _Manifest.model_validate_json(file.read_bytes())
    return found


def _folder_of(root: Path, name: str) -> Path | None:
    """The newest finished index of that fingerprint."""
    return next((folder for folder in _finished(root) if folder.name.split(".")[0] == name), None)


def current_report(catalogue: Catalogue, embedder_digest: str, root: Path) -> IndexReport | None:
    """What a build would report where a finished index has exactly these pages and this embedder; None elsewhere."""
    name = fingerprint(catalogue, embedder_digest)
    found = _folder_of(root, name) is not None
    return IndexReport(fingerprint=name, added=0, removed=0, kept=len(catalogue)) if found else None


def index_is_current(catalogue: Catalogue, embedder_digest: str, root: Path) -> bool:
    """Whether there is a finished index of exactly these pages and this embedder."""
    return current_report(catalogue, embedder_digest, root) is not None


def open_index(catalogue: Catalogue, embedder_digest: str, root: Path) -> DenseIndex:
    """Open the index of these pages.

    Raises:
        StaleIndexError: If there is none for exactly these pages and this embedder.
    """
    folder = _folder_of(root, fingerprint(catalogue, embedder_digest))
    if folder is None:
        message = "The index is missing or belongs to other pages."
        raise StaleIndexError(message, hint="Run `tutor index` to bring it up to date.")
    return DenseIndex(folder / "dense")


def _digests(catalogue: Catalogue) -> dict[ConceptId, str]:
    """The digest of every page, and that of the questions that no page answers."""
    pages = {concept.id: _digest(concept.model_dump_json()) for concept in catalogue}
    return pages | {_NO_PAGE: _digest("\n".join(OUTSIDE))}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _fingerprint(digests: Mapping[ConceptId, str], embedder_digest: str) -> str:
    whole = json.dumps([_LAYOUT, embedder_digest, sorted(digests.items())])
    return _digest(whole)[:16]


def _newest(root: Path, embedder_digest: str) -> tuple[Path | None, dict[ConceptId, str]]:
    """The newest finished index made with this embedder, and the digests of its pages."""
    for folder, manifest in _finished(root).items():
        if manifest.layout == _LAYOUT and manifest.embedder == embedder_digest:
            return folder, manifest.pages
    return None, {}


def _prepare(root: Path, name: str, source: Path | None) -> Path:
    """A new folder for an index, holding what can be taken over; what crashes left behind is removed."""
    finished = set(_finished(root))
    for folder in root.iterdir() if root.is_dir() else ():
        if folder.is_dir() and folder not in finished:
            shutil.rmtree(folder, ignore_errors=True)
    taken = {folder.name for folder in finished}
    target = root / next(free for number in count() if (free := f"{name}.{number}") not in taken)
    if source:
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(_MANIFEST))
    target.mkdir(parents=True, exist_ok=True)
    return target


def _shelves(changed: Sequence[Concept], outside: Sequence[Entry]) -> dict[Shelf, Sequence[Entry]]:
    return {
        "passages": [entry for concept in changed for entry in passage_entries(concept)],
        "questions": [entry for concept in changed for entry in question_entries(concept)],
        "outside": outside,
    }


def _embed(
    index: DenseIndex,
    shelves: Mapping[Shelf, Sequence[Entry]],
    gone: Iterable[ConceptId],
    embedder: Embedder,
    progress: IndexProgress,
) -> None:
    index.remove(gone)
    total, done = sum(map(len, shelves.values())), 0
    for shelf, entries in shelves.items():
        for start in range(0, len(entries), _STRIDE):
            batch = entries[start : start + _STRIDE]
            index.add(shelf, batch, embedder.embed([entry.text for entry in batch]))
            done += len(batch)
            progress(done, total)


def _write_manifest(target: Path, embedder_digest: str, digests: dict[ConceptId, str]) -> None:
    manifest = _Manifest(layout=_LAYOUT, embedder=embedder_digest, pages=digests)
    draft = target / "manifest.draft"
    draft.write_text(manifest.model_dump_json(), encoding="utf-8")
    draft.replace(target / _MANIFEST)


def _remove_old(root: Path) -> None:
    """Keep the newest few: another process, or another set of pages, may still use them."""
    for folder in list(_finished(root))[_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
