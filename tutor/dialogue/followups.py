"""Making a follow-up self-contained, from the conversation's focus; by rules, never by the language model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.types import Concept
from tutor.dialogue.facets import FACETS, says_only_facets
from tutor.retrieval.words import content_words
from tutor.types import Mention

_LEAD = r"^(?:(?:and|but|so|ok(?:ay)?|then|now|well|please|yes|yeah|right|sure|cool|great|nice|thanks|thank\s+you|got\s+it|i\s+see|hm+|ah|oh|uh)\b[,.!\s]*)*"
_POSSESSIVE = re.compile(r"\b(?:its|their|his|her)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:it|they|them)\b"
    r"|\b(?:this|that|these|those)\b(?=\s+(?:one|is|are|was|were|does|do|did|work|works|help|helps|matter|matters|differ|"
    r"differs|different|mean|means|happen|happens|need|needs|grow|grows|change|changes|compare|compares|than|from|to|so|"
    r"for|in|and|or|called|used|better|worse|enough|true|concept|idea|method|technique|step|formula)\b|\s*[?.!,;]|\s*$)"
    r"|(?:(?<=\bis\s)|(?<=\bisn't\s)|(?<=\bwas\s)|(?<=\bwasn't\s)|(?<=\bare\s)|(?<=\baren't\s))(?:this|that|these|those)\b",
    re.IGNORECASE,
)
_BEFORE_THAT = re.compile(
    r"(?:^|[,.;:?!]|\b(?:why|how|what|when|where|who|is|isn't|are|aren't|was|wasn't|were|does|doesn't|do|don't|did|didn't|can|can't|could|would|will|should|of|for|with|without|from|to|than|in|"
    r"on|at|by|about|after|before|into|and|but|so|or|if|because|like|as|use|uses|used|using|explain|understand|see|get|got|doing|compare|change|affect|improve|replace|avoid|fix|help|all|not|ok|then))\s*$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(r"^\s+(?:one|concept|idea|method|technique)\b", re.IGNORECASE)
_EXPLETIVE = re.compile(
    r"\b(?:is|was|does|would|will|can)\s+it\s+(?:possible|true|necessary|better|worth)\b"
    r"|\b(?:is|'s)\s+it\s+called\s+(?:when|if)\b|\b(?:is|was)\s+it\s+(?:that|because)\b|\bit\s+(?:turn(?:s|ed)|make\s+sense\s+to|takes?\s+to)\b",
    re.IGNORECASE,
)
_DETERMINED = re.compile(r"\b(?:the|an?|my|your|our|some|any|every|each|two|three)\s+\w+", re.IGNORECASE)
_BOUNDARY = re.compile(
    r"[,.;:?!]|\b(?:and|or|but|because|when|while|if|so|since|before|after|that|which|where|to)\b", re.IGNORECASE
)
_ABOUT = re.compile(_LEAD + r"(?:(?:what|how)\s+about|and|or)\s+(?P<rest>.+?)\s*\?*$", re.IGNORECASE)
_ADDITION = re.compile(
    _LEAD
    + r"(?P<rest>(?:in|with|without|for|on|at|during|after|before|under|inside|across|(?:when|if)\s+\S+(?=\s+\S))\b.+?)\s*\?*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must|isn't|aren't|doesn't|don't|"
    r"what|which|who|how|why|where)\b|\b(?:what|who|how|where|that|it)'s\b",
    re.IGNORECASE,
)
_PERSONAL = frozenset({"it", "its", "they", "them", "their"})
"""Pronouns that mean something in the same sentence where there is anything; "that" means what was said before."""
_SUBJECT_AND_VERB = 3
_SHORT_WORDS = 7

_SWITCH = re.compile(
    _LEAD
    + r"(?:(?:never\s*mind|forget\s+(?:that|it|this|about\s+(?:that|it))|(?:a\s+|an\s+)?(?:completely\s+|totally\s+|entirely\s+)?"
    r"(?:new|another|other|different|separate|unrelated|quick\s+other)\s+(?:question|topic|subject|thing)|something\s+(?:completely\s+|totally\s+|entirely\s+)?(?:else|different|new)|"
    r"(?:let'?s\s+|let\s+us\s+|to\s+)?(?:chang(?:e|ing)|switch(?:ing)?)\s+(?:the\s+)?(?:subject|topics?|gears)|moving\s+on|on\s+(?:another|a\s+different)\s+note|by\s+the\s+way|btw|unrelated(?:ly)?|aside\s+from\s+that|enough\s+(?:of|about)\s+(?:that|this|it))\b"
    r"[\s,.:;!?\u2014\u2013-]*(?:but\s+|now\s+|then\s+)?)+(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_RETURN = re.compile(
    _LEAD
    + r"(?:(?:let'?s|let\s+us|let\s+me|can\s+we|could\s+we|can\s+you|i(?:'d|\s+would)\s+like\s+to|i\s+want\s+to|i\s+wanna|we\s+can|to)\s+)?(?:just\s+)?"
    r"(?:(?:go(?:ing)?|come|coming|get(?:ting)?|jump(?:ing)?|switch(?:ing)?|circl(?:e|ing)|step(?:ping)?|head(?:ing)?|turn(?:ing)?|look(?:ing)?)\s+)?(?:back|return(?:ing)?)\s+(?:again\s+)?(?:to|at|on)\s+"
    r"(?P<what>.+?)(?:\s+(?:again|please|now|for\s+a\s+(?:moment|second|minute|bit)))?(?:\s*[,.:;!?\u2014\u2013]+\s*|\s+-+\s+|\s+(?=(?:how|why|what|when|where|can|could|does|do|is|are)\b)|$)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NO = r"(?:(?:no+|nope|nah|sorry|wait|actually|hm+|oh|well|but|ah|my\s+bad|not\s+(?:quite|exactly|really))\b[\s,.!:;\u2014\u2013-]*)*"
_MEANT = r"i\s+(?:actually\s+|really\s+)?(?:mean|meant)|(?:i\s+was|i'm|i\s+am)\s+(?:asking|talking|thinking)\s+(?:about|of)|rather|instead"
_CORRECTION = re.compile(
    rf"^{_NO}(?:(?:not\s+(?P<no>[^,;.:]+?)(?:[,;.:]\s*|\s+(?=but\b))(?:but\s+|rather\s+)?(?:(?:{_MEANT})\s+)?)|(?:(?:{_MEANT})\s+))(?P<want>[^?!.]+?)(?:,?\s+(?:and\s+)?not\s+(?P<neither>[^?!.]+?))?[\s.?!]*$",
    re.IGNORECASE,
)

_FILLER = (
    r"(?:(?:can|could|would|do|does|you|me|us|i|we|please|also|just|an?|the|another|some|one|any|show|give|write|tell|see|have|need|want|is|are|there|"
    r"what(?:'s)?|how\s+about|explain|say|put|make|with|in|of|for|to|it|that|this|them|quick|short|small|tiny|simple|concrete|exact|real|life|world|real-(?:life|world)|"
    r"actual|full|worked|numeric(?:al)?|mathematical|its|so|now|down|out|like|bit|more|much|even|got|terms|words|again|still|common|typical|usual|people|get|do)\s+)*"
)
"""Words around a request that name no subject."""

_ELLIPSES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(_LEAD + pattern, re.IGNORECASE), rewritten)
    for pattern, rewritten in (
        (r"why(?:\s+(?:so|not|is\s+that|does\s+that\s+matter|should\s+i\s+care))?\W*$", "Why does {title} matter?"),
        (r"(?:how|how\s+so|how\s+come|how\s+exactly|how\s+does\s+that\s+work)\W*$", "How does {title} work?"),
        (r"(?:what|what\s+does\s+that\s+mean|meaning|definition)\W*$", "What is {title}?"),
        (_FILLER + r"(?:formula|equation|maths?|mathematically|symbols)(?:\s+(?:please|for\s+(?:that|it|this)))*\W*$", "What is the formula of {title}?"),
        (_FILLER + r"(?:examples?|instance|concretely|practice)\b(?P<more>(?:\s+(?:with|for|from|using|in|on|about|please)\b[^?.!]*)?)\W*$", "Give an example of {title}{more}."),
        (_FILLER + r"(?:simpler|simply|simple|easier|plain\s+(?:words|english)|(?:i'?m\s+)?(?:5|five)|eli5|dumb\s+it\s+down|too\s+(?:hard|complicated|difficult|technical))(?:\s+(?:words|terms|language|please|for\s+me|way))*\W*$", "Explain {title} in simple words."),
        (_FILLER + r"(?:intuition|analogy|intuitively|metaphor)\W*$", "What is the intuition behind {title}?"),
        (_FILLER + r"(?:mistakes?|misconceptions?|wrong|pitfalls?|misunderstandings?)\W*$", "What are misconceptions about {title}?"),
        (r"(?:(?:tell|show)\s+me\s+more|more|go\s+on|continue|(?:in\s+)?more\s+details?|say\s+more)\W*$", "Explain {title} in more detail."),
        (r"(?:(?:go\s+)?deeper|elaborate|explain(?:\s+(?:more|again|further))?|what\s+else|in\s+(?:more\s+)?depth)\W*$", "Explain {title} in more detail."),
        (r"(?:what|which).*\b(?:read|learn|know|study)\b.*\b(?:first|before)\b\W*$", "What should I learn before {title}?"),
    )
)  # fmt: skip
"""Requests that name no subject, and how they read with one."""

_LEANS = re.compile(
    _LEAD
    + r"why\s+(?!(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must|am|isn't|aren't|doesn't|don't|can't|won't|didn't)\b)\w"
    r"|" + _LEAD + r"(?:when|where|what|how|who)\s+(?:exactly|for|if|then|else|come)\b"
    r"|"
    + _LEAD
    + r"(?:please\s+|can\s+you\s+|could\s+you\s+|tell\s+me\s+|give\s+me\s+|go\s+|dig\s+|zoom\s+(?=in)|some\s+|a\s+(?:bit|little)\s+|say\s+)*(?:more\b|deeper\b|further\b|elaborate\b|expand\b|in(?:to)?\s+more\s+detail)"
    r"|\b(?:its?|they|them|their|itself|this|these|those|both|either|instead)\b|\bsuch\b(?!\s+as\b)|\bthat\b(?!\s+(?:i|you|we|a|an|the)\b)"
    r"|(?<!-)\b(?:the|this|that|a|an|another|other|small|each|every|short|simple|show\s+me|give\s+me|\w+-like|early|later?)\s+ones?\b(?!-)"
    r"|\bthe\s+(?:\w+\s+)?(?:ones?|other|former|latter|rest)\b(?=\W*$|\s+(?:that|which|is|are|for|with|in|on|of|to)\b)"
    r"|\b(?:show|walk|talk|take|guide)\s+me\s+(?:through|with|how|on|for|in)\b|"
    + _LEAD
    + r"(?:try|run|apply|test)\s+it\b"
    r"|\b(?:though|otherwise)\W*$",
    re.IGNORECASE,
)
_THERE = re.compile(r"\b(?:there|here|in\s+(?:this|that)(?:\s+case)?)\W*$", re.IGNORECASE)
_BOTH = re.compile(
    r"\b(?:which|what|either|each|one|any|neither)\s+(?:one\s+)?of\s+(?:the|these|those)\s+two\b|\bwhich\s+of\s+(?:them|these|those)\b|\b(?:the|these|those)\s+two\b|\bboth\b"
    r"|" + _LEAD + r"(?:so\s+)?which(?:'s|\s+(?:one|is|are|should|would|do|does|\w+s))\b",
    re.IGNORECASE,
)  # fmt: skip
_SIDES = re.compile(
    r"\b(?:differ\w*|compar\w+|comparison|contrast|versus|vs|better|worse|worst|best|instead|rather|prefer\w*|alternatives?|same|similar|unlike|than|relat(?:e|es|ed|ion|ionship)|replace|"
    r"faster|slower|cheaper|simpler|stronger|weaker|distinction|(?:dis)?advantages?\s+over|beats?|opposed|basically|equivalent|(?:not|isn't|just)\s+(?:just\s+)?(?:use)?|or)\b",
    re.IGNORECASE,
)
"""Words of a comparison."""


def spoken_title(concept: Concept) -> str:
    """The title as it is said in a sentence: without its parenthesis."""
    return re.sub(r"\s*\([^)]*\)", "", concept.title).strip() or concept.title


def with_subject(question: str, concept: Concept) -> str:
    """A question with its subject named behind it: "Why does it grow (KV caching)?"."""
    return f"{question.rstrip(' ?.!')} ({spoken_title(concept)})?"


def after_switch(text: str) -> str | None:
    """What is asked after words that leave the subject, such as "never mind"; None where there are none."""
    match = _SWITCH.match(text.strip())
    return match["rest"] if match else None


def after_return(text: str) -> tuple[str, str] | None:
    """What the learner goes back to, and what they ask of it; None where they do not go back."""
    match = _RETURN.match(text.strip())
    return (match["what"].strip(), match["rest"].strip()) if match else None


def correction(text: str) -> tuple[str, str] | None:
    """What the learner meant, and what they did not mean; None where the text corrects nothing."""
    match = _CORRECTION.match(text.strip())
    if match is None:
        return None
    return match["want"].strip(), (match["no"] or match["neither"] or "").strip()


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
    if previous and (addition := _addition(text)):
        return f"{previous.rstrip(' ?.!')} {addition}?"
    if _resembles_about(text, mentions):
        return asked_of(mentions[0].text, focus, previous) if text.strip() else text
    replaced = _replace_pronouns(text, mentions, title)
    if replaced != text or mentions:
        return replaced
    for pattern, rewritten in _ELLIPSES:
        if match := pattern.match(text.strip()):
            return rewritten.format(title=title, **{"more": "", **match.groupdict()})
    return text


def leans_on_focus(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a text points at something outside of itself before it names any concept.

    It does so by a pronoun, by "the other one", by leaving out its subject, or because it says nothing but what may be
    asked of any subject.
    """
    before = text[: mentions[0].start] if mentions else text
    points = bool(_LEANS.search(_EXPLETIVE.sub("", before)) or _THERE.search(text))
    return points or (not mentions and (_addition(text) is not None or says_only_facets(text)))


