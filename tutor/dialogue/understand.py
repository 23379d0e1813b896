"""What a text means in its conversation: mentions, intent, focus; by rules and the graph, without a language model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.dialogue.followups import is_short, with_subject
from tutor.dialogue.manner import without_introduction
from tutor.dialogue.reading import Reader, strong_mentions
from tutor.retrieval.names import NameMatcher
from tutor.types import Conversation, Intent, Mention, Understanding

_KNOW = re.compile(
    r"(?<!do )\bi\s+(?:already\s+|have\s+|now\s+)*(?:know|understand|understood|learned|learnt|studied|am\s+familiar\s+with)\b(?!\s+(?:how|why|what|if|nothing|little|enough))"
    r"(?P<what>.*?)(?=[.;!?]|\bbut\s+not\b|,?\s*\b(?:and|but|so|then)\s+(?:i\s+)?(?:want|need|have|would|wish|hope|give|show|please|how|what|teach|path)\b|,\s*(?:how|what|show|give|teach|path|please|i)\b|$)",
    re.IGNORECASE,
)
_KNOWN_LIST = re.compile(r"\b(?:knowing|given|i\s+know|known:?|assuming)\b(?P<what>.*)$", re.IGNORECASE)
_PATH = re.compile(
    r"\b(?:study|learning|shortest|fastest|quickest|reading)\s+(?:path|plan|road|route|order|way)\b|\broad\s?map\b|\b(?:path|road|route)\s+(?:to|for|towards)\b"
    r"|\bwhat\s+(?:should|must|do|would)\s+i\s+(?:need\s+to\s+|have\s+to\s+|first\s+)?(?:read|learn|know|study|understand)\s+(?:first|before|to|for)\b"
    r"|\bwhat\s+(?:should|do)\s+i\s+(?:read|learn|study|know|need)\b.*\b(?:first|before)\b"
    r"|\bprerequisites?\s+(?:for|of|to)\b|(?:\b(?:want|would\s+like|need|wish|hope)|'d\s+like)\s+to\s+(?:learn|understand|study|master|get\s+to)\b(?!\s+(?:how|why|what|when|where|whether|if|which)\b)"
    r"|\bteach\s+me\b(?!\s+(?:how|why|what|when|where|whether|which)\b)|\bwhere\s+do\s+i\s+start\b",
    re.IGNORECASE,
)
_LEARN = re.compile(
    r"\bhow\s+(?:do|can|should|could)\s+i\s+(?:best\s+)?(?:learn|study|get\s+to|master)\s+(?:(?:about|the|an?|all|more|some|quickly|properly)\s+)*(?:·|this\b|that\b|it\b|\W*$)",
    re.IGNORECASE,
)
"""Learning something that is named; to "learn faster" is no wish for a path."""
_NEXT = re.compile(
    r"\bwhat(?:'s|\s+is)?\s+next\b|\bwhat\s+(?:should|can|could|shall)\s+i\s+(?:learn|study|do|read|ask)(?:\s+(?:next|now))?\W*$|\bnext\s+(?:step|topic|concept)s?\b|^\W*(?:and\s+)?next\W*$",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"\bvs\.?\b|\bversus\b|\bcompar\w+\b|\bdifferen(?:ce|ces|t)\b|\bdiffers?\b|\bbetter\s+than\b|\bor\b.*\bwhich\b|\bwhich\b.*\bor\b|\bthe\s+same\s+as\b|\bisn't\b.*\bjust\b",
    re.IGNORECASE,
)
_SMALLTALK = re.compile(
    r"^\s*(?:hi|hello|hey|good\s+(?:morning|afternoon|evening)|thanks?(?:\s+you)?(?:\s+(?:a\s+lot|so\s+much|very\s+much))?|cheers|bye|goodbye|ok(?:ay)?|cool|great|nice"
    r"|(?:hi\s+)?who\s+are\s+you|what\s+can\s+you\s+do|help|how\s+are\s+you)\b[\s!.?,]*(?:there|tutor|everyone)?[\s!.?]*$",
    re.IGNORECASE,
)


def understand(text: str, conversation: Conversation, graph: ConceptGraph, names: NameMatcher) -> Understanding:
    """Say what a text means.

    Args:
        text: The learner's words.
        conversation: The turns so far.
        graph: The concepts.
        names: Finds concepts that are named.
    """
    if _SMALLTALK.match(text):
        return Understanding(text=text, question=text, intent=Intent.SMALLTALK)
    reading = Reader(conversation, graph, names).read(without_introduction(text))
    question = reading.question
    mentions = strong_mentions(names.find(question), names)
    known = tuple(one for one in _known(question, names.find(question)) if one not in reading.about)
    intent = Intent.COMPARE if len(reading.about) > 1 else _intent(question, mentions, known, names)
    if reading.leans_on and not mentions and is_short(text) and intent in {Intent.PATH, Intent.COMPARE}:
        question = with_subject(question, graph.catalogue[reading.leans_on[0]])
        mentions = strong_mentions(names.find(question), names)
    focus = reading.about or _focus(mentions, known)
    if intent is Intent.PATH and not focus:  # even a word as plain as "probability" is a goal after "path to"
        focus = _focus(names.find(question), known)
    return Understanding(
        text=text,
        question=question,
        intent=intent,
        mentions=tuple(mentions),
        focus=focus,
        known=known,
        leans_on=reading.leans_on,
    )


def _focus(mentions: Iterable[Mention], known: Sequence[ConceptId]) -> tuple[ConceptId, ...]:
    """What a question is about: every concept that it names without ambiguity and that is not said to be known."""
    clear = (mention.concepts[0] for mention in mentions if len(mention.concepts) == 1)
    return tuple(dict.fromkeys(concept for concept in clear if concept not in known))


def _known(question: str, mentions: Sequence[Mention]) -> tuple[ConceptId, ...]:
    """The concepts the learner says they know, such as in "I know softmax and want to understand attention"."""
    said = _KNOW.search(question) or (_KNOWN_LIST.search(question) if _PATH.search(question) else None)
    if said is None:
        return ()
    start, end = said.span("what")
    inside = (mention for mention in mentions if start <= mention.start and mention.end <= end)
    return tuple(dict.fromkeys(concept for mention in inside for concept in mention.concepts))


def _intent(question: str, mentions: Sequence[Mention], known: Sequence[ConceptId], names: NameMatcher) -> Intent:
    bare = _without(question, mentions)
    goals = {concept for mention in mentions for concept in mention.concepts} - set(known)
    wants_path = _PATH.search(bare) or _LEARN.search(_without(question, names.find(question)))
    if wants_path and (goals or not _NEXT.search(bare)):
        return Intent.PATH
    if _NEXT.search(bare):
        return Intent.NEXT
    if known and not goals:
        return Intent.KNOW
    if len(goals) > 1 and _COMPARE.search(bare):
        return Intent.COMPARE
    return Intent.ASK


def _without(question: str, mentions: Sequence[Mention]) -> str:
    """The question with every concept's name blanked out, so that "curriculum learning" asks for no curriculum."""
    bare = question
    for mention in mentions:
        bare = bare[: mention.start] + "·" * (mention.end - mention.start) + bare[mention.end :]
    return bare
