"""What holds for placement on every prerequisite graph, tried on random ones of up to eight concepts."""

from __future__ import annotations

import string
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.learner.placement import Placement, expected_reduction
from tutor.learner.prior_states import PlausibleStates, landmarks_of, plausible_states

FEW = 300


@st.composite
def graphs(draw: st.DrawFn) -> ConceptGraph:
    """Edges lead only from earlier to later letters."""
    names = string.ascii_lowercase[: draw(st.integers(1, 8))]
    befores = [
        draw(st.sets(st.sampled_from(names[:place]), max_size=3)) if place else set() for place in range(len(names))
    ]
    return ConceptGraph.of(
        concept(name, *sorted(before), area=draw(st.sampled_from(["x", "y"])))
        for name, before in zip(names, befores, strict=True)
    )


answers = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from([True, False, None])), max_size=14)


@given(graphs(), st.integers(0, 3))
@settings(deadline=None, max_examples=50)
def test_every_plausible_state_is_downward_closed(graph: ConceptGraph, seed: int) -> None:
    states = plausible_states(graph, seed, FEW)
    for row in np.unique(states.known, axis=0):
        known = {one for one, flag in zip(states.landmarks.concepts, row, strict=True) if flag}
        assert graph.closure(known) == known


@given(graphs(), answers)
@settings(deadline=None, max_examples=100)
def test_belief_falls_along_the_edges_and_what_is_known_is_closed(
    graph: ConceptGraph, given_answers: list[tuple[str, bool | None]]
) -> None:
    placement = Placement(graph, states=plausible_states(graph, 1, FEW))
    for name, right in given_answers:
        placement.answered(name, right=right)
    for name in graph.depths:
        assert 0 <= placement.belief(name) <= 1
        assert all(placement.belief(before) >= placement.belief(name) - 1e-5 for before in graph.prerequisites(name))
    assert placement.known() == graph.closure(placement.known())
    assert 0 <= placement.uncertainty <= 1


@given(graphs(), st.integers(1, 3))
@settings(deadline=None, max_examples=50)
def test_belief_falls_along_the_edges_between_landmarks_too(graph: ConceptGraph, most: int) -> None:
    """The states of the landmarks are drawn by the coin, then closed."""
    landmarks = landmarks_of(graph, most)
    coins = np.random.default_rng(most).random((50, len(landmarks.concepts))) < 0.4
    placement = Placement(graph, states=PlausibleStates(landmarks, landmarks.upwards(coins).astype(np.float32)))
    for name in graph.depths:
        assert all(placement.belief(before) >= placement.belief(name) - 1e-5 for before in graph.prerequisites(name))


@given(graphs(), answers, st.sampled_from("abcdefgh"))
@settings(deadline=None, max_examples=100)
def test_a_right_answer_never_lowers_belief_and_a_missed_one_never_raises_it(
    graph: ConceptGraph, given_answers: list[tuple[str, bool | None]], asked: str
) -> None:
    """Of the concept itself; of others it may, where states are mixtures of kinds of learners."""
    if asked not in graph:
        return
    before, right, wrong, unknown = (Placement(graph, states=plausible_states(graph, 1, FEW)) for _ in range(4))
    for placement in (before, right, wrong, unknown):
        for name, was_right in given_answers:
            placement.answered(name, right=was_right)
    right.answered(asked, right=True)
    wrong.answered(asked, right=False)
    unknown.answered(asked, right=None)
    believed = [one.belief(asked) for one in (unknown, wrong, before, right)]
    assert all(low <= high + 1e-5 for low, high in pairwise(believed))


@given(graphs())
@settings(deadline=None, max_examples=50)
def test_no_question_is_expected_to_raise_the_entropy(graph: ConceptGraph) -> None:
    known = plausible_states(graph, 1, FEW).known
    reduction = expected_reduction(known, np.full(FEW, 1 / FEW, dtype=np.float32))
    assert (reduction >= -1e-3).all()
