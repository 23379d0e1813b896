"""Conversations with the tutor: what each person asked and what was answered, turn by turn.

They lie in the database of the log but are no part of it: they can be changed and taken away, and nothing is worked out
from them. What an answer is made of is JSON that only front doors read.
"""

from __future__ import annotations

import re
from collections.abc import Sized
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import Connection, Delete, Update, func, select

from corpus.types import Value
from tutor.errors import StoreError
from tutor.learner.conversations.tables import KEPT, TURN, headings, snippets, this, turns_of
from tutor.learner.conversations.words import folded, searched, storable
from tutor.learner.log.database import Store, checked_name, written

LONGEST_TITLE: Final = 200
"""Most characters of a title."""

LONGEST_TEXT: Final = 4000
"""Most characters of what a person typed."""

LONGEST_BODY: Final = 2_000_000
"""Most bytes of an answer's JSON, and of its words."""

ID: Final = re.compile(r"[\w.:#-]{1,80}")

T = TypeVar("T", bound=Sized)


class Heading(Value):
    """What a list of conversations says of one.

    Attributes:
        id: Its id.
        title: Its title.
        began: When it was begun.
        changed: When something was last asked or answered.
        turns: How many turns it has.
        snippet: The piece of a turn that a search has found; empty without a search, or where only the title matches.
    """

    id: str
    title: str
    began: datetime
    changed: datetime
    turns: int
    snippet: str = ""


class KeptTurn(Value):
    """A turn as it was kept.

    Attributes:
        number: Its place in the conversation, from 1.
        at: When it was asked.
        text: What the person typed.
        body: The events of the answer as JSON; empty if it was broken off before there was any.
    """

    number: int
    at: datetime
    text: str
    body: str


