"""The log of learners: its file, its addresses, its errors, and how it gets its tables."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, event, inspect
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from tutor.errors import StoreError
from tutor.learner.entries import Attempt
from tutor.learner.log.migrations import MIGRATIONS, migrate
from tutor.learner.log.store import LearnerStore

ROOT = Path(__file__).parents[2]
NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)
SECRET = "pa55-w0rd"


def attempt(name: str, answer: str = "b") -> Attempt:
    return Attempt(id=name, at=NOON, item="softmax#1", concept="softmax", answer=answer, right=True, credit=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the log will be."""
    return tmp_path / "data" / "learners.db"


@pytest.fixture
def store(file: Path) -> Iterator[LearnerStore]:
    """An empty log."""
    with LearnerStore(f"sqlite:///{file}") as opened:
        yield opened


def test_the_folder_and_the_file_are_for_the_learner_alone(store: LearnerStore, file: Path) -> None:
    store.append("ann", attempt("a"))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (file.parent, *file.parent.iterdir())}
    assert modes.pop("data") == 0o700
    assert modes["learners.db"] == 0o600
    assert all(mode == 0o600 for mode in modes.values())


def test_a_closed_log_is_one_file(file: Path) -> None:
    with LearnerStore(f"sqlite:///{file}") as store:
        store.append("ann", attempt("a"))
    assert [path.name for path in file.parent.iterdir()] == ["learners.db"]


def test_commits_wait_for_the_disk_and_readers_for_nobody(file: Path) -> None:
    sessions: list[tuple[object, ...]] = []

    def look(connection: Any, *_: object) -> None:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        sessions.append(tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked))

    event.listen(Engine, "checkout", look)
    try:
        with LearnerStore(f"sqlite:///{file}") as store:
            store.append("ann", attempt("a"))
    finally:
        event.remove(Engine, "checkout", look)
    assert sessions[-1] == ("wal", 2, 1)


def test_opening_waits_for_whoever_writes_to_the_new_file(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        leaving = threading.Timer(0.3, other.rollback)
        leaving.start()
        LearnerStore(f"sqlite:///{file}").close()
        leaving.join()
    with closing(sqlite3.connect(file)) as later:
        assert later.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_was_deleted_is_in_no_file_any_more(file: Path) -> None:
    with LearnerStore(f"sqlite:///{file}") as store:
        store.append("ann", attempt("a", f"my {SECRET}"))
        assert any(SECRET.encode() in path.read_bytes() for path in file.parent.iterdir())
        store.delete("ann")
    assert all(SECRET.encode() not in path.read_bytes() for path in file.parent.iterdir())


@pytest.mark.parametrize(
    "url",
    [
        "",
        "learners.db",
        "sqlite://",
        "sqlite:///:memory:",
        f"mysql://ann:{SECRET}@localhost/learners",
        f"postgresql://ann:{SECRET}",
        f"postgresql://ann:x@{SECRET}@localhost/learners",
        f"postgresql://ann:{SECRET}@localhost:port/learners",
        f"://ann:{SECRET}@localhost",
    ],
)
def test_an_address_that_is_none_is_an_error_without_its_password(url: str) -> None:
    with pytest.raises(StoreError, match="address") as raised:
        LearnerStore(url)
    assert "sqlite:///PATH" in raised.value.hint
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
    assert SECRET not in str(raised.value) + raised.value.hint


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://ann:{SECRET}@127.0.0.1:1/learners",
        f"postgresql://127.0.0.1:1/learners?user=ann&password={SECRET}",
        f"postgresql://ann:{SECRET}@/learners?host=/nowhere",
    ],
)
def test_a_server_that_is_not_there_is_named_without_the_password(url: str) -> None:
    with pytest.raises(StoreError, match=r"'learners'.* cannot be reached") as raised:
        LearnerStore(url, wait_s=2)
    told: BaseException | None = raised.value
    while told is not None:
        assert SECRET not in repr(told) + str(told)
        told = told.__cause__ or told.__context__


