"""What happens in a turn: the events that front doors draw, in the order of a turn."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from corpus.types import ConceptId, Value
from graph.paths import LearningPath
from tutor.types import Citation, Conversation, Hit, Learner, Timing, Understanding


class Understood(Value):
    """The text has been understood; a rewritten question is shown."""

    kind: Literal["understood"] = "understood"
    understanding: Understanding


class Retrieved(Value):
    """The passages used, numbered as they are cited.

    Attributes:
        hits: Every passage found, best first, also those that did not fit.
        concepts: Every concept found, best first.
    """

    kind: Literal["retrieved"] = "retrieved"
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    concepts: tuple[ConceptId, ...] = ()


class Queued(Value):
    """Others are being answered first; position 1 is next."""

    kind: Literal["queued"] = "queued"
    position: int


class SentenceShown(Value):
    """A sentence that was checked against its citations.

    Attributes:
        quoted: Whether it is the page's own sentence, put in the place of one of the model's that is not supported.
    """

    kind: Literal["sentence"] = "sentence"
    text: str
    citations: tuple[Citation, ...]
    quoted: bool = False


class Uncovered(Value):
    """Names in the question that no source speaks of; the rest of it is answered."""

    kind: Literal["uncovered"] = "uncovered"
    names: tuple[str, ...]


class Bridged(Value):
    """What leads from what the learner knows to what they ask about.

    Attributes:
        concept: What they ask about.
        known: What they know of what comes right before it.
        lacking: The nearest prerequisite that they lack; None where they lack none.
        text: What that is, in its page's words.
        because: Why it comes first.
        citation: The passage that `text` is taken from.
    """

    kind: Literal["bridged"] = "bridged"
    concept: ConceptId
    known: tuple[ConceptId, ...] = ()
    lacking: ConceptId | None = None
    text: str = ""
    because: str = ""
    citation: Citation | None = None


class FarAhead(Value):
    """What a learner asks about rests on much that they do not know yet.

    Attributes:
        concept: What they ask about.
        missing: How many concepts before it they lack.
        minutes: Study time of those, in minutes.
        start: The one to begin with.
    """

    kind: Literal["far ahead"] = "far ahead"
    concept: ConceptId
    missing: int
    minutes: int
    start: ConceptId


class OnPath(Value):
    """Where the learner stands on the path to their aim.

    Attributes:
        aim: Where they are heading.
        step: The next step.
        minutes: Its study time in minutes.
        left: Steps that are left, that one included.
        because: What the path needs it for; empty for the aim itself.
    """

    kind: Literal["on path"] = "on path"
    aim: tuple[ConceptId, ...]
    step: ConceptId
    minutes: int
    left: int
    because: str = ""


class Compared(Value):
    """Concepts side by side, from their pages alone.

    Attributes:
        concepts: What is compared: the columns.
        rows: What is compared about them, in order.
        differences: What a page says about how they differ, with where.
    """

    kind: Literal["compared"] = "compared"
    concepts: tuple[ConceptId, ...]
    rows: tuple[ComparedRow, ...]
    differences: tuple[CitedText, ...] = ()


class CitedText(Value):
    """Words of a page, and the passage they are taken from; None where it is the page's head."""

    text: str
    citation: Citation | None = None


class ComparedRow(Value):
    """One line of a comparison: what it is about, and a cell for each concept."""

    name: str
    cells: tuple[CitedText, ...]


class SourcesDiffer(Value):
    """The sources do not agree on something that the question touches; the page says how."""

    kind: Literal["sources differ"] = "sources differ"
    text: str
    citation: Citation


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
        replaced: The model's sentences that no passage supports and the page's own sentence stands for.
        dropped: Sentences left out because no passage supports them.
        cancelled: Whether the learner stopped the answer.
    """

    kind: Literal["finished"] = "finished"
    conversation: Conversation
    timing: Timing
    replaced: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    cancelled: bool = False


Event = Annotated[
    Understood
    | Retrieved
    | Queued
    | SentenceShown
    | Uncovered
    | FarAhead
    | Bridged
    | Compared
    | Quoted
    | SourcesDiffer
    | PathFound
    | NextFound
    | KnowledgeStated
    | AskedBack
    | Declined
    | Said
    | OnPath
    | Suggested
    | Finished,
    Field(discriminator="kind"),
]
"""What happens in a turn, in order; every front door renders all of them."""

Compared.model_rebuild()
NextFound.model_rebuild()


def citations_of(event: Event) -> tuple[Citation, ...]:
    """The passages that an event cites, in order."""
    match event:
        case SentenceShown(citations=citations):
            return citations
        case Quoted(citation=citation) | SourcesDiffer(citation=citation):
            return (citation,)
        case Bridged(citation=Citation() as citation):
            return (citation,)
        case Compared(rows=rows, differences=differences):
            texts = (*(cell for row in rows for cell in row.cells), *differences)
            return tuple(dict.fromkeys(text.citation for text in texts if text.citation))
        case _:
            return ()


def texts_of(event: Event) -> tuple[str, ...]:
    """The sentences of pages that an event shows beside an answer."""
    match event:
        case Bridged(text=text, because=because):
            return (text, because)
        case Compared(rows=rows, differences=differences):
            return tuple(text.text for text in (*(cell for row in rows for cell in row.cells), *differences))
        case _:
            return ()
