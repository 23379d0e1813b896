"""The screen that finds out where somebody stands: at most twelve questions, then what is taken as known from now on."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.errors import TutorError
from tutor.learner.entries import Attempt, Purpose
from tutor.learner.items.grading import Graded
from tutor.learner.placement import MOST_QUESTIONS, Placement
from tutor.learner.study import Study
from ui.web.pieces import button, heading, meter, row
from ui.web.screen import Act, Shown, Visitor
from ui.web.screens.began import moment_of, seed_of, written
from ui.web.screens.item_view import ITEM_ACTS, Question, acted, question_view, right_words, verdict_words
from ui.web.screens.placement_result import correct, nothing_answered, result_body

TITLE: Final = "Find out where you stand"

_STATES_SEED: Final = 0
"""The plausible states are the same for everybody: drawing them takes half a second, and they are kept once drawn."""


def prepare_placements(graph: ConceptGraph) -> None:
    """Draw the plausible states, so that nobody waits for them: half a second, once in a process."""
    Placement(graph, _STATES_SEED)


class PlacementScreen:
    """Leads a placement; where it is stands in the log and in the address."""

    def show(self, act: Act, visitor: Visitor) -> Shown:
        """Do what was done in a placement and draw what comes next.

        Raises:
            TutorError: If the values are none of ours, or an answer cannot be read.
        """
        if act.name == "begin":
            return _onward(visitor.now, visitor)
        if "began" not in act.values:
            return Shown(title=TITLE, body=_start(), address="?screen=placement")
        began = moment_of(act.values["began"])
        if act.name in ITEM_ACTS:
            question, graded = acted(act, visitor, Purpose.PLACEMENT)
            return _onward(began, visitor, graded) if graded else _still(began, visitor, question)
        if act.name in {"take-back", "keep"}:
            return _over(began, visitor, act)
        if act.name != "show":
            message = "That cannot be done here."
            raise TutorError(message, hint="Start the placement again.")
        return _over(began, visitor) if "over" in act.values else _onward(began, visitor)


def _start() -> str:
    begin = button("Begin", "begin", look="button primary", focus=True)
    return (
        f"{heading(TITLE)}\n"
        f"<p>At most {MOST_QUESTIONS} questions, each of them the one that tells most about what you know already. "
        "Say when you do not know: that helps as much.</p>\n"
        f'{row([begin, """<a href="?screen=path">I would rather say what I know</a>"""])}'
    )


def _onward(began: datetime, visitor: Visitor, graded: Graded | None = None) -> Shown:
    """The next question; what came out of it where there is none."""
    placement = visitor.study.placement(began, _STATES_SEED)
    concept = placement.question()
    if concept is None:
        return _over(began, visitor)
    number = len(placement.asked) + 1
    item = visitor.study.item(concept, seed_of(began) + number)
    question = Question(item=item, attempt=f"{written(began)}.{number}")
    return _asked(began, placement, question_view(visitor.study.graph, question, hints=False), graded)


def _still(began: datetime, visitor: Visitor, question: Question) -> Shown:
    """The same question, after a step of its order."""
    view = question_view(visitor.study.graph, question, hints=False)
    return _asked(began, visitor.study.placement(began, _STATES_SEED), view)


def _asked(began: datetime, placement: Placement, view: str, graded: Graded | None = None) -> Shown:
    body = f"{heading(TITLE)}\n{_progress(began, placement)}{_last(graded)}{view}"
    return Shown(title=TITLE, body=body, address=_address(began))


def _progress(began: datetime, placement: Placement) -> str:
    number, open_ = len(placement.asked) + 1, placement.uncertainty
    uncertain = f"{open_:.0%} still uncertain"
    leave = f'<a href="{_address(began).replace("&", "&amp;")}&amp;over=yes">Enough for now</a>'
    said = f"Question {number} of at most {MOST_QUESTIONS}"
    return f'<div class="run"><span>{said}</span>{meter(open_, uncertain)}<span>{uncertain}</span>{leave}</div>\n'


def _last(graded: Graded | None) -> str:
    """What the last answer was worth; what is right is folded, because the next question waits."""
    if graded is None:
        return ""
    if graded.right:
        return '<div class="last" role="status"><p>✓ The last one was right.</p></div>\n'
    said = "✗ The last one was not quite right" if graded.attempt.answer else "The last one is noted as not known yet"
    told = f"{verdict_words(graded)}\n\n{right_words(graded)}"
    return (
        f'<div class="last" role="status"><details><summary>{said}. See why</summary>\n\n{told}\n\n</details></div>\n'
    )


def _address(began: datetime) -> str:
    return f"?screen=placement&began={written(began)}"


def _over(began: datetime, visitor: Visitor, act: Act | None = None) -> Shown:
    """What came out of it. It is noted at the moment of the last answer, so that looking again notes nothing anew."""
    ended = _last_answer(visitor.study, began)
    found = visitor.study.place(began, ended, _STATES_SEED) if ended else frozenset[ConceptId]()
    said = correct(visitor, found, act.values, known=act.name == "keep") if act else ""
    body = result_body(visitor, found, act.values if act else {}) if ended else nothing_answered()
    return Shown(title=TITLE, body=body, address=f"{_address(began)}&over=yes", said=said)


def _last_answer(study: Study, began: datetime) -> datetime | None:
    attempts = (entry for entry in study.entries() if isinstance(entry, Attempt))
    return max((one.at for one in attempts if one.purpose is Purpose.PLACEMENT and one.at >= began), default=None)
