"""A learner's knowledge, replayed from the log of a small graph.

Vectors come before the dot product; the dot product and the exponential before softmax; the dot product and softmax before
attention; attention before the transformer.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from time import perf_counter

import pytest

from graph.concept_graph import ConceptGraph
from graph.errors import UnknownConceptError
from tests.building import concept
from tutor.learner.entries import Aim, Attempt, Entry, Purpose, Statement
from tutor.learner.knowledge import NOT_YET, STATED, KnowledgeState, knowledge_of
from tutor.learner.tracing import MASTERED, TRACING

GRAPH = ConceptGraph.of(
    [
        concept("vectors"),
        concept("exponential"),
        concept("dot-product", "vectors"),
        concept("softmax", "dot-product", "exponential"),
        concept("attention", "dot-product", "softmax"),
        concept("transformer", "attention"),
    ]
)
START = datetime(2025, 3, 1, 12, tzinfo=UTC)


def right(about: str, day: float, **fields: object) -> Attempt:
    filled: dict[str, object] = {
        "id": f"{about}-{day}",
        "at": START + timedelta(days=day),
        "item": f"{about}#1",
        "concept": about,
        "right": True,
        "credit": 1.0,
        "guess": 1 / 3,
    }
    return Attempt.model_validate(filled | fields)


def wrong(about: str, day: float) -> Attempt:
    return right(about, day, right=False, credit=0.0)


def said(about: str, day: float, *, known: bool) -> Statement:
    return Statement(id=f"said-{about}-{day}", at=START + timedelta(days=day), concept=about, known=known)


def after(*entries: Entry, day: float = 30) -> KnowledgeState:
    return knowledge_of(GRAPH, entries, START + timedelta(days=day))


def test_at_first_nothing_is_known() -> None:
    state = after()
    assert state.known == frozenset()
    assert state.aim is None
    assert state.due(START) == ()
    first = state["softmax"]
    assert first.mastery == TRACING.initially_known
    assert (first.retrievability, first.due, first.last, first.stated) == (None, None, None, None)
    assert (first.right, first.answers, first.from_others) == (0, 0, 0)


def test_two_lucky_answers_do_not_make_mastery_and_three_do() -> None:
    assert after(right("softmax", 0), right("softmax", 1)).known == frozenset()
    assert after(right("softmax", 0), right("softmax", 1), right("softmax", 2)).known == {"softmax"}


def test_a_concept_counts_its_answers() -> None:
    state = after(right("softmax", 0), wrong("softmax", 1), right("softmax", 2))["softmax"]
    assert (state.right, state.answers, state.last) == (2, 3, START + timedelta(days=2))


def test_a_right_answer_speaks_for_what_comes_before_less_with_each_edge() -> None:
    state = after(right("transformer", 0))
    one, two, three = (state[name].mastery for name in ("attention", "softmax", "exponential"))
    assert one > two > three > TRACING.initially_known
    assert state["dot-product"].mastery == two  # two edges along the shortest way
    assert state["vectors"].mastery == three


def test_evidence_at_one_two_and_three_edges_by_hand() -> None:
    """Log-odds of 0.3 are ln(0.3 / 0.7) = -0.8473, and one, two and three edges move them.

    -0.8473 + 1.5 tanh(0.4 / 1.5) = -0.8473 + 0.3908 = -0.4565, which is 0.3878;
    -0.8473 + 1.5 tanh(0.2 / 1.5) = -0.8473 + 0.1988 = -0.6485, which is 0.3433;
    -0.8473 + 1.5 tanh(0.1 / 1.5) = -0.8473 + 0.0999 = -0.7475, which is 0.3214.
    """
    state = after(right("transformer", 0))
    assert [round(state[name].mastery, 4) for name in ("attention", "softmax", "vectors")] == [0.3878, 0.3433, 0.3214]


def test_a_wrong_answer_speaks_against_what_rests_on_it_only() -> None:
    state = after(wrong("dot-product", 0))
    assert state["attention"].mastery < state["transformer"].mastery < TRACING.initially_known
    assert state["vectors"].mastery == TRACING.initially_known
    assert state["attention"].from_others == 1
    assert state["vectors"].from_others == 0


def test_evidence_of_others_is_bounded() -> None:
    many = [right("transformer", day) for day in range(300)]
    assert after(*many, day=400)["attention"].mastery == pytest.approx(0.66, abs=0.01)


def test_two_right_answers_and_others_make_mastery() -> None:
    own = [right("softmax", 0), right("softmax", 1)]
    others = [right("attention", day) for day in (2, 3, 4, 5)]
    assert after(*own, *others).known == {"softmax", "attention"}


def test_what_is_said_to_be_known_covers_what_comes_before() -> None:
    state = after(said("softmax", 0, known=True))
    assert state.known == {"softmax", "dot-product", "exponential", "vectors"}
    assert state["vectors"].stated is True
    assert state["attention"].stated is None


def test_a_later_wrong_answer_outweighs_what_was_said_and_right_ones_lead_back() -> None:
    log: list[Entry] = [said("softmax", 0, known=True), wrong("vectors", 1)]
    assert after(*log).known == {"softmax", "dot-product", "exponential"}
    assert after(*log)["vectors"].mastery > 0.8
    assert "vectors" in after(*log, right("vectors", 2)).known
    assert after(*log, wrong("vectors", 2), wrong("vectors", 3))["vectors"].mastery < 0.5


def test_an_earlier_wrong_answer_does_not_outweigh_what_is_said_later() -> None:
    assert after(wrong("vectors", 0), said("vectors", 1, known=True))["vectors"].mastery == STATED


def test_what_is_said_to_be_known_lowers_nothing() -> None:
    shown = [right("vectors", day) for day in range(9)]
    assert after(*shown, said("vectors", 10, known=True))["vectors"] == after(*shown)["vectors"].model_copy(
        update={"stated": True}
    )


def test_not_yet_takes_out_what_rests_on_it() -> None:
    shown = [right("attention", day) for day in range(3)]
    state = after(*shown, said("vectors", 4, known=True), said("dot-product", 5, known=False))
    assert state.known == {"vectors"}
    assert state["attention"].stated is False
    assert state["dot-product"].mastery > NOT_YET  # right answers on attention speak for it


def test_right_answers_lead_out_of_not_yet_step_by_step() -> None:
    log: list[Entry] = [said("vectors", 0, known=False)]
    before = NOT_YET
    for day in range(1, 5):
        log.append(right("vectors", day))
        assert before < (before := after(*log)["vectors"].mastery)
        assert (before >= MASTERED) == (day == 4)


def test_what_rested_on_it_is_back_when_it_is_mastered_again() -> None:
    log: list[Entry] = [*(right("attention", day) for day in range(3)), said("dot-product", 4, known=False)]
    assert "attention" not in after(*log).known
    log += [right("dot-product", day) for day in range(5, 9)]
    assert {"attention", "dot-product"} <= after(*log).known
    assert "attention" in after(*log, wrong("dot-product", 10)).known


def test_what_rested_on_it_is_back_when_the_statement_is_taken_back() -> None:
    log: list[Entry] = [*(right("attention", day) for day in range(3)), said("dot-product", 4, known=False)]
    assert "attention" in after(*log, said("dot-product", 5, known=True)).known


def test_answers_lead_out_of_another_concepts_not_yet() -> None:
    log: list[Entry] = [said("dot-product", 0, known=False), *(right("attention", day) for day in (1, 2, 3, 4))]
    assert "attention" in after(*log).known
    assert "dot-product" not in after(*log).known


def test_the_latest_statement_stands() -> None:
    log: list[Entry] = [
        said("softmax", 0, known=True),
        said("vectors", 1, known=False),
        said("attention", 2, known=True),
    ]
    assert after(*log[:1]).known == {"softmax", "dot-product", "exponential", "vectors"}
    assert after(*log[:2]).known == {"exponential"}
    assert after(*log).known == {"attention", "softmax", "dot-product", "exponential", "vectors"}


def test_later_entries_are_left_out() -> None:
    log: list[Entry] = [
        right("softmax", 0),
        right("softmax", 10),
        said("attention", 11, known=True),
        aim(12, "attention"),
    ]
    assert after(*log, day=5)["softmax"] == after(*log[:1], day=5)["softmax"]
    assert after(*log, day=5).known == frozenset()
    assert after(*log, day=5).aim is None


def aim(day: float, *goals: str) -> Aim:
    return Aim(id=f"aim-{day}", at=START + timedelta(days=day), goals=goals)


def test_the_latest_aim_holds_and_one_without_goals_takes_it_back() -> None:
    assert after(aim(0, "softmax"), aim(1, "attention")).aim == aim(1, "attention")
    assert after(aim(0, "softmax"), aim(1)).aim is None
    assert after(aim(0, "gone", "softmax")).aim == aim(0, "softmax")
    assert after(aim(0, "gone")).aim is None


def test_concepts_that_are_gone_are_passed_over() -> None:
    state = after(right("gone", 0), said("gone", 1, known=True), right("softmax", 2))
    assert state.due(START + timedelta(days=30)) == ("softmax",)
    assert state.known == frozenset()
    with pytest.raises(UnknownConceptError, match="gone"):
        state["gone"]


def test_due_begins_with_what_is_most_forgotten() -> None:
    log = [right("vectors", 0), right("softmax", 0), right("softmax", 2), right("attention", 2), wrong("attention", 3)]
    state = after(*log)
    assert state["softmax"].due == START + timedelta(days=13)
    assert state.due(START + timedelta(days=1)) == ()
    assert state.due(START + timedelta(days=3)) == ("vectors",)
    assert state.due(START + timedelta(days=13)) == ("attention", "vectors", "softmax")
    left = [state[name].retrievability or 0.0 for name in ("attention", "vectors", "softmax")]
    assert left == sorted(left)


def test_what_was_never_right_is_not_reviewed() -> None:
    state = after(wrong("softmax", 0), wrong("softmax", 1))
    assert (state["softmax"].due, state["softmax"].retrievability, state["softmax"].answers) == (None, None, 2)
    assert state.due(START + timedelta(days=100)) == ()
    assert after(wrong("softmax", 0), right("softmax", 1))["softmax"].due == after(right("softmax", 1))["softmax"].due


def test_placement_counts_like_any_answer_and_statements_leave_no_memory() -> None:
    placed = after(right("softmax", 0, purpose=Purpose.PLACEMENT))
    assert placed["softmax"] == after(right("softmax", 0))["softmax"]
    assert placed.due(START + timedelta(days=2)) == ("softmax",)
    assert after(said("softmax", 0, known=True))["softmax"].due is None


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([], "Nothing is known about it yet"),
        ([right("softmax", 0), wrong("softmax", 1), right("softmax", 18)], "2 of 3 right, last 12 days ago"),
        ([wrong("softmax", 29)], "0 of 1 right, last yesterday"),
        ([right("softmax", 30)], "1 of 1 right, last today"),
        (
            [right("softmax", 18), right("attention", 3), right("transformer", 4), right("transformer", 5)],
            "1 of 1 right, last 12 days ago, and you answered two things that need it",
        ),
        ([right("attention", 3)], "You answered one thing that needs it"),
        (
            [right("attention", 3), wrong("vectors", 3), wrong("exponential", 4)],
            "You answered one thing that needs it, and you missed two things that it needs",
        ),
        ([said("softmax", 0, known=True)], "You said that you know it"),
        ([said("attention", 0, known=True)], "You said that you know Attention, which needs it"),
        ([said("softmax", 0, known=False)], 'You said "not yet" to it'),
        ([said("vectors", 0, known=False)], 'You said "not yet" to Vectors, which it needs'),
        (
            [said("softmax", 0, known=True), wrong("softmax", 20)],
            "0 of 1 right, last 10 days ago, and you said that you know it",
        ),
    ],
)
def test_a_state_explains_itself(entries: list[Entry], sentence: str) -> None:
    assert after(*entries).explain("softmax") == sentence


def test_days_are_those_of_the_learners_calendar() -> None:
    """Half past ten in the evening and half past one in the morning, three hours later, are two days in their zone."""
    east = timezone(timedelta(hours=3))
    state = knowledge_of(GRAPH, [right("softmax", 7.5 / 24)], datetime(2025, 3, 2, 1, 30, tzinfo=east))
    assert state.explain("softmax") == "1 of 1 right, last yesterday"


def test_two_thousand_entries_on_the_shipped_graph_take_a_moment(shipped_graph: ConceptGraph) -> None:
    names = [page.id for page in shipped_graph.catalogue]
    log = [(wrong if place % 4 == 3 else right)(names[place * 7 % len(names)], place / 50) for place in range(2000)]
    began = perf_counter()
    state = knowledge_of(shipped_graph, log, START + timedelta(days=60))
    assert state.known
    assert perf_counter() - began < 1.0  # about a twentieth of it; the rest is for busy machines
