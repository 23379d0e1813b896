"""Placement in the terminal: at most twelve questions, with what is still uncertain after each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tutor.learner.entries import Purpose
from tutor.learner.placement import MOST_QUESTIONS, Placement
from tutor.learner.study import Study
from ui.asking import LeftError, ask_item
from ui.console import out, show_markdown
from ui.progress import progress


def place(study: Study, clock: Callable[[], datetime], seed: int) -> None:
    """Ask until the learner is placed or leaves, then note what they know."""
    began = clock()
    out.print(f"At most {MOST_QUESTIONS} questions. Say when you do not know: that helps as much.")
    try:
        while (placement := study.placement(began, seed)).question() is not None:
            ask_next(study, placement, clock, seed)
    except LeftError:
        out.print("Enough for now; what you answered counts.")
    placed = study.place(began, clock(), seed)
    out.print(
        f"{len(placed)} of {len(study.graph)} concepts are taken as known; each can be taken back with `tutor me forget`."
    )
    show_markdown(progress(study.graph, study.state(clock()), clock()))


def ask_next(study: Study, placement: Placement, clock: Callable[[], datetime], seed: int) -> None:
    """Ask the question that tells the most, and say how much is still uncertain.

    Raises:
        LeftError: If the learner leaves.
    """
    concept = placement.question()
    assert concept is not None
    number = len(placement.asked) + 1
    out.print(f"\nQuestion {number} of at most {MOST_QUESTIONS}; {placement.uncertainty:.0%} is still uncertain.")
    ask_item(study, study.item(concept, seed + number), Purpose.PLACEMENT, clock)
