"""Whether one sentence turns another round: a negation more or less, or a word and its opposite in the same place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tutor.retrieval.words import STOP_WORDS, words

_NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "without",
        "neither",
        "nor",
        "cannot",
        "none",
        "unable",
        "fail",
        "instead",
        "avoid",
        "prevent",
    ]
)
_STEM = 4
"""Letters that tell forms of a word alike: "compute", "computed", "computing"."""

_REACH = 3
"""How many words after a negation may be what it negates."""

_OPPOSITES = tuple(
    (frozenset(left.split()), frozenset(right.split()))
    for left, right in (
        ("increase increased increasing raise grow growing larger bigger", "decrease decreased decreasing reduce shrink shrinking smaller"),
        ("more greater higher high", "fewer less lower low"),
        ("faster quicker quick fast", "slower slow"),
        ("before earlier past previous", "after later future next"),
        ("above over", "below under"),
        ("maximize maximise maximum", "minimize minimise minimum"),
        ("always", "never"),
        ("cheap cheaper", "expensive costly"),
        ("easier easy", "harder hard difficult"),
        ("first", "last"),
        ("encoder", "decoder"),
        ("query", "key"),
        ("positive", "negative"),
        ("add adding added", "remove removing removed"),
        ("store storing stored keep", "discard forget drop"),
        ("sharper sharpen sharpened", "flatter flatten flattened"),
    )
)  # fmt: skip


def turns_round(sentence: str, source: str) -> bool:
    """Whether a sentence says the opposite of a source sentence that uses mostly the same words.

    Three signs: a word that one of them negates and the other states; a word whose opposite stands before the same
    word in the source; a word of which the source has only the opposite.
    """
    here, there = words(sentence.replace("n't", " not")), words(source.replace("n't", " not"))
    return _negates(here, there) or _negates(there, here) or _swaps_in_place(here, there) or _swaps(here, there)


def _negates(one: list[str], other: list[str]) -> bool:
    """Whether `one` negates a word that `other` states, and `other` negates no such word."""
    negated, stated = set(_negated(one)), set(_negated(other))
    plain = {_stem(word) for word in other} - stated
    return any(word in plain for word in negated - stated)


def _negated(text: list[str]) -> Iterator[str]:
    """The first words of content after each negation, reduced to their beginnings."""
    for place, word in enumerate(text):
        if word in _NEGATIONS:
            content = [later for later in text[place + 1 : place + 1 + _REACH] if later not in STOP_WORDS]
            yield from (_stem(later) for later in content[:1])


def _swaps_in_place(here: list[str], there: list[str]) -> bool:
    """Whether a word stands before the same word as its opposite does in the source: "more heads", "fewer heads"."""
    pairs_here, pairs_there = set(pairwise(here)), set(pairwise(there))
    for left, right in _OPPOSITES:
        for one, other in ((left, right), (right, left)):
            after_one = {after for word, after in pairs_here if word in one}
            after_other = {after for word, after in pairs_there if word in other}
            same = {after for word, after in pairs_there if word in one}
            if (after_one & after_other) - same - STOP_WORDS:
                return True
    return False


def _swaps(here: list[str], there: list[str]) -> bool:
    """Whether a word has only its opposite in the source, in a sentence that does not have that opposite itself."""
    mine, source = set(here), set(there)
    return any(
        mine & one and source & other and not mine & other and not source & one
        for left, right in _OPPOSITES
        for one, other in ((left, right), (right, left))
    )


def _stem(word: str) -> str:
    return word[:_STEM]
