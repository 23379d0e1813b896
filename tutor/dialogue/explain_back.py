"""A concept explained in the learner's own words, graded against the key points of its page.

What counts is whether a point is said and whether anything is turned round; style, spelling, length and order do not.
Where it cannot tell, it says so and quotes the page instead of failing anybody (docs/learner/walk.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import numpy as np

from corpus.catalogue import Catalogue
from corpus.types import Concept, ConceptId, SectionName
from tutor.dialogue.check import SupportCheck
from tutor.dialogue.contradictions import opposite_in_place, turned
from tutor.dialogue.evidence import evidence_sentences, misconceptions
from tutor.dialogue.explanation import (
    ExplanationVerdict,
    GradedExplanation,
    KeyPoint,
    PointState,
    Slip,
    is_list,
)
from tutor.dialogue.lines import Line, LineReader, negates, stems_of
from tutor.dialogue.matching import Match
from tutor.dialogue.opposition import turns_round
from tutor.dialogue.own_words import Piece, mended, pieces
from tutor.retrieval.embedder import Embedder
from tutor.retrieval.names import NameMatcher
from tutor.types import Citation

_BIAS, _NEARNESS, _HELD = -3.9, 3.3, 6.9
"""Log-odds that a point is said: at nothing, per unit of nearness, per unit of content held."""

_SAID, _MISSING = 0.5, 0.35
"""Probabilities from which on a point counts as said, and below which as missing."""

_UNRELATED = 0.35
_ABOUT = 0.3
"""Cosine to the nearest sentence of the page below which a text is about something else."""

_OPPOSITE, _COPIED = 0.6, 0.8
"""Fit of a word's surroundings to its opposite, and share of copied words, from which a sentence surely is turned round."""

_NEAR, _DOUBTED = 0.7, 0.5
"""Cosine from which on, and support below which, a turned sentence is worth a question."""

_NEARLY_COPIED, _DENIED = 0.8, 0.25
"""The same for a sentence in which only the support is missing."""

_BELIEF, _BELIEF_MARGIN, _BELIEF_HELD = 0.75, 0.03, 0.6
_MOST, _FEWEST = 5, 2
_ENOUGH = 0.6
"""Share of the key points that makes an explanation a good one: two of three."""


class ExplainBack:
    """Grades explanations.

    Args:
        embedder: Compares the learner's words with the page's.
        names: Its vocabulary says which words there are and how rare they are.
        catalogue: The pages.
        check: The check of sentences, which says how well the page supports one.
    """

    def __init__(self, embedder: Embedder, names: NameMatcher, catalogue: Catalogue, check: SupportCheck) -> None:
        self._catalogue = catalogue
        self._vocabulary = names.vocabulary
        self._reader = LineReader(embedder, names.vocabulary)
        self._check = check

    def grade(self, concept: ConceptId, text: str) -> GradedExplanation:
        """Compare an explanation with the page of a concept, which must exist."""
        page = self._catalogue[concept]
        citations = [Citation(number=n, passage=passage) for n, passage in enumerate(page.passages, start=1)]
        clean = mended(text, [passage.text for passage in page.passages], self._vocabulary)
        subject = set(stems_of(page.title))
        said = [
            one for one in pieces(clean, page.title) if set(self._reader.read([one.text])[0].content_stems) - subject
        ]
        graded = partial(GradedExplanation, concept=concept, title=page.title, text=text)
        if not said:
            return graded(verdict=ExplanationVerdict.EMPTY)
        if not self._is_about(" ".join(piece.text for piece in said if piece.whole), citations):
            return graded(verdict=ExplanationVerdict.ELSEWHERE)
        found = [slip for piece in said if piece.whole and (slip := self._slip(piece, page, citations))]
        slips = tuple(sorted(found, key=lambda slip: not slip.sure))
        points = self._points_said(page, citations, said, slips)
        verdict = _verdict(points, slips)
        if is_list(clean) and verdict is not ExplanationVerdict.MISTAKEN:
            verdict = ExplanationVerdict.UNSURE
        share = sum(point.state is PointState.SAID for point in points) / len(points)
        credit = 0.0 if verdict is ExplanationVerdict.MISTAKEN else share
        return graded(verdict=verdict, points=points, slips=slips, credit=credit)

    def _is_about(self, text: str, citations: Sequence[Citation]) -> bool:
        """Whether a text is near anything that the page says."""
        page = self._reader.read([text for citation in citations for text in evidence_sentences(citation.passage)])
        return bool(_cosines(self._reader.read([text]), page).max() >= _ABOUT)

    def _points_said(
        self, page: Concept, citations: Sequence[Citation], said: Sequence[Piece], slips: Sequence[Slip]
    ) -> tuple[KeyPoint, ...]:
        """The key points; one that only a doubtful sentence says is unsure, and what is mistaken says none."""
        sure = [slip.said for slip in slips if slip.sure]
        doubtful = [slip.said for slip in slips]
        likely, firm = (
            self._points(page, citations, [piece for piece in said if not any(piece.text in slip for slip in left_out)])
            for left_out in (sure, doubtful)
        )
        unsure = {"state": PointState.UNSURE}
        return tuple(
            some if some.state in (PointState.MISSING, certain.state) else some.model_copy(update=unsure)
            for some, certain in zip(likely, firm, strict=True)
        )

    def _points(self, page: Concept, citations: Sequence[Citation], said: Sequence[Piece]) -> tuple[KeyPoint, ...]:
        """The key points of a page, each with whether it is among what was said."""
        told = key_points(page, citations)
        lines = self._reader.read([text for text, _ in told])
        mine = self._reader.read([piece.text for piece in said])
        named = self._reader.read([piece.named for piece in said])
        near = _nearness(lines, mine, named)
        subject = frozenset(stems_of(page.title))
        odds = [
            _BIAS + _NEARNESS * nearness + _HELD * _held(line, mine, subject)
            for nearness, line in zip(near, lines, strict=True)
        ]
        return tuple(
            KeyPoint(text=text, citation=citation, state=_state(1 / (1 + math.exp(-value))))
            for (text, citation), value in zip(told, odds, strict=True)
        )

    def _slip(self, piece: Piece, page: Concept, citations: Sequence[Citation]) -> Slip | None:
        """What the page says otherwise than a sentence, if anything."""
        line = self._reader.read([piece.text])[0]
        if belief := self._belief(line, citations):
            return Slip(said=piece.text, page=belief[0], citation=belief[1], sure=True)
        told = key_points(page, citations)
        match = Match(line, self._reader.read([text for text, _ in told]), frozenset(stems_of(page.title)), frozenset())
        text, citation = told[match.order[0]]
        slip = partial(Slip, said=piece.text, page=text, citation=citation)
        nearest, opposite = match.cosines.max(), opposite_in_place(match) >= _OPPOSITE
        if nearest < _NEAR:
            return slip(sure=False) if opposite else None
        support = self._check.check(piece.text, citations, (), page.title).score
        if opposite or (turned(match) and support < _DOUBTED):
            plain = opposite or match.copy.share >= _COPIED
            return slip(sure=plain and support < _DOUBTED and not negates(line.words))
        return slip(sure=False) if nearest >= _NEARLY_COPIED and support < _DENIED else None

    def _belief(self, line: Line, citations: Sequence[Citation]) -> tuple[str, Citation] | None:
        """The correction of the wrong belief that a sentence repeats and does not deny, and its passage."""
        page = self._reader.read([text for citation in citations for text in evidence_sentences(citation.passage)])
        found = [(belief, citation) for citation in citations for belief in misconceptions(citation.passage)]
        if not found:
            return None
        beliefs = self._reader.read([belief for belief, _ in found])
        near = _cosines([line], beliefs)[0]
        place = int(near.argmax())
        belief, citation = found[place]
        alike = near[place] >= max(_BELIEF, float(_cosines([line], page).max()) + _BELIEF_MARGIN)
        if not alike or _held(beliefs[place], [line], frozenset()) < _BELIEF_HELD or turns_round(line.text, belief):
            return None
        rest = citation.passage.text.partition(f"**{belief}**")[2]
        return rest.partition("\n")[0].strip(), citation


