"""What the log of learners must do, the same in SQLite and in a running PostgreSQL."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from corpus.types import Level
from tests.contracts.postgres import new_schema, run
from tutor.errors import StoreError
from tutor.learner.entries import Aim, Attempt, Depth, Entry, Purpose, Statement
from tutor.learner.log.store import LearnerStore

ROOT = Path(__file__).parents[2]
NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)


@pytest.fixture
def store(url: str) -> Iterator[LearnerStore]:
    """An empty log."""
    with LearnerStore(url) as opened:
        yield opened


def attempt(name: str, answer: str = "b") -> Attempt:
    return Attempt(id=name, at=NOON, item="softmax#1", concept="softmax", answer=answer, right=True, credit=1)


def change(url: str, statement: str) -> None:
    """Run a statement on the database behind the store's back."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def together(*jobs: Callable[[], object]) -> list[object]:
    """Do them all at the same moment, each in a thread; what they gave, in order."""
    start = threading.Barrier(len(jobs))

    def begin(job: Callable[[], object]) -> object:
        start.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(begin, jobs))


EVERY_KIND: tuple[Entry, ...] = (
    Attempt(
        id="2030-05-06:softmax#1.7",
        at=NOON.astimezone(timezone(timedelta(hours=5, minutes=30))) + timedelta(microseconds=1),
        item="softmax#1",
        concept="softmax",
        seed=-(2**70),
        answer="'; DROP TABLE learner_log; -- ü ∑ 学 🙂 \0 \N{COMBINING ACUTE ACCENT} %s {serial} :name",
        right=False,
        credit=0.1 + 0.2,
        hints=3,
        guess=1 / 3,
        betrays="exponential-function",
        purpose=Purpose.REVIEW,
    ),
    attempt("b"),
    Statement(id="c", at=NOON, concept="dot-product", known=False),
    Aim(
        id="d",
        at=NOON,
        goals=("flash-attention", "kv-cache"),
        hours_per_week=2.5,
        hours=30,
        deadline=date(2031, 2, 3),
        level=Level.ADVANCED,
        without=("serving",),
        depth=Depth.IMPLEMENT,
    ),
    Aim(id="e", at=NOON),
)


def test_every_kind_of_entry_comes_back_as_it_was_also_after_reopening(url: str) -> None:
    with LearnerStore(url) as store:
        assert [store.append("ann", entry) for entry in EVERY_KIND] == list(EVERY_KIND)
        assert store.entries("ann") == EVERY_KIND
    with LearnerStore(url) as store:
        assert store.entries("ann") == EVERY_KIND


def test_the_order_is_that_of_acknowledgement_not_of_times_or_ids_whoever_writes(url: str) -> None:
    names = [f"{number:03}" for number in range(40)]
    random.Random(1).shuffle(names)
    with LearnerStore(url) as one, LearnerStore(url) as other:
        for place, name in enumerate(names):
            entry = attempt(name).model_copy(update={"at": NOON - timedelta(days=place)})
            (one, other)[place % 2].append("ann", entry)
        assert [entry.id for entry in one.entries("ann")] == names


def test_a_second_entry_with_the_same_id_changes_nothing_and_the_first_is_told(store: LearnerStore) -> None:
    first = store.append("ann", attempt("a", "first"))
    store.append("ann", attempt("b"))
    assert store.append("ann", attempt("a", "second")) == first
    assert store.append("ann", Statement(id="a", at=NOON, concept="relu", known=True)) == first
    assert store.entries("ann") == (first, attempt("b"))


def test_learners_are_apart(store: LearnerStore) -> None:
    store.append("ann", attempt("a", "ann's"))
    assert store.append("bob", attempt("a", "bob's")) == attempt("a", "bob's")
    assert store.append("Ann", attempt("a", "Ann's")) == attempt("a", "Ann's")
    assert store.entries("ann") == (attempt("a", "ann's"),)
    assert store.learners() == ("Ann", "ann", "bob")
    assert store.entries("nobody") == ()


@pytest.mark.parametrize("name", ["a", "Zoë_99", "学习者", "ann@example.org", "x" * 80, "ж" * 80, "a.b-c"])
def test_names_of_every_script(store: LearnerStore, name: str) -> None:
    store.append(name, attempt("a"))
    assert store.learners() == (name,)
    assert store.entries(name) == (attempt("a"),)


@pytest.mark.parametrize("name", ["", " ", "a b", "x" * 81, "ann\n", "../ann", "a;b", "a\0", "\ud800", "a'--"])
def test_a_bad_name_is_an_error_everywhere(store: LearnerStore, name: str) -> None:
    nothing = store.export("ann")
    calls: list[Callable[[], object]] = [
        lambda: store.append(name, attempt("a")),
        lambda: store.entries(name),
        lambda: store.export(name),
        lambda: store.import_(nothing, name),
        lambda: store.delete(name),
    ]
    for call in calls:
        with pytest.raises(StoreError, match="cannot be the name of a learner") as raised:
            call()
        assert "letters" in raised.value.hint
    assert store.learners() == ()


