"""One learner's study: what is sent twice counts once, what is noted counts everywhere, and nothing else is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.errors import TutorError
from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Aim, Attempt, Purpose
from tutor.learner.log.store import LearnerStore
from tutor.learner.plans.wish import Wish
from tutor.learner.study import Study

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def study(shipped_graph: ConceptGraph, tmp_path: Path) -> Study:
    return Study(shipped_graph, LearnerStore(f"sqlite:///{tmp_path}/learners.db"), "ann")


def test_a_double_click_counts_once_and_is_told_the_first_verdict(study: Study) -> None:
    item = study.item("softmax", seed=1)
    first = study.answer(item, "1", attempt_id="a", now=NOW)
    for again in ("1", "2", "3", ""):
        later = study.answer(item, again, attempt_id="a", now=NOW + timedelta(seconds=1), hints=2)
        assert later == first
    assert study.entries() == (first.attempt,)


def test_an_answer_that_cannot_be_read_leaves_no_trace(study: Study) -> None:
    with pytest.raises(TutorError):
        study.answer(study.item("softmax", seed=1), "option nine", attempt_id="a", now=NOW)
    assert study.entries() == ()


def test_a_wish_without_a_goal_leaves_no_trace(study: Study) -> None:
    with pytest.raises(TutorError, match="what you want to learn"):
        study.want(Wish(known=("softmax",)), NOW)
    assert study.entries() == ()


def test_a_wish_is_taken_up_whole(study: Study) -> None:
    plan = study.want(Wish(goals=("flashattention",), known=("softmax",), not_yet=("dot-product",), hours=3.0), NOW)
    state = study.state(NOW)
    assert "softmax" in state.known
    assert "dot-product" not in state.known
    assert state.aim is not None
    assert (state.aim.goals, state.aim.hours) == (("flashattention",), 3.0)
    assert plan == study.plan(NOW)
    assert study.as_learner(NOW).aim == ("flashattention",)


def test_without_an_aim_there_is_nothing_to_walk(study: Study) -> None:
    assert study.plan(NOW) is None
    assert study.activity(NOW) is None


def test_leaving_and_coming_back_loses_nothing(study: Study, tmp_path: Path) -> None:
    study.note(Aim(id="aim", at=NOW, goals=("softmax",)))
    activity = study.activity(NOW)
    assert activity is not None
    assert activity.concept is not None
    study.answer(study.item(activity.concept, 1), "", attempt_id="a", now=NOW, purpose=Purpose.CHECK)
    with LearnerStore(f"sqlite:///{tmp_path}/learners.db") as other:
        again = Study(study.graph, other, "ann")
        assert again.activity(NOW) == study.activity(NOW)


def test_a_placement_of_dont_knows_takes_nothing_as_known(study: Study) -> None:
    for number in range(12):
        concept = study.placement(NOW, seed=3).question()
        assert concept is not None
        item = study.item(concept, number)
        study.answer(item, "", attempt_id=f"p{number}", now=NOW, purpose=Purpose.PLACEMENT)
    assert study.placement(NOW, seed=3).question() is None
    assert study.place(NOW, NOW, seed=3) == frozenset()
    assert all(isinstance(entry, Attempt) for entry in study.entries())
    later = NOW + timedelta(hours=1)
    assert study.placement(later, seed=3).asked == (), "a new placement begins anew"
