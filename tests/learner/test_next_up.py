"""What to take up next: ready concepts, each with a reason of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.learner.entries import Aim, Attempt, Entry, Statement
from tutor.learner.knowledge import knowledge_of
from tutor.learner.next_up import NextUp, WhyNow, next_up

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = MONDAY + timedelta(days=60)

GRAPH = ConceptGraph.of(
    [
        concept("base", minutes=30),
        concept("step-one", "base", minutes=20),
        concept("step-two", "step-one"),
        concept("goal", "step-two"),
        concept("hub", "base", minutes=25, area="hubs"),
        concept("spoke-a", "hub"),
        concept("spoke-b", "hub"),
        concept("spoke-c", "hub"),
        concept("short", minutes=3, level="advanced"),
        concept("alone", minutes=40),
    ]
)


def aim(*goals: str, **fields: object) -> Aim:
    return Aim.model_validate({"id": "aim", "at": MONDAY, "goals": goals} | fields)


def known(*concepts: str) -> list[Entry]:
    return [Statement(id=f"s-{name}", at=MONDAY, concept=name, known=True) for name in concepts]


def learned(name: str) -> list[Entry]:
    return [
        Attempt(id=f"{name}{number}", at=MONDAY, item=f"{name}#1", concept=name, right=True, credit=1)
        for number in range(5)
    ]


def up(entries: Sequence[Entry], now: datetime = LATER, graph: ConceptGraph = GRAPH) -> tuple[NextUp, ...]:
    return next_up(graph, knowledge_of(graph, entries, now), now)


def told(found: Sequence[NextUp]) -> list[tuple[str, WhyNow]]:
    return [(one.concept, one.reason) for one in found]


def test_three_concepts_with_three_reasons() -> None:
    found = up([aim("goal"), *learned("base")])
    assert told(found) == [("step-one", WhyNow.GOAL), ("hub", WhyNow.UNLOCKS), ("base", WhyNow.DUE)]
    assert [one.why for one in found[:2]] == [
        "it is on the way to Goal, where 2 steps still rest on it",
        "with it you are ready for 3 more concepts",
    ]
    assert "5 of 5 right" in found[2].why


def test_without_an_aim_and_anything_due_other_reasons_fill_up() -> None:
    found = up(known("base"))
    assert told(found) == [("hub", WhyNow.UNLOCKS), ("short", WhyNow.QUICK), ("step-one", WhyNow.UNLOCKS)]
    assert found[1].why == "you have everything it needs, and it takes 3 minutes"
    assert found[2].why == "with it you are ready for 1 more concept"


def test_a_goal_that_is_ready_is_said_to_be_the_goal() -> None:
    found = up([aim("goal"), *known("step-two")])
    assert told(found)[0] == ("goal", WhyNow.GOAL)
    assert found[0].why == "it is your goal, and you have everything it needs"


def test_the_nearest_to_any_goal_comes_first() -> None:
    found = up([aim("goal", "spoke-a"), *known("step-one")])
    assert told(found)[:1] == [("step-two", WhyNow.GOAL)]
    assert found[0].why == "it is on the way to Goal, where 1 step still rests on it"


def test_what_is_suggested_is_ready_to_learn_and_no_concept_comes_twice() -> None:
    for entries in ([], known("base"), [aim("goal", "spoke-c"), *known("hub")]):
        found = up(entries)
        state = knowledge_of(GRAPH, entries, LATER)
        closed = GRAPH.closure(state.known)
        assert len({one.concept for one in found}) == len(found) == 3
        assert all(one.concept not in closed and closed.issuperset(GRAPH.prerequisites(one.concept)) for one in found)


@pytest.mark.parametrize(
    ("fields", "left_out"), [({"without": ("hubs",)}, "hub"), ({"level": "intermediate"}, "short")]
)
def test_what_the_aim_leaves_out_is_not_suggested(fields: dict[str, object], left_out: str) -> None:
    assert left_out in {one.concept for one in up([aim("spoke-a"), *known("base")])}
    assert left_out not in {one.concept for one in up([aim("spoke-a", **fields), *known("base")])}


def test_where_all_is_known_nothing_is_suggested() -> None:
    assert up(known(*(page.id for page in GRAPH.catalogue))) == ()
