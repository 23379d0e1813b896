"""Cutting a stream of text into sentences, each with the citations it carries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.types import Value

_CITATION = re.compile(r"(?P<kept>\$[^$\n]+\$|`[^`\n]+`)|(?:\s*,)?\s*\[(?P<numbers>\d+(?:\s*[,;]\s*\d+)*)\]")
"""A citation mark; or a formula or code, in which numbers in brackets are no mark."""

_END = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][\"')*])|(?<=\]))(?P<marks>(?:\s*\[\d+(?:\s*[,;]\s*\d+)*\])*[.!?]?)(?=\s+[^\s\[a-z])|\n+"
)
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|Eq|Fig|Dr|approx|resp)|(?:^|\n)\s*\d+)\.$", re.IGNORECASE)


class Sentence(Value):
    """A sentence without its citation marks, and the numbers they named."""

    text: str
    numbers: tuple[int, ...]


def parse_sentence(raw: str) -> Sentence:
    """Take the citation marks out of a sentence.

    >>> parse_sentence("The cache grows [1][2].")
    Sentence(text='The cache grows.', numbers=(1, 2))
    >>> parse_sentence("The target $[0, 1, 0]$ is one-hot [3].").text
    'The target $[0, 1, 0]$ is one-hot.'
    """
    marks = [mark["numbers"] or "" for mark in _CITATION.finditer(raw)]
    numbers = [int(number) for mark in marks for number in re.findall(r"\d+", mark)]
    text = re.sub(r"\s+([.,;!?])", r"\1", _CITATION.sub(lambda mark: mark["kept"] or "", raw))
    return Sentence(text=" ".join(text.split()).lstrip("-•* ").strip(), numbers=tuple(dict.fromkeys(numbers)))


class SentenceStream:
    """Collects pieces of text and hands out every sentence as soon as it is complete."""

    def __init__(self) -> None:
        self._pending = ""

    def feed(self, piece: str) -> Iterator[Sentence]:
        """Add a piece; yield the sentences it completes."""
        self._pending += piece
        start = 0
        while (end := self._next_end(start)) is not None:
            raw, self._pending, start = self._pending[: end[1]], self._pending[end[1] :], 0
            yield from _worthwhile(raw)

    def close(self) -> Iterator[Sentence]:
        """Yield what is left, if it ends like a sentence; a sentence cut off in the middle is not shown."""
        raw, self._pending = self._pending.strip(), ""
        if re.search(r"[.!?][\"')*]*(?:\s*\[[\d,;\s]+\])*[.!?]?$|\][.]?$", raw):
            yield from _worthwhile(raw)

    def _next_end(self, start: int) -> tuple[int, int] | None:
        for match in _END.finditer(self._pending, start):
            before = self._pending[: match.start()]
            if match[0].startswith("\n") or not _ABBREVIATION.search(before):
                return match.start(), match.end()
        return None


def _worthwhile(raw: str) -> Iterator[Sentence]:
    sentence = parse_sentence(raw)
    if re.search(r"\w", sentence.text):
        yield sentence


def split_sentences(text: str) -> list[str]:
    """The sentences of a passage."""
    stream = SentenceStream()
    sentences = [*stream.feed(text), *stream.close()]
    return [sentence.text for sentence in sentences] or [text]
