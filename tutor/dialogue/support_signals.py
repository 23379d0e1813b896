"""Signals that the evidence holds what a claim says: whether its words stand there, and stand there together."""

from __future__ import annotations

import re

import numpy as np

from tutor.dialogue.lines import Line, negates, stems_of
from tutor.dialogue.matching import Match

_CLAUSE = re.compile(
    r"[;,:()\u2014\u2013]|\b(?:while|whereas|but|because|so that|which|since|so|although|though|and)\b"
)
_UNRELATED = 0.35
_IN_TITLE = 0.9
_SIMILAR = 0.8
_MOST = 2.0
_LEAST_WORDS = 2
"""Content words of a clause: one alone says nothing."""


def coverage(given: Match) -> float:
    """The share of the content that the nearest sentence holds."""
    return given.share(set(given.near[0].stems))


def coverage_of_two(given: Match) -> float:
    """The share of the content that the two nearest sentences and the titles hold."""
    return given.share(given.near_stems | given.titles)


def new_words(given: Match) -> float:
    """Summed rarity of words that neither the two nearest sentences, the titles nor the question have, less likeness."""
    return sum(_new(given), 0.0)


def newest_word(given: Match) -> float:
    """The largest term of `new_words`."""
    return max(_new(given), default=0.0)


def least_alike(given: Match) -> float:
    """How near the second least likely word comes to any word of the two nearest sentences."""
    ordered = np.sort(given.likeness)
    return float(ordered[min(1, len(ordered) - 1)]) if len(ordered) else 0.0


def windows(given: Match) -> float:
    """The share of runs of three content words that one sentence holds together."""
    stems = given.claim.content_stems
    runs = [set(stems[start : start + 3]) for start in range(max(1, len(stems) - 2))]
    held = [any(run <= {*line.stems, *given.titles} for line in given.lines) for run in runs]
    return sum(held) / len(held)


def weakest_clause(given: Match) -> float:
    """The part of the claim that the evidence covers least: its best sentence, likeness counted, titles nearly whole."""
    return min((max(_held(given, clause, line) for line in given.lines) for clause in _clauses(given.claim)), default=0)


def absent_in_clause(given: Match) -> float:
    """The largest share of a part of the claim, by rarity, that stands nowhere in the evidence."""
    rarity, stems = given.claim.rarity, given.claim.content_stems
    shares = [
        sum(rarity[place] * (1 - given.likeness[place]) for place in clause if stems[place] not in given.stems)
        / (sum(rarity[place] for place in clause) or 1.0)
        for clause in _clauses(given.claim)
    ]
    return max(map(float, shares), default=0.0)


def subject(given: Match) -> float:
    """The best share of what follows the first two content words, in a sentence that has one of those two."""
    first, rest = _subject(given.claim)
    return max(
        (
            len(rest & set(line.stems)) / max(len(rest), 1)
            for line in given.lines
            if first & {*line.stems, *given.titles}
        ),
        default=0.0,
    )


def same_subject(given: Match) -> float:
    """The same, only of sentences that begin with one of those two."""
    first, rest = _subject(given.claim)
    return max(
        (
            len(rest & set(line.stems)) / max(len(rest), 1)
            for line in given.lines
            if first & set(line.content_stems[:3])
        ),
        default=0.0,
    )


def copied(given: Match) -> float:
    """The share of the claim's words that one sentence has in the same order, squared."""
    return given.copy.share**2


def clean_copy(given: Match) -> float:
    """The same share where the claim adds no content word to that sentence and negates neither more nor less; else 0."""
    added = [place for place in given.copy.added if given.claim.stems[place] not in given.titles]
    return 0.0 if added or negates(given.claim.words) != negates(given.copy.part) else given.copy.share


def edits(given: Match) -> float:
    """The share of content words outside the run of words that the claim shares with the sentence it copies."""
    return len(given.copy.added) / max(len(given.claim.content), 1)


def edit_absent(given: Match) -> float:
    """The rarest word outside that run which stands nowhere in the evidence."""
    claim = given.claim
    rare = dict(zip(claim.content, claim.rarity, strict=True))
    return float(max((rare[place] for place in given.copy.added if claim.stems[place] not in given.stems), default=0))


def replaced(given: Match) -> float:
    """How many words of the copied sentence were replaced by others, at most two."""
    return min(float(given.copy.replaced), _MOST)


def replaced_in_copy(given: Match) -> float:
    """The same, times how much of the claim is copied: a nearly verbatim claim with one other word is suspicious."""
    return given.copy.share * replaced(given)


def _new(given: Match) -> list[float]:
    there = given.near_stems | given.titles | given.asked
    words = zip(given.claim.content_stems, given.claim.rarity, given.likeness, strict=True)
    return [float(rarity * (1 - like)) for stem, rarity, like in words if stem not in there]


def _clauses(claim: Line) -> list[list[int]]:
    """Indices of the claim's content words, clause by clause; a clause of fewer than two joins the one after it."""
    stems = {stem: index for index, stem in reversed(list(enumerate(claim.content_stems)))}
    parts: list[list[int]] = [[]]
    for piece in _CLAUSE.split(claim.text):
        found = [stems[stem] for stem in stems_of(piece) if stem in stems]
        if len(set(parts[-1])) < _LEAST_WORDS:
            parts[-1] += found
        else:
            parts.append(found)
    if len(parts) > 1 and len(set(parts[-1])) < _LEAST_WORDS:
        parts[-2:] = [parts[-2] + parts[-1]]
    return [sorted(set(part)) for part in parts if part]


def _held(given: Match, clause: list[int], line: Line) -> float:
    """The share of a clause, by rarity, that a sentence holds: whole where it has the word, in part where it is like."""
    claim, there = given.claim, set(line.stems)
    like = (claim.vectors[clause] @ line.vectors.T).max(axis=1) if len(line.vectors) else np.zeros(len(clause))
    partly = np.clip((like - _UNRELATED) / (1 - _UNRELATED), 0, 1) * _SIMILAR
    stems = [claim.content_stems[place] for place in clause]
    held = [
        1.0 if stem in there else _IN_TITLE if stem in given.titles else float(part)
        for stem, part in zip(stems, partly, strict=True)
    ]
    rarity = claim.rarity[clause]
    return float(np.dot(held, rarity) / (rarity.sum() or 1.0))


def _subject(claim: Line) -> tuple[set[str], set[str]]:
    """The stems of the first two content words, and of the others."""
    return set(claim.content_stems[:2]), set(claim.content_stems[2:])
