"""In what manner a question wants its answer: as a reason, in steps, by an example, in simple words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from corpus.types import SectionName

_INTRODUCTION = re.compile(
    r"^\s*(?:hi|hello|hey)?[\s,.!]*(?:i'?m|i\s+am|as|i\s+just)\b[^.,;:!?]*[.,;:!]\s*(?:so|and|but)?[\s,]*(?=\S)",
    re.IGNORECASE,
)


class Manner(StrEnum):
    """How an answer is given; the words of each rule are looked for in this order."""

    FORMULA = "formula"
    EXAMPLE = "example"
    MISCONCEPTION = "misconception"
    SIMPLER = "simpler"
    DEEPER = "deeper"
    WHY = "why"
    HOW = "how"
    WHAT = "what"
    OTHER = "other"


_ASKED = {
    Manner.FORMULA: r"\b(?:formula|equation|in\s+symbols)\b",
    Manner.EXAMPLE: r"\b(?:examples?|for\s+instance|concretely|worked|numbers\s+for)\b",
    Manner.MISCONCEPTION: r"\b(?:misconceptions?|myths?|misunderst\w+|common\s+mistakes?|wrong\s+about|is\s+it\s+true|isn't\s+it)\b",
    Manner.SIMPLER: r"\b(?:simpl[ey]|simpler|plain|everyday|intuition|intuitively|analogy|like\s+i'?m|eli5|beginners?|layman\w*)\b",
    Manner.DEEPER: r"\b(?:more\s+details?|in\s+detail|deeper|in\s+depth|further|tell\s+me\s+more|elaborate)\b",
    Manner.WHY: r"\bwhy\b|\bwhat(?:\s+is|\s+are|'s)\s+(?:the\s+(?:reason|point|purpose|use|benefit)\b|.*\b(?:good|useful|used)?\s*for\W*$)|\breasons?\b",
    Manner.HOW: r"\bhow\b(?!\s+(?:much|many|big|long|large|often|fast|is\s+\w+\s+different|does\s+.*\bdiffer))",
    Manner.WHAT: r"^\W*(?:what(?:'s|\s+is|\s+are|\s+does\s+.*\bmean)|define|describe|explain|tell\s+me\s+about|who\s+or\s+what)\b",
}
_RULES = {manner: re.compile(pattern, re.IGNORECASE) for manner, pattern in _ASKED.items()}
_BEGINNER = re.compile(
    r"\b(?:i'?m|i\s+am|as|for)\s+(?:(?:a|an|just|only|still|very|quite|totally|completely|absolute|complete|total)\s+)*(?:beginners?|newbie|noob|novice|new\s+to\s+(?:this|it|all|ai|ml|machine|deep|the))\b"
    r"|\b(?:i\s+)?(?:just\s+started|know\s+nothing|no\s+background|no\s+idea\s+about)\b|\beli5\b|\blike\s+i'?m\s+(?:5|five|a\s+child|ten|10|12|15)\b",
    re.IGNORECASE,
)


SECTION: Mapping[Manner, SectionName] = MappingProxyType(
    {
        Manner.FORMULA: SectionName.FORMULA,
        Manner.EXAMPLE: SectionName.EXAMPLE,
        Manner.MISCONCEPTION: SectionName.MISCONCEPTIONS,
        Manner.SIMPLER: SectionName.INTUITION,
        Manner.WHY: SectionName.WHY,
    }
)
"""The section of a page that an answer in that manner needs."""


def manner_of(question: str) -> Manner:
    """In what manner a self-contained question wants its answer."""
    return next((manner for manner, rule in _RULES.items() if rule.search(question)), Manner.OTHER)


def without_introduction(text: str) -> str:
    """A text without the sentence in which a learner introduces themselves as a beginner."""
    match = _INTRODUCTION.match(text)
    return text[match.end() :] if match and is_beginner(match[0]) else text


def is_beginner(text: str) -> bool:
    """Whether a learner says that they are a beginner."""
    return bool(_BEGINNER.search(text))
