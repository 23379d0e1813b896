"""A scripted learner's month on a simulated clock: what they answer, what the tutor makes of it, week by week.

    python docs/month.py

Writes `docs/learner/month.md`. Nothing in it depends on the day it is run, so a test replays it twice and compares.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.load import load_pages, shipped_pages
from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Aim, Attempt, Purpose
from tutor.learner.items.asked import AskedItem, full_item
from tutor.learner.items.full_item import BlankKey, ChoiceKey, FullItem, NumberKey, OrderKey
from tutor.learner.items.grading import Graded
from tutor.learner.log.store import LearnerStore
from tutor.learner.study import Study
from tutor.learner.walk import Activity

START = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
SEED = 5
GOAL = "flashattention"
BEFORE = ("matrix-multiplication", "softmax", "backpropagation", "language-model", "cross-entropy")
"""What the scripted learner knows when they begin, with what comes before it."""

FAILURES = 2
"""How often they fall for a wrong answer that betrays another concept."""

DAYS = 28
ANSWERS_A_DAY = 7
PAGE = Path(__file__).parent / "learner" / "month.md"


class Month:
    """The learner, their study, and what happened."""

    def __init__(self, graph: ConceptGraph, store: LearnerStore) -> None:
        self.graph = graph
        self.study = Study(graph, store, "month")
        self.now = START
        self.lines: list[str] = []
        self.failed: list[ConceptId] = []
        self.truth = graph.closure(BEFORE)
        self._count = 0

    def run(self) -> None:
        """The whole month."""
        self._place()
        self._entry(Aim(id="aim", at=self.now, goals=(GOAL,), hours_per_week=4))
        self._tell_plan()
        for day in range(1, DAYS + 1):
            self.now = START + timedelta(days=day)
            self._review()
            self._walk()
            if day % 7 == 0:
                self._tell_week(day // 7)

    def _place(self) -> None:
        self.lines += ["## Placement", ""]
        began = self.now
        while (concept := self.study.placement(began, SEED).question()) is not None:
            item = self.study.item(concept, SEED + self._count)
            self._answer(item, right_answer(self._full(item)) if concept in self.truth else "", Purpose.PLACEMENT)
        found = self.study.place(began, self.now, SEED)
        hits = len(found & self.truth)
        self.lines += ["", f"Found known: {len(found)} concepts, {hits} of the {len(self.truth)} that are.", ""]

    def _walk(self) -> None:
        for _ in range(ANSWERS_A_DAY):
            activity = self.study.activity(self.now)
            if activity is None or activity.concept is None:
                return
            item = self.study.item(activity.concept, SEED + self._count)
            self._answer(item, self._given(activity, self._full(item)), Purpose.CHECK, activity)

    def _given(self, activity: Activity, item: FullItem) -> str:
        """Right, except for two first tries where a wrong answer betrays another concept, and for what it betrays."""
        if activity.kind == "root cause" and item.concept not in self.truth:
            self.truth |= {item.concept}
            return ""
        if (
            len(self.failed) < FAILURES
            and item.concept not in (*self.failed, *self.truth)
            and (wrong := betraying(self.graph, item))
        ):
            self.failed.append(item.concept)
            return wrong
        return right_answer(item)

    def _review(self) -> None:
        for concept in self.study.review(self.now, most=5).concepts:
            item = self.study.item(concept, SEED + self._count)
            knows = concept in self.truth or self.study.state(self.now)[concept].right > 1
            self._answer(item, right_answer(self._full(item)) if knows else "", Purpose.REVIEW)

    def _full(self, item: AskedItem) -> FullItem:
        return full_item(self.graph, item.id, item.seed)

    def _answer(self, item: AskedItem, given: str, purpose: Purpose, activity: Activity | None = None) -> Graded:
        self._count += 1
        self.now += timedelta(minutes=5)
        graded = self.study.answer(item, given, attempt_id=f"a{self._count}", now=self.now, purpose=purpose)
        mark = "right" if graded.right else "wrong" if given else "does not know"
        kind = activity.kind if activity else purpose
        why = f" — {activity.why}" if activity and not (graded.right and activity.kind == "check") else ""
        betrays = f" It betrays *{graded.betrays}*." if graded.betrays else ""
        self.lines.append(f"- {self.now:%d %b %H:%M}, {kind}: `{item.id}` {mark}.{betrays}{why}")
        return graded

    def _entry(self, aim: Aim) -> None:
        self.study.note(aim)

    def _tell_plan(self) -> None:
        plan = self.study.plan(self.now)
        assert plan is not None
        steps = ", ".join(step.concept for step in plan.steps)
        self.lines += [
            f"## The plan: {len(plan.steps)} steps, {plan.minutes} minutes",
            "",
            f"{steps}.",
            "",
            "## Week 1",
            "",
        ]

    def _tell_week(self, week: int) -> None:
        state, plan = self.study.state(self.now), self.study.plan(self.now)
        assert plan is not None
        answers = sum(isinstance(entry, Attempt) for entry in self.study.entries())
        self.lines += ["", f"**After week {week}**: {answers} answers in the log, {len(state.known)} concepts known, "]
        self.lines[-1] += f"{len(plan.steps)} steps left, {len(state.due(self.now))} due for review."
        told = [f"- *{concept}*: {state.explain(concept)}." for concept in (*self.failed, GOAL)]
        self.lines += ["", *told, ""]
        if week * 7 < DAYS:
            self.lines += [f"## Week {week + 1}", ""]


def right_answer(item: FullItem) -> str:
    """What a learner types who knows the answer."""
    match item.key:
        case ChoiceKey():
            return str(item.key.shown.index(item.key.right.text) + 1)
        case OrderKey():
            return " ".join(str(item.key.shown.index(text) + 1) for text in item.key.right)
        case NumberKey():
            unit = "" if item.key.unit in ("", "share") else f" {item.key.unit}"
            return f"{item.key.expected:.10g}{unit}"
        case BlankKey():
            return item.key.title


def betraying(graph: ConceptGraph, item: FullItem) -> str:
    """A wrong option that betrays a concept which the item's rests on, or an empty string."""
    if not isinstance(item.key, ChoiceKey):
        return ""
    before = graph.ancestors(item.concept)
    return next((str(place) for place, option in enumerate(item.key.options, start=1) if option.see in before), "")


def month(graph: ConceptGraph, store: LearnerStore) -> Month:
    """The month, lived through."""
    lived = Month(graph, store)
    lived.run()
    return lived


def page(lived: Month) -> str:
    """The month as Markdown."""
    head = [
        "# A month with the tutor",
        "",
        "A scripted learner on a simulated clock, written by `python docs/month.py`. They know matrix multiplication,",
        "softmax, backpropagation, language models and cross-entropy, and what comes before them; they want to understand",
        "FlashAttention in four hours a week, and twice fall for a wrong answer that betrays another concept.",
        "",
    ]
    return "\n".join([*head, *lived.lines]).rstrip() + "\n"


def main() -> None:
    """Live through the month and write the page."""
    graph = ConceptGraph(Catalogue(load_pages(shipped_pages())))
    with tempfile.TemporaryDirectory() as folder, LearnerStore(f"sqlite:///{folder}/month.db") as store:
        PAGE.write_text(page(month(graph, store)), encoding="utf-8")


if __name__ == "__main__":
    main()
