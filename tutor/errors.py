"""Every error a person can cause or meet.

TutorError                      message, hint
├── CorpusError                 a page or document cannot be read (problems, each with file and line)
│   └── PrerequisiteCycleError  prerequisites form a cycle
├── UnknownConceptError         no concept has that name (suggestions)
├── SettingsError               a setting has a value that cannot be used
├── AssetError                  a model file
│   ├── DigestMismatchError     the file is not the pinned one; names both digests
│   └── AssetUnavailableError   no source could deliver it; lists each with its reason
├── BackendError                the language model (retryable or not)
│   ├── ModelNotFoundError      there is no such model file
│   ├── ContextOverflowError    one turn alone does not fit the context
│   ├── BackendUnavailableError the model cannot be loaded or reached
│   └── BackendTimeoutError     the remote server did not answer in time
├── StaleIndexError             the index does not belong to these pages and this embedder
└── StoreError                  the folder of indexes or learners cannot be read or written
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import CorpusError, TutorError
from graph.errors import PrerequisiteCycleError, UnknownConceptError

__all__ = [
    "AssetError",
    "AssetUnavailableError",
    "BackendError",
    "BackendTimeoutError",
    "BackendUnavailableError",
    "ContextOverflowError",
    "CorpusError",
    "DigestMismatchError",
    "ModelNotFoundError",
    "PrerequisiteCycleError",
    "SettingsError",
    "StaleIndexError",
    "StoreError",
    "TutorError",
    "UnknownConceptError",
]


class SettingsError(TutorError):
    """A setting has a value that cannot be used."""


class AssetError(TutorError):
    """A model file cannot be used."""


class DigestMismatchError(AssetError):
    """A file is not the pinned one. It is never used and never deleted."""

    def __init__(self, path: str, *, expected: str, found: str) -> None:
        message = f"{path} is not the expected file.\n  expected SHA-256 {expected}\n  found    SHA-256 {found}"
        super().__init__(message, hint="Move the file away, then run `tutor pull` again.")
        self.expected = expected
        self.found = found


class AssetUnavailableError(AssetError):
    """No source could deliver an asset; every source is listed with its reason."""

    def __init__(self, name: str, attempts: Sequence[tuple[str, str]]) -> None:
        listed = "".join(f"\n  {source}: {reason}" for source, reason in attempts)
        hint = "Connect to the network once, or copy the file into the folder named by TUTOR_ASSETS."
        super().__init__(f"The asset '{name}' could not be had from any source:{listed}", hint=hint)
        self.attempts = tuple(attempts)


class BackendError(TutorError):
    """The language model failed.

    Attributes:
        retryable: Whether the same request may succeed later.
    """

    retryable = False


class ModelNotFoundError(BackendError):
    """There is no such model file."""


class ContextOverflowError(BackendError):
    """One turn alone does not fit the model's context."""


class BackendUnavailableError(BackendError):
    """The model cannot be loaded or reached."""

    retryable = True


class BackendTimeoutError(BackendError):
    """The remote server did not answer in time."""

    retryable = True


class StaleIndexError(TutorError):
    """The index does not belong to these pages and this embedder."""


class StoreError(TutorError):
    """A folder or database of ours cannot be read or written."""
