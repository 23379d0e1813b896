"""Events in words: the Markdown that every front door shows.

A front door brings a `Dialect`: how it writes a citation mark, a concept's name or a remark. Everything that comes from
people, pages or the language model passes through the dialect's `plain` or `prose`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from corpus.catalogue import Catalogue
from corpus.types import ConceptId
from graph.paths import LearningPath, Step
from tutor.errors import TutorError
from tutor.events import (
    AskedBack,
    Bridged,
    CitedText,
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
from tutor.learner.plans.spoken import listed
from tutor.types import Citation, Timing
from ui.dialect import TERMINAL, Dialect


def event_markdown(event: Event, catalogue: Catalogue, dialect: Dialect = TERMINAL) -> str:
    """What one event looks like; empty where there is nothing to show."""
    match event:
        case Understood():
            return rewritten(event, dialect)
        case Retrieved():
            return ""
        case Queued():
            return dialect.note(queue_place(event))
        case SentenceShown():
            return sentence(event, dialect)
        case Uncovered():
            return dialect.note(f"I have no source on {dialect.plain(listed(event.names))}; this answers the rest.")
        case FarAhead():
            return far_ahead(event, catalogue, dialect)
        case Bridged():
            return bridge(event, catalogue, dialect)
        case Compared():
            return comparison(event, catalogue, dialect)
        case Quoted():
            return quotation(event, dialect)
        case SourcesDiffer(text=text, citation=citation):
            return dialect.note(f"Sources differ: {_own(text, citation, dialect)}")
        case PathFound(path=path):
            return study_path(path, catalogue, dialect)
        case NextFound():
            return next_steps(event, dialect)
        case KnowledgeStated():
            return noted(event, catalogue, dialect)
        case AskedBack():
            return _under(dialect.plain(event.message), map(dialect.plain, event.options))
        case Declined():
            return declined(event, catalogue, dialect)
        case Said(text=text):
            return dialect.plain(text)
        case OnPath():
            return on_path(event, catalogue, dialect)
        case Suggested():
            return suggestions(event, catalogue, dialect)
        case Finished():
            return left_out(event, dialect)
        case _:
            assert_never(event)


def suggestions(event: Suggested, catalogue: Catalogue, dialect: Dialect) -> str:
    """What is missing and what it opens up, then good next questions."""
    questions = _under("You could ask next:", map(dialect.plain, event.questions)) if event.questions else ""
    return "\n\n".join(filter(None, [trails(event, catalogue, dialect), questions]))


def rewritten(event: Understood, dialect: Dialect) -> str:
    """How a follow-up was understood; empty where nothing was rewritten."""
    understanding = event.understanding
    return dialect.note(f"Understood as: {dialect.plain(understanding.question)}") if understanding.rewritten else ""


def queue_place(event: Queued) -> str:
    """The place in the queue, as a sentence."""
    if event.position == 1:
        return "Someone else is being answered; you are next."
    return f"Others are being answered first; you are number {event.position} in the queue."


def sentence(event: SentenceShown, dialect: Dialect) -> str:
    """A sentence with its citation marks; the page's own sentence in quotation marks."""
    text = dialect.prose(event.text)
    shown = dialect.own(f"“{text}”", event.citations) if event.quoted else dialect.said(text, event.citations)
    return shown + "".join(dialect.mark(citation, event.text) for citation in event.citations)


def far_ahead(event: FarAhead, catalogue: Catalogue, dialect: Dialect) -> str:
    """A warning that much comes before what was asked about, with where to begin."""
    subject, start = (_named(concept, catalogue, dialect) for concept in (event.concept, event.start))
    time = duration(event.minutes)
    return dialect.note(
        f"{subject} rests on {event.missing} concepts that are new to you, about {time}. Begin with {start}."
    )


def on_path(event: OnPath, catalogue: Catalogue, dialect: Dialect) -> str:
    """The next step on the learner's path."""
    aim = listed(_named(concept, catalogue, dialect) for concept in event.aim)
    step = _named(event.step, catalogue, dialect)
    left = "the last step" if event.left == 1 else f"{event.left} steps left"
    return dialect.note(f"On your path to {aim}: next is {step}, {duration(event.minutes)}, {left}.")


def bridge(event: Bridged, catalogue: Catalogue, dialect: Dialect) -> str:
    """What the learner knows already that leads here, and the one thing to know first."""
    known = listed([_named(concept, catalogue, dialect) for concept in event.known])
    parts = [f"You already know {known}."] if known else []
    if event.lacking and event.citation:
        first = _named(event.lacking, catalogue, dialect)
        stated = _own(event.text, event.citation, dialect)
        parts.append(f"First, {first}: {stated} {dialect.prose(event.because)}")
    return " ".join(parts)


def comparison(event: Compared, catalogue: Catalogue, dialect: Dialect) -> str:
    """A table with a column for each concept, and what the pages say about how they differ."""
    names = [_named(concept, catalogue, dialect) for concept in event.concepts]
    lines = [_row(["", *names]), _row(["---"] * (len(names) + 1))]
    lines += [_row([row.name, *(_cited(cell, dialect) for cell in row.cells)]) for row in event.rows]
    return "\n\n".join(["\n".join(lines), *(_cited(text, dialect) for text in event.differences)])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "&#124;") for cell in cells) + " |"


def _cited(text: CitedText, dialect: Dialect) -> str:
    return _own(text.text, text.citation, dialect)


def _own(text: str, citation: Citation | None, dialect: Dialect) -> str:
    """A page's own words, with their mark where a passage has them."""
    if citation is None:
        return dialect.prose(text)
    return dialect.own(dialect.prose(text), (citation,)) + dialect.mark(citation, text)


