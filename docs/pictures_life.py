"""A month of somebody who learns with the tutor, so that the pictures show a page that is in use.

They study every other day, answer most questions rightly, say of some that they do not know, and are half way to their goals.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from month import right_answer

from tutor.learner.entries import Aim, Purpose
from tutor.learner.items.asked import AskedItem, full_item
from tutor.learner.study import Study

KNOWN = ("matrix-multiplication", "softmax", "backpropagation", "language-model", "cross-entropy")
"""What they say they know when they begin."""

GOALS = ("flashattention", "qlora")
DAYS = (1, 2, 4, 5, 8, 10, 11, 15, 17, 19, 22, 24, 25, 27)
"""On which days after the beginning they study."""

SLIP = 4
"""Every so many answers they do not know one."""

ANSWERS_A_DAY = 4


def live_through(study: Study, now: datetime) -> None:
    """Note a month of study that ends now."""
    began, number = now - timedelta(days=28), count(1)
    study.say(KNOWN, began, known=True)
    study.note(Aim(id="aim", at=began, goals=GOALS, hours_per_week=3))
    for day in DAYS:
        moment = began + timedelta(days=day)
        for concept in study.review(moment, most=3).concepts:
            _answer(study, study.item(concept, day), next(number), moment, Purpose.REVIEW)
        for step in range(ANSWERS_A_DAY):
            activity = study.activity(moment)
            if activity is None or activity.concept is None:
                break
            moment += timedelta(minutes=6)
            _answer(study, study.item(activity.concept, day * 10 + step), next(number), moment, Purpose.CHECK)


def _answer(study: Study, item: AskedItem, number: int, moment: datetime, purpose: Purpose) -> None:
    given = right_answer(full_item(study.graph, item.id, item.seed)) if number % SLIP else ""
    study.answer(item, given, attempt_id=f"life-{number}", now=moment, purpose=purpose)
