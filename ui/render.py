"""Events in words: the Markdown that every front door shows.

A front door brings a `Dialect`: how it writes a citation mark, a concept's name or a remark. Everything that comes from
people, pages or the language model passes through the dialect's `plain` or `prose`; `escape_plain`, `escape_prose` and
`escape_attribute` are the only places where text is made safe for HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import assert_never

from corpus.catalogue import Catalogue
from corpus.types import ConceptId
from graph.paths import LearningPath, Step
from tutor.errors import TutorError
from tutor.types import (
    AskedBack,
    Citation,
    Declined,
    Event,
    Finished,
    KnowledgeStated,
    NextFound,
    PathFound,
    Queued,
    Quoted,
    Retrieved,
    Said,
    SentenceShown,
    Suggested,
    Timing,
    Understood,
)

_MARKUP = re.compile(r"[\"#$&'()*+\-.:<=>@\[\\\]^_`{|}~]")
_SPECIAL = re.compile(r"[&<>\[\]$]")
_DOLLAR = "<span>&#36;</span>"
_IN_MATH = re.compile(r"[&<>\[\]]")
_SEGMENT = re.compile(
    r"(?P<fence>^```(?P<language>[^\n`]*)\n(?P<block>.*?)^```[ \t]*$)"
    r"|(?P<code>(?P<ticks>`+)(?P<inside>.+?)(?<!`)(?P=ticks)(?!`))"
    r"|(?P<math>\$\$.+?\$\$|(?<![\\$\w])\$(?=\S)[^$]+?(?<=\S)\$(?!\d))",
    re.DOTALL | re.MULTILINE,
)


def escape_plain(text: str) -> str:
    """Words as they were written: neither HTML nor Markdown nor formulas.

    >>> escape_plain("<b>*hi*</b>")
    '&#60;b&#62;&#42;hi&#42;&#60;/b&#62;'
    """
    return _MARKUP.sub(_entity, text)


def escape_prose(text: str) -> str:
    """Markdown from a page or the model: emphasis, lists, code and formulas stay; HTML, links and images do not.

    >>> escape_prose("**a** <i> $x<y$ costs $5 `<b>`")
    '**a** &#60;i&#62; $x&#60;y$ costs <span>&#36;</span>5 <code>&#60;b&#62;</code>'
    """
    parts: list[str] = []
    end = 0
    for segment in _SEGMENT.finditer(text):
        parts += [_SPECIAL.sub(_entity, text[end : segment.start()]), _segment(segment)]
        end = segment.end()
    return "".join([*parts, _SPECIAL.sub(_entity, text[end:])])


def escape_attribute(text: str) -> str:
    """Words inside a quoted attribute of an HTML tag."""
    return escape_plain(text).replace(_DOLLAR, "&#36;")


def _entity(match: re.Match[str]) -> str:
    """A character reference; a dollar sign stands alone, so that two of them never enclose a formula."""
    return _DOLLAR if match[0] == "$" else f"&#{ord(match[0])};"


def _segment(segment: re.Match[str]) -> str:
    if (math := segment["math"]) is not None:
        return _IN_MATH.sub(_entity, math)
    if (code := segment["inside"]) is not None:
        return f"<code>{escape_plain(code.strip() or code)}</code>"
    if "$" in segment["block"] or segment["language"].strip() == "mermaid":
        return f"<pre><code>{escape_plain(segment['block'])}</code></pre>"
    return segment[0]


@dataclass(frozen=True)
class Dialect:
    """How one front door writes.

    Attributes:
        plain: Words that are no markup.
        prose: Markdown of a page or the model.
        mark: The mark of a citation, put behind a sentence.
        concept: A concept's name, from its id and title.
        note: A discreet remark, from Markdown.
        quote: A quotation, from Markdown.
    """

    plain: Callable[[str], str]
    prose: Callable[[str], str]
    mark: Callable[[Citation], str]
    concept: Callable[[ConceptId, str], str]
    note: Callable[[str], str]
    quote: Callable[[str], str]


def _as_it_is(text: str) -> str:
    return text


TERMINAL = Dialect(
    plain=_as_it_is,
    prose=_as_it_is,
    mark=lambda citation: f" [{citation.number}]",
    concept=lambda _, title: f"**{title}**",
    note=lambda text: f"*{text}*",
    quote=lambda text: "\n".join(f"> {line}".rstrip() for line in text.splitlines()),
)
"""Plain Markdown, as a terminal, a file or another program reads it."""


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
        case Quoted():
            return quotation(event, dialect)
        case PathFound(path=path):
            return study_path(path, catalogue, dialect)
        case NextFound():
            return next_steps(event, dialect)
        case KnowledgeStated():
            return noted(event, catalogue, dialect)
        case AskedBack():
            return _listed(dialect.plain(event.message), map(dialect.plain, event.options))
        case Declined():
            return declined(event, catalogue, dialect)
        case Said(text=text):
            return dialect.plain(text)
        case Suggested():
            questions = _listed("You could ask next:", map(dialect.plain, event.questions)) if event.questions else ""
            return "\n\n".join(filter(None, [trails(event, catalogue, dialect), questions]))
        case Finished():
            return left_out(event, dialect)
        case _:
            assert_never(event)


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
    """A sentence with its citation marks."""
    return dialect.prose(event.text) + "".join(map(dialect.mark, event.citations))


def quotation(event: Quoted, dialect: Dialect) -> str:
    """A passage word for word, with where it stands and why it is quoted."""
    passage = event.citation.passage
    source = f"— {dialect.plain(passage.label)}{dialect.mark(event.citation)}"
    quoted = dialect.quote(f"{dialect.prose(passage.text)}\n\n{source}")
    return f"{dialect.note(dialect.plain(event.reason))}\n\n{quoted}" if event.reason else quoted


def study_path(path: LearningPath, catalogue: Catalogue, dialect: Dialect) -> str:
    """A learning path as an ordered list: minutes, level, why the step is there and what it unlocks."""
    goals = joined([_named(goal, catalogue, dialect) for goal in path.goals])
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
        lines.append(f"Also unlocks {joined(also)}.")
    return "  \n   ".join(lines)


def next_steps(event: NextFound, dialect: Dialect) -> str:
    """What is ready to learn, each with why now."""
    if not event.ready:
        return "There is nothing left that is ready to learn: you know it all."
    items = [
        f"{dialect.concept(step.concept, step.title)} · {duration(step.minutes)}  \n  {dialect.prose(_upper(step.why))}"
        for step in event.ready
    ]
    return _listed("Ready to learn now:", items)


def noted(event: KnowledgeStated, catalogue: Catalogue, dialect: Dialect) -> str:
    """What the learner said they know."""
    names = joined([_named(concept, catalogue, dialect) for concept in event.concepts])
    return f"Noted: you know {names}, and what comes before." if names else "Noted."


def declined(event: Declined, catalogue: Catalogue, dialect: Dialect) -> str:
    """An honest no, with the nearest concepts."""
    nearest = joined([_named(concept, catalogue, dialect) for concept in event.nearest])
    return dialect.plain(event.message) + (f"\n\nThe nearest things I teach: {nearest}." if nearest else "")


def trails(event: Suggested, catalogue: Catalogue, dialect: Dialect) -> str:
    """What is worth knowing first and what opens up, as one remark; empty where there is neither."""
    first = joined([_named(concept, catalogue, dialect) for concept in event.missing])
    after = joined([_named(concept, catalogue, dialect) for concept in event.ready])
    remarks = [f"Worth knowing first: {first}." if first else "", f"Opens the way to {after}." if after else ""]
    return dialect.note(" ".join(filter(None, remarks))) if first or after else ""


def left_out(event: Finished, dialect: Dialect) -> str:
    """How many sentences were left out, and whether the answer was stopped; empty where neither happened."""
    count = len(event.dropped)
    remarks = ["Stopped."] if event.cancelled else []
    if count:
        what = "1 sentence was" if count == 1 else f"{count} sentences were"
        remarks.append(f"{what} left out: no passage supports {'it' if count == 1 else 'them'}.")
    return dialect.note(" ".join(remarks)) if remarks else ""


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


def joined(names: Iterable[str]) -> str:
    """Names as a sentence lists them.

    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    *most, last = [*names] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _named(concept: ConceptId, catalogue: Catalogue, dialect: Dialect) -> str:
    return dialect.concept(concept, catalogue[concept].title if concept in catalogue else concept)


def _title(concept: ConceptId, catalogue: Catalogue, dialect: Dialect) -> str:
    return dialect.plain(catalogue[concept].title if concept in catalogue else concept)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(head: str, items: Iterable[str]) -> str:
    lines = [f"- {item}" for item in items]
    return "\n".join([head, "", *lines]) if lines else head