def quotation(event: Quoted, dialect: Dialect) -> str:
    """A passage word for word, with where it stands and why it is quoted."""
    passage = event.citation.passage
    source = f"— {dialect.plain(passage.label)}{dialect.mark(event.citation, '')}"
    quoted = dialect.quote(f"{dialect.prose(passage.text)}\n\n{source}")
    return f"{dialect.note(dialect.plain(event.reason))}\n\n{quoted}" if event.reason else quoted


def study_path(path: LearningPath, catalogue: Catalogue, dialect: Dialect) -> str:
    """A learning path as an ordered list: minutes, level, why the step is there and what it unlocks."""
    goals = listed([_named(goal, catalogue, dialect) for goal in path.goals])
    if not path.steps:
        return f"Nothing is missing: you already know {goals}."
    steps = "1 step" if len(path.steps) == 1 else f"{len(path.steps)} steps"
    head = f"Study path to {goals}: {steps}, about {duration(path.minutes)}."
    items = [f"{number}. {_step(step, catalogue, dialect)}" for number, step in enumerate(path.steps, start=1)]
    return "\n".join([head, "", *items])


def _step(step: Step, catalogue: Catalogue, dialect: Dialect) -> str:
    lines = [f"{dialect.concept(step.concept, step.title)} · {duration(step.minutes)} · {step.level.value}"]
    reason = next((reason for reason in step.why if reason.concept in step.unlocks), step.why[0] if step.why else None)
    if reason:
        lead = "Unlocks" if reason.concept in step.unlocks else "Needed for"
        lines.append(f"{lead} {_title(reason.concept, catalogue, dialect)}: {dialect.prose(reason.because)}")
    also = [_title(later, catalogue, dialect) for later in step.unlocks if reason and later != reason.concept]
    if also:
        lines.append(f"Also unlocks {listed(also)}.")
    return "  \n   ".join(lines)


def next_steps(event: NextFound, dialect: Dialect) -> str:
    """What is ready to learn, each with why now."""
    if not event.ready:
        return "There is nothing left that is ready to learn: you know it all."
    items = [
        f"{dialect.concept(step.concept, step.title)} · {duration(step.minutes)}  \n  {dialect.prose(_upper(step.why))}"
        for step in event.ready
    ]
    return _under("Ready to learn now:", items)


def noted(event: KnowledgeStated, catalogue: Catalogue, dialect: Dialect) -> str:
    """What the learner said they know."""
    names = listed([_named(concept, catalogue, dialect) for concept in event.concepts])
    return f"Noted: you know {names}, and what comes before." if names else "Noted."


def declined(event: Declined, catalogue: Catalogue, dialect: Dialect) -> str:
    """An honest no, with the nearest concepts."""
    nearest = listed([_named(concept, catalogue, dialect) for concept in event.nearest])
    return dialect.plain(event.message) + (f"\n\nThe nearest things I teach: {nearest}." if nearest else "")


def trails(event: Suggested, catalogue: Catalogue, dialect: Dialect) -> str:
    """What is worth knowing first and what opens up, as one remark; empty where there is neither."""
    first = listed([_named(concept, catalogue, dialect) for concept in event.missing])
    after = listed([_named(concept, catalogue, dialect) for concept in event.ready])
    remarks = [f"Worth knowing first: {first}." if first else "", f"Opens the way to {after}." if after else ""]
    return dialect.note(" ".join(filter(None, remarks))) if first or after else ""


def left_out(event: Finished, dialect: Dialect) -> str:
    """How many sentences were replaced or left out, with what they were; empty where nothing happened."""
    stopped = "Stopped." if event.cancelled else ""
    gone = [*event.replaced, *event.dropped]
    if not gone:
        return dialect.note(stopped) if stopped else ""
    what = listed(_counted(event))
    remark = f"{stopped} {what}: not supported by the sources.".strip()
    return dialect.fold(remark, [dialect.plain(" ".join(sentence.split())) for sentence in gone])


def _counted(event: Finished) -> list[str]:
    counts = [(len(event.replaced), "replaced by the page's own words"), (len(event.dropped), "left out")]
    kinds = [(count, kind) for count, kind in counts if count]
    return [
        f"{count} {kind}" if place else f"{count} sentence{'s' if count > 1 else ''} {kind}"
        for place, (count, kind) in enumerate(kinds)
    ]


def trouble(error: TutorError, dialect: Dialect = TERMINAL) -> str:
    """What went wrong and what to do about it."""
    return dialect.plain(f"{error.message} {error.hint}".strip())


def speed(timing: Timing) -> str:
    """Seconds to the first token and tokens a second; empty where the model was not asked."""
    if not timing.answer_tokens:
        return ""
    pace = f" · {timing.tokens_per_s:.0f} tokens/s" if timing.tokens_per_s else ""
    return f"first token after {timing.first_token_s:.1f} s{pace}"


def duration(minutes: int) -> str:
    """Minutes as people say them.

    >>> duration(45), duration(60), duration(340)
    ('45 min', '1 h', '5 h 40 min')
    """
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, [f"{hours} h" if hours else "", f"{rest} min" if rest else ""])) or "0 min"


def _named(concept: ConceptId, catalogue: Catalogue, dialect: Dialect) -> str:
    return dialect.concept(concept, catalogue[concept].title if concept in catalogue else concept)


def _title(concept: ConceptId, catalogue: Catalogue, dialect: Dialect) -> str:
    return dialect.plain(catalogue[concept].title if concept in catalogue else concept)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _under(head: str, items: Iterable[str]) -> str:
    lines = [f"- {item}" for item in items]
    return "\n".join([head, "", *lines]) if lines else head
