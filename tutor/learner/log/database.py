"""The database of learners: a SQLite file or PostgreSQL, which several stores may share.

Here are its address, its connections, its transactions and what its errors mean; what is kept in it is the stores' affair.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from tutor.errors import StoreError
from tutor.learner.log.engine_errors import unusable
from tutor.learner.log.migrations import lock, migrate

NAME: Final = re.compile(r"[\w.@-]{1,80}")
"""What a learner may be called."""

WAL_TRIES: Final = 20
CONNECTIONS: Final = {"sqlite": 1, "postgresql": 5}
"""How many threads are served at once; SQLite has one writer anyway."""

T = TypeVar("T")

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


class Database:
    """Where learners are kept; may be used from several threads, and by several processes at once.

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
                self.do(_use_wal)
            self.do(migrate)
        except StoreError:
            self.close()
            raise

    def close(self) -> None:
        """Finish what was begun, and close every connection."""
        self._served.shutdown()
        self._engine.dispose()

    def do(self, work: Callable[[Connection], T]) -> T:
        """Do it in a transaction, when it is its turn; neither SQLite nor SQLAlchemy's pool serves in order."""
        return self._served.submit(self._transact, work).result()

    def write(self, learner: str, work: Callable[[Connection], T]) -> T:
        """Do it in a transaction while nobody else writes anything of this learner's."""
        name = f"learner {checked_name(learner)}"

        def alone(connection: Connection) -> T:
            lock(connection, name)
            return work(connection)

        return self.do(alone)

    def _transact(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._engine.begin() as connection:
                return work(connection)
        except SQLAlchemyError as error:
            cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
            raise unusable(self._place, cause) from error


class Store:
    """What every store has: a database, its own or one that it shares.

    Args:
        where: A database that stays open when the store is closed, or the address of one that the store opens for itself.
        wait_s: Seconds to wait for other programs, where the store opens the database.

    Raises:
        StoreError: If the database cannot be opened.
    """

    def __init__(self, where: Database | str, *, wait_s: float = 10.0) -> None:
        self._database = where if isinstance(where, Database) else Database(where, wait_s=wait_s)
        self._own = self._database is not where

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database if the store has opened it for itself."""
        if self._own:
            self._database.close()


def checked_name(learner: str) -> str:
    """The name of a learner, as it was given.

    Raises:
        StoreError: If it cannot be one.
    """
    if not NAME.fullmatch(learner):
        message = f"{learner[:100]!r} cannot be the name of a learner."
        raise StoreError(message, hint="Use 1 to 80 letters, digits, or any of . _ @ - and no spaces.")
    return learner


def written(at: datetime) -> str:
    """A moment as it is kept, so that the order of the texts is that of time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


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
        message = f"The learners' database {path} cannot be created: {error.strerror}."
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
