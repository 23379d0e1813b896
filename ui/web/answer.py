"""An answer as it grows: events go in, one chat message comes out."""

from __future__ import annotations

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
)
from tutor.types import Citation, Learner
from ui.render import event_markdown, queue_place, rewritten, trails
from ui.web.markup import WEB


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

    def after(self, event: Event, catalogue: Catalogue) -> Answer:
        """The answer with one more event."""
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

    def ended(self) -> Answer:
        """The answer when nothing more will come, also where the turn broke off."""
        return self.but(status="")

    @property
    def markdown(self) -> str:
        """The chat message."""
        status = f'<span class="note waiting">{WEB.plain(self.status)}</span>' if self.status else ""
        return "\n\n".join(filter(None, [self.rewritten, *self.blocks, *self.remarks, status]))

    def but(self, **changes: object) -> Answer:
        """The answer with some fields changed."""
        return self.model_copy(update=changes)

    def _sentence(self, text: str) -> Answer:
        blocks = (*self.blocks[:-1], f"{self.blocks[-1]} {text}") if self.flowing else (*self.blocks, text)
        return self.but(blocks=blocks, flowing=True, status="Writing")
