"""Everything without a mouse: where Tab leads, that one sees where one is, and the main act of every screen."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import Visit
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


def test_a_concept_is_said_to_be_known_and_a_part_of_its_page_is_reached(newcomer: Visit) -> None:
    page = newcomer.page
    newcomer.follow("?concept=softmax", "Softmax")
    expect(newcomer.heading).to_be_focused()
    tab_to(newcomer, "I know this")
    page.keyboard.press("Enter")
    expect(newcomer.focused).to_have_text("I don't know this yet")
    tab_to(newcomer, "Ask about this")
    page.keyboard.press("Enter")
    expect(newcomer.focused).to_have_attribute("name", "question")


def test_a_plan_is_made_walked_and_dropped(newcomer: Visit) -> None:
    page = newcomer.page
    newcomer.follow("?screen=path", "What do you want to learn?")
    expect(newcomer.field("I want to learn…")).to_be_focused()
    page.keyboard.insert_text("I want to learn softmax, 2 hours a week")
    tab_to(newcomer, "Make a plan")
    page.keyboard.press("Enter")
    newcomer.sees("Did I get that right?")
    tab_to(newcomer, "That is right, make the plan")
    page.keyboard.press("Enter")
    newcomer.sees("Your path to Softmax")
    expect(newcomer.heading).to_be_focused()
    tab_to(newcomer, "I know this")
    newcomer.press("Enter")
    expect(newcomer.heading).to_be_focused()
    tab_to(newcomer, "Start the next step")
    newcomer.press("Enter")
    expect(newcomer.page.locator("#stem")).to_be_visible()
    tab_to(newcomer, "Back to the plan")
    newcomer.press("Enter")
    tab_to(newcomer, "Drop this goal")
    page.keyboard.press("Enter")
    tab_to(newcomer, "Yes, drop it")
    page.keyboard.press("Enter")
    newcomer.sees("What do you want to learn?")
    expect(newcomer.field("I want to learn…")).to_be_focused()


def test_questions_are_chosen_answered_and_left(newcomer: Visit) -> None:
    page = newcomer.page
    newcomer.follow("?screen=practice", "Practice")
    tab_to(newcomer, "Attention")
    page.keyboard.press("Enter")
    newcomer.sees("Quiz on attention")
    expect(page.locator(":focus")).to_have_count(1)
    newcomer.give(right=False)
    expect(newcomer.focused).to_have_text("Next")
    tab_to(newcomer, "Enough for now", "Shift+Tab")
    page.keyboard.press("Enter")
    newcomer.sees("0 of 1 right")
    expect(newcomer.heading).to_be_focused()


def test_everything_is_deleted(newcomer: Visit, now: datetime) -> None:
    page = newcomer.page
    assert newcomer.study is not None
    newcomer.study.note(Aim(id="aim", at=now, goals=("softmax",)))
    newcomer.follow("?screen=progress", "My progress")
    tab_to(newcomer, "Delete everything about me")
    page.keyboard.press("Enter")
    tab_to(newcomer, "Yes, delete everything")
    page.keyboard.press("Enter")
    expect(newcomer.notice).to_contain_text("Deleted for good")
    expect(newcomer.heading).to_be_focused()


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
def test_one_sees_where_one_is_up_to_the_end(newcomer: Visit, screen: str) -> None:
    newcomer.page.emulate_media(color_scheme="dark")
    newcomer.follow(f"?screen={screen}")
    expect(newcomer.heading).to_be_focused()
    tab_to(newcomer, END)
    tab_to(newcomer, "Skip to the content")
