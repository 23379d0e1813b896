"""The log of learners: one append-only table.

What `append` has returned is durable. Nothing is ever changed; only `delete` takes a learner's entries away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError
from sqlalchemy import Connection, TableClause, column, func, select, table
from sqlalchemy.dialects import postgresql, sqlite

from tutor.errors import StoreError
from tutor.learner.entries import ENTRY, Aim, Entry
from tutor.learner.log.database import Store, checked_name, written
from tutor.learner.log.log_file import faults, read_log, write_log

Row = dict[str, str | None]

LOG: Final = table("learner_log", *map(column, ("seq", "learner", "id", "at", "kind", "concept", "body")))
INSERT: Final[Mapping[str, Callable[[TableClause], sqlite.Insert | postgresql.Insert]]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


class LearnerStore(Store):
    """The log of every learner; may be used from several threads, and by several processes at once.

    What is written is written under the learner's lock, so that `seq` follows the order of acknowledgement. Every method
    may raise `StoreError`, as those of the database do.

    Args:
        where: The database, or its address; `Database` and `Store` tell more.
        wait_s: Seconds to wait for other programs, where an address is given.
    """

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

        return _read(self._database.write(learner, insert))

    def entries(self, learner: str) -> tuple[Entry, ...]:
        """A learner's entries, in the order in which they were acknowledged; none where nobody has that name."""
        query = select(LOG.c.body).where(LOG.c.learner == checked_name(learner)).order_by(LOG.c.seq)
        return tuple(map(_read, self._database.do(lambda connection: connection.execute(query).scalars().all())))

    def learners(self) -> tuple[str, ...]:
        """The names of everyone with an entry, by code point."""
        query = select(LOG.c.learner).distinct()
        return tuple(sorted(self._database.do(lambda connection: connection.execute(query).scalars().all())))

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

        return self._database.write(learner, insert)

    def delete(self, learner: str) -> int:
        """Delete a learner's whole log for good; returns the number of entries it had."""
        everything = LOG.delete().where(LOG.c.learner == learner)
        return self._database.write(learner, lambda connection: connection.execute(everything).rowcount)


def _row(learner: str, entry: Entry) -> Row:
    try:
        body = entry.model_dump_json()
    except PydanticSerializationError as error:  # half a character, as a broken form may send it
        message = f"The entry {entry.id} has text that no file can hold."
        raise StoreError(message, hint="Leave the odd characters out and send it again.") from error
    return {
        "learner": learner,
        "id": entry.id,
        "at": written(entry.at),
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
        message = f"An entry of a learner's log cannot be read:{faults(error)}"
        raise StoreError(message, hint="Somebody changed the database; put a copy in its place.") from error