def is_short(text: str) -> bool:
    """Whether a text is so short that it probably continues the subject."""
    return len(text.split()) <= _SHORT_WORDS


def asks_of_both(text: str) -> bool:
    """Whether a text asks about two things that were named before: "which of the two …"."""
    return bool(_BOTH.search(text))


def compares_with(text: str, mention: Mention) -> bool:
    """Whether a text compares what it names with something that it does not name: "and compared with Adam?".

    What it says beside the name and the comparison is nothing, or what may be said of any subject.
    """
    before, after = text[: mention.start], text[mention.end :]
    if "between" in before.lower().split() and " and " in after.lower():
        return False
    beside = [word for part in (before, after) for word in content_words(part)]
    return bool(_SIDES.search(before) or _SIDES.search(after)) and FACETS.issuperset(beside)


def asked_of(name: str, focus: Concept, previous: str) -> str:
    """The previous question asked of another concept, or what that concept is."""
    for known in sorted((focus.title, spoken_title(focus), *focus.aliases), key=len, reverse=True):
        found = re.search(rf"\b{re.escape(known)}s?\b", previous, re.IGNORECASE)
        if found:
            return previous[: found.start()] + name + previous[found.end() :]
    return f"What is {name}?"


def _addition(text: str) -> str | None:
    """A circumstance without a question of its own: "and in a CNN?"."""
    match = _ADDITION.match(text.strip())
    return match["rest"] if match and is_short(match["rest"]) and not _CLAUSE.search(match["rest"]) else None


