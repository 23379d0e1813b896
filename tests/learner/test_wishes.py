"""Wishes in words: what they mean, what was not understood, and how they are read back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tests.learner.tuned_phrases import TUNED
from tests.learner.wish_phrases import BLIND, Meant
from tutor.learner.plans.areas import _SUBJECTS, Areas
from tutor.learner.plans.plan import study_plan
from tutor.learner.plans.said_times import said_times
from tutor.learner.plans.wishes import NameFinder, Wish, read_wish
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.words import Vocabulary

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
SMALL = ConceptGraph.of(
    [
        concept("softmax"),
        concept("bias-parameter", title="Bias (parameter)", aliases=["bias"]),
        concept("bias-fairness", title="Bias (fairness)", aliases=["bias"]),
        concept("svd", area="mathematics", title="SVD"),
    ]
)


@pytest.fixture(scope="module")
def finder(shipped_graph: ConceptGraph) -> NameFinder:
    return NameMatcher(shipped_graph.catalogue, Vocabulary(shipped_graph.catalogue)).find


@pytest.fixture(scope="module")
def areas(shipped_graph: ConceptGraph) -> Areas:
    return Areas(shipped_graph)


def small(text: str) -> Wish:
    return read_wish(text, NameMatcher(SMALL.catalogue, Vocabulary(SMALL.catalogue)).find, Areas(SMALL), NOW)


@pytest.mark.parametrize(("text", "meant"), [*BLIND, *TUNED], ids=lambda value: value if isinstance(value, str) else "")
def test_a_wish_means(text: str, meant: Meant, finder: NameFinder, areas: Areas) -> None:
    wish = read_wish(text, finder, areas, NOW)
    assert list(wish.goals) == meant.get("goals", [])
    assert list(wish.known) == meant.get("known", [])
    assert [area.name for area in wish.areas] == meant.get("areas", [])
    assert list(wish.not_yet) == meant.get("not_yet", [])
    assert wish.hours == pytest.approx(meant.get("hours"))
    assert wish.hours_per_week == pytest.approx(meant.get("weekly"))
    assert wish.deadline == meant.get("deadline")
    assert wish.level == meant.get("level")
    assert list(wish.without) == meant.get("without", [])
    assert wish.depth == meant.get("depth", "understand")
    assert list(wish.unclear) == meant.get("unclear", [])


def test_a_wish_is_read_back_in_one_paragraph(finder: NameFinder, areas: Areas) -> None:
    assert read_wish(BLIND[1][0], finder, areas, NOW).spoken() == (
        "You want to follow Low-Rank Adaptation (LoRA) and Direct Preference Optimization (DPO). "
        "You know Transformer, and what comes before that. "
        "You have 4 hours a week and time until 15 December 2026. Nothing from vision."
    )


def test_an_area_is_read_back_with_what_it_covers(finder: NameFinder, areas: Areas) -> None:
    wish = read_wish("I know basic probability, teach me softmax, a weekend", finder, areas, NOW)
    assert (
        "You know probability up to the level beginner (10 concepts: Bayes' theorem, Conditional probability, "
        in wish.spoken()
    )
    assert "You have 8 hours in all (a weekend counts 8 hours)." in wish.spoken()


def test_how_much_of_an_area_is_known(shipped_graph: ConceptGraph, finder: NameFinder, areas: Areas) -> None:
    def covered(text: str) -> set[str]:
        return set(read_wish(text, finder, areas, NOW).known_concepts)

    basic, plain, whole = covered("I know basic maths"), covered("I know maths"), covered("I know all of mathematics")
    assert basic < plain < whole
    assert {shipped_graph.catalogue[one].level.value for one in basic} == {"beginner"}
    assert {shipped_graph.catalogue[one].level.value for one in plain} == {"beginner", "intermediate"}


def test_what_is_not_known_yet_is_taken_out_of_a_known_area(finder: NameFinder, areas: Areas) -> None:
    wish = read_wish("I know linear algebra but not vector spaces, get me to LoRA", finder, areas, NOW)
    assert wish.not_yet == ("vector-space",)
    assert "matrix" in wish.known_concepts
    assert not {"vector-space", "basis", "linear-independence"}.intersection(wish.known_concepts)


def test_every_concept_of_a_subject_is_a_page(shipped_graph: ConceptGraph) -> None:
    assert all(name in shipped_graph for concepts in _SUBJECTS.values() for name in concepts)


def test_a_name_with_two_meanings_is_asked_about() -> None:
    wish = small("teach me bias")
    assert wish.goals == ()
    assert wish.unclear == ("bias (Bias (fairness) or Bias (parameter)?)",)
    assert wish.spoken().startswith("I did not find what you want to learn. I did not understand “bias (Bias")


def test_only_whole_areas_are_left_out() -> None:
    wish = small("softmax without svd and without maths")
    assert wish.without == ("mathematics",)
    assert wish.unclear == ("without svd (only whole areas can be left out)",)


def test_a_wish_becomes_an_aim_that_can_be_planned(
    shipped_graph: ConceptGraph, finder: NameFinder, areas: Areas
) -> None:
    wish = read_wish(BLIND[0][0], finder, areas, NOW)
    plan = study_plan(shipped_graph, wish.aim("aim", NOW), wish.known_concepts, NOW.date())
    assert plan.steps[-1].concept == "flashattention"
    assert not {"matrix-multiplication", "dot-product", "probability"}.intersection(one.concept for one in plan.steps)


@pytest.mark.parametrize(
    ("text", "hours", "weekly", "deadline"),
    [
        ("2h30", 2.5, None, None),
        ("an hour and 15 minutes", 1.25, None, None),
        ("three quarters of an hour", 0.75, None, None),
        ("3-4 hours a week", None, 3, None),
        ("1,5 h daily", None, 10.5, None),
        ("twice a week for an hour", None, 2, None),
        ("20 minutes on weekdays", None, 5 / 3, None),
        ("two evenings a week", None, 4, None),
        ("ten hours a month", None, 10 * 12 / 52, None),
        ("before friday", None, None, date(2026, 11, 26)),
        ("by thursday", None, None, date(2026, 12, 3)),
        ("by the end of february", None, None, date(2027, 2, 28)),
        ("by january", None, None, date(2026, 12, 31)),
        ("12/15", None, None, date(2026, 12, 15)),
        ("15.1.", None, None, date(2027, 1, 15)),
        ("december 3rd, 2027", None, None, date(2027, 12, 3)),
        ("in a month", None, None, date(2026, 12, 26)),
        ("the day after tomorrow", None, None, date(2026, 11, 28)),
        ("two weeks ago", None, None, None),
        ("by mid january", None, None, date(2027, 1, 15)),
        ("4 sessions of 30 minutes", 2, None, None),
    ],
)
def test_times_in_words(text: str, hours: float | None, weekly: float | None, deadline: date | None) -> None:
    said = said_times(text, NOW.date())
    assert said.hours == pytest.approx(hours)
    assert said.hours_per_week == pytest.approx(weekly)
    assert said.deadline == deadline
    assert said.unclear == ()


@pytest.mark.parametrize(
    "text", ["by 3/4", "31 february", "in 99999999 days", "january", "0 hours", "200 hours a week", "2026-13-01"]
)
def test_times_that_mean_nothing_are_named(text: str) -> None:
    said = said_times(text, NOW.date())
    assert said.unclear == (text,)
    assert (said.hours, said.hours_per_week, said.deadline) == (None, None, None)


FRAGMENTS = ["i know ", "softmax", "svd", "bias", "nothing about ", "maths", "3 hours", " a week", "by friday", ", ", ". ", "from ", " to ", "İ", "\u2019", "\n", "0 ", "99999999999 ", "basic ", "not "]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join) | st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_no_words_break_a_wish(text: str) -> None:
    wish = small(text)
    assert wish.spoken()
    assert wish.aim("aim", NOW).goals == wish.goals
