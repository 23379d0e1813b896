"""A claim beside the sentences of its evidence: which are nearest, what they share, and which one the claim copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tutor.dialogue.lines import Line, is_content
from tutor.retrieval.embedder import Vectors

_TITLED = 0.8
_FEW, _SEVERAL = 2, 3


@dataclass(frozen=True, eq=False)
class Match:
    """A claim beside its evidence.

    Attributes:
        claim: The claim.
        lines: The sentences of the evidence, at least one.
        titles: The stems of the passages' titles.
        asked: The stems of the question.
    """

    claim: Line
    lines: Sequence[Line]
    titles: frozenset[str]
    asked: frozenset[str]

    @cached_property
    def cosines(self) -> Vectors:
        """The cosine of each sentence to the claim."""
        return np.array([float(line.vector @ self.claim.vector) for line in self.lines], dtype=np.float32)

    @cached_property
    def nearness(self) -> npt.NDArray[np.float64]:
        """How near each sentence is to the claim: its cosine and its share of the content together."""
        shares = [self.share(set(line.stems)) for line in self.lines]
        return np.add(self.cosines, shares, dtype=np.float64)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Places of the sentences, nearest first; ties in their order."""
        return tuple(int(place) for place in np.argsort(-self.nearness, kind="stable"))

    @cached_property
    def near(self) -> list[Line]:
        """The two nearest sentences, nearest first."""
        return [self.lines[place] for place in self.order[:2]]

    @cached_property
    def near_stems(self) -> frozenset[str]:
        """The stems of the two nearest sentences."""
        return frozenset(stem for line in self.near for stem in line.stems)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all evidence and its titles."""
        return self.titles.union(*(line.stems for line in self.lines))

    @cached_property
    def copy(self) -> Copy:
        """The evidence sentence that shares the longest run of words with the claim."""
        return closest_copy(self.claim, self.lines)

    @cached_property
    def likeness(self) -> Vectors:
        """For each content word of the claim, the nearest word of the two nearest sentences or titles, from 0 to 1."""
        rows = np.concatenate([line.vectors for line in self.near])
        best = (self.claim.vectors @ rows.T).max(axis=1) if len(rows) else np.zeros(len(self.claim.content))
        titled = np.array([stem in self.titles for stem in self.claim.content_stems])
        return np.asarray(np.where(titled, np.maximum(best, _TITLED), best), dtype=np.float32)

    def share(self, there: Iterable[str]) -> float:
        """The share of the claim's content, weighted by rarity, whose stems are there."""
        rarity = self.claim.rarity
        held = np.array([stem in there for stem in self.claim.content_stems], dtype=bool)
        return float(rarity[held].sum() / (rarity.sum() or 1.0))


@dataclass(frozen=True, eq=False)
class Copy:
    """A claim laid over a sentence by their longest common subsequence of stems.

    Attributes:
        line: The sentence.
        share: The share of the claim's words that the sentence has in the same order.
        added: Places of the claim's content words outside that subsequence.
        replaced: How many short runs of content words stand in for others of the sentence, between shared words.
        part: The words of the sentence from the first shared one to the last.
    """

    line: Line
    share: float
    added: tuple[int, ...]
    replaced: int
    part: tuple[str, ...]


def closest_copy(claim: Line, lines: Sequence[Line]) -> Copy:
    """The claim laid over the sentence that shares the longest subsequence with it; ties go to the first.

    A word that only changed places with its neighbours is neither added nor replaced.
    """
    laid = [(line, _common(claim.stems, line.stems)) for line in lines]
    line, shared = max(laid, key=lambda entry: len(entry[1]))
    added: list[int] = []
    replaced = 0
    for mine, theirs in _gaps(claim, line, shared):
        beside = {line.stems[place] for place in theirs}
        new = [place for place in mine if claim.stems[place] not in beside]
        added += new
        replaced += 0 < len(new) <= _FEW and 0 < sum(is_content(line.words[place]) for place in theirs) <= _SEVERAL
    return Copy(
        line=line,
        share=len(shared) / (len(claim.stems) or 1),
        added=tuple(added),
        replaced=replaced,
        part=line.words[shared[0][1] : shared[-1][1] + 1] if shared else (),
    )


def _gaps(claim: Line, line: Line, shared: Sequence[tuple[int, int]]) -> Iterator[tuple[list[int], range]]:
    """Between neighbouring shared words: places of the claim's content words, and all places of the sentence."""
    content = set(claim.content)
    for (start, first), (end, last) in pairwise([(-1, -1), *shared, (len(claim.words), len(line.words))]):
        yield [place for place in range(start + 1, end) if place in content], range(first + 1, last)


def _common(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the longest common subsequence, in order (Wagner and Fischer, 1974)."""
    length = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            length[i + 1][j + 1] = length[i][j] + 1 if one == other else max(length[i][j + 1], length[i + 1][j])
    found, i, j = [], len(left), len(right)
    while i and j:
        if left[i - 1] == right[j - 1]:
            i, j = i - 1, j - 1
            found.append((i, j))
        elif length[i - 1][j] >= length[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return found[::-1]
