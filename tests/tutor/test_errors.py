"""The tree of errors is the one that is drawn, and every one tells what to do."""

from __future__ import annotations

import tutor.errors
from tutor.errors import (
    AssetUnavailableError,
    BackendError,
    DigestMismatchError,
    PrerequisiteCycleError,
    TutorError,
    UnknownConceptError,
)


def drawn() -> dict[str, str]:
    """Error → the error above it, as drawn in the module's docstring."""
    above: dict[str, str] = {}
    open_branches: list[str] = []
    for line in (tutor.errors.__doc__ or "").splitlines():
        name = next((word for word in line.replace("│", " ").split() if word.endswith("Error")), None)
        if name is None or "Error" not in line[:40]:
            continue
        depth = line.index(name) // 4
        open_branches[depth:] = [name]
        above[name] = open_branches[depth - 1] if depth else "Exception"
    return above


def test_the_tree_is_the_one_that_is_drawn() -> None:
    real = {name: getattr(tutor.errors, name).__base__.__name__ for name in tutor.errors.__all__}
    assert drawn() == real


def test_every_error_is_ours() -> None:
    assert all(issubclass(getattr(tutor.errors, name), TutorError) for name in tutor.errors.__all__)


def test_messages_name_what_was_wrong() -> None:
    mismatch = DigestMismatchError("m.gguf", expected="a" * 64, found="b" * 64)
    assert all(text in mismatch.message for text in ("m.gguf", "a" * 64, "b" * 64))
    unavailable = AssetUnavailableError("small", [("Hub", "no network"), ("PyPI", "no such package")])
    assert all(text in unavailable.message for text in ("small", "Hub", "no network", "PyPI", "no such package"))
    assert "softmax" in UnknownConceptError("sofmax", suggestions=["softmax"]).hint
    assert "a → b → a" in PrerequisiteCycleError(["a", "b"]).message
    assert all(error.hint for error in (mismatch, unavailable))


def test_only_a_passing_fault_may_be_retried() -> None:
    errors = [getattr(tutor.errors, name) for name in tutor.errors.__all__]
    retryable = {error.__name__ for error in errors if issubclass(error, BackendError) and error.retryable}
    assert retryable == {"BackendUnavailableError", "BackendTimeoutError"}