def test_a_file_that_is_no_database_is_refused_and_left_alone(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("my shopping list\n" * 1000)
    with pytest.raises(StoreError, match="no SQLite database") as raised:
        LearnerStore(f"sqlite:///{file}")
    assert str(file) in raised.value.message
    assert file.read_text() == "my shopping list\n" * 1000


def test_a_folder_is_no_log(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="may not write there"):
        LearnerStore(f"sqlite:///{tmp_path}")


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be created") as raised:
        LearnerStore(f"sqlite:///{tmp_path}/data/learners.db")
    assert raised.value.hint


def test_a_full_disk_is_told_and_what_was_acknowledged_stays(file: Path) -> None:
    def shrink(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA max_page_count=40")

    event.listen(Engine, "checkout", shrink)
    kept = []
    try:
        with LearnerStore(f"sqlite:///{file}") as store:
            with pytest.raises(StoreError, match="no space left") as raised:
                kept.extend(store.append("ann", attempt(str(number), "long " * 200)) for number in range(1000))
            assert store.entries("ann") == tuple(kept)
            text = store.export("ann")
            with pytest.raises(StoreError, match="no space left"):
                store.import_(text, "bob")
            assert store.learners() == ("ann",)
    finally:
        event.remove(Engine, "checkout", shrink)
    assert kept
    assert "Free some space" in raised.value.hint
    with LearnerStore(f"sqlite:///{file}") as store:
        assert store.import_(text, "bob") == len(kept)


FILE_LIMITED = """
import resource, sys
from tutor.errors import StoreError
from tutor.learner.entries import Statement
from tutor.learner.log.store import LearnerStore
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
with LearnerStore(sys.argv[1]) as store:
    try:
        for number in range(10_000):
            store.append("ann", Statement(id=str(number), at="2030-01-01T00:00:00Z", concept="softmax", known=True))
    except StoreError as error:
        print(number, error.message)
"""


def test_a_disk_that_refuses_to_write_is_told_and_what_was_acknowledged_stays(file: Path) -> None:
    command = [sys.executable, "-c", FILE_LIMITED, f"sqlite:///{file}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    number, message = done.stdout.split(maxsplit=1)
    assert "the disk did not take" in message
    with LearnerStore(f"sqlite:///{file}") as store:
        assert [entry.id for entry in store.entries("ann")] == [str(n) for n in range(int(number))]


def test_an_import_names_what_is_wrong(store: LearnerStore) -> None:
    store.append("ann", attempt("a"))
    file = json.loads(store.export("ann"))
    wrong: list[tuple[str, str]] = [
        ("", "line 1"),
        ('{\n "format": "tutor-learner",\n oops}', "line 3"),
        ("[]", "object"),
        (json.dumps({**file, "format": "diary"}), "format: "),
        (json.dumps({**file, "version": 2}), "version: "),
        (json.dumps({**file, "more": 1}), "more: "),
        (json.dumps({**file, "entries": [*file["entries"], {"kind": "guess"}]}), "entry 2: "),
        (json.dumps({**file, "entries": [{**file["entries"][0], "id": "no spaces"}]}), "entry 1, id: "),
        (json.dumps({**file, "entries": [{**file["entries"][0], "at": "2030-01-01T00:00:00"}]}), "entry 1, at: "),
        (json.dumps({**file, "entries": [{}] * 9}), "and 4 more"),
    ]
    for text, told in wrong:
        with pytest.raises(StoreError, match=told) as raised:
            store.import_(text, "bob")
        assert "nothing was imported" in raised.value.message
        assert raised.value.hint
    assert store.learners() == ("ann",)


def test_migrations_are_applied_once_in_order_and_all_or_none(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/learners.db")
    later = (
        *MIGRATIONS,
        ("ALTER TABLE learner_log ADD COLUMN first INTEGER",),
        ("ALTER TABLE learner_log ADD COLUMN second {serial}",),
    )
    with engine.begin() as connection:
        migrate(connection)
    with pytest.raises(OperationalError), engine.begin() as connection:
        migrate(connection, later)  # SQLite takes no second primary key
    assert "first" not in {column["name"] for column in inspect(engine).get_columns("learner_log")}
    for _ in range(2):
        with engine.begin() as connection:
            migrate(connection, later[:-1])
    assert "first" in {column["name"] for column in inspect(engine).get_columns("learner_log")}
    with engine.begin() as connection:
        applied = connection.exec_driver_sql("SELECT number FROM learner_log_version").scalars().all()
        assert applied == list(range(1, len(later)))
    engine.dispose()


def test_a_missing_driver_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="not installed") as caught:
        LearnerStore("postgresql://ann@127.0.0.1:1/learners")
    assert "psycopg" in caught.value.hint
