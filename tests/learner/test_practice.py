"""Practice: what is asked about, and what came out of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.errors import TutorError
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Aim, Attempt, Purpose
from tutor.learner.log.store import LearnerStore
from tutor.learner.practice import QUESTIONS, Pick, Topic, learned_lately, outcome, practice_items
from tutor.learner.study import Study

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def study(shipped_graph: ConceptGraph, tmp_path: Path) -> Study:
    return Study(shipped_graph, LearnerStore(f"sqlite:///{tmp_path}/learners.db"), "ann")


def attempt(number: int, concept: str, *, right: bool = True, days: float = 0, **more: object) -> Attempt:
    at = NOW - timedelta(days=days)
    item, credit = f"{concept}/1", float(right)
    made = {"id": f"a{number}", "at": at, "item": item, "concept": concept, "right": right, "credit": credit}
    return Attempt.model_validate({**made, **more})


def test_lately_is_what_was_answered_in_two_weeks_the_latest_first(study: Study) -> None:
    entries = (
        attempt(1, "vector", days=15),
        attempt(2, "softmax", days=13),
        attempt(3, "matrix", days=2, right=False),
        attempt(4, "lora", days=1, purpose=Purpose.PLACEMENT),
        attempt(5, "gone", days=1),
        attempt(6, "softmax", days=1),
        attempt(7, "norm", days=-1),
    )
    assert learned_lately(study.graph, entries, NOW) == ("softmax", "matrix")


def test_a_plan_an_area_and_a_concept_are_asked_about(study: Study) -> None:
    study.note(Aim(id="aim", at=NOW, goals=("flashattention",)))
    plan = study.plan(NOW)
    assert plan
    steps = {step.concept for step in plan.steps}
    asked = {topic: practice_items(study, Pick(topic=topic, name=name), NOW, 7) for topic, name in (
        (Topic.PLAN, ""), (Topic.AREA, "attention"), (Topic.CONCEPT, "Softmax"),
    )}  # fmt: skip
    assert {item.concept for item in asked[Topic.PLAN]} <= steps
    assert {study.graph.catalogue[item.concept].area for item in asked[Topic.AREA]} == {"attention"}
    assert {item.concept for item in asked[Topic.CONCEPT]} == {"softmax"}
    assert len(asked[Topic.PLAN]) == len(asked[Topic.AREA]) == QUESTIONS
    assert all(item.seed == 7 + place for items in asked.values() for place, item in enumerate(items))


def test_what_is_due_is_asked_in_its_order_as_a_review(study: Study) -> None:
    for number, concept in enumerate(("softmax", "vector", "lora")):
        study.note(attempt(number, concept, days=60 + number))
    due = Pick(topic=Topic.DUE)
    items = practice_items(study, due, NOW, 3)
    assert tuple(item.concept for item in items) == study.review(NOW).concepts
    assert len(items) == 3
    assert [item.seed for item in items] == [3, 4, 5]
    assert (due.purpose, Pick(topic=Topic.PLAN).purpose) == (Purpose.REVIEW, Purpose.QUIZ)


@pytest.mark.parametrize(
    ("topic", "name"),
    [(Topic.DUE, ""), (Topic.PLAN, ""), (Topic.LATELY, ""), (Topic.AREA, "nowhere"), (Topic.CONCEPT, "nothing")],
)
def test_where_there_is_nothing_to_ask_it_is_said(study: Study, topic: Topic, name: str) -> None:
    with pytest.raises(TutorError):
        practice_items(study, Pick(topic=topic, name=name), NOW, 1)


def test_the_outcome_names_what_is_betrayed_and_what_is_newly_mastered(study: Study) -> None:
    began = NOW - timedelta(minutes=9)
    study.note(attempt(0, "vector", days=1))
    study.say(["matrix"], began - timedelta(days=1), known=True)
    minutes = iter(range(8, 0, -1))
    answers = [
        attempt(number, concept, days=next(minutes) / 1440, right=right, betrays=betrays)
        for number, (concept, right, betrays) in enumerate(
            [("softmax", True, None), ("softmax", True, None), ("softmax", True, None), ("matrix", True, None),
             ("lora", False, "norm"), ("kv-cache", False, None), ("paged-attention", False, "norm")], start=1,
        )
    ]  # fmt: skip
    for one in answers:
        study.note(one)
    found = outcome(study, answers, began, NOW)
    assert (found.answered, found.right) == (7, 4)
    assert found.read == ("norm", "kv-cache")
    assert found.mastered == ("softmax",)
