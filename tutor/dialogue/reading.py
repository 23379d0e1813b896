"""Reading a text in its conversation: what it asks once everything it points at is put into words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from tutor.dialogue.facets import is_told_by
from tutor.dialogue.focus import described, listed, placed, returned_to, stack
from tutor.dialogue.followups import (
    after_return,
    after_switch,
    asked_of,
    asks_of_both,
    compares_with,
    correction,
    is_short,
    leans_on_focus,
    self_contained,
    spoken_title,
)
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.words import content_words, words
from tutor.types import Conversation, Mention, TurnRecord

STRONG = 0.3
"""From this strength on, a mention says what a question is about."""

_SENSE = re.compile(r"\b(?:one|kind|meaning|sense|version|type|thing)\b", re.IGNORECASE)
_DESCRIBED = re.compile(r"\b(?:from|than|to|with|vs\.?|versus|and)\s+the\s+(?P<which>[\w-]+(?:\s+[\w-]+)?)\s+one\b", re.IGNORECASE)  # fmt: skip
_REMEMBERED = 3
_FEW_WORDS = 10
_WORD_OF_A_NAME = 0.4
_SAME_WORD = 0.8


class Reading(Value):
    """A text as it reads in its conversation.

    Attributes:
        question: The self-contained question.
        about: The concept that the text points at without naming it, or the two that it compares; empty where the
            question names what it is about.
        leans_on: What the conversation is about, the latest first, where the text names no subject of its own.
    """

    question: str
    about: tuple[ConceptId, ...] = ()
    leans_on: tuple[ConceptId, ...] = ()


class Reader:
    """Reads texts of one conversation.

    Args:
        conversation: The turns so far.
        graph: The concepts.
        names: Finds concepts that are named.
    """

    def __init__(self, conversation: Conversation, graph: ConceptGraph, names: NameMatcher) -> None:
        self._conversation = conversation
        self._graph = graph
        self._names = names
        self._before = stack(conversation, graph)

    def read(self, text: str) -> Reading:
        """What a text asks: first what leaves, corrects, chooses or returns, then what goes on."""
        rest = after_switch(text)
        if rest is not None or not self._conversation.turns:
            return Reading(question=text if rest is None else rest)
        last = self._conversation.turns[-1]
        if corrected := correction(text):
            return self._corrected(*corrected)
        if chosen := self._chosen_sense(text, last):
            return Reading(question=chosen)
        return self._continued_reading(text, last) if self._before else Reading(question=text)

    def _continued_reading(self, text: str, last: TurnRecord) -> Reading:
        if (back := after_return(text)) and (earlier := self._returned_to(*back)):
            question = self._continued(back[1] or "explain again", earlier, last)
            return Reading(question=question if self._title(earlier) in question else self._about(question, earlier))
        return self._followed(text, last)

    def _returned_to(self, what: str, rest: str) -> ConceptId | None:
        conversation, graph, names = self._conversation, self._graph, self._names
        return returned_to(what, conversation, graph, names) or described(f"{what} {rest}", self._before, graph, names)

    def _followed(self, text: str, last: TurnRecord) -> Reading:
        """A text that goes on: with one of the things listed, with two of them, or with the subject."""
        enumerated = listed(last.question, self._names) or listed(last.shown, self._names)
        if spot := placed(text, enumerated):
            match, concept = spot
            pointed = text[: match.start()] + self._title(concept) + text[match.end() :]
            return Reading(question=pointed, about=(concept,))
        mentions, subject = self.strong(text), self._before[0]
        question = self._continued(text, subject, last)
        if compared := self._compared(text, question, mentions, last):
            return compared
        leans = question == text and (leans_on_focus(text, mentions) or self._continues(text, mentions))
        leans_on = self._before[:_REMEMBERED] if leans or not (mentions or question != text) else ()
        return Reading(question=self._about(text, subject) if leans else question, leans_on=leans_on)

    def _continues(self, text: str, mentions: Sequence[Mention]) -> bool:
        """Whether a few words that name nothing speak of what the subject's page speaks of."""
        page = self._graph.catalogue[self._before[0]]
        return not mentions and len(text.split()) <= _FEW_WORDS and is_told_by(text, page)

    def _compared(self, text: str, question: str, mentions: Sequence[Mention], last: TurnRecord) -> Reading | None:
        """A comparison of which the conversation names one side or both."""
        if pair := self._both(text, mentions, last):
            both = " or ".join(map(self._title, pair))
            return Reading(question=f"{text.rstrip(' ?.!')} ({both})?", about=pair)
        subject = self._before[0]
        title = self._title(subject)
        if other := self._other_side(text, mentions, subject):
            differ = question if title in question else f"How does {title} compare with {other.text}?"
            return Reading(question=differ, about=(subject, other.concepts[0]))
        if (which := _DESCRIBED.search(text)) and (meant := self._described(which["which"], subject)):
            exact = question.replace(f"the {which['which']} one", self._title(meant))
            return Reading(question=exact, about=(subject, meant))
        return None

    def _continued(self, text: str, subject: ConceptId, last: TurnRecord) -> str:
        previous = last.question if last.focus and last.focus[0] == subject else ""
        return self_contained(text, self.strong(text), self._graph.catalogue[subject], previous)

    def _about(self, text: str, concept: ConceptId) -> str:
        """A text with what it is about in a parenthesis at its end."""
        return f"{text.rstrip(' ?.!')} ({self._title(concept)})?"

    def _both(self, text: str, mentions: Sequence[Mention], last: TurnRecord) -> tuple[ConceptId, ...]:
        """The two concepts that "which of the two" means, or none."""
        if not asks_of_both(text) or len(mentions) > 1:
            return ()
        explicit = "two" in text.lower().split() or not mentions
        asked = listed(last.question, self._names)
        for pair in (asked, last.focus, self._before if "two" in text.lower() else ()):
            if explicit and len(pair) >= 2:  # noqa: PLR2004 - a pair
                return tuple(pair[:2])
        return ()

    def _other_side(self, text: str, mentions: Sequence[Mention], subject: ConceptId) -> Mention | None:
        """What a text compares the subject with, where it does not name the subject."""
        clear = [mention for mention in mentions if len(mention.concepts) == 1 and mention.concepts[0] != subject]
        return clear[0] if len(clear) == 1 and compares_with(text, clear[0]) else None

    def _described(self, phrase: str, subject: ConceptId) -> ConceptId | None:
        """What "the … one" means beside the subject: something it is confused with, or a neighbour."""
        page = self._graph.catalogue[subject]
        near = [contrast.concept for contrast in page.contrasts] + [*page.related, *self._graph.neighbourhood(subject)]
        candidates = (concept for concept in near if concept in self._graph and concept != subject)
        return described(phrase, dict.fromkeys(candidates), self._graph, self._names)

    def _corrected(self, want: str, unwanted: str) -> Reading:
        """An earlier question asked of what was meant: another sense of its words, or what is named now."""
        subject = next(iter(self._before), None)
        named = [mention.concepts[0] for mention in self.strong(want) if len(mention.concepts) == 1]
        if named and not _SENSE.search(want):
            return Reading(question=self._asked_of(named[0], subject, self._conversation.turns[-1]))
        out = {subject, *named} | {concept for mention in self._names.find(unwanted) for concept in mention.concepts}
        for turn in reversed(self._conversation.turns):
            if meant := self._sense(want, turn.question, out):
                return Reading(question=self._asked_of(meant, subject, turn))
        if named:
            return Reading(question=self._asked_of(named[0], subject, self._conversation.turns[-1]))
        return Reading(question=f"{self._conversation.turns[-1].question.rstrip(' ?.!')} ({want})?")

    def _asked_of(self, concept: ConceptId, subject: ConceptId | None, turn: TurnRecord) -> str:
        title = self._title(concept)
        return asked_of(title, self._graph.catalogue[subject], turn.question) if subject else f"What is {title}?"

    def _sense(self, want: str, question: str, out: Collection[ConceptId | None]) -> ConceptId | None:
        """The concept that shares a telling word of its names with a question and that a description fits best."""
        vocabulary = self._names.vocabulary
        telling = {word for word in content_words(question) if vocabulary.rarity(word) >= _WORD_OF_A_NAME}
        shared = {
            concept.id: vocabulary.weight(telling.intersection(words(" ".join((concept.title, *concept.aliases)))))
            for concept in self._graph.catalogue
            if concept.id not in out
        }
        most = max(shared.values(), default=0.0)
        senses = [concept for concept, weight in shared.items() if weight and weight >= _SAME_WORD * most]
        asked = set(words(question))
        new = " ".join(word for word in words(want) if word not in asked)
        return described(new, senses, self._graph, self._names)

    def _chosen_sense(self, text: str, last: TurnRecord) -> str | None:
        """The last question, asked back because of an ambiguous name, with the meaning that is chosen now."""
        ambiguous = [mention for mention in self.strong(last.question) if len(mention.concepts) > 1]
        if last.focus or not ambiguous or not is_short(text) or text.strip().endswith("?"):
            return None
        mention = ambiguous[0]
        spot = placed(text, mention.concepts)
        chosen = spot[1] if spot else described(text, mention.concepts, self._graph, self._names)
        return (
            chosen
            and last.question[: mention.start] + self._graph.catalogue[chosen].title + last.question[mention.end :]
        )

    def strong(self, text: str) -> list[Mention]:
        """The concepts named in a text by more than an everyday word."""
        return strong_mentions(self._names.find(text), self._names)

    def _title(self, concept: ConceptId) -> str:
        """The title as it is said, unless that means two things."""
        page = self._graph.catalogue[concept]
        spoken = spoken_title(page)
        return spoken if len(self._graph.catalogue.find(spoken)) == 1 else page.title


def strong_mentions(mentions: Iterable[Mention], names: NameMatcher) -> list[Mention]:
    """The mentions that say what a question is about."""
    return [mention for mention in mentions if names.strength(mention) >= STRONG]
