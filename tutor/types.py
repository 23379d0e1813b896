"""The values of teaching: hits, understanding, conversation and what a turn cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Literal

from corpus.types import ConceptId, Passage, Value


class Intent(StrEnum):
    """What a learner wants with a turn."""

    ASK = "ask"
    COMPARE = "compare"
    PATH = "path"
    NEXT = "next"
    KNOW = "know"
    SMALLTALK = "smalltalk"


class Mention(Value):
    """A concept named in a text.

    Attributes:
        concepts: The concepts that the name may mean; more than one where the name is ambiguous.
        text: The words as written.
        start: Offset of the first character.
        end: Offset after the last character.
        exact: Whether the name was written as we know it, not with a typing error.
    """

    concepts: tuple[ConceptId, ...]
    text: str
    start: int
    end: int
    exact: bool = True


class Understanding(Value):
    """What a text means in its conversation.

    Attributes:
        text: The words as typed.
        question: The question made self-contained, which is what is looked up and answered.
        intent: What the learner wants.
        mentions: Concepts named in the self-contained question, in order.
        focus: The concepts the turn is about, most important first.
        known: Concepts the learner says they know.
        leans_on: What the conversation is about, the latest first, where the words name no subject of their own.
    """

    text: str
    question: str
    intent: Intent
    mentions: tuple[Mention, ...] = ()
    focus: tuple[ConceptId, ...] = ()
    known: tuple[ConceptId, ...] = ()
    leans_on: tuple[ConceptId, ...] = ()

    @property
    def rewritten(self) -> bool:
        """Whether the conversation was needed to understand the text."""
        return self.question != self.text


class Hit(Value):
    """A retrieved passage.

    Attributes:
        score: The fused score; higher is better, comparable only within one search.
        channels: What each channel gave: cosine for `question` and `dense`, BM25 for `lexical`, 1 for `name`.
        role: `direct` for what was searched, `bridge` for a prerequisite the learner lacks.
    """

    passage: Passage
    score: float
    channels: Mapping[str, float]
    role: Literal["direct", "bridge"] = "direct"


class RankedConcept(Value):
    """A concept with its fused score and what each channel gave it."""

    concept: ConceptId
    score: float
    channels: Mapping[str, float]


class Verdict(StrEnum):
    """What to do with a question."""

    ANSWER = "answer"
    ABSTAIN = "abstain"


class Learner(Value):
    """Who is learning, and what they know.

    Attributes:
        id: A local name.
        known: Concepts known; what comes before them counts as known too.
        aim: Where the learner is heading; empty where they have not said.
    """

    id: str = "local"
    known: tuple[ConceptId, ...] = ()
    aim: tuple[ConceptId, ...] = ()

    def who_knows(self, more: Iterable[ConceptId]) -> Learner:
        """The same learner, who knows some more concepts."""
        return self.model_copy(update={"known": tuple(dict.fromkeys((*self.known, *more)))})


class TurnRecord(Value):
    """What a conversation keeps of a turn.

    Attributes:
        text: The learner's words.
        question: The self-contained question.
        focus: What the turn was about.
        passages: Ids of the passages that the turn brought into the conversation, in order.
        aside: Ids of passages that only the learner saw, numbered after those.
        prompt: The user message given to the language model; empty where none was asked.
        reply: What the language model wrote, unchecked; empty where none was asked.
        starts_afresh: Whether the language model saw nothing of the turns before.
        shown: What the learner saw, as plain text.
    """

    text: str
    question: str
    focus: tuple[ConceptId, ...] = ()
    passages: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    prompt: str = ""
    reply: str = ""
    starts_afresh: bool = False
    shown: str = ""


class Conversation(Value):
    """The turns so far, oldest first. A turn returns the next conversation; nothing is changed in place."""

    turns: tuple[TurnRecord, ...] = ()

    @property
    def focus(self) -> tuple[ConceptId, ...]:
        """What the conversation is about now."""
        return next((turn.focus for turn in reversed(self.turns) if turn.focus), ())

    @property
    def passages(self) -> tuple[str, ...]:
        """Ids of every passage brought so far; a passage's number is its place here, from 1."""
        return tuple(passage for turn in self.turns for passage in (*turn.passages, *turn.aside))

    def after(self, turn: TurnRecord) -> Conversation:
        """The conversation with one more turn."""
        return Conversation(turns=(*self.turns, turn))


class Citation(Value):
    """A passage a sentence rests on, and its number in the conversation, from 1."""

    number: int
    passage: Passage


class Timing(Value):
    """What a turn cost.

    Attributes:
        prompt_tokens: Tokens of the prompt.
        reused_tokens: Those of them that were still in the KV cache.
        answer_tokens: Tokens generated.
        first_token_s: Seconds from the request to the first token.
        tokens_per_s: Speed of decoding; 0 where fewer than two tokens were generated.
    """

    prompt_tokens: int = 0
    reused_tokens: int = 0
    answer_tokens: int = 0
    first_token_s: float = 0.0
    tokens_per_s: float = 0.0
