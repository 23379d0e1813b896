"""Learning paths: exactly what is missing, in an order that can be studied, each step with its reason."""

from __future__ import annotations

from itertools import permutations

from corpus.types import Level
from graph.concept_graph import ConceptGraph
from graph.paths import LearningPath, Reason, Step, learning_path
from tests.building import concept

#   root ── left ───┐
#     └──── right ──┴── goal ── beyond          island
DIAMOND = (
    concept("root", minutes=5),
    concept("left", "root", minutes=10),
    concept("right", "root", minutes=20),
    concept("goal", "left", "right", title="The Goal", level="advanced", minutes=40),
    concept("beyond", "goal", minutes=80),
    concept("island", minutes=160),
)
GRAPH = ConceptGraph.of(DIAMOND)


def order(path: LearningPath) -> list[str]:
    return [step.concept for step in path.steps]


def test_exactly_the_missing_ancestors_and_the_goal() -> None:
    path = learning_path(GRAPH, ["goal"])
    assert order(path) == ["root", "left", "right", "goal"]
    assert path.goals == ("goal",)
    assert path.known == ()
    assert path.minutes == 75


def test_a_step_carries_its_page() -> None:
    assert learning_path(GRAPH, ["goal"]).steps[-1] == Step(
        concept="goal", title="The Goal", level=Level.ADVANCED, minutes=40, why=(), unlocks=()
    )


def test_known_concepts_are_left_out() -> None:
    path = learning_path(GRAPH, ["goal"], ["root"])
    assert order(path) == ["left", "right", "goal"]
    assert path.known == ("root",)
    assert path.minutes == 70


def test_knowing_a_concept_implies_knowing_what_it_rests_on() -> None:
    path = learning_path(GRAPH, ["goal"], ["right"])
    assert order(path) == ["left", "goal"]
    assert path.known == ("right", "root")


def test_knowing_something_unrelated_changes_no_step() -> None:
    assert learning_path(GRAPH, ["goal"], ["island"]).steps == learning_path(GRAPH, ["goal"]).steps


def test_goal_that_is_known() -> None:
    path = learning_path(GRAPH, ["goal"], ["goal"])
    assert path == LearningPath(goals=("goal",), known=("goal", "left", "right", "root"), steps=(), minutes=0)


def test_goal_that_something_known_rests_on() -> None:
    assert learning_path(GRAPH, ["left"], ["beyond"]).steps == ()


def test_goal_without_prerequisites() -> None:
    assert order(learning_path(GRAPH, ["island"])) == ["island"]


def test_several_goals_share_their_steps() -> None:
    path = learning_path(GRAPH, ["right", "island", "left"])
    assert order(path) == ["root", "right", "island", "left"]
    assert path.goals == ("right", "island", "left")
    assert path.minutes == 195


def test_goal_on_the_way_to_another_goal() -> None:
    assert order(learning_path(GRAPH, ["goal", "left"])) == ["root", "left", "right", "goal"]
    assert order(learning_path(GRAPH, ["right", "goal"])) == ["root", "right", "left", "goal"]


def test_one_of_several_goals_is_known() -> None:
    path = learning_path(GRAPH, ["left", "island"], ["left"])
    assert order(path) == ["island"]
    assert path.goals == ("left", "island")


def test_goal_named_twice() -> None:
    path = learning_path(GRAPH, ["island", "left", "island"])
    assert path.goals == ("island", "left")
    assert order(path) == ["island", "root", "left"]


def test_no_goal() -> None:
    assert learning_path(GRAPH, [], ["left"]) == LearningPath(goals=(), known=("left", "root"), steps=(), minutes=0)


def test_why_names_the_later_steps_that_need_it_in_path_order() -> None:
    root, left, right, goal = learning_path(GRAPH, ["goal"]).steps
    assert root.why == (
        Reason(concept="left", because="left needs root."),
        Reason(concept="right", because="right needs root."),
    )
    assert left.why == (Reason(concept="goal", because="goal needs left."),)
    assert right.why == (Reason(concept="goal", because="goal needs right."),)
    assert goal.why == ()


def test_why_leaves_out_what_is_not_on_the_path() -> None:
    (root, left) = learning_path(GRAPH, ["left"]).steps
    assert root.why == (Reason(concept="left", because="left needs root."),)
    assert left.why == ()


def test_unlocks_what_becomes_ready_on_the_path() -> None:
    assert [step.unlocks for step in learning_path(GRAPH, ["goal"]).steps] == [("left", "right"), (), ("goal",), ()]


def test_known_prerequisites_do_not_hold_back_an_unlock() -> None:
    left, goal = learning_path(GRAPH, ["goal"], ["right"]).steps
    assert (left.unlocks, goal.unlocks) == (("goal",), ())


def test_unlocks_span_the_goals() -> None:
    graph = ConceptGraph.of(
        [concept("base"), concept("ant", "base"), concept("bee", "base", "ant-hill"), concept("ant-hill")]
    )
    steps = {step.concept: step for step in learning_path(graph, ["bee", "ant"]).steps}
    assert list(steps) == ["ant-hill", "base", "bee", "ant"]
    assert steps["base"].unlocks == ("bee", "ant")
    assert steps["ant-hill"].unlocks == ()


# Two strands of three that meet in the goal; breadth first would switch strand at every step.
STRANDS = (
    concept("a-one"),
    concept("a-two", "a-one"),
    concept("a-three", "a-two"),
    concept("b-one"),
    concept("b-two", "b-one"),
    concept("b-three", "b-two"),
    concept("both", "b-three", "a-three"),
)


def test_related_steps_are_kept_together() -> None:
    path = learning_path(ConceptGraph.of(STRANDS), ["both"])
    assert order(path) == ["a-one", "a-two", "a-three", "b-one", "b-two", "b-three", "both"]


def test_the_shallower_prerequisite_comes_first() -> None:
    graph = ConceptGraph.of([*STRANDS, concept("zebra"), concept("last", "a-three", "zebra", "b-one")])
    assert order(learning_path(graph, ["last"])) == ["b-one", "zebra", "a-one", "a-two", "a-three", "last"]


def test_the_order_of_the_pages_and_of_their_prerequisites_does_not_matter() -> None:
    expected = learning_path(GRAPH, ["goal"])
    flipped = (*DIAMOND[:3], concept("goal", "right", "left", title="The Goal", level="advanced", minutes=40))
    for pages in permutations(flipped):
        assert learning_path(ConceptGraph.of(pages), ["goal"]) == expected


def test_the_order_of_what_is_known_does_not_matter() -> None:
    known = ("left", "island", "root")
    expected = learning_path(GRAPH, ["beyond"], known)
    assert all(learning_path(GRAPH, ["beyond"], shuffled) == expected for shuffled in permutations(known))


def test_a_long_chain_needs_no_recursion() -> None:
    chain = [concept("c0"), *(concept(f"c{place}", f"c{place - 1}") for place in range(1, 1500))]
    path = learning_path(ConceptGraph.of(chain), ["c1499"], ["c299"])
    assert order(path) == [f"c{place}" for place in range(300, 1500)]
