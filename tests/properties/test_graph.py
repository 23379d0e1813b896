"""What holds for paths and fringes on every prerequisite graph, tried on random ones of up to twelve concepts."""

from __future__ import annotations

import string
from collections.abc import Collection, Sequence
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Concept
from graph.concept_graph import ConceptGraph
from graph.fringe import inner_fringe, outer_fringe
from graph.paths import LearningPath, learning_path
from tests.building import concept

Before = dict[str, set[str]]
"""Concept → its direct prerequisites."""


class Case(NamedTuple):
    """A random graph, with goals in it and what somebody knows of it."""

    pages: tuple[Concept, ...]
    before: Before
    goals: list[str]
    known: set[str]

    @property
    def graph(self) -> ConceptGraph:
        """The prerequisite graph of the pages."""
        return ConceptGraph.of(self.pages)

    @property
    def state(self) -> set[str]:
        """What is known and everything before it, found by going upwards until nothing is new."""
        return upwards(self.known, self.before)

    def path(self) -> LearningPath:
        """The learning path to the goals."""
        return learning_path(self.graph, self.goals, self.known)


def upwards(concepts: Collection[str], before: Before) -> set[str]:
    found: set[str] = set()
    waiting = list(concepts)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(before[one])
    return found


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Edges lead only from earlier to later names of a shuffled alphabet, so there is no cycle."""
    names = draw(st.permutations(string.ascii_lowercase[: draw(st.integers(1, 12))]))
    before: Before = {
        name: draw(st.sets(st.sampled_from(names[:place]), max_size=4)) if place else set()
        for place, name in enumerate(names)
    }
    pages = tuple(concept(name, *draw(st.permutations(sorted(before[name])))) for name in names)
    goals = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3))
    return Case(pages, before, goals, draw(st.sets(st.sampled_from(names))))


def order(path: LearningPath) -> list[str]:
    return [step.concept for step in path.steps]


def can_be_studied(steps: Sequence[str], case: Case) -> bool:
    """Whether the steps reach every goal and each stands after all that it needs."""
    learned = case.state
    for step in steps:
        if not case.before[step] <= learned:
            return False
        learned.add(step)
    return learned.issuperset(case.goals)


def is_state(concepts: Collection[str], before: Before) -> bool:
    """Whether the concepts are closed under prerequisites."""
    return all(before[one].issubset(concepts) for one in concepts)


@given(cases())
@settings(deadline=None)
def test_a_path_holds_exactly_what_is_missing(case: Case) -> None:
    steps = order(case.path())
    assert len(steps) == len(set(steps))
    assert set(steps) == upwards(case.goals, case.before) - case.state


@given(cases())
@settings(deadline=None)
def test_prerequisites_of_every_step_are_known_or_earlier(case: Case) -> None:
    steps = order(case.path())
    for place, step in enumerate(steps):
        assert case.before[step] <= case.state.union(steps[:place])


@given(cases())
@settings(deadline=None)
def test_a_path_is_minimal(case: Case) -> None:
    steps = order(case.path())
    assert can_be_studied(steps, case)
    for place in range(len(steps)):
        assert not can_be_studied(steps[:place] + steps[place + 1 :], case)


@given(cases())
@settings(deadline=None)
def test_reasons_are_the_edges_between_the_steps(case: Case) -> None:
    path = case.path()
    steps = order(path)
    for step in path.steps:
        later = [other for other in steps if step.concept in case.before[other]]
        assert [reason.concept for reason in step.why] == later
        assert [reason.because for reason in step.why] == [f"{other} needs {step.concept}." for other in later]


@given(cases())
@settings(deadline=None)
def test_a_step_unlocks_what_becomes_ready_with_it(case: Case) -> None:
    path = case.path()
    learned = case.state
    for step in path.steps:
        held_back = [one for one in order(path) if not case.before[one] <= learned]
        learned.add(step.concept)
        assert list(step.unlocks) == [one for one in held_back if case.before[one] <= learned]


@given(cases())
@settings(deadline=None)
def test_minutes_known_and_goals_of_a_path(case: Case) -> None:
    path = case.path()
    assert path.minutes == 10 * len(path.steps)
    assert path.known == tuple(sorted(case.state))
    assert path.goals == tuple(dict.fromkeys(case.goals))


@given(cases())
@settings(deadline=None)
def test_after_its_path_a_goal_needs_nothing_more(case: Case) -> None:
    learned = case.known.union(order(case.path()))
    assert learning_path(case.graph, case.goals, learned).steps == ()


@given(cases())
@settings(deadline=None)
def test_closure_is_the_smallest_state_that_holds_what_is_known(case: Case) -> None:
    closure = case.graph.closure(case.known)
    assert closure == case.state
    assert is_state(closure, case.before)
    assert case.graph.closure(closure) == closure


@given(cases())
@settings(deadline=None)
def test_outer_fringe_is_what_is_ready_to_learn(case: Case) -> None:
    outer = outer_fringe(case.graph, case.known)
    assert len(outer) == len(set(outer))
    assert set(outer) == {one for one in case.before if one not in case.state and case.before[one] <= case.state}
    assert all(is_state(case.state | {one}, case.before) for one in outer)
    assert bool(outer) == (case.state != set(case.before))


@given(cases())
@settings(deadline=None)
def test_inner_fringe_can_be_removed_one_by_one(case: Case) -> None:
    inner = inner_fringe(case.graph, case.known)
    left = case.state
    for one in inner:
        assert is_state(case.state - {one}, case.before)
        left.remove(one)
        assert is_state(left, case.before)
    assert bool(inner) == bool(case.state)


@given(cases())
@settings(deadline=None)
def test_nothing_but_the_inner_fringe_can_be_removed(case: Case) -> None:
    for one in case.state.difference(inner_fringe(case.graph, case.known)):
        assert not is_state(case.state - {one}, case.before)


@given(cases())
@settings(deadline=None)
def test_depth_is_one_more_than_that_of_the_deepest_prerequisite(case: Case) -> None:
    depths = case.graph.depths
    for one, before in case.before.items():
        assert depths[one] == max((depths[other] + 1 for other in before), default=0)


@given(case=cases(), data=st.data())
@settings(deadline=None)
def test_results_do_not_depend_on_the_order_of_the_input(case: Case, data: st.DataObject) -> None:
    shuffled = [
        concept(page.id, *data.draw(st.permutations(sorted(case.before[page.id]))))
        for page in data.draw(st.permutations(case.pages))
    ]
    graph, known = ConceptGraph.of(shuffled), data.draw(st.permutations(sorted(case.known)))
    assert learning_path(graph, case.goals, known) == case.path()
    assert outer_fringe(graph, known) == outer_fringe(case.graph, case.known)
    assert inner_fringe(graph, known) == inner_fringe(case.graph, case.known)
    assert graph.depths == case.graph.depths


@given(case=cases(), data=st.data())
@settings(deadline=None)
def test_the_order_of_the_goals_changes_only_the_order_of_the_steps(case: Case, data: st.DataObject) -> None:
    other = learning_path(case.graph, data.draw(st.permutations(case.goals)), case.known)
    assert sorted(order(other)) == sorted(order(case.path()))
    assert can_be_studied(order(other), case)
