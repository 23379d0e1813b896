"""The tables of conversations, and what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, String, and_, column, exists, func, or_, select, table

from tutor.learner.conversations.words import snippet

KEPT: Final = table(
    "learner_conversation",
    *(column(name, String) for name in ("learner", "id", "title", "folded", "began", "changed")),
)
TURN: Final = table(
    "learner_turn",
    column("number"),
    *(column(name, String) for name in ("learner", "conversation", "at", "text", "words", "folded", "body")),
)


def this(learner: str, conversation_id: str) -> ColumnElement[bool]:
    """The conversation with that id."""
    return and_(KEPT.c.learner == learner, KEPT.c.id == conversation_id)


def turns_of(learner: str, conversation_id: str) -> ColumnElement[bool]:
    """The turns of the conversation with that id."""
    return and_(TURN.c.learner == learner, TURN.c.conversation == conversation_id)


def headings(learner: str, words: Sequence[str] = ()) -> Select[Any]:
    """A learner's conversations that mention every one of these folded words, last changed first."""
    turns = select(func.count()).where(TURN.c.learner == KEPT.c.learner, TURN.c.conversation == KEPT.c.id)
    columns = (KEPT.c.id, KEPT.c.title, KEPT.c.began, KEPT.c.changed, turns.scalar_subquery().label("turns"))
    order = (KEPT.c.changed.desc(), KEPT.c.began.desc(), KEPT.c.id)
    return select(*columns).where(KEPT.c.learner == learner, *map(_mentioned, words)).order_by(*order)


def _mentioned(word: str) -> ColumnElement[bool]:
    in_a_turn = exists().where(
        TURN.c.learner == KEPT.c.learner,
        TURN.c.conversation == KEPT.c.id,
        TURN.c.folded.contains(word, autoescape=True),
    )
    return or_(KEPT.c.folded.contains(word, autoescape=True), in_a_turn)


def snippets(connection: Connection, learner: str, ids: Sequence[str], words: Sequence[str]) -> dict[str, str]:
    """Conversation → the piece of its first turn that has one of the folded words; none where no turn has."""
    any_word = or_(*(TURN.c.folded.contains(word, autoescape=True) for word in words))
    first = (
        select(TURN.c.conversation, func.min(TURN.c.number).label("number"))
        .where(TURN.c.learner == learner, TURN.c.conversation.in_(ids), any_word)
        .group_by(TURN.c.conversation)
        .subquery()
    )
    same = and_(TURN.c.conversation == first.c.conversation, TURN.c.number == first.c.number)
    query = select(TURN.c.conversation, TURN.c.text, TURN.c.words).join(first, same).where(TURN.c.learner == learner)
    found = connection.execute(query).all()
    return {row.conversation: snippet(row.text, words) or snippet(row.words, words) for row in found}
