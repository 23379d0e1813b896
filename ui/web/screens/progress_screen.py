"""The screen of one's progress: what is known and why, what was done, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from corpus.types import ConceptId
from tutor.errors import TutorError
from tutor.learner.plans.spoken import counted
from ui.web.pieces import empty_state, heading
from ui.web.screen import Act, SavedFile, Shown, Visitor
from ui.web.screens.progress_answers import about_concept, answers_page
from ui.web.screens.progress_body import area_page, everything
from ui.web.screens.progress_data import data_forms

ADDRESS: Final = "?screen=progress"
"""Where progress is."""

TITLE: Final = "My progress"

_LONGEST_NAME = 200
_LONGEST_PAGE = 6
_LONGEST_LOG = 20_000_000
"""Most letters of a log that is taken in."""


class ProgressScreen:
    """Tells learners what is known of them, and lets them take it along or delete it."""

    def __init__(self) -> None:
        self._acts: Mapping[str, Callable[[Act, Visitor], Shown]] = {
            "show": _open,
            "not-yet": _take_back,
            "export": _export,
            "import": _import,
            "delete": _delete,
        }

    def show(self, act: Act, visitor: Visitor) -> Shown:
        """Do what was done and draw what is seen then.

        Raises:
            TutorError: If there is no such act, or its values cannot be used; nothing is changed then.
        """
        done = self._acts.get(act.name)
        if done is None:
            raise TutorError(f"The page of progress has nothing called '{act.name}'.", hint="Reload the page.")
        return done(act, visitor)


def _open(act: Act, visitor: Visitor) -> Shown:
    """What an address shows: everything, an area, a concept, or the answers."""
    if area := act.values.get("area", ""):
        return Shown(title=TITLE, body=area_page(visitor, area))
    if name := act.values.get("about", "").strip():
        concept = visitor.study.graph.resolve(name[:_LONGEST_NAME])
        return Shown(title=TITLE, body=about_concept(visitor, concept, _page(act)))
    if "answers" in act.values:
        return Shown(title=TITLE, body=answers_page(visitor, _page(act)))
    return _all(visitor)


def _all(visitor: Visitor, said: str = "") -> Shown:
    body = everything(visitor) if visitor.study.entries() else _nothing()
    return Shown(title=TITLE, body=body, address=ADDRESS, said=said)


def _nothing() -> str:
    """What a new person sees."""
    ways = (
        '<a class="button primary" href="?screen=placement">Find out where I stand</a>',
        '<a class="button" href="?screen=path">I want to learn…</a>',
    )
    told = "There is nothing here yet. It fills by itself when you answer questions or say what you know."
    return f"{heading(TITLE)}\n{empty_state(told, *ways)}\n{data_forms(0)}"


def _page(act: Act) -> int:
    """Which page of answers, from 1; 1 for anything that is no number."""
    text = act.values.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_PAGE else 1


def _take_back(act: Act, visitor: Visitor) -> Shown:
    """Take back that something is known."""
    concept: ConceptId = act.values.get("concept", "")
    if concept not in visitor.study.graph:
        raise TutorError(f"There is no concept called '{concept[:80]}'.", hint="Reload the page.")
    visitor.study.say([concept], visitor.now, known=False)
    title = visitor.study.graph.catalogue[concept].title
    return _all(visitor, f"Noted: {title} is not yet known.")


def _export(_: Act, visitor: Visitor) -> Shown:
    name = f"tutor-{visitor.study.learner}-{visitor.now:%Y-%m-%d}.json"
    file = SavedFile(name=name, media="application/json", content=visitor.study.export().encode())
    return _all(visitor, f"Saved as {name}.").model_copy(update={"file": file})


def _import(act: Act, visitor: Visitor) -> Shown:
    """Take in a log from a file."""
    text = act.values.get("log", "")
    if not text.strip():
        message = "There is no file yet."
        raise TutorError(message, hint="Choose a file that you exported here.")
    if len(text) > _LONGEST_LOG:
        message = "This file is too large to be a log of yours."
        raise TutorError(message, hint="Take it in with `tutor me import` if it is one.")
    return _all(visitor, f"{_entries(visitor.study.take_in(text))} taken in that were not there before.")


def _delete(_: Act, visitor: Visitor) -> Shown:
    """Delete the log and the conversations, at once."""
    talks = visitor.conversations.delete_all(visitor.study.learner)
    kept = f"{_entries(visitor.study.delete())} of the log and {counted(talks, 'conversation')}"
    return _all(visitor, f"Deleted for good: {kept}.")


def _entries(number: int) -> str:
    return f"{number} {'entry' if number == 1 else 'entries'}"
