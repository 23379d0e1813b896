"""An answer as it grows: events go in, one chat message comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import assert_never

from corpus.catalogue import Catalogue
from corpus.types import ConceptId, Value
from tutor.events import (
    AskedBack,
    Bridged,
    Compared,
    Declined,
    Event,
    FarAhead,
    Finished,
    KnowledgeStated,
    NextFound,
    OnPath,
    PathFound,
    Queued,
    Quoted,
    Retrieved,
    Said,
    SentenceShown,
    SourcesDiffer,
    Suggested,
    Uncovered,
    Understood,
    citations_of,
)
from tutor.types import Citation, Learner
from ui.render import event_markdown, queue_place, rewritten, trails
from ui.web.chat.markup import WEB

INTERRUPTED = "This answer was interrupted."
"""What stands below an answer that broke off."""

_LEGEND = {
    "said": "The model's words, checked against the passages",
    "quoted": "A page's own words",
}


class Answer(Value):
    """What an answer looks like so far.

    Attributes:
        status: What is being done now; empty once the turn is over.
        rewritten: How a follow-up was understood.
        blocks: Paragraphs, quotations and lists, in order.
        told: Why the last quotation is shown; not said twice.
        flowing: Whether the next sentence continues the last block.
        remarks: What stands below the answer.
        options: Complete questions offered as buttons.
        focus: What the turn is about.
        used: The passages the answer was given, best first; None until they are known.
        learner: The learner's new state, where it changed.
        finished: The end of the turn.
        kinds: Whose words it has: `said` for the model's, `quoted` for a page's.
    """

    status: str = "Looking it up"
    rewritten: str = ""
    blocks: tuple[str, ...] = ()
    told: str = ""
    flowing: bool = False
    remarks: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    focus: ConceptId | None = None
    used: tuple[Citation, ...] | None = None
    learner: Learner | None = None
    finished: Finished | None = None
    kinds: frozenset[str] = frozenset()

    @classmethod
    def of(cls, events: Iterable[Event], catalogue: Catalogue) -> Answer:
        """The answer that events make up."""
        answer = cls()
        for event in events:
            answer = answer.after(event, catalogue)
        return answer

    def after(self, event: Event, catalogue: Catalogue) -> Answer:
        """The answer with one more event."""
        return self._drawn(event, catalogue).but(kinds=self.kinds | _kinds(event))

    def _drawn(self, event: Event, catalogue: Catalogue) -> Answer:
        match event:
            case Understood(understanding=understanding):
                return self.but(rewritten=rewritten(event, WEB), focus=next(iter(understanding.focus), None))
            case Retrieved(citations=citations):
                what = "1 passage" if len(citations) == 1 else f"{len(citations)} passages"
                focus = self.focus or next((citation.passage.concept for citation in citations), None)
                return self.but(used=citations, status=f"Reading {what}", focus=focus)
            case Queued():
                return self.but(status=queue_place(event))
            case SentenceShown():
                return self._sentence(event_markdown(event, catalogue, WEB))
            case Quoted():
                told = event.model_copy(update={"reason": ""}) if event.reason == self.told else event
                return self.block(event_markdown(told, catalogue, WEB)).but(told=event.reason)
            case (
                PathFound()
                | NextFound()
                | Declined()
                | Said()
                | Uncovered()
                | FarAhead()
                | Bridged()
                | Compared()
                | SourcesDiffer()
            ):
                return self.block(event_markdown(event, catalogue, WEB))
            case KnowledgeStated(learner=learner):
                return self.block(event_markdown(event, catalogue, WEB)).but(learner=learner)
            case AskedBack(message=message, options=options):
                return self.block(WEB.plain(message)).but(options=options)
            case OnPath():
                return self.but(remarks=(*self.remarks, event_markdown(event, catalogue, WEB)))
            case Suggested(questions=questions):
                return self.but(remarks=(*self.remarks, trails(event, catalogue, WEB)), options=questions)
            case Finished(conversation=conversation):
                remarks = (event_markdown(event, catalogue, WEB), *self.remarks)
                focus = next(iter(conversation.focus), None)
                return self.but(remarks=remarks, status="", finished=event, focus=focus)
            case _:
                assert_never(event)

    def block(self, text: str) -> Answer:
        """The answer with one more block."""
        return self.but(blocks=(*self.blocks, text), flowing=False)

    def remark(self, text: str) -> Answer:
        """The answer with one more remark below it, from Markdown."""
        return self.but(remarks=(*self.remarks, WEB.note(text)))

    def ended(self) -> Answer:
        """The answer when nothing more will come; where the turn broke off, it says so."""
        over = self.but(status="")
        return over if self.finished else over.remark(INTERRUPTED)

    @property
    def markdown(self) -> str:
        """The chat message."""
        status = f'<span class="note waiting">{WEB.plain(self.status)}</span>' if self.status else ""
        legend = _legend(self.kinds) if self.finished else ""
        return "\n\n".join(filter(None, [self.rewritten, *self.blocks, *self.remarks, legend, status]))

    def but(self, **changes: object) -> Answer:
        """The answer with some fields changed."""
        return self.model_copy(update=changes)

    def _sentence(self, text: str) -> Answer:
        blocks = (*self.blocks[:-1], f"{self.blocks[-1]} {text}") if self.flowing else (*self.blocks, text)
        return self.but(blocks=blocks, flowing=True, status="Writing")


def _kinds(event: Event) -> frozenset[str]:
    """Whose words an event shows: the model's, a page's or neither's."""
    if not citations_of(event):
        return frozenset()
    return frozenset(["said" if isinstance(event, SentenceShown) and not event.quoted else "quoted"])


def _legend(kinds: Collection[str]) -> str:
    """What the marking of sentences means; seen only while it is switched on."""
    shown = [f'<span class="{kind}">{means}</span>' for kind, means in _LEGEND.items() if kind in kinds]
    return f'<span class="note support">{" · ".join(shown)}</span>' if shown else ""
