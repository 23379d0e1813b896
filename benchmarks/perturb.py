"""Claims made by program from sentences of our pages: clean copies, and copies with one thing changed.

Hand-written claims teach the check what is hard; these teach it that a plain copy is supported, and that a copy with a
negation, a direction, a number or a name changed is not.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from corpus.catalogue import Catalogue
from corpus.types import Concept, Passage, SectionName
from tutor.dialogue.evidence import evidence_sentences
from tutor.dialogue.lines import is_content
from tutor.dialogue.opposites import OPPOSITES
from tutor.evaluation.cases import Evidence, GroundingCase

SECTIONS = (SectionName.DEFINITION, SectionName.INTUITION, SectionName.WHY)
SHORTEST, LONGEST = 7, 32
_VERB = re.compile(r"\b(is|are|can|will|does|do|must|has|have)\b(?! not)")
_TAIL = re.compile(r"(?:, | because | so that | while | which | by ).*$")
_WORD = re.compile(r"[A-Za-z][\w-]*")
_NUMBER = re.compile(r"\b\d+\b")


def made_claims(catalogue: Catalogue, count: int, seed: int) -> list[GroundingCase]:
    """About `count` claims, half of them supported, each on up to two passages of one page."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    concepts = list(catalogue)
    made: list[GroundingCase] = []
    while len(made) < count:
        concept = chance.choice(concepts)
        passages = [passage for passage in concept.passages if passage.section in SECTIONS][:2]
        made.extend(_claims(concept, passages, concepts, chance, len(made)))
    return made


def _claims(
    concept: Concept, passages: list[Passage], concepts: list[Concept], chance: random.Random, first: int
) -> Iterator[GroundingCase]:
    sentences = [
        text
        for passage in passages
        for text in evidence_sentences(passage)
        if SHORTEST <= len(text.split()) <= LONGEST and "$" not in text
    ]
    if not sentences:
        return
    evidence = tuple(Evidence(title=passage.title, text=" ".join(evidence_sentences(passage))) for passage in passages)
    sentence = chance.choice(sentences)
    wrong = [claim for claim in _wrong(sentence, concept, concepts, chance) if claim != sentence]
    chosen = [(chance.choice(_right(sentence)), "supported"), *((claim, "contradicted") for claim in wrong[:1])]
    for number, (claim, label) in enumerate(chosen, start=first):
        yield GroundingCase.model_validate(
            {
                "id": f"m{number}",
                "question": f"What is {concept.title}?",
                "evidence": evidence,
                "claim": claim,
                "label": label,
            }
        )


def _right(sentence: str) -> list[str]:
    """The sentence, and the sentence without what follows its first comma or conjunction, where enough is left."""
    short = _TAIL.sub("", sentence).rstrip(".") + "."
    return [sentence, short] if len(short.split()) >= SHORTEST else [sentence]


def _wrong(sentence: str, concept: Concept, concepts: list[Concept], chance: random.Random) -> list[str]:
    """The sentence with one thing changed, in random order."""
    made = [_negated(sentence), _turned(sentence), _renumbered(sentence, chance), _swapped(sentence, chance)]
    other = chance.choice(concepts)
    if concept.title in sentence:
        made.append(sentence.replace(concept.title, other.title, 1))
    foreign = evidence_sentences(other.passages[0])[0]
    made.append(f"{sentence.rstrip('.')}, because {foreign[:1].lower()}{foreign[1:]}")
    chance.shuffle(made)
    return [claim for claim in made if claim]


def _negated(sentence: str) -> str:
    if re.search(r"\bnot\b", sentence):
        return re.sub(r"\b(?:does |do )?not ", "", sentence, count=1)
    return _VERB.sub(r"\1 not", sentence, count=1) if _VERB.search(sentence) else ""


def _turned(sentence: str) -> str:
    for word in _WORD.findall(sentence):
        for left, right in OPPOSITES:
            for one, other in ((left, right), (right, left)):
                if word in one:
                    return re.sub(rf"\b{word}\b", min(other), sentence, count=1)
    return ""


def _renumbered(sentence: str, chance: random.Random) -> str:
    return _NUMBER.sub(lambda found: str(int(found[0]) * chance.choice((2, 3, 10)) + 1), sentence, count=1)


def _swapped(sentence: str, chance: random.Random) -> str:
    words = [found for found in _WORD.finditer(sentence) if is_content(found[0].lower())]
    if len(words) < 4:  # noqa: PLR2004 - neighbours of each other say the same in both orders
        return ""
    left, right = sorted(chance.sample(words, 2), key=lambda found: found.start())
    return (
        sentence[: left.start()] + right[0] + sentence[left.end() : right.start()] + left[0] + sentence[right.end() :]
    )
