"""The card: every result is kept, and no other file is taken for one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tutor.errors import StoreError
from tutor.evaluation.card import Result, add_to_card, read_card, write_whole

RESULT = Result(
    eval="abstention",
    date=datetime(2026, 1, 2, tzinfo=UTC),
    commit=None,
    model=None,
    corpus="0123456789abcdef",
    cases="mine.jsonl",
    sha256="f" * 64,
    scores={"n": 3, "auroc": 0.5, "answered_in_scope": None},
)


def test_a_result_is_one_flat_object() -> None:
    assert RESULT.flat() == {
        "eval": "abstention",
        "date": "2026-01-02T00:00:00Z",
        "commit": None,
        "model": None,
        "corpus": "0123456789abcdef",
        "cases": "mine.jsonl",
        "sha256": "f" * 64,
        "limit": None,
        "n": 3,
        "auroc": 0.5,
        "answered_in_scope": None,
    }
    assert isinstance(RESULT.flat()["n"], int)


def test_groups_stand_below_the_metrics() -> None:
    grouped = RESULT.model_copy(update={"by": "style", "groups": {"far": {"n": 1, "auroc": None}}})
    assert grouped.flat()["groups"] == {"far": {"n": 1, "auroc": None}}
    assert grouped.flat()["by"] == "style"


def test_results_are_added_at_the_end(tmp_path: Path) -> None:
    card = tmp_path / "new" / "card.json"
    for limit in (1, 2):
        add_to_card(card, RESULT.model_copy(update={"limit": limit}))
    assert [entry["limit"] for entry in json.loads(card.read_text(encoding="utf-8"))] == [1, 2]
    assert [path.name for path in card.parent.iterdir()] == ["card.json"]


@pytest.mark.parametrize("content", ["", "{}", "[1]", "# Notes"])
def test_another_file_is_not_written_over(tmp_path: Path, content: str) -> None:
    card = tmp_path / "card.json"
    card.write_text(content, encoding="utf-8")
    for attempt in (lambda: read_card(card), lambda: add_to_card(card, RESULT)):
        with pytest.raises(StoreError, match="is no card"):
            attempt()
    assert card.read_text(encoding="utf-8") == content


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match=r"card\.json cannot be written"):
        write_whole(tmp_path / "file" / "card.json", "")
