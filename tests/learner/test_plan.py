"""Study plans: what is learned, when, what is taken on faith, and what cannot be met."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from corpus.types import Level
from graph.concept_graph import ConceptGraph
from graph.errors import UnknownConceptError
from graph.paths import learning_path
from tests.building import concept
from tutor.errors import TutorError
from tutor.learner.entries import Aim, Depth
from tutor.learner.plans.alternatives import alternatives
from tutor.learner.plans.plan import StudyPlan, study_plan
from tutor.learner.plans.plan_steps import LeftOut, minutes_of
from tutor.learner.plans.schedule import days_needed, pace_for, weeks_of

START = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 10, tzinfo=UTC)

CHAIN = ConceptGraph.of(
    [
        concept("root", minutes=30),
        concept("side", minutes=40, area="asides"),
        concept("middle", "root", minutes=20),
        concept("near", "middle", "side", minutes=20, level="intermediate"),
        concept("goal", "near", minutes=30, level="advanced"),
        concept("other", "middle", minutes=10, level="intermediate"),
    ]
)


def aim(*goals: str, **fields: object) -> Aim:
    return Aim.model_validate({"id": "aim", "at": AT, "goals": goals} | fields)


def planned(*goals: str, known: tuple[str, ...] = (), graph: ConceptGraph = CHAIN, **fields: object) -> StudyPlan:
    return study_plan(graph, aim(*goals, **fields), known, START)


def ids(plan: StudyPlan) -> list[str]:
    return [step.concept for step in plan.steps]


def edges(plan: StudyPlan) -> list[tuple[str, str]]:
    return [(edge.prerequisite, edge.dependent) for edge in plan.faith]


def test_a_plan_to_understand_is_the_learning_path(shipped_graph: ConceptGraph) -> None:
    plan = planned("lora", "dpo", known=("transformer",), graph=shipped_graph)
    path = learning_path(shipped_graph, ["lora", "dpo"], ["transformer"])
    assert ids(plan) == [step.concept for step in path.steps]
    assert plan.minutes == path.minutes
    assert plan.faith == ()
    assert {"transformer", "matrix-multiplication"}.issubset(plan.known)


def test_each_step_has_its_reason_what_it_unlocks_and_its_check(shipped_graph: ConceptGraph) -> None:
    plan = planned("lora", graph=shipped_graph)
    peft = next(step for step in plan.steps if step.concept == "peft")
    assert [reason.concept for reason in peft.why] == ["lora"]
    assert "frozen weights" in peft.why[0].because
    assert peft.unlocks == ("lora",)
    assert peft.check == tuple(item.id for item in shipped_graph.catalogue["peft"].items)
    assert all(step.why or step.concept == "lora" for step in plan.steps)


def test_to_follow_reads_less_of_less_and_names_what_it_takes_on_faith() -> None:
    plan = planned("goal", depth="follow")
    assert ids(plan) == ["middle", "side", "near", "goal"]
    assert [(*edge, why) for edge, why in zip(edges(plan), [edge.why for edge in plan.faith], strict=True)] == [
        ("root", "middle", LeftOut.DEPTH)
    ]


def test_minutes_follow_from_the_words_of_the_page() -> None:
    page = concept(
        "page",
        minutes=20,
        sections=[
            {"name": "Definition", "text": "one two three"},
            {"name": "Intuition", "text": "one two"},
            {"name": "Formula", "text": "one two three four"},
            {"name": "Example", "text": "one"},
            {"name": "Why it matters", "text": "a b c d e f g h i j"},
        ],
        items=[{"id": "page/1", "concept": "page", "kind": "recall", "stem": "?", "options": []}],
    )
    assert minutes_of(page, Depth.FOLLOW) == 5
    assert minutes_of(page, Depth.UNDERSTAND) == 20
    assert minutes_of(page, Depth.IMPLEMENT) == 20 + 5 + 3


def test_to_implement_works_through_the_goal_and_its_direct_prerequisites() -> None:
    plan = planned("goal", depth="implement")
    assert {step.concept: step.depth for step in plan.steps} == {
        "root": Depth.UNDERSTAND,
        "middle": Depth.UNDERSTAND,
        "side": Depth.UNDERSTAND,
        "near": Depth.IMPLEMENT,
        "goal": Depth.IMPLEMENT,
    }


def test_two_goals_share_what_both_need() -> None:
    plan = planned("goal", "other")
    assert plan.shared == ("root", "middle")
    assert plan.saved == 50
    apart = planned("goal").minutes + planned("other").minutes
    assert plan.minutes == apart - plan.saved
    assert next(step.goals for step in plan.steps if step.concept == "root") == ("goal", "other")


def test_an_area_left_out_becomes_edges_taken_on_faith() -> None:
    plan = planned("goal", without=("asides",))
    assert ids(plan) == ["root", "middle", "near", "goal"]
    assert edges(plan) == [("side", "near")]
    assert plan.faith[0].why is LeftOut.AREA


def test_a_goal_that_the_wish_leaves_out_is_said_with_how_far_one_comes() -> None:
    plan = planned("goal", level="beginner")
    assert ids(plan) == ["root", "middle", "side"]
    assert plan.shortfalls[0].said == (
        "Goal is advanced, and you want nothing above beginner. The plan goes as far as Middle and Side."
    )
    remedy = plan.shortfalls[0].remedies[0]
    assert remedy.words == "with advanced concepts"
    assert study_plan(CHAIN, remedy.aim, (), START).shortfalls == ()


def test_a_goal_left_out_by_level_and_area_at_once_is_allowed_by_one_remedy() -> None:
    graph = ConceptGraph.of([concept("base"), concept("top", "base", level="advanced", area="far")])
    plan = planned("top", level="beginner", without=("far",), graph=graph)
    assert plan.shortfalls[0].said.startswith("Top lies in the area far, which you leave out; it is advanced")
    assert not study_plan(graph, plan.shortfalls[0].remedies[0].aim, (), START).shortfalls
    assert [reason.concept for reason in plan.steps[0].why] == ["top"]


def test_too_few_hours_a_week_names_the_hours_that_suffice() -> None:
    plan = planned("goal", hours_per_week=1, deadline=date(2026, 12, 3))
    assert plan.in_time == 1
    said = plan.shortfalls[0]
    assert said.said == (
        "The 5 steps take 2 hours 20 minutes; at 1 hour a week they end on 12 December 2026, after 3 December 2026. "
        "In time you finish 1 of them, as far as Side."
    )
    assert [remedy.words for remedy in said.remedies[:2]] == [
        "2 hours 30 minutes a week instead of 1 hour",
        "until 12 December 2026 instead of 3 December 2026",
    ]
    assert all(not study_plan(CHAIN, remedy.aim, (), START).shortfalls for remedy in said.remedies)


def test_too_few_hours_in_all_and_a_depth_that_fits(shipped_graph: ConceptGraph) -> None:
    plan = planned("flashattention", hours=3, graph=shipped_graph)
    assert plan.in_time < len(plan.steps)
    words = [remedy.words for remedy in plan.shortfalls[0].remedies]
    assert "only deep enough to follow it" in words
    assert any(word.endswith("in all instead of 3 hours") for word in words)


def test_of_two_goals_the_one_that_fits_alone_is_named() -> None:
    plan = planned("goal", "other", hours=1)
    assert "only Other" in [remedy.words for remedy in plan.shortfalls[0].remedies]


@pytest.mark.parametrize(
    "fields",
    [
        {"deadline": date(2020, 1, 1)},
        {"deadline": START},
        {"deadline": date.max},
        {"hours": 0.001},
        {"hours_per_week": 1e-9},
        {"hours_per_week": 168, "hours": 10_000, "deadline": START},
        {"level": "beginner", "without": ("area", "asides"), "hours": 0.5, "depth": "implement"},
    ],
)
def test_impossible_wishes_are_planned_without_an_error(fields: dict[str, object]) -> None:
    plan = planned("goal", "other", **fields)
    assert all(shortfall.said for shortfall in plan.shortfalls)
    assert plan.in_time <= len(plan.steps)


def test_a_deadline_in_the_past_is_said() -> None:
    assert "1 January 2020 is past" in planned("goal", deadline=date(2020, 1, 1)).shortfalls[0].said


def test_what_is_known_already_needs_no_plan() -> None:
    plan = planned("goal", known=("goal",))
    assert (plan.steps, plan.weeks, plan.end, plan.shortfalls) == ((), (), None, ())


def test_bad_values_are_errors_with_a_hint() -> None:
    with pytest.raises(TutorError, match="no goal") as nothing:
        planned()
    assert nothing.value.hint
    with pytest.raises(TutorError, match="no area called 'visoin'") as area:
        planned("goal", without=("visoin",))
    assert "area, asides" in area.value.hint
    with pytest.raises(UnknownConceptError):
        planned("no-such-concept")


def test_weeks_are_filled_and_steps_divided_or_moved() -> None:
    weeks = weeks_of([("a", 20), ("b", 35), ("c", 15), ("d", 30), ("e", 70)], 60, START)
    told = [[(one.concept, one.minutes, one.part, one.parts, one.moved) for one in week.sittings] for week in weeks]
    assert told == [
        [("a", 20, 1, 1, False), ("b", 35, 1, 1, False)],
        [("c", 15, 1, 1, True), ("d", 30, 1, 1, False), ("e", 15, 1, 2, False)],
        [("e", 55, 2, 2, False)],
    ]
    assert [week.start for week in weeks] == [START, date(2026, 12, 3), date(2026, 12, 10)]
    assert [one.day for one in weeks[0].sittings] == [date(2026, 11, 28), date(2026, 12, 2)]


def test_the_pace_that_suffices_is_the_smallest_on_the_half_hour() -> None:
    lengths = [30, 40, 20, 20, 30]
    pace = pace_for(lengths, 10)
    assert pace is not None
    assert days_needed(lengths, pace) <= 10 < days_needed(lengths, pace - 30)
    assert pace_for(lengths, 0) is None
    assert pace_for([100_000], 7) is None


def test_without_a_word_on_time_the_pace_follows_from_what_was_said() -> None:
    assert planned("goal").minutes_a_week == 180
    assert planned("goal", hours=5).minutes_a_week == 300
    hurried = planned("goal", deadline=date(2026, 11, 27))
    assert not hurried.shortfalls
    assert not hurried.pace_said
    assert hurried.end == date(2026, 11, 27)


def test_what_is_worth_skipping_saves_much_for_few_edges(shipped_graph: ConceptGraph) -> None:
    plan = planned("lora", graph=shipped_graph)
    offered = alternatives(shipped_graph, plan, most=2)
    assert [(one.concept, one.minutes, len(one.faith)) for one in offered] == [
        ("next-token-prediction", 125, 1),
        ("transfer-learning", 114, 1),
    ]
    assert offered[0].words.startswith(
        "Skip Next-Token Prediction and save 2 hours 5 minutes: then Next-Token Prediction → Pretraining is taken on faith."
    )
    assert alternatives(shipped_graph, plan, most=0) == ()


def test_levels_are_bounded_inside_the_path_too() -> None:
    graph = ConceptGraph.of(
        [concept("a"), concept("hard", "a", level="advanced"), concept("b", "hard", "a", level="intermediate")]
    )
    plan = planned("b", level=Level.INTERMEDIATE, graph=graph)
    assert ids(plan) == ["a", "b"]
    assert [(edge.prerequisite, edge.dependent, edge.why) for edge in plan.faith] == [("hard", "b", LeftOut.LEVEL)]
