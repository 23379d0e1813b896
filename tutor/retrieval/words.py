"""The words of the corpus: how they are reduced, and how much each one says."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from corpus.catalogue import Catalogue, normalise_name

WORD = re.compile(r"[^\W_]+(?:[+#]+)?")

_COMMON = (
    "a about all also am an and any are as at be been being both but by can could did do does doing done each "
    "for from get give had has have having he her here him his how i if in into is it its itself just let "
    "like made make makes many may me might more most much must my no nor not of off on once one only or "
    "other our out own per quite rather same she should so some such than that the their them then there "
    "these they this those through thus to too us use used uses using very via was we were what when where "
    "whether which while who whom why will with within without would yes you your please tell explain show "
    "mean means thing things way ways work works called vs versus "
)


def singular(word: str) -> str:
    """A word without its plural ending; names and texts are reduced alike, so no real singular is needed.

    >>> singular("embeddings"), singular("policies"), singular("loss"), singular("losses")
    ('embedding', 'policy', 'loss', 'loss')
    """
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 - "dies", "lies"
        return word[:-3] + "y"
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:  # noqa: PLR2004 - "is", "as"
        return word[:-1]
    return word


STOP_WORDS = frozenset((*_COMMON.split(), *map(singular, _COMMON.split())))
"""Words that every text has, as they are written and as they are reduced."""


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Every word of a text, reduced, with its first offset and the offset after it."""
    for match in WORD.finditer(text):
        yield reduced(match[0]), match.start(), match.end()


@lru_cache(maxsize=1 << 16)
def reduced(word: str) -> str:
    """A word as it is compared: lower case, without accents and plural ending."""
    return singular(normalise_name(word))


def words(text: str) -> list[str]:
    """Every word of a text, reduced."""
    return [word for word, _, _ in spans(text)]


def content_words(text: str) -> list[str]:
    """The words of a text that carry its content."""
    return [word for word in words(text) if word not in STOP_WORDS and len(word) > 1]


class Vocabulary:
    """Every word of the pages and how rare it is.

    Args:
        catalogue: The pages.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        pages = [" ".join((*concept.aliases, *(part.text for part in concept.sections))) for concept in catalogue]
        self._pages = Counter(word for page in pages for word in set(words(page)))
        self._most = math.log(len(pages) + 1)
        self._count = len(pages)

    def __contains__(self, word: object) -> bool:
        """Whether the pages use the reduced word."""
        return word in self._pages

    def rarity(self, word: str) -> float:
        """From 0 for a word on every page to 1 for one on no page or a single one."""
        return math.log((self._count + 1) / max(self._pages[word], 1)) / self._most

    def weight(self, texts: Iterable[str]) -> float:
        """The summed rarity of reduced words."""
        return sum(map(self.rarity, texts))

    def coverage(self, text: str) -> float:
        """The share of a text's content, weighted by rarity, whose words the pages use; 0 for none."""
        content = content_words(text)
        whole = self.weight(content)
        return self.weight(word for word in content if word in self) / whole if whole else 0.0
