"""The words of a passage that carry what a sentence says, so that a reader sees at a glance what it rests on."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.types import Passage, Value
from tutor.dialogue.evidence import evidence_sentences
from tutor.retrieval.lexical import stem
from tutor.retrieval.words import STOP_WORDS, WORD, reduced

MOST = 25
"""Most words that are named of one passage."""

_MATH = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)


class _Content(Value):
    """The content words of a sentence, in order: as written, and their stems beside them."""

    words: tuple[str, ...]
    stems: tuple[str, ...]


def supporting_words(sentence: str, passage: Passage) -> tuple[str, ...]:
    """The words of a passage that say what a sentence says.

    A word counts where the sentence has one of the same stem; formulas, code and wrong beliefs do not count.

    Args:
        sentence: A sentence that rests on the passage, in Markdown.
        passage: The passage.

    Returns:
        Words as the passage has them, each once, at most `MOST`. The passage's sentence that shares most with the
        sentence comes first (ties: the earlier one), and further ones only add what is still missing.
    """
    wanted = frozenset(_content(sentence).stems)
    lines = [_content(line) for line in evidence_sentences(passage)]
    found: dict[str, None] = {}
    for line in sorted(lines, key=lambda line: -len(wanted.intersection(line.stems))):
        here = wanted.intersection(line.stems)
        found |= dict.fromkeys(word for word, its in zip(line.words, line.stems, strict=True) if its in here)
        wanted -= here
    return tuple(found)[:MOST]


@lru_cache(maxsize=1 << 12)
def _content(text: str) -> _Content:
    words = [match[0] for match in WORD.finditer(_MATH.sub(" ", text)) if _carries(match[0])]
    return _Content(words=tuple(words), stems=tuple(stem(reduced(word)) for word in words))


def _carries(word: str) -> bool:
    return reduced(word) not in STOP_WORDS and (len(word) > 1 or word.isdigit())
