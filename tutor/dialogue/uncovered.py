"""The half of a question that no page covers: names in it that the pages do not know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.types import Concept
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.words import STOP_WORDS, spans, words

_BARE = re.compile(
    r"\b(?:in|on|with|for|of|using|about|via|vs\.?|versus|than|and|or|does|do|can|is|are|has)\s+$", re.IGNORECASE
)
_MARKED = re.compile(r"[A-Z]")
_SENTENCE = re.compile(r"(?:^|[.?!:]\s)\W*$")
_CLAUSE = re.compile(r"(?:[^.!?;:<>\n]|[.!?;:](?=\w))+[.!?;:]*")
_ASKS = re.compile(
    r"\?\W*$|^\W*(?:(?:and|but|so|ok|please|hi|hello)\W+)*(?:what|how|why|when|where|which|who|is|are|do|does|did|can|could|"
    r"should|would|will|explain|describe|define|compare|tell\s+me|teach|show|give)\b",
    re.IGNORECASE,
)
_SPOKEN_TO = re.compile(
    r"\W*[\w'-]+\s*,\s+(?=(?:what|how|why|when|where|which|who|is|are|do|does|can|could|please)\b)", re.IGNORECASE
)
_KEYWORDS = 4
"""Most words of a text that is a question without being a sentence."""
_SHORTEST = 3
_MOSTLY = 0.5
_RARE = 0.75


def uncovered(question: str, pages: Sequence[Concept], names: NameMatcher) -> tuple[str, ...]:
    """The names in a question that nothing found speaks of, as they are written, each once.

    A name is written with a capital letter inside a sentence, or no page has it and it stands like a name: without an
    article. Concepts, numbers and mistyped words are none, and neither is what stands in a clause that asks nothing: to
    repeat it would be to say what the learner wants said.

    Args:
        question: The self-contained question.
        pages: The pages of the concepts found.
        names: Finds concepts that are named.
    """
    told = {word for page in pages for word in _all_words(page)}
    titled = _is_titled(question)
    found = (
        question[start:end]
        for word, start, end in _candidates(question, names)
        if word not in told
        and (
            (word not in names.vocabulary and (_is_marked(question, start, end) or _BARE.search(question[:start])))
            or (
                not titled
                and names.vocabulary.rarity(word) >= _RARE
                and _is_marked(question, start, end)
                and not _SENTENCE.search(question[:start])
            )
        )
    )
    return tuple(dict.fromkeys(found))


def _candidates(question: str, names: NameMatcher) -> Iterator[tuple[str, int, int]]:
    """Words that may be names: no concept's name, no number, no contraction and no typing error."""
    named = [(mention.start, mention.end) for mention in names.find(question)]
    asked = [_asked_part(clause) for clause in _CLAUSE.finditer(question) if _asks(clause[0], question)]
    for word, start, end in spans(question):
        if not any(first <= start and end <= last for first, last in asked):
            continue
        inside = any(first <= start and end <= last for first, last in named)
        if inside or len(word) < _SHORTEST or word in STOP_WORDS or word[0].isdigit() or question[end : end + 1] == "'":
            continue
        if names.corrected(question[start:end]) == question[start:end]:
            yield word, start, end


def _asks(clause: str, question: str) -> bool:
    return bool(_ASKS.search(clause)) or (clause == question and len(question.split()) <= _KEYWORDS)


def _asked_part(clause: re.Match[str]) -> tuple[int, int]:
    """Where a clause asks: behind the name of whom it speaks to ("Tutor, what is …")."""
    spoken_to = _SPOKEN_TO.match(clause[0])
    return clause.start() + (spoken_to.end() if spoken_to else 0), clause.end()


def _all_words(page: Concept) -> list[str]:
    return words(" ".join((page.title, *page.aliases, *page.questions, *(section.text for section in page.sections))))


def _is_marked(question: str, start: int, end: int) -> bool:
    return bool(_MARKED.search(question[start:end]))


def _is_titled(question: str) -> bool:
    """Whether most words begin with a capital, so that capitals say nothing."""
    typed = re.findall(r"[^\W\d_]+", question)
    return len([word for word in typed if word[0].isupper()]) > _MOSTLY * len(typed)