def key_points(page: Concept, citations: Sequence[Citation]) -> list[tuple[str, Citation]]:
    """Two to five sentences of a page with their passages: the definition, and the intuition where that is too short."""
    wanted = (SectionName.DEFINITION, SectionName.INTUITION)
    found = {name: [c for c in citations if c.passage.section is name] for name in wanted}
    points = [(text, c) for c in found[wanted[0]] for text in evidence_sentences(c.passage)]
    if len(points) < _FEWEST:
        points += [(text, c) for c in found[wanted[1]] for text in evidence_sentences(c.passage)[:_FEWEST]]
    if not points:
        message = f"{page.id} has no definition"
        raise ValueError(message)
    return points[:_MOST]


def _cosines(left: Sequence[Line], right: Sequence[Line]) -> np.ndarray:
    return np.stack([line.vector for line in left]) @ np.stack([line.vector for line in right]).T


def _nearness(points: Sequence[Line], mine: Sequence[Line], named: Sequence[Line]) -> list[float]:
    """How near the best piece comes to each point: its cosine, less what it is nearer to another point."""
    if not mine:
        return [0.0] * len(points)
    near = np.maximum(_cosines(mine, points), _cosines(named, points))
    return [float(value) for value in (2 * near - near.max(axis=1, keepdims=True)).max(axis=0)]


def _held(point: Line, mine: Sequence[Line], subject: frozenset[str]) -> float:
    """The share of a point's content, by rarity and without its subject, that the words said have or resemble."""
    places = [place for place, stem in enumerate(point.content_stems) if stem not in subject]
    if not places or not mine:
        return 0.0
    stems = {stem for line in mine for stem in line.stems}
    there = np.array([point.content_stems[place] in stems for place in places], dtype=float)
    like = (point.vectors[places] @ np.concatenate([line.vectors for line in mine]).T).max(axis=1)
    held = np.maximum(there, np.clip((like - _UNRELATED) / (1 - _UNRELATED), 0, 1))
    rarity = point.rarity[places]
    return float(rarity @ held / (rarity.sum() or 1.0))


def _state(probability: float) -> PointState:
    if probability >= _SAID:
        return PointState.SAID
    return PointState.MISSING if probability < _MISSING else PointState.UNSURE


def _verdict(points: Sequence[KeyPoint], slips: Sequence[Slip]) -> ExplanationVerdict:
    """Mistaken where anything certainly is; good with enough points; unsure where doubts decide; else partial."""
    if any(slip.sure for slip in slips):
        return ExplanationVerdict.MISTAKEN
    said = sum(point.state is PointState.SAID for point in points)
    doubts = sum(point.state is PointState.UNSURE for point in points)
    if said >= _ENOUGH * len(points) and not slips:
        return ExplanationVerdict.GOOD
    if slips or not said or said + doubts >= _ENOUGH * len(points):
        return ExplanationVerdict.UNSURE
    return ExplanationVerdict.PARTIAL
