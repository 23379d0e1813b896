"""The words of conversations: as they are kept, as they are searched, and the piece that is shown of what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

LONGEST_SEARCH: Final = 200
"""Most characters of a search; what comes after is not looked for."""

AROUND: Final = 120
"""About how many characters are shown around what was found."""

BEFORE: Final = 40
"""About how many of them stand before it."""


def storable(text: str) -> str:
    r"""The text without what no database can hold: half characters and the character of number 0.

    >>> storable("a\0b\ud83d")
    'ab'
    """
    return text.encode(errors="ignore").decode().replace("\0", "")


def folded(text: str) -> str:
    """The text as it is searched: small and capital letters are the same, in every script.

    >>> folded("Straße ÄRGER")
    'strasse ärger'
    """
    return text.casefold()


def searched(search: str) -> tuple[str, ...]:
    """The words that are looked for, each once.

    >>> searched("  KV cache kv ")
    ('kv', 'cache')
    """
    return tuple(dict.fromkeys(folded(storable(search[:LONGEST_SEARCH])).split()))


def snippet(text: str, words: Sequence[str]) -> str:
    """The piece of a text around the first of the words in it, on one line; empty where none of them is there.

    >>> snippet("Why does GPU memory grow?", ["memory"])
    'Why does GPU memory grow?'
    """
    line = " ".join(text.split())
    found = [place for word in words if (place := _place(line, word)) >= 0]
    if not found:
        return ""
    start = max(0, min(found) - BEFORE)
    return _between_words(line, start, start + AROUND)


def _place(text: str, word: str) -> int:
    """Where a folded word begins in a text that is not folded, which may be longer or shorter; -1 where it is not."""
    place = folded(text).find(word)
    ends = accumulate(len(folded(letter)) for letter in text)
    return next(number for number, end in enumerate(ends) if end > place) if place >= 0 else -1


def _between_words(line: str, start: int, end: int) -> str:
    """A piece of a line that begins and ends where words do, if one does nearby, with a sign for what is left out."""
    piece = line[start:end]
    if start:
        piece = "…" + re.sub(r"^\S{0,20}\s", "", piece)
    if end < len(line):
        piece = re.sub(r"\s\S{0,20}$", "", piece) + "…"
    return piece