def test_text_that_no_file_can_hold_is_an_error_and_changes_nothing(store: LearnerStore) -> None:
    with pytest.raises(StoreError, match="entry a has text"):
        store.append("ann", attempt("a", "half a character: \ud83d"))
    assert store.entries("ann") == ()


def test_what_was_exported_is_imported_once_and_after_what_was_there(store: LearnerStore) -> None:
    for entry in EVERY_KIND:
        store.append("ann", entry)
    store.append("bob", attempt("b", "bob's own"))
    exported = store.export("ann")
    assert store.import_(exported, "bob") == len(EVERY_KIND) - 1
    others = tuple(entry for entry in EVERY_KIND if entry.id != "b")
    assert store.entries("bob") == (attempt("b", "bob's own"), *others)
    assert store.import_(exported, "bob") == 0
    assert store.import_(exported, "eve") == len(EVERY_KIND)
    assert json.loads(store.export("eve")) == {**json.loads(exported), "learner": "eve"}
    assert store.import_(store.export("nobody"), "ann") == 0


def test_a_bad_file_changes_nothing(store: LearnerStore) -> None:
    store.append("ann", attempt("a"))
    file = json.loads(store.export("ann"))
    file["entries"] = [{**file["entries"][0], "id": f"n{number}"} for number in range(300)]
    file["entries"][299]["credit"] = 2
    with pytest.raises(StoreError, match="entry 300, credit: "):
        store.import_(json.dumps(file), "ann")
    assert store.entries("ann") == (attempt("a"),)


def test_delete_takes_everything_of_one_learner_for_good(url: str) -> None:
    with LearnerStore(url) as store:
        for number in range(5):
            store.append("ann", attempt(f"a{number}"))
        store.append("bob", attempt("a0"))
        assert store.delete("ann") == 5
        assert store.delete("ann") == 0
        assert store.entries("ann") == ()
    with LearnerStore(url) as store:
        assert store.learners() == ("bob",)
        again = attempt("a0", "another answer")
        assert store.append("ann", again) == again


def test_from_eight_threads_nothing_is_lost_or_doubled_and_a_reader_sees_the_log_only_grow(store: LearnerStore) -> None:
    def write(thread: int) -> None:
        for number in range(30):
            store.append("ann", attempt(f"{thread}-{number}"))

    def read() -> list[list[str]]:
        seen = []
        while len(seen) < 1000 and (not seen or len(seen[-1]) < 240):
            seen.append([entry.id for entry in store.entries("ann")])
        return seen

    seen = together(read, *[lambda thread=thread: write(thread) for thread in range(8)])[0]
    kept = [entry.id for entry in store.entries("ann")]
    assert Counter(kept) == Counter(f"{thread}-{number}" for thread in range(8) for number in range(30))
    for thread in range(8):
        assert [name for name in kept if name.startswith(f"{thread}-")] == [f"{thread}-{n}" for n in range(30)]
    assert isinstance(seen, list)
    assert all(ids == kept[: len(ids)] for ids in seen)


def test_an_id_resent_by_many_threads_at_once_counts_once_and_all_are_told_the_same(url: str) -> None:
    with LearnerStore(url) as one, LearnerStore(url) as other:
        for name in ("a", "b", "c", "d", "e"):
            told = together(
                *[
                    lambda number=number, name=name: (one, other)[number % 2].append("ann", attempt(name, str(number)))
                    for number in range(8)
                ]
            )
            assert one.entries("ann")[-1] == told[0]
            assert told == [told[0]] * 8
        assert [entry.id for entry in other.entries("ann")] == ["a", "b", "c", "d", "e"]


OPENING = """
import sys
from tutor.learner.entries import Statement
from tutor.learner.log.store import LearnerStore
url, learner = sys.argv[1:]
entry = Statement(id="a", at="2030-01-01T00:00:00Z", concept="softmax", known=True)
print("ready", flush=True)
sys.stdin.readline()
with LearnerStore(url) as store:
    store.append(learner, entry)
"""