def _resembles_about(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the text is "and X?" or "what about X?"."""
    about = _ABOUT.match(text.strip())
    return about is not None and len(mentions) == 1 and len(about["rest"].split()) <= len(mentions[0].text.split()) + 2


def _replace_pronouns(text: str, mentions: Sequence[Mention], title: str) -> str:
    """Put the title in the place of the first pronoun, unless the text itself brings up what it means."""
    possessive, pronoun = _POSSESSIVE.search(text), _PRONOUN.search(text)
    found = min(filter(None, (possessive, pronoun)), key=lambda match: match.start(), default=None)
    if found is None or _EXPLETIVE.search(text) or _is_relative(text, found) or _refers_inside(text, found, mentions):
        return text
    name = title + ("'s" if found is possessive else "")
    rest = text[found.end() :]
    noun = _NOUN_AFTER.match(rest)
    return text[: found.start()] + name + (rest[noun.end() :] if noun else rest)


def _is_relative(text: str, pronoun: re.Match[str]) -> bool:
    """Whether a "that" only joins a clause to the noun before it: "things that are true"."""
    return pronoun[0].lower() == "that" and not _BEFORE_THAT.search(text[: pronoun.start()])


def _refers_inside(text: str, pronoun: re.Match[str], mentions: Sequence[Mention]) -> bool:
    """Whether a pronoun means something that stands before it in the same text.

    Within one clause, "dropout needs it" never speaks of dropout; "dropout and its cost" does.
    """
    before = text[: pronoun.start()]
    named = [mention for mention in mentions if mention.end <= pronoun.start()]
    if named:
        return bool(_POSSESSIVE.fullmatch(pronoun[0]) or _BOUNDARY.search(before, named[-1].end))
    if pronoun[0].lower() not in _PERSONAL and not re.search(r"[.?!]\s", before):
        return False
    return bool(_DETERMINED.search(before)) or len(content_words(before)) >= _SUBJECT_AND_VERB
