"""What a learner did: days, areas, answers and statements, counted from the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.errors import StoreError
from tutor.learner.entries import Attempt, Entry, Purpose, Statement
from tutor.learner.history import area_standings, past_answers, said_to_be_known, spoken_days, study_days
from tutor.learner.knowledge import knowledge_of
from tutor.learner.log.store import LearnerStore
from tutor.learner.study import Study

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)  # a Wednesday
DAY = timedelta(days=1)
GRAPH = ConceptGraph.of(
    [concept("a", area="one"), concept("b", "a", area="one"), concept("c", area="one"), concept("d", area="two")]
)


def answered(concept: str, at: datetime, *, right: bool = True, **fields: object) -> Attempt:
    entry = {"id": f"{concept}.{at:%j.%H%M%S}", "at": at, "item": f"{concept}/1", "concept": concept, "answer": "1"}
    return Attempt.model_validate(entry | {"right": right, "credit": float(right)} | fields)


def says(concept: str, at: datetime, *, known: bool = True) -> Statement:
    return Statement(id=f"{concept}.{at:%j.%H}.{known}", at=at, concept=concept, known=known)


def test_the_days_begin_on_a_monday_and_end_today() -> None:
    days = study_days([answered("a", NOW), answered("b", NOW), answered("a", NOW - 2 * DAY), says("c", NOW - DAY)], NOW)
    assert len(days) == 11 * 7 + 3
    assert days[0].day.weekday() == 0
    assert [day.answers for day in days[-3:]] == [1, 0, 2]


def test_a_day_is_that_of_the_learner() -> None:
    late = datetime.fromisoformat("2026-05-05T23:30:00+00:00")
    now = datetime.fromisoformat("2026-05-06T14:00:00+02:00")
    assert study_days([answered("a", late)], now)[-1].answers == 1


def test_days_are_told_without_blame() -> None:
    def told(*ago: int) -> str:
        return spoken_days(study_days([answered("a", NOW - number * DAY) for number in ago], NOW))

    assert told() == "There are no answers from the last 28 days. What you learned before is kept."
    assert told(0, 1, 2, 27) == "You studied on 4 of the last 28 days. Today is day 3 in a row."
    assert told(0, 5) == "You studied on 2 of the last 28 days."
    assert told(1, 2, 3, 28) == "You studied on 3 of the last 28 days."


def test_an_area_tells_what_is_known_being_learned_and_due() -> None:
    entries: list[Entry] = [says("b", NOW - 9 * DAY)]
    entries += [answered("c", NOW - 8 * DAY, right=False), answered("b", NOW - 8 * DAY)]
    one, two = area_standings(GRAPH, entries, knowledge_of(GRAPH, entries, NOW), NOW)
    assert (one.area, one.known, one.learning, one.due) == ("one", ("a", "b"), ("c",), ("b",))
    assert one.spoken() == "2 of 3 known, 1 being learned, 1 due for review"
    assert (two.begun, two.spoken()) == (False, "0 of 1 known")


def test_answers_are_told_newest_first_and_in_pages(shipped_graph: ConceptGraph) -> None:
    item = shipped_graph.catalogue["softmax"].items[0]
    entries = [answered("softmax", NOW - n * DAY, item=item.id) for n in range(5)]
    entries.append(answered("lora", NOW - 9 * DAY, right=False, answer="", hints=2, item="gone/1"))
    found = past_answers(shipped_graph, entries, skip=4, most=2)
    assert found.every == 6
    assert [one.at for one in found.answers] == [NOW - 4 * DAY, NOW - 9 * DAY]
    assert [one.question for one in found.answers] == [item.stem, ""]
    assert [one.spoken() for one in found.answers] == ["right", "you did not know yet, with 2 hints"]
    assert past_answers(shipped_graph, entries, about="lora").every == 1


def test_an_explanation_has_no_question(shipped_graph: ConceptGraph) -> None:
    entry = answered("softmax", NOW, item="softmax#explain", purpose=Purpose.EXPLAIN)
    assert past_answers(shipped_graph, [entry]).answers[0].question == ""


def test_what_was_taken_back_is_not_said_any_more() -> None:
    entries = [says("a", NOW - 3 * DAY), says("b", NOW - 2 * DAY), says("a", NOW - DAY, known=False), says("c", NOW)]
    assert [one.concept for one in said_to_be_known(entries)] == ["c", "b"]


def test_a_log_can_be_taken_along_deleted_and_taken_in_again(shipped_graph: ConceptGraph, tmp_path: Path) -> None:
    store = LearnerStore(f"sqlite:///{tmp_path}/learners.db")
    ann, bob = Study(shipped_graph, store, "ann"), Study(shipped_graph, store, "bob")
    ann.say(["softmax", "lora"], NOW, known=True)
    bob.say(["dpo"], NOW, known=True)
    kept, entries = ann.export(), ann.entries()
    assert ann.delete() == 2
    assert (ann.entries(), len(bob.entries())) == ((), 1)
    assert (ann.take_in(kept), ann.take_in(kept)) == (2, 0)
    assert ann.entries() == entries


def test_a_log_that_is_none_leaves_no_trace(shipped_graph: ConceptGraph, tmp_path: Path) -> None:
    study = Study(shipped_graph, LearnerStore(f"sqlite:///{tmp_path}/learners.db"), "ann")
    with pytest.raises(StoreError):
        study.take_in('{"format": "something else"}')
    assert study.entries() == ()
    assert study_days(study.entries(), NOW)[-1].day == date(2026, 5, 6)
