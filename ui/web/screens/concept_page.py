"""What a concept's page looks like: its sections in the order of the page, then its neighbours, its check and its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

from corpus.types import Concept, ConceptId, Section, SectionName
from graph.concept_graph import ConceptGraph
from tutor.dialogue.followups import spoken_title
from tutor.learner.plans.spoken import listed
from tutor.learner.standing import Standing
from ui.dialect import escape_plain
from ui.render import duration
from ui.web.chat.neighbourhood import neighbourhood_html
from ui.web.pieces import ask_link, button, concept_link, heading, prose, row
from ui.web.screens.areas import area_name
from ui.web.screens.standing import standing_chip, standing_sign

_BELIEF = re.compile(r"^- \*\*(?P<belief>.+?)\*\*\s+(?P<fact>\S.*)$")
_RECORD = re.compile(r"^(?P<glossary>\d+)#(?P<record>\d+)$")
_EXAMPLES = 3
LONGEST_QUESTION = 500
"""Most characters of a question that is asked from a page."""

_BEFORE, _UNLOCKS, _ASK = "before", "unlocks", "ask"
"""The places on the page that are no section of it, as `section` names them in an address."""


@dataclass(frozen=True)
class Reader:
    """A page and who reads it.

    Attributes:
        graph: The concepts.
        page: The page.
        standings: Where the reader stands with the concept and everything that the page names.
        why: Where the concept's own standing comes from, without its full stop.
        section: The slug of the section they came for; anything else marks nothing.
        acted: Whether they have just said something of the concept, so that its button has the focus again.
    """

    graph: ConceptGraph
    page: Concept
    standings: Mapping[ConceptId, Standing]
    why: str
    section: str = ""
    acted: bool = False

    def knows(self, concept: ConceptId) -> bool:
        """Whether the reader knows a concept, due for review or not."""
        return self.standings[concept] in {Standing.KNOWN, Standing.DUE}

    def link(self, concept: ConceptId) -> str:
        """A concept's title that opens its page, with where the reader stands."""
        return f"{concept_link(self.graph.catalogue, concept)} {standing_chip(self.standings[concept])}"


@dataclass(frozen=True)
class _Part:
    """A part of the page: its slug in an address, its heading, and its HTML."""

    slug: str
    title: str
    html: str


def concept_body(reader: Reader) -> str:
    """The body of the screen."""
    parts = [*_sections(reader.page), *_around(reader), *_doing(reader)]
    text = "\n".join([_head(reader), _definition(reader), *(_drawn(part, reader) for part in parts), _footing(reader)])
    beside = f'<div class="beside">\n{_contents(reader.page, parts)}\n{_map(reader)}\n</div>'
    return f'{heading(reader.page.title)}\n<div class="page">\n<div class="text">\n{text}\n</div>\n{beside}\n</div>'


def _head(reader: Reader) -> str:
    page, catalogue = reader.page, reader.graph.catalogue
    also = f'<p class="also">also called {escape_plain(listed(page.aliases))}</p>' if page.aliases else ""
    area = f'<a href="?screen=concepts&amp;area={quote_plus(page.area)}">{escape_plain(area_name(page.area))}</a>'
    facts = f'<p class="facts">{area} · {page.level.value} · {duration(page.minutes)}</p>'
    chip = standing_chip(reader.standings[page.id])
    standing = f'<p class="standing">{chip} <span>{escape_plain(reader.why)}.</span></p>'
    lacking = [before for before in reader.graph.prerequisites(page.id) if not reader.knows(before)]
    first = ""
    if lacking and not reader.knows(page.id):
        names = listed([concept_link(catalogue, before) for before in lacking])
        first = f'<p class="hint">It builds on {names}, which you do not know yet.</p>'
    return "\n".join(filter(None, [also, facts, standing, first, _buttons(reader)]))


def _buttons(reader: Reader) -> str:
    """What to do with the concept: other things where it is known than where it is not."""
    page = reader.page
    ask = f'<a class="button" href="?concept={page.id}&amp;section={_ASK}">Ask about this</a>'
    if reader.knows(page.id):
        unsay = button("I don't know this yet", "not-yet", focus=reader.acted, concept=page.id)
        return row([*_practice(page, "Check yourself"), unsay, ask])
    learn = f'<a class="button primary" href="?screen=path&amp;goal={page.id}">Learn this</a>'
    return row([learn, button("I know this", "know", focus=reader.acted, concept=page.id), ask])


def _practice(page: Concept, text: str) -> list[str]:
    """The way to the page's questions; none where it has none."""
    return [f'<a class="button primary" href="?screen=practice&amp;about={page.id}">{text}</a>'] if page.items else []


def _definition(reader: Reader) -> str:
    slug = SectionName.DEFINITION.slug
    marked = reader.section == slug
    look = "definition marked" if marked else "definition"
    return f'<div class="{look}" {_place(slug, marked=marked)}>{prose(reader.page.definition)}</div>'


def _place(slug: str, *, marked: bool) -> str:
    """The attributes of a place that an address can lead to; the one that is marked gets the focus."""
    return f'id="section-{slug}"' + (' tabindex="-1" data-focus' if marked else "")


def _drawn(part: _Part, reader: Reader) -> str:
    marked = part.slug == reader.section and part.slug != _ASK  # there the field has the focus
    head = f"<h2 {_place(part.slug, marked=marked)}>{escape_plain(part.title)}</h2>"
    return f'<section class="part{" marked" if marked else ""}">\n{head}\n{part.html}\n</section>'