def child(script: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_two_processes_may_open_a_new_database_at_once(url: str) -> None:
    children = [child(OPENING, url, learner) for learner in ("ann", "bob")]
    for process in children:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in children:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in children:
        process.communicate(timeout=60)
        assert process.returncode == 0
    with LearnerStore(url) as store:
        assert store.learners() == ("ann", "bob")


def test_many_threads_may_open_a_new_database_at_once(url: str) -> None:
    def write(name: str) -> None:
        with LearnerStore(url) as store:
            store.append("ann", attempt(name))

    together(*[lambda number=number: write(str(number)) for number in range(8)])
    with LearnerStore(url) as store:
        assert sorted(entry.id for entry in store.entries("ann")) == list("01234567")


def test_a_database_from_a_newer_version_is_refused_and_left_alone(url: str) -> None:
    with LearnerStore(url) as store:
        store.append("ann", attempt("a"))
    change(url, "INSERT INTO learner_log_version VALUES (999)")
    with pytest.raises(StoreError, match="newer version") as raised:
        LearnerStore(url)
    assert "Update" in raised.value.hint
    change(url, "DELETE FROM learner_log_version WHERE number = 999")
    with LearnerStore(url) as store:
        assert store.entries("ann") == (attempt("a"),)


def test_a_lock_that_somebody_keeps_is_told_in_time(url: str) -> None:
    with LearnerStore(url, wait_s=0.3) as store:
        store.append("ann", attempt("a"))
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            if engine.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.exec_driver_sql("LOCK TABLE learner_log IN EXCLUSIVE MODE")
            assert store.entries("ann") == (attempt("a"),)
            with pytest.raises(StoreError, match="busy for too long"):
                store.append("ann", attempt("b"))
            connection.rollback()
        engine.dispose()
        store.append("ann", attempt("b"))
        assert [entry.id for entry in store.entries("ann")] == ["a", "b"]


def test_a_damaged_entry_is_an_error_that_names_the_fault(url: str) -> None:
    with LearnerStore(url) as store:
        store.append("ann", attempt("a"))
        change(url, "UPDATE learner_log SET body = '{}'")
        with pytest.raises(StoreError, match="cannot be read"):
            store.entries("ann")


APPENDING = """
import sys
from itertools import count
from tutor.learner.entries import Statement
from tutor.learner.log.store import LearnerStore
url, learner = sys.argv[1:]
with LearnerStore(url) as store:
    for number in count():
        store.append(learner, Statement(id=str(number), at="2030-01-01T00:00:00Z", concept="softmax", known=True))
        print(number, flush=True)
"""


def acknowledged_before_a_kill(process: subprocess.Popen[str], after_s: float) -> int:
    """Kill it so long after its first word; how many entries it was told to be stored."""
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(after_s)
    process.kill()
    rest = process.communicate(timeout=60)[0]
    return (first + rest).count("\n")


def test_a_killed_process_loses_at_most_the_attempt_that_was_never_acknowledged(url: str) -> None:
    chance = random.Random()
    moments = {learner: chance.uniform(0, 0.4) for learner in ("ann", "bob")}
    children = {learner: child(APPENDING, url, learner) for learner in moments}
    told = together(
        *[
            lambda learner=learner, after_s=after_s: acknowledged_before_a_kill(children[learner], after_s)
            for learner, after_s in moments.items()
        ]
    )
    with LearnerStore(url) as store:
        for learner, number in zip(moments, told, strict=True):
            assert isinstance(number, int)
            kept = [entry.id for entry in store.entries(learner)]
            assert kept == [str(n) for n in range(len(kept))]
            assert number <= len(kept) <= number + 1, f"{learner} killed after {moments[learner]} s"
        assert store.append("ann", attempt("after")) == attempt("after")


def test_a_wrong_password_is_told_without_it(postgres_url: str) -> None:
    rules = Path(run(postgres_url, "SHOW hba_file"))
    before = rules.read_text()
    run(postgres_url, "CREATE ROLE guarded LOGIN PASSWORD 'right'")
    rules.write_text(f"local all guarded scram-sha-256\n{before}")
    run(postgres_url, "SELECT pg_reload_conf()")
    try:
        for user, reason in (("guarded:wr0ng-0ne", "refused the user"), ("nobody:wr0ng-0ne", "refused the user")):
            with pytest.raises(StoreError, match=reason) as raised:
                LearnerStore(postgres_url.replace("postgres:@", f"{user}@"))
            told: BaseException | None = raised.value
            while told is not None:
                assert "wr0ng-0ne" not in repr(told) + str(told)
                told = told.__cause__ or told.__context__
        with pytest.raises(StoreError, match="may not write there"):
            LearnerStore(postgres_url.replace("postgres:@", "guarded:right@"))
    finally:
        rules.write_text(before)
        run(postgres_url, "SELECT pg_reload_conf()")


def test_a_database_that_the_server_lacks_is_told(postgres_url: str) -> None:
    with pytest.raises(StoreError, match="no such database"):
        LearnerStore(postgres_url.replace("/postgres?", "/elsewhere?"))


def test_after_the_server_has_cut_its_connections_the_log_goes_on(postgres_url: str) -> None:
    with LearnerStore(new_schema(postgres_url, "cut")) as store:
        store.append("ann", attempt("a"))
        run(postgres_url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        store.append("ann", attempt("b"))
        assert [entry.id for entry in store.entries("ann")] == ["a", "b"]
