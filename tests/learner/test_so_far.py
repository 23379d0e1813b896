"""How far somebody has come with a plan: what counts as done, when, and what is said about the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.learner.entries import Aim, Attempt, Entry, Statement
from tutor.learner.log.store import LearnerStore
from tutor.learner.plans.changed import plan_change
from tutor.learner.plans.plan import study_plan
from tutor.learner.plans.so_far import SoFar, so_far
from tutor.learner.study import Study

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CHAIN = ConceptGraph.of(
    [concept("a", minutes=30), concept("b", "a", minutes=60), concept("c", "b", minutes=90), concept("d", minutes=20)]
)


def aim(*goals: str, at: datetime = NOW, **fields: object) -> Aim:
    return Aim.model_validate(
        {"id": f"aim {at}".replace(" ", "-").replace("+", "-"), "at": at, "goals": goals} | fields
    )


def says(concept: str, at: datetime, *, known: bool = True) -> Statement:
    return Statement(id=f"{concept}.{at:%j%H}.{known}", at=at, concept=concept, known=known)


def right(concept: str, at: datetime) -> Attempt:
    return Attempt(id=f"{concept}.{at:%j%H%M}", at=at, item="x/1", concept=concept, answer="1", right=True, credit=1)


def told(entries: list[Entry], now: datetime) -> SoFar:
    found = so_far(CHAIN, entries, now)
    assert found is not None
    return found


def test_without_an_aim_nothing_was_begun() -> None:
    assert so_far(CHAIN, [says("a", NOW)], NOW) is None


def test_what_was_known_before_is_no_step_of_the_plan() -> None:
    found = told([says("a", NOW), aim("c"), says("b", NOW + DAY)], NOW + 2 * DAY)
    assert [step.concept for step in found.done] == ["b"]


def test_each_step_stands_in_the_week_in_which_it_became_known() -> None:
    later = NOW + 15 * DAY
    found = told(
        [aim("c"), says("a", NOW + DAY), *[right("b", later + n * DAY / 24) for n in range(4)]], NOW + 21 * DAY
    )
    assert [(step.concept, step.week) for step in found.done] == [("a", 1), ("b", 3)]
    assert found.week == 4
    assert [step.why for step in found.done][1].startswith("4 of 4 right, last ")


def test_what_was_forgotten_is_not_done() -> None:
    entries = [aim("c"), says("a", NOW + DAY), says("a", NOW + 2 * DAY, known=False)]
    assert told(entries, NOW + 3 * DAY).done == ()


def test_a_changed_pace_goes_on_with_the_plan_and_another_goal_begins_anew() -> None:
    entries: list[Entry] = [aim("c"), says("a", NOW + DAY), aim("c", at=NOW + 2 * DAY, hours_per_week=5)]
    now = NOW + 3 * DAY
    assert told(entries, now).began == NOW.date()
    assert len(told(entries, now).done) == 1
    other = told([*entries, aim("d", at=now)], now)
    assert (other.began, other.done) == (now.date(), ())


def test_the_day_begins_where_the_learner_is() -> None:
    evening = datetime.fromisoformat("2026-05-04T23:30:00+00:00")
    there = datetime.fromisoformat("2026-05-05T02:00:00+02:00")
    assert told([aim("c", at=evening)], there).began == date(2026, 5, 5)


def test_what_is_left_is_told_with_its_last_day() -> None:
    entries = [aim("c", hours_per_week=1, deadline=date(2026, 5, 20)), says("a", NOW + DAY)]
    now = NOW + DAY
    left = study_plan(CHAIN, aim("c", hours_per_week=1, deadline=date(2026, 5, 20)), ["a"], now.date())
    assert told(entries, now).spoken(left) == (
        "1 of 3 steps is done. 2 hours 30 minutes to go: at 1 hour a week you finish on 22 May 2026, after 20 May 2026."
    )


def test_the_end_is_said_without_a_date() -> None:
    entries = [aim("c"), says("c", NOW + DAY)]
    left = study_plan(CHAIN, aim("c"), ["c"], NOW.date())
    assert told(entries, NOW + DAY).spoken(left) == "All 3 steps are done."


def test_an_assumed_pace_is_called_one() -> None:
    left = study_plan(CHAIN, aim("c"), [], NOW.date())
    assert "at 3 hours a week, which I assume, you finish on" in told([aim("c")], NOW).spoken(left)


def test_a_change_says_what_it_leaves_out_and_what_it_saves() -> None:
    now = study_plan(CHAIN, aim("c", "d", hours_per_week=1), [], NOW.date())
    then = study_plan(CHAIN, aim("c", hours_per_week=2, skipped=("b",)), [], NOW.date())
    change = plan_change(CHAIN, now, then)
    assert change.left_out == ("a", "b", "d")
    assert change.added == ()
    assert " ".join(change.sentences) == (
        "Now 4 steps, 3 hours 20 minutes in 4 weeks, until 27 May 2026. "
        "Then 1 step, 1 hour 30 minutes in 1 week, until 9 May 2026. "
        "Left out: A, B and D. Taken on faith: 1 connection."
    )
    assert plan_change(CHAIN, then, now).added == ("a", "b", "d")


def test_what_an_aim_skips_is_in_no_plan(shipped_graph: ConceptGraph, tmp_path: Path) -> None:
    study = Study(shipped_graph, LearnerStore(f"sqlite:///{tmp_path}/learners.db"), "ann")
    study.note(aim("flashattention", skipped=("softmax",)))
    plan = study.plan(NOW)
    assert plan is not None
    assert "softmax" not in {step.concept for step in plan.steps}
    assert "softmax" in {edge.prerequisite for edge in plan.faith}


@pytest.mark.parametrize("change", [{"hours_per_week": 1.0}, {"skipped": ("a",)}])
def test_a_change_that_adds_nothing_names_nothing_new(change: dict[str, object]) -> None:
    now, then = (study_plan(CHAIN, aim("c", **fields), [], NOW.date()) for fields in ({}, change))
    assert not any(sentence.startswith("New:") for sentence in plan_change(CHAIN, now, then).sentences)
