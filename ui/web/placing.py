"""The placement on the page: a dialog with one question at a time, and what came out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import gradio as gr

from corpus.types import Value
from tutor.errors import TutorError
from tutor.learner.entries import Purpose
from tutor.learner.items.asked import AskedItem
from tutor.learner.placement import MOST_QUESTIONS
from tutor.learner.study import Study, new_id
from ui.render import trouble
from ui.web.markup import WEB

LATEX: list[dict[str, str | bool]] = [
    {"left": "$$", "right": "$$", "display": True},
    {"left": "$", "right": "$", "display": False},
]
"""How formulas are written on the page."""

_INTRODUCTION = f"At most {MOST_QUESTIONS} questions. Say when you do not know: that helps as much."


class Placing(Value):
    """Where a page is in a placement; nothing of it gives an answer away.

    Attributes:
        began: When it was opened.
        seed: What the plausible states are drawn with.
        item: The open question; None when it is over.
        attempt: The id that its answer will have, so that a double click counts once.
    """

    began: datetime
    seed: int
    item: AskedItem | None = None
    attempt: str = ""


class View(NamedTuple):
    """What the dialog shows, in the order of its parts."""

    dialog: object
    told: object
    question: object
    options: object
    words: object
    answer: object
    unknown: object
    leave: object
    placing: Placing | None


@dataclass(frozen=True)
class Placer:
    """Leads a placement on the page.

    Args:
        study: The learner's study.
        clock: Says what time it is.
    """

    study: Study
    clock: Callable[[], datetime]

    def open(self) -> View:
        """Begin."""
        now = self.clock()
        return self._next(Placing(began=now, seed=int(now.timestamp())), _INTRODUCTION)

    def answer(self, chosen: int | None, words: str, placing: Placing | None) -> View:
        """Take the answer that was chosen or typed; without one the question stays."""
        given = words.strip() if chosen is None else str(chosen + 1)
        return self._answered(given, placing) if given else _unchanged(placing, "Choose an answer first.")

    def unknown(self, placing: Placing | None) -> View:
        """Take "I don't know"."""
        return self._answered("", placing)

    def leave(self, placing: Placing | None) -> View:
        """End early and show what came out of it; close the dialog where that is shown already."""
        return self._over(placing) if placing and placing.item else _closed()

    def _answered(self, given: str, placing: Placing | None) -> View:
        if placing is None or placing.item is None:
            return _closed()
        try:
            graded = self.study.answer(
                placing.item, given, attempt_id=placing.attempt, now=self.clock(), purpose=Purpose.PLACEMENT
            )
        except TutorError as error:
            return _unchanged(placing, trouble(error, WEB))
        verdict = "Right." if graded.right else "Not quite." if given else "Good to know."
        return self._next(placing, verdict)

    def _next(self, placing: Placing, said: str) -> View:
        placement = self.study.placement(placing.began, placing.seed)
        concept = placement.question()
        if concept is None:
            return self._over(placing)
        number = len(placement.asked) + 1
        item = self.study.item(concept, placing.seed + number)
        told = f"{said} Question {number} of at most {MOST_QUESTIONS}; {placement.uncertainty:.0%} is still uncertain."
        is_choice = item.form == "choice"
        return View(
            dialog=gr.update(visible=True),
            told=told,
            question=f"**{WEB.plain(self.study.graph.catalogue[concept].title)}**\n\n{WEB.prose(item.stem)}",
            options=gr.update(choices=_choices(item), value=None, visible=is_choice),
            words=gr.update(value="", visible=not is_choice, info="\n".join(item.options)),
            answer=gr.update(visible=True),
            unknown=gr.update(visible=True),
            leave=gr.update(value="Enough for now"),
            placing=placing.model_copy(update={"item": item, "attempt": new_id()}),
        )

    def _over(self, placing: Placing) -> View:
        found = self.study.place(placing.began, self.clock(), placing.seed)
        told = f"{len(found)} of {len(self.study.graph)} concepts are taken as known from now on. Say “I know …” to add more."
        hidden = gr.update(visible=False)
        return View(
            dialog=gr.update(visible=True),
            told=told,
            question="",
            options=hidden,
            words=hidden,
            answer=hidden,
            unknown=hidden,
            leave=gr.update(value="Close"),
            placing=placing.model_copy(update={"item": None}),
        )


def add_placement(placer: Placer) -> None:
    """Add the button and the dialog to the page that is being built."""
    opening = gr.Button("Find out where I stand", elem_id="place", size="sm")
    with gr.Column(visible=False, elem_id="placing") as dialog:
        told = gr.Markdown(elem_id="placing-told", container=False)
        question = gr.Markdown(latex_delimiters=LATEX, container=False)
        options = gr.Radio(choices=[], label="Your answer", type="index", visible=False)
        words = gr.Textbox(label="Your answer", visible=False)
        with gr.Row():
            answer = gr.Button("Answer", variant="primary", size="sm")
            unknown = gr.Button("I don't know", size="sm")
            leave = gr.Button("Enough for now", size="sm")
    placing: gr.State = gr.State(None)
    parts = [dialog, told, question, options, words, answer, unknown, leave, placing]
    steps: list[tuple[gr.Button, Callable[..., View], list[gr.Component]]] = [
        (opening, placer.open, []),
        (answer, placer.answer, [options, words, placing]),
        (unknown, placer.unknown, [placing]),
        (leave, placer.leave, [placing]),
    ]
    for button, step, inputs in steps:
        button.click(step, inputs=inputs, outputs=parts, queue=False, show_progress="hidden", api_visibility="private")


def _choices(item: AskedItem) -> list[str]:
    return [f"{place}. {text}" for place, text in enumerate(item.options, start=1)]


def _unchanged(placing: Placing | None, told: str) -> View:
    kept = gr.skip()
    return View(kept, told, kept, kept, kept, kept, kept, kept, placing)


def _closed() -> View:
    kept = gr.skip()
    return View(gr.update(visible=False), kept, kept, kept, kept, kept, kept, kept, None)
