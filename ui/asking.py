"""Items in the terminal: a question, hints in steps, an answer and what it was worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from corpus.errors import TutorError
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Purpose
from tutor.learner.items.asked import AskedItem
from tutor.learner.items.grading import Graded
from tutor.learner.items.hints import hint
from tutor.learner.study import Study, new_id
from ui.console import out, show_error, show_markdown

Clock = Callable[[], datetime]

_HOW = {
    "choice": "the number of an option",
    "order": "the numbers in order, such as 2 3 1",
    "number": "a number",
    "blank": "the missing words",
}
_DONT_KNOW = "?"
_HINT = "h"
_LEAVE = "q"


class LeftError(Exception):
    """The learner has had enough for now."""


def ask_all(study: Study, items: Iterable[AskedItem], purpose: Purpose, clock: Clock) -> list[Graded]:
    """Ask items one after another until the learner leaves; what was answered is noted."""
    graded: list[Graded] = []
    try:
        graded.extend(ask_item(study, item, purpose, clock) for item in items)
    except LeftError:
        out.print("What you answered is kept.")
    return graded


def ask_item(study: Study, item: AskedItem, purpose: Purpose, clock: Clock) -> Graded:
    """Ask an item, give the hints that are wanted, note the answer and say what was right.

    Raises:
        LeftError: If the learner leaves instead of answering; nothing is noted then.
    """
    show_markdown(item_markdown(study.graph, item))
    hints, attempt = 0, new_id()
    while True:
        given = typed(f"{_HOW[item.form]}, {_HINT} for a hint, {_DONT_KNOW} if you do not know, {_LEAVE} to leave> ")
        if given == _LEAVE:
            raise LeftError
        try:
            if given == _HINT:
                hints = _give_hint(study.graph, item, hints)
                continue
            answer = "" if given == _DONT_KNOW else given
            if given:
                graded = study.answer(item, answer, attempt_id=attempt, now=clock(), hints=hints, purpose=purpose)
                show_markdown(verdict(graded))
                return graded
        except TutorError as error:
            show_error(error)


def typed(prompt: str) -> str:
    """One line from the keyboard; the end of the input leaves."""
    try:
        return input(f"\n{prompt}").strip()
    except (EOFError, KeyboardInterrupt):
        return _LEAVE


def item_markdown(graph: ConceptGraph, item: AskedItem) -> str:
    """An item as it is asked."""
    options = "\n".join(f"{number}. {text}" for number, text in enumerate(item.options, start=1))
    return "\n\n".join(filter(None, [f"**{graph.catalogue[item.concept].title}**", item.stem, options]))


def verdict(graded: Graded) -> str:
    """What an answer was worth, and what is right."""
    head = "Right." if graded.right else "Not quite."
    told = [] if graded.right else [graded.answer]
    return "\n\n".join([f"**{head}** {graded.feedback}", *told])


def _give_hint(graph: ConceptGraph, item: AskedItem, hints: int) -> int:
    if hints >= item.hints:
        out.print("There are no more hints.")
        return hints
    given = hint(graph, item, hints + 1)
    where = f" ({given.label})" if given.label else ""
    show_markdown(f"Hint {given.step}{where}: {given.text}")
    return given.step
