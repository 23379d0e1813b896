"""What tools tell an assistant: an answer as one value, and every value in words, as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from pydantic import Field

from corpus.catalogue import Catalogue
from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from tutor.events import Event, Finished, Queued, Suggested, Understood, citations_of
from tutor.learner.items.asked import AskedItem
from tutor.learner.items.grading import Graded
from tutor.types import Conversation, TurnRecord
from ui.action_values import AskInput, ConceptPage, DatedPath, Known, Name, SearchHits, Text, Upcoming
from ui.asking import item_markdown, verdict
from ui.dialect import TERMINAL
from ui.pages import concept_page
from ui.progress import upcoming
from ui.render import duration, event_markdown, study_path


class Question(Value):
    """What the tool `ask` takes."""

    question: Text = Field(description="The question, in the learner's words.")
    about: tuple[Name, ...] = Field(
        default=(),
        max_length=10,
        description='What the conversation is about, for a follow-up such as "why does it grow?": `about` of the answer '
        "before. Leave it out to begin.",
    )
    known: Known = ()

    def with_conversation(self, about: Sequence[ConceptId]) -> AskInput:
        """The question after a turn that was about those concepts."""
        turns = (TurnRecord(text="", question="", focus=tuple(about)),) if about else ()
        return AskInput(question=self.question, conversation=Conversation(turns=turns), known=self.known)


class Source(Value):
    """A passage that an answer cites: its number in the text, where it stands, and its words."""

    number: int
    passage: str
    label: str
    text: str


class Answer(Value):
    """An answer of the tutor.

    Attributes:
        question: The question as it was understood.
        text: The answer, Markdown; a number in brackets cites a source.
        sources: What is cited, by number.
        about: What the conversation is about now.
        next_questions: Good questions to ask next.
        unsupported: Sentences of the model that no passage supports: the page's own stand for them, or none.
        model: The language model; null where the tutor only quotes, as it does while the model is loading.
    """

    question: str
    text: str
    sources: tuple[Source, ...] = ()
    about: tuple[ConceptId, ...] = ()
    next_questions: tuple[str, ...] = ()
    unsupported: int = 0
    model: str | None = None


def answer_of(events: Sequence[Event], catalogue: Catalogue, model: str | None) -> Answer:
    """The events of a turn as one value."""
    shown = (event_markdown(event, catalogue) for event in events if not isinstance(event, Queued))
    cited = {citation.number: citation.passage for event in events for citation in citations_of(event)}
    finished = next((event for event in events if isinstance(event, Finished)), None)
    return Answer(
        question=next((event.understanding.question for event in events if isinstance(event, Understood)), ""),
        text="\n\n".join(filter(None, shown)),
        sources=tuple(
            Source(number=number, passage=passage.id, label=passage.label, text=passage.text)
            for number, passage in sorted(cited.items())
        ),
        about=finished.conversation.focus if finished else (),
        next_questions=next((event.questions for event in events if isinstance(event, Suggested)), ()),
        unsupported=len(finished.replaced) + len(finished.dropped) if finished else 0,
        model=model,
    )


def answer_text(answer: Answer) -> str:
    """An answer with its sources below."""
    return "\n\n".join(
        [answer.text, "\n".join(f"[{source.number}] {source.label}" for source in answer.sources)]
    ).strip()


def _path_text(graph: ConceptGraph, path: DatedPath) -> str:
    weeks = (
        f"- Week {week.number}, from {week.start}, {duration(week.minutes)}: {_titles(graph, week.sittings)}"
        for week in path.weeks
    )
    return "\n\n".join(filter(None, [study_path(path, graph.catalogue, TERMINAL), "\n".join(weeks)]))


def _titles(graph: ConceptGraph, sittings: Iterable[Any]) -> str:
    return ", ".join(graph.catalogue[sitting.concept].title for sitting in sittings)


def _search_text(_: ConceptGraph, found: SearchHits) -> str:
    passages = (f"**{hit.passage.label}** (`{hit.passage.id}`)\n\n{hit.passage.text}" for hit in found.hits)
    return "\n\n".join(passages) or "Nothing was found."


def _item_text(graph: ConceptGraph, item: AskedItem) -> str:
    return f"{item_markdown(graph, item)}\n\nAnswer it with `grade`: item `{item.id}`, seed {item.seed}."


TEXTS: Final[Mapping[type[Value], Callable[[ConceptGraph, Any], str]]] = MappingProxyType(
    {
        DatedPath: _path_text,
        SearchHits: _search_text,
        ConceptPage: lambda graph, page: concept_page(graph, graph.catalogue[page.id]),
        Upcoming: lambda _, found: upcoming(found.steps),
        AskedItem: _item_text,
        Graded: lambda _, graded: verdict(graded),
    }
)
"""How each value that an action gives reads in words."""
