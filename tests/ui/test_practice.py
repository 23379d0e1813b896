"""Practising on the page: one question at a time, feedback at once, what is double counts once, and a summary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.concept_graph import ConceptGraph
from tests.ui.pressing import Pressing
from tutor.errors import TutorError
from tutor.learner.entries import Aim, Attempt, Purpose
from tutor.learner.items.asked import full_item
from tutor.learner.items.full_item import BlankKey, ChoiceKey, NumberKey, OrderKey
from tutor.learner.stores import Stores
from tutor.learner.study import Study
from ui.web.screen import Visitor
from ui.web.screens.practice import Practice, due_count

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def page(shipped_graph: ConceptGraph, tmp_path: Path) -> Iterator[Pressing]:
    with Stores(f"sqlite:///{tmp_path}/learners.db") as stores:
        study = Study(shipped_graph, stores.log, "ann")
        yield Pressing(Practice(lambda: None), "practice", study, stores, NOW)


def quiz_on(page: Pressing, concept: str) -> Pressing:
    page.open(f"?screen=practice&about={concept}")
    page.press(act="start", pick=f"concept.{concept}")
    return page


def answers(page: Pressing) -> list[Attempt]:
    return [entry for entry in page.study.entries() if isinstance(entry, Attempt)]


def give(page: Pressing, *, right: bool) -> str:
    """Answer the question that is open, in any of its forms; its form."""
    carried = next(data for data in [*page.buttons] if "item" in data)
    key = full_item(page.study.graph, carried["item"], int(carried["seed"])).key
    match key:
        case ChoiceKey():
            place = key.options.index(key.right)
            page.press(str(1 + (place if right else (place + 1) % len(key.options))))
        case NumberKey():
            page.send(answer=str(key.expected if right else key.expected + 1))
        case BlankKey():
            page.send(answer=key.title if right else "something quite different")
        case OrderKey():
            places = sorted(range(len(key.places)), key=lambda one: key.places[one], reverse=not right)
            for one in places[:-1]:
                page.press(str(one + 1))
            page.press("Enter")
    return key.form


def test_what_there_is_to_practise_says_how_much_it_is(page: Pressing) -> None:
    page.open("?screen=practice")
    assert page.seen.body.startswith("<h1>")
    assert "Nothing is due today" in page.words
    assert "There is no plan to ask about yet" in page.words
    areas = {data["pick"] for data in page.buttons}
    assert areas == {f"area.{one.area}" for one in page.study.graph.catalogue}
    assert "Attention 0 of 39 known" in page.words
    assert "Up to 10 questions, about 10 minutes" in page.words


def test_a_plan_and_what_was_learned_lately_can_be_practised(page: Pressing) -> None:
    page.study.note(Aim(id="aim", at=NOW, goals=("flashattention",)))
    page.study.answer(page.study.item("softmax", 1), "1", attempt_id="a", now=NOW)
    page.open("?screen=practice")
    page.press(pick="lately")
    assert "Question 1 of 6" in page.words
    page.open("?screen=practice")
    page.press(pick="plan")
    plan = page.study.plan(NOW)
    assert plan
    assert any(f"?concept={step.concept}" in page.links for step in plan.steps)


def test_every_form_is_answered_and_told_and_the_summary_counts(page: Pressing) -> None:
    quiz_on(page, "softmax")
    forms = []
    for number in range(1, 7):
        assert f"Question {number} of 6" in page.words
        forms.append(give(page, right=number != 1))
        assert ("Not quite." if number == 1 else "Right") in page.words
        if number == 1:
            assert "The answer:" in page.words
        page.press("n")
    assert {"choice", "number", "order"} <= set(forms)
    assert page.words.startswith("5 of 6 right")
    assert [answer.right for answer in answers(page)] == [False, *[True] * 5]
    assert {answer.purpose for answer in answers(page)} == {Purpose.QUIZ}
    assert "New among what you master Softmax" in page.words
    assert "Worth reading again" in page.words
    assert {"?screen=path", "?screen=practice"} <= set(page.links)


def test_a_missing_name_is_typed(page: Pressing) -> None:
    quiz_on(page, "beam-search")
    forms = []
    while any("item" in data for data in page.buttons):
        forms.append(give(page, right=True))
        page.press("n")
    assert "blank" in forms
    assert all(answer.right for answer in answers(page))


def test_the_chosen_and_the_right_option_have_a_word_and_a_sign(page: Pressing) -> None:
    quiz_on(page, "softmax")
    give(page, right=False)
    chosen, right = (re.search(rf'class="option told {look}">.*', page.seen.body) for look in ("bad", "good"))
    assert chosen
    assert right
    assert "✗" in chosen[0]
    assert "Your answer" in chosen[0]
    assert "✓" in right[0]
    assert ">Right<" in right[0]
    assert 'data-focus aria-describedby="verdict">Next<' in page.seen.body


def test_a_double_click_counts_once_and_goes_on_once(page: Pressing) -> None:
    quiz_on(page, "softmax")
    twice = dict(next(data for data in page.buttons if data.get("key") == "1"))
    first = page.press("1").body
    again = page.act("answer", {name: twice[name] for name in twice if name not in {"act", "key"}}).body
    assert again == first
    assert len(answers(page)) == 1
    page.press("n")
    page.act("next", {})
    assert "Question 2 of 6" in page.words


def test_a_reload_goes_on_where_it_was(page: Pressing) -> None:
    quiz_on(page, "softmax")
    give(page, right=True)
    page.open(page.address)
    assert "Question 2 of 6" in page.words
    page.open(f"{page.address}&over=yes")
    assert page.words.startswith("1 of 1 right You stopped after 1 of 6.")


def test_hints_come_in_steps_and_lower_the_credit(page: Pressing) -> None:
    quiz_on(page, "softmax")
    for step in (1, 2, 3):
        page.press("h")
        assert f"Hint {step}" in page.words
    assert not [data for data in page.buttons if data.get("key") == "h"]
    give(page, right=True)
    assert (answers(page)[0].hints, answers(page)[0].credit) == (3, 0.1)


def test_i_do_not_know_is_no_mistake_in_words(page: Pressing) -> None:
    quiz_on(page, "softmax")
    page.press("0")
    assert "That is good to know" in page.words
    assert "Not quite" not in page.words
    assert 'class="verdict "' in page.seen.body
    assert answers(page)[0].answer == ""


def test_an_order_is_pressed_and_can_be_taken_back(page: Pressing) -> None:
    quiz_on(page, "softmax")
    while not [data for data in page.buttons if data["act"] == "place"]:
        give(page, right=True)
        page.press("n")
    page.press("2")
    assert [data["placed"] for data in page.buttons if "placed" in data] == ["1", "3", "4"]
    page.press("Backspace")
    assert [data["placed"] for data in page.buttons if "placed" in data] == ["1", "2", "3", "4"]
    for key in "314":
        page.press(key)
    page.press("Enter")
    assert answers(page)[-1].answer == "3 1 4 2"


def test_an_answer_that_cannot_be_read_is_not_noted(page: Pressing) -> None:
    quiz_on(page, "softmax")
    while not any("item" in data and data["item"].startswith("computed") for data in page.buttons):
        give(page, right=True)
        page.press("n")
    before = len(answers(page))
    for text in ("abc", "  "):
        with pytest.raises(TutorError):
            page.send(answer=text)
    assert len(answers(page)) == before


def test_a_review_asks_what_is_due(page: Pressing) -> None:
    for number, concept in enumerate(("softmax", "dot-product")):
        item = page.study.item(concept, 1)
        key = full_item(page.study.graph, item.id, 1).key
        assert isinstance(key, ChoiceKey)
        right = str(key.options.index(key.right) + 1)
        page.study.answer(item, right, attempt_id=f"a{number}", now=NOW)
    page.now += timedelta(days=60)
    visitor = Visitor(study=page.study, conversations=page.stores.conversations, now=page.now)
    assert due_count(visitor) == 2
    page.open("?screen=practice")
    assert "2 questions, about 2 minutes. 2 today, nothing else waits." in page.words
    page.press(pick="due")
    for _ in range(2):
        give(page, right=True)
        page.press("n")
    assert {answer.purpose for answer in answers(page)[2:]} == {Purpose.REVIEW}
    assert page.words.startswith(
        "2 of 2 right What you answered is kept. There is nothing that you need to read again."
    )
    assert not page.buttons


@pytest.mark.parametrize("about", ["attention", "Fine-tuning"])
def test_a_name_of_an_area_and_a_concept_offers_both(page: Pressing, about: str) -> None:
    page.open(f"?screen=practice&about={about}")
    assert {data["pick"] for data in page.buttons} == {f"{what}.{about.lower()}" for what in ("concept", "area")}


def test_a_name_that_is_none_leads_to_near_ones(page: Pressing) -> None:
    page.open("?screen=practice&about=<script>sofmax")
    assert "<script>" not in page.seen.body
    page.open("?screen=practice&about=sofmax")
    assert "?screen=practice&about=softmax" in page.links


@pytest.mark.parametrize(
    "address",
    [
        "queue=softmax/1",
        "queue=softmax/1&of=concept.softmax&began=yesterday",
        "queue=softmax/99&of=concept.softmax&began=20260504T120000.000000Z",
        "queue=&of=due&began=20260504T120000.000000Z",
        "queue=softmax/1&of=everything&began=20260504T120000.000000Z",
        f"queue={'.'.join(['softmax/1'] * 41)}&of=due&began=20260504T120000.000000Z",
        f"queue={'x' * 3000}&of=due&began=20260504T120000.000000Z",
    ],
)
def test_an_address_that_is_none_says_how_to_go_on(page: Pressing, address: str) -> None:
    with pytest.raises(TutorError) as caught:
        page.open(f"?screen=practice&{address}")
    assert caught.value.hint


@pytest.mark.parametrize(
    "wrong",
    [
        {"item": "nothing/1"},
        {"item": "softmax/2#"},
        {"seed": "-1"},
        {"seed": "9" * 3000},
        {"attempt": "<script>"},
        {"attempt": "another"},
        {"hints": "4"},
        {"hints": "many"},
        {"order": "1 9"},
        {"answer": "7"},
    ],
)
@pytest.mark.parametrize("act", ["answer", "hint"])
def test_values_that_are_none_of_ours_note_nothing(page: Pressing, wrong: dict[str, str], act: str) -> None:
    quiz_on(page, "softmax")
    data = next(data for data in page.buttons if data.get("key") == "1")
    ours = {name: value for name, value in data.items() if name not in {"act", "key"}}
    if act == "hint" and "answer" in wrong:
        wrong = {"item": ""}
    with pytest.raises(TutorError):
        page.act(act, {**ours, **wrong})
    assert not answers(page)


@pytest.mark.parametrize("act", ["delete", "start", ""])
def test_what_cannot_be_done_is_said(page: Pressing, act: str) -> None:
    quiz_on(page, "softmax")
    with pytest.raises(TutorError):
        page.act(act, {})
