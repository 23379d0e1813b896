"""The words that say what a named concept is to a learner: known, not known, wanted, to be left out; and how deep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from corpus.types import Level
from tutor.learner.entries import Depth
from tutor.learner.plans.said_times import MARK

_I = r"(?:i|we)(?: am| are|'m|'re|'ve| have| had)?(?: (?:already|also|do|only|just|now|pretty much|kind of|really|quite))*"
_MUCH = r"(?: (?:a lot|a bit|a little|something|everything|all))?(?: (?:about|of|with|in|on))?"
_SKILL = r"(?:comfortable|familiar|fluent|confident|good|at home|experienced|solid|fine|strong|okay|ok)"


class Role(StrEnum):
    """What the concepts after a cue are to the learner; those after `NEUTRAL` are goals too."""

    NOT_YET = "not yet"
    KNOWN = "known"
    WITHOUT = "without"
    GOAL = "goal"
    NEUTRAL = "neutral"


class Cue(NamedTuple):
    """Where a role begins.

    `backwards` is whether what stands before it in its clause is meant.
    """

    role: Role
    depth: Depth | None
    backwards: bool
    start: int
    end: int


_CUES: tuple[tuple[str, Role, Depth | None, str], ...] = (
    (
        "stop",
        Role.NEUTRAL,
        None,
        rf"{MARK}|[.!?;](?=\s|$)|\n",
    ),
    (
        "known_before",
        Role.KNOWN,
        None,
        r"(?:is|are) (?:already |well )?(?:known|familiar|clear)(?: to me)?|(?:i|we) (?:already )?know(?=\s*(?:[,.;]|$))",
    ),
    (
        "not_yet",
        Role.NOT_YET,
        None,
        (
            r"(?:(?:i|we)(?:'ve| have)? )?(?:don't|do not|can't|cannot|haven't|have not|never)(?: (?:really|yet|fully|even|ever))* "
            r"(?:know|understand|understood|get|learn(?:ed|t)?|studied|heard|done|seen|used|grasp)(?: (?:much|anything))?(?: (?:about|of))?"
            r"|(?:i |we )?know (?:absolutely )?(?:nothing|little|not much|next to nothing) (?:about|of)"
            rf"|(?:i'm |i am )?(?:new to|weak (?:in|at|on)|clueless about|shaky on|bad at|not (?:yet |so |very )?{_SKILL} (?:with|in|at))"
            r"|but not(?: yet)?|but no(?= )|(?:have )?no (?:idea|clue|knowledge|background)(?: (?:about|of|in))"
        ),
    ),
    (
        "known",
        Role.KNOWN,
        None,
        (
            rf"{_I} (?:know(?: how to)?|understand|understood|learn(?:ed|t)|stud(?:y|ied)|did|master(?:ed)?|grasp|done|read|covered|taken|took"
            rf"|(?:been )?(?:work(?:ed|ing)|us(?:ed|ing)|studying)|finished|seen){_MUCH}"
            rf"|(?:i have |i've got |i've |with |have )?(?:a |an |some )?(?:(?:solid|good|strong|basic|decent|working) )*"
            r"(?:background|grounding|grasp|understanding|degree|knowledge|foundation|experience) (?:in|of|with)"
            rf"|(?:i'm |i am |already |pretty |quite |being )*{_SKILL} (?:with|in|at|on)"
            rf"|already (?:know|understand|studied|done|did|learn(?:ed|t)|have|had){_MUCH}"
            rf"|having (?:done|studied|learn(?:ed|t)|finished|read|understood){_MUCH}"
            r"|knowing|given(?: that i know)?|assum(?:e|ing)(?: that)?(?: i know)?|coming from|my background is(?: in)?"
            r"|from(?! scratch| zero| nothing| now| the start| then)"
        ),
    ),
    (
        "without",
        Role.WITHOUT,
        None,
        (
            r"nothing (?:about|on|from|in)|without(?: any)?|skip(?:ping)?|leav(?:e|ing) (?:out|aside)|avoid(?:ing)?|exclud(?:e|ing)"
            r"|except(?: for)?|not interested in|(?:i )?(?:don't|do not) (?:want|care about|need|like)(?: any)?|omit(?:ting)?|ignor(?:e|ing)"
            r"|minus|(?:i )?hate|no(?= )(?! idea| clue| knowledge| background| rush| hurry| problem| more)"
        ),
    ),
    (
        "follow",
        Role.GOAL,
        Depth.FOLLOW,
        (
            r"(?:just |only )?(?:deep |good )?enough to (?:follow|talk about|chat about|get by|read|discuss)"
            r"|follow (?:a|the|along)|(?:a )?(?:rough|general|basic|quick|vague|first) (?:idea|overview|picture|look|impression)(?: (?:of|at))?"
            r"|gist(?: of)?|(?:an )?overview(?: of)?|high[- ]level|superficial(?:ly)?|roughly|in a nutshell|big picture|intuition (?:for|of|behind)"
            r"|just the (?:idea|basics|intuition)(?: (?:of|behind))?|the basics of"
        ),
    ),
    (
        "implement",
        Role.GOAL,
        Depth.IMPLEMENT,
        (
            r"(?:(?:want|like|need|able|learn|plan|aim|trying|going|how) to )?(?:implement(?:ing)?|build(?:ing)?(?: my own)?|cod(?:e|ing)(?: up)?|program"
            r"|write (?:my own|an?|one)|derive)|in (?:full |great |more )?(?:depth|detail)|deep dive(?: into)?|thorough(?:ly)?|inside out|hands[- ]on"
        ),
    ),
    (
        "goal",
        Role.GOAL,
        None,
        (
            r"(?:until|till|before|so that|so) i (?:can )?(?:really |properly |fully )?(?:understand|know|grasp|master)|(?:i'd |i |we )?(?:want|like|need|wish|hope|plan|aim|trying|try|going|love|have|able|would)(?: (?:to|me))+"
            r"(?: (?:be able to|really|finally|properly|learn|know|understand|get|study|move on to|reach|master|see|grasp|about|to))*"
            r"|get (?:me )?(?:up )?to|bring me to|take me to|teach me(?: about)?|explain(?: to me)?|tell me about|show me|learn(?:ing)?(?: about)?"
            r"|goals?|target|my aim|(?:path|way|road|route|plan|prepar\w+|exam|test|talk|course)(?: me)? (?:to|for|on|about|towards)"
            r"|how (?:do|does|can)|what (?:is|are|do)|study(?:ing)?|master|reach(?:ing)?|towards?|on to|interested in"
            r"|understand(?:ing)?|so that i can|want|need|for(?= )"
        ),
    ),
    ("neutral", Role.NEUTRAL, None, r"i(?:'ve| have)(?: got| only| just)*|i can|we have|and have"),
)
_PATTERN = re.compile("|".join(rf"(?P<{name}>{pattern})" if name == "stop" else rf"\b(?P<{name}>{pattern})(?!\w)" for name, _, _, pattern in _CUES))  # fmt: skip
_ROLES = {name: (role, depth) for name, role, depth, _ in _CUES}
_TO = re.compile(r"\b(?:to|towards|up to)\b")

_LEVELS = "|".join(Level)
_NOT_ADVANCED = r"(?:nothing|no|not|without|skip|avoid)(?: (?:too|any|that's|that is|the|very|anything))* (?:advanced|hard|difficult|complicated)"
_AT_MOST = rf"(?:only|just|stay(?:ing)? (?:at|with)|keep (?:it|everything) (?:at|to)?|at most|no more than|nothing (?:above|beyond|over|harder than)|up to|max(?:imum)?(?: level)?:?)(?: the)? (?P<level>{_LEVELS})"  # fmt: skip
_THEN_ONLY = rf"(?P<then>{_LEVELS})(?:[- ]level| concepts| stuff)* (?:only|at most|max(?:imum)?)"
_SIMPLE = r"(?P<simple>keep (?:it|things) (?:simple|easy))"
LEVEL = re.compile(
    rf"\b(?:{_AT_MOST}|{_THEN_ONLY}|{_SIMPLE}|{_NOT_ADVANCED})(?:[- ]level| (?:stuff|things|topics|concepts|material|pages))*\b"
)
"""The highest level that is wanted."""

BEGINNER = re.compile(
    r"\b(?:(?:i'm|i am)(?: (?:a|an|just|still|only|complete|total|absolute))* (?:beginner|newbie|novice)|(?:a )?(?:complete|total) beginner"
    r"|(?:start(?:ing)?|begin(?:ning)?|learn(?:ing)?|go(?:ing)?) from (?:zero|scratch|nothing)|(?:no|zero) (?:prior |previous )?(?:knowledge|background|experience)(?! (?:of|in|with|about))"
    r"|(?:i )?know nothing(?! (?:about|of))(?: yet)?)\b"
)
"""Says that nothing is known yet."""

STANDING = re.compile(
    r"\b(?:i'm|i am)(?: (?:an?|at|already|rather))* (?:intermediate|advanced|expert)(?: (?:level|learner))?\b"
)
"""Says how far somebody is without saying what they know."""


def cues(text: str) -> Iterator[Cue]:
    """The cues of a text of lower case, from left to right, without overlap; "from … to …" opens two roles."""
    for match in _PATTERN.finditer(text):
        name = str(match.lastgroup)
        role, depth = _ROLES[name]
        yield Cue(role, depth, name == "known_before", match.start(), match.end())
        if match[0] in {"from", "coming from"} and (to := _TO.search(text, match.end())):
            yield Cue(Role.GOAL, None, backwards=False, start=to.start(), end=to.end())


def highest_level(match: re.Match[str]) -> Level:
    """The level that a match of `LEVEL` means."""
    named = match["level"] or match["then"]
    return Level(named) if named else Level.BEGINNER if match["simple"] else Level.INTERMEDIATE
