"""Conversations in their file: what was deleted is gone, and nobody else reads the rest."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tutor.errors import StoreError
from tutor.learner.conversations.store import ConversationStore
from tutor.learner.conversations.words import folded, snippet

NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)
SECRET = "pa55-w0rd"

WAYS: dict[str, Callable[[ConversationStore], object]] = {
    "one": lambda store: store.delete("ann", "t1"),
    "all": lambda store: store.delete_all("ann"),
    "asked again": lambda store: store.ask("ann", "t1", 1, "something else", NOON),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_was_taken_away_is_in_no_file_any_more(tmp_path: Path, way: str) -> None:
    file = tmp_path / "data" / "learners.db"
    with ConversationStore(f"sqlite:///{file}") as store:
        store.begin("ann", "t1", "A talk", NOON)
        store.ask("ann", "t1", 1, f"my {SECRET}", NOON)
        store.answered("ann", "t1", 1, f'["{SECRET}"]', SECRET, NOON)
        assert any(SECRET.encode() in path.read_bytes() for path in file.parent.iterdir())
        assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}
        WAYS[way](store)
    assert all(SECRET.encode() not in path.read_bytes() for path in file.parent.iterdir())


def test_a_full_disk_is_told_and_what_was_asked_stays(tmp_path: Path) -> None:
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    def shrink(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count=60")

    event.listen(Engine, "checkout", shrink)
    try:
        with ConversationStore(f"sqlite:///{tmp_path}/learners.db") as store:
            store.begin("ann", "t1", "A talk", NOON)
            store.ask("ann", "t1", 1, "Why?", NOON)
            with pytest.raises(StoreError, match="no space left") as raised:
                store.answered("ann", "t1", 1, "x" * 500_000, "", NOON)
            assert "Free some space" in raised.value.hint
            assert [turn.text for turn in store.turns("ann", "t1")] == ["Why?"]
    finally:
        event.remove(Engine, "checkout", shrink)


@pytest.mark.parametrize(
    ("text", "word", "shown"),
    [
        ("short and whole", "whole", "short and whole"),
        ("two\n lines", "lines", "two lines"),
        ("nothing here", "there is not", ""),
        ("ß" * 30 + " x " + "İ" * 30 + " found", "found", "…x " + "İ" * 30 + " found"),
        ("word " * 50, "word", "word " * 23 + "word…"),
    ],
)
def test_a_snippet_is_cut_between_words(text: str, word: str, shown: str) -> None:
    assert snippet(text, [folded(word)]) == shown
