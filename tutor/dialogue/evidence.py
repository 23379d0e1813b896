"""What a passage states, apart from the wrong beliefs that it names only to correct them."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.types import Passage, SectionName
from tutor.dialogue.sentences import split_sentences

_BELIEF = re.compile(r"^- \*\*(?P<belief>.+?)\*\*[ \t]*", re.MULTILINE)
_CODE = re.compile(r"```.*?```", re.DOTALL)
_REPORT = re.compile(r"(?:One|Another|Some|Other|Several|Two|The same) (?:other )?sources?\b")
"""How a sentence begins that says what a source says, which the page then corrects or bounds."""


def misconceptions(passage: Passage) -> list[str]:
    """The wrong beliefs that a passage names; none outside the section on misconceptions."""
    return _BELIEF.findall(passage.text) if passage.section is SectionName.MISCONCEPTIONS else []


def evidence(passage: Passage) -> str:
    """The text that sentences may rest on: without wrong beliefs, without what single sources say, and without code blocks."""
    text = _CODE.sub("", passage.text)
    match passage.section:
        case SectionName.MISCONCEPTIONS:
            return _BELIEF.sub("- ", text)
        case SectionName.DIFFER:
            return " ".join(sentence for sentence in split_sentences(text) if not _REPORT.match(sentence))
        case _:
            return text


@lru_cache(maxsize=1024)
def evidence_sentences(passage: Passage) -> tuple[str, ...]:
    """The sentences of the evidence; a passage is cut once, however many sentences are checked against it."""
    return tuple(split_sentences(evidence(passage)))
