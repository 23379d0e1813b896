"""The values of teaching: hits, understanding, conversation, and the events of a turn."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from corpus.types import ConceptId, Passage, Value
from graph.paths import LearningPath


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
    """

    text: str
    question: str
    intent: Intent
    mentions: tuple[Mention, ...] = ()
    focus: tuple[ConceptId, ...] = ()
    known: tuple[ConceptId, ...] = ()

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
    """

    id: str = "local"
    known: tuple[ConceptId, ...] = ()


class TurnRecord(Value):
    """What a conversation keeps of a turn.

    Attributes:
        text: The learner's words.
        question: The self-contained question.
        focus: What the turn was about.
        passages: Ids of the passages that the turn brought into the conversation, in order.
        prompt: The user message given to the language model; empty where none was asked.
        reply: What the language model wrote, unchecked; empty where none was asked.
        starts_afresh: Whether the language model saw nothing of the turns before.
        shown: What the learner saw, as plain text.
    """

    text: str
    question: str
    focus: tuple[ConceptId, ...] = ()
    passages: tuple[str, ...] = ()
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
        return tuple(passage for turn in self.turns for passage in turn.passages)

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


class Understood(Value):
    """The text has been understood; a rewritten question is shown."""

    kind: Literal["understood"] = "understood"
    understanding: Understanding


class Retrieved(Value):
    """The passages used, numbered as they are cited."""

    kind: Literal["retrieved"] = "retrieved"
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]


class Queued(Value):
    """Others are being answered first; position 1 is next."""

    kind: Literal["queued"] = "queued"
    position: int


class SentenceShown(Value):
    """A sentence that was checked against its citations."""

    kind: Literal["sentence"] = "sentence"
    text: str
    citations: tuple[Citation, ...]


class Quoted(Value):
    """A passage shown word for word."""

    kind: Literal["quoted"] = "quoted"
    citation: Citation
    reason: str


class PathFound(Value):
    """A learning path, computed from the graph."""

    kind: Literal["path"] = "path"
    path: LearningPath


class NextFound(Value):
    """What is ready to learn, each with why now."""

    kind: Literal["next"] = "next"
    ready: tuple[NextStep, ...]


class NextStep(Value):
    """A concept that is ready to learn and a reason to learn it now."""

    concept: ConceptId
    title: str
    minutes: int
    why: str


class KnowledgeStated(Value):
    """The learner said what they know; `learner` is their new state."""

    kind: Literal["knows"] = "knows"
    concepts: tuple[ConceptId, ...]
    learner: Learner


class AskedBack(Value):
    """The question is ambiguous; each option is a complete question."""

    kind: Literal["ask back"] = "ask back"
    message: str
    options: tuple[str, ...]


class Declined(Value):
    """An honest no, with the nearest concepts that are taught."""

    kind: Literal["declined"] = "declined"
    message: str
    nearest: tuple[ConceptId, ...]


class Said(Value):
    """A fixed sentence of ours that needs no source, such as a greeting."""

    kind: Literal["said"] = "said"
    text: str


class Suggested(Value):
    """Where to go from here: missing prerequisites, what is ready to learn, good next questions."""

    kind: Literal["suggested"] = "suggested"
    missing: tuple[ConceptId, ...]
    ready: tuple[ConceptId, ...]
    questions: tuple[str, ...]


class Finished(Value):
    """The turn is over; the next turn starts from `conversation`.

    Attributes:
        dropped: Sentences left out because no passage supports them.
        cancelled: Whether the learner stopped the answer.
    """

    kind: Literal["finished"] = "finished"
    conversation: Conversation
    timing: Timing
    dropped: tuple[str, ...] = ()
    cancelled: bool = False


Event = Annotated[
    Understood
    | Retrieved
    | Queued
    | SentenceShown
    | Quoted
    | PathFound
    | NextFound
    | KnowledgeStated
    | AskedBack
    | Declined
    | Said
    | Suggested
    | Finished,
    Field(discriminator="kind"),
]
"""What happens in a turn, in order; every front door renders all of them."""

NextFound.model_rebuild()
