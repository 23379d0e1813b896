"""The values of the corpus: records of source documents, concepts, passages and check items."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ConceptId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
"""Lower-case words joined by hyphens; the name of the concept's page."""

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Value(BaseModel):
    """A frozen value that rejects unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Problem(Value):
    """Something wrong in a document, with the place to mend it.

    Attributes:
        path: The file, relative to the corpus root.
        line: The line, counted from 1; None when the problem belongs to the whole file.
        message: What is wrong and what was expected.
    """

    path: str
    line: int | None = None
    message: str

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}"


class Level(StrEnum):
    """How much a learner is expected to bring; ordered."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"

    @property
    def rank(self) -> int:
        """Position in the order of difficulty, from 0."""
        return list(Level).index(self)


class RecordPart(Value):
    """A labelled part of a record, such as its importance or its intuition."""

    name: str
    text: str


class Record(Value):
    """One entry of a source document.

    Attributes:
        number: Position in the document, counted from 1.
        title: The name of the concept.
        title_inferred: Whether the document leaves the title out and it was worked out from the text.
        text: The definition.
        parts: Labelled parts beyond the definition, in the order of the document.
        formula: The formula, where the entry has one of its own.
        level: The level, where the document states one.
        line: The line on which the entry begins, counted from 1.
        links: Names that the entry links to, such as wiki links.
    """

    number: int
    title: str
    title_inferred: bool = False
    text: str
    parts: tuple[RecordPart, ...] = ()
    formula: str | None = None
    level: Level | None = None
    line: int
    links: tuple[str, ...] = ()


class SectionName(StrEnum):
    """The sections of a concept page, in the order of the page."""

    DEFINITION = "Definition"
    INTUITION = "Intuition"
    WHY = "Why it matters"
    FORMULA = "Formula"
    EXAMPLE = "Example"
    MISCONCEPTIONS = "Misconceptions"
    DIFFER = "Where sources differ"
    CONTRASTS = "Easily confused with"
    NOTES = "From your notes"
    CHECK = "Check"

    @property
    def slug(self) -> str:
        """The name as it stands in a passage id."""
        return self.value.lower().replace(" ", "-")


class Section(Value):
    """A section's name and its Markdown text."""

    name: SectionName
    text: str


class Prerequisite(Value):
    """A concept that must be understood first, and why."""

    concept: ConceptId
    because: Sentence


class Contrast(Value):
    """A concept that is easily confused with this one, and the difference."""

    concept: ConceptId
    how: Sentence


class Option(Value):
    """One answer to a check item.

    Attributes:
        text: The answer.
        right: Whether it is the right one.
        feedback: What the learner is told after choosing it.
        see: For a wrong answer, the concept that whoever picks it has probably not understood.
    """

    text: Sentence
    right: bool
    feedback: Sentence
    see: ConceptId | None = None


ItemKind = Literal["recall", "understand", "compute"]


class Item(Value):
    """A check item: a stem and its options, exactly one of them right."""

    id: str
    concept: ConceptId
    kind: ItemKind
    stem: Sentence
    options: tuple[Option, ...]


class Passage(Value):
    """A citable piece of a concept page: its definition or one of its sections.

    Attributes:
        id: `concept#section`, stable across rebuilds.
        concept: The id of the concept.
        title: The concept's title.
        section: The section.
        text: Markdown.
    """

    id: str
    concept: ConceptId
    title: str
    section: SectionName
    text: str

    @property
    def label(self) -> str:
        """How a citation names the passage: "KV Caching · Intuition"."""
        return f"{self.title} · {self.section.value}"


class Concept(Value):
    """A concept page as typed values.

    Attributes:
        id: The concept's id.
        area: The folder of the page.
        path: The page's path, relative to its corpus root.
        minutes: Honest study time in minutes for someone who has the prerequisites.
        sections: The definition and the sections present, in page order, without the check.
        items: The check items, in page order.
    """

    id: ConceptId
    area: str
    path: str
    title: Sentence
    aliases: tuple[Sentence, ...] = ()
    level: Level
    minutes: Annotated[int, Field(ge=1, le=600)]
    prerequisites: tuple[Prerequisite, ...] = ()
    related: tuple[ConceptId, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    questions: tuple[Sentence, ...] = ()
    sources: tuple[Sentence, ...] = ()
    sections: tuple[Section, ...]
    items: tuple[Item, ...] = ()

    @property
    def definition(self) -> str:
        """The text of the definition."""
        return self.sections[0].text

    def section(self, name: SectionName) -> Section | None:
        """The section of that name, or None where the page has none."""
        return next((section for section in self.sections if section.name is name), None)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The citable pieces of the page, in page order, the definition first; its contrasts are one of them."""
        hows = "\n".join(contrast.how for contrast in self.contrasts)
        contrasts = (Section(name=SectionName.CONTRASTS, text=hows),) if hows else ()
        return tuple(
            Passage(
                id=f"{self.id}#{section.name.slug}",
                concept=self.id,
                title=self.title,
                section=section.name,
                text=section.text,
            )
            for section in (*self.sections, *contrasts)
        )