class ConversationStore(Store):
    """Everybody's conversations; may be used from several threads, and by several processes at once.

    A conversation belongs to one learner: under another name its id is not there, or is another conversation. Characters
    that no database can hold are left out. Every method may raise `StoreError`: for a name that is none, for a conversation
    that is not there, and where the database fails.

    Args:
        where: The database, or its address; `Database` and `Store` tell more.
        wait_s: Seconds to wait for other programs, where an address is given.
    """

    def begin(self, learner: str, conversation_id: str, title: str, now: datetime) -> None:
        """Begin a conversation, once: where there is one with that id, nothing changes.

        Raises:
            StoreError: If the id has odd characters, or the title is empty or longer than `LONGEST_TITLE`.
        """
        if not ID.fullmatch(conversation_id):
            message = f"{conversation_id[:100]!r} cannot be the id of a conversation."
            raise StoreError(message, hint="Use 1 to 80 letters, digits, or any of . : # _ - and no spaces.")
        at = written(now)
        row = {"learner": learner, "id": conversation_id, **_titled(title), "began": at, "changed": at}

        def insert(connection: Connection) -> None:
            if connection.execute(select(KEPT.c.id).where(this(learner, conversation_id))).first() is None:
                connection.execute(KEPT.insert(), row)

        self._database.write(learner, insert)

    def headings(self, learner: str, search: str = "", most: int = 200) -> tuple[Heading, ...]:
        """A learner's conversations, last changed first; ties by when they were begun, the last first, then by id.

        Args:
            learner: The learner's name.
            search: Words that must all occur in a conversation: in its title, or in what was asked or answered. Small and
                capital letters are the same. Only the first 200 characters count.
            most: At most so many.
        """
        words = searched(search)
        query = headings(checked_name(learner), words).limit(most)

        def read(connection: Connection) -> tuple[Heading, ...]:
            rows = connection.execute(query).mappings().all()
            found = snippets(connection, learner, [row["id"] for row in rows], words) if words else {}
            return tuple(Heading(**row, snippet=found.get(row["id"], "")) for row in rows)

        return self._database.do(read)

    def heading(self, learner: str, conversation_id: str) -> Heading:
        """One of a learner's conversations."""
        query = headings(checked_name(learner)).where(this(learner, _known(conversation_id)))
        row = self._database.do(lambda connection: connection.execute(query).mappings().one_or_none())
        if row is None:
            raise _missing()
        return Heading(**row)

    def turns(self, learner: str, conversation_id: str) -> tuple[KeptTurn, ...]:
        """The turns of a conversation, in order."""
        self.heading(learner, conversation_id)
        columns = (TURN.c.number, TURN.c.at, TURN.c.text, TURN.c.body)
        query = select(*columns).where(turns_of(learner, conversation_id)).order_by(TURN.c.number)
        rows = self._database.do(lambda connection: connection.execute(query).mappings().all())
        return tuple(KeptTurn(**row) for row in rows)

    def ask(self, learner: str, conversation_id: str, number: int, text: str, now: datetime) -> None:
        """Begin a turn, without an answer so far; turns with this or a later number are taken away for it.

        Args:
            learner: The learner's name.
            conversation_id: The conversation.
            number: Which turn, from 1 to one more than there are.
            text: What the person typed.
            now: The time.

        Raises:
            StoreError: If the turn before is not there, or the text is longer than `LONGEST_TEXT`.
        """
        kept = storable(_within(text, LONGEST_TEXT, "characters", "question"))
        which = turns_of(learner, _known(conversation_id))
        row = {"learner": learner, "conversation": conversation_id, "number": number, "at": written(now)}
        row |= {"text": kept, "words": "", "folded": folded(kept), "body": ""}

        def begin(connection: Connection) -> None:
            _change(connection, learner, conversation_id, now)
            last = connection.execute(select(func.max(TURN.c.number)).where(which)).scalar_one() or 0
            if not 1 <= number <= last + 1:
                message = f"This conversation ends with turn {last} now; turn {number} cannot be asked."
                raise StoreError(message, hint="It was changed in another window. Open it again and ask there.")
            connection.execute(TURN.delete().where(which, TURN.c.number >= number))
            connection.execute(TURN.insert(), row)

        self._database.write(learner, begin)

    def answered(self, learner: str, conversation_id: str, number: int, body: str, words: str, now: datetime) -> None:
        """Note what was answered so far, in place of what was noted of this turn's answer before.

        Args:
            learner: The learner's name.
            conversation_id: The conversation.
            number: Which turn, from 1.
            body: The events of the answer as JSON.
            words: The answer as plain text, for searching.
            now: The time.

        Raises:
            StoreError: If the turn is not there, or body or words are larger than `LONGEST_BODY`.
        """
        for part in (body, words):
            _within(part.encode(errors="ignore"), LONGEST_BODY, "bytes", "answer")
        answer = {"body": storable(body), "words": storable(words)}
        which = turns_of(learner, _known(conversation_id)) & (TURN.c.number == number)

        def note(connection: Connection) -> None:
            _change(connection, learner, conversation_id, now)
            text = connection.execute(select(TURN.c.text).where(which)).scalar_one_or_none()
            if text is None:
                raise _missing()
            all_of_it = {**answer, "folded": folded(f"{text}\n{answer['words']}")}
            connection.execute(TURN.update().where(which).values(all_of_it))

        self._database.write(learner, note)

    def rename(self, learner: str, conversation_id: str, title: str) -> None:
        """Give a conversation another title; its place in the list stays.

        Raises:
            StoreError: If the title is empty or longer than `LONGEST_TITLE`.
        """
        titled = KEPT.update().where(this(learner, _known(conversation_id))).values(_titled(title))
        self._database.write(learner, lambda connection: _on_one(connection, titled))

    def delete(self, learner: str, conversation_id: str) -> None:
        """Delete a conversation and its turns for good."""
        gone = KEPT.delete().where(this(learner, _known(conversation_id)))
        self._database.write(learner, lambda connection: _on_one(connection, gone))

    def delete_all(self, learner: str) -> int:
        """Delete every conversation of a learner for good; returns how many there were."""
        gone = KEPT.delete().where(KEPT.c.learner == learner)
        return self._database.write(learner, lambda connection: connection.execute(gone).rowcount)


def _change(connection: Connection, learner: str, conversation_id: str, now: datetime) -> None:
    _on_one(connection, KEPT.update().where(this(learner, conversation_id)).values(changed=written(now)))


def _on_one(connection: Connection, statement: Update | Delete) -> None:
    if not connection.execute(statement).rowcount:
        raise _missing()


def _missing() -> StoreError:
    message = "There is no such conversation, or not any more."
    return StoreError(message, hint="Choose another one, or begin a new one.")


def _known(conversation_id: str) -> str:
    """An id that may be one; no database is asked for anything else."""
    if not ID.fullmatch(conversation_id):
        raise _missing()
    return conversation_id


def _titled(title: str) -> dict[str, str]:
    line = " ".join(storable(_within(title, LONGEST_TITLE, "characters", "title")).split())
    if not line:
        message = "A conversation needs a title."
        raise StoreError(message, hint="Write a word or two.")
    return {"title": line, "folded": folded(line)}


def _within(text: T, most: int, unit: str, what: str) -> T:
    if len(text) > most:
        message = f"This {what} has {len(text):,} {unit}; at most {most:,} can be kept."
        raise StoreError(message, hint="Make it shorter.")
    return text
