"""Whether a sentence is supported by passages; asked of every sentence before it is shown.

Signals with names (`tutor/dialogue/signals.py`) are weighed by a logistic regression. Where they are unsure and the
language model is large enough, its own judgement of the claim is weighed in. A sentence that fails is repaired by
quotation where a passage has a sentence that says what it tried to say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from corpus.catalogue import Catalogue
from corpus.types import ConceptId, Value
from tutor.dialogue.evidence import evidence_sentences, misconceptions
from tutor.dialogue.judgement import Ask
from tutor.dialogue.lines import Line, LineReader, is_number, stems_of
from tutor.dialogue.matching import Match
from tutor.dialogue.signals import signals
from tutor.dialogue.weights import JUDGED, OWN, REASONS, SURE, THRESHOLD, UNSURE, WEIGHTS
from tutor.retrieval.embedder import Embedder
from tutor.retrieval.names import NameMatcher
from tutor.types import Citation

Sources = Sequence[tuple[Citation, str]]
"""Every sentence of the passages, with its passage."""

_NOTHING = "says nothing that could be checked"
_NOT_SAID = "the passages do not say it"
_MISCONCEPTION = "the page calls it a misconception"
_STRANGER = "it names something that only the question speaks of"
_TELLING = 0.65
_COMPOUND = re.compile(r"\w+(?:-\w+)+")
_LEAST = 0.25
"""Share of a claim's content below which no passage speaks of it, whatever a model that knows the world thinks."""

_FARTHEST = 0.35
"""Cosine to the nearest sentence below which no passage speaks of a claim either."""

_LEANING = re.compile(r"(?:This|These|That|Those|Such)\b|(?:It|They)\s+also\b")
"""How sentences begin that mean nothing without the one before."""

JUDGED_BY = 2
"""Sentences that the language model is shown with a claim (docs/experiments.md)."""

_BELIEF = 0.6
_BELIEF_MARGIN = 0.03
_TIE = 0.05
_MORE = 0.2
_QUOTABLE = 0.55


class Support(Value):
    """How well passages support a sentence.

    Attributes:
        supported: Whether it may be shown.
        citations: The passages it rests on, best first; empty where it is not supported.
        score: The calibrated probability that it is supported.
        reason: Why it may not be shown, in words; empty where it may.
        quotation: The passage that says what the sentence tried to say; None where none does or it may be shown.
        quotation_text: The sentence of that passage, word for word; empty where there is none.
    """

    supported: bool
    citations: tuple[Citation, ...] = ()
    score: float = 0.0
    reason: str = ""
    quotation: Citation | None = None
    quotation_text: str = ""


