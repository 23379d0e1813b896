"""A conversation as a Markdown file: questions, answers, and a footnote for every passage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.catalogue import Catalogue
from tutor.dialogue.remembered import kept_events
from tutor.events import Event, Finished, Queued, SentenceShown, Suggested, citations_of
from tutor.learner.conversations.store import Heading, KeptTurn
from tutor.learner.plans.spoken import counted, spoken_date
from tutor.types import Citation
from ui.dialect import MARKDOWN
from ui.render import event_markdown
from ui.web.chat.answer import INTERRUPTED

_LETTERS = 50


def transcript(heading: Heading, turns: Sequence[KeptTurn], catalogue: Catalogue) -> str:
    """The file.

    Args:
        heading: What the conversation is called and when it began.
        turns: Its turns, in order.
        catalogue: Names the concepts.
    """
    answers = [(turn, kept_events(turn.body)) for turn in turns]
    began = f"Began on {spoken_date(heading.began.date())}, {counted(len(turns), 'question')}."
    cited = {cite.number: cite for _, events in answers for event in events for cite in citations_of(event)}
    parts = [f"# {MARKDOWN.plain(heading.title)}", MARKDOWN.note(began)]
    parts += [part for turn, events in answers for part in (_question(turn), *_answer(events, catalogue))]
    parts += [_footnote(cited[number]) for number in sorted(cited)]
    return "\n\n".join(filter(None, parts)) + "\n"


def file_name(title: str) -> str:
    """What the file is called.

    >>> file_name("What is KV/caching?"), file_name("???")
    ('What-is-KV-caching.md', 'conversation.md')
    """
    words = re.findall(r"\w+", title)
    return f"{'-'.join(words)[:_LETTERS].rstrip('-') or 'conversation'}.md"


def _question(turn: KeptTurn) -> str:
    return f"## Question {turn.number}\n\n{MARKDOWN.quote(MARKDOWN.plain(turn.text))}"


def _answer(events: Iterable[Event], catalogue: Catalogue) -> list[str]:
    """The parts of an answer; sentences that follow each other are one of them."""
    blocks: list[str] = []
    flowing = over = False
    for event in events:
        over = over or isinstance(event, Finished)
        if isinstance(event, (Queued, Suggested)):
            continue
        text, sentence = event_markdown(event, catalogue, MARKDOWN), isinstance(event, SentenceShown)
        if sentence and flowing:
            blocks[-1] += f" {text}"
        else:
            blocks.append(text)
        flowing = sentence
    return blocks if over else [*blocks, MARKDOWN.note(INTERRUPTED)]


def _footnote(citation: Citation) -> str:
    """Where a passage stands and what it says; what belongs to a footnote is indented."""
    passage = citation.passage
    text = "\n".join(f"    {line}".rstrip() for line in MARKDOWN.prose(passage.text).splitlines())
    return f"[^{citation.number}]: **{MARKDOWN.plain(passage.label)}** (concept page: {passage.concept})\n\n{text}"
