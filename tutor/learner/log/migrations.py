"""The tables of the learners' database, and how an older database gets them: numbered steps, each applied once, in order."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, inspect, text

from tutor.errors import StoreError

Migration = tuple[str, ...]
"""SQL statements that lead from the version before to this one; `{serial}` stands for a key that counts up."""

MIGRATIONS: tuple[Migration, ...] = (
    (
        """
        CREATE TABLE learner_log (
          seq {serial},
          learner VARCHAR(80) NOT NULL,
          id VARCHAR(80) NOT NULL,
          at VARCHAR(40) NOT NULL,
          kind VARCHAR(20) NOT NULL,
          concept VARCHAR(80),
          body TEXT NOT NULL,
          UNIQUE (learner, id))
        """,
        "CREATE INDEX learner_log_order ON learner_log (learner, seq)",
    ),
    (
        """
        CREATE TABLE learner_conversation (
          learner VARCHAR(80) NOT NULL,
          id VARCHAR(80) NOT NULL,
          title VARCHAR(200) NOT NULL,
          folded TEXT NOT NULL,
          began VARCHAR(40) NOT NULL,
          changed VARCHAR(40) NOT NULL,
          PRIMARY KEY (learner, id))
        """,
        """
        CREATE TABLE learner_turn (
          learner VARCHAR(80) NOT NULL,
          conversation VARCHAR(80) NOT NULL,
          number INTEGER NOT NULL,
          at VARCHAR(40) NOT NULL,
          text TEXT NOT NULL,
          words TEXT NOT NULL,
          folded TEXT NOT NULL,
          body TEXT NOT NULL,
          PRIMARY KEY (learner, conversation, number),
          FOREIGN KEY (learner, conversation) REFERENCES learner_conversation (learner, id) ON DELETE CASCADE)
        """,
    ),
    (
        """
        CREATE TABLE learner_account (
          name VARCHAR(80) PRIMARY KEY,
          hash VARCHAR(200) NOT NULL,
          created VARCHAR(40) NOT NULL,
          changed VARCHAR(40) NOT NULL)
        """,
    ),
)
"""What is released is never changed: a change is one more entry at the end."""

VERSIONS = "learner_log_version"
SERIAL = {"sqlite": "INTEGER PRIMARY KEY", "postgresql": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"}


def lock(connection: Connection, name: str) -> None:
    """Wait until nobody else holds the lock of that name, and hold it until the transaction ends.

    In SQLite there is one lock, that of the file, which keeps out whoever writes.

    Args:
        connection: In a transaction that has not written anything.
        name: What is to be changed.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def migrate(connection: Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a database to the newest version, all steps or none.

    Safe when several processes do it at once: one does it, the others wait. A database that is up to date is only read.

    Args:
        connection: In a transaction that has not written anything; the caller commits it.
        migrations: Every step from an empty database on.

    Raises:
        StoreError: If a newer version of the program has written the database.
    """
    if _version(connection) == len(migrations):
        return
    lock(connection, VERSIONS)
    done = _version(connection)
    if done > len(migrations):
        message = f"This learners' database is from a newer version of tutor: it has format {done}, we know {len(migrations)}."
        raise StoreError(message, hint="Update tutor, or name another database.")
    if done == 0:
        connection.exec_driver_sql(f"CREATE TABLE {VERSIONS} (number INTEGER PRIMARY KEY)")
    for number, migration in enumerate(migrations[done:], start=done + 1):
        for statement in migration:
            connection.exec_driver_sql(statement.format(serial=SERIAL[connection.dialect.name]))
        connection.execute(text(f"INSERT INTO {VERSIONS} VALUES (:number)"), {"number": number})  # noqa: S608 - ours


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table(VERSIONS):
        return 0
    return int(connection.exec_driver_sql(f"SELECT max(number) FROM {VERSIONS}").scalar_one())  # noqa: S608 - ours
