"""Numbers in words and digits."""

from __future__ import annotations

import re

_SMALL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_WORDS = {word: value for value, word in enumerate(_SMALL.split(), 1)} | {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
_VALUES: dict[str, float] = _WORDS | {"half": 0.5, "quarter": 0.25, "couple": 2, "few": 3, "dozen": 12}

WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
"""A number word, as a pattern."""

NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|three\s+quarters\s+of\s+an?|(?:a\s+)?quarter\s+of\s+an?|half\s+an?"
    rf"|(?:a\s+)?(?:couple\s+of|few|dozen)|(?:{WORD})(?:[\s-](?:{WORD}))?(?:\s+and\s+a\s+(?:half|quarter))?|an?)"
)
"""A number, as a pattern without groups."""


def number(words: str) -> float:
    """What a match of `NUMBER` means; "a" is one.

    >>> number("1,5"), number("twenty five"), number("two and a half"), number("three quarters of an")
    (1.5, 25, 2.5, 0.75)
    """
    if digits := re.match(r"\d+(?:[.,]\d+)?", words):
        return float(digits[0].replace(",", "."))
    if words.startswith("three quarters"):
        return 0.75
    return sum(_VALUES.get(word, 0) for word in re.findall("[a-z]+", words)) or 1