def _sections(page: Concept) -> Iterator[_Part]:
    """The page's own sections, without the definition."""
    for section in page.sections[1:]:
        beliefs = _beliefs(section)
        html = _misconceptions(beliefs) if beliefs else prose(section.text)
        yield _Part(section.name.slug, section.name.value, html)


def _beliefs(section: Section) -> list[tuple[str, str]]:
    """Pairs of a wrong belief and its correction; empty where the section is written otherwise."""
    if section.name is not SectionName.MISCONCEPTIONS:
        return []
    found = [_BELIEF.match(line) for line in section.text.splitlines() if line.strip()]
    pairs = [(match["belief"], match["fact"]) for match in found if match]
    return pairs if len(pairs) == len(found) else []


def _misconceptions(pairs: Sequence[tuple[str, str]]) -> str:
    rows = "\n".join(
        f'<dt>\n<span class="sign bad" aria-hidden="true">✗</span><span class="unseen">Wrong: </span>{prose(belief)}</dt>\n'
        f'<dd>\n<span class="sign good" aria-hidden="true">✓</span><span class="unseen">Right: </span>{prose(fact)}</dd>'
        for belief, fact in pairs
    )
    return f'<dl class="beliefs">\n{rows}\n</dl>'


def _around(reader: Reader) -> Iterator[_Part]:
    """What comes before, what the concept unlocks, and what it is easily confused with."""
    graph, page = reader.graph, reader.page
    before = [f"{reader.link(other)}{prose(graph.reason(other, page.id))}" for other in graph.prerequisites(page.id)]
    if before:
        yield _Part(_BEFORE, "What comes before", _list(before, "reasons"))
    later = [
        f"{standing_sign(reader.standings[o])} {concept_link(graph.catalogue, o)}" for o in graph.dependents(page.id)
    ]
    if later:
        yield _Part(_UNLOCKS, "What it unlocks", _list(later, "unlocked"))
    contrasts = [
        _contrast(reader, contrast.concept, contrast.how) for contrast in page.contrasts if contrast.concept in graph
    ]
    if contrasts:
        yield _Part(SectionName.CONTRASTS.slug, SectionName.CONTRASTS.value, _list(contrasts, "reasons"))


def _contrast(reader: Reader, other: ConceptId, how: str) -> str:
    pair = (spoken_title(page) for page in (reader.page, reader.graph.catalogue[other]))
    question = " differ from ".join(pair)
    return f"{reader.link(other)}{prose(how)}<p>{ask_link(f'How does {question}?', 'Compare the two')}</p>"


def _list(items: Sequence[str], look: str) -> str:
    return f'<ul class="{look}">\n' + "\n".join(f"<li>\n{item}\n</li>" for item in items) + "\n</ul>"


def _doing(reader: Reader) -> Iterator[_Part]:
    """What a reader can do with the page: be asked, and ask."""
    page = reader.page
    if page.items:
        questions = "One question waits" if len(page.items) == 1 else f"{len(page.items)} questions wait"
        check = f"<p>{questions} here, to find out whether it is clear.</p>{row(_practice(page, 'Check yourself'))}"
        yield _Part(SectionName.CHECK.slug, "Check yourself", check)
    yield _Part(_ASK, "Ask about this", _asking(page, focus=reader.section == _ASK))


def _asking(page: Concept, *, focus: bool) -> str:
    """A field for a question, and questions of the page itself."""
    examples = [question for question in page.questions if question.endswith("?")][:_EXAMPLES]
    asked = _list([ask_link(question) for question in examples], "questions") if examples else ""
    return (
        f'<form data-act="ask" data-concept="{page.id}"><label class="unseen" for="question-here">Your question</label>'
        '<div class="with-button"><input id="question-here" name="question" autocomplete="off" required'
        f' maxlength="{LONGEST_QUESTION}" placeholder="What is still unclear?"{" data-focus" if focus else ""}>'
        f'<button type="submit" class="button">Ask</button></div></form>\n{asked}'
    )


def _footing(reader: Reader) -> str:
    """What is related, and where the page's facts come from, in small print."""
    page, catalogue = reader.page, reader.graph.catalogue
    related = [concept_link(catalogue, concept) for concept in page.related if concept in catalogue]
    lines = [f"See also {listed(related)}."] if related else []
    if page.sources:
        lines.append(f"Written from {escape_plain(listed(map(_record, page.sources)))}.")
    return "\n".join(f'<p class="hint">{line}</p>' for line in lines)


def _record(source: str) -> str:
    """A source in words: the number of the glossary, and of the entry in it; a place in somebody's notes as it is."""
    found = _RECORD.match(source)
    return f"Glossary {int(found['glossary'])}, record {found['record']}" if found else source


def _contents(page: Concept, parts: Sequence[_Part]) -> str:
    """The parts of the page as links; only wide screens have room for them."""
    links = "".join(f'<li><a href="?concept={page.id}&amp;section={part.slug}">{part.title}</a></li>' for part in parts)
    return (
        f'<nav class="contents" aria-label="On this page"><p class="aside-title">On this page</p><ul>{links}</ul></nav>'
    )


def _map(reader: Reader) -> str:
    known = [concept for concept in reader.standings if reader.knows(concept)]
    return neighbourhood_html(reader.graph, reader.page.id, known, linked=True)
