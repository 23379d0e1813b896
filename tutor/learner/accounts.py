"""Who may sign in: names, and of each password only what can check it. In the database of the log.

Argon2 is imported here and nowhere else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, Connection, column, select, table

from tutor.errors import StoreError
from tutor.learner.log.database import NAME, Database, Store, checked_name, written

SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 1000

ACCOUNT: Final = table("learner_account", *map(column, ("name", "hash", "created", "changed")))


class Accounts(Store):
    """Names that may sign in; whoever signs in is the learner of that name.

    Every method may raise `StoreError`: for a name that is none, and where the database fails.

    Args:
        where: The database, or its address; `Database` and `Store` tell more.
        hasher: Makes and checks what is kept of a password.
    """

    def __init__(self, where: Database | str, hasher: PasswordHasher | None = None) -> None:
        super().__init__(where)
        self._hasher = hasher or PasswordHasher()

    def add(self, name: str, password: str, now: datetime) -> None:
        """Let somebody sign in.

        Raises:
            StoreError: If the name can sign in already, or the password has fewer than 8 characters or more than 1,000.
        """
        row = {
            "name": checked_name(name),
            "hash": self._hash_of(password),
            "created": written(now),
            "changed": written(now),
        }

        def insert(connection: Connection) -> None:
            if connection.execute(select(ACCOUNT.c.name).where(ACCOUNT.c.name == name)).first():
                message = f"'{name}' can sign in already."
                raise StoreError(message, hint=f"`tutor people password {name}` sets another password.")
            connection.execute(ACCOUNT.insert(), row)

        self._database.write(name, insert)

    def set_password(self, name: str, password: str, now: datetime) -> None:
        """Set another password; from then on `since` tells this moment.

        Raises:
            StoreError: If nobody signs in with that name, or the password has fewer than 8 characters or more than 1,000.
        """
        change = {"hash": self._hash_of(password), "changed": written(now)}
        if not self._update(ACCOUNT.c.name == checked_name(name), name, change):
            raise _unknown(name)

    def check(self, name: str, password: str) -> bool:
        """Whether that is the password of that name; it takes as long where nobody has the name.

        Where the hasher has become stricter, what is kept of a right password is made anew.
        """
        nobodys, kept = self._nobodys, self._kept(name)
        try:
            self._hasher.verify(nobodys if kept is None else kept, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
        if kept and self._hasher.check_needs_rehash(kept):
            self._update(ACCOUNT.c.hash == kept, name, {"hash": self._hash_of(password)})
        return kept is not None

    def since(self, name: str) -> datetime | None:
        """When the password of that name was set; None where nobody signs in with it."""
        query = select(ACCOUNT.c.changed).where(ACCOUNT.c.name == checked_name(name))
        at = self._database.do(lambda connection: connection.execute(query).scalar_one_or_none())
        return datetime.fromisoformat(at) if at else None

    def names(self) -> tuple[str, ...]:
        """Everyone who may sign in, by code point."""
        query = select(ACCOUNT.c.name)
        return tuple(sorted(self._database.do(lambda connection: connection.execute(query).scalars().all())))

    def remove(self, name: str) -> None:
        """Let somebody sign in no more; what they have learned and asked is kept.

        Raises:
            StoreError: If nobody signs in with that name.
        """
        gone = ACCOUNT.delete().where(ACCOUNT.c.name == name)
        if not self._database.write(name, lambda connection: connection.execute(gone).rowcount):
            raise _unknown(name)

    @cached_property
    def _nobodys(self) -> str:
        """Checked in place of what is kept for a name that nobody has."""
        return self._hasher.hash("")

    def _kept(self, name: str) -> str | None:
        if not NAME.fullmatch(name):
            return None
        query = select(ACCOUNT.c.hash).where(ACCOUNT.c.name == name)
        return self._database.do(lambda connection: connection.execute(query).scalar_one_or_none())

    def _hash_of(self, password: str) -> str:
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            message = f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD:,} characters; this one has {len(password):,}."
            raise StoreError(message, hint="A few words in a row are easy to remember and hard to guess.")
        return self._hasher.hash(_bytes(password))

    def _update(self, which: ColumnElement[bool], name: str, change: Mapping[str, str]) -> int:
        statement = ACCOUNT.update().where(which).values(**change)
        return self._database.write(name, lambda connection: connection.execute(statement).rowcount)


def _bytes(password: str) -> bytes:
    """The same bytes on every keyboard: letters with accents are typed as one character on some, as two on others."""
    return unicodedata.normalize("NFC", password).encode(errors="surrogatepass")


def _unknown(name: str) -> StoreError:
    message = f"Nobody signs in as '{name}'."
    return StoreError(message, hint="`tutor people list` shows everyone who does.")
