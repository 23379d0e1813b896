"""Practice: questions answered by keys, hints, what is pressed twice, a reload in the middle, and what is due."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import Visit
from tutor.learner.entries import Attempt, Purpose

TITLE = "Quiz on attention"


@pytest.fixture
def quizzed(newcomer: Visit) -> Visit:
    """Somebody who is asked about attention."""
    newcomer.follow("?screen=practice", "Practice")
    newcomer.page.locator("#screen .area", has_text="Attention").click()
    newcomer.sees(TITLE)
    return newcomer


def asked_choice(visit: Visit) -> None:
    """Go on to a question with options, leaving out others."""
    while not visit.page.locator("#screen button.option[data-act=answer]").count():
        visit.press("0")
        visit.press("n")


def test_a_run_is_answered_by_keys_up_to_its_end(quizzed: Visit) -> None:
    page = quizzed.page
    expect(page.locator("#screen .run")).to_contain_text("Question 1 of")
    questions = int(page.locator("#screen .run span").first.inner_text().split()[-1])
    asked_choice(quizzed)
    done = len(quizzed.attempts())
    expect(page.locator("#stem")).to_be_focused()
    quizzed.press("h")
    expect(page.locator(".hint-step")).to_have_count(1)
    expect(page.locator(".hint-step")).to_be_focused()
    quizzed.press("1")
    expect(page.locator(".option.told .chip").first).to_be_visible()
    expect(page.locator("#verdict")).to_be_visible()
    expect(quizzed.focused).to_have_text("Next")
    quizzed.press("Enter")
    for number in range(done + 2, questions + 1):
        expect(page.locator("#screen .run")).to_contain_text(f"Question {number} of {questions}")
        quizzed.press("0")
        expect(page.locator("#verdict")).to_contain_text("The answer")
        quizzed.press("Enter")
    expect(quizzed.heading).to_contain_text(f"of {questions} right")
    expect(page.locator("#screen h2").first).to_have_text("Worth reading again")
    attempts = quizzed.attempts()
    assert len(attempts) == questions
    assert (attempts[done].hints, attempts[done].answer) == (1, "1")
    assert [one.answer for one in attempts if one is not attempts[done]] == [""] * (questions - 1)


def test_what_is_pressed_twice_counts_once(quizzed: Visit) -> None:
    page = quizzed.page
    asked_choice(quizzed)
    done = len(quizzed.attempts())
    page.locator("#screen button.option").nth(1).dblclick()
    expect(page.locator("#verdict")).to_be_visible()
    page.go_back()
    page.go_forward()
    quizzed.sees(TITLE)
    assert len(quizzed.attempts()) == done + 1
    quizzed.follow("?screen=progress&answers=all", "What you answered")
    expect(page.locator("#screen .answers > li")).to_have_count(done + 1)


def test_a_reload_goes_on_where_it_was(quizzed: Visit) -> None:
    page = quizzed.page
    quizzed.give(right=True)
    quizzed.press("Enter")
    expect(page.locator("#screen .run")).to_contain_text("Question 2 of")
    stem = page.locator("#stem").inner_text()
    page.reload()
    expect(page.locator("#screen .run")).to_contain_text("Question 2 of")
    expect(page.locator("#stem")).to_have_text(stem, use_inner_text=True)
    quizzed.link("Enough for now").click()
    quizzed.sees("1 of 1 right")
    expect(page.locator("#screen")).to_contain_text("You stopped after 1 of")
    expect(page.locator("#screen")).to_contain_text("There is nothing that you need to read again.")


def test_what_is_due_is_counted_in_the_navigation_until_it_is_reviewed(newcomer: Visit, now: datetime) -> None:
    page, due = newcomer.page, newcomer.page.locator("#due")
    assert newcomer.study is not None
    newcomer.follow("?screen=practice", "Practice")
    expect(due).to_be_empty()
    long_ago = now - timedelta(days=300)
    answer = {"item": "softmax/1", "concept": "softmax", "answer": "1", "right": True, "credit": 1.0}
    for number in range(3):
        newcomer.study.note(
            Attempt.model_validate({"id": f"old.{number}", "at": long_ago + timedelta(days=number), **answer})
        )
    page.reload()
    expect(due).to_have_text("1")
    expect(page.locator("[data-nav=practice]")).to_contain_text("1 due for review")
    newcomer.button("Review what is due (1)").click()
    newcomer.sees("Review")
    newcomer.give(right=True)
    expect(due).to_be_empty()
    assert newcomer.attempts()[-1].purpose is Purpose.REVIEW


def test_a_concept_is_explained_in_ones_own_words(newcomer: Visit) -> None:
    page = newcomer.page
    newcomer.follow("?screen=practice&about=softmax", "Softmax")
    newcomer.link("Explain it in your own words").click()
    newcomer.sees("Explain Softmax in your own words")
    expect(newcomer.field("Your explanation")).to_be_focused()
    words = "Softmax turns scores into probabilities that add up to one."
    page.keyboard.insert_text(words)
    with newcomer.redrawn():
        newcomer.button("Check it").click()
    expect(page.locator("#screen .verdict")).to_be_focused()
    expect(page.locator("#screen .points li").first).to_be_visible()
    expect(page.locator("#explanation")).to_have_value(words)
    assert [one.purpose for one in newcomer.attempts()] == [Purpose.EXPLAIN]
