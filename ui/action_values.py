"""What actions take and give: every value that programs and assistants send or get, with its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from corpus.errors import TutorError
from corpus.types import ConceptId, Level, Section, Value
from graph.paths import LearningPath
from tutor.learner.next_up import NextUp
from tutor.learner.plans.schedule import MOST_MINUTES_A_WEEK, Week
from tutor.types import Conversation, Hit, RankedConcept

LONGEST_QUESTION: Final = 2000
"""Most characters of a question."""

MOST_TURNS: Final = 200
"""Most turns of a conversation that is handed in."""

_LARGEST_CONVERSATION: Final = 1_000_000
LARGEST_SEED: Final = 2**31 - 1


def _bounded(conversation: Conversation) -> Conversation:
    size = sum(len(turn.text) + len(turn.prompt) + len(turn.reply) + len(turn.shown) for turn in conversation.turns)
    if len(conversation.turns) > MOST_TURNS or size > _LARGEST_CONVERSATION:
        message = "the conversation is too long; begin a new one"
        raise ValueError(message)
    return conversation


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Known = Annotated[
    tuple[Name, ...],
    Field(max_length=500, description="Concepts that the learner knows beside those of their log; ids or names."),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION)]


class AskInput(Value):
    """What `ask` takes."""

    question: Text = Field(description="The question, in the learner's words.")
    conversation: Annotated[Conversation, AfterValidator(_bounded)] = Field(
        default=Conversation(),
        description="What the last event of the turn before carried as `conversation`; leave it out to begin.",
    )
    known: Known = ()


class PathInput(Value):
    """What `path` takes."""

    goals: tuple[Name, ...] = Field(
        min_length=1, max_length=20, description="Where to get to: ids or names of concepts."
    )
    known: Known = ()
    minutes_a_week: int | None = Field(
        default=None,
        ge=10,
        le=MOST_MINUTES_A_WEEK,
        description="Study time in minutes a week; then the path has weeks.",
    )


class SearchInput(Value):
    """What `search` takes."""

    question: Text = Field(description="A question, or some words.")
    most: int = Field(default=5, ge=1, le=20, description="Most concepts, and most passages.")


class ConceptInput(Value):
    """What `concept` takes."""

    concept: Name = Field(description="The id, title or another name of a concept.")


class NextInput(Value):
    """What `next` takes."""

    known: Known = ()
    towards: tuple[Name, ...] = Field(
        default=(), max_length=20, description="Concepts to head for instead of the learner's own aim; ids or names."
    )


class QuizItemInput(Value):
    """What `quiz_item` takes."""

    concept: Name = Field(description="The id, title or another name of a concept.")
    seed: int | None = Field(
        default=None, ge=0, le=LARGEST_SEED, description="Chooses and shuffles; leave it out for any question."
    )


class GradeInput(Value):
    """What `grade` takes."""

    item: str = Field(min_length=1, max_length=200, description="The `id` of the question.")
    seed: int = Field(ge=0, le=LARGEST_SEED, description="The `seed` of the question.")
    answer: str = Field(
        max_length=1000,
        description='An option ("2" or "b"), an order of options ("3 1 2"), a number or a name; empty for "I don\'t know".',
    )
    hints: int = Field(default=0, ge=0, le=3, description="Hints that were taken before.")
    attempt: str = Field(
        default="", max_length=80, description="Tells one try at this question from another; the same one counts once."
    )


class DatedPath(LearningPath):
    """A learning path, spread over weeks where a pace was given.

    Attributes:
        weeks: What is done in which week, from today on; empty without a pace.
    """

    weeks: tuple[Week, ...] = ()


class SearchHits(Value):
    """What a search found: concepts, best first, and the passages worth reading, best first."""

    concepts: tuple[RankedConcept, ...]
    hits: tuple[Hit, ...]


class LinkedConcept(Value):
    """Another concept, and what links it to this one."""

    concept: ConceptId
    title: str
    because: str


class ConceptPage(Value):
    """A concept's page for reading; its check items are left out, because they tell what is right.

    Attributes:
        minutes: Honest study time in minutes for someone who has the prerequisites.
        sections: The definition and the other sections, in page order; Markdown.
        prerequisites: What must be understood first, and why.
        unlocks: What names this one as a direct prerequisite, and why.
        contrasts: What it is easily confused with, and the difference.
        mastery: How likely the learner knows it, 0 to 1.
    """

    id: ConceptId
    title: str
    aliases: tuple[str, ...]
    area: str
    level: Level
    minutes: int
    sections: tuple[Section, ...]
    prerequisites: tuple[LinkedConcept, ...]
    unlocks: tuple[LinkedConcept, ...]
    contrasts: tuple[LinkedConcept, ...]
    questions: tuple[str, ...]
    sources: tuple[str, ...]
    mastery: float


class Upcoming(Value):
    """What to take up now, each with why; three at most."""

    steps: tuple[NextUp, ...]


Taken = TypeVar("Taken", bound=Value)


def taken(kind: type[Taken], given: Mapping[str, object]) -> Taken:
    """What somebody sent, as a value; what is null counts as left out.

    Raises:
        TutorError: If it does not fit; every fault is named.
    """
    try:
        return kind.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        message = f"This cannot be used: {faults}."
        raise TutorError(message, hint=f"It takes {', '.join(kind.model_fields)}.") from error
