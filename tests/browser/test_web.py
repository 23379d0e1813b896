"""The chat through the real page, with the real starter model: the first minute, answers as they grow, and asking again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import ANSWER_MS, LAPTOP, Visit

FORMULA = "What is the formula of softmax?"
"""Quoted from its page, without the model."""

PATH = "study path to FlashAttention"
"""Worked out from the graph, without the model."""

WHY = "Why is the second token faster than the first?"
_WATCH = (Path(__file__).parent / "growth.js").read_text(encoding="utf-8")


def test_the_first_minute(somebody: Visit) -> None:
    page = somebody.page
    somebody.begin()
    expect(page.get_by_role("heading", name="What would you like to understand?")).to_be_visible()
    assert somebody.crowded() == []
    page.get_by_role("link", name="Ask something").click()
    expect(page.get_by_label("Your question").and_(page.locator("#question textarea"))).to_be_focused()
    page.get_by_role("link", name="Find out where I stand").click()
    somebody.sees("Find out where you stand")
    page.go_back()
    page.get_by_role("link", name="I want to learn…").click()
    somebody.sees("What do you want to learn?")
    page.go_back()
    examples = page.locator("#chat .example")
    assert len(set(examples.all_inner_texts())) == 6
    examples.filter(has_text="Study path to FlashAttention").dblclick()
    somebody.answered(1)
    expect(somebody.questions).to_contain_text("Study path to FlashAttention")
    page.get_by_role("link", name="New conversation").or_(page.get_by_role("link", name="New", exact=True)).click()
    expect(examples).to_have_count(6)
    expect(page).to_have_url(somebody.address)


def test_an_answer_grows_and_nothing_else_moves(somebody: Visit) -> None:
    page = somebody.page
    somebody.begin()
    somebody.ask(FORMULA)
    somebody.answered(1)
    page.evaluate(_WATCH)
    somebody.ask(WHY)
    somebody.answered(2)
    seen = page.evaluate("window.seen")
    lengths = seen["lengths"]
    assert len(lengths) > 2, "the answer came all at once"
    assert lengths == sorted(lengths)
    assert max(seen["tops"]) - min(seen["tops"]) <= 2
    assert seen["live"] == ["off"]
    assert seen["spoken"][0] == "The tutor is answering."
    assert len(seen["spoken"]) == 2
    expect(somebody.answers.last).to_contain_text("KV")
    assert somebody.crowded() == []

    somebody.ask("what is its formula?")
    somebody.answered(3)
    expect(somebody.answers.last.locator(".note").first).to_have_text(
        "Understood as: what is Key-Value Caching's formula?"
    )
    expect(somebody.answers.last.locator(".katex-display .katex-html").first).to_be_visible()


def test_a_comparison_is_a_table_and_a_path_a_list(somebody: Visit) -> None:
    page = somebody.page
    somebody.begin()
    somebody.ask("How is LoRA different from full fine-tuning?")
    somebody.answered(1)
    heads = somebody.answers.last.locator("th")
    expect(heads).to_have_text(["", "Low-Rank Adaptation (LoRA)", "Full Fine-Tune"])
    expect(somebody.answers.last.locator("td").first).to_have_text("What it is")
    assert somebody.crowded() == []
    somebody.ask(PATH)
    somebody.answered(2)
    steps = somebody.answers.last.locator("ol > li")
    expect(steps.last).to_contain_text("FlashAttention")
    expect(steps.first).to_contain_text(re.compile(r"\d+ min · beginner\s*(Unlocks|Needed for) .+: .+"))
    assert somebody.crowded() == []
    if page.viewport_size != LAPTOP:
        page.get_by_role("button", name="Passages").click()
    expect(page.locator("#around .here")).to_contain_text("FlashAttention")
    around = page.locator("#around button.concept").first
    title = str(around.locator("strong").text_content())
    around.click()
    expect(somebody.questions).to_have_count(3)
    expect(somebody.questions.last).to_contain_text("What is")
    expect(somebody.questions.last).to_contain_text(re.compile(re.escape(title), re.IGNORECASE))
    somebody.stop()


def test_what_to_ask_next_is_a_button_that_asks_once(somebody: Visit) -> None:
    somebody.begin()
    somebody.ask(FORMULA)
    somebody.answered(1)
    options = somebody.page.locator("#chat .option")
    expect(options).to_have_count(3)
    words = options.first.inner_text()
    options.first.dblclick()
    expect(somebody.questions).to_have_count(2)
    expect(options).to_have_count(0)
    somebody.stop()
    once(somebody, [FORMULA, words])


@pytest.mark.parametrize("how", ["double click", "Enter twice"])
def test_a_hasty_hand_asks_once(somebody: Visit, how: str) -> None:
    page = somebody.page
    somebody.begin()
    page.locator("#question textarea").fill(FORMULA)
    if how == "double click":
        page.locator("#question .submit-button").dblclick()
    else:
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    somebody.answered(1)
    once(somebody, [FORMULA])


def once(visit: Visit, asked: list[str]) -> None:
    """These questions, and no others, are shown and kept."""
    expect(visit.questions).to_contain_text(asked)
    visit.page.reload()
    expect(visit.questions).to_contain_text(asked)
    expect(visit.answers).to_have_count(len(asked))


def test_an_answer_can_be_had_again(somebody: Visit) -> None:
    page = somebody.page
    somebody.begin()
    for turn, question in enumerate([PATH, FORMULA], start=1):
        somebody.ask(question)
        somebody.answered(turn)
    again = somebody.answers.get_by_role("link", name="Try again")
    expect(again).to_have_count(1)
    page.evaluate(_WATCH)
    again.dblclick()
    page.wait_for_function("window.seen.spoken.length === 2")
    assert page.evaluate("window.seen.spoken[0]") == "The tutor is answering."
    somebody.answered(2)
    expect(somebody.answers.last).to_contain_text("A formula is quoted from the page")
    once(somebody, [PATH, FORMULA])


def test_an_edited_question_replaces_what_came_after_it(somebody: Visit) -> None:
    page = somebody.page
    somebody.begin()
    for turn, question in enumerate([PATH, FORMULA, "study path to LoRA"], start=1):
        somebody.ask(question)
        somebody.answered(turn)
    edit = somebody.questions.nth(1).get_by_role("link", name="Edit question 2")
    editor = page.locator("#chat .editor textarea")
    edit.click()
    expect(editor).to_be_focused()
    expect(editor).to_have_value(FORMULA)
    page.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    expect(edit).to_be_focused()

    edit.click()
    editor.fill("What is the formula of entropy?")
    assert somebody.crowded() == []
    page.keyboard.press("Enter")
    expect(somebody.questions).to_contain_text([PATH, "What is the formula of entropy?"])
    somebody.answered(2)
    expect(somebody.answers.last).to_contain_text("Entropy")
    once(somebody, [PATH, "What is the formula of entropy?"])


def test_an_answer_can_be_stopped(somebody: Visit) -> None:
    somebody.begin()
    somebody.ask("How does multi-head attention work?")
    expect(somebody.page.locator("#chat .waiting")).to_be_visible()
    somebody.stop()
    expect(somebody.answers.last).to_contain_text("Stopped.")
    somebody.ask(FORMULA)
    somebody.answered(2)
    expect(somebody.answers.last.locator(".katex-html").first).to_be_visible()


def test_whoever_leaves_meanwhile_finds_the_answer_finished(somebody: Visit) -> None:
    page = somebody.page
    somebody.begin()
    somebody.ask(WHY)
    expect(page.locator("#chat .waiting")).to_be_visible()
    somebody.go("practice", "Practice")
    expect(page).to_have_url(f"{somebody.address}?screen=practice")
    expect(page.locator("#spoken")).to_contain_text("KV", timeout=ANSWER_MS)
    page.locator("[data-nav=chat]:visible").click()
    somebody.answered(1)
    expect(somebody.answers).to_contain_text("KV")
    expect(somebody.answers).not_to_contain_text("interrupted")
    expect(page).to_have_url(re.compile(r"\?talk=\w+$"))


def test_a_draft_outlives_questions_that_are_chosen(somebody: Visit) -> None:
    page = somebody.page
    somebody.begin()
    page.locator("#question textarea").fill("a thought that is not")
    page.locator("#chat .example").last.click()
    somebody.answered(1)
    expect(page.locator("#question textarea")).to_have_value("a thought that is not")


@pytest.mark.parametrize("width", [360])
def test_the_narrowest_phone_shows_everything(somebody: Visit, width: int) -> None:
    page: Page = somebody.page
    page.set_viewport_size({"width": width, "height": 740})
    somebody.begin()
    assert somebody.crowded() == []
    for turn, question in enumerate([FORMULA, PATH], start=1):
        somebody.ask(question)
        somebody.answered(turn)
        assert somebody.crowded() == []
