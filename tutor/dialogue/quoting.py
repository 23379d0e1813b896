"""What an answer takes from the page word for word: asked for, or because too little of the model's words was left."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from types import MappingProxyType

from rapidfuzz import fuzz

from corpus.types import SectionName
from tutor.dialogue.answer import Answer
from tutor.dialogue.evidence import evidence_sentences
from tutor.dialogue.manner import SECTION, manner_of
from tutor.events import Event, Quoted, SentenceShown
from tutor.types import Citation

_LEAST_SENTENCES = 3
"""Sentences up to which an answer that lost some of its own is filled up from the page."""

_SAME = 80
"""Likeness, of 100, from which a page's sentence says what was said already."""

_UNCONFIRMED = "The model's own words could not be confirmed, so here is the page itself."
WORD_FOR_WORD: Mapping[SectionName, str] = MappingProxyType(
    {
        SectionName.FORMULA: "A formula is quoted from the page, never retyped by the model.",
        SectionName.MISCONCEPTIONS: "Wrong beliefs and their corrections are quoted from the page.",
    }
)
"""Sections that are shown as they are where a question asks for them, and why."""
_MATH = re.compile(r"\$+([^$]+)\$+")
_NO_MODEL = "No language model is loaded, so here is the page itself."


def asked_word_for_word(question: str, usable: Sequence[Citation]) -> Citation | None:
    """The section of the first concept that a question asks for and that no model should retell, or None."""
    wanted = SECTION.get(manner_of(question))
    if wanted not in WORD_FOR_WORD:
        return None
    same = (citation for citation in usable if citation.passage.concept == usable[0].passage.concept)
    return next((citation for citation in same if citation.passage.section is wanted), None)


def quote(usable: Sequence[Citation], answer: Answer) -> Generator[Event, None, None]:
    """The first concept's definition, word for word, and the section of its page that fits the question best.

    Wrong beliefs are not among them: quoted without being asked for, they read like facts.
    """
    same = [citation for citation in usable if citation.passage.concept == usable[0].passage.concept]
    chosen = [citation for citation in same if citation.passage.section is not SectionName.MISCONCEPTIONS][:2] or same[
        :1
    ]
    reason = _UNCONFIRMED if answer.has_model else _NO_MODEL
    for place, citation in enumerate(chosen):
        answer.show(citation.passage.text, (citation,))
        yield Quoted(citation=citation, reason="" if place else reason)


def filled_up(usable: Sequence[Citation], answer: Answer) -> Generator[Event, None, None]:
    """Sentences of the page itself, from the first passage on, where too little of the model's words was left."""
    if not answer.dropped:
        return
    for text in evidence_sentences(usable[0].passage):
        said = any(fuzz.token_set_ratio(text.lower(), shown.lower()) >= _SAME for shown in answer.shown)
        if len(answer.shown) < _LEAST_SENTENCES and not said and answer.show(text, usable[:1]):
            yield SentenceShown(text=text, citations=tuple(usable[:1]), quoted=True)


def formula_instead(text: str, usable: Sequence[Citation], answer: Answer) -> Generator[Event, None, None]:
    """The page's formula in the place of one that the model wrote by itself; nothing where no passage has one."""
    formula = next((citation for citation in usable if citation.passage.section is SectionName.FORMULA), None)
    if formula and answer.show(formula.passage.text, (formula,)):
        answer.replaced.append(text)
        yield Quoted(citation=formula, reason=WORD_FOR_WORD[SectionName.FORMULA])
    else:
        answer.dropped.append(text)


def retypes_a_formula(text: str, usable: Sequence[Citation]) -> bool:
    """Whether a sentence has a formula that stands in no passage as it is."""
    there = "".join("".join(citation.passage.text for citation in usable).split())
    return any("".join(formula.split()) not in there for formula in _MATH.findall(text))
