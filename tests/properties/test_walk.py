"""What holds for every walk, tried on random graphs with random learners whose wrong answers betray anything."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.concept_graph import ConceptGraph
from graph.paths import learning_path
from tests.building import concept
from tutor.learner.entries import Attempt, Entry
from tutor.learner.knowledge import knowledge_of
from tutor.learner.walk import MOST_ANSWERS, Activity, ActivityKind, next_activity

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
NEVER = 99


class Case(NamedTuple):
    """A graph, a path in it, and a learner.

    Attributes:
        needs: How many explanations each concept needs before its questions are answered right.
        betrays: What a wrong answer on a concept betrays, answer by answer.
    """

    graph: ConceptGraph
    steps: tuple[str, ...]
    needs: dict[str, int]
    betrays: dict[str, list[str | None]]


class Step(NamedTuple):
    """An activity, with what was known when it was chosen and how often its concept had been answered before."""

    activity: Activity
    known: frozenset[str]
    spent: frozenset[str]


@st.composite
def cases(draw: st.DrawFn, explanations: st.SearchStrategy[int]) -> Case:
    names = string.ascii_lowercase[: draw(st.integers(1, 7))]
    before = {
        name: draw(st.sets(st.sampled_from(names[:place]))) if place else set() for place, name in enumerate(names)
    }
    graph = ConceptGraph.of([concept(name, *sorted(before[name])) for name in names])
    goals = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2))
    left_out = draw(st.sets(st.sampled_from(names), max_size=2)) - set(goals)
    steps = tuple(step.concept for step in learning_path(graph, goals).steps if step.concept not in left_out)
    return Case(
        graph=graph,
        steps=steps,
        needs={name: draw(explanations) for name in names},
        betrays={name: draw(st.lists(st.sampled_from([None, *names]), min_size=1, max_size=4)) for name in names},
    )


def walked(case: Case) -> list[Step]:
    """The whole walk, answer by answer; fails where it takes more answers than there can be."""
    entries: list[Entry] = []
    explained = dict.fromkeys(case.needs, 0)
    asked = dict.fromkeys(case.needs, 0)
    path: list[Step] = []
    while len(entries) <= MOST_ANSWERS * len(case.needs):
        at = START + timedelta(minutes=len(entries))
        state = knowledge_of(case.graph, entries, at)
        activity = next_activity(case.graph, case.steps, state, entries)
        path.append(Step(activity, state.known, frozenset(name for name in asked if asked[name] >= MOST_ANSWERS)))
        if activity.concept is None:
            return path
        explained[activity.concept] += activity.kind is ActivityKind.EXPLAIN
        asked[activity.concept] += 1
        right = explained[activity.concept] >= case.needs[activity.concept]
        wrong = case.betrays[activity.concept]
        entries.append(
            Attempt(
                id=f"e{len(entries)}",
                at=at,
                item=f"{activity.concept}#1",
                concept=activity.concept,
                right=right,
                credit=float(right),
                betrays=None if right else wrong[len(entries) % len(wrong)],
            )
        )
    message = f"the walk does not end: {[(step.activity.kind.value, step.activity.concept) for step in path]}"
    raise AssertionError(message)


@settings(max_examples=60, deadline=None)
@given(cases(st.integers(0, 2)))
def test_a_learner_who_learns_masters_every_step(case: Case) -> None:
    end = walked(case)[-1]
    assert end.activity.kind is ActivityKind.DONE
    assert end.activity.open == ()
    assert end.known.issuperset(case.steps)


@settings(max_examples=60, deadline=None)
@given(cases(st.sampled_from([0, 1, 2, NEVER])))
def test_every_walk_ends_and_never_goes_on_without_saying_what_is_missing(case: Case) -> None:
    path = walked(case)
    assert set(path[-1].activity.open) == set(case.steps) - path[-1].known
    for activity, known, spent in path[:-1]:
        assert activity.concept is not None
        unknown = set(case.graph.prerequisites(activity.concept)) - known
        assert set(activity.on_faith) == unknown
        assert all(before not in case.steps or before in spent for before in unknown)
        assert activity.concept not in spent
        if activity.kind is ActivityKind.ROOT_CAUSE:
            assert activity.back_to is not None
            assert activity.back_to not in case.graph.ancestors(activity.concept)
        else:
            assert activity.concept not in known


@settings(max_examples=30, deadline=None)
@given(cases(st.integers(0, NEVER)))
def test_the_same_log_always_leads_to_the_same_walk(case: Case) -> None:
    assert [step.activity for step in walked(case)] == [step.activity for step in walked(case)]
