"""Grading: an answer to an item becomes an attempt, with feedback. A pure function: the same call, the same attempt."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from rapidfuzz.distance import OSA

from corpus.types import ConceptId, Value
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Attempt, Purpose
from tutor.learner.items.asked import AskedItem, full_item
from tutor.learner.items.draw import shown
from tutor.learner.items.full_item import (
    AnswerError,
    BlankKey,
    ChoiceKey,
    FullItem,
    ItemError,
    Key,
    NumberKey,
    OrderKey,
)
from tutor.learner.items.hints import CREDIT, MOST_HINTS
from tutor.learner.items.named import plain_name
from tutor.learner.items.number_answers import read_number
from tutor.learner.items.rightness import right_answer

_LONGEST_ANSWER = 200
_SHORTEST_TYPO = 6
_POSITION = re.compile(r"\d+|[a-z]")
_FEW = 9


class Judged(Value):
    """Whether an answer is right, what to say to it, and which concept a wrong one betrays."""

    right: bool
    feedback: str
    betrays: ConceptId | None = None


class Graded(Value):
    """A graded answer.

    Attributes:
        attempt: What to append to the log.
        feedback: What to tell the learner about this answer.
        answer: The right answer with its reason, to be shown now.
    """

    attempt: Attempt
    feedback: str
    answer: str

    @property
    def right(self) -> bool:
        """Whether the answer was right."""
        return self.attempt.right

    @property
    def betrays(self) -> ConceptId | None:
        """For a wrong answer, the concept that was probably not understood."""
        return self.attempt.betrays


def grade(
    graph: ConceptGraph,
    asked: AskedItem,
    answer: str,
    *,
    at: datetime,
    attempt_id: str,
    hints: int = 0,
    purpose: Purpose = Purpose.QUIZ,
) -> Graded:
    """Grade an answer.

    Args:
        graph: The concepts.
        asked: The item; only its id and seed are read, so nothing that came back from outside is trusted.
        answer: An option ("2" or "b"), an order of options ("3 1 2"), a number or a name; empty for "I don't know".
        at: When it was answered, with its time zone.
        attempt_id: Made before the answer; the store counts an id once.
        hints: Hints taken before, 0 to 3.
        purpose: Why the item was asked.

    Raises:
        TutorError: `AnswerError` if the answer cannot be read, which counts as none; `ItemError` without item or hint.
    """
    item, given = full_item(graph, asked.id, asked.seed), _tidy(answer)
    judged = _judged(graph, item, given)
    attempt = Attempt(
        id=attempt_id,
        at=at,
        item=item.id,
        concept=item.concept,
        seed=item.seed,
        answer=given,
        right=judged.right,
        credit=_credit(hints) * judged.right,
        hints=hints,
        guess=item.key.guess if given else 0.0,
        betrays=judged.betrays if judged.betrays in graph else None,
        purpose=purpose,
    )
    return Graded(attempt=attempt, feedback=judged.feedback, answer=right_answer(item))


_UNKNOWN = "That is good to know: now it is clear what to look at next."


def _credit(hints: int) -> float:
    if hints not in range(len(CREDIT)):
        raise ItemError(f"There are no {hints} hints.", hint=f"An item has {MOST_HINTS} hints.")
    return CREDIT[hints]


def _tidy(answer: str) -> str:
    given = answer.strip()
    if len(given) > _LONGEST_ANSWER:
        raise AnswerError(f"The answer has {len(given)} characters.", hint=f"Answer in at most {_LONGEST_ANSWER}.")
    return given


def _judged(graph: ConceptGraph, item: FullItem, given: str) -> Judged:
    key: Key = item.key
    if not given:
        return Judged(right=False, feedback=_UNKNOWN)
    match key:
        case ChoiceKey():
            return _chosen(key, given)
        case OrderKey():
            return _ordered(key, given)
        case NumberKey():
            return _computed(key, given)
        case BlankKey():
            return _named(graph, item.concept, key, given)
        case _:
            assert_never(key)


def _chosen(key: ChoiceKey, given: str) -> Judged:
    option = key.options[_position(given.rstrip(".)"), len(key.options))]
    return Judged(right=option.right, feedback=option.feedback, betrays=None if option.right else option.see)


def _position(written: str, count: int) -> int:
    """The place of an option, from 0, by its number from 1 or its letter from a."""
    letters = string.ascii_lowercase[:count]
    low = written.lower()
    if len(low) == 1 and low in letters:
        return letters.index(low)
    if low.isascii() and low.isdigit() and 1 <= int(low) <= count:
        return int(low) - 1
    raise AnswerError(f"There is no option '{written}'.", hint=f"Answer with a number from 1 to {count}.")


def _ordered(key: OrderKey, given: str) -> Judged:
    count = len(key.shown)
    places = [_position(written, count) for written in _positions(given, count)]
    if sorted(places) != list(range(count)):
        message = f"'{given}' does not name each of the {count} options once."
        raise AnswerError(message, hint="Write all numbers in order, such as 2 1 3.")
    line = [key.places[place] for place in places]
    late = _put_too_late(line)
    if late is None:
        return Judged(right=True, feedback="Right: each one needs the one before it.")
    first, second = key.right[late], key.right[late + 1]
    feedback = f"{first} comes before {second}. {key.reasons[late]}"
    return Judged(right=False, feedback=feedback, betrays=key.concepts[key.places.index(late)])


def _positions(given: str, count: int) -> list[str]:
    """The numbers or letters of an order; written together they count one by one where there are at most nine."""
    found = _POSITION.findall(given.lower())
    together = len(found) == 1 and given.isdigit() and count <= _FEW
    return list(given) if together else found


def _put_too_late(line: Iterable[int]) -> int | None:
    """The first place of the right order that was put after the one that needs it; None where there is none."""
    where = {place: position for position, place in enumerate(line)}
    return next((place for place in range(len(where) - 1) if where[place] > where[place + 1]), None)


def _computed(key: NumberKey, given: str) -> Judged:
    number = read_number(given, key.unit)
    if key.meets(number, key.expected):
        return Judged(right=True, feedback="Right.")
    slip = next((slip for slip in key.slips if key.meets(number, slip.value)), None)
    if slip is None:
        return Judged(right=False, feedback=f"{shown(number)} is not it; compare your steps with these.")
    return Judged(right=False, feedback=slip.feedback, betrays=slip.see)


def _named(graph: ConceptGraph, concept: ConceptId, key: BlankKey, given: str) -> Judged:
    """A name is right if it is one of the missing concept's, or a slip of one letter away and no other concept's."""
    if not any(letter.isalnum() for letter in given):
        raise AnswerError(f"'{given}' is not a name.", hint="Write the name of a concept.")
    plain = plain_name(given)
    found = graph.catalogue.find(given)
    if plain in key.names:
        return Judged(right=True, feedback="Right.")
    if not found and any(_mistyped(plain, name) for name in key.names):
        return Judged(right=True, feedback=f"Right; it is written {key.title}.")
    other = next((one for one in found if one not in (concept, key.missing)), None)
    if other is None:
        return Judged(right=False, feedback=f"It is {key.title}.", betrays=key.missing)
    feedback = f"That is another concept, {graph.catalogue[other].title}."
    return Judged(right=False, feedback=feedback, betrays=other)


def _mistyped(written: str, name: str) -> bool:
    letters = written.isalpha() and name.isalpha() and len(name) >= _SHORTEST_TYPO
    return letters and OSA.distance(written, name, score_cutoff=1) <= 1
