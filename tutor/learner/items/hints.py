"""Hints in three steps: a nudge, the passage to read, the worked answer; each lowers the credit."""

from __future__ import annotations

from typing import assert_never

from corpus.catalogue import normalise_name
from corpus.types import ConceptId, Passage, SectionName, Value
from graph.concept_graph import ConceptGraph
from tutor.learner.items.asked import AskedItem, full_item
from tutor.learner.items.full_item import BlankKey, ChoiceKey, FullItem, ItemError, NumberKey, OrderKey
from tutor.learner.items.named import without_names
from tutor.learner.items.rightness import right_answer

CREDIT = (1.0, 0.7, 0.4, 0.1)
"""What a right answer counts for after no hint, a nudge, the passage, the worked answer."""

_SHORT = 3

MOST_HINTS = len(CREDIT) - 1
"""How many steps of hints there are."""


class Hint(Value):
    """One step of help.

    Attributes:
        step: 1 for the nudge, 2 for the passage, 3 for the worked answer.
        text: The hint, Markdown.
        label: Where a quoted passage stands; None for the other steps.
        credit: What a right answer counts for after it.
    """

    step: int
    text: str
    label: str | None = None
    credit: float


def hint(graph: ConceptGraph, asked: AskedItem, step: int) -> Hint:
    """One step of help with an item; only its id and seed are read.

    Raises:
        ItemError: If there is no such item or no such step.
    """
    if step not in range(1, MOST_HINTS + 1):
        raise ItemError(f"There is no hint {step}.", hint=f"Hints are numbered 1 to {MOST_HINTS}.")
    item = full_item(graph, asked.id, asked.seed)
    if step == 1:
        return Hint(step=step, text=_nudge(graph, item), credit=CREDIT[step])
    if step == MOST_HINTS:
        return Hint(step=step, text=right_answer(item), credit=CREDIT[step])
    text, label = _passage(graph, item)
    return Hint(step=step, text=text, label=label, credit=CREDIT[step])


def _nudge(graph: ConceptGraph, item: FullItem) -> str:
    """Which idea helps, or what can be ruled out; never the answer."""
    match item.key:
        case ChoiceKey():
            return _ruled_out(graph, item.key)
        case NumberKey():
            return item.key.nudge
        case OrderKey():
            return f"One of the steps: {item.key.reasons[0]}"
        case BlankKey():
            return f"Why it is needed: {without_names(item.key.reason, [item.key.missing], graph.catalogue)}"
        case _:
            assert_never(item.key)


def _ruled_out(graph: ConceptGraph, key: ChoiceKey) -> str:
    """A wrong option, rather one that confuses two concepts, and the concept to think of."""
    wrong = [option for option in key.options if not option.right]
    out = next((option for option in wrong if option.see in graph), wrong[0])
    about = f" Think again about {graph.catalogue[out.see].title}." if out.see and out.see in graph else ""
    return f"Rule this one out: “{out.text}”{about}"


def _passage(graph: ConceptGraph, item: FullItem) -> tuple[str, str]:
    """The passage to read, quoted, and its label."""
    match item.key:
        case BlankKey():
            return _definition_of_missing(graph, item.key.missing)
        case OrderKey():
            passage = graph.catalogue[_last(item.key)].passages[0]
        case NumberKey():
            passage = _section(graph, item.concept, SectionName.FORMULA)
        case ChoiceKey():
            passage = _nearest(graph, item, item.key)
        case _:
            assert_never(item.key)
    return passage.text, passage.label


def _definition_of_missing(graph: ConceptGraph, missing: ConceptId) -> tuple[str, str]:
    text = without_names(graph.catalogue[missing].definition, [missing], graph.catalogue)
    return text, "The missing concept · Definition"


def _last(key: OrderKey) -> ConceptId:
    return key.concepts[key.places.index(len(key.places) - 1)]


def _section(graph: ConceptGraph, concept: ConceptId, name: SectionName) -> Passage:
    """The passage of that section, or the definition where the page has none."""
    passages = graph.catalogue[concept].passages
    return next((passage for passage in passages if passage.section is name), passages[0])


def _nearest(graph: ConceptGraph, item: FullItem, key: ChoiceKey) -> Passage:
    """The passage of the page that shares most words with the question and its right answer, the first on a tie.

    For a definition to be found, that is the page's intuition: the definition itself would be the answer.
    """
    if item.id.startswith("made:"):
        return _section(graph, item.concept, SectionName.INTUITION)
    wanted = _long_words(f"{item.stem} {key.right.text} {key.right.feedback}")
    return max(graph.catalogue[item.concept].passages, key=lambda passage: len(wanted & _long_words(passage.text)))


def _long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in normalise_name(text).split() if len(word) > _SHORT)
