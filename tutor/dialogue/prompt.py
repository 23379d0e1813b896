"""The messages for the language model: append-only, so that only new tokens are computed.

The system message never changes. Each turn adds the passages that the conversation has not seen yet, under numbers
that stay, and the question. When the context would overflow, the prompt starts afresh with the present turn.

A passage and a question are one line each, and nothing in them looks like a control token: they are material to the
model, and no turn or passage of the chat.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from corpus.sanitise import on_one_line
from corpus.types import Passage
from tutor.dialogue.evidence import evidence
from tutor.dialogue.manner import Manner
from tutor.protocols import Message
from tutor.types import Citation, Conversation, Intent, TurnRecord

SYSTEM = (
    "You are a patient tutor of AI and machine learning. Answer the learner's question from the numbered passages only. "
    "Write two to five short sentences in plain words, without headings or lists. "
    "After each sentence put the number of the passage it comes from, like [1]. Do not add facts that no passage states."
)

_INSTRUCTIONS: Mapping[Manner, str] = MappingProxyType(
    {
        Manner.EXAMPLE: "Give the example from the passages, with its numbers.",
        Manner.SIMPLER: "Use everyday words.",
        Manner.DEEPER: "Tell what was not said yet.",
        Manner.WHY: "Give the reason first.",
        Manner.HOW: "Tell it step by step.",
        Manner.WHAT: "Say what it is, then why it matters.",
    }
)
_COMPARE = "Say only how they differ and when each one is used."
_FOR_BEGINNERS = "Use everyday words and no symbols."
QUESTION = "Question:"
"""What a question begins with in a message; a model that repeats it says nothing."""
CountTokens = Callable[[str], int]


def passage_text(citation: Citation) -> str:
    """A passage as the model reads it: number, concept and text, without code and without wrong beliefs."""
    text = evidence(citation.passage).replace("- ", "")
    return f"[{citation.number}] {on_one_line(citation.passage.title)}: {on_one_line(text)}"


def instruction(intent: Intent, manner: Manner, *, beginner: bool = False, uncovered: Sequence[str] = ()) -> str:
    """What the model is told about one answer; goes with the question, so that the system message stays as it is."""
    how = _COMPARE if intent is Intent.COMPARE else _INSTRUCTIONS.get(manner, "")
    simply = _FOR_BEGINNERS if beginner and manner is not Manner.SIMPLER else ""
    without = f"Leave out {' and '.join(uncovered)}." if uncovered else ""
    return " ".join(filter(None, [how, simply, without]))


def user_message(question: str, fresh: Sequence[Citation], seen: Sequence[Citation], wanted: str = "") -> str:
    """What a turn adds to the chat.

    Args:
        question: The self-contained question.
        fresh: Passages the chat has not seen yet.
        seen: Passages that are needed again; only their numbers are repeated.
        wanted: How to answer.
    """
    parts = [passage_text(citation) for citation in fresh]
    if seen:
        parts.append("See also " + ", ".join(f"[{citation.number}]" for citation in seen) + " above.")
    parts.append(f"{QUESTION} {on_one_line(question)}")
    if wanted:
        parts.append(wanted)
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