class SupportCheck:
    """Checks sentences against passages.

    Args:
        embedder: Compares a sentence with passage sentences.
        names: Its vocabulary says how rare a word is.
        catalogue: The pages, for the wrong beliefs that they correct.
    """

    def __init__(self, embedder: Embedder, names: NameMatcher, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._reader = LineReader(embedder, names.vocabulary)

    def check(
        self,
        sentence: str,
        passages: Sequence[Citation],
        claimed: Sequence[int],
        question: str,
        ask: Ask | None = None,
        *,
        own: bool = False,
    ) -> Support:
        """Whether a sentence is supported, and by which passages.

        Args:
            sentence: The sentence, without citation marks.
            passages: What it may rest on.
            claimed: The numbers that the language model cited; they win ties, but prove nothing.
            question: The learner's question; repeating its words needs less support.
            ask: Asks the language model about a claim; only called where the signals are unsure.
            own: Whether the model that is asked wrote the sentence. It believes what it wrote, so the signals alone must
                speak for it, and it must not lean on a sentence before it that may be missing.
        """
        claim = self._reader.read([sentence])[0]
        sources = [(citation, text) for citation in passages for text in evidence_sentences(citation.passage)]
        if not claim.content or not sources:
            return Support(supported=False, reason=_NOTHING)
        lines = self._reader.read([text for _, text in sources])
        titles = frozenset(stem for citation in passages for stem in stems_of(citation.passage.title))
        match = Match(claim, lines, titles, frozenset(stems_of(question)))
        if any(line.stems == claim.stems for line in lines):
            return Support(supported=True, citations=_rests_on(match, sources, claimed), score=1.0)
        objection = self._objection(match, sources, question)
        score, reason = _weighed(match, sources, objection, ask, own=own)
        if reason:
            return _stopped(match, sources, score, reason, self._reader.read([question])[0])
        return Support(supported=True, citations=_rests_on(match, sources, claimed), score=score)

    def _objection(self, match: Match, sources: Sources, question: str) -> str:
        """Why a sentence may not be shown whatever its score, in words, or an empty string."""
        if match.share(match.stems) < _LEAST or match.cosines.max() < _FARTHEST:
            return _NOT_SAID
        if self._is_misconception(match, sources[match.order[0]][0].passage.concept):
            return _MISCONCEPTION
        if self._names_a_stranger(match, [citation for citation, _ in sources], question):
            return _STRANGER
        return ""

    def _names_a_stranger(self, match: Match, passages: Sequence[Citation], question: str) -> bool:
        """Whether a sentence repeats a telling or compound word of the question that neither passages nor pages' names have.

        To repeat it would be to say of a stranger what the passages say of something else.
        """
        told = zip(match.claim.content_stems, match.claim.rarity, strict=True)
        telling = {stem for stem, rarity in told if rarity >= _TELLING and stem in match.asked and not is_number(stem)}
        compounds = _compounds(match.claim.text) & _compounds(question)
        if not (telling or compounds):
            return False
        pages = [self._catalogue[page] for c in passages if (page := c.passage.concept) in self._catalogue]
        names = " ".join(name for page in pages for name in (page.title, *page.aliases))
        texts = " ".join((names, *(citation.passage.text for citation in passages)))
        return bool(telling - match.stems - {*stems_of(names)} or compounds - _compounds(texts))

    def _is_misconception(self, match: Match, concept: ConceptId) -> bool:
        """Whether a sentence repeats a wrong belief, which is closer to it than anything the passages state."""
        if concept not in self._catalogue:
            return False
        beliefs = [text for passage in self._catalogue[concept].passages for text in misconceptions(passage)]
        stated = float(match.cosines.max())
        return any(
            float(belief.vector @ match.claim.vector) >= stated + _BELIEF_MARGIN and _overlap(match.claim, belief)
            for belief in self._reader.read(beliefs)
        )


def _weighed(match: Match, sources: Sources, objection: str, ask: Ask | None, *, own: bool) -> tuple[float, str]:
    """The probability that a claim is supported, and why it may not be shown, in words; empty where it may."""
    found = signals(match)
    odds = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in found.items())
    doubted = bool(objection) or (own and (odds < OWN or bool(_LEANING.match(match.claim.text))))
    unsure = UNSURE[0] <= odds <= UNSURE[1] and not doubted
    judged = ask(match.claim.text, _nearest(match, sources)) if ask and unsure else None
    if judged is not None:
        odds = JUDGED["bias"] + JUDGED["signals"] * odds + JUDGED["model"] * judged
    score = 1 / (1 + math.exp(-odds))
    if objection:
        return min(score, 1 - score), objection
    enough = SURE if own and judged is not None else THRESHOLD
    return score, _reason(found) if doubted or score < enough else ""


def _nearest(match: Match, sources: Sources) -> list[str]:
    """The sentences that the language model judges a claim by, each with what its passage is about, in page order."""
    chosen = [sources[place] for place in sorted(match.order[:JUDGED_BY])]
    return [f"{citation.passage.title}: {text}" for citation, text in chosen]


def _rests_on(match: Match, sources: Sources, claimed: Sequence[int]) -> tuple[Citation, ...]:
    """The passage of the nearest sentence, and one more where it holds much of what the first leaves open.

    Among sentences that are nearly as near, those of a claimed passage win.
    """
    near = match.nearness
    tied = [place for place in match.order if near[place] >= near[match.order[0]] - _TIE]
    first = next((place for place in tied if sources[place][0].number in claimed), tied[0])
    held = set(match.lines[first].stems) | match.titles
    gain = {place: match.share(held | set(match.lines[place].stems)) - match.share(held) for place in match.order}
    second = max(gain, key=lambda place: gain[place])
    chosen = [first, second] if gain[second] >= _MORE else [first]
    return tuple(dict.fromkeys(sources[place][0] for place in chosen))


def _stopped(match: Match, sources: Sources, score: float, reason: str, asked: Line) -> Support:
    """A sentence that may not be shown, with the page's own sentence where one is near enough.

    Of sentences that are near enough, the one that is nearest to the sentence and the question together.
    """
    near = [place for place in match.order if match.cosines[place] >= _QUOTABLE]
    if not near:
        return Support(supported=False, score=score, reason=reason)
    place = max(near, key=lambda place: match.nearness[place] + float(match.lines[place].vector @ asked.vector))
    citation, text = sources[place]
    return Support(supported=False, score=score, reason=reason, quotation=citation, quotation_text=text)


def _reason(found: Mapping[str, float]) -> str:
    """What spoke most against a sentence, in words."""
    against = {name: WEIGHTS[name] * value for name, value in found.items() if name in REASONS}
    name = min(against, key=lambda name: against[name])
    return REASONS[name] if against[name] < 0 else _NOT_SAID


def _compounds(text: str) -> set[str]:
    """The words of a text that are joined by hyphens, in lower case."""
    return {word.casefold() for word in _COMPOUND.findall(text)}


def _overlap(claim: Line, other: Line) -> bool:
    """Whether the two have most of the shorter one's content words in common."""
    first, second = set(claim.content_stems), set(other.content_stems)
    return len(first & second) >= _BELIEF * (min(len(first), len(second)) or 1)
