"""The messages for the language model: append-only, so that only new tokens are computed.

The system message never changes. Each turn adds the passages that the conversation has not seen yet, under numbers
that stay, and the question. When the context would overflow, the prompt starts afresh with the present turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.types import Passage
from tutor.dialogue.evidence import evidence
from tutor.protocols import Message
from tutor.types import Citation, Conversation, Intent, TurnRecord

SYSTEM = (
    "You are a patient tutor of AI and machine learning. Answer the learner's question from the numbered passages only. "
    "Write two to five short sentences in plain words, without headings or lists. "
    "After each sentence put the number of the passage it comes from, like [1]. Do not add facts that no passage states."
)

_INSTRUCTIONS = {
    Intent.COMPARE: "Say what each one is and how they differ.",
    Intent.ASK: "",
}
CountTokens = Callable[[str], int]


def passage_text(citation: Citation) -> str:
    """A passage as the model reads it: number, concept and text, without code and without wrong beliefs."""
    text = " ".join(evidence(citation.passage).replace("- ", "").split())
    return f"[{citation.number}] {citation.passage.title}: {text}"


def user_message(question: str, fresh: Sequence[Citation], seen: Sequence[Citation], intent: Intent) -> str:
    """What a turn adds to the chat.

    Args:
        question: The self-contained question.
        fresh: Passages the chat has not seen yet.
        seen: Passages that are needed again; only their numbers are repeated.
        intent: What the learner wants.
    """
    parts = [passage_text(citation) for citation in fresh]
    if seen:
        parts.append("See also " + ", ".join(f"[{citation.number}]" for citation in seen) + " above.")
    instruction = _INSTRUCTIONS.get(intent, "")
    parts.append(f"Question: {question} {instruction}".strip())
    return "\n".join(parts)


def chat(conversation: Conversation, message: str) -> list[Message]:
    """The whole chat since it last started afresh, ending in the new user message."""
    messages = [Message(role="system", content=SYSTEM)]
    for turn in window(conversation):
        messages.append(Message(role="user", content=turn.prompt))
        messages.append(Message(role="assistant", content=turn.reply))
    return [*messages, Message(role="user", content=message)]


def window(conversation: Conversation) -> tuple[TurnRecord, ...]:
    """The turns that the model still sees: those it answered since it last started afresh."""
    turns = conversation.turns
    start = max((index for index, turn in enumerate(turns) if turn.starts_afresh), default=0)
    return tuple(turn for turn in turns[start:] if turn.prompt)


def within_budget(passages: Sequence[Passage], count: CountTokens, budget: int) -> list[Passage]:
    """The leading passages that fit a budget of tokens together; the first always, the rest in order."""
    kept: list[Passage] = []
    for passage in passages:
        size = count(passage_text(Citation(number=len(kept) + 1, passage=passage)))
        if kept and size > budget:
            continue
        kept.append(passage)
        budget -= size
    return kept
