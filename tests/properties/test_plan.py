"""What holds for study plans on every prerequisite graph, whatever is known, wanted and left out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from graph.paths import learning_path
from tests.building import concept
from tutor.learner.entries import Aim
from tutor.learner.plans.alternatives import alternatives
from tutor.learner.plans.plan import StudyPlan, study_plan

START = date(2026, 11, 26)
LEVELS = ["beginner", "intermediate", "advanced"]
AREAS = ["one", "two", "three"]


class Case(NamedTuple):
    """A random graph of up to ten concepts, what somebody knows of it, and what they want."""

    graph: ConceptGraph
    aim: Aim
    known: frozenset[ConceptId]

    @property
    def plan(self) -> StudyPlan:
        """The study plan."""
        return study_plan(self.graph, self.aim, self.known, START)


def optional(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | values


@st.composite
def cases(draw: st.DrawFn, *, free: bool = False) -> Case:
    names = [f"c{number}" for number in draw(st.permutations(range(draw(st.integers(1, 10)))))]
    pages = [
        concept(
            name,
            *draw(st.sets(st.sampled_from(names[:index]), max_size=3) if index else st.just(set())),
            minutes=draw(st.integers(1, 60)),
            level=draw(st.sampled_from(LEVELS)),
            area=AREAS[draw(st.integers(0, 2)) if index > 2 else index],
        )
        for index, name in enumerate(names)
    ]
    areas = sorted({page.area for page in pages})
    limits = {
        "hours_per_week": draw(optional(st.floats(0.01, 20))),
        "hours": draw(optional(st.floats(0.01, 20))),
        "deadline": draw(optional(st.dates(date(2026, 11, 1), date(2027, 3, 1)))),
        "level": draw(optional(st.sampled_from(LEVELS))),
        "without": draw(st.lists(st.sampled_from(areas), max_size=2, unique=True)),
        "depth": draw(st.sampled_from(["follow", "understand", "implement"])),
    }
    goals = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3))
    aim = Aim.model_validate(
        {"id": "aim", "at": datetime(2026, 11, 26, tzinfo=UTC), "goals": goals} | ({} if free else limits)
    )
    return Case(ConceptGraph.of(pages), aim, frozenset(draw(st.sets(st.sampled_from(names), max_size=3))))


def unmet(case: Case, steps: list[ConceptId]) -> set[tuple[ConceptId, ConceptId]]:
    """The edges whose prerequisite is neither known nor learned before."""
    done, missing = set(case.graph.closure(case.known)), set()
    for step in steps:
        missing |= {(before, step) for before in case.graph.prerequisites(step) if before not in done}
        done.add(step)
    return missing


@given(cases())
@settings(deadline=None, max_examples=50)
def test_a_plan_is_valid_but_for_exactly_the_edges_it_names(case: Case) -> None:
    plan = case.plan
    steps = [step.concept for step in plan.steps]
    assert len(set(steps)) == len(steps)
    assert unmet(case, steps) == {(edge.prerequisite, edge.dependent) for edge in plan.faith}
    assert not case.graph.closure(case.known).intersection(steps)


@given(cases())
@settings(deadline=None, max_examples=50)
def test_a_plan_is_minimal_and_holds_nothing_left_out(case: Case) -> None:
    plan = case.plan
    steps = {step.concept for step in plan.steps}
    for step in plan.steps:
        assert step.concept in plan.ends or steps.intersection(case.graph.dependents(step.concept))
        assert step.area not in case.aim.without
        assert case.aim.level is None or step.level.rank <= case.aim.level.rank
        assert step.goals


@given(cases(free=True))
@settings(deadline=None, max_examples=50)
def test_without_limits_a_plan_is_the_learning_path(case: Case) -> None:
    path = learning_path(case.graph, case.aim.goals, case.known)
    assert [step.concept for step in case.plan.steps] == [step.concept for step in path.steps]
    assert not case.plan.shortfalls


@given(cases())
@settings(deadline=None, max_examples=50)
def test_weeks_hold_every_minute_once_and_never_more_than_the_pace(case: Case) -> None:
    plan = case.plan
    assert sum(week.minutes for week in plan.weeks) == plan.minutes
    assert all(week.minutes <= plan.minutes_a_week for week in plan.weeks)
    order = [sitting.concept for week in plan.weeks for sitting in week.sittings]
    assert list(dict.fromkeys(order)) == [step.concept for step in plan.steps]
    days = [sitting.day for week in plan.weeks for sitting in week.sittings]
    assert days == sorted(days)
    assert all(0 <= (one.day - week.start).days < 7 for week in plan.weeks for one in week.sittings)


@given(cases())
@settings(deadline=None, max_examples=50)
def test_every_remedy_takes_its_shortfall_away(case: Case) -> None:
    plan = case.plan
    late = plan.in_time < len(plan.steps)
    for shortfall in plan.shortfalls:
        for remedy in shortfall.remedies:
            other = study_plan(case.graph, remedy.aim, case.known, START)
            if late and shortfall == plan.shortfalls[-1]:
                assert other.in_time == len(other.steps)
            else:
                assert shortfall.said not in [one.said for one in other.shortfalls]
    assert late == any("steps take" in one.said for one in plan.shortfalls)


@given(cases())
@settings(deadline=None, max_examples=50)
def test_skipping_an_alternative_leaves_exactly_the_named_edges_open(case: Case) -> None:
    plan = case.plan
    for offered in alternatives(case.graph, plan, most=10):
        gone = {offered.concept, *offered.falls_away}
        rest = [step.concept for step in plan.steps if step.concept not in gone]
        named = {(edge.prerequisite, edge.dependent) for edge in (*plan.faith, *offered.faith)}
        assert unmet(case, rest) == {(before, after) for before, after in named if after not in gone}
        assert offered.minutes == plan.minutes - sum(step.minutes for step in plan.steps if step.concept in rest)
        skipping = study_plan(case.graph, case.aim, case.known, START, skipped=[offered.concept])
        assert {step.concept for step in skipping.steps} == set(rest)


@given(cases())
@settings(deadline=None, max_examples=50)
def test_the_shared_part_saves_what_learning_it_again_would_cost(case: Case) -> None:
    plan = case.plan
    if not case.aim.level and not case.aim.without and case.aim.depth == "understand":
        apart = [
            study_plan(case.graph, case.aim.model_copy(update={"goals": (goal,)}), case.known, START)
            for goal in set(plan.goals)
        ]
        assert plan.saved == sum(one.minutes for one in apart) - plan.minutes
