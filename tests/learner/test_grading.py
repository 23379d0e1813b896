"""Grading: right and wrong, feedback, what a wrong answer betrays, hints, and answers that cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graph.concept_graph import ConceptGraph
from tutor.learner.entries import Purpose
from tutor.learner.items.asked import AskedItem, asked_again, full_item
from tutor.learner.items.full_item import AnswerError, BlankKey, ChoiceKey, ItemError, NumberKey, OrderKey
from tutor.learner.items.grading import Graded, grade
from tutor.learner.items.hints import CREDIT, MOST_HINTS, hint
from tutor.learner.items.named import mentions
from tutor.learner.items.number_answers import read_number

AT = datetime(2030, 1, 1, 12, tzinfo=UTC)


def graded(graph: ConceptGraph, asked: AskedItem, answer: str, hints: int = 0) -> Graded:
    return grade(graph, asked, answer, at=AT, attempt_id="a1", hints=hints, purpose=Purpose.CHECK)


def choice(graph: ConceptGraph, item_id: str, seed: int = 2) -> tuple[AskedItem, ChoiceKey]:
    key = full_item(graph, item_id, seed).key
    assert isinstance(key, ChoiceKey)
    return asked_again(graph, item_id, seed), key


def order(graph: ConceptGraph, seed: int = 2) -> tuple[AskedItem, OrderKey]:
    key = full_item(graph, "made:order:kv-cache", seed).key
    assert isinstance(key, OrderKey)
    return asked_again(graph, "made:order:kv-cache", seed), key


def in_right_order(key: OrderKey) -> list[str]:
    return [str(key.places.index(place) + 1) for place in range(len(key.places))]


def blank(graph: ConceptGraph) -> tuple[AskedItem, BlankKey]:
    """F1 Score without "recall"."""
    for seed in range(50):
        key = full_item(graph, "made:blank:f1-score", seed).key
        if isinstance(key, BlankKey) and key.missing == "recall":
            return asked_again(graph, "made:blank:f1-score", seed), key
    raise AssertionError


def test_every_option_gets_its_own_feedback_and_what_it_betrays(shipped_graph: ConceptGraph) -> None:
    asked, key = choice(shipped_graph, "f1-score/1")

    for place, option in enumerate(key.options):
        result = graded(shipped_graph, asked, str(place + 1))
        assert result.right is option.right
        assert result.feedback == option.feedback
        assert result.betrays == option.see
        assert key.right.text in result.answer


def test_a_letter_is_as_good_as_a_number(shipped_graph: ConceptGraph) -> None:
    asked, _ = choice(shipped_graph, "f1-score/1")

    assert graded(shipped_graph, asked, " B) ").right is graded(shipped_graph, asked, "2").right


def test_the_attempt_says_what_was_asked_and_how_it_was_answered(shipped_graph: ConceptGraph) -> None:
    asked, key = choice(shipped_graph, "f1-score/1")
    right = str(1 + key.options.index(key.right))

    attempt = graded(shipped_graph, asked, right).attempt

    assert (attempt.id, attempt.at, attempt.purpose) == ("a1", AT, Purpose.CHECK)
    assert (attempt.item, attempt.concept, attempt.seed) == ("f1-score/1", "f1-score", 2)
    assert (attempt.answer, attempt.right, attempt.credit) == (right, True, 1.0)
    assert attempt.guess == pytest.approx(1 / 3)


def test_grading_twice_gives_the_same_attempt(shipped_graph: ConceptGraph) -> None:
    for item_id in ("f1-score/1", "made:order:kv-cache", "made:match:softmax"):
        asked = asked_again(shipped_graph, item_id, 6)
        answer = "1234"[: len(asked.options)] if asked.form == "order" else "1"

        assert graded(shipped_graph, asked, answer) == graded(shipped_graph, asked, answer)


def test_only_id_and_seed_of_what_comes_back_are_believed(shipped_graph: ConceptGraph) -> None:
    asked, key = choice(shipped_graph, "f1-score/1")
    forged = asked.model_copy(update={"concept": "softmax", "options": ("x",), "stem": "?", "hints": 0})
    right = str(1 + key.options.index(key.right))

    assert graded(shipped_graph, forged, right) == graded(shipped_graph, asked, right)


@pytest.mark.parametrize(
    "item_id", ["f1-score/1", "made:order:kv-cache", "computed:f1-from-counts", "made:blank:f1-score"]
)
def test_no_answer_is_wrong_without_guessing_and_kindly_met(shipped_graph: ConceptGraph, item_id: str) -> None:
    result = graded(shipped_graph, asked_again(shipped_graph, item_id, 1), "  ")

    assert not result.right
    assert (result.attempt.answer, result.attempt.credit, result.attempt.guess) == ("", 0.0, 0.0)
    assert result.betrays is None
    assert "good to know" in result.feedback
    assert result.answer


def test_each_hint_lowers_the_credit_of_a_right_answer(shipped_graph: ConceptGraph) -> None:
    asked, key = choice(shipped_graph, "f1-score/1")
    right = str(1 + key.options.index(key.right))

    counted = [graded(shipped_graph, asked, right, hints).attempt.credit for hints in range(MOST_HINTS + 1)]

    assert counted == list(CREDIT) == [1.0, 0.7, 0.4, 0.1]
    assert graded(shipped_graph, asked, "", 1).attempt.credit == 0


@pytest.mark.parametrize("answer", ["0", "4", "9", "-1", "x", "1 2", "0.5", "²", "Precision"])
def test_an_option_that_is_not_there_is_no_wrong_answer(shipped_graph: ConceptGraph, answer: str) -> None:
    asked, _ = choice(shipped_graph, "f1-score/1")

    with pytest.raises(AnswerError, match="no option") as error:
        graded(shipped_graph, asked, answer)
    assert "from 1 to 3" in error.value.hint


def test_the_right_order_is_right_however_it_is_written(shipped_graph: ConceptGraph) -> None:
    asked, key = order(shipped_graph)
    numbers = in_right_order(key)
    letters = ["abcd"[int(number) - 1] for number in numbers]

    for answer in (" ".join(numbers), ", ".join(numbers), "".join(numbers), " > ".join(letters)):
        assert graded(shipped_graph, asked, answer).right
    assert graded(shipped_graph, asked, " ".join(numbers)).attempt.guess == pytest.approx(1 / 24)


def test_a_swap_in_an_order_betrays_the_concept_put_too_late(shipped_graph: ConceptGraph) -> None:
    asked, key = order(shipped_graph)
    numbers = in_right_order(key)
    numbers[1], numbers[2] = numbers[2], numbers[1]

    result = graded(shipped_graph, asked, " ".join(numbers))

    assert not result.right
    assert result.betrays == key.concepts[key.places.index(1)]
    assert result.feedback == f"{key.right[1]} comes before {key.right[2]}. {key.reasons[1]}"
    assert key.right[0] in result.answer


@pytest.mark.parametrize("answer", ["1 2 3", "1 1 2 3", "1 2 3 9", "12", "first"])
def test_an_order_that_leaves_something_out_is_no_wrong_answer(shipped_graph: ConceptGraph, answer: str) -> None:
    asked, _ = order(shipped_graph)

    with pytest.raises(AnswerError):
        graded(shipped_graph, asked, answer)


def test_a_computed_answer_is_right_within_its_tolerance(shipped_graph: ConceptGraph) -> None:
    asked = asked_again(shipped_graph, "computed:f1-from-counts", 3)
    key = full_item(shipped_graph, asked.id, 3).key
    assert isinstance(key, NumberKey)

    assert graded(shipped_graph, asked, f"{key.expected:.3f}").right
    assert graded(shipped_graph, asked, f"{100 * key.expected:.1f} %").right
    assert not graded(shipped_graph, asked, f"{key.expected * 0.95:.4f}").right
    assert graded(shipped_graph, asked, "0.5").attempt.guess == 0


def test_a_wrong_number_is_said_as_it_was_read(shipped_graph: ConceptGraph) -> None:
    asked = asked_again(shipped_graph, "computed:perplexity-from-losses", 3)

    assert graded(shipped_graph, asked, "987,654").feedback.startswith("987,654 is not it")
    assert graded(shipped_graph, asked, "98,76").feedback.startswith("98.76 is not it")


def test_a_known_slip_is_named_and_betrays_its_concept(shipped_graph: ConceptGraph) -> None:
    asked = asked_again(shipped_graph, "computed:precision-from-counts", 3)
    key = full_item(shipped_graph, asked.id, 3).key
    assert isinstance(key, NumberKey)

    result = graded(shipped_graph, asked, f"{key.slips[0].value:.4f}")

    assert (result.right, result.betrays, result.feedback) == (False, "recall", key.slips[0].feedback)
    assert key.steps[-1] in result.answer


def test_bytes_may_be_given_in_any_unit(shipped_graph: ConceptGraph) -> None:
    asked = asked_again(shipped_graph, "computed:kv-cache-bytes", 3)
    key = full_item(shipped_graph, asked.id, 3).key
    assert isinstance(key, NumberKey)

    for answer in (
        f"{key.expected}",
        f"{key.expected / 1024} GiB",
        f"{key.expected * 2**20:.0f} bytes",
        f"{key.expected * 2**20 / 1e6} MB",
    ):
        assert graded(shipped_graph, asked, answer).right
    assert not graded(shipped_graph, asked, f"{key.expected / 1024} GB").right


@pytest.mark.parametrize("answer", ["abc", "1.2.3", "1/0", "nan", "1e999", "12 apples", "--3", "%"])
def test_what_is_no_number_is_no_wrong_answer(shipped_graph: ConceptGraph, answer: str) -> None:
    with pytest.raises(AnswerError) as error:
        graded(shipped_graph, asked_again(shipped_graph, "computed:kv-cache-bytes", 3), answer)

    assert error.value.hint


@pytest.mark.parametrize(
    ("answer", "unit", "number"),
    [
        ("1,024", "", 1024),
        ("1 048 576", "parameters", 1048576),
        ("1_000", "", 1000),
        ("1.5e3", "", 1500),
        ("1.5 \N{MULTIPLICATION SIGN} 10^3", "", 1500),
        ("12 %", "share", 0.12),
        ("12%", "share", 0.12),
        ("0.12", "share", 0.12),
        (".5", "share", 0.5),
        ("0,665", "share", 0.665),
        ("3/4", "share", 0.75),
        ("2 / 3", "", 2 / 3),
        ("\N{MINUS SIGN}0.5", "", -0.5),
        ("≈ 1.386 nats", "nats", 1.386),
        ("1.5 million", "parameters", 1.5e6),
        ("1.5M parameters", "parameters", 1.5e6),
        ("4.2e22 FLOPs", "FLOPs", 4.2e22),
        ("2 GiB", "MiB", 2048),
        ("512 KiB", "MiB", 0.5),
        ("3.5", "GB", 3.5),
        ("3,500 MB", "GB", 3.5),
    ],
)
def test_numbers_are_read_as_people_write_them(answer: str, unit: str, number: float) -> None:
    assert read_number(answer, unit) == pytest.approx(number)


@pytest.mark.parametrize(("answer", "unit"), [("12", "share"), ("-0.1", "share"), ("12 %", "MiB"), ("3 GiB", "nats")])
def test_a_unit_that_does_not_fit_is_said(answer: str, unit: str) -> None:
    with pytest.raises(AnswerError):
        read_number(answer, unit)


@pytest.mark.parametrize(
    "answer", ["recall", "Recall", "RECALL", "sensitivity", "True-positive rate", "true positive rates", "TPR"]
)
def test_any_name_of_the_missing_concept_is_right(shipped_graph: ConceptGraph, answer: str) -> None:
    asked, _ = blank(shipped_graph)

    assert graded(shipped_graph, asked, answer).right


def test_a_slip_of_one_letter_is_forgiven_and_the_spelling_shown(shipped_graph: ConceptGraph) -> None:
    asked, _ = blank(shipped_graph)

    result = graded(shipped_graph, asked, "recal")

    assert result.right
    assert "Recall" in result.feedback


def test_the_name_of_another_concept_betrays_that_one(shipped_graph: ConceptGraph) -> None:
    asked, _ = blank(shipped_graph)

    result = graded(shipped_graph, asked, "accuracy")

    assert (result.right, result.betrays) == (False, "accuracy")
    assert graded(shipped_graph, asked, "the weather").betrays == "recall"
    with pytest.raises(AnswerError):
        graded(shipped_graph, asked, "???")


def test_an_answer_of_a_thousand_letters_or_a_fourth_hint_is_an_error(shipped_graph: ConceptGraph) -> None:
    asked, _ = blank(shipped_graph)

    with pytest.raises(AnswerError, match="1000 characters"):
        graded(shipped_graph, asked, "x" * 1000)
    with pytest.raises(ItemError, match="4 hints"):
        graded(shipped_graph, asked, "recall", 4)
    with pytest.raises(ItemError, match="no hint 4"):
        hint(shipped_graph, asked, 4)


def test_the_first_hint_rules_out_a_wrong_option(shipped_graph: ConceptGraph) -> None:
    for page in list(shipped_graph.catalogue)[::20]:
        for item in page.items:
            asked, key = choice(shipped_graph, item.id)
            text = hint(shipped_graph, asked, 1).text
            assert any(f"“{option.text}”" in text for option in key.options if not option.right)
            assert f"“{key.right.text}”" not in text


def test_the_second_hint_quotes_a_passage_with_its_label(shipped_graph: ConceptGraph) -> None:
    told = hint(shipped_graph, asked_again(shipped_graph, "computed:f1-from-counts", 1), 2)

    passage = next(one for one in shipped_graph.catalogue["f1-score"].passages if one.label == told.label)
    assert (told.label, told.text) == ("F1 Score · Formula", passage.text)


def test_the_second_hint_of_a_blank_does_not_name_what_is_missing(shipped_graph: ConceptGraph) -> None:
    asked, key = blank(shipped_graph)
    missing = shipped_graph.catalogue[key.missing]

    for step in (1, 2):
        told = hint(shipped_graph, asked, step)
        assert not mentions(f"{told.text} {told.label}", missing)


def test_the_second_hint_of_a_match_is_not_the_definition(shipped_graph: ConceptGraph) -> None:
    asked, _ = choice(shipped_graph, "made:match:softmax")

    assert hint(shipped_graph, asked, 2).label == "Softmax · Intuition"


@pytest.mark.parametrize(
    "item_id",
    ["softmax/1", "made:order:softmax", "made:match:softmax", "computed:softmax-of-three", "made:blank:f1-score"],
)
def test_the_last_hint_is_the_answer_that_grading_shows(shipped_graph: ConceptGraph, item_id: str) -> None:
    asked = asked_again(shipped_graph, item_id, 1)

    hints = [hint(shipped_graph, asked, step) for step in (1, 2, 3)]

    assert hints[2].text == graded(shipped_graph, asked, "").answer
    assert [one.credit for one in hints] == [0.7, 0.4, 0.1]
    assert hints[2].text not in (hints[0].text, hints[1].text)
