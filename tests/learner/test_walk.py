"""The walk along a path: what comes next is worked out from the log, down to the root cause of a failure and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.learner.entries import ENTRY, Aim, Attempt, Entry, Purpose, Statement
from tutor.learner.knowledge import knowledge_of
from tutor.learner.walk import MOST_ANSWERS, Activity, ActivityKind, next_activity

START = datetime(2026, 3, 2, 9, tzinfo=UTC)

GRAPH = ConceptGraph.of(
    [
        concept("sum"),
        concept("mean", "sum"),
        concept("variance", "mean"),
        concept("deviation", "variance"),
        concept("median"),
        concept("root"),
        concept("quartile", "median"),
    ]
)
PATH = ("sum", "mean", "variance")


def log(*told: str, purpose: Purpose = Purpose.CHECK) -> list[Entry]:
    """Answers from words such as "+mean" and "-variance>mean", where the second concept is the one betrayed."""
    entries: list[Entry] = []
    for number, text in enumerate(told):
        answered, _, betrayed = text[1:].partition(">")
        right = text[0] == "+"
        entries.append(
            Attempt(
                id=f"e{number}",
                at=START + timedelta(minutes=number),
                item=f"{answered}#1",
                concept=answered,
                right=right,
                credit=float(right),
                betrays=betrayed or None,
                purpose=purpose,
            )
        )
    return entries


def after(entries: Sequence[Entry], steps: Sequence[str] = PATH, *, days: float = 1) -> Activity:
    state = knowledge_of(GRAPH, entries, START + timedelta(days=days))
    return next_activity(GRAPH, steps, state, entries)


def learned(*concepts: str) -> list[str]:
    """Right answers enough for mastery."""
    return [f"+{name}" for name in concepts for _ in range(4)]


def said(activity: Activity) -> tuple[str, str | None, str | None]:
    return activity.kind.value, activity.concept, activity.back_to


def test_a_walk_begins_with_an_explanation_and_says_what_it_is_for() -> None:
    activity = after([])
    assert said(activity) == ("explain", "sum", None)
    assert activity.why == "mean needs sum."


def test_the_goal_itself_is_what_the_learner_wants() -> None:
    assert after(log(*learned("sum", "mean"))).why == "Variance is what you want to learn."


def test_right_answers_lead_to_another_check_until_mastery_and_then_to_the_next_concept() -> None:
    kinds = [said(after(log(*["+sum"] * number)))[:2] for number in range(5)]
    assert kinds[0] == ("explain", "sum")
    assert kinds[1] == ("check", "sum")
    assert kinds[-1] == ("explain", "mean")
    assert kinds == sorted(kinds, key=[("explain", "sum"), ("check", "sum"), ("explain", "mean")].index)


def test_a_wrong_answer_leads_to_the_explanation_again() -> None:
    activity = after(log("+sum", "-sum"))
    assert said(activity) == ("explain", "sum", None)
    assert "not right" in activity.why


def test_a_wrong_answer_that_betrays_a_concept_leads_to_a_question_on_that_one() -> None:
    activity = after(log(*learned("sum", "mean"), "-variance>mean"))
    assert said(activity) == ("root cause", "mean", "variance")
    assert activity.why == "Your answer on Variance suggests that Mean is not clear yet."


def test_a_betrayed_concept_that_proves_clear_leads_back_at_once() -> None:
    activity = after(log("-variance>mean", "+mean"), ["variance"])
    assert said(activity) == ("explain", "variance", None)
    assert activity.why == "Back to Variance, now that Mean was cleared up."


def test_a_betrayed_concept_that_fails_too_is_explained_and_checked_before_coming_back() -> None:
    told = ["-variance>mean", "-mean", "-mean", "+mean"]
    steps = [said(after(log(*told[:number]), ["variance"])) for number in range(1, 5)]
    assert steps == [
        ("root cause", "mean", "variance"),
        ("explain", "mean", "variance"),
        ("explain", "mean", "variance"),
        ("explain", "variance", None),
    ]


def test_root_causes_lie_as_deep_as_the_answers_say() -> None:
    told = ["-deviation>variance", "-variance>mean", "-mean", "+mean", "+variance"]
    steps = [said(after(log(*told[:number]), ["deviation"])) for number in range(1, 6)]
    assert steps == [
        ("root cause", "variance", "deviation"),
        ("root cause", "mean", "variance"),
        ("explain", "mean", "variance"),
        ("explain", "variance", "deviation"),
        ("explain", "deviation", None),
    ]


def test_concepts_that_betray_each_other_do_not_send_the_learner_round() -> None:
    assert said(after(log("-median>root", "-root>median"), ["median"])) == ("explain", "root", "median")
    assert said(after(log("-median>root", "-root>median", "+root"), ["median"])) == ("explain", "median", None)


def test_an_old_failure_of_the_betrayed_concept_does_not_count_as_its_test() -> None:
    assert said(after(log("-root>sum", "-median>root"), ["median"])) == ("root cause", "root", "median")


def test_a_mastered_concept_is_tested_once_however_the_test_ends() -> None:
    mastered = ["+root"] * 7
    state = knowledge_of(GRAPH, log(*mastered, "-median>root", "-root"), START + timedelta(days=1))
    assert "root" in state.known
    assert said(after(log(*mastered, "-median>root"), ["median"])) == ("root cause", "root", "median")
    assert said(after(log(*mastered, "-median>root", "-root"), ["median"])) == ("explain", "median", None)


@pytest.mark.parametrize("betrayed", ["deviation", "quartile", "variance", "no-such-concept"])
def test_what_the_learner_is_not_ready_for_is_no_root_cause(betrayed: str) -> None:
    told = log(*learned("sum", "mean"), f"-variance>{betrayed}")
    assert said(after(told)) == ("explain", "variance", None)


def test_what_is_said_to_be_known_is_skipped() -> None:
    known = Statement(id="s", at=START, concept="mean", known=True)
    assert said(after([known])) == ("explain", "variance", None)


def test_what_is_probably_known_is_checked_before_it_is_explained() -> None:
    told = log(*["+variance"] * 4)
    activity = after(told, ["mean", "variance"])
    assert said(activity) == ("check", "mean", None)
    assert "already" in activity.why
    assert said(after([*told, *log("-mean")], ["mean", "variance"]))[0] == "explain"


def test_what_the_path_leaves_out_is_named_as_taken_on_faith() -> None:
    assert after([], ["variance"]).on_faith == ("mean",)
    assert after(log(*learned("sum", "mean"))).on_faith == ()


def test_after_a_sensible_number_of_answers_the_walk_goes_on_and_says_what_is_open() -> None:
    hopeless = ["-sum"] * MOST_ANSWERS
    onward = after(log(*hopeless))
    assert said(onward) == ("explain", "mean", None)
    assert onward.on_faith == ("sum",)
    end = after(log(*hopeless), ["sum"])
    assert end.kind is ActivityKind.DONE
    assert end.open == ("sum",)
    assert "still open" in end.why
    assert "Sum" in end.why


def test_a_new_aim_gives_new_tries() -> None:
    aim = Aim(id="aim", at=START + timedelta(hours=1), goals=("sum",))
    assert said(after([*log(*["-sum"] * MOST_ANSWERS), aim], ["sum"])) == ("explain", "sum", None)


def test_answers_of_the_placement_come_before_anything_was_explained() -> None:
    placed = log("-variance>mean", purpose=Purpose.PLACEMENT)
    assert said(after(placed, ["variance"])) == ("explain", "variance", None)


def test_a_mastered_path_is_done() -> None:
    end = after(log(*learned("sum", "mean", "variance")))
    assert end.kind is ActivityKind.DONE
    assert end.open == ()
    assert end.concept is None


def test_leaving_and_coming_back_loses_nothing() -> None:
    told = log(*learned("sum"), "-mean>sum", "-sum")
    reread = [ENTRY.validate_json(ENTRY.dump_json(entry)) for entry in told]
    assert after(reread, days=90) == after(told)
