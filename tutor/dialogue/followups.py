"""Making a follow-up self-contained, from the conversation's focus; by rules, never by the language model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.types import Concept
from tutor.types import Mention

_POSSESSIVE = re.compile(r"\b(?:its|their|his|her)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:it|they|them)\b"
    r"|\b(?:this|that|these|those)\b(?=\s+(?:one|is|are|was|were|does|do|did|work|works|help|helps|matter|matters|differ|"
    r"differs|different|mean|means|happen|happens|need|needs|grow|grows|change|changes|compare|compares|than|from|to|so|"
    r"for|in|and|or|called|used|better|worse|enough|true|concept|idea|method|technique|step|formula)\b|\s*[?.!,;]|\s*$)",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(r"^\s+(?:one|concept|idea|method|technique)\b", re.IGNORECASE)
_EXPLETIVE = re.compile(
    r"\b(?:is|was|does|would|will|can)\s+it\s+(?:possible|true|necessary|better|worth)\b", re.IGNORECASE
)
_LEAD = r"^(?:(?:and|but|so|ok(?:ay)?|then|now|well|please|yes|hm+)[,\s]+)*"
_ABOUT = re.compile(_LEAD + r"(?:(?:what|how)\s+about|and|or)\s+(?P<rest>.+?)\s*\?*$", re.IGNORECASE)
_ADDITION = re.compile(
    r"^(?:and|but)\s+(?P<rest>(?:in|with|without|for|on|at|during|after|before|when|if)\b.+?)\s*\?*$", re.IGNORECASE
)
_SHORT_WORDS = 7

_ELLIPSES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(_LEAD + pattern, re.IGNORECASE), rewritten)
    for pattern, rewritten in (
        (r"why(?:\s+(?:so|not|is\s+that|does\s+that\s+matter|should\s+i\s+care))?\W*$", "Why does {title} matter?"),
        (r"(?:how|how\s+so|how\s+come|how\s+does\s+that\s+work)\W*$", "How does {title} work?"),
        (r"(?:what|what\s+does\s+that\s+mean|meaning|definition)\W*$", "What is {title}?"),
        (r".*\b(?:formula|equation|maths?)\b\W*$", "What is the formula of {title}?"),
        (r".*\b(?:examples?|for\s+instance|concretely|in\s+practice)\b\W*$", "Give an example of {title}."),
        (r".*\b(?:simpl(?:er|y|e\s+words)|easier|like\s+i'?m\s+(?:5|five)|eli5)\b\W*$", "Explain {title} in simple words."),
        (r".*\b(?:intuition|analogy|intuitively)\b\W*$", "What is the intuition behind {title}?"),
        (r".*\b(?:mistakes?|misconceptions?|get\s+wrong|pitfalls?)\b\W*$", "What are misconceptions about {title}?"),
        (r"(?:(?:tell|show)\s+me\s+more|more|go\s+on|continue|more\s+details?|say\s+more)\W*$", "Explain {title} in more detail."),
        (r"(?:(?:go\s+)?deeper|elaborate|explain(?:\s+(?:more|again|further))?|what\s+else)\W*$", "Explain {title} in more detail."),
        (r"(?:what|which).*\b(?:read|learn|know|study)\b.*\b(?:first|before)\b\W*$", "What should I learn before {title}?"),
    )
)  # fmt: skip


def spoken_title(concept: Concept) -> str:
    """The title as it is said in a sentence: without its parenthesis."""
    return re.sub(r"\s*\([^)]*\)", "", concept.title).strip() or concept.title


def self_contained(text: str, mentions: Sequence[Mention], focus: Concept | None, previous: str) -> str:
    """Rewrite a follow-up so that it can be understood on its own.

    A question that names its subject stays as it is, also when a later pronoun refers to that subject.

    Args:
        text: The learner's words.
        mentions: Concepts named in them, in order.
        focus: What the conversation is about, if anything.
        previous: The last self-contained question.
    """
    if focus is None:
        return text
    title = spoken_title(focus)
    if previous and (addition := _ADDITION.match(text.strip())):
        return f"{previous.rstrip(' ?.!')} {addition['rest']}?"
    if _resembles_about(text, mentions):
        return _same_question(text, mentions[0], focus, previous)
    replaced = _replace_pronouns(text, mentions, title)
    if replaced != text or mentions:
        return replaced
    for pattern, rewritten in _ELLIPSES:
        if pattern.match(text.strip()):
            return rewritten.format(title=title)
    return text


def leans_on_focus(text: str) -> bool:
    """Whether a text without any named concept is so short that it probably continues the subject."""
    return len(text.split()) <= _SHORT_WORDS


def _resembles_about(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the text is "and X?" or "what about X?"."""
    about = _ABOUT.match(text.strip())
    return about is not None and len(mentions) == 1 and len(about["rest"].split()) <= len(mentions[0].text.split()) + 2


def _same_question(text: str, mention: Mention, focus: Concept, previous: str) -> str:
    """The previous question asked of another concept, or what that concept is."""
    for name in sorted((focus.title, spoken_title(focus), *focus.aliases), key=len, reverse=True):
        found = re.search(rf"\b{re.escape(name)}s?\b", previous, re.IGNORECASE)
        if found:
            return previous[: found.start()] + mention.text + previous[found.end() :]
    return f"What is {mention.text}?" if text.strip() else text


def _replace_pronouns(text: str, mentions: Sequence[Mention], title: str) -> str:
    """Put the title in the place of the first pronoun, unless the text itself names its subject before."""
    possessive, pronoun = _POSSESSIVE.search(text), _PRONOUN.search(text)
    found = min(filter(None, (possessive, pronoun)), key=lambda match: match.start(), default=None)
    if found is None or _EXPLETIVE.search(text) or any(mention.start < found.start() for mention in mentions):
        return text
    name = title + ("'s" if found is possessive else "")
    rest = text[found.end() :]
    noun = _NOUN_AFTER.match(rest)
    return text[: found.start()] + name + (rest[noun.end() :] if noun else rest)
