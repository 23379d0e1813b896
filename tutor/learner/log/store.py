"""The log of learners: one append-only table, in a SQLite file or in PostgreSQL.

What `append` has returned is durable. Nothing is ever changed; only `delete` takes a learner's entries away.
SQLAlchemy is imported here and in `tutor.learner.log.migrations`, and nowhere else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError
from sqlalchemy import URL, Connection, Engine, TableClause, column, create_engine, event, func, make_url, select, table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from tutor.errors import StoreError
from tutor.learner.entries import ENTRY, Aim, Entry
from tutor.learner.log.engine_errors import unusable
from tutor.learner.log.log_file import faults, read_log, write_log
from tutor.learner.log.migrations import lock, migrate

NAME: Final = re.compile(r"[\w.@-]{1,80}")
WAL_TRIES: Final = 20
CONNECTIONS: Final = {"sqlite": 1, "postgresql": 5}
"""How many threads are served at once; SQLite has one writer anyway."""

T = TypeVar("T")
Row = dict[str, str | None]

LOG: Final = table("learner_log", *map(column, ("seq", "learner", "id", "at", "kind", "concept", "body")))
INSERT: Final[Mapping[str, Callable[[TableClause], sqlite.Insert | postgresql.Insert]]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
DRIVERS: Final = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}

# What was acknowledged must survive a power cut: with NORMAL, SQLite does not wait for the disk at a commit.
# What was deleted is overwritten. Who has waited for a lock sees what its holder wrote: "read committed".
SESSION: Final = {
    "sqlite": ("PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA secure_delete=ON"),
    "postgresql": (
        "SET synchronous_commit = on",
        "SET default_transaction_isolation = 'read committed'",
        "SET lock_timeout = '{wait_ms}ms'",
    ),
}


class LearnerStore:
    """The log of every learner; may be used from several threads, and by several processes at once.

    Opening it creates the database where there is none and brings an older one up to date. Threads are served in the
    order in which they come. Every method may raise `StoreError`: a name that is none, a full disk, a lock that others
    keep, a server that cannot be reached.

    Args:
        url: `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`. The folder of a file is created.
        wait_s: Seconds to wait for other programs that are writing, or for the server.

    Raises:
        StoreError: If the address is none of these, or the database cannot be used or is from a newer version.
    """

    def __init__(self, url: str, *, wait_s: float = 10.0) -> None:
        address = _address(url)
        self._place = _place(address)
        self._engine = _engine(address, wait_s)
        self._served = ThreadPoolExecutor(CONNECTIONS[self._engine.name], "learners")
        try:
            if self._engine.name == "sqlite":
                _create_file(Path(address.database or ""))
                self._do(_use_wal)
            self._do(migrate)
        except StoreError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish what was begun, and close every connection."""
        self._served.shutdown()
        self._engine.dispose()

    def append(self, learner: str, entry: Entry) -> Entry:
        """Store an entry, once.

        Args:
            learner: The learner's name.
            entry: The entry; one whose id this learner's log already has changes nothing.

        Returns:
            The first entry with that id, as stored; it is on the disk.
        """
        row = _row(learner, entry)
        stored = select(LOG.c.body).where((LOG.c.learner == learner) & (LOG.c.id == entry.id))

        def insert(connection: Connection) -> str:
            _insert(connection, [row])
            return str(connection.execute(stored).scalar_one())

        return _read(self._write(learner, insert))

    def entries(self, learner: str) -> tuple[Entry, ...]:
        """A learner's entries, in the order in which they were acknowledged; none where nobody has that name."""
        query = select(LOG.c.body).where(LOG.c.learner == _checked(learner)).order_by(LOG.c.seq)
        return tuple(map(_read, self._do(lambda connection: connection.execute(query).scalars().all())))

    def learners(self) -> tuple[str, ...]:
        """The names of everyone with an entry, by code point."""
        query = select(LOG.c.learner).distinct()
        return tuple(sorted(self._do(lambda connection: connection.execute(query).scalars().all())))

    def export(self, learner: str) -> str:
        """A learner's whole log as JSON, which `import_` takes back."""
        return write_log(learner, self.entries(learner))

    def import_(self, text: str, learner: str) -> int:
        """Add the entries of an export to a learner's log: all of them, or none if one of them is wrong.

        Args:
            text: What `export` gave; of whom does not matter.
            learner: Who gets them, after their own, in the order of the file.

        Returns:
            The number of entries that were new; an id that is already there keeps its first entry.

        Raises:
            StoreError: If the text is no export of ours; line or entry is named, counted from 1.
        """
        rows = [_row(learner, entry) for entry in read_log(text)]
        count = select(func.count()).select_from(LOG).where(LOG.c.learner == learner)

        def insert(connection: Connection) -> int:
            before = connection.execute(count).scalar_one()
            _insert(connection, rows)
            return connection.execute(count).scalar_one() - before

        return self._write(learner, insert)

    def delete(self, learner: str) -> int:
        """Delete a learner's whole log for good; returns the number of entries it had."""
        everything = LOG.delete().where(LOG.c.learner == learner)
        return self._write(learner, lambda connection: connection.execute(everything).rowcount)

    def _write(self, learner: str, work: Callable[[Connection], T]) -> T:
        """Do it while nobody else writes this learner's log, so that `seq` follows the order of acknowledgement."""
        name = f"learner {_checked(learner)}"

        def alone(connection: Connection) -> T:
            lock(connection, name)
            return work(connection)

        return self._do(alone)

    def _do(self, work: Callable[[Connection], T]) -> T:
        """Do it in a transaction, when it is its turn; neither SQLite nor SQLAlchemy's pool serves in order."""
        return self._served.submit(self._transact, work).result()

    def _transact(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._engine.begin() as connection:
                return work(connection)
        except SQLAlchemyError as error:
            cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
            raise unusable(self._place, cause) from error


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        address = None
    kind = address.get_backend_name() if address else ""
    # An "@" in the host is the rest of a password with an "@" in it: it must not get into a message.
    if address is None or kind not in DRIVERS or "@" in (address.host or ""):
        message = "The address of the learners' database cannot be read."
        hint = "Write sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE; in a password, write %40 for @."
        raise StoreError(message, hint=hint)  # without its cause, which may quote the password
    if kind == "sqlite" and address.database in {None, "", ":memory:"}:
        message = "The address of the learners' database names no file; a log in memory would be lost."
        raise StoreError(message, hint="Write sqlite:///PATH.")
    return address.set(drivername=DRIVERS[kind])


def _place(address: URL) -> str:
    """The database in words, without user, password and options."""
    if address.get_backend_name() == "sqlite":
        return str(address.database)
    server = f" on {address.host}:{address.port or 5432}" if address.host else ""
    return f"PostgreSQL database '{address.database}'{server}"


def _create_file(path: Path) -> None:
    """Create the file where there is none, for nobody else to read; a file that is there is left closed.

    Closing it would drop the locks that another store of this process holds on it.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        message = f"The log of learners {path} cannot be created: {error.strerror}."
        raise StoreError(message, hint="Check the place, its permissions and the space on it.") from error


def _engine(address: URL, wait_s: float) -> Engine:
    kind = address.get_backend_name()
    wait: dict[str, Any] = {"timeout": wait_s} if kind == "sqlite" else {"connect_timeout": max(2, round(wait_s))}
    try:
        engine = create_engine(
            address, connect_args=wait, pool_size=CONNECTIONS[kind], pool_pre_ping=True, hide_parameters=True
        )
    except ModuleNotFoundError as error:
        message = "The driver for PostgreSQL is not installed."
        raise StoreError(
            message, hint="Run `pip install 'psycopg[binary]'` in the environment of the tutor."
        ) from error
    statements = [statement.format(wait_ms=round(wait_s * 1000)) for statement in SESSION[kind]]

    def begin_session(connection: Any, _: object) -> None:  # noqa: ANN401 - a connection of either driver
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()
        connection.commit()

    event.listen(engine, "connect", begin_session)
    return engine


def _use_wal(connection: Connection) -> None:
    """Let readers of a SQLite file go on while somebody writes; the file remembers it."""
    for _ in range(WAL_TRIES):
        try:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        except OperationalError:  # somebody writes to the new file, and here alone SQLite does not wait for them
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql("ROLLBACK")
        else:
            return


def _checked(learner: str) -> str:
    if not NAME.fullmatch(learner):
        message = f"{learner[:100]!r} cannot be the name of a learner."
        raise StoreError(message, hint="Use 1 to 80 letters, digits, or any of . _ @ - and no spaces.")
    return learner


def _row(learner: str, entry: Entry) -> Row:
    try:
        body = entry.model_dump_json()
    except PydanticSerializationError as error:  # half a character, as a broken form may send it
        message = f"The entry {entry.id} has text that no file can hold."
        raise StoreError(message, hint="Leave the odd characters out and send it again.") from error
    return {
        "learner": learner,
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": entry.kind,
        "concept": None if isinstance(entry, Aim) else entry.concept,
        "body": body,
    }


def _insert(connection: Connection, rows: Sequence[Row]) -> None:
    insert = INSERT[connection.dialect.name](LOG).on_conflict_do_nothing(index_elements=["learner", "id"])
    if rows:
        connection.execute(insert, rows)


def _read(body: str) -> Entry:
    try:
        return ENTRY.validate_json(body)
    except ValidationError as error:
        message = f"An entry of the log of learners cannot be read:{faults(error)}"
        raise StoreError(message, hint="Somebody changed the database; put a copy in its place.") from error
