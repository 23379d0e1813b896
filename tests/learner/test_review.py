"""What is reviewed today: due, at risk and needed first, mixed across areas, and never more than a day holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise, permutations

import pytest

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.learner.entries import Aim, Attempt, Entry, Purpose
from tutor.learner.knowledge import knowledge_of
from tutor.learner.review import Review, mixed, todays_review

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = MONDAY + timedelta(days=60)
NAMES = tuple(f"c{number:02}" for number in range(50))
FLAT = ConceptGraph.of([concept(name, area=f"area{number % 3}") for number, name in enumerate(NAMES)])


def answered(
    concepts: Sequence[str], at: datetime = MONDAY, *, right: bool = True, purpose: Purpose = Purpose.QUIZ
) -> list[Entry]:
    return [
        Attempt(
            id=f"{name}-{at:%Y%m%dT%H%M}-{purpose.value}",
            at=at,
            item=f"{name}#1",
            concept=name,
            right=right,
            credit=float(right),
            purpose=purpose,
        )
        for name in concepts
    ]


def review(entries: Sequence[Entry], now: datetime = LATER, graph: ConceptGraph = FLAT, most: int = 20) -> Review:
    return todays_review(graph, knowledge_of(graph, entries, now), entries, now, most)


def test_nothing_is_due_where_nothing_was_answered() -> None:
    nothing = review([])
    assert nothing == Review(concepts=())
    assert nothing.spoken(LATER.date()) == "Nothing is due today."


def test_only_what_is_due_is_reviewed() -> None:
    entries = [*answered(["c00", "c01"]), *answered(["c02"], LATER - timedelta(hours=1))]
    found = review(entries)
    assert set(found.concepts) == {"c00", "c01"}
    assert found.spoken(LATER.date()) == "2 today, nothing else waits."


def test_after_a_break_the_rest_is_spread_over_the_coming_days() -> None:
    found = review(answered(NAMES), most=12)
    assert len(found.concepts) == 12
    assert found.waiting == 38
    assert found.done_by == LATER.date() + timedelta(days=4)
    assert found.spoken(LATER.date()) == f"12 today, 38 wait; done by {found.done_by:%A}."


def test_what_becomes_due_in_the_meantime_takes_its_days() -> None:
    learned = answered(NAMES[:26])
    waiting = review(learned, most=12)
    assert waiting.done_by == LATER.date() + timedelta(days=2)
    more = [*learned, *answered(NAMES[26:50], LATER - timedelta(days=1))]
    state = knowledge_of(FLAT, more, LATER)
    soon = [due for name in NAMES[26:50] if (due := state[name].due) is not None and due <= LATER + timedelta(days=2)]
    assert len(soon) > 10
    later = review(more, most=12).done_by
    assert later is not None
    assert later > LATER.date() + timedelta(days=2)


def test_a_far_day_is_told_by_its_date_and_an_endless_wait_by_none() -> None:
    far = review(answered(NAMES), most=2)
    assert far.done_by == LATER.date() + timedelta(days=24)
    assert far.spoken(LATER.date()) == "2 today, 48 wait; done by 25 May 2026."
    never = review(answered(NAMES), most=0)
    assert never.done_by is None
    assert never.spoken(LATER.date()) == "0 today, 50 wait."


def test_what_was_reviewed_today_counts_towards_the_day() -> None:
    done = answered(NAMES[:5], LATER - timedelta(hours=2), purpose=Purpose.REVIEW)
    quiz = answered(NAMES[5:8], LATER - timedelta(hours=2), purpose=Purpose.QUIZ)
    found = review([*answered(NAMES), *done, *quiz], most=12)
    assert found.reviewed == 5
    assert len(found.concepts) == 7
    assert set(found.concepts).isdisjoint(NAMES[:8])


def test_the_day_is_the_learners_day() -> None:
    evening = datetime(2026, 5, 1, 23, 30, tzinfo=UTC)
    entries = [*answered(NAMES), *answered(NAMES[:5], evening - timedelta(hours=2), purpose=Purpose.REVIEW)]
    assert review(entries, evening, most=12).reviewed == 5
    east = evening.astimezone(timezone(timedelta(hours=2)))
    assert review(entries, east, most=12).reviewed == 0


def test_the_most_at_risk_come_first() -> None:
    old, newer = answered(["c00", "c03"]), answered(["c06"], LATER - timedelta(days=20))
    found = review([*old, *newer], most=2)
    assert set(found.concepts) == {"c00", "c03"}


def test_what_the_aim_or_many_concepts_rest_on_comes_before_the_rest() -> None:
    graph = ConceptGraph.of([concept("a"), concept("b"), concept("goal", "b"), concept("z"), concept("y", "z")])
    learned = answered(["a", "b", "z"])
    assert review(learned, graph=graph, most=1).concepts == ("b",)
    aim = Aim(id="aim", at=MONDAY, goals=("y",))
    assert review([*learned, aim], graph=graph, most=1).concepts == ("z",)


def areas(order: Sequence[str], graph: ConceptGraph) -> int:
    """How many neighbours are of one area."""
    return sum(graph.catalogue[one].area == graph.catalogue[other].area for one, other in pairwise(order))


@pytest.mark.parametrize("kinds", ["aab", "aaabb", "aabbcc", "aaab", "aaaa", "abcabc", "aaaabc", "abbbb"])
def test_neighbours_are_of_different_areas_wherever_that_is_possible(kinds: str) -> None:
    graph = ConceptGraph.of([concept(f"c{place}", area=kind) for place, kind in enumerate(kinds)])
    ranked = [f"c{place}" for place in range(len(kinds))]
    order = mixed(graph, ranked)
    assert sorted(order) == ranked
    assert areas(order, graph) == min(areas(one, graph) for one in permutations(ranked))


def test_mixing_keeps_the_order_where_areas_differ_already() -> None:
    assert mixed(FLAT, ["c04", "c00", "c01"]) == ("c04", "c00", "c01")


def test_a_failed_review_comes_back_and_a_right_one_does_not() -> None:
    entries = answered(["c00", "c01"])
    right = answered(["c00"], LATER, purpose=Purpose.REVIEW)
    wrong = answered(["c01"], LATER, right=False, purpose=Purpose.REVIEW)
    tomorrow = review([*entries, *right, *wrong], LATER + timedelta(days=1))
    assert tomorrow.concepts == ("c01",)


def test_one_waits_and_several_wait() -> None:
    assert Review(concepts=("a",), waiting=1, done_by=date(2026, 5, 2)).spoken(date(2026, 5, 1)) == (
        "1 today, 1 waits; done by Saturday."
    )
