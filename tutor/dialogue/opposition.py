"""Whether one sentence turns another round: a negation more or less, or a word and its opposite in the same place."""

from __future__ import annotations

from itertools import islice

from tutor.dialogue.lines import NEGATIONS
from tutor.dialogue.opposites import OPPOSITES
from tutor.retrieval.words import STOP_WORDS, words

_STEM = 4
"""Letters that tell forms of a word alike: "compute", "computed", "computing"."""

_SURROUNDINGS = 2
_REACH = 3
"""How many words after a negation may be what it negates."""


def turns_round(sentence: str, source: str) -> bool:
    """Whether a sentence says the opposite of a source sentence that uses mostly the same words.

    Three signs: a word that one of them negates and the other states; a word whose surroundings are those that its
    opposite has in the source; a word of which the source has only the opposite.
    """
    here, there = words(sentence.replace("n't", " not")), words(source.replace("n't", " not"))
    return _negates(here, there) or _negates(there, here) or _swaps_places(here, there) or _swaps(here, there)


def _negates(one: list[str], other: list[str]) -> bool:
    """Whether `one` only negates a word that `other` only states."""
    negated, stated = _split(one)
    other_negated, other_stated = _split(other)
    return bool((negated - stated) & (other_stated - other_negated))


def _split(text: list[str]) -> tuple[set[str], set[str]]:
    """The beginnings of the content words that are negated, and of those that are stated."""
    places = {place: word for place, word in enumerate(text) if word not in STOP_WORDS and word not in NEGATIONS}
    negated = set()
    for place, word in enumerate(text):
        if word in NEGATIONS:
            negated.update([later for later in places if place < later <= place + _REACH][:1])
    return (
        {_stem(places[place]) for place in negated},
        {_stem(w) for place, w in places.items() if place not in negated},
    )


def _swaps_places(here: list[str], there: list[str]) -> bool:
    """Whether a word is surrounded by what surrounds its opposite in the source: "more heads" for "fewer heads"."""
    for left, right in OPPOSITES:
        for one, other in ((left, right), (right, left)):
            for before in (True, False):
                mine = _around(here, one, before=before)
                opposite, same = _around(there, other, before=before), _around(there, one, before=before)
                if len(mine & opposite) >= 1 + before and len(mine & opposite) > len(mine & same):
                    return True
    return False


def _around(text: list[str], sought: frozenset[str], *, before: bool) -> set[str]:
    """The content words just before, or just after, the sought ones."""
    found: set[str] = set()
    for place, word in enumerate(text):
        if word in sought:
            side = reversed(text[:place]) if before else iter(text[place + 1 :])
            found.update(islice((other for other in side if other not in STOP_WORDS), _SURROUNDINGS))
    return found


def _swaps(here: list[str], there: list[str]) -> bool:
    """Whether a word has only its opposite in the source, in a sentence that does not have that opposite itself."""
    mine, source = set(here), set(there)
    return any(
        mine & one and source & other and not mine & other and not source & one
        for left, right in OPPOSITES
        for one, other in ((left, right), (right, left))
    )


def _stem(word: str) -> str:
    return word[:_STEM]
