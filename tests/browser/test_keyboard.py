"""Everything without a mouse: where Tab leads, that one sees where one is, and the main act of every screen."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tutor.learner.entries import Aim

_HERE = """() => {
  const part = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part);
  const { width, height, bottom, right, top, left } = part.getBoundingClientRect();
  const words = (part.getAttribute("aria-label") || part.labels?.[0]?.innerText || part.innerText || part.placeholder || "");
  return {
    words: words.trim().replace(/\\s+/g, " "),
    name: part.localName + (part.id ? `#${part.id}` : ""),
    marked: outlineStyle !== "none" && parseFloat(outlineWidth) > 0 || boxShadow !== "none",
    seen: width > 0 && height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
  };
}"""
MOST = 120
END = "the end of the page"


def tab_to(visit: Visit, words: str, key: str = "Tab") -> None:
    """Press Tab until something that says these words has the focus; whatever has it on the way can be seen."""
    passed = []
    for _ in range(MOST):
        visit.page.keyboard.press(key)
        here = visit.page.evaluate(_HERE)
        at_end = here["name"] == "body"
        passed.append(END if at_end else here["words"] or here["name"])
        assert at_end or (here["marked"] and here["seen"]), (passed, here)
        if passed[-1].startswith(words):
            return
    pytest.fail(f"{words} is not reached: {passed}")


def test_tab_leads_from_the_address_through_the_head_to_the_content(somebody: Visit) -> None:
    page = somebody.page
    page.goto(somebody.address)
    expect(page.locator("#chat .example")).to_have_count(6)
    words = ["Skip to the content", "Tutor", "Chat", "Map", "Path", "Practice", "Progress", "Find a concept"]
    for word in [*words, "Conversations"]:
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        assert (here["words"].startswith(word), here["marked"], here["seen"]) == (True, True, True), (word, here)
    tab_to(somebody, "Path", "Shift+Tab")
    page.keyboard.press("Enter")
    somebody.sees("What do you want to learn?")
    expect(somebody.field("I want to learn…")).to_be_focused()
    page.locator("[data-skip]").focus()
    expect(page.locator("[data-skip]")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(somebody.heading).to_be_focused()
    page.locator("[data-nav=map]:visible").press("Enter")
    expect(page.locator(".map[aria-busy=false]")).to_be_visible()
    page.locator("[data-skip]").press("Enter")
    expect(page.locator("#map-search")).to_be_focused()


def test_a_concept_is_said_to_be_known_and_a_part_of_its_page_is_reached(somebody: Visit) -> None:
    page = somebody.page
    somebody.open("?concept=softmax", "Softmax")
    expect(somebody.heading).to_be_focused()
    tab_to(somebody, "I know this")
    page.keyboard.press("Enter")
    expect(somebody.focused).to_have_text("I don't know this yet")
    tab_to(somebody, "Ask about this")
    page.keyboard.press("Enter")
    expect(somebody.focused).to_have_attribute("name", "question")


def test_a_plan_is_made_walked_and_dropped(somebody: Visit) -> None:
    page = somebody.page
    somebody.open("?screen=path", "What do you want to learn?")
    expect(somebody.field("I want to learn…")).to_be_focused()
    page.keyboard.insert_text("I want to learn softmax, 2 hours a week")
    tab_to(somebody, "Make a plan")
    page.keyboard.press("Enter")
    somebody.sees("Did I get that right?")
    tab_to(somebody, "That is right, make the plan")
    page.keyboard.press("Enter")
    somebody.sees("Your path to Softmax")
    expect(somebody.heading).to_be_focused()
    tab_to(somebody, "I know this")
    somebody.press("Enter")
    expect(somebody.heading).to_be_focused()
    tab_to(somebody, "Start the next step")
    somebody.press("Enter")
    expect(somebody.page.locator("#stem")).to_be_visible()
    tab_to(somebody, "Back to the plan")
    somebody.press("Enter")
    tab_to(somebody, "Drop this goal")
    page.keyboard.press("Enter")
    tab_to(somebody, "Yes, drop it")
    page.keyboard.press("Enter")
    somebody.sees("What do you want to learn?")
    expect(somebody.field("I want to learn…")).to_be_focused()


def test_questions_are_chosen_answered_and_left(somebody: Visit) -> None:
    page = somebody.page
    somebody.open("?screen=practice", "Practice")
    tab_to(somebody, "Attention")
    page.keyboard.press("Enter")
    somebody.sees("Quiz on attention")
    expect(page.locator(":focus")).to_have_count(1)
    somebody.give(right=False)
    expect(somebody.focused).to_have_text("Next")
    tab_to(somebody, "Enough for now", "Shift+Tab")
    page.keyboard.press("Enter")
    somebody.sees("0 of 1 right")
    expect(somebody.heading).to_be_focused()


def test_everything_is_deleted(somebody: Visit, now: datetime) -> None:
    page = somebody.page
    assert somebody.study is not None
    somebody.study.note(Aim(id="aim", at=now, goals=("softmax",)))
    somebody.open("?screen=progress", "My progress")
    tab_to(somebody, "Delete everything about me")
    page.keyboard.press("Enter")
    tab_to(somebody, "Yes, delete everything")
    page.keyboard.press("Enter")
    expect(somebody.notice).to_contain_text("Deleted for good")
    expect(somebody.heading).to_be_focused()


def test_a_concept_is_found_on_the_map(somebody: Visit) -> None:
    page = somebody.page
    page.goto(f"{somebody.address}?screen=map")
    expect(page.locator(".map[aria-busy=false]")).to_be_visible()
    tab_to(somebody, "Find on the map")
    page.keyboard.type("softmax")
    page.keyboard.press("Enter")
    expect(page.locator("canvas")).to_be_focused()
    expect(page.locator("#map-said")).to_contain_text("Softmax. ")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#map-said")).not_to_contain_text("Softmax. ")
    page.keyboard.press("Enter")
    expect(somebody.heading).to_be_focused()


@pytest.mark.parametrize("screen", ["concepts&find=kv", "model"])
def test_one_sees_where_one_is_up_to_the_end(somebody: Visit, screen: str) -> None:
    somebody.page.emulate_media(color_scheme="dark")
    somebody.open(f"?screen={screen}")
    expect(somebody.heading).to_be_focused()
    tab_to(somebody, END)
    tab_to(somebody, "Skip to the content")
